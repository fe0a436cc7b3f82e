"""WordPress exports, written for a test."""

from reads import entries, read

HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" '
    'xmlns:content="http://purl.org/rss/1.0/modules/content/" '
    'xmlns:wp="http://wordpress.org/export/1.2/"><channel>'
    "<wp:base_blog_url>https://www.blog.example</wp:base_blog_url>"
)
TAIL = "</channel></rss>"


def item(comments: str, extra: str = "") -> str:
    return (
        "<item><title>T</title><link>https://blog.example/t/</link>"
        f"<wp:post_name>t</wp:post_name>{extra}{comments}</item>"
    )


def comment(number: object = 1, content: str = "<![CDATA[Hola.]]>", **fields: str) -> str:
    given = {"comment_approved": "1", **fields}
    rest = "".join(f"<wp:{key}>{value}</wp:{key}>" for key, value in given.items())
    return (
        f"<wp:comment><wp:comment_id>{number}</wp:comment_id>"
        f"<wp:comment_content>{content}</wp:comment_content>{rest}</wp:comment>"
    )


def whole(*comments: str, extra: str = "") -> str:
    return HEAD + item("".join(comments), extra) + TAIL


def one(*comments: str, extra: str = ""):
    (found,) = entries(read("wxr", whole(*comments, extra=extra)))
    return found
