"""Each page has its receipt, by the schema, and its figures are those of its own comments."""

import json
from collections import Counter
from pathlib import Path

import jsonschema
import pytest


@pytest.fixture(scope="module")
def receipts(sample: Path) -> dict[str, dict]:
    """All receipts of the sample site, by the page's address."""
    return {
        path.parent.relative_to(sample).as_posix(): json.loads(path.read_text("utf-8"))
        for path in sorted(sample.rglob("analysis.json"))
    }


def test_every_receipt_follows_its_schema(root: Path, receipts):
    schema = json.loads((root / "docs/analysis.schema.json").read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    checker = jsonschema.Draft202012Validator(schema)
    assert receipts
    for place, receipt in receipts.items():
        assert not [f"{place}: {e.json_path} {e.message}" for e in checker.iter_errors(receipt)]


def test_the_figures_of_a_receipt_follow_from_its_own_comments(receipts):
    for place, receipt in receipts.items():
        counted = {point["id"] for point in receipt["summary"]["course"]}
        said = [
            c
            for c in receipt["comments"]
            if c["role"] not in ("author", "brand") and c["id"] in counted
        ]
        labels = Counter(c["tone"]["label"] for c in said)
        counts = {label: n for label, n in receipt["summary"]["counts"].items() if n}
        assert counts == dict(labels), place
        values = [
            c["tone"]["polarity"]
            for c in said
            if c["tone"]["label"] in ("positive", "neutral", "negative")
        ]
        mean = receipt["summary"]["mean"]
        assert (mean is None) == (len(values) < 3), place
        if mean:
            assert mean["value"] == pytest.approx(sum(values) / len(values), abs=1e-4), place


def test_every_page_that_shows_a_summary_links_to_its_receipt(sample: Path, receipts):
    pages = {place: (sample / place / "index.html").read_text("utf-8") for place in receipts}
    shown = {place for place, page in pages.items() if 'id="conversacion"' in page}
    assert {p for p, r in receipts.items() if r["summary"]["mean"]} <= shown
    assert all("analysis.json" in pages[place] for place in shown)


def test_what_people_read_by_hand_is_what_counts(receipts):
    receipt = receipts["casos/nueve-horas-de-silencio"]
    labels = {c["id"]: c["tone"]["label"] for c in receipt["comments"]}
    given = [c for c in receipt["corrections"] if c["field"] == "label"]
    assert given
    assert all(labels[c["id"]] == c["value"] for c in given)


def test_the_page_on_the_method_says_how_often_the_machine_agrees(sample: Path):
    page = (sample / "metodo" / "index.html").read_text("utf-8")
    assert "De 33 comentarios cuyo tono ha leído una persona" in page
