import subprocess
import sys

import numpy as np

from builders import page
from tertulia.analysis.bags import pack, spelt
from tertulia.analysis.reading import number, read

TEXT = "El Hotel Marítimo contestó; el hotel contestó otra vez."


def test_a_bag_holds_each_term_and_pair_once_with_its_times():
    bag = pack(page("a", title="Hotel", text=TEXT))
    terms, times = np.frombuffer(bag.terms, np.int64), np.frombuffer(bag.times, np.int32)
    found = dict(zip(terms.tolist(), times.tolist(), strict=True))
    assert found[number("hotel")] == 3
    assert found[number("contestar")] == 2
    assert bag.length == 6
    assert np.frombuffer(bag.needle, dtype=np.int64).tolist() == [number("hotel")]


def test_the_numbers_of_terms_lead_back_to_how_they_are_written():
    one = page("a", title="X", text=TEXT)
    terms = np.frombuffer(pack(one).terms, dtype=np.int64).tolist()
    found = spelt(read(one), terms)
    assert found.keys() == set(terms)
    spellings = [words for words, _ in found.values()]
    assert "Hotel Marítimo" in spellings
    assert "Marítimo contestó" in spellings


def test_numbers_are_the_same_in_every_process(root):
    code = "from tertulia.analysis.reading import number; print(number('reseña'))"
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={"PYTHONPATH": str(root / "plugins"), "PYTHONHASHSEED": "7"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert int(done.stdout) == number("reseña")


def test_a_page_without_words_has_an_empty_bag():
    assert pack(page("a", title="", text="")).terms == b""
