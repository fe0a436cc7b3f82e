"""Jinja for thousands of pages: what is the same on each is worked out while a template compiles.

Templates are written for plain Jinja and give the same text by it; here they give it several
times faster. For the pages of one language, `Engine`

- has the words of `_('…')` stand in the compiled template,
- compiles what a template includes into it,
- runs an imported template (`{% from … import … with context %}`) once for all pages on which
  the variables it uses are the same, where it only defines macros,
- calls functions, and escapes, without the detours that only other ways of use need.

A template that fails is run by plain Jinja once more, which names the file and the line.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from types import BuiltinFunctionType, BuiltinMethodType, FunctionType, MethodType
from typing import Any

from jinja2 import BytecodeCache, Environment, Template, nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.environment import TemplateModule
from jinja2.exceptions import TemplateNotFound
from jinja2.runtime import Context, Macro
from jinja2.utils import missing
from markupsafe import Markup, escape

from tertulia.site.inlining import prepared, walk
from tertulia.site.speech import Voice

_SPECIAL = re.compile("[&<>\"']").search
_LOOKED_UP = frozenset({"SITEURL"})  # in the context by functions of ours (`images.pictures`)


class Engine(Environment):
    """The environment of the pages of one language.

    Attributes:
        plain: The same as Jinja knows it.
        voice: The language that its templates speak.
    """

    plain: Environment
    voice: Voice
    _voices: Callable[[str], Voice]
    _engines: dict[str, "Engine"]
    _memories: "Callable[[str, Engine], BytecodeCache] | None" = None

    @classmethod
    def of(cls, plain: Environment, voices: Callable[[str], Voice], lang: str) -> "Engine":
        """The engine of a site's own language.

        Args:
            plain: Fully equipped.
            voices: What speaks a language.
        """
        engines: dict[str, Engine] = {}
        engines[lang] = cls._made(plain, plain, voices, lang, engines)
        return engines[lang]

    def speaking(self, lang: str) -> "Engine":
        """The engine of another language's pages."""
        if lang not in self._engines:
            self._engines[lang] = self._made(self.plain, self, self._voices, lang, self._engines)
        return self._engines[lang]

    def names(self, template: str) -> frozenset[str] | None:
        """The variables of the context that a template may use, with all it names; None: any."""
        found: set[str] = set()
        for one in self.templates(template):
            with suppress(TemplateNotFound):  # it may be named only where it is there
                use = self.get_template(one).root_render_func.__globals__["use"]
                if use is None:
                    return None
                found.update(use[0])
        return frozenset(found)

    def templates(self, template: str) -> list[str]:
        """A template and those that it names without holding them, and so on."""
        seen: dict[str, None] = {}
        waiting = [template]
        while waiting:
            one = waiting.pop()
            if one not in seen:
                seen[one] = None
                with suppress(TemplateNotFound):
                    use = self.get_template(one).root_render_func.__globals__["use"]
                    waiting += use[1] if use else ()
        return list(seen)

    @classmethod
    def _made(
        cls,
        plain: Environment,
        like: Environment,
        voices: Callable[[str], Voice],
        lang: str,
        engines: dict[str, "Engine"],
    ) -> "Engine":
        engine: Engine = object.__new__(cls)
        # As `Environment.overlay` does it, which cannot make another class.
        vars(engine).update(vars(like.overlay(cache_size=400, auto_reload=False)))
        engine.extensions = {name: ext.bind(engine) for name, ext in plain.extensions.items()}
        engine.plain, engine._voices, engine._engines = plain, voices, engines
        engine.voice = voices(lang)
        engine.filters = {**like.filters, **engine.voice.filters()}
        engine.globals = {**like.globals, **engine.voice.functions()}
        engine.optimized = False  # see `_Generator._output_child_to_const`
        engine.bytecode_cache = None  # what plain Jinja compiled would not do
        if engine._memories:
            engine.bytecode_cache = engine._memories(lang, engine)
        return engine

    def remember(self, memories: "Callable[[str, Engine], BytecodeCache]") -> None:
        """Have compiled templates kept by these, one for each language."""
        self._memories = memories
        self.bytecode_cache = memories(self.voice.lang, self)

    def explain(self, template: str, context: Mapping[str, Any]) -> None:
        """Run a template that failed by plain Jinja, which tells where.

        Raises:
            Exception: What is wrong with it.
        """
        plain = self.plain
        plain.filters = {**self.filters, **plain.filters}  # plugins may have added some since
        plain.globals = {**self.globals, **plain.globals}
        plain.get_template(template).render(context)

    def _generate(
        self,
        source: nodes.Template,
        name: str | None,
        filename: str | None,
        defer_init: bool = False,
    ) -> str:
        tree = prepared(self, source, name, self.voice.words)
        return super()._generate(tree, name, filename, defer_init)


def context_functions(environment: Environment) -> bool:
    """Whether functions of others see all of the context."""
    functions = (
        *environment.globals.values(),
        *environment.filters.values(),
        *environment.tests.values(),
    )
    return any(
        getattr(function, "jinja_pass_arg", None) is not None
        and not str(getattr(function, "__module__", "")).startswith(("jinja2.", "tertulia."))
        for function in functions
    )


class _Context(Context):
    """A context whose calls go straight to functions that want nothing but their arguments."""

    def call(__self, __obj: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401, N805
        """Call a function from a template."""
        kind = type(__obj)
        if kind is not Macro and (
            kind not in _PLAIN or getattr(__obj, "jinja_pass_arg", None) is not None
        ):
            return super().call(__obj, *args, **kwargs)
        if kwargs:
            kwargs.pop("_block_vars", None)
            kwargs.pop("_loop_vars", None)
        if kind is Macro:
            if not kwargs and _takes(__obj, len(args)):
                text = __obj._func(*args)  # its call would sort the arguments first
                return Markup(text) if __self.eval_ctx.autoescape else text  # noqa: S704  (as Jinja)
            args = (__self.eval_ctx, *args)
        try:
            return __obj(*args, **kwargs)
        except StopIteration:  # as Jinja has it
            return __self.environment.undefined("a function raised StopIteration")


def _takes(macro: Macro, arguments: int) -> bool:
    """Whether a macro takes so many arguments, and is given none of other sorts."""
    more = macro.caller or macro.catch_kwargs or macro.catch_varargs
    return not more and len(macro.arguments) == arguments


_PLAIN = frozenset({BuiltinFunctionType, BuiltinMethodType, FunctionType, MethodType})


class _Template(Template):
    """A template whose module is made anew only where it would be another."""

    _module_of: tuple[list[Any], TemplateModule] | None = None

    @classmethod
    def _from_namespace(cls, environment: Environment, namespace: Any, globals: Any) -> "Template":  # noqa: ANN401
        namespace["escape"] = _escaped
        return super()._from_namespace(environment, namespace, globals)

    def render(self, *args: Any, **kwargs: Any) -> str:  # noqa: ANN401
        """The text of a page."""
        environment = self.environment
        assert isinstance(environment, Engine)
        context = self.new_context(dict(*args, **kwargs))
        try:
            return "".join(self.root_render_func(context))
        except Exception:
            environment.explain(str(self.name), dict(*args, **kwargs))
            raise
        finally:
            context.parent.clear()  # macros and their context hold each other, and all it held

    def make_module(
        self,
        vars: dict[str, Any] | None = None,
        shared: bool = False,
        locals: Mapping[str, Any] | None = None,
    ) -> TemplateModule:
        """What another template imports."""
        wanted = self._wanted()
        if wanted is None or vars is None:
            return super().make_module(vars, shared, locals)
        given = locals or {}
        values = []
        for name in wanted:
            value = given.get(name, missing)
            values.append(vars.get(name, missing) if value is missing else value)
        known = self._module_of
        if known is None or not all(map(_same, known[0], values)):
            # It is given what it uses and no more: it stays longer than the page that asks first.
            used = zip(wanted, values, strict=True)
            module = super().make_module({n: v for n, v in used if v is not missing})
            self._module_of = known = values, module
        return known[1]

    def _wanted(self) -> tuple[str, ...] | None:
        """What the module depends on; None where that cannot be told."""
        found: tuple[str, ...] | None = self.__dict__.get("_names", ())
        if "_names" not in self.__dict__:
            assert isinstance(self.environment, Engine)
            found = _module_names(self.environment, str(self.name))
            self.__dict__["_names"] = found
        return found


def _same(one: object, other: object) -> bool:
    return one is other or (type(one) is str and one == other)


def _module_names(engine: Engine, template: str) -> tuple[str, ...] | None:
    if context_functions(engine):
        return None
    for one in engine.templates(template):
        use = engine.get_template(one).root_render_func.__globals__["use"]
        if use is None or not use[2]:
            return None
    names = engine.names(template)
    return None if names is None else tuple(sorted(names | _LOOKED_UP))


def _escaped(value: Any) -> str:  # noqa: ANN401
    """As `markupsafe.escape`, for what is only joined to other text."""
    kind = type(value)
    text: str
    if kind is Markup or (kind is str and not _SPECIAL(value)):
        text = value
    else:
        text = str(value) if kind is int or kind is float else escape(value)
    return text


class _Generator(CodeGenerator):
    """Writes a template's code, and what it uses: `use` is (names, templates, only macros)."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        self._words: dict[str, str] = {}
        self._names: set[str] = set()

    def writeline(self, x: str, node: nodes.Node | None = None, extra: int = 0) -> None:
        """A block is joined where it ends: its pieces need not pass through all that hold it."""
        if x.startswith("yield from "):
            x = f"yield concat({x.removeprefix('yield from ')})"
        super().writeline(x, node, extra)

    def enter_frame(self, frame: Frame) -> None:
        """As `jinja2.meta` finds names, while compiling."""
        super().enter_frame(frame)
        for action, name in frame.symbols.loads.values():
            if action == "resolve" and name not in self.environment.globals:
                self._names.add(str(name))

    def _output_child_to_const(self, node: nodes.Expr, frame: Frame, finalize: Any) -> str:  # noqa: ANN401
        """As Jinja, but no filter runs now: what it gives may be another on another site."""
        if any(isinstance(one, nodes.Filter | nodes.Test) for one in walk(node)):
            raise nodes.Impossible
        return super()._output_child_to_const(node, frame, finalize)

    def visit_MarkSafe(self, node: nodes.MarkSafe, frame: Frame) -> None:  # noqa: N802 (Jinja's)
        """Words are made once a template, not once each time they are shown."""
        if isinstance(node.expr, nodes.Const) and isinstance(node.expr.value, str):
            self.write(self._words.setdefault(node.expr.value, f"words_{len(self._words)}"))
        else:
            super().visit_MarkSafe(node, frame)

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802 (Jinja's)
        """An attribute is asked for at once; only where there is none as Jinja does it."""
        self.write("(part if (part := getattr((whole := ")
        self.visit(node.node, frame)
        name = repr(node.attr)
        self.write(f"), {name}, missing)) is not missing else environment.getattr(whole, {name}))")

    def visit_Template(  # noqa: N802 (Jinja's)
        self, node: nodes.Template, frame: Frame | None = None
    ) -> None:
        """The template, then its words and what it uses."""
        super().visit_Template(node, frame)
        for text, name in self._words.items():
            self.writeline(f"{name} = Markup({text!r})")
        others = _others(node)
        use = None
        if None not in others:
            use = sorted(self._names), sorted(set(map(str, others))), _only_macros(node.body)
        self.writeline(f"use = {use!r}")


def _others(tree: nodes.Template) -> list[str | None]:
    """The templates that a template names; None for one that is known only when it runs."""
    found: list[str | None] = []
    for node in walk(tree):
        if not isinstance(node, nodes.Extends | nodes.FromImport | nodes.Import | nodes.Include):
            continue
        named = node.template
        if isinstance(named, nodes.Const) and isinstance(named.value, str):
            found.append(named.value)
        else:
            found.append(None)
    return found


def _only_macros(body: Sequence[nodes.Node]) -> bool:
    return all(
        isinstance(node, nodes.Macro | nodes.Import | nodes.FromImport)
        or (isinstance(node, nodes.Assign) and isinstance(node.node, nodes.Const))
        or (
            isinstance(node, nodes.Output)
            and all(isinstance(one, nodes.TemplateData) for one in node.nodes)
        )
        for node in body
    )


Engine.code_generator_class = _Generator
Engine.context_class = _Context
Engine.template_class = _Template
