"""What people type behind an option is read, or refused in one line."""

import pytest

from tertulia.commands import options
from tertulia.core.errors import BadSettings


def test_pairs_have_keys_in_lower_case_and_values_with_any_sign() -> None:
    found = options.pairs(["Channel = Foro", "summary=2 + 2 = 4"], "--set")
    assert found == {"channel": "Foro", "summary": "2 + 2 = 4"}


def test_a_pair_without_a_sign_is_refused() -> None:
    with pytest.raises(BadSettings, match="--set: 'draft' is not of the form key=value"):
        options.pairs(["draft"], "--set")


@pytest.mark.parametrize("text", ["", "x", "1.5", "-1", "65536"])
def test_what_is_no_number_or_out_of_bounds_is_refused(text: str) -> None:
    with pytest.raises(BadSettings, match="--port"):
        options.number(text, "--port", most=65535)
