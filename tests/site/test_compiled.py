"""A template is compiled once, and anew as soon as its source is another."""

from jinja2 import DictLoader, Environment

from tertulia.site.compiled import Compiled


def environment(code: Compiled, source: str) -> Environment:
    return Environment(loader=DictLoader({"a.html": source}), bytecode_cache=code, autoescape=True)


def test_what_one_environment_compiled_serves_the_next(monkeypatch) -> None:
    code = Compiled()
    assert environment(code, "{{ 1 + 1 }}").get_template("a.html").render() == "2"

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("compiled again")

    second = environment(code, "{{ 1 + 1 }}")
    monkeypatch.setattr(second, "_generate", refuse)
    assert second.get_template("a.html").render() == "2"


def test_another_source_is_compiled_anew() -> None:
    code = Compiled()
    environment(code, "one").get_template("a.html").render()
    assert environment(code, "two").get_template("a.html").render() == "two"
