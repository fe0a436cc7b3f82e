"""The lexicons and sentences are whole, and say each thing once."""

import re

import pytest

from tertulia.analyzers._grammar import grammar
from tertulia.analyzers._lexicon import lexicon
from tertulia.analyzers._tables import rows
from tertulia.analyzers._text import fold, own_words

LANGS = ("es", "pt", "ca")
LABELLED = [f"comments_es{part}" for part in (
    "", "_blind", "_fresh", "_last", "_later", "_threads", "_unseen",
)]  # fmt: skip


@pytest.mark.parametrize("lang", LANGS)
def test_entries_are_words_with_a_weight(lang) -> None:
    for weight, words in rows(f"lexicon_{lang}"):
        assert -4 <= float(weight) <= 4
        for word in words.split():
            assert re.fullmatch(r"[\w'·-]+(_[\w'·-]+)*\*?", word), word


@pytest.mark.parametrize("lang", LANGS)
def test_grammars_have_negators_and_contrast(lang) -> None:
    assert grammar(lang).negator
    assert grammar(lang).contrast


@pytest.mark.parametrize("lang", [*LANGS, "en"])
def test_seeds_are_labelled_and_none_stands_twice(lang) -> None:
    seeds = list(rows(f"seeds_{lang}"))
    assert {label for label, _ in seeds} == {"positive", "neutral", "negative"}
    texts = [text for _, text in seeds]
    assert len(set(texts)) == len(texts)


@pytest.mark.parametrize("name", LABELLED)
def test_seeds_are_not_among_the_labelled_comments(root, name) -> None:
    comments = {
        line.rpartition("\t")[0].lower()
        for line in (root / f"tests/analyzers/{name}.tsv").read_text("utf-8").splitlines()
    }
    seeds = {text.lower() for lang in (*LANGS, "en") for _, text in rows(f"seeds_{lang}")}
    assert not comments & seeds


def test_nothing_of_the_foreign_evaluation_sets_is_in_our_tables(shared) -> None:
    tweets = {
        fold(line.rpartition("\t")[0].strip())
        for path in (shared / "eval").glob("*.tsv")
        for line in path.read_text("utf-8").split("\n")
    }
    seeds = {fold(text) for lang in (*LANGS, "en") for _, text in rows(f"seeds_{lang}")}
    assert not {tweet for tweet in tweets & seeds if len(tweet.split()) > 3}


def test_the_first_table_s_entry_wins() -> None:
    assert lexicon("pt", "es").weight("excelente") == lexicon("pt").weight("excelente")
    assert lexicon("pt", "es").weight("chapuza") == lexicon("es").weight("chapuza") < 0


@pytest.mark.parametrize(
    ("word", "folded"),
    [("Buenísimo", "buenisimo"), ("AÑOOOS", "años"), ("ñandú", "ñandu"), ("pèl", "pel")],
)
def test_words_are_folded(word, folded) -> None:
    assert fold(word) == folded


def test_a_text_beyond_all_bounds_keeps_beginning_and_end() -> None:
    own = own_words("principio " + "en medio " * 100_000 + "final")
    assert own.startswith("principio")
    assert own.endswith("final")
    assert len(own) < 20_000


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("> dijo alguien\nYo no", "Yo no"),
        ("Antes […] extracto ajeno […] después", "Antes después"),
        ("[...] solo el extracto", ""),
        ("El «servicio» al cliente", "El «servicio» al cliente"),
        (
            "Como dice Ana, «todo esto no vale para nada», pero sigo",
            "Como dice Ana, , pero sigo",
        ),
        ("«todo lo digo yo entre comillas»", "«todo lo digo yo entre comillas»"),
        ("mira https://example.org/a?b y dime", "mira y dime"),
    ],
)
def test_only_the_writer_s_own_words_count(text, own) -> None:
    assert " ".join(own_words(text).split()) == own


# After folding, "dó" is "do" and "sábia" is "sabia": the commonest words must not be hit by that.
PLAIN_WORDS = {
    "es": "de la que el en y a los se del las un por con una su para como mas o le ha me este"
    " ya entre cuando todo esta son dos desde esta mi porque hay vez tiene donde tiempo mismo ahora"
    " cada vida otro despues te otros gobierno pais dia precio precios empresa cliente sabia te se",
    "pt": "de a o que e do da em um para os no se na por as dos como foi ao ele das tem seu sua ou"
    " ser quando ha nos ja esta eu so pelo pela ate isso ela entre era depois cara carro casa dia",
    "ca": "de la el i a en que els les un per amb una al del es com seu li ha em si aquest ja entre"
    " quan tot son dos tambe era anys fins des esta meu perque hi vegada casa dia nit",
}


@pytest.mark.parametrize("lang", PLAIN_WORDS)
def test_the_commonest_words_weigh_nothing(lang) -> None:
    weights = {word: lexicon(lang).weight(word) for word in PLAIN_WORDS[lang].split()}
    assert {word for word, weight in weights.items() if weight} == set()
