import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from small_site import Small
from tertulia import registry
from tertulia.core.errors import BadRules, BadStore

Said = Callable[..., dict[str, object]]


def test_entries_come_to_their_page_and_a_second_run_changes_nothing(
    small: Small, said: Said
) -> None:
    dump = small.dump(said(1), said(2, parent=1))
    code, report = small.run(dump)
    assert (code, report["added"], report["pages"]) == (0, 2, 1)
    assert [p.depth for p in small.thread("hola-mundo").comments] == [0, 1]
    before = small.bytes()
    code, report = small.run(dump)
    assert (report["added"], report["changed"], report["unchanged"]) == (0, 0, 2)
    assert small.bytes() == before


def test_nothing_that_strangers_named_acts_on_a_terminal(
    small: Small, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    archive = tmp_path / "evil.zip"
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("uno\x1b]0;title\x07\x9b31m.xml", "<rss>")
    small.run(archive)
    told = capsys.readouterr().out
    assert "uno" in told
    assert told.replace("\n", "").isprintable()


def test_a_dry_run_says_the_same_and_writes_nothing(small: Small, said: Said) -> None:
    dump = small.dump(said(1), said(2, page="sin-pagina"))
    before = small.bytes()
    _, dry = small.run(dump, dry_run=True)
    assert small.bytes() == before
    assert not small.threads.exists()
    _, real = small.run(dump)
    assert dry | {"dry": False} == real


@pytest.mark.parametrize(
    "page",
    [
        "http://www.blog.example/articulos/hola-mundo",
        "https://BLOG.example:443/articulos/hola-mundo/index.html?utm_source=x&fbclid=1#c3",
        "https://otro-dominio.example/articulos/hola-mundo/",
        "https://blog.example/2012/03/hola-mundo.html",
        "https://viejo.example/2009/saludo/",
        {"guid": "https://viejo.example/?p=12"},
        {"slug": "Hola-Mundo"},
        {"slug": "saludo"},
    ],
)
def test_addresses_that_mean_the_same_page_find_it(small: Small, said: Said, page: object) -> None:
    small.page("hola-mundo", "Aliases: /2009/saludo/", "Guid: https://viejo.example/?p=12")
    small.run(small.dump(said(1, page=page)))
    assert len(small.entries("hola-mundo")) == 1


@pytest.mark.parametrize(
    "page",
    [
        "https://blog.example/articulos/escrito-en-otro-lenguaje/",
        "https://blog.example/2012/03/escrito-en-otro-lenguaje.html",
        "https://viejo.example/2009/lenguaje/",
        {"guid": "https://viejo.example/?p=12"},
        {"slug": "escrito-en-otro-lenguaje"},
        {"slug": "lenguaje"},
        "foro-7",
    ],
)
@pytest.mark.parametrize("name", ["uno.rst", "viejos/dos.rst", "tres.markdown"])
def test_pages_in_other_languages_than_md_are_found_too(
    small: Small, said: Said, page: object, name: str
) -> None:
    path = small.content / "posts" / name
    path.parent.mkdir(exist_ok=True)
    dots = "" if name.endswith("markdown") else ":"
    fields = ("Date: 2012-03-01", "Aliases: /2009/lenguaje/", "Guid: https://viejo.example/?p=12")
    head = [f"{dots}{field}" for field in fields]
    title = "Escrito en otro lenguaje"
    first = [title, "=" * len(title), ""] if dots else [f"Title: {title}"]
    path.write_text("\n".join([*first, *head, "", "Texto.", ""]), "utf-8")
    small.threads.mkdir()
    (small.threads / "pages.toml").write_text('"foro-7" = "escrito-en-otro-lenguaje"\n')
    small.run(small.dump(said(1, page=page)))
    assert len(small.entries("escrito-en-otro-lenguaje")) == 1


def test_a_mapping_file_says_where_the_rest_belongs(small: Small, said: Said) -> None:
    mapping = small.folder / "pages.toml"
    mapping.write_text('"https://x.example/?p=9" = "hola-mundo"\n"foro-7" = "hola-mundo"\n')
    small.run(
        small.dump(said(1, page="http://www.x.example/?p=9"), said(2, page="foro-7")),
        mapping=mapping,
    )
    assert len(small.entries("hola-mundo")) == 2


def test_what_matches_no_page_is_kept_and_joined_when_its_page_appears(
    small: Small, said: Said
) -> None:
    small.page("las-diez-mejores-respuestas")
    code, report = small.run(
        small.dump(said(1, page={"url": "https://x.example/diez-mejores", "title": "Las diez"}))
    )
    (group,) = report["unmatched"]
    assert code == 0
    assert group["likeliest"] == ["las-diez-mejores-respuestas"]
    assert small.entries("diez-mejores") == ()
    small.page("diez-mejores")
    _, report = small.run()
    assert report["found"] == ["x.example/diez-mejores"]
    assert len(small.entries("diez-mejores")) == 1
    assert not (small.threads / "_unmatched").exists()


def test_what_is_read_of_a_page_comes_along_with_what_waited_for_it(
    small: Small, said: Said
) -> None:
    """An export names the slug; a feed, later, the address alone."""
    address = "http://old.example/?p=5"
    small.run(small.dump(said(1, page={"url": address, "slug": "nueva"})))
    small.page("nueva")
    _, report = small.run(small.dump(said(2, page={"url": address})))
    assert (report["added"], report["found"]) == (1, ["old.example?p=5"])
    assert len(small.entries("nueva")) == 2
    assert not (small.threads / "_unmatched").exists()


@pytest.mark.parametrize("slug", ["aqui", "zeta"])
def test_what_is_read_under_a_former_name_of_a_page_comes_to_it_too(
    small: Small, said: Said, slug: str
) -> None:
    small.run(small.dump(said(1)))
    (small.content / "posts" / "hola-mundo.md").unlink()
    small.page(slug, "Aliases: /articulos/hola-mundo/")
    _, report = small.run(small.dump(said(2)), page="hola-mundo")
    assert report["added"] == 1
    assert [p.name for p in small.threads.glob("[!_]*.json")] == [f"{slug}.json"]
    assert len(small.entries(slug)) == 2


def test_a_renamed_page_takes_its_thread_along(small: Small, said: Said) -> None:
    small.run(small.dump(said(1)))
    (small.content / "posts" / "hola-mundo.md").unlink()
    small.page("hola-otra-vez", "Aliases: /articulos/hola-mundo/")
    small.run()
    assert small.entries("hola-mundo") == ()
    assert len(small.entries("hola-otra-vez")) == 1


def test_a_dump_that_is_cut_gives_what_is_whole_and_says_what_is_lost(
    small: Small, said: Said
) -> None:
    dump = small.dump(said(1), said(2))
    dump.write_bytes(dump.read_bytes()[:-30])
    code, report = small.run(dump)
    assert code == 1
    assert report["added"] == 1
    assert report["files"][0]["skipped"][0]["place"] == "line 2"


def test_nothing_readable_is_exit_code_2(small: Small, tmp_path: Path) -> None:
    noise = tmp_path / "noise.bin"
    noise.write_bytes(bytes(range(256)))
    code, report = small.run(noise)
    assert code == 2
    assert "no source knows this format; there are:" in report["files"][0]["refused"]
    assert small.run(tmp_path / "missing")[0] == 2


@pytest.mark.parametrize(
    ("pictures", "lines", "said_last"),
    [(3, 3, "2.jpg: left out: no source"), (40, 1, "40 files left out: no source knows their")],
)
def test_the_pictures_of_a_whole_blog_are_one_line(
    small: Small,
    said: Said,
    capsys: pytest.CaptureFixture[str],
    pictures: int,
    lines: int,
    said_last: str,
) -> None:
    folder = small.dump(said(1)).parent / "blog"
    folder.mkdir()
    (folder / "dump.jsonl").write_bytes((folder.parent / "dump.jsonl").read_bytes())
    for number in range(pictures):
        (folder / f"{number}.jpg").write_bytes(b"\xff\xd8\xff")
    assert small.run(folder)[0] == 0
    found = [line for line in capsys.readouterr().out.splitlines() if "no source knows" in line]
    assert len(found) == lines
    assert said_last in found[-1]


def test_pending_and_spam_are_not_stored_unless_asked_for(small: Small, said: Said) -> None:
    dump = small.dump(said(1, status="spam"), said(2, status="pending"), said(3))
    code, report = small.run(dump)
    assert code == 0
    assert report["files"][0]["reasons"] == {"spam at its source": 1, "pending at its source": 1}
    assert len(small.entries("hola-mundo")) == 1
    small.run(dump, keep_pending=True)
    assert [e.status for e in small.entries("hola-mundo")] == ["pending", "approved"]
    assert len(small.thread("hola-mundo").comments) == 1


def test_what_its_source_calls_spam_later_is_no_longer_shown(small: Small, said: Said) -> None:
    small.run(small.dump(said(1)))
    _, report = small.run(small.dump(said(1, status="spam")))
    assert report["changed"] == 1
    assert small.thread("hola-mundo").comments == ()


def test_a_rule_decides_and_says_why(small: Small, said: Said) -> None:
    small.threads.mkdir()
    (small.threads / "rules.toml").write_text(
        '[[rule]]\nid = "sales"\nwhy = "It sells pills."\nthen = "spam"\nwords = ["píldoras"]\n'
    )
    small.run(small.dump(said(1, text="Compre PILDORAS aquí"), said(2)))
    sold, fine = small.entries("hola-mundo")
    assert (sold.status, sold.reason) == ("spam", "rule sales: It sells pills.")
    assert sold.upstream == "approved"
    assert (fine.status, fine.reason) == ("approved", "")


def test_a_repeated_text_is_counted_over_the_whole_store(small: Small, said: Said) -> None:
    small.threads.mkdir()
    (small.threads / "rules.toml").write_text(
        '[[rule]]\nid = "copies"\nwhy = "The same again."\nthen = "pending"\nrepeated = 3\n'
    )
    small.page("otra")
    small.run(small.dump(said(1, text="Visite mi web"), said(2, text="visite mi web!")))
    assert {e.status for e in small.entries("hola-mundo")} == {"approved"}
    small.run(small.dump(said(3, text="Visite mi web.", page="otra")))
    assert {e.status for e in small.entries("hola-mundo")} == {"pending"}
    assert {e.status for e in small.entries("otra")} == {"pending"}


def test_a_wrong_rule_stops_everything_with_a_line_for_each_fault(small: Small, said: Said) -> None:
    small.threads.mkdir()
    (small.threads / "rules.toml").write_text(
        '[[rule]]\nid = "a"\nwhy = "x"\nthen = "deleted"\nwrods = ["y"]\n'
        '[[rule]]\nid = "b"\nwhy = "x"\nthen = "spam"\n'
    )
    with pytest.raises(BadRules) as caught:
        small.run(small.dump(said(1)))
    lines = str(caught.value).splitlines()
    assert "rule 1 (a): no key 'wrods'; did you mean 'words'?" in lines[0]
    assert "then: 'deleted' is not allowed" in lines[2]
    assert "rule 2 (b): it has no condition" in lines[3]


def test_a_change_by_hand_survives_every_import(small: Small, said: Said) -> None:
    dump = small.dump(said(1, text="Mi número es el 600 000 000."))
    small.run(dump)
    path = small.threads / "hola-mundo.json"
    mended = path.read_text("utf-8").replace("el 600 000 000", "[…]")
    path.write_text(mended.replace('"html"', '"edited_by_hand": ["text"],\n      "html"'), "utf-8")
    _, report = small.run(dump)
    (entry,) = small.entries("hola-mundo")
    assert entry.text == "Mi número es […]."
    assert report["kept_by_hand"] == 1
    assert "600" not in path.read_text("utf-8")
    before = small.bytes()
    small.run(dump)
    assert small.bytes() == before


def test_a_damaged_thread_file_stops_the_import_before_anything_is_written(
    small: Small, said: Said
) -> None:
    small.page("otra")
    small.run(small.dump(said(1)))
    path = small.threads / "hola-mundo.json"
    path.write_text(path.read_text("utf-8")[:50], "utf-8")
    before = small.bytes()
    with pytest.raises(BadStore, match=r"hola-mundo\.json: line"):
        small.run(small.dump(said(2), said(3, page="otra")))
    assert small.bytes() == before


def test_two_imports_at_once_do_not_mix(small: Small, said: Said) -> None:
    from tertulia.edge import journal

    with journal.opened(small.threads), pytest.raises(BadStore, match="another import"):
        small.run(small.dump(said(1)))


def test_two_sources_that_claim_a_file_are_both_named(
    small: Small, said: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    wxr, jsonl = registry.source("wxr"), registry.source("jsonl")
    rival = replace(wxr, claims=jsonl.claims)
    monkeypatch.setattr(registry, "all_sources", lambda: (jsonl, rival))
    code, report = small.run(small.dump(said(1)))
    assert code == 2
    assert report["files"][0]["refused"] == (
        "'jsonl' and 'wxr' both claim it; say which it is with --source jsonl"
    )
    assert small.run(small.dump(said(1)), source="jsonl")[0] == 0


def test_a_source_of_last_resort_gives_way_to_any_other(
    small: Small, said: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    jsonl = registry.source("jsonl")
    monkeypatch.setattr(
        registry, "all_sources", lambda: (replace(jsonl, name="a", last=True), jsonl)
    )
    assert small.run(small.dump(said(1)))[1]["files"][0]["source"] == "jsonl"


def test_an_empty_file_is_said_to_be_empty(small: Small) -> None:
    path = small.folder / "nada.xml"
    path.write_bytes(b" \n")
    code, report = small.run(path)
    assert (code, report["files"][0]["reasons"]) == (2, {"it is empty": 1})


def test_what_is_stored_is_not_called_left_out(small: Small, said: Said) -> None:
    """Whatever it is today, its source had approved it, or only guesses; what waits there is."""
    dump = small.dump(
        said(1, status="pending", edited_by_hand=["status"], reason="by hand: la fuente"),
        said(2, status="spam", reason="rule links: five links"),
        said(3, status="pending", source="page_text"),
        said(4, status="pending"),
    )
    code, report = small.run(dump)
    (file,) = report["files"]
    assert (code, report["added"], file["kinds"]) == (0, 3, {"comment": 3})
    assert file["reasons"] == {"pending at its source": 1}
    assert len(small.entries("hola-mundo")) == 3


def test_two_entries_of_one_id_that_share_nothing_else_are_two(small: Small, said: Said) -> None:
    one = said(1, author="Ana", text="Uno.", posted="2025-02-01T10:00:00Z")
    other = said(1, author="Luis", text="Dos.", posted="2025-02-02T10:00:00Z")
    edited = said(1, author="Ana", text="Uno, mejor.", posted="2025-02-01T10:00:00Z")
    _, report = small.run(small.dump(one, other, edited, one, other))
    found = [(e.author.name, e.posted.day) for e in small.entries("hola-mundo") if e.posted]
    assert (report["added"], found) == (2, [("Ana", 1), ("Luis", 2)])
    assert sum(report["files"][0]["notes"].values()) == 2
    before = small.bytes()
    small.run(small.dump(one, other, edited, one, other))
    assert small.entries("hola-mundo")[1].text == "Dos."
    assert before.keys() == small.bytes().keys()
