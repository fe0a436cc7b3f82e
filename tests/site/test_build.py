"""A build is whole or it stops with one clear line for each fault."""

import filecmp
from collections.abc import Iterator
from pathlib import Path

import pytest

from builders import Builder
from tertulia.commands.check import faults

CASE = "cases/nueve-horas-de-silencio.md"


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def files(folder: Path) -> Iterator[str]:
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield path.relative_to(folder).as_posix()


def test_the_sample_site_has_its_pages(sample: Path) -> None:
    built = set(files(sample))
    assert {
        "index.html",
        "404.html",
        "marcas/index.html",
        "canales/twitter/index.html",
        "sectores/banca/index.html",
        "casos/index.html",
        "casos/nueve-horas-de-silencio/index.html",
        "temas/index.html",
        "acerca-de/index.html",
        "metodo/index.html",
        "privacidad/index.html",
    } <= built


def test_two_builds_give_the_same_bytes(
    sample: Path, root: Path, run_build: Builder, tmp_path: Path
) -> None:
    assert run_build(root / "content", tmp_path / "output").returncode == 0
    names = list(files(sample))
    assert names == list(files(tmp_path / "output"))
    _, differing, failed = filecmp.cmpfiles(sample, tmp_path / "output", names, shallow=False)
    assert (differing, failed) == ([], [])


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("Outcome: recovered", "Outcome: recoverd", "did you mean 'recovered'?"),
        ("Channel:", "Chanel:", "no key 'chanel' in a case; did you mean 'channel'?"),
        ("Date:", "Modified:", "a case needs the key 'date'"),
    ],
)
def test_a_fault_in_front_matter_stops_the_build(
    content: Path, run_build: Builder, tmp_path: Path, old: str, new: str, complaint: str
) -> None:
    change(content / CASE, old, new)
    done = run_build(content, tmp_path / "output")
    lines = done.stderr.splitlines()
    assert done.returncode == 1
    assert any(f"content/{CASE}:" in line and complaint in line for line in lines)
    assert not (tmp_path / "output").exists()


def test_faults_of_all_files_come_in_one_report(
    content: Path, run_build: Builder, tmp_path: Path
) -> None:
    cases = sorted((content / "cases").glob("*.md"))[:3]
    for case in cases:
        change(case, "Outcome:", "Outcom:")
    done = run_build(content, tmp_path / "output")
    assert {case.name for case in cases} == {
        Path(line.split(":")[0]).name for line in done.stderr.splitlines()
    }


def test_a_file_of_another_encoding_is_named_with_its_line(
    content: Path, run_build: Builder, tmp_path: Path
) -> None:
    (content / CASE).write_bytes((content / CASE).read_bytes() + "\nAñadido.\n".encode("latin-1"))
    last = (content / CASE).read_bytes().count(b"\n")
    done = run_build(content, tmp_path / "output")
    assert done.returncode == 1
    assert f"content/{CASE}:{last}: what stands here is not UTF-8" in done.stderr
    assert any(
        f"{CASE}:{last}: what stands here is not UTF-8" in str(fault)
        for fault in faults(content, tmp_path)
    )


def test_what_editors_leave_beside_a_file_is_no_page(
    content: Path, run_build: Builder, tmp_path: Path
) -> None:
    (content / "posts" / ".#abierto.md").symlink_to("ana@maquina.1234:1700000000")
    (content / "posts" / "._copiado.md").write_bytes(b"\x00\x05\x16\x07\xff")
    done = run_build(content, tmp_path / "output")
    assert (done.returncode, done.stderr) == (0, "")


def with_plugin(root: Path, folder: Path, name: str, module: str) -> Path:
    """The sample site's settings with one more plugin."""
    (folder / f"{name}.py").write_text(module, "utf-8")
    settings = folder / "settings.py"
    settings.write_text(
        f"import sys\nsys.path[:0] = [{str(folder)!r}, {str(root)!r}]\n"
        "from pelicanconf import *\n"
        f"THEME = {str(root / 'theme')!r}\nPLUGINS = [*PLUGINS, {name!r}]\n",
        "utf-8",
    )
    return settings


@pytest.mark.parametrize(
    ("module", "complaint"),
    [
        ("raise ImportError('no such thing')", "no such thing"),
        ("1 / 0", "ZeroDivisionError"),
        ("def register():\n    raise ValueError('broken')", "broken"),
    ],
)
def test_a_plugin_that_fails_stops_the_build(
    root: Path, content: Path, run_build: Builder, tmp_path: Path, module: str, complaint: str
) -> None:
    settings = with_plugin(root, tmp_path, "broken_plugin", module)
    done = run_build(content, tmp_path / "output", settings)
    assert done.returncode == 1
    assert complaint in done.stderr
    assert "Traceback" not in done.stderr


def test_a_damaged_thread_stops_the_build_and_names_its_file(
    content: Path, run_build: Builder, tmp_path: Path
) -> None:
    thread = next((content / "threads").glob("*.json"))
    thread.write_text(thread.read_text("utf-8")[:-40], "utf-8")
    done = run_build(content, tmp_path / "output")
    assert done.returncode == 1
    assert thread.name in done.stderr


def test_all_damaged_threads_are_named_those_of_no_page_too(
    content: Path, run_build: Builder, tmp_path: Path
) -> None:
    damaged = [*sorted((content / "threads").glob("*.json"))[:2], content / "threads" / "x.json"]
    for thread in damaged:
        thread.write_text('{"schema"', "utf-8")
    done = run_build(content, tmp_path / "output")
    assert done.returncode == 1
    assert [name for name in (t.name for t in damaged) if name not in done.stderr] == []


def test_a_site_without_a_single_page_builds(run_build: Builder, tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    done = run_build(tmp_path / "content", tmp_path / "output")
    assert (done.returncode, done.stderr) == (0, "")
    assert (tmp_path / "output" / "index.html").exists()


def test_drafts_are_not_built(content: Path, run_build: Builder, tmp_path: Path) -> None:
    change(content / CASE, "Outcome:", "Status: draft\nOutcome:")
    assert run_build(content, tmp_path / "output").returncode == 0
    assert [f for f in files(tmp_path / "output") if "nueve-horas-de-silencio" in f] == []


def test_keys_of_a_blogs_own_reach_the_templates(
    root: Path, run_build: Builder, tmp_path: Path
) -> None:
    post = tmp_path / "content" / "posts" / "uno.md"
    post.parent.mkdir(parents=True)
    post.write_text("Title: Uno\nDate: 2024-01-01\nSubtitle: Dos\nImage: a.jpg\n\nTres.\n", "utf-8")
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "article.html").write_text("<p>{{ article.subtitle }}</p>", "utf-8")
    settings = tmp_path / "conf.py"
    usual = f"import sys\nsys.path.insert(0, {str(root)!r})\nfrom pelicanconf import *\n"
    usual += f"THEME_TEMPLATES_OVERRIDES = [{str(tmp_path / 'own')!r}]\n"
    usual += f"THEME = {str(root / 'theme')!r}\n"
    settings.write_text(usual, "utf-8")
    output = tmp_path / "output"
    done = run_build(post.parent.parent, output, settings)
    assert done.returncode == 1
    assert "posts/uno.md:3: no key 'subtitle' in a post" in done.stderr
    assert "TERTULIA's 'fields'" in done.stderr
    settings.write_text(f"{usual}TERTULIA = {{**TERTULIA, 'fields': ('Subtitle',)}}\n", "utf-8")
    done = run_build(post.parent.parent, output, settings)
    assert done.returncode == 0, done.stderr
    assert (output / "articulos/uno/index.html").read_text("utf-8") == "<p>Dos</p>"


def test_corrections_of_a_page_that_is_not_there_are_a_warning(
    run_build: Builder, tmp_path: Path
) -> None:
    content = tmp_path / "content"
    (content / "threads").mkdir(parents=True)
    (content / "posts").mkdir()
    head = "Title: Uno\nDate: 2024-01-01\nStatus: draft\n\nHola.\n"
    (content / "posts" / "uno.md").write_text(head, "utf-8")
    for name in ("uno", "unno"):
        (content / "threads" / f"{name}.overrides.toml").write_text("", "utf-8")
    done = run_build(content, tmp_path / "output")
    assert done.returncode == 0
    assert "threads/unno.overrides.toml: no page 'unno'; did you mean 'uno'?" in done.stderr
    assert "threads/uno.overrides" not in done.stderr


def test_nothing_leads_to_lists_that_are_empty(run_build: Builder, tmp_path: Path) -> None:
    post = tmp_path / "content" / "posts" / "uno.md"
    post.parent.mkdir(parents=True)
    post.write_text("Title: Uno\nDate: 2024-01-01\n\nDos.\n", "utf-8")
    output = tmp_path / "output"
    assert run_build(tmp_path / "content", output).returncode == 0
    places = [output / "index.html", output / "404.html", output / "buscar" / "index.html"]
    for text in (path.read_text("utf-8") for path in places):
        assert "articulos/" in text
        assert [name for name in ("casos/", "temas/", "glosario/") if f'{name}"' in text] == []
    assert ">casos</dt>" not in places[0].read_text("utf-8")
    topic = tmp_path / "content" / "topics" / "t.md"
    topic.parent.mkdir()
    topic.write_text("Title: Tema\nSummary: Breve.\n\nx\n", "utf-8")
    assert run_build(tmp_path / "content", output).returncode == 0
    assert 'glosario/"' in places[0].read_text("utf-8")


TWICE = """
from pelican import Pelican, signals

def again(pelican):
    if not pelican.output_path.endswith("/en"):
        Pelican({**pelican.settings, "OUTPUT_PATH": pelican.output_path + "/en"}).run()

def register():
    signals.finalized.connect(again)
"""


@pytest.mark.parametrize(
    ("name", "module"),
    [
        ("i18n_subsites", "def register():\n    pass\n"),
        (
            "twice",
            TWICE,
        ),
    ],
)
def test_a_plugin_that_builds_a_second_site_is_refused(
    root: Path, content: Path, run_build: Builder, tmp_path: Path, name: str, module: str
) -> None:
    settings = with_plugin(root, tmp_path, name, module)
    done = run_build(content, tmp_path / "output", settings)
    assert done.returncode == 1
    assert "builds a second site within this one" in done.stderr
    assert not (tmp_path / "output" / "en").exists()


def test_pelicans_own_cache_is_neither_written_nor_read(
    root: Path, content: Path, run_build: Builder, tmp_path: Path
) -> None:
    settings = tmp_path / "settings.py"
    settings.write_text(
        f"import sys\nsys.path.insert(0, {str(root)!r})\nfrom pelicanconf import *\n"
        f"THEME = {str(root / 'theme')!r}\nCACHE_PATH = {str(tmp_path / 'theirs')!r}\n"
        "CACHE_CONTENT = LOAD_CONTENT_CACHE = True\n",
        "utf-8",
    )
    for _ in range(2):
        done = run_build(content, tmp_path / "output", settings)
        assert (done.returncode, done.stderr) == (0, "")
    assert not (tmp_path / "theirs").exists()
