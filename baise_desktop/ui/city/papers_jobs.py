"""What the window of papers has done about a submission that the city holds."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from baise_desktop.app.clock import utc_now
from baise_desktop.texts import say
from baise_desktop.ui.papers_window import PaperChoice, PapersMaker, open_papers_window

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

    from baise_desktop.app.desk import Desk
    from baise_desktop.app.paper.blank_wish import BlankWish
    from baise_desktop.app.paper.papers import PaperKind
    from baise_desktop.ui.jobs import Jobs
    from baise_desktop.ui.preview_file import PreviewFile


def open_received_papers(jobs: Jobs, identity: str, words: str, parent: QWidget) -> None:
    """List the papers of a submission; `words` say which it is."""
    maker = PapersMaker(
        list=partial(_list, identity), preview=partial(_preview, identity), save=partial(_save, identity)
    )
    open_papers_window(jobs, maker, parent, jobs.refused.emit, title=words, advice=say("window.papers_advice_received"))


def _list(identity: str, desk: Desk) -> PaperChoice:
    from baise_desktop.app.paper.received_papers import list_received_papers

    return PaperChoice(list_received_papers(desk, identity))


def _preview(identity: str, kind: PaperKind, _wish: BlankWish, desk: Desk) -> PreviewFile:
    from baise_desktop.app.paper.received_papers import show_received
    from baise_desktop.ui.preview_file import PreviewFile

    shown = show_received(desk, identity, kind, utc_now())
    return PreviewFile(shown.title, shown.content, kind=kind, file_name=shown.file_name)


def _save(identity: str, kind: PaperKind, _wish: BlankWish, out: Path, desk: Desk) -> Path:
    from baise_desktop.app.paper.received_papers import write_received

    return write_received(desk, identity, kind, out, utc_now())
