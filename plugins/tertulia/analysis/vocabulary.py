"""What readers of such blogs speak of: aspects and the words they use for them; our own list.

Words are folded (no case, no accents); a star stands for any ending. English words stand in
the same lists, since Spanish threads use both.
"""

from collections.abc import Mapping
from functools import lru_cache

from tertulia.analysis.texts import Text, message

ASPECTS: dict[str, str] = {
    "atención": "atencion atender atend* atiend* atencioncliente trato tratan tratado tratada "
    "trataron soporte "
    "centralita operador operadora operadores telefonista teleoperador* callcenter amabilidad "
    "amable* support helpdesk",
    "respuesta": "respuesta respuestas respond* respuest* contesta* contesto contesten contestar* "
    "contestaci* replica "
    "replicas silencio callad* callan callar answer* reply replies response replied silence",
    "precio": "precio precios caro cara caros caras carisim* barato barata baratos baratas cobr* "
    "factur* tarifa* "
    "comision comisiones cuota cuotas coste costes sobrecost* price* expensive cheap bill billing "
    "fee fees",
    "envío": "envio envios enviaron paquete paquetes pedido pedidos entrega entregas entregar* "
    "entregad* repartidor* "
    "reparto mensajeria transportista* delivery shipping parcel shipment",
    "devolución": "reembols* devolucion devoluciones devolver* devolvi* devuelv* devuelt* "
    "reintegr* refund*",
    "producto": "producto productos calidad defectuos* rota roto talla tallas product products "
    "quality",
    "web": "web webs pagina paginas app aplicacion aplicaciones formulario formularios servidor "
    "servidores "
    "website form login contrasena",
    "conexión": "conexion averia averias fibra cobertura router adsl linea lineas caida caidas "
    "outage connection",
    "información": "informacion informar* informa informan informad* aviso avisos avisar* avisad* "
    "avisaron comunicado "
    "comunicados explicacion explicaciones information notice",
    "disculpa": "disculpa disculpas disculpar* disculpen perdon excusa excusas apology apologies "
    "apologise* apologize*",
    "moderación": "borrar* borrad* borrais borran borraron borro censur* moderacion moderar* "
    "moderad* eliminaron "
    "eliminad* deleted censorship moderation",
    "espera": "espera esperas esperando esperar* esperamos tardan tardaron tardado tardanza "
    "tardar* retraso retrasos "
    "retrasad* demora demoras demorad* plazo plazos lentitud lento lenta lentos lentas cola colas "
    "waiting delay "
    "delays delayed",
    "equipo": "equipo equipos empleado empleados empleada empleadas dependienta dependiente "
    "profesionalidad "
    "profesionales plantilla staff team",
    "artículo": "post posts articulo articulos texto entrada reflexion reflexiones analisis blog "
    "article",
    "redes sociales": "twitter facebook instagram linkedin tuit* tweet* redes muro hashtag "
    "facebook tiktok whatsapp",
    "encuentros": "evento eventos encuentro encuentros charla charlas quedada quedadas "
    "desvirtualiz* event events",
    "contrato": "contrato contratos permanencia clausula clausulas condiciones contract terms",
    "privacidad": "privacidad datos rgpd lopd privacy gdpr",
}

# How an aspect is called: alone, with its article, and with it after "of";
# the bars stay in translations.
NAMES: Mapping[str, Text] = {
    "atención": message("support | support | of support"),
    "respuesta": message("answers | answers | of answers"),
    "precio": message("price | the price | of the price"),
    "envío": message("delivery | delivery | of delivery"),
    "devolución": message("refunds | refunds | of refunds"),
    "producto": message("product | the product | of the product"),
    "web": message("website | the website | of the website"),
    "conexión": message("connection | the connection | of the connection"),
    "información": message("information | information | of information"),
    "disculpa": message("apology | the apology | of the apology"),
    "moderación": message("moderation | moderation | of moderation"),
    "espera": message("waiting | the waiting | of the waiting"),
    "equipo": message("staff | the staff | of the staff"),
    "artículo": message("article | the article | of the article"),
    "redes sociales": message("social media | social media | of social media"),
    "encuentros": message("meetings | meetings | of meetings"),
    "contrato": message("contract | the contract | of the contract"),
    "privacidad": message("privacy | privacy | of privacy"),
}


def _table() -> tuple[dict[str, str], dict[str, str]]:
    exact: dict[str, str] = {}
    begins: dict[str, str] = {}
    for aspect, words in ASPECTS.items():
        for word in words.split():
            (begins if word.endswith("*") else exact)[word.rstrip("*")] = aspect
    return exact, begins


_EXACT, _BEGINS = _table()


@lru_cache(maxsize=20_000)
def aspect(word: str) -> str | None:
    """The aspect that a folded word speaks of, if any."""
    found = _EXACT.get(word)
    if found is not None:
        return found
    return next((_BEGINS[word[:n]] for n in range(len(word), 3, -1) if word[:n] in _BEGINS), None)
