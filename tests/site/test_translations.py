import html
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, write_po

from tertulia.commands import catalogues
from tertulia.site.translations import catalogue, language_name, languages


@pytest.fixture(scope="module")
def marked() -> Catalog:
    return catalogues.extract()


def ids(found: Catalog) -> set[object]:
    return {message.id for message in found if message.id}


@pytest.mark.parametrize("lang", languages())
def test_everything_is_translated_and_nothing_is_left_over(marked: Catalog, lang: str) -> None:
    known = catalogues.load(lang)
    assert ids(known) == ids(marked), "run invoke translate"
    assert not [message.id for message in known if message.fuzzy and message.id]
    assert [fault for m in known if m.id for fault in catalogues.wrong(m)] == []


@pytest.mark.parametrize(
    ("said", "told", "fault"),
    [
        ("On %(day)s", "El día", "has not the places"),
        ("{n} of {x}", "{n} de {y}", "has not the places"),
        ("{n} of {x}", "{n:f} {of_x}", ""),
        ("{n} of {x}", "{x", "a brace too many"),
        ("a | a | of a", "la a", "as many forms"),
        (("{n} day", "{n} days"), ("un día", "{n} días"), ""),
        (("{n} day", "{n} days"), ("{n} día", ""), "not translated"),
    ],
)
def test_a_translation_that_would_not_do_is_told(said: object, told: object, fault: str) -> None:
    assert [fault for line in catalogues.wrong(Message(said, told)) if fault in line] == (
        [fault] if fault else []
    )


def test_spanish_and_english_are_there_and_others_fall_back_to_english() -> None:
    assert {"es", "en"} <= set(languages())
    assert catalogue("es").gettext("Comments") == "Comentarios"
    assert (
        catalogue("es-CL").ngettext("%(num)s reply", "%(num)s replies", 2) == "%(num)s respuestas"
    )
    assert catalogue("fi").gettext("Comments") == "Comments"


@pytest.mark.parametrize(
    ("lang", "said"),
    [("es", "En español"), ("es-CL", "En español"), ("en", "In English"), ("pt", "português"),
     ("pt-BR", "português (Brasil)"), ("xx-nowhere", "xx-nowhere")],
)  # fmt: skip
def test_a_link_to_a_translation_speaks_its_language(lang: str, said: str) -> None:
    assert language_name(lang) == said


def test_no_template_holds_words_that_cannot_be_translated(root: Path) -> None:
    # a name, and words for machines
    kept = {"JSON", "Feed", "noindex", "article"}
    for file in sorted((root / "theme" / "templates").rglob("*.html")):
        text = file.read_text("utf-8")
        text = re.sub(r"{#.*?#}", " ", text, flags=re.S)
        text = re.sub(r"{% trans .*?{% endtrans %}", " ", text, flags=re.S)
        text = re.sub(r"{{.*?}}|{%.*?%}", "\x00", text, flags=re.S)
        text = re.sub(r'<[^>]*>| \w+="[^"]*"', " ", text, flags=re.S)
        words = set(re.findall(r"[A-Za-zÁ-ÿ]{2,}", text)) - kept
        assert not words, (file.name, words)


FOLDERS = ("--content", "content", "--output", "output", "--settings", "pelicanconf.py")
TRANSLATE = "from tertulia.commands.catalogues import translate; raise SystemExit(translate('pl'))"


@pytest.fixture(scope="module")
def polish(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A checkout with a third language, of which there is nothing but a catalogue."""
    folder = tmp_path_factory.mktemp("pl")
    for name in ("plugins", "theme"):
        shutil.copytree(root / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    settings = (root / "pelicanconf.py").read_text("utf-8")
    settings = settings.replace('DEFAULT_LANG = "es"', 'DEFAULT_LANG = "pl"')
    (folder / "pelicanconf.py").write_text(settings, "utf-8")
    shutil.copytree(root / "content", folder / "content")
    assert in_folder(folder, "-c", TRANSLATE).returncode == 1  # all is still to be translated
    path = folder / "plugins/tertulia/locale/pl/LC_MESSAGES/tertulia.po"
    with path.open("rb") as file:
        po = read_po(file, locale="pl")
    for message in po:
        if message.id:
            told = [put(text) for text in parts(message.id)]
            told += told[-1:] * (po.num_plurals - len(told))  # Polish has three forms
            message.string = tuple(told) if message.pluralizable else told[0]
    with path.open("wb") as file:
        write_po(file, po, omit_header=True)
    assert in_folder(folder, "-c", TRANSLATE).returncode == 0
    return folder


def in_folder(folder: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(folder / "plugins")},
        capture_output=True,
        text=True,
        check=False,
    )


def parts(value: object) -> list[str]:
    return [str(v) for v in (value if isinstance(value, list | tuple) else [value])]


def put(text: str) -> str:
    """A text as if it were translated: places and mark-up stay, every e is an ë."""
    cut = re.split(r"(%\(\w+\)s|\{\w+\}|<[^>]*>|&\w+;)", text)
    return "".join(part if n % 2 else part.replace("e", "ë") for n, part in enumerate(cut))


def test_a_new_language_needs_a_catalogue_and_no_code(polish: Path) -> None:
    done = in_folder(polish, "-m", "tertulia.site.run", *FOLDERS)
    assert (done.returncode, done.stderr) == (0, "")
    pages = {
        path.relative_to(polish / "output").as_posix(): path.read_text("utf-8")
        for path in (polish / "output").rglob("*.html")
    }
    whole = "\n".join(pages.values())
    for said in (
        "Before the first answer",  # a summary
        "there they answered in",  # a reason
        "nine hours",  # a span in it
        "Skip to the content",  # the theme
        ' lang="pl"',
    ):
        assert put(said) in whole
    assert "3 dë" not in whole
    # No sentence of another language is left: all that says something long enough to be told.
    left = [
        text
        for lang in ("es", "en")
        for message in catalogues.load(lang)
        for text in parts(message.string)
        if message.id and len(text) > 30 and "%" not in text and "{" not in text
        if put(text) != text and html.escape(text, quote=False) in whole
    ]
    assert left == []
