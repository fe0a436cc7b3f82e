import pytest

from tertulia.core.quotes import inside


@pytest.mark.parametrize(
    ("lang", "text", "shown"),
    [
        ("es", "Dijo que no.", "Dijo que no."),
        ("es", "«Ya veremos», dijo.", "“Ya veremos”, dijo."),
        ("es", "«Leí “no” en su web», dijo.", "“Leí ‘no’ en su web”, dijo."),
        ("es", "Leí “no” en su web.", "Leí “no” en su web."),
        ("es", "It’s «so».", "It’s “so”."),
        ("en", "“Soon”, they don’t say.", "‘Soon’, they don’t say."),
        ("en", "«Pronto», dicen.", "«Pronto», dicen."),
    ],
)
def test_marks_inside_a_quotation_are_a_step_further_in(lang: str, text: str, shown: str) -> None:
    assert inside(text, lang) == shown
