"""However often a sign stands in what somebody wrote, reading it takes time as its length does."""

import io
import random
import re
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from functools import partial
from pathlib import Path

import pytest

import golden_files
import repeats
from tertulia import registry
from tertulia.analysis import aspects, endings, moderation, questions, quotations
from tertulia.analysis.ownlinks import plain_addresses
from tertulia.core import code, frontmatter, headings, links, pictures, restructured, wikilinks
from tertulia.core.errors import BadSource
from tertulia.core.forms import addressable, citations
from tertulia.core.masking import masked
from tertulia.core.model import Record, Skipped
from tertulia.core.sameness import said
from tertulia.core.slugs import slug_of
from tertulia.core.urls import folded
from tertulia.edge.pages import slug_of_title
from tertulia.exports import _html
from tertulia.importing.markdown import as_markdown
from tertulia.site.body import read_body
from tertulia.site.foreign import paragraphs
from tertulia.sources import _clean, _ids, _posts, _spoken_dates, page_text
from tertulia.sources._dates import moment
from tertulia.sources._markdown import from_markdown

PLACES = 6  # of one dump

READINGS: dict[str, Callable[[str], object]] = {
    "HTML of a comment": _clean.from_html,
    "HTML of a comment with line ends": partial(_clean.from_html, lines=True),
    "plain text of a comment": _clean.from_plain,
    "Markdown of a comment": from_markdown,
    "HTML of a post": _posts.body,
    "HTML of a post with line ends": partial(_posts.body, lines=True),
    "HTML of a post as Markdown": lambda text: as_markdown(_posts.body(text), {}),
    "shortcodes": _posts.shortcodes,
    "name": _clean.line,
    "long name": partial(_clean.line, cap=100_000),
    "address": _clean.web_url,
    "folded address": folded,
    "id": partial(_ids.entry_id, "s", "host"),
    "date": moment,
    "spoken date": _spoken_dates.spoken_moment,
    "masked": masked,
    "said": said,
    "slug": slug_of,
    "slug of a title": slug_of_title,
    "label": addressable,
    "citation": lambda text: citations([text]),
    "front matter": frontmatter.parse,
    "reStructuredText": restructured.read_rest,
    "links": links.read_links,
    "tags": links.without_tags,
    "wiki links": wikilinks.find,
    "headings": headings.ids,
    "code": code.silenced,
    "code of reStructuredText": code.silenced_rest,
    "template languages": plain_addresses,
    "images": partial(pictures.dressed, known=lambda _: None),
    "images without words": pictures.without_words,
    "images nobody described": pictures.undescribed,
    "page of plain text": lambda text: page_text.claims(text.encode()),
    "body that was built": read_body,
    "plain text as paragraphs": paragraphs,
    "plain text as Markdown": _html.markdown,
    "HTML on one line": _html.on_one_line,
    "passages": aspects.to_score,
    "excerpt": quotations.excerpt,
    "question": questions.asks,
    "quotation": questions.quotes,
    "ending": endings.solves,
    "rule of moderation": moderation.plain,
}


def faults(work: Callable[[str], object], seed: int) -> list[str]:
    """What takes too long; `work` may refuse a text."""

    def tried(text: str) -> object:
        with suppress(ValueError, BadSource):
            return work(text)
        return None

    named = ((name, repeats.dear(tried, text)) for name, text in repeats.texts(seed))
    return [f"{name}: {found}" for name, found in named if found]


@pytest.mark.parametrize("reading", READINGS)
def test_reading_a_sign_many_times_takes_as_much_longer(reading: str) -> None:
    assert not faults(READINGS[reading], seed=len(reading))


@pytest.mark.parametrize("lang", ["es", "en"])
@pytest.mark.parametrize("name", ["rules", "vader"])
def test_scoring_a_sign_many_times_takes_as_much_longer(name: str, lang: str) -> None:
    analyzer = registry.analyzer(name)
    analyzer.score(["Hola."], [lang])
    assert not faults(lambda text: analyzer.score([text], [lang]), seed=len(name))


@pytest.mark.parametrize("name", ["rules", "vader"])
def test_a_hundred_thousand_signs_of_an_address_are_scored_at_once(name: str) -> None:
    analyzer = registry.analyzer(name)
    analyzer.score(["Hola."], ["es"])
    start = time.process_time()
    analyzer.score(["@" * 100_000, "a@" * 50_000], ["es", "es"])
    assert time.process_time() - start < 1  # it was 448 s


@pytest.mark.parametrize("dump", golden_files.dumps(), ids=lambda p: f"{p.parent.name}/{p.name}")
def test_a_sign_many_times_in_a_dump_takes_as_much_longer(dump: Path) -> None:
    source = registry.source(dump.parent.name)
    path = min(p for p in dump.rglob("*") if p.is_file()) if dump.is_dir() else dump
    whole = path.read_bytes().decode("utf-8", "surrogateescape")
    words = [found.span() for found in re.finditer(r"\w{3,}", whole)]
    dice = random.Random(dump.name)
    # The time of libxml2 itself grows with the square of the tags that are open at once.
    texts = [one for one in repeats.texts(len(dump.name)) if not re.search(r"<[a-z]", one[0])]

    def read(text: str) -> object:
        raw = f"{whole[:start]}{text}{whole[end:]}".encode("utf-8", "surrogateescape")
        with suppress(BadSource):
            if source.read_folder:
                return list(source.read_folder({f"{dump.name}/{path.name}": raw}))
            found = list(source.read(io.BytesIO(raw)))
            return [*found, *(source.posts(io.BytesIO(raw)) if source.posts else ())]
        return None

    found = []
    for name, text in dice.sample(texts, PLACES):
        start, end = dice.choice(words)
        if dear := repeats.dear(read, text):
            found.append(f"{name} after {whole[max(0, start - 20) : start]!r}: {dear}")
    assert not found


LATER = {  # what was found to grow as a square, where chance may not look for it
    "blanks in code": lambda text: _clean.from_html(f"<pre>x{text}y</pre>"),
    "addresses of people": lambda text: feed(f"<author><name>x{text}</name></author>"),
    "blanks before a declaration": lambda text: feed(f"<title>x{text}</title>"),
    "quotes in a row without end": lambda text: dotclear(f'"1","{text}'),
}


def feed(what: str) -> object:
    raw = f'<feed xmlns="http://www.w3.org/2005/Atom"><id>a</id><entry>{what}</entry></feed>'
    return list(registry.source("feeds").read(io.BytesIO(raw.encode())))


def dotclear(row: str) -> object:
    raw = f"///DOTCLEAR|2.2|single\n\n[post post_id,post_url]\n{row}\n"
    return list(registry.source("dotclear").read(io.BytesIO(raw.encode())))


@pytest.mark.parametrize("place", LATER)
@pytest.mark.parametrize("sign", [" ", "\u2003", "a", "a@", '\\"', "<?xml "])
def test_what_once_grew_as_a_square_does_not(place: str, sign: str) -> None:
    def work(text: str) -> object:
        with suppress(BadSource):
            return LATER[place](text)
        return None

    assert not repeats.dear(work, lambda length: sign * (length // len(sign)))


@pytest.mark.parametrize("tags", ["<em></b>", "<pre></b>", "<div></i>", "</x><x>"])
def test_a_tag_is_closed_by_its_own_name_alone(tags: str) -> None:
    work = partial(_clean.from_html, lines=True)
    assert not repeats.dear(work, lambda length: tags * (length // len(tags)))
    assert "x" in work(f"{tags * 300}x").text


@pytest.mark.parametrize("tags", ["<div>", "<em></b>", "<ul><li>", '<div a="<">'])
@pytest.mark.parametrize("times", [149, 151, 5_000])
def test_a_post_nested_beyond_all_bounds_keeps_its_words_and_images(tags: str, times: int) -> None:
    raw = f'{tags * times}Palabras.<img src="https://a.example/b.png" alt="c">'
    made = as_markdown(_posts.body(raw), {})
    assert "Palabras." in made
    assert "https://a.example/b.png" in made


def test_a_page_as_deep_as_is_allowed_is_told_of_and_stops_nothing() -> None:
    deep = "<div>" * 990 + "x" + "</div>" * 990
    raw = (
        f'<html><body><div class="h-entry"><div class="e-content">{deep}</div></div></body></html>'
    )
    found = registry.source("page_html").read(io.BytesIO(raw.encode()))
    assert any("too deep" in one.reason for one in found if isinstance(one, Skipped))


def test_a_zone_that_is_none_leaves_the_time_without_one() -> None:
    zone = "a" + "</p>" * 10_000
    raw = (
        "///DOTCLEAR|2.2|single\n\n[comment comment_id,post_id,comment_dt,comment_tz"
        f',comment_content]\n"1","1","2012-04-12 10:00:00","{zone}","Hola."\n'
    )
    (found,) = registry.source("dotclear").read(io.BytesIO(raw.encode()))
    assert isinstance(found, Record)
    assert found.entry.posted == datetime(2012, 4, 12, 10)


def test_words_where_a_feed_should_say_what_is_answered_answer_nothing() -> None:
    found = feed(
        '<id>a#comment-1</id><content>Hola.</content><thr:in-reply-to xmlns:thr="'
        'http://purl.org/syndication/thread/1.0">no se</thr:in-reply-to>'
    )
    assert [one.entry.parent for one in found if isinstance(one, Record)] == [None]
