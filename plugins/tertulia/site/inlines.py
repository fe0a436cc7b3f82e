"""Markdown's inline patterns, tried only on texts that hold a sign they need.

Python-Markdown tries each of its fourteen patterns on each piece of text, and puts each emphasis
in its place one by one, which is more than half of what converting a post takes; most pieces hold
no more than a few plain emphases.
"""

import re
from typing import Any
from xml.etree.ElementTree import Element

from markdown import Markdown, __version__, inlinepatterns
from markdown.treeprocessors import InlineProcessor
from markdown.util import (
    INLINE_PLACEHOLDER,
    INLINE_PLACEHOLDER_RE,
    AtomicString,
)
from markdown.util import (
    INLINE_PLACEHOLDER_PREFIX as _PREFIX,
)

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
_HANDLE, _APPLY, _PLACE, _WITHIN = _INNER = tuple(
    f"_InlineProcessor__{name}"
    for name in ("handleInline", "applyPattern", "processPlaceholders", "processElementText")
)
NAME, PRIORITY = "inline", 20  # as `markdown.treeprocessors.build_treeprocessors` has it

# Versions of Markdown that pair the signs of emphases as `_PLAIN` rests on.
KNOWN = frozenset({"3.11.3"})

# The next sign that may open an emphasis, and where it opens one that the next sign closes.
_SIGN = re.compile(r"[*_]")
_PLAIN = re.compile(
    r"(\*\*?)(?![\s*])([^*_]*[^*_\s])\1(?!\*)"
    r"|(?<![\w_])(__?)(?![\s_])([^*_]*[^*_\s])\3(?![\w_])"
)


def spare(md: Markdown) -> Markdown:
    """A converter that gives what it gave, sooner; as it was where Markdown works another way."""
    current = md.treeprocessors[NAME]
    known = all(hasattr(current, name) for name in _INNER)
    if type(current) is InlineProcessor and known:
        md.treeprocessors.register(_Sparing(md), NAME, PRIORITY)
    return md


class _Sparing(InlineProcessor):
    def run(self, tree: Any, ancestors: Any = None) -> Any:  # noqa: ANN401  (Markdown's own)
        """Apply the patterns to all texts of a tree."""
        all_ = list(self.inlinePatterns)
        self._patterns = [(p, _needs(getattr(p, "pattern", "")), _paired(p)) for p in all_]
        self._apply = getattr(self, _APPLY)
        self._place_all = getattr(super(), _PLACE)
        self._place_within = getattr(self, _WITHIN)
        return super().run(tree, ancestors)

    def _handle(self, data: str, patternIndex: int = 0) -> str:  # noqa: N803  (Markdown's own name)
        """As `InlineProcessor.__handleInline`."""
        if isinstance(data, AtomicString):
            return data
        for number in range(patternIndex, len(self._patterns)):
            pattern, (sign, other), paired = self._patterns[number]
            if sign not in data and other not in data:
                continue
            matched, start = True, 0
            if paired:
                data, start = self._emphasize(pattern, data, number)
            while matched:
                data, matched, start = self._apply(pattern, data, number, start)
        return data

    def _emphasize(self, pattern: Any, data: str, number: int) -> tuple[str, int]:  # noqa: ANN401
        """Put the emphases in place up to the first that does not end at the next sign.

        Returns:
            As `InlineProcessor.__applyPattern` at that place: the text, and where it goes on.
        """
        if pattern.regions:  # it has found more already than it has given
            return data, 0
        pieces: list[str] = []
        at = 0
        while sign := _SIGN.search(data, at):
            found = _PLAIN.match(data, sign.start())
            if found is None:
                break
            pieces.append(data[at : found.start()])
            mark, text, low_mark, low_text = found.groups()
            node = Element("strong" if len(mark or low_mark) > 1 else "em")
            node.text = text or low_text
            if number + 1 < len(self._patterns):
                self.ancestors.append(node.tag)
                node.text = self._handle(node.text, number + 1)
                self.ancestors.pop()
            id = f"{len(self.stashed_nodes):04d}"
            self.stashed_nodes[id] = node
            pieces.append(INLINE_PLACEHOLDER % id)
            at = found.end()
        start = sum(map(len, pieces))
        return "".join(pieces) + data[at:], start

    def _place(self, data: str | None, parent: Element, isText: bool = True) -> Any:  # noqa: ANN401, N803  (Markdown's own)
        """As `InlineProcessor.__processPlaceholders`."""
        places = list(INLINE_PLACEHOLDER_RE.finditer(data)) if data and _PREFIX in data else []
        nodes: list[Any] = [self.stashed_nodes.get(place[1]) for place in places]
        if not data or type(data) is not str or None in nodes or len(nodes) != data.count(_PREFIX):
            return self._place_all(data, parent, isText)
        result: list[tuple[Element, list[str]]] = []
        at = 0
        for place, node in zip(places, nodes, strict=True):
            _add(data[at : place.start()], result, parent, isText)
            at = place.end()
            if isinstance(node, str):
                _add(node, result, parent, isText)
                continue
            for child in (node, *node):
                if child.tail and _PREFIX in child.tail:
                    self._place_within(node, child, False)
                if child.text and _PREFIX in child.text:
                    self._place_within(child, child)
            result.append((node, self.ancestors[:]))
        _add(data[at:], result, parent, isText)
        return result


setattr(_Sparing, _HANDLE, _Sparing._handle)
setattr(_Sparing, _PLACE, _Sparing._place)


def _add(text: str, after: list[tuple[Element, list[str]]], parent: Element, to_text: bool) -> None:
    """Add text after the last of these elements, or after what is in its parent's text or tail."""
    if not text:
        return
    if after:
        last = after[-1][0]
        last.tail = last.tail + text if last.tail else text
    elif to_text:
        parent.text = parent.text + text if parent.text else text
    else:
        parent.tail = parent.tail + text if parent.tail else text


def _needs(expression: str) -> tuple[str, str]:
    """Empty signs, which every text holds, where it is not known."""
    return ("<", "<") if expression.startswith(_HTML) else _NEEDS.get(expression, ("", ""))


def _paired(pattern: Any) -> bool:  # noqa: ANN401  (Markdown's own)
    """Whether a pattern is that of emphases, and pairs their signs as Markdown by itself."""
    if __version__ not in KNOWN or type(pattern) is not inlinepatterns.DelimiterProcessor:
        return False
    found = {token: (one.smart, *one.tags) for token, one in pattern.delimiters.items()}
    return found == {"*": (False, "strong", "em"), "_": (True, "strong", "em")}
