# ruff: noqa: E501
"""A small site of views: four cases with their conversations, posts, topics and pages."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from builders import entry, page
from tertulia.core.findings import (
    Ending,
    Group,
    Interval,
    Label,
    Point,
    Rollup,
    Service,
    Summary,
    Talk,
    Tone,
)
from tertulia.core.model import Case, Citation, Entry, Outcome, Page, PageKind, Placed, Role, Thread
from tertulia.core.views import Heading, PageView, Reply, SiteView, Suggestion


def placed(entries: Iterable[Entry]) -> tuple[Placed, ...]:
    """Entries in thread order; parents stand before their replies."""
    entries = list(entries)
    by_id = {e.id: e for e in entries}
    depth: dict[str, int] = {}
    below: dict[str, int] = {}
    for e in entries:
        depth[e.id] = depth[e.parent] + 1 if e.parent in by_id else 0
    for e in reversed(entries):
        if e.parent in by_id:
            below[e.parent] = below.get(e.parent, 0) + 1 + below.get(e.id, 0)
    return tuple(
        Placed(
            entry=e,
            number=n,
            depth=depth[e.id],
            parent=by_id.get(e.parent or ""),
            orphan=bool(e.parent) and e.parent not in by_id,
            lapse=e.posted - by_id[e.parent].posted
            if e.parent in by_id and e.posted and by_id[e.parent].posted
            else None,
            replies=below.get(e.id, 0),
        )
        for n, e in enumerate(entries, 1)
    )


def tone(value: float | None) -> Tone:
    """A tone; None is one that is not clear."""
    label = Label.UNCLEAR
    if value is not None:
        label = Label.POSITIVE if value > 0.1 else Label.NEGATIVE if value < -0.1 else Label.NEUTRAL
    return Tone(polarity=value or 0.0, subjectivity=0.5, label=label, confidence=0.9, lang="es")


def talk(
    comments: Sequence[Entry] = (), tones: Sequence[float | None] = (), page: str = "p", **rest: Any
) -> Talk:
    """A conversation with tones for its comments, repeated as needed."""
    values = [tones[i % len(tones)] if tones else 0.0 for i in range(len(comments))]
    found = {e.id: tone(v) for e, v in zip(comments, values, strict=True)}
    in_place = placed(comments)
    course = tuple(
        Point(
            id=p.entry.id,
            posted=p.entry.posted,
            polarity=None if p.entry.author.role.own else v,
            label=found[p.entry.id].label,
            role=p.entry.author.role,
            depth=p.depth,
        )
        for p, v in zip(in_place, values, strict=True)
    )
    public = [p for p in course if not p.role.own]
    own = [p for p in course if p.role.own]
    counts = {label: sum(p.label == label for p in public) for label in Label}
    first = own[0].posted - public[0].posted if own and public else None
    summary = Summary(
        total=len(course),
        public=len(public),
        voices=len(public),
        sentences=("Antes de la primera respuesta, los 4 mensajes del público son negativos.",)
        if course
        else (),
        counts=counts,
        mean=Interval(value=-0.3, low=-0.5, high=-0.1) if len(public) > 2 else None,
        shares={},
        course=course,
        opening=-0.7 if course else None,
        closing=0.1 if course else None,
        before=-0.69 if own else None,
        after=0.13 if own else None,
        by_depth=(),
        phrases=(),
        aspects=(),
        quotations=(),
        unanswered=(),
        agreement=(0, 0),
        facts=(),
    )
    service = Service(
        first_answer=first,
        median_answer=first,
        asked=len(public),
        answered=len(own),
        within_s={},
        waits={},
        last_word=Role.OTHER if course else None,
        ending=Ending.OPEN,
        customers=(),
    )
    thread = Thread(page=page, comments=in_place, **rest)
    return Talk(thread=thread, tones=found, summary=summary, service=service)


HILO = [
    # id, parent, minutes, name, role, tone, text
    (1, 0, 0, "Marta Iriarte", "other", -0.72, "Vuelo CZ 418 cancelado y el teléfono comunica desde las siete. ¿Alguien va a decirnos algo?"),
    (2, 1, 38, "Joan P.", "other", -0.58, "Igual en Vitoria. En el mostrador nos mandan a la web, y la web nos manda al mostrador."),
    (3, 1, 552, "Lucía, de Cierzo", "brand", 0.0, "Marta, Joan: hemos tardado nueve horas en contestar y no hay excusa. Mañana salen dos vuelos con destino Madrid."),
    (4, 3, 567, "Marta Iriarte", "other", 0.05, "Gracias por dar la cara. Te mando el localizador por privado."),
    (5, 0, 111, "Rubén Salas", "other", -0.81, "Tercer comentario que me borráis. Tengo capturas de los tres."),
    (6, 5, 588, "Lucía, de Cierzo", "brand", 0.0, "Es cierto, Rubén. Ya está restaurado, con su hora original."),
    (7, 6, 616, "Rubén Salas", "other", 0.34, "Restaurado, lo confirmo. Se agradece que lo digáis en público."),
    (8, 0, 266, "Ainhoa G.", "other", -0.66, "Mi madre tiene 78 años y lleva la noche en una silla. Ni agua le han dado."),
    (9, 0, 656, "Pilar Otero", "other", 0.62, "Me acaban de llamar ellos, sin pedirlo, y salgo mañana a las 10:40. Bien resuelto."),
    (10, 0, 1506, "Tomás Vidal", "other", -0.35, "Bien por contestar, mal por el formulario de reembolso: pide catorce datos que ya tenéis."),
    (11, 10, 1533, "Lucía, de Cierzo", "brand", 0.0, "Tienes razón, Tomás. Desde ahora son cuatro: localizador, nombre, cuenta y correo."),
    (12, 0, 1621, "Núria Camps", "other", 0.0, "¿El reembolso incluye lo que pagué por elegir asiento?"),
]  # fmt: skip


def hilo(instance: str = "blog.example") -> tuple[list[Entry], list[float | None]]:
    """The thread of the sample case and its tones."""
    comments = [
        entry(
            f"wxr:{instance}:{n}",
            parent=f"wxr:{instance}:{p}" if p else None,
            minutes=minutes,
            name=name,
            role=role,
            text=text,
        )
        for n, p, minutes, name, role, _, text in HILO
    ]
    return comments, [row[5] for row in HILO]


BODY = """<p>El 16 de abril de 2010 la nube de ceniza cerró el espacio aéreo de medio continente.
Aerolíneas Cierzo, una compañía regional con seis aviones, canceló a las siete de la mañana los
nueve vuelos del día. No lo dijo en ningún sitio.</p>
<h2 id="el-muro">El muro, a las ocho y cuarto</h2>
<p>La primera queja llegó a las 8:14. No pedía dinero ni disculpas: pedía <em>saber algo</em>.</p>
<blockquote><p>Hemos tardado nueve horas en contestar y no hay excusa.</p></blockquote>
<table><thead><tr><th>Hora</th><th>Mensajes</th></tr></thead><tbody><tr><td>8 h</td><td>2</td></tr></tbody></table>
<h2 id="aprender">Tres cosas que copiar</h2>
<ol><li>Decir «no lo sabemos todavía» a las ocho.</li><li>Un mensaje borrado por error se restaura.</li></ol>
<pre><code>$ make build</code></pre>"""

ROLLUP = Rollup(
    name="", pages=(), threads=4, comments=585,
    counts={Label.NEGATIVE: 5, Label.NEUTRAL: 2, Label.POSITIVE: 2},
    mean=Interval(value=-0.2, low=-0.3, high=-0.1), median_first_s=17520.0,
    answer_rate=Interval(value=0.6, low=0.5, high=0.7), outcomes={"recovered": 2, "unresolved": 1},
)  # fmt: skip


def case_page(id: str, title: str, **rest: Any) -> Page:
    """A case study."""
    facts = Case(
        brands=(rest.pop("brand", "Aerolíneas Cierzo"),), channel="Muro de Facebook",
        sector="Transporte", period="2010-04-16", trigger="Vuelos cancelados sin aviso",
        happened="Los clientes pidieron saber algo.", outcome=Outcome(rest.pop("outcome", "recovered")),
        first=rest.pop("first", timedelta(hours=9, minutes=12)),
        sources=(Citation(text="El Diario", url="https://diario.example/a", read="2026-11-22"),),
    )  # fmt: skip
    values = {
        "kind": PageKind.CASE,
        "title": title,
        "url": f"casos/{id}/",
        "case": facts,
        "published": datetime(2025, 5, 3, 7, 0, tzinfo=UTC),
        "authors": ("Clara Montes",),
        "summary": "La marca tardó nueve horas en escribir la primera palabra y una tarde en arreglarlo.",
        "topics": ("disculpa-publica",),
    }
    return page(id, **(values | rest))


def group(kind: str, name: str, slug: str, *pages: str) -> Group:
    """A brand, channel, sector or year."""
    folder = {"brand": "marcas", "channel": "canales", "sector": "sectores", "year": "anos"}[kind]
    rollup = replace(ROLLUP, name=name, pages=pages)
    return Group(
        kind=kind, name=name, slug=slug, url=f"{folder}/{slug}/", pages=pages, rollup=rollup
    )


def small_site() -> SiteView:
    """Four cases, two posts, two topics, two pages."""
    comments, tones = hilo()
    links = (
        entry("wxr:blog.example:90", kind="trackback", name="El Tablón de Irati", minutes=4000,
              title="Lo que aprendimos de un muro en llamas", url="https://irati.example/muro",
              text="La restauración con la hora original es el detalle que casi nadie cuenta."),
        entry("wm:a:1", kind="webmention", name="notas.example", minutes=9000, title="Medir",
              url="https://notas.example/medir", text="La distinción sigue siendo la correcta."),
    )  # fmt: skip
    likes = (
        entry("wm:a:2", kind="like", name="Eva", url="https://eva.example/"),
        entry("wm:a:3", kind="repost", name="Leo"),
    )
    topic = page(
        "disculpa-publica", kind=PageKind.TOPIC, title="Disculpa pública",
        url="temas/disculpa-publica/", summary="Pedir perdón donde se hizo el daño.",
    )  # fmt: skip
    method = page(
        "metodo", kind=PageKind.PAGE, title="Método", url="metodo/", summary="Cómo se mide."
    )
    privacy = page("privacidad", kind=PageKind.PAGE, title="Privacidad", url="privacidad/")
    groups = (group("brand", "Aerolíneas Cierzo", "aerolineas-cierzo", "nueve-horas"),
              group("channel", "Muro de Facebook", "muro-de-facebook", "nueve-horas", "la-taza"),
              group("sector", "Transporte", "transporte", "nueve-horas"),
              group("year", "2025", "2025", "nueve-horas"))  # fmt: skip
    cases = [
        PageView(
            page=case_page("nueve-horas", "Nueve horas de silencio"),
            talk=talk(comments, tones, "nueve-horas", linkbacks=links, reactions=likes),
            minutes=3,
            headings=(
                Heading(id="el-muro", title="El muro, a las ocho y cuarto", level=2),
                Heading(id="aprender", title="Tres cosas que copiar", level=2),
            ),
            topics=(topic,),
            groups=groups,
            path=(
                ("Inicio", ""),
                ("Casos", "casos/"),
                ("Nueve horas de silencio", "casos/nueve-horas/"),
            ),
        )
    ]
    for n, (id, title, brand, outcome, hours, shift) in enumerate(
        [("la-taza", "La taza equivocada", "Cafés Lumbre", "recovered", 0.8, 0.4),
         ("tarifa-plana", "Tarifa plana con letra pequeña", "Telefonía Delta", "unresolved", 48, -0.3),
         ("hashtag", "El «hashtag» prestado", "Moda Alba", "partly", 6, 0.0)]):  # fmt: skip
        own, values = hilo(f"otro{n}.example")
        shifted = [
            None if v is None else max(-0.95, min(0.95, v * (1 - n * 0.3) + shift)) for v in values
        ]
        cases.append(
            PageView(
                page=case_page(id, title, brand=brand, outcome=outcome, first=timedelta(hours=hours),
                               published=datetime(2025, 4 - n, 3, 7, 0, tzinfo=UTC)),
                talk=talk(own, shifted, id),
                path=(("Inicio", ""), ("Casos", "casos/"), (title, f"casos/{id}/")),
            )
        )  # fmt: skip
    related = tuple(
        (
            Suggestion(reason="Mismo canal, final opuesto: borró mensajes"),
            v.page,
        )
        for v in cases[1:]
    )
    cases[0] = replace(cases[0], related=related, previous=cases[1].page, next=cases[2].page)
    posts = tuple(
        PageView(
            page=page(id, title=title, url=f"articulos/{id}/", summary="Un resumen breve del artículo.",
                      published=datetime(2025, 6, n + 1, 8, 0, tzinfo=UTC), authors=("Clara Montes",)),
            talk=talk(*(hilo(f"post{n}.example") if n == 0 else ([], [])), page=id),
            minutes=4,
            path=(("Inicio", ""), ("Artículos", "articulos/"), (title, f"articulos/{id}/")),
        )
        for n, (id, title) in enumerate([("medir", "Cómo medir una respuesta"), ("callar", "Callar también dice")])
    )  # fmt: skip
    topics = (
        PageView(page=topic, talk=talk(page=topic.id), mentions=((comments[2], cases[0].page),),
                 path=(("Inicio", ""), ("Temas", "temas/"), (topic.title, topic.url))),
    )  # fmt: skip
    pages = tuple(
        PageView(page=p, talk=talk(page=p.id), path=(("Inicio", ""), (p.title, p.url)))
        for p in (method, privacy)
    )
    views = (*cases, *posts, *topics, *pages)
    return SiteView(
        posts=posts, cases=tuple(cases), topics=topics, pages=pages,
        groups={kind: tuple(g for g in groups if g.kind == kind) for kind in ("brand", "channel", "sector", "year")},
        rollup=ROLLUP,
        replies=(Reply(entry=comments[2], to=comments[0], page=cases[0].page, lapse_s=33120.0),),
        topic_pages={"disculpa-publica": ("nueve-horas", "la-taza")},
        by_id={v.page.id: v for v in views},
    )  # fmt: skip
