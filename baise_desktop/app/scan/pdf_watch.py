"""A PDF read by a process of its own: one that takes for ever, all memory or the process with it harms nothing else.

A page that draws itself a thousand million times is a few hundred bytes, and no renderer can be told to stop.
"""

from __future__ import annotations

from dataclasses import replace
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from baise_desktop.app.scan.page_codes import FoundCodes, find_codes
from baise_desktop.app.scan.scanned_pdf import ScannedPdf
from baise_desktop.errors import BaiseError

PAGE_SECONDS = 30
"""For one page; a slow computer takes one."""
MOST_MEMORY = 2 << 30
"""Of the process, where the system knows such limits."""
MOST_LOST = 3
"""How often the process may be lost before the file is given up."""


class WatchedPdf:
    """Pages are read ahead in order; one asked for out of order makes a new start."""

    def __init__(self, file: Path) -> None:
        """Raises: BaiseError PAPER_LOCKED, PAPER_DAMAGED, PAPER_SLOW."""
        self._file = file.absolute()
        self._lost, self._next = 0, 1
        self._start(1)
        try:
            self.sides: int = self._answer()
        except BaiseError:
            self.close()
            raise

    def codes(self, number: int) -> FoundCodes:
        """What a page holds. Raises: BaiseError PAPER_DAMAGED, PAPER_PIXELS, PAPER_SLOW."""
        if self._lost > MOST_LOST:
            raise BaiseError("PAPER_SLOW", file="")
        if number != self._next:
            self.close()
            self._start(number)
            self._answer()
        self._next = number + 1
        found: FoundCodes = self._answer()
        return found

    def close(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.join()
        self._process.close()
        self._answers.close()

    def _start(self, first: int) -> None:
        # Never forked: a process with a window has threads, and locks that nobody would open in the copy.
        context = get_context("spawn")
        self._answers, told = context.Pipe(duplex=False)
        self._process = context.Process(target=_serve, args=(self._file, first, told), daemon=True)
        self._next = first
        self._process.start()
        told.close()

    def _answer(self) -> Any:
        """The next that the process tells; or that it is lost, and what to do."""
        try:
            if not self._answers.poll(PAGE_SECONDS):
                self._process.kill()
            answer = self._answers.recv()
        except (EOFError, OSError) as cause:
            self._lost += 1
            self._next = 0
            raise BaiseError("PAPER_SLOW", file="") from cause
        if isinstance(answer, BaiseError):
            raise answer
        return answer


def _serve(file: Path, first: int, told: Connection) -> None:
    """In the process: how many pages there are, then what each holds, or why it cannot be told."""
    _limit_memory()
    try:
        with file.open("rb") as source:
            pdf = ScannedPdf(source)
            told.send(pdf.sides)
            for number in range(first, pdf.sides + 1):
                told.send(_look(pdf, number))
            pdf.close()
    except BaiseError as error:
        told.send(error)
    except (BrokenPipeError, KeyboardInterrupt):
        return  # nobody asks any more


def _look(pdf: ScannedPdf, number: int) -> FoundCodes | BaiseError:
    try:
        return replace(find_codes(pdf.picture(number)), is_drawn=pdf.is_drawn(number))
    except BaiseError as error:
        return error


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
