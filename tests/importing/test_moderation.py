from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from small_site import Small
from tertulia.commands.forget import forget
from tertulia.commands.moderate import moderate
from tertulia.core.errors import UnknownName
from tertulia.core.masking import addresses
from tertulia.core.model import Status
from tertulia.edge import journal
from tertulia.edge.privacy import findings, printed

Said = Callable[..., dict[str, object]]

RULES = '[[rule]]\nid = "links"\nwhy = "It has a link."\nthen = "pending"\nlinks = 1\n'


@pytest.fixture
def ruled(small: Small, said: Said) -> Small:
    """A site with one comment that a rule holds back and one that it does not."""
    small.threads.mkdir()
    (small.threads / "rules.toml").write_text(RULES)
    small.run(small.dump(said(1, text="Mire https://x.example/a"), said(2)))
    return small


def decided(site: Small, **what: object) -> None:
    assert moderate(content=site.content, settings=site.settings, **what) == 0


def test_what_is_pending_is_listed_with_the_reason(
    ruled: Small, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    decided(ruled)
    out = capsys.readouterr().out
    assert "hola-mundo\n  jsonl:blog.example:1  comment  Ana  2025-02-01 10:00" in out
    assert "why: rule links: It has a link." in out
    assert "1 pending" in out


def test_a_decision_by_hand_survives_imports_and_rules(ruled: Small, said: Said) -> None:
    decided(ruled, approve=["jsonl:blog.example:1"], why="es la fuente")
    ruled.run(ruled.dump(said(1, text="Mire https://x.example/a"), said(2)))
    decided(ruled, apply=True)
    entry, _ = ruled.entries("hola-mundo")
    assert (entry.status, entry.reason) == (Status.APPROVED, "by hand: es la fuente")
    assert len(ruled.thread("hola-mundo").comments) == 2


def test_a_decision_can_be_undone(ruled: Small) -> None:
    decided(ruled, refuse=["jsonl:blog.example:2"])
    assert ruled.entries("hola-mundo")[1].status is Status.DELETED
    decided(ruled, undo=["jsonl:blog.example:2"])
    entry = ruled.entries("hola-mundo")[1]
    assert (entry.status, entry.reason, entry.edited_by_hand) == (Status.APPROVED, "", ())
    assert entry.text


COPIES = '[[rule]]\nid = "copies"\nwhy = "Again."\nthen = "spam"\nrepeated = 2\n'
LATE = '[[rule]]\nid = "late"\nwhy = "Late."\nthen = "pending"\ndays_after_page = 5\n'


def test_entries_without_words_repeat_nothing_when_rules_are_asked_again(
    ruled: Small, said: Said
) -> None:
    (ruled.threads / "rules.toml").write_text(COPIES)
    ruled.run(ruled.dump(*(said(n, kind="like", author=f"P{n}", text="") for n in (1, 2, 3))))
    before = ruled.entries("hola-mundo")
    decided(ruled, apply=True)
    assert ruled.entries("hola-mundo") == before


@pytest.mark.parametrize("rules", [COPIES, LATE])
def test_a_decision_undone_is_left_to_all_that_rules_know(
    ruled: Small, said: Said, rules: str
) -> None:
    (ruled.threads / "rules.toml").write_text(rules)
    ruled.run(ruled.dump(said(8, text="Compre."), said(9, text="Compre.")))
    before = ruled.entries("hola-mundo")[-1]
    assert before.status is not Status.APPROVED
    decided(ruled, approve=["jsonl:blog.example:9"])
    decided(ruled, undo=["jsonl:blog.example:9"])
    assert ruled.entries("hola-mundo")[-1] == before


def test_an_unknown_id_changes_nothing_and_names_the_nearest(ruled: Small) -> None:
    before = ruled.bytes()
    with pytest.raises(UnknownName, match=r"no entry 'jsonl:blog\.example:11'; there are: jsonl"):
        decided(ruled, approve=["jsonl:blog.example:11"], spam=["jsonl:blog.example:2"])
    assert ruled.bytes() == before


def test_what_if_shows_what_other_rules_would_decide_and_writes_nothing(
    ruled: Small, capsys: pytest.CaptureFixture[str]
) -> None:
    before = ruled.bytes()
    other = ruled.folder / "other.toml"
    other.write_text(RULES.replace("links = 1", 'authors = ["ana"]').replace('"links"', '"ana"'))
    capsys.readouterr()
    decided(ruled, what_if=other)
    out = capsys.readouterr().out
    assert "jsonl:blog.example:2: approved → pending" in out
    assert "then: rule ana: It has a link." in out
    assert "2 decisions would change; nothing was written" in out
    assert ruled.bytes() == before


def test_rules_asked_again_decide_again(ruled: Small) -> None:
    (ruled.threads / "rules.toml").write_text("")
    decided(ruled, apply=True)
    assert {e.status for e in ruled.entries("hola-mundo")} == {Status.APPROVED}


@pytest.mark.parametrize("who", ["Berta Ruiz", "https://www.berta.example", "jsonl:blog.example:1"])
def test_who_is_forgotten_is_in_no_file_and_does_not_come_back(
    small: Small, said: Said, who: str
) -> None:
    small.page("otra")
    berta = {"name": "Berta Ruiz", "url": "http://berta.example/"}
    rows = [
        said(1, author=berta),
        said(2, parent=1),
        said(3, author=berta, page="otra"),
        said(4, author=berta, page="no-hay"),
    ]
    small.run(small.dump(*rows))
    assert forget(who, content=small.content, settings=small.settings) == 0
    for _ in range(2):
        left = b"".join(small.bytes().values()).decode()
        assert "Berta" not in left
        assert "berta.example" not in left
        assert [p.orphan for p in small.thread("hola-mundo").comments] == [True]
        assert small.entries("otra") == ()
        _, report = small.run(small.dump(*rows, said(5, author=berta)))
        assert (report["added"], report["forgotten"]) == (0, 4)


def test_who_is_forgotten_while_an_import_waits_for_the_store_does_not_come_back(
    small: Small, said: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    small.run(small.dump(said(1, author="Berta")))
    opened = journal.opened

    def late(folder: Path) -> AbstractContextManager[journal.Journal]:
        monkeypatch.undo()
        forget("Berta", content=small.content, settings=small.settings)
        return opened(folder)

    monkeypatch.setattr(journal, "opened", late)
    _, report = small.run(small.dump(said(1, author="Berta")))
    assert (report["added"], report["forgotten"]) == (0, 1)


def test_forgotten_words_do_not_come_back_under_another_id(small: Small, said: Said) -> None:
    small.run(small.dump(said(1, author="Berta")))
    forget("jsonl:blog.example:1", content=small.content, settings=small.settings)
    _, report = small.run(
        small.dump(said(7, author="berta", posted=said(1)["posted"], text="comentario   número 1"))
    )
    assert report["forgotten"] == 1


def test_corrections_and_rules_that_name_the_person_are_pointed_out(
    small: Small, said: Said, capsys: pytest.CaptureFixture[str]
) -> None:
    small.run(small.dump(said(1, author="Berta"), said(2)))
    (small.threads / "hola-mundo.overrides.toml").write_text("# jsonl:blog.example:1, de BERTA\n")
    (small.threads / "otra.overrides.toml").write_text("# de otra persona\n")
    capsys.readouterr()
    forget("berta", content=small.content, settings=small.settings)
    told = capsys.readouterr().out
    assert "1 other texts and files name them" in told
    assert "    hola-mundo.overrides.toml" in told.splitlines()


def test_texts_of_others_that_name_the_person_are_pointed_out(
    small: Small, said: Said, capsys: pytest.CaptureFixture[str]
) -> None:
    small.run(small.dump(said(1, author="Berta"), said(2, text="Tiene razón Berta.")))
    capsys.readouterr()
    forget("berta", content=small.content, settings=small.settings)
    assert "hola-mundo: jsonl:blog.example:2" in capsys.readouterr().out


@pytest.mark.parametrize(
    "text",
    [
        "escriba a ana.perez+blog@correo.example.org hoy",
        "mailto:a@b.es",
        "ana%40correo.es",
        "desde 203.0.113.7 escribe",
        "2001:db8:0:1::7",
        "https://secure.gravatar.com/avatar/0bc83cb571cd1c50ba6f3e8a78ef1346?s=96",
        "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36",
    ],
)
def test_an_address_of_a_person_is_found(text: str) -> None:
    assert list(addresses(text))


@pytest.mark.parametrize(
    "text",
    [
        "escriba a …@correo.example.org",
        "@ana@mastodon.social",
        "https://medium.com/@ana/una-nota",
        "versión 4.12.0.1-beta y 10:30:45",
        "el 24.12.2012 a las 12:30",
        "versiones 2.1.0.1, 16.0.0.0 y 0.7.0.26",
        "su router está en 192.168.1.1",
        "arroba @ suelta, a@b",
        "c-0123456789abcdef0123456789abcdef",
    ],
)
def test_what_is_no_address_of_a_person_is_none(text: str) -> None:
    assert not list(addresses(text))


def test_the_check_names_file_and_line_and_veils_the_address(tmp_path: Path) -> None:
    threads = tmp_path / "threads"
    threads.mkdir()
    (threads / "p.json").write_text('{\n"text": "de luisa@correo.example"\n}')
    (tmp_path / "posts").mkdir()
    (tmp_path / "posts" / "a.md").write_text("Escríbame: yo@blog.example")
    (threads / "q.json").write_text("yo@blog.example")
    (fault,) = findings(threads, printed(tmp_path))
    assert (fault.file, fault.line) == ("threads/p.json", 2)
    assert fault.message == "an e-mail address: lui…mple"
