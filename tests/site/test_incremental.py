"""A build that spares what has not changed gives the tree of a clean build, always."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from PIL import Image

from editable import small_site
from edits import Editor

STEPS = int(os.environ.get("TERTULIA_STEPS", "8"))  # 300 for a thorough look
KILLS = int(os.environ.get("TERTULIA_KILLS", "3"))  # 50
SEED = int(os.environ.get("TERTULIA_SEED", "7"))


class Worker:
    """The process that `invoke serve` builds with."""

    def __init__(self, root: Path, folder: Path) -> None:
        self._folder = folder
        self._process = subprocess.Popen(
            [sys.executable, "-W", "error", "-m", "tertulia.site.worker"],
            cwd=folder,
            env=os.environ | {"PYTHONPATH": str(root / "plugins")},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def build(self, output: str, *, fresh: bool = False, code: int = 0) -> dict[str, object]:
        places = ["--content", "content", "--output", output, "--settings", "conf.py"]
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps({"arguments": places, "fresh": fresh}) + "\n")
        self._process.stdin.flush()
        told = json.loads(self._process.stdout.readline())
        assert told["code"] == code, told["complaint"]
        return dict(told)

    def clean(self) -> dict[str, bytes]:
        """The tree of a build that knows nothing."""
        shutil.rmtree(self._folder / "clean", ignore_errors=True)
        self.build("clean", fresh=True)
        return tree(self._folder / "clean")

    def close(self) -> None:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.close()
        self._process.stdout.close()
        self._process.wait()


def tree(folder: Path) -> dict[str, bytes]:
    return {
        p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()
    }


def differing(one: dict[str, bytes], other: dict[str, bytes]) -> list[str]:
    return sorted(name for name in one.keys() | other.keys() if one.get(name) != other.get(name))


@pytest.fixture
def folder(root: Path, tmp_path: Path) -> Path:
    small_site(root, tmp_path)
    return tmp_path


@pytest.fixture
def worker(root: Path, folder: Path) -> Iterator[Worker]:
    found = Worker(root, folder)
    yield found
    found.close()


def post(folder: Path, name: str = "la-cola-que-no-se-ve") -> Path:
    return folder / "content" / "posts" / f"{name}.md"


def append(path: Path, text: str) -> None:
    path.write_text(path.read_text("utf-8") + text, "utf-8")


@pytest.mark.slow
def test_random_edits_give_the_tree_of_a_clean_build(root: Path, folder: Path, worker: Worker):
    editor = Editor(folder, SEED)
    worker.build("out")
    for step in range(STEPS):
        edits = [editor.change() for _ in range(1 + step % 2)]
        print(f"seed {SEED}, step {step}: {', '.join(edits)}")  # shown where it fails
        worker.build("out")
        clean = worker.clean()
        assert differing(tree(folder / "out"), clean) == []
        for _ in range(1 + step % 3 % 2):  # now and then there is nothing to do
            assert run(root, folder, output="processes").wait() == 0
        assert differing(tree(folder / "processes"), clean) == []
        if step % 25 == 24 or step == STEPS - 1:  # what one process might get wrong both ways
            shutil.rmtree(folder / "alone", ignore_errors=True)
            assert run(root, folder, "--fresh", output="alone").wait() == 0
            assert differing(tree(folder / "out"), tree(folder / "alone")) == []


@pytest.mark.slow
def test_texts_that_an_author_works_at_give_the_tree_of_a_clean_build(folder: Path, worker: Worker):
    editor = Editor(folder, SEED)
    for step in range(STEPS):
        edit = editor.write()
        print(f"seed {SEED}, step {step}: {edit}")  # shown where it fails
        if step % 7 == 6:
            wrong = folder / "content" / "posts" / "sin-fecha.md"
            wrong.write_text("Title: Sin fecha\n\nNada.\n", "utf-8")
            worker.build("out", code=1)
            wrong.unlink()
        worker.build("out")
        assert differing(tree(folder / "out"), worker.clean()) == []


NEWEST, LINKED = "posts/la-cola-que-no-se-ve", "posts/anatomia-de-una-disculpa"
RELATED, BRANDED = "cases/la-taza-equivocada", "cases/nueve-horas-de-silencio"
FIELDS = [
    (NEWEST, "Title", "Otra cola"),
    (NEWEST, "Summary", "Otra cosa."),
    (NEWEST, "Topics", "disculpa-publica"),
    (NEWEST, "Author", "Bruno Salvatierra"),
    (NEWEST, "Category", "Oficio"),
    (NEWEST, "Modified", "2026-11-23 08:30"),
    (NEWEST, "Date", "2011-02-03 10:00"),
    (LINKED, "Title", "Otra disculpa"),
    (LINKED, "Slug", "otra-disculpa"),
    (LINKED, "Summary", "Otra cosa."),
    (RELATED, "Title", "Otra taza"),
    (RELATED, "Outcome", "unresolved"),
    (RELATED, "Channel", "Correo"),
    (RELATED, "First-response", "3 min"),
    (BRANDED, "Brands", "Aerolíneas Moncayo"),
    (BRANDED, "Sector", "viajes"),
]
OF_AN_ENTRY: list[dict[str, object]] = [
    {"text": "Otra vez un desastre."},
    {"author": {"name": "Otra", "role": "customer", "url": ""}},
    {"posted": "2010-04-16T08:44:00+02:00"},
    {"parent": "jsonl:la-replica:nueve-horas-de-silencio-1"},
    {"likes": 99},
    {"lang": "en"},
    {"status": "spam"},
    {"status": "approved", "html": "<p>Otra vez <b>un</b> desastre.</p>"},
    {"edited": "2010-04-16T08:54:00+02:00"},
    {"url": "https://otro.example/aqui"},
    {"gone": True},
    {"kind": "webmention", "title": "Un enlace"},
    {"verified": "fetched"},
]


class Edited:
    """A site that is built after each edit, and what each build changed and made."""

    def __init__(self, folder: Path, worker: Worker) -> None:
        self._folder, self._worker = folder, worker
        worker.build("out")
        self._before = tree(folder / "out")

    def build(self, edit: object) -> dict[str, int]:
        """Build, hold what was made and the tree to what they must be, tell what was worked out."""
        told = self._worker.build("out")
        after = tree(self._folder / "out")
        made = told["made"]
        assert isinstance(made, list)
        changed = {name for name in after if name.endswith((".html", ".xml"))} & {
            *differing(self._before, after)
        }
        assert changed - {*made, "sitemap.xml"} == set(), edit
        assert made, edit
        assert differing(after, self._worker.clean()) == [], edit
        self._before = after
        worked_out = told["worked_out"]
        assert isinstance(worked_out, dict)
        return worked_out


@pytest.mark.slow
def test_each_field_of_pages_that_others_show_gives_the_tree_of_a_clean_build(
    folder: Path, worker: Worker
):
    append(post(folder), "\nVéase [la disculpa]({filename}anatomia-de-una-disculpa.md).\n")
    edited = Edited(folder, worker)
    for name, key, value in FIELDS:
        path = folder / "content" / f"{name}.md"
        old = path.read_text("utf-8")
        text = re.sub(rf"^{key}:.*$", f"{key}: {value}", old, flags=re.M)
        assert f"{key}: {value}\n" in text
        path.write_text(text, "utf-8")
        converted = edited.build((name, key))["markdown"]
        assert converted == 1 + (len(naming(folder, old)) if key == "Title" else 0), (name, key)
    for name in (NEWEST, LINKED, RELATED, BRANDED):
        append(folder / "content" / f"{name}.md", "\nY además esto.\n")
        assert edited.build((name, "body"))["markdown"] == 1


@pytest.mark.slow
def test_each_field_of_an_entry_on_a_brands_page_gives_the_tree_of_a_clean_build(
    folder: Path, worker: Worker
):
    path = folder / "content" / "threads" / "nueve-horas-de-silencio.json"
    edited = Edited(folder, worker)
    for change in OF_AN_ENTRY:
        stored = json.loads(path.read_text("utf-8"))
        stored["entries"][3].update(change)
        path.write_text(json.dumps(stored), "utf-8")
        worked_out = edited.build(change)
        assert (worked_out["thread"], worked_out.get("markdown", 0)) == (1, 0), change


def naming(folder: Path, text: str) -> list[Path]:
    """The other pages whose texts link to this one by its title."""
    found = re.search(r"^Title: (.*)$", text, re.M)
    assert found
    pages = (folder / "content").glob("*/*.md")
    return [path for path in pages if f"[[{found[1]}" in path.read_text("utf-8")]


def test_after_nothing_changed_nothing_is_made(folder: Path, worker: Worker):
    worker.build("out")
    told = worker.build("out")
    assert (told["changed"], told["made"], told["worked_out"]) == (0, [], {})


def test_after_one_edit_one_text_is_converted_and_the_pages_that_show_it_are_made(
    folder: Path, worker: Worker
):
    worker.build("out")
    append(post(folder), "\nY de lo que no es.\n")  # no word that relates it to other pages
    told = worker.build("out")
    assert told["worked_out"]["markdown"] == 1
    made = {str(name) for name in told["made"]}
    assert "articulos/la-cola-que-no-se-ve/index.html" in made
    assert made.isdisjoint({"archivo/index.html", "articulos/index.html", "casos/index.html"})
    others = {n for n in made if n.endswith("/index.html") and n.count("/") == 2}
    assert {n for n in others if n.startswith(("articulos/", "casos/", "temas/"))} == {
        "articulos/la-cola-que-no-se-ve/index.html"
    }


def test_one_comment_makes_its_page_and_those_that_show_its_figures(folder: Path, worker: Worker):
    worker.build("out")
    path = folder / "content" / "threads" / "nueve-horas-de-silencio.json"
    stored = json.loads(path.read_text("utf-8"))
    said = stored["entries"][0] | {"id": "jsonl:la-replica:uno-mas", "text": "Otro enfado más."}
    stored["entries"].append(said)
    path.write_text(json.dumps(stored), "utf-8")
    told = worker.build("out")
    assert told["worked_out"]["thread"] == 1
    assert "markdown" not in told["worked_out"]
    assert "casos/nueve-horas-de-silencio/index.html" in told["made"]
    assert differing(tree(folder / "out"), worker.clean()) == []


def test_files_that_stay_the_same_are_not_touched(folder: Path, worker: Worker):
    worker.build("out")
    before = {p: p.stat().st_mtime_ns for p in (folder / "out").rglob("*") if p.is_file()}
    append(folder / "theme" / "templates" / "article.html", "{# changes no byte #}")
    told = worker.build("out")
    assert told["made"]
    after = {p: p.stat().st_mtime_ns for p in (folder / "out").rglob("*") if p.is_file()}
    assert {p for p in before if before[p] != after.get(p)} <= {
        p for p in before if "theme" in p.parts
    }


def test_a_page_that_somebody_changed_by_hand_is_mended(folder: Path, worker: Worker):
    worker.build("out")
    page = folder / "out" / "articulos" / "la-cola-que-no-se-ve" / "index.html"
    append(page, "oops")
    (folder / "out" / "mine.txt").write_text("kept", "utf-8")
    worker.build("out")
    assert "oops" not in page.read_text("utf-8")
    assert (folder / "out" / "mine.txt").read_text("utf-8") == "kept"


def test_the_copy_of_a_file_that_has_gone_goes_though_a_link_to_it_stays(
    folder: Path, worker: Worker
):
    file = folder / "content" / "images" / "d.txt"
    file.parent.mkdir()
    file.write_text("uno", "utf-8")
    append(post(folder), "\n[Hoja]({static}/images/d.txt)\n")
    worker.build("out")
    assert (folder / "out" / "images" / "d.txt").exists()
    file.unlink()
    worker.build("out")
    assert differing(tree(folder / "out"), worker.clean()) == []


def test_a_photograph_that_changes_or_goes_takes_its_copies_along(folder: Path, worker: Worker):
    file = folder / "content" / "images" / "foto.jpg"
    file.parent.mkdir()
    append(post(folder), "\n![Una foto]({static}/images/foto.jpg)\n")
    for colour in ("teal", "red"):
        Image.new("RGB", (600, 400), colour).save(file)
        worker.build("out")
        assert len([*(folder / "out" / "images").glob("foto.*.480.webp")]) == 1
        assert differing(tree(folder / "out"), worker.clean()) == []
    file.unlink()
    worker.build("out")
    assert differing(tree(folder / "out"), worker.clean()) == []


def run(root: Path, folder: Path, *more: str, output: str = "out") -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [
            *(sys.executable, "-m", "tertulia.site.run", "--content", "content"),
            *("--output", output, "--settings", "conf.py", *more),
        ],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(root / "plugins")},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def test_a_store_that_is_damaged_or_gone_makes_no_wrong_page(
    root: Path, folder: Path, worker: Worker
):
    assert run(root, folder).wait() == 0
    store = folder / ".cache" / "builds.sqlite3"
    for damage in (b"", b"no database", store.read_bytes()[:5000]):
        store.write_bytes(damage)
        append(post(folder), "\nDespués del daño.\n")
        assert run(root, folder).wait() == 0
        assert differing(tree(folder / "out"), worker.clean()) == []


def test_where_what_was_kept_is_gone_removed_pages_go_and_files_of_others_stay(
    root: Path, folder: Path, worker: Worker
):
    append(folder / "conf.py", "PLUGINS.append('tertulia.site.search')\n")
    assert run(root, folder).wait() == 0
    before = tree(folder / "out")
    (folder / "out" / "CNAME").write_text("blog.example", "utf-8")
    shutil.rmtree(folder / ".cache")
    post(folder).unlink()
    assert run(root, folder).wait() == 0
    clean = worker.clean()
    assert [name for name in before.keys() - clean.keys() if name.startswith("pagefind/")]
    assert differing(tree(folder / "out"), clean) == ["CNAME"]


@pytest.mark.slow
def test_a_build_that_is_killed_leaves_nothing_that_the_next_one_does_not_mend(
    root: Path, folder: Path, worker: Worker
):
    random, editor = Random(SEED), Editor(folder, SEED)
    assert run(root, folder).wait() == 0
    for kill in range(KILLS):
        edits = [editor.change()]
        process = run(root, folder)
        try:
            process.wait(random.uniform(0.2, 4.0))
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        edits.append(editor.change())
        print(f"seed {SEED}, kill {kill}: {', '.join(edits)}")
        assert run(root, folder).wait() == 0
        assert differing(tree(folder / "out"), worker.clean()) == []
        assert run(root, folder).wait() == 0  # there is nothing to do
