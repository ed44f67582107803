"""What is done with the paper in a preview: printed, or kept as a file."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices

from baise_desktop.app.paper.paper_file import paper_file_name, save_paper
from baise_desktop.texts import say
from baise_desktop.ui.dialogs import choose_new_file, confirm

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from baise_desktop.errors import BaiseError
    from baise_desktop.ui.jobs import Jobs
    from baise_desktop.ui.preview_window import PreviewWindow
    from baise_desktop.ui.print_desk import Paper, PrintDesk
    from baise_desktop.ui.printing import Printers


class PreviewActs(QObject):
    """Acts on the file that a window shows, and says in its notice what came of it."""

    def __init__(self, jobs: Jobs, window: PreviewWindow, printers: Printers | None) -> None:
        """Without `printers` those of the system, which are only asked for when something is printed."""
        super().__init__(window)
        self._jobs, self._window, self._printers = jobs, window, printers
        self._desk: PrintDesk | None = None
        window.progress.stopped.connect(self.cancel)

    def print(self, *, by_hand: bool = False) -> None:
        """Print what is shown; by hand on both sides of the paper."""
        paper = self._paper()
        if paper is not None:
            self._printing().print(paper, by_hand=by_hand)

    def ask_wide(self) -> None:
        """Choose anew what pages larger than A4 go on."""
        paper = self._paper()
        if paper is not None:
            self._printing().ask_wide(paper)

    def is_printing(self) -> bool:
        """Whether something is on its way to a printer."""
        return self._desk is not None and self._desk.is_busy()

    def cancel(self) -> None:
        """Stop printing."""
        if self._desk is not None:
            self._desk.cancel()

    def save(self) -> None:
        """Keep the file under a name that is asked for."""
        file = self._window.file
        name = paper_file_name(file.file_name or file.title)
        out = choose_new_file(self._window, say("window.preview_save"), name, say("window.pdf_kind"))
        if out is None:
            return
        if out.suffix.lower() != ".pdf":
            out = out.with_name(f"{out.name}.pdf")
            # The dialog has asked about the name without its ending.
            if out.exists() and not confirm(self._window, say("window.preview_overwrite", file=out.name)):
                return
        job = partial(save_paper, file.source, out)
        self._jobs.run_alone(job, self._while_open(self._tell_saved), self._while_open(self._refuse))

    def _paper(self) -> Paper | None:
        from baise_desktop.ui.picture_view import PictureView
        from baise_desktop.ui.print_desk import Paper

        pages, file = self._window.page, self._window.file
        if isinstance(pages, PictureView) or not pages.is_readable():
            return None
        return Paper(pages.source, file.kind, file.title, pages.sizes(), pages.page())

    def _printing(self) -> PrintDesk:
        if self._desk is None:
            from baise_desktop.ui.print_desk import PrintDesk
            from baise_desktop.ui.printing import Printers

            self._desk = desk = PrintDesk(self._jobs, self._window, self._printers or Printers())
            desk.moved.connect(self._window.progress.show_moved)
            desk.over.connect(self._tell_over)
            desk.refused.connect(self._refuse)
            desk.warned.connect(self._window.notice.show_warning)
            desk.printerless.connect(self.offer_file)
        return self._desk

    def offer_file(self) -> None:
        """Say that there is no printer, and what can be done instead."""
        self._window.notice.warn_and_offer(say("window.print_no_printer"), say("window.preview_save"), self.save)

    def _tell_over(self, words: str) -> None:
        self._window.progress.hide()
        self._window.notice.show_success(words)

    def _tell_saved(self, path: Path) -> None:
        self._window.notice.offer(
            say("window.preview_saved", path=path), say("window.open_folder"), partial(_open_folder, path)
        )

    def _refuse(self, error: BaiseError) -> None:
        self._window.progress.hide()
        self._window.notice.show_error(error)

    def _while_open(self, tell: Callable[..., None]) -> Callable[..., None]:
        from shiboken6 import isValid

        def told(result: object) -> None:
            if isValid(self._window):
                tell(result)

        return told


def _open_folder(path: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.parent)))
