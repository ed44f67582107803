"""Many submissions, verified ahead of their merge in processes of their own, so that all cores of a computer share it.

A worker is handed the bytes of a file and hands back what `unseal` makes of them. What no worker can do is done here: a
file that is large, definitions of an earlier version, a worker that has died or stands still. The outcome is the same.
"""

import os
import signal
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from io import BytesIO
from itertools import islice
from multiprocessing import get_all_start_methods, get_context, parent_process
from multiprocessing.context import BaseContext
from multiprocessing.process import BaseProcess
from os import cpu_count
from pathlib import Path
from shutil import rmtree
from threading import Thread
from typing import BinaryIO, TypeVar, cast

from baise_desktop.app.inbox.tray import Laid, lay, take, trays
from baise_desktop.exchange.header import SubmissionHeader
from baise_desktop.exchange.package_source import VerifiedFile, held_in_memory, reading
from baise_desktop.exchange.trust import TrustList
from baise_desktop.exchange.unseal import FormsOf, unseal
from baise_desktop.exchange.verified_package import VerifiedPackage
from baise_desktop.form.definition import Form

_WORTHWHILE = 64
"""Files: fewer are verified here in the time that it takes to start the workers."""
_MOST_WORKERS, _AHEAD = 2, 6
_PATIENCE = 60.0
"""Seconds: no file that a worker is given takes nearly as long."""
_NICE = 10
"""What comes of a merge is waited for; what a worker does lies ready before it is asked for."""
_GRACE = 5.0
"""Seconds for a worker to end by itself."""
_NO_PROCESS = (OSError, EOFError, RuntimeError)
"""What is said where none can be started: too many files or processes, a temporary folder whose name is too long for a
socket, a fork server that has died. A pool whose workers have died says so with a RuntimeError, too."""
_Item = TypeVar("_Item")


class UnknownHereError(Exception):
    """A worker has not got the definitions that a submission was filled in with."""


@dataclass(slots=True)
class Unsealer:
    """Verifies submissions by one trust list, as of one moment."""

    trust: TrustList
    forms: FormsOf
    now: datetime
    make_pool: Callable[[], ProcessPoolExecutor] | None = None
    """None where no worker is worth starting."""
    pool: ProcessPoolExecutor | None = None
    started: Sequence[Future[None]] = ()
    """Done as soon as the workers have started; until then nobody waits for them."""
    trays: deque[Path] = field(default_factory=deque)
    """Those that no worker has got."""

    @property
    def ahead(self) -> int:
        """How many files are worth being handed over before the first of them is asked for."""
        return _AHEAD if self.make_pool else 0

    def start(self) -> None:
        """Start the workers; files that are all held already need none."""
        if self.pool is None and self.make_pool is not None:
            try:
                self.pool = self.make_pool()
                with _uninterrupted():
                    self.started = [self.pool.submit(_answer) for _ in range(_MOST_WORKERS)]
            except _NO_PROCESS:
                self.close()
                self.pool = self.make_pool = None

    def close(self) -> None:
        """End the workers."""
        if self.pool is not None:
            workers = _workers_of(self.pool)
            self.pool.shutdown(wait=False, cancel_futures=True)
            _end(workers, _GRACE)

    def submit(self, file: Path | BinaryIO) -> Callable[[], VerifiedPackage]:
        """Begin to verify a file; what is returned gives the package, or raises what `unseal` raises.

        Raises:
            BaiseError: FILE_UNREADABLE.
        """
        here = self.defer(file)
        self.start()
        if self.pool is None or not all(each.done() for each in self.started):
            return here
        with reading(file) as opened:
            held = held_in_memory(opened)
        if not isinstance(held, BytesIO) or not self.trays:
            return here
        tray = self.trays.popleft()
        try:
            future = self.pool.submit(_unseal, held.getvalue(), tray)
        except _NO_PROCESS:
            self.trays.append(tray)
            return here
        return partial(self._receive, future, held, tray)

    def defer(self, file: Path | BinaryIO) -> Callable[[], VerifiedPackage]:
        """As `submit`, but nothing is done before the package is asked for."""
        return partial(unseal, file, self.trust, self.forms, self.now)

    def _receive(self, future: "Future[_Answer]", held: BytesIO, tray: Path) -> VerifiedPackage:
        here = self.defer(held)
        try:
            answer = future.result(_PATIENCE)
            rows = take(answer.laid, tray)
        except TimeoutError:
            if self.pool:
                _end(_workers_of(self.pool), 0)
            return here()
        except (UnknownHereError, BrokenProcessPool, OSError):
            return here()
        finally:
            self.trays.append(tray)
        source = replace(answer.source, file=held)
        return replace(answer.package, rows=rows, source=source).with_forms(self.forms(answer.package.header))


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
            given = (trust, known, now, free[0].parent)
            unsealer.make_pool = partial(ProcessPoolExecutor, _MOST_WORKERS, _choose_context(), _start_worker, given)
        try:
            yield unsealer
        finally:
            unsealer.close()


def _choose_context() -> BaseContext:
    """Never forked from here: a process with a window has threads, and locks that nobody would open in the copy."""
    if "forkserver" not in get_all_start_methods():
        return get_context("spawn")
    context = get_context("forkserver")
    context.set_forkserver_preload([__name__, "baise_desktop.signing.chain"])
    return context


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Ctrl+C reaches every process of a terminal; what is started here never hears it: the office's own ends it."""
    if sys.platform == "win32":
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _workers_of(pool: ProcessPoolExecutor) -> Sequence[BaseProcess]:
    return tuple((pool._processes or {}).values())  # noqa: SLF001 - no other way to them before Python 3.14


def _end(workers: Iterable[BaseProcess], grace: float) -> None:
    """Let workers end, and kill those that do not: one that stands still would keep the program for ever."""
    for worker in workers:
        worker.join(grace)
        if worker.is_alive():
            worker.kill()


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
    """With rows that are empty and without its file."""
    laid: Laid
    source: VerifiedFile
    """Of no file."""


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


def _start_worker(trust: TrustList, known: Mapping[str, Mapping[str, Form]], now: datetime, trays_folder: Path) -> None:
    # Where a worker could not be started deaf to Ctrl+C.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(os, "nice"):
        os.nice(_NICE)
    Thread(target=_leave_with_parent, args=(trays_folder,), daemon=True).start()
    _worker[:] = [_Worker(trust, known, now)]


def _leave_with_parent(trays_folder: Path) -> None:
    """A worker waits for files on a pipe that it holds both ends of: nothing there tells it that nobody will write.

    What lies on the trays of an office that was killed is nobody's any more.
    """
    parent = parent_process()
    if parent is not None:
        parent.join()
        rmtree(trays_folder, ignore_errors=True)
        os._exit(0)


def _answer() -> None:
    """What a worker does first."""


def _unseal(data: bytes, tray: Path) -> _Answer:
    (worker,) = _worker
    package = unseal(BytesIO(data), worker.trust, worker.forms, worker.now).with_forms({})
    laid, source = lay(package.rows, tray), cast(VerifiedFile, package.source)
    return _Answer(replace(package, rows=laid.rows).without_file(), laid, replace(source, file=tray))
