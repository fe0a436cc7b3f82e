"""Markdown's inline patterns, tried only on texts that hold a sign they need.

Python-Markdown tries each of its fourteen patterns on each piece of text, which is a third of
what converting a post takes; most pieces hold no more than an emphasis.
"""

from typing import Any

from markdown import Markdown
from markdown.treeprocessors import InlineProcessor
from markdown.util import AtomicString

# Two signs, one of which a text must hold for one of Markdown's own expressions to match.
_NEEDS = {
    r"(?:(?<!\\)((?:\\{2})+)(?=`+)|(?<!\\)`)": ("`", "`"),
    r"\\(.)": ("\\", "\\"),
    r"(?<!\!)\[": ("[", "["),
    r"\!\[": ("![", "!["),
    r"<([A-Za-z][A-Za-z0-9+.-]*://[^<>]*)>": ("<", "<"),
    r"<([^<> !]+@[^@<> ]+)>": ("<", "<"),
    r"  \n": ("  \n", "  \n"),
    r"(&(?:\#[0-9]+|\#x[0-9a-fA-F]+|[a-zA-Z0-9]+);)": ("&", "&"),
    r"\*|_": ("*", "_"),
}
_HTML = r"(<(\/?+[a-zA-Z]"  # the rest of that expression is long
_HANDLE = "_InlineProcessor__handleInline"
_APPLY = "_InlineProcessor__applyPattern"
NAME, PRIORITY = "inline", 20  # as `markdown.treeprocessors.build_treeprocessors` has it


def spare(md: Markdown) -> Markdown:
    """A converter that gives what it gave, sooner; as it was where Markdown works another way."""
    current = md.treeprocessors[NAME]
    if type(current) is InlineProcessor and hasattr(current, _HANDLE) and hasattr(current, _APPLY):
        md.treeprocessors.register(_Sparing(md), NAME, PRIORITY)
    return md


class _Sparing(InlineProcessor):
    def run(self, tree: Any, ancestors: Any = None) -> Any:  # noqa: ANN401  (Markdown's own)
        """Apply the patterns to all texts of a tree."""
        patterns = list(self.inlinePatterns)
        self._patterns = [(p, _needs(getattr(p, "pattern", ""))) for p in patterns]
        self._apply = getattr(self, _APPLY)
        return super().run(tree, ancestors)

    def _handle(self, data: str, patternIndex: int = 0) -> str:  # noqa: N803  (Markdown's own name)
        """As `InlineProcessor.__handleInline`."""
        if isinstance(data, AtomicString):
            return data
        for number in range(patternIndex, len(self._patterns)):
            pattern, (sign, other) = self._patterns[number]
            if sign not in data and other not in data:
                continue
            matched, start = True, 0
            while matched:
                data, matched, start = self._apply(pattern, data, number, start)
        return data


setattr(_Sparing, _HANDLE, _Sparing._handle)


def _needs(expression: str) -> tuple[str, str]:
    """Empty signs, which every text holds, where it is not known."""
    return ("<", "<") if expression.startswith(_HTML) else _NEEDS.get(expression, ("", ""))
