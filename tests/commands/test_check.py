"""`invoke check` finds what is wrong in a site, whatever part of it."""

import json
from pathlib import Path

import pytest

from builders import entry, save_page
from tertulia.commands.check import check_site, faults


@pytest.fixture
def content(tmp_path: Path) -> Path:
    folder = tmp_path / "content"
    (folder / "posts").mkdir(parents=True)
    (folder / "posts" / "uno.md").write_text("Title: Uno\nDate: 2024-01-01\n\nHola.\n", "utf-8")
    save_page(folder / "threads", "uno", [entry(text="Sin nada que ocultar.")])
    return folder


def complaints(content: Path) -> list[str]:
    return [str(fault) for fault in faults(content, content.parent / "output")]


def test_a_sound_site_has_none(content: Path) -> None:
    assert check_site(content, content.parent / "output") == 0


def test_the_sample_site_has_none(root: Path, tmp_path: Path) -> None:
    assert [str(f) for f in faults(root / "content", tmp_path / "output")] == []


def test_an_image_without_a_description_is_one(content: Path) -> None:
    post = content / "posts" / "uno.md"
    (content / "images").mkdir()
    (content / "images" / "x.jpg").write_bytes(b"")
    post.write_text(post.read_text("utf-8") + "\n![]({static}/images/x.jpg)\n", "utf-8")
    (found,) = complaints(content)
    assert found.startswith("content/posts/uno.md:6: the image {static}/images/x.jpg")


def test_both_sides_of_a_merge_in_a_text_are_one_but_not_in_code(content: Path) -> None:
    post = content / "posts" / "uno.md"
    left = "<<<<<<< HEAD\nUno.\n=======\nDos.\n>>>>>>> otra\n"
    post.write_text(f"{post.read_text('utf-8')}\n```\n{left}```\n", "utf-8")
    assert complaints(content) == []
    post.write_text(f"{post.read_text('utf-8')}\n{left}", "utf-8")
    (found,) = complaints(content)
    assert found.startswith("content/posts/uno.md:14: a merge of git left both sides here; keep")


def test_a_conversation_of_no_page_is_told(
    content: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    post = content / "posts" / "uno.md"
    post.rename(content / "posts" / "unos.md")
    post = content / "posts" / "unos.md"
    post.write_text("Title: Unos\nDate: 2024-01-01\n\nHola.\n", "utf-8")
    assert check_site(content, content.parent / "output") == 0
    told = capsys.readouterr().err
    assert "content/threads/uno.json:1: no page 'uno'; did you mean 'unos'?;" in told
    post.write_text("Title: Unos\nAliases: uno\nDate: 2024-01-01\n\nHola.\n", "utf-8")
    check_site(content, content.parent / "output")
    assert "uno.json" not in capsys.readouterr().err


@pytest.mark.parametrize(
    "text",
    [
        "Escríbeme a ana@correo.example.org",
        "Mi IP es 203.0.113.77",
        "gravatar.com/avatar/" + "a1" * 16,
    ],
)
def test_the_address_of_a_person_in_a_thread_is_one(content: Path, text: str) -> None:
    save_page(content / "threads", "uno", [entry(text=text)])
    (found,) = complaints(content)
    assert found.startswith("content/threads/uno.json:")
    assert text.split()[-1] not in found


def test_the_address_of_a_person_in_a_built_page_is_one(content: Path) -> None:
    output = content.parent / "output"
    output.mkdir()
    (output / "index.html").write_text("<p>ana@correo.example.org</p>", "utf-8")
    assert len(complaints(content)) == 1


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("_headers", "X-Owner: ana@correo.example.org"),
        ("A.HTML", "<p>ana@correo.example.org</p>"),
        ("a.json", '{"a": "ana\\u0040correo.example.org"}'),
    ],
)
def test_an_address_is_found_however_it_is_written_and_wherever(
    content: Path, name: str, text: str
) -> None:
    output = content.parent / "output"
    output.mkdir()
    (output / name).write_text(text, "utf-8")
    (found,) = complaints(content)
    assert found.startswith(f"output/{name}:1: an e-mail address")


def test_a_damaged_thread_is_one(content: Path) -> None:
    path = content / "threads" / "uno.json"
    path.write_text(json.dumps({"schema": 1}), "utf-8")
    assert "uno.json" in complaints(content)[0]
    assert check_site(content, content.parent / "output") == 1


def test_two_pages_of_one_title_are_one(content: Path) -> None:
    head = "Title: Uno\nSlug: otro\nDate: 2024-01-01\n\nHola.\n"
    (content / "posts" / "dos.md").write_text(head, "utf-8")
    (found,) = complaints(content)
    assert "posts/dos.md" in found
    assert "posts/uno.md" in found


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("uno.overrides.toml", "x"),
        ("rules.toml", "[[rule]]\nid = 'a'\n"),
        ("pages.toml", "a = 1"),
        ("_forgotten.json", "{}"),
        ("_forgotten.json", '{"schema": 2, "salt": "", "forgotten": []}'),
        ("_dumps.json", '{"schema": 1, "dumps": 3}'),
    ],
)
def test_every_file_beside_the_threads_is_looked_at(content: Path, name: str, text: str) -> None:
    (content / "threads").mkdir(exist_ok=True)
    (content / "threads" / name).write_text(text, "utf-8")
    found = complaints(content)
    assert found
    assert all(name in line for line in found)


def test_a_link_into_a_folder_behind_a_link_is_none(content: Path) -> None:
    (content / "posts").rename(content.parent / "elsewhere")
    (content / "posts").symlink_to(content.parent / "elsewhere")
    text = "Title: Dos\nDate: 2024-01-01\n\n[Uno]({filename}/posts/uno.md), ana@blog.example\n"
    (content / "posts" / "dos.md").write_text(text, "utf-8")
    save_page(content / "threads", "uno", [entry(text="Escribe a ana@blog.example")])
    assert complaints(content) == []


def test_corrections_of_a_page_that_is_not_there_are_told(
    content: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    post = "Title: Dos\nDate: 2024-01-01\nAliases: /2012/antes/\n\nHola.\n"
    (content / "posts" / "dos.md").write_text(post, "utf-8")
    for name in ("uno", "antes", "unno"):
        (content / "threads" / f"{name}.overrides.toml").write_text("", "utf-8")
    assert check_site(content, content.parent / "output") == 0
    told = capsys.readouterr().err.splitlines()
    assert [line for line in told if "overrides" in line] == [
        "content/threads/unno.overrides.toml:1: no page 'unno'; did you mean 'uno'? (only a notice)"
    ]


REST = "Dos\n===\n\n:date: 2024-01-02\n:slug: {slug}\n\n`uno <{{filename}}uno.md>`_ [[x]] ![]\n"


def test_pages_in_restructured_text_are_known_by_their_names(content: Path) -> None:
    post = content / "posts" / "uno.md"
    links = "\n[[Dos]] y [otro]({filename}dos.rst#parte) y [[Dos#Parte]]\n"
    post.write_text(post.read_text("utf-8") + links, "utf-8")
    (content / "posts" / "dos.rst").write_text(REST.format(slug="dos"), "utf-8")
    save_page(content / "threads", "dos", [entry(text="Nada.")])
    assert complaints(content) == []


def test_a_slug_that_restructured_text_has_too_is_told(content: Path) -> None:
    (content / "posts" / "dos.rst").write_text(REST.format(slug="Uno"), "utf-8")
    assert (
        "content/posts/uno.md:1: slug 'uno' belongs to content/posts/dos.rst already; give one"
        in ("\n".join(complaints(content)))
    )


def test_a_thread_of_a_page_in_restructured_text_is_not_astray(
    content: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (content / "posts" / "dos.rst").write_text(REST.format(slug="dos"), "utf-8")
    for name in ("dos", "tres"):
        save_page(content / "threads", name, [entry(text="Nada.")])
    check_site(content, content.parent / "output")
    said = capsys.readouterr().err
    assert "no page 'tres'" in said
    assert "no page 'dos'" not in said


def test_a_notice_for_each_of_very_many_pages_is_told_of_the_first(
    content: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for number in range(30):
        head = f"Title: P{number}\nDate: 2024-01-01\n\nHola.\n"
        (content / "posts" / f"p{number}.md").write_text(head, "utf-8")
    check_site(content, content.parent / "output")
    lines = [line for line in capsys.readouterr().err.splitlines() if "no other page" in line]
    assert len(lines) == 11
    assert lines[-1] == "… and 21 more: no other page leads here (only a notice)"
