"""The wizard's questions: role, unit, folders and passphrase."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QItemSelectionModel, QStringListModel, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QButtonGroup,
    QFormLayout,
    QLineEdit,
    QListView,
    QRadioButton,
    QVBoxLayout,
    QWizardPage,
)

from baise_desktop.app.desk import load_forms
from baise_desktop.texts import say
from baise_desktop.ui.dialogs import choose_folder
from baise_desktop.ui.labels import IconLine, column, plain_label
from baise_desktop.ui.path_line import PathLine
from baise_desktop.ui.pinyin import ranked

LEAST_PASSPHRASE = 8
ROLE, UNIT, PLACE, READY = range(4)


class RolePage(QWizardPage):
    """填报单位 or 市级."""

    def __init__(self) -> None:
        super().__init__()
        self.setTitle(say("window.wizard_role_title"))
        self.setSubTitle(say("window.wizard_role_advice"))
        self.unit = QRadioButton(say("window.wizard_role_unit"))
        self.city = QRadioButton(say("window.wizard_role_city"))
        self.unit.setChecked(True)
        group = QButtonGroup(self)
        layout = QVBoxLayout(self)
        for choice, advice in ((self.unit, "wizard_role_unit_advice"), (self.city, "wizard_role_city_advice")):
            group.addButton(choice)
            layout.addWidget(choice)
            label = plain_label(say(f"window.{advice}"), "muted", wrap=True)
            label.setContentsMargins(24, 0, 0, 14)
            layout.addWidget(label)
        layout.addStretch(1)

    def role(self) -> str:
        """`unit` or `city`."""
        return "unit" if self.unit.isChecked() else "city"

    def nextId(self) -> int:
        """The city need not be chosen from a list."""
        return UNIT if self.role() == "unit" else PLACE


class _SearchLine(QLineEdit):
    """Up and Down go to the list below."""

    def __init__(self, listing: QListView) -> None:
        super().__init__()
        self._listing = listing

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._listing.keyPressEvent(event)
        else:
            super().keyPressEvent(event)


class UnitPage(QWizardPage):
    """Which unit, found by characters or pinyin."""

    def __init__(self) -> None:
        super().__init__()
        self.setTitle(say("window.wizard_unit_title"))
        self.setSubTitle(say("window.wizard_unit_advice"))
        self._ids: Sequence[str] = ()
        self._names: Sequence[str] = ()
        self._shown: list[int] = []
        self._lines = QStringListModel(self)
        self.listing = QListView()
        self.listing.setModel(self._lines)
        self.listing.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.search = _SearchLine(self.listing)
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._filter)
        self.listing.selectionModel().currentChanged.connect(lambda *_: self.completeChanged.emit())
        column(self, self.search, self.listing, margin=8)

    def initializePage(self) -> None:
        """Offer the units that report."""
        reporters = [unit for unit in load_forms().units.values() if unit.reporter]
        self._ids = [unit.id for unit in reporters]
        self._names = [unit.name for unit in reporters]
        self._filter(self.search.text())
        self.search.setFocus()

    def unit(self) -> str:
        """Id of the chosen unit, or empty."""
        line = self.listing.currentIndex().row()
        return self._ids[self._shown[line]] if 0 <= line < len(self._shown) else ""

    def isComplete(self) -> bool:
        """One is chosen."""
        return bool(self.unit())

    def nextId(self) -> int:
        """Folders and passphrase."""
        return PLACE

    def _filter(self, typed: str) -> None:
        self._shown = ranked(typed, self._names)
        self._lines.setStringList([self._names[number] for number in self._shown])
        if self._shown and typed.strip():
            first = self._lines.index(0)
            self.listing.selectionModel().setCurrentIndex(first, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self.completeChanged.emit()


class PlacePage(QWizardPage):
    """Where the data lies, and the passphrase of the key."""

    def __init__(self, store: Path, requests: Path) -> None:
        """`store` and `requests` are the folders suggested."""
        super().__init__()
        self.setTitle(say("window.wizard_place_title"))
        self.setSubTitle(say("window.wizard_place_advice"))
        self.store = _folder_line(say("window.wizard_store"), store)
        self.request = _folder_line(say("window.wizard_request"), requests)
        self.passphrase = _secret_line(say("window.passphrase"))
        self.again = _secret_line(say("window.wizard_passphrase_again"))
        self.state = IconLine()
        form = QFormLayout(self)
        form.setSpacing(10)
        form.addRow(say("window.wizard_store"), self.store)
        self._request_label = plain_label(say("window.wizard_request"))
        form.addRow(self._request_label, self.request)
        form.addRow(say("window.passphrase"), self.passphrase)
        form.addRow(say("window.wizard_passphrase_again"), self.again)
        form.addRow("", plain_label(say("window.wizard_passphrase_advice"), "muted", wrap=True))
        form.addRow("", self.state)
        for changed in (self.passphrase.textChanged, self.again.textChanged, self.store.changed, self.request.changed):
            changed.connect(self._judge)
        self.setCommitPage(True)

    def initializePage(self) -> None:
        """The city makes no enrolment request."""
        is_unit = self.wizard().page(ROLE).role() == "unit"
        self.request.setVisible(is_unit)
        self._request_label.setVisible(is_unit)
        QTimer.singleShot(0, self.passphrase.setFocus)

    def isComplete(self) -> bool:
        """Folders are given and the passphrase twice alike."""
        return not self._fault() and bool(self.again.text())

    def nextId(self) -> int:
        """What to do next."""
        return READY

    def _fault(self) -> str:
        typed, again = self.passphrase.text(), self.again.text()
        if typed and len(typed) < LEAST_PASSPHRASE:
            return say("window.wizard_short")
        if again and typed != again:
            return say("window.wizard_mismatch")
        return ""

    def _judge(self) -> None:
        fault = self._fault()
        self.state.show_state("blocking" if fault else "", fault, "danger")
        self.state.setVisible(bool(fault))
        self.completeChanged.emit()


def _folder_line(hint: str, start: Path) -> PathLine:
    line = PathLine(hint, lambda parent: choose_folder(parent, hint), say("window.choose_folder"))
    line.edit.setText(str(start))
    return line


def _secret_line(hint: str) -> QLineEdit:
    edit = QLineEdit()
    edit.setEchoMode(QLineEdit.EchoMode.Password)
    edit.setAccessibleName(hint)
    return edit
