"""`invoke bench.import`: how fast an import is and how much memory it takes.

The exports are generated, the import runs in a process of its own as a person would run it,
and the peak of its memory is what the system says.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

from rich.console import Console

SIZES = (1_000, 100_000, 1_000_000)
PER_PAGE = 50  # comments; the longest page of each export has a tenth of 100,000 at most
LONGEST = 10_000

_WORDS = (
    "la empresa contestó tarde y mal pero al menos contestó con nombre y apellido a quien pedía"
    " una explicación que nadie más quiso dar en público durante aquellos días de noviembre"
).split()


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """One measured import.

    Attributes:
        cpu_s: Seconds of processor time; on a machine that is busy they are fewer than `seconds`.
    """

    format: str
    comments: int
    megabytes: float
    seconds: float
    cpu_s: float
    peak_mib: float

    @property
    def per_second(self) -> float:
        """Comments a second, the start of the process included."""
        return self.comments / self.seconds

    @property
    def per_cpu_second(self) -> float:
        """The same by the processor's time, which a machine busy with other work leaves alone."""
        return self.comments / self.cpu_s


def bench_import(settings: Path, sizes: Sequence[int] = SIZES, formats: Sequence[str] = ()) -> int:
    """Measure and print; nothing is kept."""
    console = Console(highlight=False)
    heads = f"{'format':7}{'comments':>10}{'MB':>8}{'s':>8}{'cpu s':>8}{'per s':>8}"
    console.print(f"{heads}{'per cpu s':>11}{'peak MiB':>10}{'growth':>8}")
    for name in formats or tuple(WRITERS):
        earlier: Result | None = None
        for size in sizes:
            result = measured(name, size, settings)
            growth = f"×{result.peak_mib / earlier.peak_mib:.2f}" if earlier else ""
            console.print(
                f"{name:7}{size:>10,}{result.megabytes:>8.1f}{result.seconds:>8.1f}{result.cpu_s:>8.1f}"
                f"{result.per_second:>8,.0f}{result.per_cpu_second:>11,.0f}"
                f"{result.peak_mib:>10.0f}{growth:>8}"
            )
            earlier = result
    return 0


def measured(name: str, comments: int, settings: Path) -> Result:
    """Import a generated export into an empty site."""
    with tempfile.TemporaryDirectory() as folder:
        dump, content = Path(folder) / "dump", Path(folder) / "content"
        with dump.open("w", encoding="utf-8") as file:
            for part in WRITERS[name](comments):
                file.write(part)
        content.mkdir()
        code = (
            "import sys, resource; from pathlib import Path;"
            "from tertulia.commands.imports import import_;"
            f"code = import_([Path({str(dump)!r})], content=Path({str(content)!r}),"
            f" settings=Path({str(settings)!r}));"
            "used = resource.getrusage(resource.RUSAGE_SELF);"
            "print(used.ru_utime + used.ru_stime, used.ru_maxrss, file=sys.stderr);"
            "sys.exit(code)"
        )
        plugins = str(Path(__file__).resolve().parents[2])
        began = time.perf_counter()
        done = subprocess.run(  # noqa: S603  (our own module)
            [sys.executable, "-c", code],
            env=os.environ | {"PYTHONPATH": plugins},
            capture_output=True,
            text=True,
            check=True,
        )
        seconds = time.perf_counter() - began
        cpu, peak = done.stderr.split()[-2:]
        return Result(
            format=name,
            comments=comments,
            megabytes=dump.stat().st_size / 1e6,
            seconds=seconds,
            cpu_s=float(cpu),
            peak_mib=int(peak) / 1024,
        )


def comments(count: int) -> Iterator[tuple[int, int, int, str]]:
    """Page, number, parent (0 for none) and text of each comment, page by page."""
    number = page = 0
    while number < count:
        page += 1
        room = min(LONGEST, count // 10) if page == 1 else PER_PAGE
        first = number + 1
        for _ in range(min(room, count - number)):
            number += 1
            parent = number - 1 - number % 3 if number % 4 == 0 and number - 3 > first else 0
            start = number * 7 % len(_WORDS)
            words = (_WORDS[start:] + _WORDS)[: 8 + number % 40]
            yield page, number, parent, f"{' '.join(words)} {number}."


def jsonl(count: int) -> Iterator[str]:
    """Our own lines."""
    for page, number, parent, text in comments(count):
        line = {
            "page": f"https://blog.example/entrada-{page}/",
            "id": number,
            "author": {
                "name": f"Persona {number % 977}",
                "url": f"https://p{number % 977}.example/",
            },
            "posted": _moment(number).replace(" ", "T") + "Z",
            "text": text,
        }
        yield json.dumps(line | ({"parent": parent} if parent else {})) + "\n"


def wxr(count: int) -> Iterator[str]:
    """What WordPress exports."""
    yield (
        '<?xml version="1.0" encoding="UTF-8" ?>\n<rss version="2.0"'
        ' xmlns:content="http://purl.org/rss/1.0/modules/content/"'
        ' xmlns:wp="http://wordpress.org/export/1.2/">\n<channel>'
        "<wp:base_blog_url>https://blog.example</wp:base_blog_url>\n"
    )
    last = 0
    for page, number, parent, text in comments(count):
        if page != last:
            if last:
                yield "</item>\n"
            last = page
            yield (
                f"<item><title>Entrada {page}</title><link>https://blog.example/entrada-{page}/</link>"
                f"<wp:post_name>entrada-{page}</wp:post_name><wp:status>publish</wp:status>"
                "<wp:post_type>post</wp:post_type>\n"
            )
        yield (
            f"<wp:comment><wp:comment_id>{number}</wp:comment_id>"
            f"<wp:comment_author><![CDATA[Persona {number % 977}]]></wp:comment_author>"
            f"<wp:comment_author_email>p{number % 977}@correo.example</wp:comment_author_email>"
            f"<wp:comment_author_url>https://p{number % 977}.example/</wp:comment_author_url>"
            "<wp:comment_author_IP>192.0.2.7</wp:comment_author_IP>"
            f"<wp:comment_date>{_moment(number)}</wp:comment_date>"
            f"<wp:comment_date_gmt>{_moment(number)}</wp:comment_date_gmt>"
            f"<wp:comment_content><![CDATA[{escape(text)}]]></wp:comment_content>"
            "<wp:comment_approved>1</wp:comment_approved><wp:comment_type>comment</wp:comment_type>"
            f"<wp:comment_parent>{parent}</wp:comment_parent></wp:comment>\n"
        )
    yield "</item>\n</channel></rss>\n"


def disqus(count: int) -> Iterator[str]:
    """What Disqus exports: all threads, then all posts."""
    yield (
        '<?xml version="1.0" encoding="utf-8"?>\n<disqus xmlns="http://disqus.com"'
        ' xmlns:dsq="http://disqus.com/disqus-internals">\n'
    )
    last = 0
    for page, _, _, _ in comments(count):
        if page != last:
            last = page
            yield (
                f'<thread dsq:id="{page}"><id>entrada-{page}</id><forum>blog</forum>'
                f"<link>https://blog.example/entrada-{page}/</link><title>Entrada {page}</title>"
                "<isClosed>false</isClosed><isDeleted>false</isDeleted></thread>\n"
            )
    for page, number, parent, text in comments(count):
        answered = f'<parent dsq:id="{parent}" />' if parent else ""
        yield (
            f'<post dsq:id="{number}"><id>wp_id={number}</id>'
            f"<message><![CDATA[<p>{escape(text)}</p>]]></message>"
            f"<createdAt>{_moment(number).replace(' ', 'T')}Z</createdAt>"
            "<isDeleted>false</isDeleted><isSpam>false</isSpam>"
            f"<author><email>p{number % 977}@correo.example</email>"
            f"<name>Persona {number % 977}</name><isAnonymous>false</isAnonymous>"
            f"<username>persona{number % 977}</username></author>"
            f'<ipAddress>192.0.2.7</ipAddress><thread dsq:id="{page}" />{answered}</post>\n'
        )
    yield "</disqus>\n"


WRITERS: dict[str, Callable[[int], Iterator[str]]] = {"jsonl": jsonl, "wxr": wxr, "disqus": disqus}


def _moment(number: int) -> str:
    minutes = number * 7
    day, minute = divmod(minutes, 1440)
    year, day = divmod(day, 336)
    month, day = divmod(day, 28)
    return f"{2008 + year % 16}-{month + 1:02}-{day + 1:02} {minute // 60:02}:{minute % 60:02}:00"
