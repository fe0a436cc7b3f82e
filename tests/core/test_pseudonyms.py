from builders import entry
from tertulia.core.forgetting import Forgotten
from tertulia.core.model import Author, Entry
from tertulia.core.pseudonyms import named, pseudonymous

SITE = Forgotten(salt="abc")
KEEP = named(["Clara Montes", "Ondalba", "https://mastodon.example/@clara"])


def other(**values: object) -> Entry:
    who = {"author": Author(name="Ana Pérez", url="https://mastodon.example/@ana")}
    return pseudonymous(entry("mastodon:mastodon.example:123", **(who | values)), KEEP, SITE)


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
