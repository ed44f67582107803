"""The box beside the obligation table: what to set for the cells chosen, and why."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, Signal
from PySide6.QtWidgets import QComboBox, QDateEdit, QFrame, QLabel, QLineEdit, QSpinBox, QVBoxLayout, QWidget

from baise_desktop.form.adjustment import (
    LONGEST_REASON,
    MOST_DAYS,
    Added,
    Adjustment,
    Change,
    DueAfter,
    DueOn,
    Every,
    Exempt,
)
from baise_desktop.form.obligation import DUE_DAYS
from baise_desktop.form.period import Frequency
from baise_desktop.texts import say
from baise_desktop.ui.labels import button, column, plain_label, row

if TYPE_CHECKING:
    from collections.abc import Sequence

    from baise_desktop.ui.city.obligation_matrix import Place

_ACTS = ("exempt", "add", "due", "days", "every")


class Reach(StrEnum):
    """How far what is set reaches."""

    CELLS = "cells"
    ROWS = "rows"
    UNITS = "units"
    FREQUENCY = "frequency"


def spread(change: Change, reason: str, reach: Reach, places: Sequence[Place]) -> tuple[Adjustment, ...]:
    """One adjustment for each thing that is meant when these cells are chosen; none when nothing is chosen."""
    if isinstance(change, Every):
        reach = Reach.UNITS
    scopes = {
        Reach.CELLS: [{"unit": unit, "form": form, "period": str(period)} for unit, form, period in places],
        Reach.ROWS: [{"unit": unit, "form": form} for unit, form, _ in places],
        Reach.UNITS: [{"form": form} for _, form, _ in places],
    }
    if reach is Reach.FREQUENCY:
        frequencies = dict.fromkeys(period.frequency for _, _, period in places)
        return tuple(Adjustment(change=change, reason=reason, frequency=each) for each in frequencies)
    return tuple(dict.fromkeys(Adjustment(change=change, reason=reason, **scope) for scope in scopes[reach]))


class ObligationBox(QFrame):
    """Asks what to set, how far it reaches, and why."""

    #: the adjustments to save
    asked = Signal(object)
    #: the cells whose own adjustments are to be taken back
    restore_asked = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._places: list[Place] = []
        self.chosen = plain_label(kind="muted", wrap=True)
        self.act = _combo([(act, say(f"window.owing_act_{act}")) for act in _ACTS])
        self.reach = _combo([(each.value, say(f"window.owing_reach_{each.value}")) for each in Reach])
        self.day = QDateEdit()
        self.day.setCalendarPopup(True)
        self.day.setDisplayFormat("yyyy-MM-dd")
        self.days = QSpinBox()
        self.days.setRange(0, MOST_DAYS)
        self.days.setValue(DUE_DAYS)
        self.days.setSuffix(say("window.owing_days"))
        self.frequency = _combo([(each.value, say(f"obligation.{each}")) for each in Frequency])
        self.value = plain_label(say("window.owing_value"))
        self.reason = QLineEdit()
        self.reason.setMaxLength(LONGEST_REASON)
        self.reason.setPlaceholderText(say("window.owing_reason_example"))
        self.save = button(say("window.owing_save"), "primary")
        self.restore = button(say("window.owing_restore"))
        self.restore.setToolTip(say("window.owing_restore_tip"))
        self._lay_out()
        self._connect()
        self.show_places([])
        self._show_value()

    def show_places(self, places: list[Place]) -> None:
        """Take over what is chosen in the table."""
        self._places = places
        forms, units = {form for _, form, _ in places}, {unit for unit, _, _ in places}
        words = say("window.owing_chosen", cells=len(places), forms=len(forms), units=len(units))
        self.chosen.setText(words if places else say("window.owing_choose"))
        self.save.setEnabled(bool(places))
        self.restore.setEnabled(bool(places))
        if places:
            end = max(period for _, _, period in places).end
            self.day.setDate(QDate(end.year, end.month, end.day).addDays(DUE_DAYS))

    def change(self) -> Change:
        """What is to be set."""
        day = self.day.date()
        changes: dict[str, Change] = {
            "exempt": Exempt(),
            "add": Added(),
            "due": DueOn(date(day.year(), day.month(), day.day())),
            "days": DueAfter(self.days.value()),
            "every": Every(Frequency(self.frequency.currentData())),
        }
        return changes[self.act.currentData()]

    def _lay_out(self) -> None:
        self.setProperty("class", "card")
        layout = column(self, plain_label(say("window.owing_box"), "section"), self.chosen, margin=14)
        self._add(layout, plain_label(say("window.owing_act")), self.act)
        self._add(layout, self.value, self.day, self.days, self.frequency)
        self._add(layout, plain_label(say("window.owing_reach")), self.reach)
        self._add(layout, plain_label(say("window.owing_reason")), self.reason)
        layout.addLayout(row(self.save, self.restore))
        layout.addStretch(1)

    def _add(self, layout: QVBoxLayout, label: QLabel, *widgets: QWidget) -> None:
        layout.addWidget(label)
        for widget in widgets:
            label.setBuddy(widget)
            widget.setAccessibleName(label.text())
            layout.addWidget(widget)

    def _connect(self) -> None:
        self.act.currentIndexChanged.connect(self._show_value)
        self.save.clicked.connect(self._ask)
        self.reason.returnPressed.connect(self.save.click)
        self.restore.clicked.connect(lambda: self.restore_asked.emit(list(self._places)))

    def _show_value(self) -> None:
        act = self.act.currentData()
        values = {"due": self.day, "days": self.days, "every": self.frequency}
        self.value.setVisible(act in values)
        for name, widget in values.items():
            widget.setVisible(name == act)
        # A frequency is a form's, for every unit; a date is one period's.
        self.reach.setEnabled(act not in ("every", "due"))
        if act in ("every", "due"):
            self.reach.setCurrentIndex(self.reach.findData((Reach.UNITS if act == "every" else Reach.CELLS).value))

    def _ask(self) -> None:
        reach = Reach(self.reach.currentData())
        self.asked.emit(spread(self.change(), self.reason.text(), reach, self._places))


def _combo(items: list[tuple[str, str]]) -> QComboBox:
    combo = QComboBox()
    for key, title in items:
        combo.addItem(title, key)
    return combo
