"""One build: what it makes, what earlier ones worked out, and which files it leaves alone.

`tertulia.site.building` makes a `Build`, hands it to Pelican among the settings, and commits it
where Pelican ended well. Plugins ask `Build.of(settings)`; under plain Pelican there is none.
"""

import time
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from blinker import Signal

from tertulia.edge.forks import Told, spread
from tertulia.edge.keep import Keep, digest
from tertulia.edge.outputs import Outputs
from tertulia.edge.ownfiles import OwnFiles
from tertulia.edge.stamps import Look, Stamps, look_at
from tertulia.site.records import Answers, Index, Left, Read, Record

T = TypeVar("T")

SETTING = "TERTULIA_BUILD"
SURROUNDINGS = "surroundings"  # what all generators and contents share
_LEFT, _DERIVED = "look-ups", "derived"
CARDS = "cards"  # how to `core.views.card`
WORTH_A_PROCESS_S = 0.1  # of work
TRIED = 40  # files: how long they take says how many are worth a process


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


class _Derived:
    """Keys of files that are derived, in one build of a process after the other.

    Attributes:
        last, now: By name, what tells the inputs of a file, and its key.
    """

    def __init__(self, base: bytes) -> None:
        self._base = base
        self.last: dict[str, tuple[list[str | bool | bytes | None], bytes]] = {}
        self.now: dict[str, tuple[list[str | bool | bytes | None], bytes]] = {}

    def begin(self, base: bytes) -> None:
        """Begin a build; other code, settings or another theme have other keys."""
        self.last, self.now = self.now if base == self._base else {}, {}
        self._base = base


class Build:
    """What one build makes.

    Args:
        keep: Results of earlier builds.
        outputs: Where the files go.
        content: The content folder.
        stamps: What the files of the site hold.
        code: Digest of our own code and of the versions of the packages that it uses.
        settings: Digest of the code and the settings.
        theme: Digest of the code and the theme.
        base: Digest of what every page depends on: the code, the settings, the theme.
        program: Where what no site says is kept; None for nowhere.
        helper: Has made ready to find related pages (`site.relating`).
        own_keys: Keys that front matter may have besides ours.
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
        theme: bytes,
        base: bytes,
        program: Path | None = None,
        helper: Told | None = None,
        own_keys: frozenset[str] = frozenset(),
    ) -> None:
        self.keep = keep
        self.outputs = outputs
        self.content = content
        self.stamps = stamps
        self.code = code
        self.settings = settings
        self.theme = theme
        self.base = base
        self.program = program
        self.helper = helper
        self.own_keys = own_keys
        self.value_of: Callable[[object], bytes] = _untaught
        self.rendered: list[str] = []
        self.skipped = 0
        self.hear: Callable[[Signal, object, dict[str, Any]], None] | None = None
        self.told = True  # all that it is made of stands in the folders that it is known to use
        self._earlier = keep.outputs(outputs.folder, Left) or Left()
        self._own = OwnFiles(outputs.folder) if keep.path else None
        self._index = keep.left(_LEFT, Index)
        self._answers = Answers(self._earlier, _untaught, _untaught)
        self._records: dict[str, Record] = {}
        self._looked_up: dict[str, set[Read]] = {}
        self._jobs: dict[str, Job] = {}
        self._looks: dict[str, Look | None] = {}  # of files in the output folder
        self._at_last: list[Callable[[], None]] = []
        self._told: dict[int, tuple[object, bytes]] = {}  # an id stands for what is held
        self._keys = keep.left(_DERIVED, _Derived) or _Derived(base)
        self._keys.begin(base)
        keep.leave(_DERIVED, self._keys)
        self._when_let_go: list[Callable[[], None]] = []
        self._memory: dict[Any, Any] = {}

    @classmethod
    def of(cls, settings: Mapping[str, Any]) -> "Build | None":
        """The build that Pelican runs in; None under plain Pelican."""
        found: Build | None = settings.get(SETTING)
        return found

    def learn(
        self,
        value_of: Callable[[object], bytes],
        digest_of: Callable[[Read], bytes],
        page_of: Callable[[str], bytes],
    ) -> None:
        """Take over how values, look-ups and pages are digested, once the findings are there."""
        self.value_of = value_of
        self._answers = Answers(self._earlier, digest_of, page_of, self._index)

    def memo(self, key: object, make: Callable[[], T]) -> T:
        """What `make` gives, worked out once in this build."""
        if key not in self._memory:
            self._memory[key] = make()
        value: T = self._memory[key]
        return value

    def spared(self, name: str, key: bytes | None) -> bool:
        """Whether a file is there and nothing it rests on has changed: then it stays.

        Args:
            key: See `Job`.
        """
        self._records.pop(name, None)
        self._jobs.pop(name, None)
        record = None if key is None or self.keep.full else self._earlier.files.get(name)
        if record is None or not self._fits(name, key, record):
            return False
        self._records[name] = record
        self.skipped += 1
        return True

    def want(self, job: Job) -> None:
        """Have a file made at the end that is not spared."""
        self._jobs[job.name] = job

    def put(self, name: str, data: bytes) -> None:
        """Have a file written whose bytes are known."""
        self.outputs.put(name, data)
        self._records[name] = Record()

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
    def told_once(cls, settings: Mapping[str, Any], inputs: Iterable[object]) -> tuple[bytes, ...]:
        """What several files are derived of, as an input of each."""
        build = cls.of(settings)
        return (digest(*map(build.value_of, inputs)),) if build else ()

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
            key = build._derived(name, inputs)
            if not build.spared(name, key):
                build.want(Job(name=name, key=key, make=make))
        else:
            cls.write(settings, name, make())

    def _derived(self, name: str, inputs: Iterable[object]) -> bytes:
        """The key of a file: that of the last build of this process, where it had the same inputs.

        Several files have the very same ones: what tells one apart is worked out once.
        """
        own: list[str | bool | bytes | None] = []
        for value in inputs:
            if value is None or isinstance(value, str | bool):
                own.append(value)
                continue
            told = self._told.get(id(value))
            if told is None:
                told = self._told[id(value)] = value, self.value_of(value)
            own.append(told[1])
        last = self._keys.last.get(name)
        if last is None or last[0] != own:
            parts = (one if isinstance(one, bytes) else self.value_of(one) for one in own)
            last = own, digest(self.base, name, *parts)
        if self.keep.lasting:
            self._keys.now[name] = last
        return last[1]

    def claim(self, names: Collection[str]) -> None:
        """Files that somebody else writes, and that are of this build."""
        for name in names:
            self._records.setdefault(name, Record())

    @property
    def first(self) -> bool:
        """Whether nothing is known of an earlier build into this folder."""
        return not self._earlier.files

    @property
    def looks(self) -> dict[str, Look | None]:
        """How each file of this build looks, by path, once they are in place.

        One that somebody has changed since this build looked at it does not look so any more.
        """
        path, known = self.outputs.path, self._looks
        return {
            path(name): known[name] if name in known else look_at(path(name))
            for name in sorted(self._records)
        }

    def at_last(self, do: Callable[[], None]) -> None:
        """Have this done when all files are made, before they are put in place."""
        self._at_last.append(do)

    def when_let_go(self, do: Callable[[], None]) -> None:
        """Have this done when nobody needs the build any more."""
        self._when_let_go.append(do)

    def make(self) -> None:
        """Make all files that are wanted, in several processes where it pays."""
        jobs = sorted(self._jobs.values(), key=lambda job: job.name)  # what one page needs, once
        self._jobs = {}
        for job in jobs:
            job.prepare()
        started = time.process_time()
        shares = [self._make(jobs[:TRIED])]
        took_s = max(time.process_time() - started, 1e-3)
        if rest := jobs[TRIED:]:
            shares += spread(self._make, rest, int(TRIED * WORTH_A_PROCESS_S / took_s))
        for staged, reads in shares:
            self.outputs.adopt(staged)
            self._looked_up |= reads
        for job in jobs:
            self._records[job.name] = Record(key=job.key)
        self.rendered += [job.name for job in jobs]
        for do in self._at_last:
            do()

    def let_go(self) -> None:
        """Drop all that Pelican made, whose contents and their surroundings hold each other.

        A process that builds again would have to look for it.
        """
        for do in self._when_let_go:
            do()
        self._when_let_go.clear()
        self.memo(SURROUNDINGS, dict).clear()
        self._memory.clear()
        self._told.clear()
        self.learn(_untaught, _untaught, _untaught)

    def commit(self) -> int:
        """Put the files in place; say how many changed or went."""
        known = {*self._earlier.files, *(self._own.names if self._own else ())}
        changed = self.outputs.staged
        if self._own:
            self._own.note(known | changed)
        gone = sorted(known - self._records.keys())
        gone = [name for name in gone if (self.outputs.folder / name).exists()]
        self.outputs.commit(gone)
        for name in changed:
            self._looks.pop(name, None)
        if self._own:
            self._own.note(self._records.keys())
        for name in self._looked_up:
            look = look_at(self.outputs.path(name))
            if look is not None:
                self._records[name] = Record(self._records[name].key, *look[:2])
        if self.stamps.changed:
            self.keep.note("stamps", self.stamps.kept)
        left = self._earlier
        if self._looked_up or self._records != left.files:
            left = self._answers.closed(self._records, self._looked_up)
        if self.keep.lasting:
            self.keep.leave(_LEFT, self._answers.index)
        self.keep.commit(self.outputs.folder, left)
        return len(changed) + len(gone)

    def _fits(self, name: str, key: bytes | None, record: Record) -> bool:
        """Whether the file is as we left it and would be made the same again."""
        if record.key != key or not self._answers.same(record):
            return False
        look = self._looks[name] = look_at(self.outputs.path(name))
        return look is not None and look[:2] == (record.size, record.mtime_ns)

    def _make(self, jobs: Sequence[Job]) -> tuple[frozenset[str], dict[str, set[Read]]]:
        same: dict[Read, Read] = {}  # many pages look up the same
        for job in jobs:
            self.outputs.put(job.name, job.make())
            job.make = _made  # what it was made of may go
            job.reads = {same.setdefault(read, read) for read in job.reads}
        return self.outputs.staged, {job.name: job.reads for job in jobs}


def _made() -> bytes:
    raise LookupError("it has been made")


def _untaught(_: object) -> bytes:
    raise LookupError("the site's findings are not there yet")
