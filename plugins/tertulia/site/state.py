"""One build: what it makes, what earlier ones worked out, and which files it leaves alone.

`tertulia.site.run` makes a `Build`, hands it to Pelican among the settings, and commits it
where Pelican ended well. Plugins ask `Build.of(settings)`; under plain Pelican there is none.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from tertulia.edge.forks import spread
from tertulia.edge.keep import Keep, digest
from tertulia.edge.outputs import Outputs, Stamp
from tertulia.edge.stamps import Stamps

T = TypeVar("T")

SETTING = "TERTULIA_BUILD"
WORTH_A_PROCESS = 40  # pages to render: about 0.2 s

Read = tuple[str, ...]  # a path into the site's findings, such as ("rollup", "comments")


@dataclass(slots=True, kw_only=True)
class Job:
    """One file to be made.

    Attributes:
        name: Relative to the output folder.
        key: Digest of its inputs but for `reads`; None where they cannot all be told.
        make: Gives its bytes.
        prepare: What several files share and is done once, before the work is shared out.
        reads: What it looked up in the site's findings while it was made.
    """

    name: str
    key: bytes | None
    make: Callable[[], bytes]
    reads: set[Read] = field(default_factory=set)
    prepare: Callable[[], object] = bool


class Build:
    """What one build makes.

    Args:
        keep: Results of earlier builds.
        outputs: Where the files go.
        content: The content folder.
        stamps: What the files of the site hold.
        code: Digest of our own code and of the versions of the packages that it uses.
        settings: Digest of the code and the settings.
        base: Digest of what every page depends on: the code, the settings, the theme.
    """

    def __init__(
        self,
        keep: Keep,
        outputs: Outputs,
        *,
        content: Path,
        stamps: Stamps,
        code: bytes,
        settings: bytes,
        base: bytes,
    ) -> None:
        self.keep = keep
        self.outputs = outputs
        self.content = content
        self.stamps = stamps
        self.code = code
        self.settings = settings
        self.base = base
        self.value_of: Callable[[object], bytes] = _untaught
        self.digest_of: Callable[[Read], bytes] = _untaught
        self.rendered: list[str] = []
        self.skipped = 0
        self._earlier: Mapping[str, Any] = keep.outputs(outputs.folder)
        self._begun = keep.begun(outputs.folder)
        self._records: dict[str, list[Any]] = {}
        self._jobs: dict[str, Job] = {}
        self._memory: dict[Any, Any] = {}

    @classmethod
    def of(cls, settings: Mapping[str, Any]) -> "Build | None":
        """The build that Pelican runs in; None under plain Pelican."""
        found: Build | None = settings.get(SETTING)
        return found

    def learn(
        self, value_of: Callable[[object], bytes], digest_of: Callable[[Read], bytes]
    ) -> None:
        """Take over how values and look-ups are digested, once the site's findings are there."""
        self.value_of, self.digest_of = value_of, digest_of

    def memo(self, key: object, make: Callable[[], T]) -> T:
        """What `make` gives, worked out once in this build."""
        if key not in self._memory:
            self._memory[key] = make()
        value: T = self._memory[key]
        return value

    def want(self, job: Job) -> None:
        """Have a file made at the end, unless it is there and nothing it rests on has changed."""
        self._records.pop(job.name, None)
        self._jobs.pop(job.name, None)
        record = self._earlier.get(job.name)
        if record is not None and self._fits(job, record):
            self._records[job.name] = record
            self.skipped += 1
        else:
            self._jobs[job.name] = job

    def put(self, name: str, data: bytes) -> None:
        """Have a file written whose bytes are known."""
        self.outputs.put(name, data)
        self._records[name] = [None, 0, 0, []]

    @classmethod
    def write(cls, settings: Mapping[str, Any], name: str, data: bytes) -> None:
        """Write a file of the site; at once under plain Pelican.

        Args:
            name: Relative to the output folder, with slashes.
        """
        if build := cls.of(settings):
            build.put(name, data)
            return
        target = Path(settings["OUTPUT_PATH"]) / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)

    @classmethod
    def derive(
        cls,
        settings: Mapping[str, Any],
        name: str,
        inputs: Iterable[object],
        make: Callable[[], bytes],
    ) -> None:
        """Have a file made, unless it is there and its inputs are as they were.

        Args:
            inputs: All that the file says, the settings and the code apart.
        """
        if build := cls.of(settings):
            key = digest(build.base, name, *map(build.value_of, inputs))
            build.want(Job(name=name, key=key, make=make))
        else:
            cls.write(settings, name, make())

    def claim(self, names: Collection[str]) -> None:
        """Files that somebody else writes, and that are of this build."""
        for name in names:
            self._records.setdefault(name, [None, 0, 0, []])

    def make(self) -> None:
        """Make all files that are wanted, in several processes where it pays."""
        jobs, self._jobs = list(self._jobs.values()), {}
        for job in jobs:
            job.prepare()
        for staged, reads in spread(self._make, jobs, WORTH_A_PROCESS):
            self.outputs.adopt(staged)
            for name, found in reads.items():
                self._records[name] = [None, 0, 0, sorted(found)]
        for job in jobs:
            self._records[job.name][0] = job.key
        self.rendered += [job.name for job in jobs]

    def commit(self) -> int:
        """Put the files in place; say how many changed or went."""
        known = {*self._earlier, *self._begun}
        changed = self.outputs.staged
        if new := changed - self._earlier.keys():
            self.keep.begin(self.outputs.folder, new)
        gone = sorted(known - self._records.keys())
        gone = [name for name in gone if (self.outputs.folder / name).exists()]
        self.outputs.commit(gone)
        for name, record in self._records.items():
            stamp = Stamp.of(self.outputs.folder / name)
            if stamp is not None:
                record[1:3] = stamp.size, stamp.mtime_ns
            record[3] = [read if isinstance(read, list) else self._told(read) for read in record[3]]
        if self.stamps.changed:
            self.keep.note("stamps", self.stamps.kept)
        self.keep.commit(self.outputs.folder, self._records)
        return len(changed) + len(gone)

    def _told(self, read: Read) -> list[Any]:
        return [list(read), self.digest_of(read)]

    def _fits(self, job: Job, record: Any) -> bool:  # noqa: ANN401  (as it came from disk)
        """Whether the file is as we left it and would be made the same again."""
        try:
            key, size, mtime_ns, reads = record
            if job.key is None or key != job.key:
                return False
            stamp = Stamp.of(self.outputs.folder / job.name)
            if stamp is None or (stamp.size, stamp.mtime_ns) != (size, mtime_ns):
                return False
            return all(self.digest_of(tuple(path)) == seen for path, seen in reads)
        except (TypeError, ValueError, KeyError, AttributeError):
            return False  # a record of another layout

    def _make(self, jobs: Sequence[Job]) -> tuple[frozenset[str], dict[str, set[Read]]]:
        for job in jobs:
            self.outputs.put(job.name, job.make())
        return self.outputs.staged, {job.name: job.reads for job in jobs}


def _untaught(_: object) -> bytes:
    raise LookupError("the site's findings are not there yet")
