"""The report of an import in a terminal; `--report` writes the same as JSON."""

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import PurePath

from rich.console import Console
from rich.markup import escape

from tertulia.core.characters import printable
from tertulia.core.reports import FileReport, Report

MOST_PLACES = 10  # of what was lost; the JSON report has more
MOST_UNMATCHED = 20
MOST_STRANGE = 3  # files of no source that are named one by one

_ALWAYS = ("comment", "pingback", "trackback")
_WAYS = {"pending at its source": "; --keep-pending stores them, to be decided here"}
_OTHERS = ("webmention", "like", "repost")


def show(report: Report, console: Console) -> None:
    """Print a report."""
    strange = [file for file in report.files if not file.source and not file.refused]
    told = [file for file in report.files if file not in strange or len(strange) <= MOST_STRANGE]
    for file in told:
        for line in file_lines(file):
            _say(console, line)
    if len(strange) > MOST_STRANGE:
        _say(console, _strange_line(strange))
    for line in total_lines(report):
        _say(console, line)


def _say(console: Console, line: str) -> None:
    """A line that may hold what strangers named: files of an archive, titles, places."""
    console.print(escape(printable(line)))


def _strange_line(files: Sequence[FileReport]) -> str:
    """Files of no source, such as the pictures of a whole blog, by their endings."""
    endings = Counter(PurePath(file.name).suffix.lower() or "no ending" for file in files)
    listed = ", ".join(f"{count:,} {ending}" for ending, count in endings.most_common(5))
    more = ", …" if len(endings) > 5 else ""
    return (
        f"{len(files):,} files left out: no source knows their format ({listed}{more};"
        " --report FILE lists all)"
    )


def file_lines(file: FileReport) -> Iterator[str]:
    """What one file gave."""
    if file.refused and not file.entries:
        yield f"{file.name}: not read: {file.refused}"
        return
    if not file.source:
        yield f"{file.name}: left out: no source knows this format"
        return
    kinds = [*_ALWAYS, *(kind for kind in _OTHERS if file.kinds.get(kind))]
    found = [counted(file.kinds.get(kind, 0), kind) for kind in kinds]
    skipped = sum(file.reasons.values())
    yield (
        f"{file.name} ({file.source}): {counted(file.threads, 'thread')}, {', '.join(found)};"
        f" {skipped:,} skipped"
    )
    if file.refused:
        yield f"    lost: {file.refused}"
    for reason, count in file.reasons.items():
        places = [left for left in file.skipped if left.reason == reason]
        lost = "lost" if any(left.lost for left in places) else "left out"
        named = ", ".join(left.place for left in places[:MOST_PLACES])
        more = "…" if count > MOST_PLACES else ""
        yield f"    {lost}: {count:,} × {reason} ({named}{more}){_WAYS.get(reason, '')}"
    for note, count in file.notes.items():
        yield f"    note: {count:,} × {note}"


def total_lines(report: Report) -> Iterator[str]:
    """What became of it all."""
    would = "would be " if report.dry else ""
    yield (
        f"{report.added:,} {would}added, {report.changed:,} {would}changed,"
        f" {report.unchanged:,} unchanged; {counted(report.pages, 'file')} {would}written"
    )
    named = {
        "the same as an entry of another source": report.joined,
        "read more than once": report.repeated,
        "vanished where they came from": report.gone,
        "changed by hand here, and kept so": report.kept_by_hand,
        "of people who asked to be forgotten, not stored": report.forgotten,
        "with a time but no zone": report.zoneless,
        "without a readable time": report.undated,
        "answers to what is not there, shown at the top level": report.orphans,
        "circles of answers, cut": report.circles,
    }
    for what, count in named.items():
        if count:
            yield f"    {count:,} {what}"
    waiting = {name: count for name, count in report.statuses.items() if name != "approved"}
    if waiting:
        listed = ", ".join(f"{count:,} {name}" for name, count in waiting.items())
        yield f"    not shown to readers: {listed} (invoke moderate)"
    for name in report.found:
        yield f"    found its page: {name}"
    yield from _post_lines(report)
    yield from _unmatched_lines(report)


def _post_lines(report: Report) -> Iterator[str]:
    if not (report.posts or report.posts_there):
        return
    missing = sum(len(post.missing) for post in report.posts)
    would = "would be " if report.dry else ""
    yield (
        f"{counted(len(report.posts), 'page')} {would}written from the export,"
        f" {report.posts_there:,} there already; {counted(report.images, 'image')} copied,"
        f" {missing:,} still at their old address"
    )
    if report.links:
        yield f"    {counted(report.links, 'link')} between pages lead to their files here"
    for host, count in report.elsewhere.items():
        yield (
            f"    {counted(count, 'page')} had an address at {host}, which is none of this site's:"
            f' it leads on once TERTULIA says "former": ("https://{host}",)'
        )
    for post in sorted(report.posts, key=lambda post: not post.notes)[:MOST_UNMATCHED]:
        notes = f" ({'; '.join(post.notes)})" if post.notes else ""
        yield f"    {post.path}: {post.title}{notes}"
    if (more := len(report.posts) - MOST_UNMATCHED) > 0:
        yield f"    … and {more:,} more (--report FILE lists all)"


def _unmatched_lines(report: Report) -> Iterator[str]:
    if not report.unmatched:
        return
    entries = sum(group.entries for group in report.unmatched)
    yield (
        f"{counted(len(report.unmatched), 'thread')} with {counted(entries, 'entry')} match no"
        " page; kept in threads/_unmatched/ until one does (docs/importing.md#joining):"
    )
    for group in report.unmatched[:MOST_UNMATCHED]:
        likely = f"; likeliest: {', '.join(group.likeliest)}" if group.likeliest else ""
        title = f" “{group.title}”" if group.title else ""
        yield f"    {group.key}{title}: {counted(group.entries, 'entry')}{likely}"
    if (more := len(report.unmatched) - MOST_UNMATCHED) > 0:
        yield f"    … and {more:,} more (--report FILE lists all)"


def counted(number: int, noun: str) -> str:
    """A number and its noun: "1 entry", "2 entries"."""
    plural = f"{noun[:-1]}ies" if noun.endswith("y") else f"{noun}s"
    return f"{number:,} {noun if number == 1 else plural}"
