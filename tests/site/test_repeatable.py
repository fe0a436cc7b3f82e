"""A build depends on nothing but the site: not on the process, the clock's zone or the locale."""

from pathlib import Path

import pytest

from builders import Builder

AROUND = (
    {"PYTHONHASHSEED": "0", "TZ": "UTC", "LC_ALL": "C"},
    {"PYTHONHASHSEED": "1", "TZ": "Pacific/Auckland", "LC_ALL": "C.UTF-8"},
    {"PYTHONHASHSEED": "2", "TZ": "America/Lima", "LC_ALL": "POSIX"},
)


def test_what_is_around_a_build_changes_nothing(
    tmp_path: Path, run_build: Builder, monkeypatch: pytest.MonkeyPatch
) -> None:
    posts = tmp_path / "content" / "posts"
    posts.mkdir(parents=True)
    for lang in ("es", "en", "ca", "fr"):
        head = f"Title: Uno {lang}\nDate: 2024-01-01\nSlug: uno\nLang: {lang}"
        (posts / f"uno-{lang}.md").write_text(f"{head}\n\nTexto.\n", "utf-8")
    for number in range(9):
        head = f"Title: Otro {number}\nDate: 2024-01-01\nTags: a, ñ\nAuthors: B, Á"
        (posts / f"otro-{number}.md").write_text(f"{head}\n\nTexto.\n", "utf-8")
    trees = []
    for number, values in enumerate(AROUND):
        for name, value in values.items():
            monkeypatch.setenv(name, value)
        output = tmp_path / str(number)
        done = run_build(tmp_path / "content", output)
        assert (done.returncode, done.stderr) == (0, "")
        trees.append(
            {
                p.relative_to(output): p.read_bytes()
                for p in output.rglob("*.*")
                if p.is_file() and "pagefind" not in p.parts
            }
        )
    for tree in trees[1:]:
        assert tree.keys() ^ trees[0].keys() == set()
        assert [name for name, data in tree.items() if data != trees[0][name]] == []
