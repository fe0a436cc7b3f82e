"""The words of the reasons, in Spanish and English."""

from collections.abc import Mapping, Sequence


def joined(items: Sequence[str], words: Mapping[str, str]) -> str:
    """Things in a row with "y" or "and" before the last; "e" before an i sound."""
    if len(items) < 2:
        return "".join(items)
    link, last = words["and"], items[-1]
    if link == "y" and last.lstrip("«").lower().startswith(("i", "hi", "í")):
        link = "e"
    return f"{', '.join(items[:-1])} {link} {last}"


SPANISH: Mapping[str, str] = {
    "and": "y",
    "quoted": "«{}»",
    "brand": "la misma marca",
    "channel": "mismo canal",
    "sector": "mismo sector",
    "same_end": "el mismo final",
    "other_end": "el final contrario",
    "this_case": "este caso",
    "this_post": "este artículo",
    "cited_case": "un caso citado en {}",
    "cited_post": "un artículo citado en {}",
    "cites_case": "un caso que remite a {}",
    "cites_post": "un artículo que parte de {}",
    "topic_other": "otro caso de {}",
    "topic_case": "un caso de {}",
    "topic_post": "trata también de {}",
    "topic_tail": "también trata de {}",
    "phrases": "los dos hablan de {}",
    "silence": "allí nadie contestó",
    "silence_too": "allí tampoco contestó nadie",
    "answered": "allí contestaron en {}",
    "answered_both": "allí contestaron en {}, aquí en {}",
    "point": "también allí se discute sobre {}",
    "better": "allí el tono mejoró después de la respuesta",
    "better_too": "también allí el tono mejoró después de la respuesta",
    "worse": "allí la respuesta empeoró el tono",
    "worse_too": "también allí la respuesta empeoró el tono",
    "abandoned": "allí la última palabra la tuvo el cliente",
    "trigger": "allí todo empezó por {}",
    "outcome_recovered": "allí acabó bien",
    "outcome_partly": "allí se arregló a medias",
    "outcome_unresolved": "allí quedó sin resolver",
    "public": "la conversación tiene {} mensajes de lectores",
    "picked": "elegido por la redacción",
    "near": "trata de lo mismo con otras palabras",
}

ENGLISH: Mapping[str, str] = {
    "and": "and",
    "quoted": "“{}”",
    "brand": "the same brand",
    "channel": "same channel",
    "sector": "same sector",
    "same_end": "the same ending",
    "other_end": "the opposite ending",
    "this_case": "this case",
    "this_post": "this article",
    "cited_case": "a case cited in {}",
    "cited_post": "an article cited in {}",
    "cites_case": "a case that refers to {}",
    "cites_post": "an article that builds on {}",
    "topic_other": "another case of {}",
    "topic_case": "a case of {}",
    "topic_post": "also about {}",
    "topic_tail": "it is about {} too",
    "phrases": "both speak of {}",
    "silence": "there nobody answered",
    "silence_too": "nobody answered there either",
    "answered": "there they answered in {}",
    "answered_both": "there they answered in {}, here in {}",
    "point": "there too {} is disputed",
    "better": "there the tone improved after the answer",
    "better_too": "there too the tone improved after the answer",
    "worse": "there the answer made things worse",
    "worse_too": "there too the answer made things worse",
    "abandoned": "there the customer had the last word",
    "trigger": "there it began with {}",
    "outcome_recovered": "there it ended well",
    "outcome_partly": "there it was half mended",
    "outcome_unresolved": "there it was left unresolved",
    "public": "the conversation has {} messages of readers",
    "picked": "picked by the editors",
    "near": "the same matter in other words",
}
