"""What the window of papers has done where the desk is."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from baise_desktop.app.clock import utc_now
from baise_desktop.ui.papers_window import PaperChoice, PapersMaker, open_papers_window

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

    from baise_desktop.app.desk import Desk
    from baise_desktop.app.paper.blank_wish import BlankWish
    from baise_desktop.app.paper.papers import PaperKind
    from baise_desktop.errors import BaiseError
    from baise_desktop.ui.preview_file import PreviewFile
    from baise_desktop.ui.unit.session import Session


def open_unit_papers(session: Session, parent: QWidget, refused: Callable[[BaiseError], object]) -> None:
    """List the papers of the open submission."""
    about = (session.plan, session.period)
    maker = PapersMaker(list=partial(list_choice, *about), preview=partial(preview, *about), save=partial(save, *about))
    open_papers_window(session.jobs, maker, parent, refused)


def list_choice(plan: str, period: str, desk: Desk) -> PaperChoice:
    """What there is to choose from."""
    from baise_desktop.app.installation.home import owed_here
    from baise_desktop.app.paper.papers import list_papers

    forms = tuple((form.id, form.title) for form in owed_here(desk, plan, period))
    return PaperChoice(list_papers(desk, plan, period), forms)


def preview(plan: str, period: str, kind: PaperKind, wish: BlankWish, desk: Desk) -> PreviewFile:
    """A paper for the preview."""
    from baise_desktop.app.paper.papers import make_blank
    from baise_desktop.app.paper.shown_papers import show_paper
    from baise_desktop.texts import say
    from baise_desktop.ui.preview_file import PreviewFile

    shown = show_paper(desk, plan, period, kind, utc_now())
    content = make_blank(desk, plan, period, utc_now(), wish) if kind == "blank" else shown.content
    warning = say("window.preview_unsigned") if shown.unsigned else ""
    return PreviewFile(shown.title, content, kind=kind, file_name=shown.file_name, warning=warning)


def save(plan: str, period: str, kind: PaperKind, wish: BlankWish, out: Path, desk: Desk) -> Path:
    """A paper as a file, by its ending."""
    from baise_desktop.app.paper.papers import write_blank, write_paper

    if kind == "blank":
        return write_blank(desk, plan, period, out, utc_now(), wish)
    return write_paper(desk, plan, period, kind, out, utc_now())
