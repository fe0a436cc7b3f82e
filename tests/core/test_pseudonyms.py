import pytest

from builders import entry
from tertulia.core.forgetting import Forgotten
from tertulia.core.model import Author, Entry
from tertulia.core.pseudonyms import named, pseudonymous

SITE = Forgotten(salt="abc")
KEEP = named(["Clara Montes", "Ondalba", "https://mastodon.example/@clara"])


def other(**values: object) -> Entry:
    who = {
        "id": "mastodon:mastodon.example:123",
        "author": Author(name="Ana Pérez", url="https://mastodon.example/@ana"),
    }
    return pseudonymous(entry(**(who | values)), KEEP, SITE)


def test_nothing_that_leads_to_a_private_person_stays() -> None:
    hidden = other(
        text="@luis@otra.example tiene razón",
        html='<p><a href="https://otra.example/@luis">@luis</a> tiene razón</p>',
        url="https://mastodon.example/@ana/123",
        parent="mastodon:mastodon.example:122",
        also=("x:mastodon.example:123",),
    )
    written = repr(hidden)
    for trace in ("Ana", "@ana", "luis", "123", "122"):
        assert trace not in written, trace
    assert hidden.author.name.startswith("Persona ")
    assert hidden.text.endswith("tiene razón")


def test_the_same_person_has_the_same_pseudonym_and_another_has_another() -> None:
    luis = Author(name="Luis", url="https://mastodon.example/@luis")
    assert other().author == other(text="Otra cosa.").author
    assert other().author != other(author=luis).author
    assert other().id == other().id


def test_another_site_gives_other_pseudonyms() -> None:
    there = pseudonymous(entry("m:x:1"), KEEP, Forgotten(salt="xyz"))
    assert there.author != pseudonymous(entry("m:x:1"), KEEP, SITE).author


def test_answers_still_find_what_they_answer() -> None:
    first = other()
    answer = pseudonymous(
        entry("mastodon:mastodon.example:124", parent="mastodon:mastodon.example:123"), KEEP, SITE
    )
    assert answer.parent == first.id


def test_brands_and_the_site_s_own_people_keep_their_names() -> None:
    for author in (
        Author(name="ondalba"),
        Author(name="C.", url="https://mastodon.example/@clara/"),
    ):
        kept = other(author=author, url="https://mastodon.example/@x/1")
        assert kept.author == author
        assert kept.url
    assert "@ondalba" in other(text="A ver, @ondalba").text


def test_an_unsigned_entry_stays_unsigned() -> None:
    assert other(author=Author()).author == Author()


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("reddit:reddit.com", "sigue /u/luisa_r y u/luisa_r, no r/luisas"),
        ("reddit:reddit.com", "véase https://www.reddit.com/user/luisa_r/."),
        ("mastodon:m.example", "véase https://otra.example/@luisa_r/123"),
        ("mastodon:m.example", "https://otra.example/users/luisa_r/statuses/12 (visto)"),
        ("bluesky:bsky.app", "https://bsky.app/profile/luisa_r/post/3k y @luisa_r"),
        ("twitter:twitter.com", "https://twitter.com/luisa_r/status/12, @luisa_r"),
        ("twitter:twitter.com", "https://mobile.twitter.com/luisa_r/status/12?s=20&t=a_b-c"),
        ("twitter:twitter.com", "(https://x.com/luisa_r/)"),
        ("mastodon:m.example", "https://x.com/luisa_r/status/12/photo/1"),
        ("reddit:reddit.com", "https://np.reddit.com/user/luisa_r/comments/1/a_b/?context=3"),
        ("bluesky:bsky.app", "https://bsky.app/profile/did:plc:luisa_r/feed/a"),
    ],
)
def test_a_mention_is_one_in_every_spelling(source: str, text: str) -> None:
    for hidden in (other(id=f"{source}:1", text=text), other(id=f"{source}:1", title=text)):
        assert "luisa_r" not in repr(hidden)
        assert "@persona-" in hidden.text + hidden.title


def test_a_measure_is_no_redditor() -> None:
    said = "pide 40 u/día, km/u/x y r/luisas"
    assert other(id="reddit:reddit.com:1", text=said).text == said


def test_a_link_to_a_person_keeps_its_words_alone() -> None:
    hidden = other(html='<p>Lo dijo <a href="https://x.example/@luis/9">allí</a>, en el bar</p>')
    assert hidden.html == "<p>Lo dijo allí, en el bar</p>"
    kept = '<p><a href="https://mastodon.example/@clara">ella</a></p>'
    assert other(html=kept).html == kept
    post = "https://x.com/hashtag/luis https://x.com/i/lists/1 https://netflix.com/luis"
    assert other(text=post).text == post
    own = named(["https://x.com/ondalba"])
    theirs = entry(id="twitter:twitter.com:1", text="https://x.com/ondalba/status/1?s=2 sí")
    assert pseudonymous(theirs, own, SITE).text == theirs.text
    page = '<p><a href="https://blog.example/@/nota">esto</a> https://medium.com/@eva</p>'
    assert other(html=page).html == page


@pytest.mark.parametrize(
    ("id_", "url", "text", "html"),
    [
        (
            "mastodon:m.example:1",
            "https://otra.example/@luis",
            "@luis sí",
            '<p><a href="https://otra.example/@luis">@luis</a> sí</p>',
        ),
        ("mastodon:m.example:1", "https://m.example/@luis", "@luis sí", ""),
        ("mastodon:m.example:1", "https://otra.example/@luis", "@luis@otra.example sí", ""),
        ("bluesky:bsky.app:1", "https://bsky.app/profile/luis.example", "@luis.example sí", ""),
        ("github_issues:github.com:1", "https://github.com/luis", "@luis sí", ""),
        ("reddit:reddit.com:1", "https://www.reddit.com/user/luis", "u/luis sí", ""),
        ("reddit:reddit.com:1", *["https://www.reddit.com/user/luis"] * 2, ""),
        ("mastodon:m.example:1", *["https://otra.example/@luis"] * 2, ""),
        ("twitter:twitter.com:1", *["https://twitter.com/luis"] * 2, ""),
        (
            "twitter:twitter.com:1",
            "https://twitter.com/luis",
            "https://x.com/luis/status/1?s=2",
            "",
        ),
        (
            "reddit:reddit.com:1",
            "https://www.reddit.com/user/luis",
            "https://old.reddit.com/u/luis",
            "",
        ),
    ],
)
def test_who_is_mentioned_is_called_as_when_signing(
    id_: str, url: str, text: str, html: str
) -> None:
    signing = other(id=id_, author=Author(name="Luis L.", url=url)).author.name
    mentioned = other(id=id_, text=text, html=html)
    assert mentioned.text.removesuffix(" sí") == f"@{signing.lower().replace(' ', '-')}"
    assert "luis" not in mentioned.html
