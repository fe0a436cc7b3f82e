"""Spans of time in words: "nueve horas", "27 minutos", "two days"."""

_NUMBERS = {
    "es": "un dos tres cuatro cinco seis siete ocho nueve diez once doce",
    "en": "one two three four five six seven eight nine ten eleven twelve",
}

_UNITS = {
    "es": (("minuto", "minutos"), ("hora", "horas"), ("día", "días"), ("año", "años")),
    "en": (("minute", "minutes"), ("hour", "hours"), ("day", "days"), ("year", "years")),
}

_LIMITS_S = (60, 3_600, 86_400, 31_557_600)


def span(seconds: float, lang: str) -> str:
    """A span in its largest whole unit, rounded; under half a minute "menos de un minuto"."""
    code = "es" if lang.startswith("es") else "en"
    if seconds < 30:
        return "menos de un minuto" if code == "es" else "less than a minute"
    unit = 0
    for step in range(1, len(_LIMITS_S)):
        # 90 minutes are "una hora"? No: below two of a unit the smaller one says more.
        if seconds >= 2 * _LIMITS_S[step] or round(seconds / _LIMITS_S[step], 2) == 1:
            unit = step
    return counted(round(seconds / _LIMITS_S[unit]), *_UNITS[code][unit], code)


def counted(number: int, one: str, many: str, lang: str) -> str:
    """A count with its noun: "una hora", "tres años", "27 minutos"."""
    return f"{number_word(number, lang, feminine=one == 'hora')} {one if number == 1 else many}"


def number_word(number: int, lang: str, *, feminine: bool = False) -> str:
    """One to twelve in words, the rest in figures."""
    spanish = lang.startswith("es")
    words = _NUMBERS["es" if spanish else "en"].split()
    if not 1 <= number <= len(words):
        return str(number)
    return "una" if spanish and feminine and number == 1 else words[number - 1]
