"""Fields that a site's owner named: which of ours they are, by the names that people use."""

from collections.abc import Mapping
from typing import Any

from tertulia.sources._json import text

NAMES: dict[str, tuple[str, ...]] = {
    "id": ("id", "_id", "comment_id", "uid", "uuid", "guid"),
    "parent": ("parent", "parent_id", "replying_to", "replying_to_uid", "reply_to", "replyto",
               "in_reply_to", "answers", "respuesta_a", "responde_a", "padre"),
    "page": ("page", "slug", "post", "thread", "path", "page_url", "post_url", "_parent",
             "article", "pagina", "página", "entrada", "articulo", "artículo"),
    "author": ("author", "name", "author_name", "user", "username", "nick", "autor", "nombre"),
    "author_url": ("author_url", "url", "website", "site", "homepage", "web", "link"),
    "posted": ("posted", "date", "created", "created_at", "timestamp", "time", "published", "fecha",
               "datetime", "createdat", "fecha_hora"),
    "text": ("text", "message", "comment", "content", "body", "texto", "mensaje", "comentario",
             "html"),
    "title": ("title", "titulo", "título"),
    "depth": ("depth", "level", "nivel"),
    "status": ("status", "approved", "is_approved", "state", "estado", "aprobado", "aprobada"),
    "likes": ("likes", "score", "votes"),
}  # fmt: skip

HELD = (  # fields which say that what they are true of is not for readers
    "is_spam", "spam", "is_deleted", "deleted", "hidden", "is_hidden", "is_private", "private",
    "pending", "is_pending", "borrado", "oculto", "pendiente", "privado",
)  # fmt: skip


def pick(given: Mapping[str, Any], field: str, mapping: Mapping[str, str] | None = None) -> str:
    """The value of one of our fields, or nothing.

    Args:
        given: What stands there, by its own names.
        field: One of `NAMES`.
        mapping: Our field to theirs, "author" to "user.nick"; it goes before the usual names.
    """
    if mapping and field in mapping:
        return _at(given, mapping[field])
    return _first(_folded(given), NAMES[field])


def held(given: Mapping[str, Any]) -> bool:
    """Whether one of its fields says that it is not for readers, whatever its status."""
    folded = _folded(given)
    return any(
        _first(folded, (name,)).strip().lower() not in ("", "0", "false", "no", "none", "null")
        for name in HELD
    )


def _folded(given: Mapping[str, Any]) -> dict[str, Any]:
    return {str(key).lower(): value for key, value in given.items()}


def _first(folded: Mapping[str, Any], names: tuple[str, ...]) -> str:
    """The first value there is under these names."""
    for name in names:
        value = folded.get(name)
        if isinstance(value, dict):
            value = value.get("name") or value.get("display_name")
        if isinstance(value, bool):
            value = str(value).lower()
        if text(value):
            return text(value)
    return ""


def _at(given: object, path: str) -> str:
    for step in path.split("."):
        given = given.get(step) if isinstance(given, Mapping) else None
    return text(given)
