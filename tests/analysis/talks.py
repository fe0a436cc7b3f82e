"""Small invented threads with their tones, for the tests of the analysis."""

from collections.abc import Iterable, Mapping
from datetime import UTC

from builders import entry
from tertulia.core.findings import Label, Tone
from tertulia.core.model import Entry, Thread
from tertulia.core.threads import assemble


def tone(polarity: float, *, label: Label | None = None, confidence: float = 0.8, **rest) -> Tone:
    """A tone whose label follows from its polarity."""
    if label is None:
        label = (
            Label.POSITIVE
            if polarity > 0.2
            else Label.NEGATIVE
            if polarity < -0.2
            else Label.NEUTRAL
        )
    return Tone(
        polarity=polarity, subjectivity=0.5, label=label, confidence=confidence, lang="es", **rest
    )


def thread(entries: Iterable[Entry]) -> Thread:
    """The entries as a thread of one page, in the zone UTC."""
    return assemble("pagina", entries, UTC)


def spoken(
    lines: Iterable[tuple[str, str | None, float, str, str, str, float | None]],
) -> tuple[Thread, Mapping[str, Tone]]:
    """A thread from lines of: id, parent, minutes, name, role, text, polarity or None."""
    entries, tones = [], {}
    for id, parent, minutes, name, role, text, polarity in lines:
        made = entry(id, parent=parent, minutes=minutes, name=name, role=role, text=text)
        entries.append(made)
        if polarity is not None:
            tones[id] = tone(polarity)
    return thread(entries), tones


# A bakery's wall on the day its oven broke; nested, the brand answers late and then well.
OVEN = [
    ("o:1", None, 0, "Berta Lago", "customer",
     "Llevo una hora con el pedido pagado y sin noticias. ¿Hay pan o no hay pan?", -0.6),
    ("o:2", "o:1", 25, "Iván", "customer",
     "Igual en la tienda de abajo. El envío cobrado y nadie contesta.", -0.7),
    ("o:3", None, 70, "Celia Roca", "customer",
     "El envío tarde otra vez, y ahora ni avisáis. Un desastre.", -0.8),
    ("o:4", "o:1", 245, "Horno Sauce", "brand",
     "Berta, Iván: se nos rompió el horno y lo contamos tarde. Hoy devolvemos cada envío.", None),
    ("o:5", "o:1", 260, "Berta Lago", "customer",
     "Ya me lo han devuelto. La atención, de diez.", 0.6),
    ("o:6", "o:3", 300, "Horno Sauce", "brand",
     "Celia, tienes razón. Desde mañana llega un aviso a cada pedido con su hora.", None),
    ("o:7", None, 320, "Paula", "customer",
     "La atención, estupenda: me llamaron ellos.", 0.7),
    ("o:8", None, 340, "Diego Mena", "customer",
     "Muy amables por teléfono, la atención un gusto.", 0.8),
    ("o:9", None, 400, "Nora", "customer",
     "¿El aviso llegará también a las tiendas?", 0.0),
]  # fmt: skip

# A flat blog thread as in 2010: nobody nests, the author answers by name.
FLAT = [
    ("f:1", None, 0, "Rosa", "other",
     "Totalmente de acuerdo contigo, a la gente hay que verla en persona.", 0.6),
    ("f:2", None, 60, "Clara Montes", "author", "Muchas gracias, Rosa. Nos vemos pronto.", 0.5),
    ("f:3", None, 90, "José Luis", "other",
     "De acuerdo con todo. Los encuentros del mes pasado fueron estupendos.", 0.7),
    ("f:4", None, 95, "Ángel", "other",
     "Las empresas ni contestan al correo. Es una vergüenza.", -0.6),
    ("f:5", None, 200, "Clara Montes", "author",
     "Gracias a ti, José Luis: fue un placer.", 0.5),
    ("f:6", None, 230, "Clara Montes", "author", "Hola, Ángel: eso cuesta clientes.", -0.2),
]  # fmt: skip
