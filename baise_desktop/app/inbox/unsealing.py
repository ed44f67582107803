"""Many submissions, verified ahead of their merge in processes of their own, so that all cores of a computer share it.

A worker is handed the bytes of a file and hands back what `unseal` makes of them. What no worker can do is done here: a
file that is large, definitions of an earlier version, a worker that has died or stands still. The outcome is the same.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from io import BytesIO
from itertools import islice
from os import cpu_count
from pathlib import Path
from typing import BinaryIO, TypeVar, cast

from baise_desktop.app.inbox.tray import Laid, lay, take, trays
from baise_desktop.app.inbox.workers import WorkerLostError, Workers
from baise_desktop.exchange.header import SubmissionHeader
from baise_desktop.exchange.package_source import VerifiedFile, held_in_memory, reading
from baise_desktop.exchange.trust import TrustList
from baise_desktop.exchange.unseal import FormsOf, unseal
from baise_desktop.exchange.verified_package import VerifiedPackage
from baise_desktop.form.definition import Form

_WORTHWHILE = 64
"""Files: fewer are verified here in the time that it takes to start the workers."""
_AHEAD = 6
_Item = TypeVar("_Item")


class UnknownHereError(Exception):
    """A worker has not got the definitions that a submission was filled in with."""


@dataclass(slots=True)
class Unsealer:
    """Verifies submissions by one trust list, as of one moment."""

    trust: TrustList
    forms: FormsOf
    now: datetime
    workers: Workers | None = None
    """None where none is worth starting."""
    trays: deque[Path] = field(default_factory=deque)
    """Those that no worker has got."""

    @property
    def ahead(self) -> int:
        """How many files are worth being handed over before the first of them is asked for."""
        return _AHEAD if self.workers and not self.workers.is_hopeless() else 0

    def submit(self, file: Path | BinaryIO) -> Callable[[], VerifiedPackage]:
        """Begin to verify a file; what is returned gives the package, or raises what `unseal` raises.

        Files that are all held already need no worker: the first one that comes here starts them.

        Raises:
            BaiseError: FILE_UNREADABLE.
        """
        here = self.defer(file)
        if self.workers is None:
            return here
        self.workers.start()
        if not self.workers.is_ready() or not self.trays:
            return here
        with reading(file) as opened:
            held = held_in_memory(opened)
        if not isinstance(held, BytesIO):
            return here
        tray = self.trays.popleft()
        answer = self.workers.submit(_unseal, (held.getvalue(), tray), _take)
        if answer is None:
            self.trays.append(tray)
            return here
        return partial(self._receive, answer, held, tray)

    def defer(self, file: Path | BinaryIO) -> Callable[[], VerifiedPackage]:
        """As `submit`, but nothing is done before the package is asked for."""
        return partial(unseal, file, self.trust, self.forms, self.now)

    def _receive(self, answer: "Callable[[], _Answer]", held: BytesIO, tray: Path) -> VerifiedPackage:
        try:
            found = answer()
        except (UnknownHereError, WorkerLostError, OSError):
            return self.defer(held)()
        finally:
            self.trays.append(tray)
        package = replace(found.package, source=replace(found.source, file=held))
        return package.with_forms(self.forms(package.header))


@contextmanager
def unsealing(
    trust: TrustList, forms: FormsOf, known: Mapping[str, Mapping[str, Form]], now: datetime, files: int
) -> Iterator[Unsealer]:
    """Something to verify submissions with; workers are started where there are many.

    Args:
        trust: the trust list to judge them by.
        forms: as for `unseal`.
        known: the forms of those catalogues that most will have been filled in with, by the catalogue's digest.
        now: aware.
        files: how many there will be.
    """
    if files < _WORTHWHILE or (cpu_count() or 1) == 1:
        yield Unsealer(trust, forms, now)
        return
    with trays(_AHEAD + 1) as free:
        unsealer = Unsealer(trust, forms, now, trays=free)
        if free:
            prepare = partial(_prepare, trust, known, now)
            unsealer.workers = Workers([__name__, "baise_desktop.signing.chain"], free[0].parent, prepare)
        try:
            yield unsealer
        finally:
            if unsealer.workers:
                unsealer.workers.close()


def look_ahead(items: Iterable[_Item], ahead: int) -> Iterator[_Item]:
    """The same items, each made so many before it is asked for."""
    source = iter(items)
    made = deque(islice(source, ahead))
    for item in source:
        made.append(item)
        yield made.popleft()
    yield from made


@dataclass(frozen=True, slots=True)
class _Answer:
    package: VerifiedPackage
    """Without its file, and without its rows until they were taken from the tray."""
    source: VerifiedFile
    """Of the tray, in place of its file."""
    laid: Laid


@dataclass(frozen=True, slots=True)
class _Worker:
    trust: TrustList
    known: Mapping[str, Mapping[str, Form]]
    now: datetime

    def forms(self, header: SubmissionHeader) -> Mapping[str, Form]:
        if header.catalogue not in self.known:
            raise UnknownHereError
        return self.known[header.catalogue]


_worker: list[_Worker] = []
"""Of this process, when it is a worker."""


def _prepare(trust: TrustList, known: Mapping[str, Mapping[str, Form]], now: datetime) -> None:
    _worker[:] = [_Worker(trust, known, now)]


def _unseal(data: bytes, tray: Path) -> _Answer:
    (worker,) = _worker
    package = unseal(BytesIO(data), worker.trust, worker.forms, worker.now).with_forms({})
    laid, source = lay(package.rows, tray), cast(VerifiedFile, package.source)
    return _Answer(replace(package, rows=laid.rows).without_file(), replace(source, file=tray), laid)


def _take(answer: _Answer) -> _Answer:
    """The same with its rows, ready to be kept; `source` tells which tray they lie on."""
    rows = take(answer.laid, cast(Path, answer.source.file)).cut_ahead()
    return replace(answer, package=replace(answer.package, rows=rows))
