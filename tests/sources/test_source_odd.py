"""Odd things that real dumps hold, found by making them: what is readable is read."""

import json

import pytest

from reads import entries, read
from tertulia.core.masking import addresses
from tertulia.core.model import Record, Status
from tertulia.sources._clean import as_text, from_html

EXPORT = (
    '<?xml version="1.0"?><rss version="2.0" xmlns:wp="http://wordpress.org/export/1.2/">{}</rss>'
)
CHANNEL = (
    "<channel><wp:base_blog_url>https://{0}.example</wp:base_blog_url><item>"
    "<link>https://{0}.example/hola/</link><wp:post_type>post</wp:post_type><wp:comment>"
    "<wp:comment_id>1</wp:comment_id><wp:comment_author>Ana</wp:comment_author>"
    "<wp:comment_content>De {0}</wp:comment_content><wp:comment_approved>1</wp:comment_approved>"
    "</wp:comment></item></channel>"
)


def test_the_blogs_of_a_network_put_into_one_file_keep_their_ids_apart() -> None:
    found = entries(read("wxr", EXPORT.format(CHANNEL.format("uno") + CHANNEL.format("otro"))))
    assert [(e.id, e.text) for e in found] == [
        ("wxr:uno.example:1", "De uno"),
        ("wxr:otro.example:1", "De otro"),
    ]


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (b"uno \xed\xa0\xbd\xed\xb8\x80 dos", "uno 😀 dos"),  # two halves of three bytes each
        (b"uno \xed\xa0\xbd dos", "uno \ufffd dos"),  # one of them was cut off
        (b"espa\xf1ol \x93a\x94", "español “a”"),
        (b"\xe1\x9d", "á\x9d"),
    ],
)
def test_bytes_that_are_no_utf_8_are_read_as_what_they_most_likely_are(
    raw: bytes, text: str
) -> None:
    assert as_text(raw)[0] == text


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("a &#xD83D;&#xDE00; b", "a 😀 b"),
        ("a &#55357;&#56832; b", "a 😀 b"),
        ("a &#55357; b", "a \ufffd b"),
        ("a &#x1F600; &#241; b", "a 😀 ñ b"),
    ],
)
def test_an_emoji_written_as_two_references_is_one(raw: str, text: str) -> None:
    assert from_html(raw).text == text


def test_utf_8_in_a_file_that_says_latin_1_keeps_its_quotation_marks() -> None:
    dump = EXPORT.format(CHANNEL.format("uno")).replace("De uno", "Ñandú, “así” y más")
    dump = dump.replace('"1.0"', '"1.0" encoding="ISO-8859-1"')
    (found,) = entries(read("wxr", dump.encode()))
    assert found.text == "Ñandú, “así” y más"


@pytest.mark.parametrize("yes", ["true", "True", "1"])
def test_deleted_and_spam_are_so_however_disqus_spells_it(yes: str) -> None:
    post = (
        '<post dsq:id="{0}"><message>Hola</message><createdAt>2014-01-02T03:04:05Z</createdAt>'
        '<{1}>{2}</{1}><author><name>Ana</name></author><thread dsq:id="1"/></post>'
    )
    dump = (
        '<disqus xmlns="http://disqus.com" xmlns:dsq="http://disqus.com/disqus-internals">'
        '<thread dsq:id="1"><link>https://blog.example/a/</link></thread>'
        f"{post.format(1, 'isDeleted', yes)}{post.format(2, 'isSpam', yes)}</disqus>"
    )
    assert [e.status for e in entries(read("disqus", dump))] == [Status.DELETED, Status.SPAM]


def test_headers_that_plugins_of_movable_type_note_are_no_words() -> None:
    lines = (
        "TITLE: Hola\n-----\nCOMMENT:\nAUTHOR: Ana\nEMAIL: ana@correo.example\nIP: 203.0.113.7\n"
        "X-Forwarded-For: 203.0.113.8\nUser-Agent: Mozilla/5.0 (X11; Linux x86_64) Firefox\n"
        "URL: https://ana.example\nDATE: 01/02/2020 03:04:05 PM\nHola.\nX-Files: me gusta\n"
        "-----\n--------\n"
    )
    (found,) = entries(read("movabletype", lines))
    assert (found.text, found.author.url) == ("Hola.\nX-Files: me gusta", "https://ana.example")
    assert found.posted is not None
    assert not list(addresses(repr(found)))


def test_homemade_comments_may_hold_addresses_and_lack_a_name() -> None:
    rows = [
        {"page": "hola", "name": "Ana", "email": "ana@correo.example", "message": "Hola",
         "remote_addr": "203.0.113.7", "user_agent": "Mozilla/5.0 (X11; Linux)", "date": "ayer"},
        {"page": "hola", "name": None, "message": "Sin firma ni fecha \ud83d"},
    ]  # fmt: skip
    for dump in (json.dumps(rows), json.dumps(rows, ensure_ascii=False)):
        found = read("homemade", dump.encode("utf-8", "surrogatepass"))
        assert [r.entry.author.name for r in found if isinstance(r, Record)] == ["Ana", ""]
        assert not list(addresses(repr(found)))


FEED = (
    '<?xml version="1.0"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    ' xmlns:atom="http://www.w3.org/2005/Atom"><channel>'
    '<atom:link href="https://blog.example/comments/feed/" rel="self"/>{}</channel></rss>'
)


@pytest.mark.parametrize(
    ("author", "name"),
    [
        ("<author>ana@correo.example (Ana Ríos)</author>", "Ana Ríos"),
        ("<author>Ana &lt;ana@correo.photography&gt;</author>", "Ana"),
        ("<dc:creator>ana@correo.example</dc:creator>", ""),
        ("<dc:creator>Luis</dc:creator><author>luis@correo.example</author>", "Luis"),
        ("<dc:creator>Ana (la de siempre)</dc:creator>", "Ana (la de siempre)"),
        ("<dc:creator>Ana@casa</dc:creator>", "Ana@casa"),
    ],
)
def test_an_e_mail_address_beside_a_name_in_a_feed_is_no_part_of_it(author: str, name: str) -> None:
    item = (
        "<item><link>https://blog.example/hola/#comment-3</link>"
        f"{author}<description>Hola</description></item>"
    )
    (found,) = entries(read("feeds", FEED.format(item)))
    assert found.author.name == name


def test_what_is_empty_altogether_is_told_and_not_stored() -> None:
    (found,) = read("feeds", FEED.format("<item/>"))
    assert (found.reason, found.lost) == ("it is empty", False)
