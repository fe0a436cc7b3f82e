"""`invoke verify` finds one comment, one lexicon entry or one figure that was changed."""

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tertulia.commands.build import build
from tertulia.commands.verify import RECEIPT, verify

PAGE = "articulos/la-cola-que-no-se-ve"
THREAD = "content/threads/la-cola-que-no-se-ve.json"
LEXICON = "plugins/tertulia/analyzers/_data/lexicon_es.tsv"


def run(what: Callable[..., int], house: Path) -> int:
    return what(
        house,
        content=house / "content",
        output=house / "output",
        settings=house / "pelicanconf.py",
    )


@pytest.fixture(scope="module")
def house(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A checkout of one's own with a site of one post, built."""
    house = tmp_path_factory.mktemp("house")
    for name in ("plugins", "theme", "content"):
        shutil.copytree(root / name, house / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(root / "pelicanconf.py", house)
    for path in (house / "content").rglob("*.*"):
        if path.suffix in (".md", ".json") and path.stem != "la-cola-que-no-se-ve":
            path.unlink()
    post = house / "content/posts/la-cola-que-no-se-ve.md"
    text = re.sub(r"(?m)^(Topics|Related):.*\n", "", post.read_text("utf-8"))
    text = re.sub(r"\]\(/[^)]*\)", "](#)", re.sub(r"\[\[([^\]|#]*)[^\]]*\]\]", r"\1", text))
    post.write_text(text, "utf-8")
    assert run(build, house) == 0
    return house


@pytest.fixture
def changed(house: Path):
    """Changes a file of the house for the time of one test."""
    kept: dict[Path, bytes] = {}

    def change(name: str, edit: Callable[[str], str]) -> None:
        path = house / name
        kept.setdefault(path, path.read_bytes())
        before = path.read_text("utf-8")
        after = edit(before)
        assert after != before
        path.write_text(after, "utf-8")

    yield change
    for path, content in kept.items():
        path.write_bytes(content)


def test_what_was_just_built_holds(house: Path, capfd: pytest.CaptureFixture[str]):
    assert run(verify, house) == 0
    assert re.search(r"\d+ figures in 1 receipts", capfd.readouterr().err)


def test_a_changed_comment_is_found(house: Path, changed, capfd: pytest.CaptureFixture[str]):
    def edit(text: str) -> str:
        thread = json.loads(text)
        thread["entries"][0]["text"] += " Qué vergüenza, pésimo."
        return json.dumps(thread, ensure_ascii=False)

    changed(THREAD, edit)
    assert run(verify, house) == 1
    said = capfd.readouterr().err
    assert f"{PAGE}/{RECEIPT}: inputs.threads/la-cola-que-no-se-ve.json" in said


def test_a_changed_lexicon_entry_is_found(house: Path, changed, capfd: pytest.CaptureFixture[str]):
    changed(LEXICON, lambda text: text.replace("adorable*", "adorabl*", 1))
    assert run(verify, house) == 1
    assert f"{PAGE}/{RECEIPT}: analyzers.es.version" in capfd.readouterr().err


def test_a_changed_figure_of_a_page_is_found(
    house: Path, changed, capfd: pytest.CaptureFixture[str]
):
    def edit(text: str) -> str:
        start = text.index('id="conversacion"')
        return text[:start] + re.sub(r"(>[^<\d]*)(\d)", r"\g<1>9\2", text[start:], count=1)

    changed(f"output/{PAGE}/index.html", edit)
    assert run(verify, house) == 1
    said = capfd.readouterr().err
    assert f"{PAGE}/index.html: shows 9" in said
    assert "index.html: shows" not in said.replace(f"{PAGE}/index.html", "")


def test_a_changed_figure_of_a_receipt_is_found(
    house: Path, changed, capfd: pytest.CaptureFixture[str]
):
    changed(f"output/{PAGE}/{RECEIPT}", lambda text: text.replace('"total": 8', '"total": 9'))
    assert run(verify, house) == 1
    assert "summary.total is 9, the sources give 8" in capfd.readouterr().err


def test_where_nothing_is_built_it_says_so(root: Path, tmp_path: Path, capfd):
    code = verify(
        root,
        content=root / "content",
        output=tmp_path / "nowhere",
        settings=root / "pelicanconf.py",
    )
    assert code == 1
    assert "Nothing is built below" in capfd.readouterr().err
