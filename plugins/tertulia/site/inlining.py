"""Templates made shorter before they are compiled: words are put in, and what is included."""

from collections.abc import Callable, Iterator

from jinja2 import Environment, nodes
from jinja2.compiler import find_undeclared
from jinja2.exceptions import TemplateNotFound


def prepared(
    environment: Environment, tree: nodes.Template, name: str | None, words: Callable[[str], str]
) -> nodes.Template:
    """A parsed template with what it includes, its words in one language.

    Args:
        words: The words for an English text.
    """
    _put_in(environment, tree, (name or "",))
    for call in _calls_for_words(tree):
        _say(call, words)
    tree.set_environment(environment)
    return tree


def walk(tree: nodes.Node) -> Iterator[nodes.Node]:
    """All nodes of a tree, in no order; Jinja's own `find_all` takes four times as long."""
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        yield node
        for field in node.fields:
            value = getattr(node, field, None)
            if isinstance(value, nodes.Node):
                waiting.append(value)
            elif isinstance(value, list):
                waiting += [one for one in value if isinstance(one, nodes.Node)]


def _put_in(environment: Environment, tree: nodes.Node, inside: tuple[str, ...]) -> None:
    """Put the nodes of each included template where it is included, in a scope of their own.

    What cannot be told before the page is written stays as it is.

    Args:
        inside: The template, and those that it is included by.
    """
    for node in list(walk(tree)):
        for field in ("body", "else_"):
            body = getattr(node, field, None)
            if isinstance(body, list):
                body[:] = [
                    _included(environment, one, inside) if isinstance(one, nodes.Include) else one
                    for one in body
                ]


def _included(environment: Environment, node: nodes.Include, inside: tuple[str, ...]) -> nodes.Node:
    named = node.template
    if not node.with_context or not isinstance(named, nodes.Const):
        return node
    if not isinstance(named.value, str):
        return node
    other = environment.join_path(named.value, inside[-1])
    if other in inside:
        return node
    try:
        assert environment.loader is not None
        source, path, _ = environment.loader.get_source(environment, other)
    except TemplateNotFound:
        return node
    tree = environment._parse(source, other, path)
    sees_loop = False
    for one in walk(tree):
        if isinstance(one, nodes.Extends | nodes.Block):
            return node
        sees_loop = sees_loop or (isinstance(one, nodes.Name) and one.name == "loop")
    if sees_loop and "loop" in find_undeclared(tree.body, ("loop",)):
        return node  # it may see a loop, or may not: that depends on what the loop's body names
    _put_in(environment, tree, (*inside, other))
    return nodes.Scope(tree.body, lineno=node.lineno)


def _calls_for_words(tree: nodes.Template) -> list[tuple[nodes.Node, str, int | None]]:
    """Where calls of `_` and `gettext` stand: parent, field and place in it.

    Empty where a template gives these names a meaning of its own, or changes how it escapes.
    """
    found: list[tuple[nodes.Node, str, int | None]] = []
    for node in walk(tree):
        if isinstance(node, nodes.EvalContextModifier):
            return []
        if isinstance(node, nodes.Name) and node.name in _FOR_WORDS and node.ctx != "load":
            return []
        if isinstance(node, nodes.FromImport) and _FOR_WORDS.intersection(
            one if isinstance(one, str) else one[1] for one in node.names
        ):
            return []
        for field in node.fields:
            value = getattr(node, field, None)
            if isinstance(value, nodes.Call):
                if _for_words(value):
                    found.append((node, field, None))
            elif isinstance(value, list):
                found += [
                    (node, field, place)
                    for place, one in enumerate(value)
                    if isinstance(one, nodes.Call) and _for_words(one)
                ]
    return found[::-1]  # those within others first


_FOR_WORDS = frozenset({"_", "gettext"})


def _for_words(call: nodes.Call) -> bool:
    return (
        isinstance(call.node, nodes.Name)
        and call.node.name in _FOR_WORDS
        and len(call.args) == 1
        and isinstance(call.args[0], nodes.Const)
        and isinstance(call.args[0].value, str)
        and call.dyn_args is None
        and call.dyn_kwargs is None
    )


def _say(at: tuple[nodes.Node, str, int | None], words: Callable[[str], str]) -> None:
    """Put words in the place of a call for them; with values, as what they are put into."""
    parent, field, place = at
    held = getattr(parent, field)
    call: nodes.Call = held if place is None else held[place]
    text = words(call.args[0].value)  # type: ignore[attr-defined]
    line = call.lineno
    said: nodes.Expr
    if call.kwargs:
        pairs = [
            nodes.Pair(nodes.Const(one.key, lineno=line), one.value, lineno=line)
            for one in call.kwargs
        ]
        pattern = nodes.MarkSafe(nodes.Const(text, lineno=line), lineno=line)
        said = nodes.Mod(pattern, nodes.Dict(pairs, lineno=line), lineno=line)
    else:
        try:
            said = nodes.MarkSafe(nodes.Const(text % {}, lineno=line), lineno=line)
        except (KeyError, TypeError, ValueError):  # it lacks a value, and will say so
            return
    if place is None:
        setattr(parent, field, said)
    else:
        held[place] = said
