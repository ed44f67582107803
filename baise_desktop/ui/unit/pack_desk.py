"""Takes over what the city sent; a first task pack's root is compared over the telephone, and the news is shown."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtWidgets import QWidget

from baise_desktop.app.clock import utc_now
from baise_desktop.errors import BaiseError
from baise_desktop.texts import say
from baise_desktop.ui.dialogs import ask_text, choose_file
from baise_desktop.ui.unit.pack_news import PackNews, show_news
from baise_desktop.ui.unit.returns_news import ReturnNews
from baise_desktop.ui.unit.session import Session

if TYPE_CHECKING:
    from baise_desktop.app.desk import Desk
    from baise_desktop.app.mail.letters import OpenedLetter
    from baise_desktop.app.packs.opening import OpenedPack
    from baise_desktop.ui.shell import Shell

MOST_TOLD = 6
"""Files opened together of which each is told."""


class PackDesk(QObject):
    """Opens task packs, receipts and returns for one unit."""

    #: something was taken over that leaves the forms as they are
    taken = Signal()
    #: plan and period of a submission that came back and is to be mended now
    mend_requested = Signal(str, str)

    def __init__(self, shell: Shell, session: Session, folder: Path, parent: QWidget) -> None:
        super().__init__(parent)
        self._shell = shell
        self._session = session
        self._folder = folder
        self._window = parent
        self._told: list[str] = []
        self._warns = False

    def choose(self) -> None:
        """Let the clerk choose a file that the city sent, and take it over."""
        file = choose_file(self._window, say("window.letters_open"), say("window.package_kinds"))
        if file is not None:
            self.open_file(file)

    def open_file(self, file: Path) -> None:
        """Take over a file that the city sent: a task pack, a receipt or a return."""
        self.open_dropped([file], QPoint())

    def open_dropped(self, files: list[Path], _place: QPoint) -> None:
        """Take over files that were dropped, one after the other."""
        self._told, self._warns = [], False
        for file in files:
            self._take(file, None)

    def show_last(self) -> None:
        """Show again what the last task pack brought."""
        self._shell.jobs.run(_read_last, self._show_last)

    def _show_last(self, opened: OpenedPack | None) -> None:
        if opened is None:
            self._shell.notice.show_success(say("window.news_none"))
        else:
            PackNews(opened, self._shell).open()

    def _take(self, pack: Path, fingerprint: str | None) -> None:
        self._session.write(partial(_open_pack, pack, fingerprint), self._show, partial(self._refuse, pack))

    def _show(self, opened: OpenedPack | OpenedLetter) -> None:
        from baise_desktop.app.mail.letters import OpenedLetter

        if isinstance(opened, OpenedLetter):
            self.taken.emit()
            self._show_letter(opened)
        elif opened.has_new_forms:
            self._shell.jobs.open(self._folder, partial(_go_on, self._shell, opened), self._shell.notice.show_error)
        else:
            self.taken.emit()
            show_news(self._shell, opened)

    def _show_letter(self, opened: OpenedLetter) -> None:
        self._tell(opened.sentence, warns=opened.word == "returned")
        if opened.word == "returned":
            news = ReturnNews(opened, self._shell)
            news.mend_requested.connect(self.mend_requested)
            news.open()

    def _tell(self, sentence: str, *, warns: bool) -> None:
        """Of several files opened together each is told; none is hidden by the next."""
        self._told.append(sentence)
        self._warns = self._warns or warns
        show = self._shell.notice.show_warning if self._warns else self._shell.notice.show_success
        more = len(self._told) - MOST_TOLD
        lines = [*self._told[:MOST_TOLD], *([say("window.letters_more", count=more)] if more > 0 else [])]
        show("\n".join(lines))

    def _refuse(self, pack: Path, error: BaiseError) -> None:
        if error.code != "FINGERPRINT_NEEDED":
            reason = say("window.refusal", code=error.code, sentence=error.sentence)
            self._tell(say("window.letter_refused", file=pack.name, reason=reason), warns=True)
            if len(self._told) == 1:
                self._shell.notice.show_error(error)
            return
        title, prompt = say("window.root_fingerprint_title"), say("window.root_fingerprint_ask")
        fingerprint = ask_text(self._window, title, prompt)
        if fingerprint:
            self._take(pack, fingerprint)


def _read_last(desk: Desk) -> OpenedPack | None:
    from baise_desktop.app.packs.opening import opened_changes

    return opened_changes(desk)


def _go_on(shell: Shell, opened: OpenedPack, desk: Desk) -> None:
    """The same desk with the forms that the pack brought."""
    from baise_desktop.ui.window import show_work

    show_work(shell, desk)
    show_news(shell, opened)


def _open_pack(pack: Path, fingerprint: str | None, desk: Desk) -> OpenedPack | OpenedLetter:
    from baise_desktop.app.mail.letters import open_received

    return open_received(desk, pack, fingerprint, utc_now())
