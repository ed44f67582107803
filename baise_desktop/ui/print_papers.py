"""Papers that pages open in the preview, made where the desk is."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QAbstractItemView, QApplication

from baise_desktop.app.clock import utc_now
from baise_desktop.texts import say
from baise_desktop.ui.preview_file import PreviewChoices, PreviewFile

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

    from baise_desktop.app.desk import Desk
    from baise_desktop.app.paper.shown_papers import ShownPaper
    from baise_desktop.errors import BaiseError
    from baise_desktop.ui.jobs import Jobs

    Refused = Callable[[BaiseError], None] | None

Titles = tuple[tuple[str, str], ...]


def open_papers(jobs: Jobs, plan: str, period: str, parent: QWidget, refused: Refused) -> None:
    """The papers of the open submission, its report first."""
    make = partial(_make, plan, period)
    jobs.run(partial(_list, plan, period, make), lambda found: _open_first(jobs, found, make, parent), refused)


def end_typing() -> None:
    """Let the cell that is being typed into keep it, so that it stands on the paper."""
    typing = QApplication.focusWidget()
    view = typing.parent().parent() if typing is not None and typing.parent() is not None else None
    if typing is not None and isinstance(view, QAbstractItemView):
        typing.clearFocus()


def open_sealed(jobs: Jobs, identity: str, parent: QWidget, refused: Refused) -> None:
    """The report that a package carries."""
    _open(jobs, partial(_sealed, identity), parent, refused)


def open_written(jobs: Jobs, path: Path, parent: QWidget) -> None:
    """A report that was just written, as it lies on the disk: with its signature and its seal."""
    from baise_desktop.app.paper.shown_papers import SUBMISSION
    from baise_desktop.ui.preview_window import PreviewWindow

    PreviewWindow(jobs, PreviewFile(path.name, path, kind=SUBMISSION, file_name=path.stem), parent).show()


def open_figures(jobs: Jobs, plan: str, as_of: date, unit: str | None, parent: QWidget, *, accepted_only: bool) -> None:
    """The table of figures, of one unit or of all."""
    _open(jobs, partial(_figures, plan, as_of, unit, accepted_only), parent, None)


def open_allocation(jobs: Jobs, plan: str, parent: QWidget) -> None:
    """The yearly breakdown."""
    _open(jobs, partial(_allocation, plan), parent, None)


def _open(jobs: Jobs, make: Callable[[Desk], PreviewFile], parent: QWidget, refused: Refused) -> None:
    def show(file: PreviewFile) -> None:
        from baise_desktop.ui.preview_window import PreviewWindow

        PreviewWindow(jobs, file, parent).show()

    jobs.run(make, show, refused)


def _open_first(
    jobs: Jobs, found: tuple[Titles, PreviewFile], make: Callable[[str, Desk], PreviewFile], parent: QWidget
) -> None:
    from baise_desktop.ui.preview_window import PreviewWindow

    titles, file = found
    PreviewWindow(jobs, file, parent, PreviewChoices(titles, make)).show()


def _list(plan: str, period: str, make: Callable[[str, Desk], PreviewFile], desk: Desk) -> tuple[Titles, PreviewFile]:
    from baise_desktop.app.paper.shown_papers import SUBMISSION, paper_titles

    return paper_titles(desk, plan, period), make(SUBMISSION, desk)


def _make(plan: str, period: str, kind: str, desk: Desk) -> PreviewFile:
    from baise_desktop.app.paper.shown_papers import show_paper

    return _file(show_paper(desk, plan, period, kind, utc_now()))


def _sealed(identity: str, desk: Desk) -> PreviewFile:
    from baise_desktop.app.paper.shown_papers import show_sealed

    return _file(show_sealed(desk, identity))


def _figures(plan: str, as_of: date, unit: str | None, accepted_only: bool, desk: Desk) -> PreviewFile:
    from baise_desktop.app.paper.shown_papers import show_figures

    return _file(show_figures(desk, plan, as_of, utc_now(), unit=unit, accepted_only=accepted_only))


def _allocation(plan: str, desk: Desk) -> PreviewFile:
    from baise_desktop.app.paper.shown_papers import show_allocation

    return _file(show_allocation(desk, plan, utc_now()))


def _file(paper: ShownPaper) -> PreviewFile:
    # Loaded here the first time, it does not keep the window waiting.
    import baise_desktop.ui.pdf_outline
    import baise_desktop.ui.pdf_pages
    import baise_desktop.ui.pdf_search
    import baise_desktop.ui.preview_window  # noqa: F401

    warning = say("window.preview_unsigned") if paper.unsigned else ""
    return PreviewFile(paper.title, paper.content, kind=paper.kind, file_name=paper.file_name, warning=warning)
