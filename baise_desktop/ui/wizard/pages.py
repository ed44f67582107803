"""The wizard's first questions: what for, and which unit."""

from collections.abc import Sequence

from PySide6.QtCore import QItemSelectionModel, QStringListModel, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QButtonGroup,
    QLineEdit,
    QListView,
    QRadioButton,
    QVBoxLayout,
    QWizardPage,
)

from baise_desktop.app.desk import load_forms
from baise_desktop.texts import say
from baise_desktop.ui.labels import column, plain_label
from baise_desktop.ui.pinyin import ranked

ROLE, UNIT, PLACE, KEY, PACK, TAKE, READY = range(7)
ROLES = ("unit", "city", "practice", "take_over")
"""What the wizard can make, in the order in which it offers them."""
_NEXT = {"unit": UNIT, "city": PLACE, "practice": UNIT, "take_over": TAKE}
_INDENT = 24


class RolePage(QWizardPage):
    """填报单位, 市级, 练习, or going on from another computer."""

    def __init__(self) -> None:
        super().__init__()
        self.setTitle(say("window.wizard_role_title"))
        self.setSubTitle(say("window.wizard_role_advice"))
        self.choices = {role: QRadioButton(say(f"window.wizard_role_{role}")) for role in ROLES}
        self.unit, self.city = self.choices["unit"], self.choices["city"]
        self.unit.setChecked(True)
        group = QButtonGroup(self)
        layout = QVBoxLayout(self)
        for role, choice in self.choices.items():
            group.addButton(choice)
            layout.addWidget(choice)
            label = plain_label(say(f"window.wizard_role_{role}_advice"), "muted", wrap=True)
            label.setContentsMargins(_INDENT, 0, 0, 10)
            layout.addWidget(label)
        layout.addStretch(1)

    def initializePage(self) -> None:
        """The keys go to the choice."""
        QTimer.singleShot(0, self.choices[self.role()].setFocus)

    def role(self) -> str:
        """One of `ROLES`."""
        return next(role for role, choice in self.choices.items() if choice.isChecked())

    def nextId(self) -> int:
        """Only a unit is chosen from a list."""
        return _NEXT[self.role()]


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
        self._wanted = ""
        self._lines = QStringListModel(self)
        self.listing = QListView()
        self.listing.setModel(self._lines)
        self.listing.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.listing.setAccessibleName(say("window.wizard_unit_title"))
        self.search = _SearchLine(self.listing)
        self.search.setClearButtonEnabled(True)
        self.search.setPlaceholderText(say("window.wizard_unit_search"))
        self.search.setAccessibleName(say("window.wizard_unit_search"))
        self.search.textChanged.connect(self._filter)
        self.listing.selectionModel().currentChanged.connect(lambda *_: self.completeChanged.emit())
        column(self, self.search, self.listing, margin=8)

    def initializePage(self) -> None:
        """Offer the units that report; only a county practises."""
        role = self.wizard().page(ROLE).role()  # type: ignore[attr-defined]
        units = [unit for unit in load_forms().units.values() if unit.reporter]
        offered = [unit for unit in units if role == "unit" or unit.kind == "county"]
        self._ids = [unit.id for unit in offered]
        self._names = [unit.name for unit in offered]
        self._filter(self.search.text())
        self._choose(self._wanted)
        QTimer.singleShot(0, self.search.setFocus)

    def prefer(self, unit: str) -> None:
        """Choose a unit, by id, once the list is there."""
        self._wanted = unit

    def unit(self) -> str:
        """Id of the chosen unit, or empty."""
        line = self.listing.currentIndex().row()
        return self._ids[self._shown[line]] if 0 <= line < len(self._shown) else ""

    def isComplete(self) -> bool:
        """One is chosen."""
        return bool(self.unit())

    def nextId(self) -> int:
        """The folders."""
        return PLACE

    def _filter(self, typed: str) -> None:
        self._shown = ranked(typed, self._names)
        self._lines.setStringList([self._names[number] for number in self._shown])
        if self._shown and typed.strip():
            self._select(0)
        self.completeChanged.emit()

    def _choose(self, unit: str) -> None:
        if unit in self._ids and self._ids.index(unit) in self._shown:
            self._select(self._shown.index(self._ids.index(unit)))

    def _select(self, line: int) -> None:
        index = self._lines.index(line)
        self.listing.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
