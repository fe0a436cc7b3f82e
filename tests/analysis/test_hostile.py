"""Whatever stands in a comment, a thread with it is summed up within a second."""

import time
import warnings

import pytest

from analysis.talks import thread, tone
from builders import entry
from tertulia.analysis.service import measure
from tertulia.analysis.summary import summarise

HOSTILE = {
    "empty": "",
    "one word": "Bien",
    "emoji only": "👍" * 500,
    "200,000 words": "palabra " * 200_000,
    "one endless word": "a" * 1_000_000,
    "an endless question": "a" * 100_000 + "¿?",
    "only marks": "?¿" * 50_000,
    "blanks": "a" + " " * 200_000 + "pero",
    "stops": ". " * 100_000,
    "commas": "a, " * 100_000,
    "lines": "\n" * 100_000 + "> ",
    "quoted": "> cita\n" * 30_000,
    "not at all": "no estoy nada " * 20_000,
    "never": "no nunca sin nadie " * 20_000,
    "control characters": "".join(map(chr, range(32))) * 1000,
    "right to left": "\u202eשלום مرحبا؟ " * 5000,
    "combining": "a" + "\u0301" * 100_000,
    "addresses": "https://" + "a" * 100_000,
    "templates": "{{7*7}} {filename}x.md %(a)s {n} \0 0\0",
    "lone surrogates": "\ud800" * 1000,
    "names": "Ana, " * 40_000,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_comment_costs_less_than_a_second(text):
    made = [
        entry("t:1", name="Ana", role="customer", text=text),
        entry("t:2", parent="t:1", name=text[:500], role="brand", text=text),
        entry("t:3", name=text[:200], text=text + "!"),
        entry("t:4", name="Eva", text="La atención, bien. " + text),
    ]
    tones = {e.id: tone(p) for e, p in zip(made, (0.9, 0.1, -0.8, 0.7), strict=True)}
    talk = thread(made)
    summarise(thread([]), {})
    start = time.process_time()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = summarise(talk, tones)
        measure(talk, tones)
    assert time.process_time() - start < 1
    assert found.public == 3
    assert all(len(q.text) <= 240 for q in found.quotations)
