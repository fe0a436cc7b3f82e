"""Front matter as people break it: each time file, line, value, and what was probably meant."""

import pytest

from tertulia.core.frontmatter import parse
from tertulia.core.kinds import check
from tertulia.core.model import PageKind

POST = "Title: Uno\nDate: 2024-05-14 10:00\n"
CASE = (
    "Title: Caso\nDate: 2024-05-14\nBrands: Ficta\nChannel: Foro\nSector: banca\n"
    "Happened: Algo.\nOutcome: unknown\nFirst-response: unknown\n"
)


def faults(kind: PageKind, text: str) -> list[str]:
    return [str(fault) for fault in check(kind, "x.md", parse(text))]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "x.md:1: a file begins with lines such as 'Title: …'"),
        (f"\n{POST}\n", "x.md:1: a file begins with lines such as 'Title: …'"),
        ("Solo texto.\n", "'Title: …'; 'Solo texto.' is none"),
        (f"# Uno\n\n{POST}\n", "'# Uno' is none"),
        ("Title : Uno\nDate: 2024-05-14\n\n", "'Title : Uno' is none; did you mean 'Title:'?"),
        ("Título: Uno\n\n", "'Título: Uno' is none; did you mean 'Title:'?"),
        ("    Title: Uno\n\n", "'Title: Uno' is none; did you mean 'Title:'?"),
        ("\tTitle: Uno\n\n", "'Title: Uno' is none; did you mean 'Title:'?"),
        ('+++\ntitle = "Uno"\n+++\n', "'+++' is none"),
        (f"{POST}Texto sin más.\n", "x.md:3: 'Texto sin más.' is no line such as 'Title: …'; a"),
        (f"{POST}## Uno\n", "x.md:3: '## Uno' is no line such as 'Title: …'; a blank line ends"),
        (f"{POST}Fuentes = x\n", "such as 'Title: …'; did you mean 'Sources:'"),
        ("---\ntitle: Uno\ndate: 2024-05-14\ntags:\n- a\n---\n", "x.md:5: '- a' is no line such"),
        ("---\ntitle: Uno\nauthor:\n  - Ana\n---\n", "lists are written 'a, b'"),
        ("---\ntitle: Uno\ndate: 2024-05-14\ntags: [a, b]\n---\n", "as YAML has it; write 'a, b'"),
        ('---\ntitle: "Uno"\ndate: 2024-05-14\n---\n', "would be shown with its quotes"),
        (f"{POST}Fecha: 2024\n", "x.md:3: no key 'fecha' in a post; did you mean 'date'?"),
        (f"{POST}Resumen: x\n", "no key 'resumen' in a post; did you mean 'summary'?"),
        (f"{POST}Topcis: x\n", "no key 'topcis' in a post; did you mean 'topics'?"),
        (f"{POST}Title: Dos\n", "x.md:3: title stands here again; it is on line 1 already"),
        (POST.replace("Uno", "¿¡!?"), "letter or digit to make an address of; give it a `Slug:`"),
        (POST.replace("Uno", "a" * 400), "is too long for an address; give it a `Slug:`"),
        (f"{POST}Lang: español\n", "lang: 'español' is no language such as es, en or pt-BR"),
        (f"{POST}Aliases: ../../etc\n", "x.md:3: aliases: '../../etc' is no address such as"),
        (f"{POST}Status: borrador\n", "status: 'borrador' is not allowed; there are: published"),
        (f"{POST}Slug: uno dos\n", "slug: 'uno dos' cannot be part of an address"),
        (f"{POST}Sources: El País\n", "sources: 'El País' must be 'who said it where"),
        (f"{POST}Category: ???\n", "category: '???' has no letter or digit"),
    ],
)  # fmt: skip
def test_a_post(text: str, said: str) -> None:
    (fault,) = faults(PageKind.POST, text)
    assert said in fault


@pytest.mark.parametrize("status", ["published", "draft", "hidden", "skip"])
def test_a_post_may_have_each_status_of_pelican(status: str) -> None:
    assert faults(PageKind.POST, f"{POST}Status: {status}\n\n") == []


@pytest.mark.parametrize("key", ["Names", "Broader", "Narrower", "See", "Topics", "Aliases"])
def test_a_list_as_yaml_has_it_is_told_of_every_key_that_takes_one(key: str) -> None:
    (fault,) = faults(PageKind.TOPIC, f"Title: Uno\nSummary: x\n{key}: [a, b]\n\n")
    assert "is a list as YAML has it; write 'a, b'" in fault


@pytest.mark.parametrize(
    "date",
    ["14/05/2024", "14 de mayo de 2024", "2024-02-31", "2024-W20-2", "2024", "", "2024-05-14 24:00",
     "2024-05-14 10:00 PM", "20240514", "ayer"],
)  # fmt: skip
def test_a_date(date: str) -> None:
    (fault,) = faults(PageKind.POST, POST.replace("2024-05-14 10:00", date))
    assert fault == f"x.md:2: date: {date!r} is no date such as 2026-11-22 or 2026-11-22 18:30"


@pytest.mark.parametrize(
    "date", ["2024-05-14", "2024-05-14 10:00", "2024-05-14T10:00:00Z", "2024-05-14 10:00+02:00"]
)
def test_a_date_that_is_one(date: str) -> None:
    assert faults(PageKind.POST, POST.replace("2024-05-14 10:00", date)) == []


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("Outcome", "recoverd", "did you mean 'recovered'?"),
        ("Outcome", "resuelto", "there are: recovered, partly, unresolved, unknown"),
        ("Outcome", "Unknown", "did you mean 'unknown'?"),
        (
            "First-response",
            "diez minutos",
            "is no duration such as '10 min', '9 h 12 min'",
        ),
        ("First-response", "9:12", "is no duration"),
        ("First-response", "-5 min", "is no duration"),
        ("First-response", "None", "did you mean 'none'?"),
        ("First-response", f"{9 * 10**20} d", "is longer than a hundred years"),
        ("Period", "abril de 2012", "is no period such as 2012, 2012-04 or 2012-04/2012-05"),
        ("Period", "2012-13", "is no period"),
        ("Period", "2012-02-31", "is no period"),
        ("Period", "2012-05/2012-04", "ends before it begins"),
        ("Period", "2012/2013/2014", "is no period"),
        ("Brands", ", ,", "is empty"),
        ("Channel", "???", "has no letter or digit"),
        ("Sector", "", "is empty"),
    ],
)
def test_a_case(key: str, value: str, said: str) -> None:
    kept = [line for line in CASE.splitlines() if not line.startswith(f"{key}:")]
    text = "\n".join([*kept, f"{key}: {value}"])
    (fault,) = faults(PageKind.CASE, text)
    assert fault.startswith(f"x.md:{len(kept) + 1}: {key.lower()}: ")
    assert said in fault


def test_a_period_may_begin_as_a_month_and_end_as_a_day_of_it() -> None:
    assert faults(PageKind.CASE, f"{CASE}Period: 2012-05/2012-05-30\n") == []
