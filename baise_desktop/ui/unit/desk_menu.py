"""本机: what concerns this computer and not one submission: backups, practising, handing over."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFrame, QMenu, QMessageBox, QWidget

from baise_desktop.app.clock import utc_now
from baise_desktop.texts import say
from baise_desktop.ui.dialogs import ask_text, choose_folder, confirm
from baise_desktop.ui.labels import IconButton, button
from baise_desktop.ui.mnemonics import with_letter
from baise_desktop.ui.moments import local_today

if TYPE_CHECKING:
    from baise_desktop.app.desk import Desk
    from baise_desktop.ui.shell import Shell

_NAME = "deskMenu"


class DeskMenu(QWidget):
    """A button in the head of the window, with a menu."""

    def __init__(self, shell: Shell, unit: str, parent: QWidget) -> None:
        """`unit` is the id of the desk's unit; the menu goes when `parent` does."""
        super().__init__(parent)
        self.hide()
        self._shell, self._unit = shell, unit
        self.button: IconButton = button(say("window.desk_menu"), "menu")
        self.button.setObjectName(_NAME)
        self.menu = QMenu(self.button)
        acts = (
            ("desk_backup_folder", self.choose_backup),
            ("desk_backup_now", self.back_up),
            ("desk_practice", self.practise),
            ("desk_hand_over", self.hand_over),
            ("letters_open", lambda: shell.commands.run_by_name("open_task_pack")),
            ("standing_renew", lambda: shell.commands.run_by_name("ask_again")),
            ("standing_receipts", lambda: shell.commands.run_by_name("catch_up")),
        )
        for key, act in acts:
            self.menu.addAction(with_letter(say(f"window.{key}")), act)
        self.button.setMenu(self.menu)
        self._place()
        parent.destroyed.connect(self.button.deleteLater)
        shell.jobs.run(_read_handover, self._show_closed)

    def choose_backup(self) -> None:
        """Ask where the daily backup goes."""
        folder = choose_folder(self._shell, say("window.desk_backup_folder"))
        if folder is not None:
            told = say("window.desk_backup_chosen", folder=folder)
            self._shell.jobs.run(partial(_set_backup, folder), lambda _: self._shell.notice.show_success(told))

    def back_up(self) -> None:
        """Write a backup now, into a folder that is asked for."""
        folder = choose_folder(self._shell, say("window.desk_backup_now"))
        if folder is not None:
            self._shell.jobs.run(partial(_back_up, folder), self._show_backup)

    def practise(self) -> None:
        """Open the exercise in a second window, made first if there is none yet."""
        data = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.AppDataLocation)
        folder = Path(data) / "store-practice"
        self._shell.jobs.run(partial(_make_practice, folder, self._unit), self._open_practice)

    def hand_over(self) -> None:
        """Close this installation and write what another computer takes over; asked twice."""
        to = ask_text(self._shell, say("window.desk_hand_over"), say("window.hand_over_ask"))
        if not to:
            return
        folder = choose_folder(self._shell, say("window.hand_over_folder"))
        if folder is None or not confirm(self._shell, say("window.hand_over_sure", to=to), QMessageBox.Icon.Warning):
            return
        self._shell.jobs.run(partial(_hand_over, folder, to), self._show_handed_over)

    def _place(self) -> None:
        header = self._shell.findChild(QFrame, "header")
        layout = header.layout() if isinstance(header, QFrame) else None
        if layout is not None:
            layout.addWidget(self.button)

    def _show_backup(self, made: Path) -> None:
        self._shell.notice.show_success(say("window.desk_backed_up", path=made))

    def _open_practice(self, folder: Path) -> None:
        from baise_desktop.ui.city.trial import open_trial

        opened = open_trial(folder)
        key = "window.practice_opened" if opened else "window.practice_made"
        self._shell.notice.show_success(say(key, folder=folder))

    def _show_handed_over(self, made: Path) -> None:
        self._shell.notice.show_success(say("window.handed_over", path=made))
        self._shell.jobs.run(_read_handover, self._show_closed)

    def _show_closed(self, to: str) -> None:
        if to:
            self._shell.warning.show_warning(say("window.closed_line", to=to), say("window.closed_whole", to=to))


def _read_handover(desk: Desk) -> str:
    from baise_desktop.app.installation.handover import handed_over

    handover = handed_over(desk)
    return handover.to if handover else ""


def _set_backup(folder: Path, desk: Desk) -> None:
    from baise_desktop.app.installation.backup_folder import set_backup_folder

    set_backup_folder(desk, folder, utc_now())


def _back_up(folder: Path, desk: Desk) -> Path:
    from baise_desktop.app.installation.backup_folder import write_backup

    return write_backup(desk, folder, local_today(utc_now()), utc_now())


def _make_practice(folder: Path, unit: str, desk: Desk) -> Path:
    from baise_desktop.app.practice.practice import make_practice

    if not (folder / "baise.sqlite3").exists():
        county = unit if desk.catalogue.units[unit].kind == "county" else "c.pingguo"
        make_practice(folder, county, utc_now())
    return folder


def _hand_over(folder: Path, to: str, desk: Desk) -> Path:
    from baise_desktop.app.installation.handover import hand_over

    name = say("handover.folder", unit=desk.office.unit, day=f"{local_today(utc_now()):%Y%m%d}")
    return hand_over(desk, folder / name, to, utc_now())
