"""What was remembered of a conversation's texts is let go with it."""

from tertulia.analysis import aspects, endings, questions, quotations, talks

TEXT = "¿Cuándo llega mi pedido? Pero la atención, de diez."


def test_no_text_is_held_once_its_conversation_is_worked_out() -> None:
    assert questions.asks(TEXT)
    assert not questions.joins_in(TEXT)
    assert not endings.solves(TEXT)
    assert not endings.hides(TEXT)
    assert quotations._words(TEXT)
    assert aspects.to_score(TEXT)
    talks.forget()
    aspects.forget()
    known = (
        questions.asks, questions.joins_in, questions._kept, endings.solves, endings.hides,
        quotations._words, aspects.passages, aspects._spoken_of,
    )  # fmt: skip
    assert [function.cache_info().currsize for function in known] == [0] * len(known)
