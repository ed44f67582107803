"""Checking paper on the thread of the desk, one picture a job, so that other pages are not kept waiting."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from baise_desktop.app.clock import utc_now

if TYPE_CHECKING:
    from baise_desktop.app.desk import Desk
    from baise_desktop.app.scan.paper_check import PaperCheck, Step
    from baise_desktop.app.scan.paper_filing import FiledPaper
    from baise_desktop.app.scan.paper_page import PaperPage
    from baise_desktop.errors import BaiseError


@dataclass(frozen=True, slots=True)
class Sight:
    """Everything that a sitting has seen."""

    pages: tuple[PaperPage, ...]
    filed: tuple[FiledPaper, ...]
    refused: tuple[tuple[Path, BaiseError], ...]
    step: Step | None = None
    """The newest; None when there is no more to read."""
    emptiness: BaiseError | None = None
    """Why nothing came of it, where nothing but blank sheets lay there."""


class Sitting:
    """What is checked until the list is cleared. Every method but `end` runs as a job."""

    def __init__(self) -> None:
        self._check: PaperCheck | None = None
        self._steps: Generator[Step, None, None] | None = None

    def begin(self, files: Sequence[Path], desk: Desk) -> Sight:
        """Start on files and read the first picture."""
        self._steps = self._of(desk).read(files, utc_now())
        return self.go_on(desk)

    def go_on(self, desk: Desk) -> Sight:
        """Read one more picture."""
        step = next(self._steps, None) if self._steps else None
        return self._sight(desk, step)

    def stop(self, desk: Desk) -> Sight:
        """Keep what was seen, and read no more."""
        if self._steps is not None:
            self._steps.close()
        self._steps = None
        self._of(desk).stop(utc_now())
        return self._sight(desk, None)

    def take_code(self, typed: str, desk: Desk) -> tuple[PaperPage, Sight]:
        """Check a page by its code."""
        page = self._of(desk).take_code(typed, utc_now())
        return page, self._sight(desk, None)

    def _of(self, desk: Desk) -> PaperCheck:
        from baise_desktop.app.scan.paper_check import PaperCheck

        if self._check is None:
            self._check = PaperCheck(desk)
        return self._check

    def _sight(self, desk: Desk, step: Step | None) -> Sight:
        check = self._of(desk)
        return Sight(check.pages, check.filed(), check.refused, step, check.emptiness)
