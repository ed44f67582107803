"""Processes that take work off the office's own; what they cannot do, the office does itself.

They are started, and what they give back is received, by a thread, so that nobody waits for either. They end with the
office, however that ends.
"""

import os
import signal
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from functools import partial
from multiprocessing import get_all_start_methods, get_context, parent_process
from multiprocessing.context import BaseContext
from multiprocessing.process import BaseProcess
from pathlib import Path
from shutil import rmtree
from threading import Thread
from typing import TypeVar

MOST = 2
_PATIENCE = 60.0
"""Seconds: nothing that a worker is given takes nearly as long."""
_NICE = 10
"""What the office does is waited for; what a worker does lies ready before it is asked for."""
_GRACE = 5.0
"""Seconds for a worker to end by itself."""
_NO_PROCESS = (OSError, EOFError, RuntimeError)
"""What is said where none can be started: too many files or processes, a temporary folder whose name is too long for a
socket, a fork server that has died. A pool whose workers have died says so with a RuntimeError, too."""
Given = TypeVar("Given")
Taken = TypeVar("Taken")


class WorkerLostError(Exception):
    """A worker has died or stands still."""


class Workers:
    """A pool of processes that need not be there."""

    def __init__(self, modules: Sequence[str], folder: Path, prepare: Callable[[], object]) -> None:
        """Nothing is started yet.

        Args:
            modules: what workers need of the program; read once for all of them where the system can.
            folder: removed by a worker that outlives the office.
            prepare: what each worker does first; picklable.
        """
        arguments = (folder, prepare)
        self._make = partial(ProcessPoolExecutor, MOST, _choose_context(modules), _begin, arguments)
        self._pool: ProcessPoolExecutor | None = None
        self._thread = ThreadPoolExecutor(1, "workers")
        self._starting: Future[None] | None = None
        self._first: Sequence[Future[None]] = ()
        self._closed = False

    def start(self) -> None:
        """Begin to start the workers, unless that was done before."""
        if self._starting is not None:
            return
        try:
            self._starting = self._thread.submit(self._start)
        except RuntimeError:  # no thread to be had, and so no process
            self._starting = Future()
            self._starting.set_result(None)

    def is_hopeless(self) -> bool:
        """Whether none can be started."""
        return self._starting is not None and self._starting.done() and self._pool is None

    def is_ready(self) -> bool:
        """Whether all have started."""
        if self._starting is None or not self._starting.done():
            return False
        self._starting.result()
        return self._pool is not None and all(each.done() for each in self._first)

    def submit(
        self, act: Callable[..., Given], arguments: Sequence[object], receive: Callable[[Given], Taken]
    ) -> "Callable[[], Taken] | None":
        """Let a worker act, and receive what it gives back, in a thread, as soon as it is there.

        Args:
            act: a function of a module.
            arguments: picklable.
            receive: touches nothing that belongs to the calling thread.

        Returns:
            What waits for it, and raises what `act` and `receive` raise, or WorkerLostError; None when no worker can
            be asked.
        """
        if self._pool is None:
            return None
        try:
            given = self._pool.submit(act, *arguments)
        except _NO_PROCESS:
            return None
        return partial(self._wait, self._thread.submit(lambda: receive(given.result(_PATIENCE))))

    def _wait(self, taken: "Future[Taken]") -> Taken:
        try:
            return taken.result()
        except TimeoutError:
            _end(self.processes(), 0)
            raise WorkerLostError from None
        except BrokenProcessPool:
            raise WorkerLostError from None

    def processes(self) -> Sequence[BaseProcess]:
        """Those that have been started."""
        # There is no other way to them before Python 3.14.
        return tuple((self._pool._processes or {}).values()) if self._pool else ()  # noqa: SLF001

    def close(self) -> None:
        """End them, whatever they are doing; broken off, it leaves nothing behind that the program would wait for."""
        self._closed = True
        try:
            if self._starting is not None:
                self._starting.exception()
        finally:
            self._thread.shutdown(wait=False, cancel_futures=True)
            self._stop()

    def _stop(self) -> None:
        processes = self.processes()
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)
        _end(processes, _GRACE)

    def _start(self) -> None:
        pool = None
        try:
            pool = self._make()
            with _uninterrupted():
                self._first = [pool.submit(_answer) for _ in range(MOST)]
            self._pool = pool
        except _NO_PROCESS:
            if pool is not None:
                pool.shutdown(wait=False, cancel_futures=True)
        if self._closed:
            self._stop()


def _choose_context(modules: Sequence[str]) -> BaseContext:
    """Never forked from here: a process with a window has threads, and locks that nobody would open in the copy."""
    if "forkserver" not in get_all_start_methods():
        return get_context("spawn")
    context = get_context("forkserver")
    context.set_forkserver_preload([__name__, *modules])
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


def _end(processes: Iterable[BaseProcess], grace: float) -> None:
    """Let workers end, and kill those that do not: one that stands still would keep the program for ever."""
    for process in processes:
        process.join(grace)
        if process.is_alive():
            process.kill()


def _begin(folder: Path, prepare: Callable[[], object]) -> None:
    # Where a worker could not be started deaf to Ctrl+C.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(os, "nice"):
        os.nice(_NICE)
    Thread(target=_leave_with_parent, args=(folder,), daemon=True).start()
    prepare()


def _leave_with_parent(folder: Path) -> None:
    """A worker waits for work on a pipe that it holds both ends of: nothing there tells it that nobody will write.

    What lies in the folder of an office that was killed is nobody's any more.
    """
    parent = parent_process()
    if parent is not None:
        parent.join()
        rmtree(folder, ignore_errors=True)
        os._exit(0)


def _answer() -> None:
    """What a worker does first of all when it is ready."""
