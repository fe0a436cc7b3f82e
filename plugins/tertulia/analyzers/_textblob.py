"""Our analyzers as TextBlob knows analyzers.

TextBlob's own shortcuts `blob.polarity` and `blob.subjectivity` ask its English lexicon whatever
analyzer it was given: read `blob.sentiment`.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

from tertulia.core.contracts import Analyzer
from tertulia.core.findings import Label


class Sentiment(NamedTuple):
    """A tone in TextBlob's order; `core.findings.Tone` says what each field is."""

    polarity: float
    subjectivity: float
    label: Label
    confidence: float
    lang: str
    words: tuple[str, ...]
    ironic: bool


def wrapped(analyzer: Analyzer, lang_of: Callable[[str], str]) -> Any:  # noqa: ANN401
    """A `BaseSentimentAnalyzer` for `Blobber(analyzer=…)`; this imports TextBlob.

    Args:
        lang_of: Finds the language of a text.
    """
    from textblob.base import CONTINUOUS, BaseSentimentAnalyzer

    class TertuliaAnalyzer(BaseSentimentAnalyzer):  # type: ignore[misc]
        kind = CONTINUOUS

        def analyze(self, text: str, keep_assessments: bool = False) -> Sentiment:  # noqa: ARG002
            (tone,) = analyzer.score([str(text)], [lang_of(str(text))])
            return Sentiment(
                tone.polarity,
                tone.subjectivity,
                tone.label,
                tone.confidence,
                tone.lang,
                tone.words,
                tone.ironic,
            )

    return TertuliaAnalyzer()
