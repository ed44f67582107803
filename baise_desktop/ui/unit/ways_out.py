"""Where a package goes: a stick, a folder, or a mail draft."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, QStandardPaths, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QFormLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QRadioButton,
    QSizePolicy,
    QStackedWidget,
    QWidget,
)

from baise_desktop.texts import say
from baise_desktop.ui import look
from baise_desktop.ui.dialogs import choose_folder
from baise_desktop.ui.labels import button, column, plain_label, row
from baise_desktop.ui.path_line import PathLine
from baise_desktop.ui.unit.export_jobs import DRIVE, FOLDER, Wish

if TYPE_CHECKING:
    from baise_desktop.app.files.drives import Drive
    from baise_desktop.app.outgoing.mail_draft import MailTerms

_WAYS = ("drive", "folder", "mail")


class WaysOut(QWidget):
    """Three ways, of which one is chosen, and what each of them needs to know."""

    #: another place was chosen
    changed = Signal()
    #: the sticks that are plugged in shall be looked for
    drives_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._drives: Sequence[Drive] = ()
        self._touched = False
        self.ways = [QRadioButton(say(f"window.way_{way}")) for way in _WAYS]
        self.drives = QListWidget()
        self.drives.setAccessibleName(say("window.way_drive"))
        self.look_again = button(say("window.drives_again"))
        self.drive_state = plain_label(kind="muted")
        self.folder = PathLine(say("window.export_folder"), _ask_folder, say("window.choose_folder"))
        self.recipient = _line(say("window.mail_to"), say("window.mail_to_hint"))
        self.limit = _line(say("window.mail_limit"), say("window.mail_limit_hint"))
        self.mail_folder = PathLine(say("window.mail_folder"), _ask_folder, say("window.choose_folder"))
        documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        self.mail_folder.edit.setText(str(Path(documents)))
        self._places = QStackedWidget()
        self.drives.hide()
        self._lay_out()
        self._connect()
        self._choose(FOLDER)

    def way(self) -> int:
        """DRIVE, FOLDER or MAIL."""
        return next(number for number, way in enumerate(self.ways) if way.isChecked())

    def wish(self) -> Wish | None:
        """Where to, or None while that is not settled."""
        if self.way() == DRIVE:
            drive = self._drive()
            return Wish(DRIVE, drive.folder) if drive is not None and drive.writable else None
        path = (self.folder if self.way() == FOLDER else self.mail_folder).path()
        return None if path is None else Wish(self.way(), path, self.recipient.text(), self.limit.text())

    def show_drives(self, drives: Sequence[Drive]) -> None:
        """Offer the sticks there are; the first one that turns up is taken unless another way was chosen by hand."""
        here = self._drive()
        self._drives = drives
        self.drives.clear()
        for drive in drives:
            self.drives.addItem(QListWidgetItem(look.icon("export"), _words(drive)))
        self.drives.setVisible(bool(drives))
        folders = [drive.folder for drive in drives]
        self.drives.setCurrentRow(
            folders.index(here.folder) if here and here.folder in folders else 0 if drives else -1
        )
        if drives and not self._touched:
            self._choose(DRIVE)
        self._judge()

    def show_terms(self, terms: MailTerms) -> None:
        """How mail was sent the last time."""
        if not self.recipient.text():
            self.recipient.setText(terms.recipient)
        if not self.limit.text() and terms.limit:
            self.limit.setText(str(terms.limit))

    def changeEvent(self, event: QEvent) -> None:
        """Keep the list as high as its lines in a new look."""
        if event.type() == QEvent.Type.StyleChange:
            self._fit()
        super().changeEvent(event)

    def _lay_out(self) -> None:
        group = QButtonGroup(self)
        for number, way in enumerate(self.ways):
            group.addButton(way, number)
        for page in (self._drive_page(), self._folder_page(), self._mail_page()):
            self._places.addWidget(page)
        layout = column(self, spacing=8)
        layout.addLayout(row(*self.ways))
        layout.addWidget(self._places)
        self._fit()

    def _drive_page(self) -> QWidget:
        page = QWidget()
        layout = column(page, self.drives)
        layout.addLayout(row(self.look_again, self.drive_state))
        return page

    def _folder_page(self) -> QWidget:
        page = QWidget()
        column(page, self.folder).addStretch(1)
        return page

    def _mail_page(self) -> QWidget:
        page = QWidget()
        form = QFormLayout(page)
        form.setContentsMargins(0, 0, 0, 0)
        form.addRow(say("window.mail_to"), self.recipient)
        form.addRow(say("window.mail_limit"), self.limit)
        form.addRow(say("window.mail_folder"), self.mail_folder)
        return page

    def _connect(self) -> None:
        for number, way in enumerate(self.ways):
            way.toggled.connect(lambda on, number=number: self._show_way(number) if on else None)
            way.clicked.connect(self._note_choice)
        self.look_again.clicked.connect(self.drives_requested)
        self.drives.currentRowChanged.connect(lambda _: self._judge())
        for changed in (self.folder.changed, self.mail_folder.changed, self.recipient.textChanged):
            changed.connect(self.changed)
        self.folder.changed.connect(self._note_choice)

    def _note_choice(self) -> None:
        self._touched = True

    def _choose(self, way: int) -> None:
        self.ways[way].setChecked(True)

    def _show_way(self, way: int) -> None:
        self._places.setCurrentIndex(way)
        # Only the way that is on show says how high the place for it is.
        for number in range(self._places.count()):
            kept = QSizePolicy.Policy.Preferred if number == way else QSizePolicy.Policy.Ignored
            self._places.widget(number).setSizePolicy(QSizePolicy.Policy.Preferred, kept)
        self._places.updateGeometry()
        self.changed.emit()

    def _drive(self) -> Drive | None:
        at = self.drives.currentRow()
        return self._drives[at] if 0 <= at < len(self._drives) else None

    def _judge(self) -> None:
        drive = self._drive()
        closed = drive is not None and not drive.writable
        self.drive_state.setText(say("window.drives_none" if drive is None else "window.drive_closed"))
        self.drive_state.setVisible(drive is None or closed)
        self.changed.emit()

    def _fit(self) -> None:
        side = look.current().pixels(16)
        self.drives.setIconSize(QSize(side, side))
        self.drives.setFixedHeight(look.current().pixels(84))


def _words(drive: Drive) -> str:
    from baise_desktop.app.files.delivery import show_size

    words = say("window.drive_line", name=drive.name, free=show_size(drive.free), size=show_size(drive.size))
    return words + ("" if drive.writable else say("window.drive_read_only"))


def _line(name: str, hint: str) -> QLineEdit:
    edit = QLineEdit()
    edit.setAccessibleName(name)
    edit.setPlaceholderText(hint)
    return edit


def _ask_folder(parent: QWidget) -> Path | None:
    return choose_folder(parent, say("window.export_folder"))
