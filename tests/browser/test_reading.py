"""What a reader does: folds, filters, links to a comment, chooses dark, uses keys alone."""

import re
from typing import Any

import pytest

pytestmark = pytest.mark.browser

CASE = "casos/nueve-horas-de-silencio/"


def background(page: Any) -> str:
    return page.evaluate("getComputedStyle(document.body).backgroundColor")


def test_without_scripts_threads_fold_and_can_be_filtered(tab, address: str) -> None:
    page = tab(address + CASE, java_script_enabled=False)
    replies = page.locator(".threads > li .replies").first
    assert replies.is_visible()
    page.locator(".fold > summary").first.click()
    assert not replies.is_visible()
    page.get_by_text(re.compile("^Sin réplica")).click()
    assert page.locator(".threads > .con:visible").count() == 0
    assert page.locator(".threads > .sola:visible").count() > 0


def test_without_scripts_cases_are_filtered_by_outcome(tab, address: str) -> None:
    page = tab(address + "casos/", java_script_enabled=False)
    page.locator("label", has_text="Sin resolver").click()
    shown = page.locator("tbody tr:visible .out").all_inner_texts()
    assert set(shown) == {"Sin resolver"}


def test_without_scripts_dark_can_be_chosen_for_a_page(tab, address: str) -> None:
    page = tab(address, java_script_enabled=False)
    page.locator("label", has_text="Oscura").click()
    assert page.locator("#modo-oscuro").is_checked()


def test_the_chosen_appearance_is_remembered(tab, address: str) -> None:
    page = tab(address)
    light = background(page)
    page.locator("label", has_text="Oscura").click()
    dark = background(page)
    assert dark != light
    page.goto(address + CASE)
    assert background(page) == dark
    assert page.locator("#modo-oscuro").is_checked()
    page.locator("label", has_text="Automática").click()
    assert background(page) == light


def test_a_permalink_rings_its_comment(tab, address: str) -> None:
    page = tab(address + CASE)
    link = page.locator(".cmt header > a.u-url").nth(3)
    link.click()
    ringed = page.locator(".cmt:target")
    assert ringed.count() == 1
    assert page.url.endswith("#" + (ringed.get_attribute("id") or ""))
    assert ringed.evaluate("e => getComputedStyle(e).outlineStyle") == "solid"


def test_a_thread_can_be_walked_by_keys_and_focus_is_always_seen(tab, address: str) -> None:
    page = tab(address + CASE)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    page.locator(".threads").evaluate("e => { e.tabIndex = -1; e.focus() }")
    seen = []
    for _ in range(14):
        page.keyboard.press("Tab")
        seen.append(
            page.evaluate(
                """() => { const e = document.activeElement, s = getComputedStyle(e);
                return [e.tagName, s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) > 1] }"""
            )
        )
    assert {tag for tag, _ in seen} >= {"A", "SUMMARY"}
    assert all(visible for _, visible in seen)
    page.locator(".fold > summary").first.focus()
    page.keyboard.press("Enter")
    assert page.locator(".fold").first.get_attribute("open") is None


@pytest.mark.parametrize("anew", [True, False], ids=["from elsewhere", "on the page itself"])
def test_a_permalink_of_a_long_thread_leads_to_the_page_of_the_comment(
    tab, hard, anew: bool
) -> None:
    address = hard("worst") + "casos/largo/"
    page = tab(address)
    link = page.locator(".else a").last
    mark = link.get_attribute("id")
    if anew:
        page.goto("about:blank")
    page.goto(f"{address}#{mark}", wait_until="commit")  # our script leads on from there at once
    page.wait_for_url("**/comentarios/*/#*")
    assert page.locator(".cmt:target").get_attribute("id") == mark


@pytest.mark.parametrize(("wish", "behaviour"), [("reduce", "auto"), ("no-preference", "smooth")])
def test_pages_move_only_for_those_who_do_not_mind(
    tab, address: str, wish: str, behaviour: str
) -> None:
    page = tab(address + CASE, reduced_motion=wish)
    assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == behaviour


def test_in_forced_colours_the_marks_of_tone_are_still_seen(tab, address: str) -> None:
    page = tab(address + CASE, forced_colors="active")
    drawn = "e => getComputedStyle(e, '::before').backgroundColor"
    marks = {page.locator(f".cmt .tone.{tone}").first.evaluate(drawn) for tone in ("pos", "neg")}
    assert len(marks) == 2
    assert "rgba(0, 0, 0, 0)" not in marks


def test_print_shows_the_text_and_leaves_the_controls_out(tab, address: str) -> None:
    page = tab(address + CASE)
    page.emulate_media(media="print")
    assert not page.locator(".nav").is_visible()
    assert not page.locator(".find").first.is_visible()
    assert page.locator(".prose p").first.is_visible()
    assert page.locator(".cmt").first.is_visible()


def test_the_search_form_leads_to_the_search_page(tab, address: str) -> None:
    page = tab(address, java_script_enabled=False)
    page.locator("#q").fill("disculpa")
    page.keyboard.press("Enter")
    page.wait_for_url(address + "buscar/?q=disculpa")


def test_a_feed_opened_in_a_browser_can_be_read_and_says_what_it_is(tab, address: str) -> None:
    page = tab(address + "feeds/all.xml")
    note = "getComputedStyle(document.documentElement, '::before').content"
    assert "Esto es un canal" in page.evaluate(note)
    first = "getComputedStyle(document.querySelector('entry')).display"
    assert page.evaluate(first) == "block"
