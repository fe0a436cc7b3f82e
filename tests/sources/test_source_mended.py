"""XML that is cut, damaged, badly escaped or meant to do harm: what is whole in it is read."""

import random
import time

import pytest

from reads import entries, read, skipped
from tertulia.core.model import Record, Status
from wordpress import HEAD, TAIL, comment, item, one, whole

COMPLAINT = (
    "<br />\n<b>Warning</b>:  Undefined index: a in <b>/x/y.php</b> on line <b>3</b><br />\n"
)


@pytest.mark.parametrize("before", ["\n", "\n<!-- cache -->\n", "\ufeff"])
@pytest.mark.parametrize("behind", [False, True])
def test_what_php_complained_of_is_no_root(before: str, behind: bool) -> None:
    declared, root = HEAD.split("?>", 1)
    text = f"{declared}?>{COMPLAINT}{root}" if behind else f"{before}{COMPLAINT}{HEAD}"
    (found,) = read("wxr", text + item(comment()) + TAIL)
    assert isinstance(found, Record)
    assert found.notes == ("what stood before its first element left out",)


def test_a_complaint_that_never_ends_costs_little() -> None:
    begun = time.process_time()
    assert entries(read("wxr", "<b xmlns " + "xmlns " * 30_000)) == []
    assert time.process_time() - begun < 3


@pytest.mark.parametrize("code", ["<?php echo $a; ?>", "<![CDATA[echo $a;]]>", "<?= $a ?>"])
def test_code_that_a_browser_would_hide_is_text(code: str) -> None:
    given = f"<![CDATA[Usa {code.replace(']]>', ']]]]><![CDATA[>')} aquí]]>"
    assert one(comment(content=given)).text == f"Usa {code} aquí"


def test_what_word_leaves_in_a_text_is_not() -> None:
    assert (
        one(comment(content="<![CDATA[Hola<?xml:namespace prefix = o /> ya]]>")).text == "Hola ya"
    )


def test_control_characters_and_undeclared_prefixes_do_no_harm() -> None:
    text = whole(
        comment(1, content="<![CDATA[uno\x0bdos\x08]]>"),
        comment(2),
        extra="<atom:link href='x' />",
    )
    assert [e.text for e in entries(read("wxr", text))] == ["unodos", "Hola."]


def test_a_loose_ampersand_or_less_than_is_text() -> None:
    found = one(comment(content="AT&T, 1 < 2, <3 &nbsp; &unknown; &lt;b&gt;x&lt;/b&gt;"))
    assert found.text == "AT&T, 1 < 2, <3 &unknown; x"


def test_latin_1_bytes_in_a_utf_8_file_are_read() -> None:
    assert one(comment(content="café “sí”").encode("cp1252").decode("cp1252")).text == "café “sí”"
    (found,) = entries(read("wxr", whole(comment(content="café “sí”")).encode("cp1252")))
    assert found.text == "café “sí”"


def test_utf_16_is_read() -> None:
    text = whole(comment(content="café")).replace("UTF-8", "UTF-16")
    assert [e.text for e in entries(read("wxr", text.encode("utf-16")))] == ["café"]


def test_entities_are_neither_expanded_nor_opened_and_that_is_said() -> None:
    laughs = "".join(f'<!ENTITY l{n + 1} "{f"&l{n};" * 10}">' for n in range(12))
    doctype = f'<!DOCTYPE rss [<!ENTITY l0 "ja">{laughs}<!ENTITY f SYSTEM "file:///etc/passwd">]>'
    text = whole(comment(content="a &l12; b &f; c")).replace("<rss", doctype + "<rss")
    found = read("wxr", text)
    assert [e.text for e in entries(found)] == ["a &l12; b &f; c"]
    assert [s.lost for s in skipped(found)] == [True]


def test_a_body_of_fifty_megabytes_is_cut_and_said_and_the_next_is_read() -> None:
    found = read("wxr", whole(comment(1, content=f"<![CDATA[{'x ' * 25_000_000}]]>"), comment(2)))
    assert [len(e.text) for e in entries(found)] == [199_999, 5]
    assert skipped(found)[0].place == "comment 1"


@pytest.mark.parametrize("tag", ["b", "div", "blockquote", "table><tr", "d"])
def test_two_hundred_thousand_open_tags_end_soon(tag: str) -> None:
    found = entries(read("wxr", whole(comment(1, content=f"<{tag}>" * 200_000), comment(2))))
    assert found == [] or found[-1].text == "Hola."
    found = entries(
        read("wxr", whole(comment(1, content=f"<![CDATA[{f'<{tag}>' * 200_000}]]>"), comment(2)))
    )
    assert found[-1].text == "Hola."


def test_a_cut_file_gives_all_that_is_whole_and_says_what_is_lost() -> None:
    text = HEAD + "".join(item(comment(n)) for n in range(1, 6)) + TAIL
    cut = text[: text.index("<wp:comment_id>4") + 40]
    found = read("wxr", cut)
    assert [e.id[-1] for e in entries(found)] == ["1", "2", "3"]
    (lost,) = skipped(found)
    assert lost.lost
    assert "inside comment 4 in the item 'T'" in lost.reason


def test_a_file_cut_anywhere_loses_nothing_whole_and_never_fails() -> None:
    text = (HEAD + "".join(item(comment(n) + comment(n + 50)) for n in range(9)) + TAIL).encode()
    for at in random.Random(1).sample(range(len(HEAD), len(text) - 1), 120):
        found = read("wxr", text[:at])
        assert len(entries(found)) == text[:at].count(b"</wp:comment>")
        assert [s.lost for s in skipped(found)] == [True]


def test_any_damage_is_survived() -> None:
    """Whatever byte is replaced by whatever: no error, and most comments are read."""
    text = (HEAD + "".join(item(comment(n)) for n in range(9)) + TAIL).encode()
    dice = random.Random(7)
    for _ in range(300):
        damaged = bytearray(text)
        for _ in range(5):
            damaged[dice.randrange(len(text))] = dice.randrange(256)
        read("wxr", bytes(damaged))


UNESCAPED = [
    ("Muy <b>bueno</b> y <i>claro</i>.", "Muy bueno y claro."),
    ("Uno<br>dos<br />tres", "Uno\ndos\ntres"),
    ("<p>Uno<p>Dos & tres < cuatro", "Uno\n\nDos & tres < cuatro"),
    ('Mire <a href="https://x.example/?a=1&b=2">esto</a> &amp; <em>ya', "Mire esto & ya"),
    ("a &lt;b&gt;c&lt;/b&gt; <b>d</b>", "a c d"),
    ("<b>Uno</b> <![CDATA[y <i>dos</i>]]> y <i>tres</i>", "Uno y dos y tres"),
    ("<b>Uno</b><!-- wp:x --> <item-list>dos</item-list> <commenter>tres", "Uno dos tres"),
]


@pytest.mark.parametrize("size", [61, 64, 67, 1 << 18])
@pytest.mark.parametrize(("content", "text"), UNESCAPED)
def test_tags_without_cdata_lose_no_word(
    content: str, text: str, size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tertulia.sources._mending.CHUNK_BYTES", size)
    first, second = entries(read("wxr", whole(comment(1, content), comment(2, "<b>Otro</b>."))))
    assert (first.text, first.status, second.text) == (text, Status.APPROVED, "Otro.")


def test_the_file_is_said_to_hold_such_tags() -> None:
    notes = [r.notes for r in read("wxr", whole(comment(1, "<b>a</b>"))) if isinstance(r, Record)]
    assert "mark-up that was not escaped read as text" in str(notes)


def test_words_without_cdata_and_without_an_end_keep_what_stands_behind() -> None:
    cut = comment(1, "Uno <b>dos</b> tres").replace("</wp:comment_content>", "")
    found = entries(read("wxr", whole(cut, comment(2), comment(3))))
    assert [e.text for e in found if "Hola" in e.text] == ["Hola.", "Hola."]
    assert "dos" in str([e.text for e in found])
