"""Templates made shorter before they are compiled: words are put in, and what is included."""

from collections.abc import Callable

from jinja2 import Environment, nodes
from jinja2.compiler import find_undeclared
from jinja2.exceptions import TemplateNotFound
from jinja2.visitor import NodeTransformer

DEEPEST = 10  # templates that include each other


def prepared(
    environment: Environment, tree: nodes.Template, name: str | None, words: Callable[[str], str]
) -> nodes.Template:
    """A parsed template with what it includes, its words in one language.

    Args:
        words: The words for an English text.
    """
    inlined: nodes.Template = _Includes(environment, name, 0).visit(tree)
    if (
        next(inlined.find_all(nodes.EvalContextModifier), None) is None
        and _free(inlined, "_")
        and _free(inlined, "gettext")
    ):
        inlined = _Words(words).visit(inlined)
    inlined.set_environment(environment)
    return inlined


class _Includes(NodeTransformer):
    """Puts the nodes of an included template where it is included."""

    def __init__(self, environment: Environment, name: str | None, depth: int) -> None:
        self._environment = environment
        self._name = name
        self._depth = depth

    def visit_Include(self, node: nodes.Include) -> nodes.Node:  # noqa: N802 (Jinja's own name)
        """The template in a scope of its own; as it was where that cannot be told before."""
        named = node.template
        if not node.with_context or self._depth >= DEEPEST:
            return node
        if not isinstance(named, nodes.Const) or not isinstance(named.value, str):
            return node
        environment = self._environment
        name = environment.join_path(named.value, self._name) if self._name else named.value
        try:
            assert environment.loader is not None
            source, path, _ = environment.loader.get_source(environment, name)
        except TemplateNotFound:
            return node
        tree = environment._parse(source, name, path)
        if next(tree.find_all((nodes.Extends, nodes.Block)), None) is not None:
            return node
        if "loop" in find_undeclared(tree.body, ("loop",)):  # it may see a loop, or may not
            return node
        inner: nodes.Template = _Includes(environment, name, self._depth + 1).visit(tree)
        return nodes.Scope(inner.body, lineno=node.lineno)


class _Words(NodeTransformer):
    """Puts the words of a language in the place of calls for them."""

    def __init__(self, words: Callable[[str], str]) -> None:
        self._words = words

    def visit_Call(self, node: nodes.Call) -> nodes.Expr:  # noqa: N802 (Jinja's own name)
        """`_('…')` as its words; with values, as what they are put into."""
        found: nodes.Call = self.generic_visit(node)  # type: ignore[assignment]
        name = found.node.name if isinstance(found.node, nodes.Name) else ""
        if name not in ("_", "gettext") or len(found.args) != 1 or _dynamic(found):
            return found
        text = found.args[0]
        if not isinstance(text, nodes.Const) or not isinstance(text.value, str):
            return found
        words = self._words(text.value)
        if not found.kwargs:
            try:
                done = nodes.Const(words % {}, lineno=node.lineno)
            except (KeyError, TypeError, ValueError):  # it lacks a value, and will say so
                return found
            return nodes.MarkSafe(done, lineno=node.lineno)
        pattern = nodes.MarkSafe(nodes.Const(words, lineno=node.lineno), lineno=node.lineno)
        pairs = [
            nodes.Pair(nodes.Const(one.key, lineno=node.lineno), one.value, lineno=node.lineno)
            for one in found.kwargs
        ]
        return nodes.Mod(pattern, nodes.Dict(pairs, lineno=node.lineno), lineno=node.lineno)


def _dynamic(call: nodes.Call) -> bool:
    return call.dyn_args is not None or call.dyn_kwargs is not None


def _free(tree: nodes.Template, name: str) -> bool:
    """Whether a template gives a name no meaning of its own."""
    return all(one.ctx == "load" for one in tree.find_all(nodes.Name) if one.name == name) and all(
        name not in (each if isinstance(each, str) else each[1] for each in one.names)
        for one in tree.find_all(nodes.FromImport)
    )
