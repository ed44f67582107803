"""应报表: who owes which form when; the city adjusts it, and the next task pack carries it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QFrame, QLayout, QScrollArea, QSplitter, QVBoxLayout, QWidget

from baise_desktop.app.clock import utc_now
from baise_desktop.form.obligation import can_owe, plan_forms
from baise_desktop.form.period import Frequency, periods_between
from baise_desktop.texts import say
from baise_desktop.ui import look
from baise_desktop.ui.city.obligation_box import ObligationBox
from baise_desktop.ui.city.obligation_matrix import MatrixRow, ObligationView, Place
from baise_desktop.ui.flow_row import FlowRow
from baise_desktop.ui.labels import button, column, plain_label, row
from baise_desktop.ui.moments import local_today
from baise_desktop.ui.plain_table import Cell, Heading, Line, PlainTableView

if TYPE_CHECKING:
    from collections.abc import Sequence

    from baise_desktop.app.desk import Desk
    from baise_desktop.app.terms.obligation_table import ObligationLine, ObligationTable
    from baise_desktop.form.adjustment import Adjustment
    from baise_desktop.form.definition import Catalogue
    from baise_desktop.ui.jobs import Jobs


_TERMS_HEIGHT = 126
"""Pixels at 100 % of the list of settings: its head and three and a half lines."""
_TALL = 500
"""Pixels at 100 % from which there is room for what the marks in the cells mean."""


@dataclass(frozen=True, slots=True)
class _Reading:
    """The table with its lines where the page looks for them."""

    table: ObligationTable
    by_unit: dict[str, list[ObligationLine]]
    by_form: dict[str, list[ObligationLine]]


class ObligationsPage(QWidget):
    """One unit with its forms, or one form with its units, at one frequency."""

    #: a sentence about what was done
    told = Signal(str)

    def __init__(self, jobs: Jobs, catalogue: Catalogue) -> None:
        super().__init__()
        self._jobs, self._catalogue = jobs, catalogue
        self._reading: _Reading | None = None
        self.plan = QComboBox()
        for plan in catalogue.plans.values():
            self.plan.addItem(plan.short_name, plan.id)
        self.plan.setCurrentIndex(self.plan.count() - 1)
        self.side = QComboBox()
        for side in ("unit", "form"):
            self.side.addItem(say(f"window.owing_by_{side}"), side)
        self.subject = QComboBox()
        self.frequency = QComboBox()
        for frequency in Frequency:
            self.frequency.addItem(say(f"obligation.{frequency}"), frequency.value)
        self.frequency.setCurrentIndex(self.frequency.findData(Frequency.QUARTERLY.value))
        self.never = QCheckBox(say("window.owing_never"))
        self.adjusted = QCheckBox(say("window.owing_adjusted"))
        self.summary = plain_label(kind="muted", wrap=True)
        self.legend = plain_label(say("window.owing_legend"), "muted", wrap=True)
        self.nothing = plain_label(say("window.owing_nothing"), "muted", wrap=True)
        self.view = ObligationView()
        self.box = ObligationBox()
        self.terms = PlainTableView(
            (Heading(say("obligation.column_terms"), 0), Heading(say("obligation.column_reason"), 240)), many=True
        )
        self.remove = button(say("window.owing_remove"))
        self.no_terms = plain_label(say("window.owing_no_terms"), "muted", wrap=True)
        self._lay_out()
        self._connect()
        self._list_subjects()

    def open(self) -> None:
        """Read the table of the plan chosen."""
        self._jobs.run(partial(_read, self.plan.currentData()), self._show)

    def _lay_out(self) -> None:
        self.subject.setMinimumWidth(look.current().pixels(220))
        self.subject.setMaximumWidth(look.current().pixels(420))
        self.subject.setMaxVisibleItems(24)
        for name in ("plan", "side", "subject", "frequency"):
            getattr(self, name).setAccessibleName(say(f"window.owing_ask_{name}"))
        layout = column(self, margin=16, spacing=8)
        layout.addLayout(row(plain_label(say("window.owing_title"), "title"), self.summary, stretch_last=True))
        layout.addWidget(FlowRow(self.plan, self.side, self.subject, self.frequency, self.never, self.adjusted))
        layout.addWidget(self.legend)
        self._area = area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(self.box)
        self._fit()
        body = row(self._left(), area)
        body.setStretch(0, 1)
        body.takeAt(2)
        layout.addLayout(body, 1)

    def changeEvent(self, event: QEvent) -> None:
        """Take the sizes of a new look."""
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_area"):
            self._fit()
        super().changeEvent(event)

    def _fit(self) -> None:
        self._area.setFixedWidth(look.current().pixels(256))
        self.terms.setMinimumHeight(look.current().pixels(_TERMS_HEIGHT))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is little height the cells alone say what their marks mean, when they are pointed at."""
        super().resizeEvent(event)
        self.legend.setVisible(self.height() >= look.current().pixels(_TALL))

    def _left(self) -> QSplitter:
        upper, lower = QWidget(), QWidget()
        column(upper, self.nothing).addWidget(self.view, 1)
        head: QLayout = row(plain_label(say("obligation.terms_title"), "section"), self.remove)
        parts: QVBoxLayout = column(lower)
        parts.addLayout(head)
        parts.addWidget(self.no_terms)
        parts.addWidget(self.terms, 1)
        parts.addStretch(0)
        halves = QSplitter(Qt.Orientation.Vertical)
        halves.addWidget(upper)
        halves.addWidget(lower)
        halves.setStretchFactor(0, 3)
        halves.setStretchFactor(1, 1)
        halves.setChildrenCollapsible(False)
        return halves

    def _connect(self) -> None:
        self.plan.activated.connect(self._change_plan)
        self.side.activated.connect(self._change_side)
        self.subject.activated.connect(self._change_subject)
        self.frequency.activated.connect(self._fill)
        for shown in (self.never, self.adjusted):
            shown.toggled.connect(self._fill)
        self.view.selectionModel().selectionChanged.connect(self._note_chosen)
        self.view.matrix.modelReset.connect(self._note_chosen)
        self.box.asked.connect(self._save)
        self.box.restore_asked.connect(self._restore)
        self.remove.clicked.connect(self._remove)

    def _change_plan(self) -> None:
        self._list_subjects()
        self.open()

    def _change_side(self) -> None:
        self._list_subjects()
        self._change_subject()

    def _change_subject(self) -> None:
        """A form is shown at its own frequency."""
        if self._reading is not None and not self._by_unit():
            for line in self._reading.by_form.get(self.subject.currentData(), [])[:1]:
                self.frequency.setCurrentIndex(self.frequency.findData(line.frequency.value))
        self._fill()

    def _list_subjects(self) -> None:
        plan, chosen = self.plan.currentData(), self.subject.currentData()
        units = [
            (unit.id, unit.name) for unit in self._catalogue.units.values() if can_owe(self._catalogue, unit.id, plan)
        ]
        forms = [(form.id, form.title) for form in plan_forms(self._catalogue, plan)]
        self.subject.clear()
        for key, title in units if self._by_unit() else forms:
            self.subject.addItem(title, key)
        self.subject.setCurrentIndex(max(0, self.subject.findData(chosen)))

    def _by_unit(self) -> bool:
        return bool(self.side.currentData() == "unit")

    def _show(self, reading: _Reading) -> None:
        self._reading = reading
        table = reading.table
        self.summary.setText(table.summary)
        self.terms.table.set_lines(
            [
                Line((Cell(words), Cell(each.reason)), number)
                for number, (words, each) in enumerate(zip(table.terms, table.adjustments, strict=True), 1)
            ]
        )
        for shown in (self.terms, self.remove):
            shown.setVisible(bool(table.terms))
            shown.setEnabled(bool(table.terms))
        self.no_terms.setVisible(not table.terms)
        self._change_subject()

    def _fill(self) -> None:
        if self._reading is None:
            return
        frequency = Frequency(self.frequency.currentData())
        scheme = self._catalogue.plans[self.plan.currentData()]
        start, end = date.fromisoformat(scheme.period_start), date.fromisoformat(scheme.period_end)
        rows = self._rows(self._reading, frequency)
        self.view.show_rows(rows, periods_between(frequency, start, end), local_today(utc_now()))
        self.view.corner.setText(say(f"window.owing_rows_{self.side.currentData()}"))
        self.nothing.setVisible(not rows)
        self.view.setVisible(bool(rows))

    def _rows(self, reading: _Reading, frequency: Frequency) -> list[MatrixRow]:
        key, by_unit = self.subject.currentData(), self._by_unit()
        lines = (reading.by_unit if by_unit else reading.by_form).get(key, [])
        found: dict[str, list[ObligationLine]] = {}
        for line in lines:
            if line.period.frequency is frequency:
                found.setdefault(line.form if by_unit else line.unit, []).append(line)
        wanted = self._all(reading, frequency) if self.never.isChecked() else found
        if self.adjusted.isChecked():
            wanted = [each for each in wanted if any(line.adjusted for line in found.get(each, ()))]
        return [self._row(each, found.get(each, [])) for each in self._in_order(wanted)]

    def _all(self, reading: _Reading, frequency: Frequency) -> list[str]:
        """Everything that could be owed at that frequency."""
        plan = self.plan.currentData()
        forms = {form.id: form.frequency for form in plan_forms(self._catalogue, plan)}
        forms |= {form: lines[0].frequency for form, lines in reading.by_form.items()}
        if self._by_unit():
            return [form for form, often in forms.items() if often is frequency]
        if forms.get(self.subject.currentData()) is not frequency:
            return []
        return [unit for unit in self._catalogue.units if can_owe(self._catalogue, unit, plan)]

    def _in_order(self, wanted: Sequence[str] | dict[str, list[ObligationLine]]) -> list[str]:
        order = self._catalogue.forms if self._by_unit() else self._catalogue.units
        return [*(each for each in order if each in wanted), *(each for each in wanted if each not in order)]

    def _row(self, key: str, lines: list[ObligationLine]) -> MatrixRow:
        subject = self.subject.currentData()
        unit, form = (subject, key) if self._by_unit() else (key, subject)
        title = self._title(key, lines)
        asked = self._catalogue.forms.get(form)
        origin = "document" if asked and asked.frequency_from_document else "catalogue"
        return MatrixRow(unit, form, title, lines[0].origin if lines else origin, {line.period: line for line in lines})

    def _title(self, key: str, lines: list[ObligationLine]) -> str:
        if self._by_unit():
            return lines[0].title if lines else self._catalogue.forms[key].title
        return lines[0].unit_name if lines else self._catalogue.units[key].name

    def _note_chosen(self) -> None:
        self.box.show_places(self.view.chosen())

    def _save(self, adjustments: tuple[Adjustment, ...]) -> None:
        said = say("window.owing_saved", count=len(adjustments))
        self._jobs.run(partial(_adjust, self.plan.currentData(), adjustments), partial(self._show_done, said))

    def _restore(self, places: list[Place]) -> None:
        self._jobs.run(partial(_restore, self.plan.currentData(), places), self._show_restored)

    def _show_restored(self, answer: tuple[int, _Reading]) -> None:
        count, reading = answer
        key = "window.owing_restored" if count else "window.owing_nothing_restored"
        self._show_done(say(key, count=count) if count else say(key), reading)

    def _remove(self) -> None:
        numbers = self.terms.chosen()
        if numbers:
            said = say("window.owing_removed", count=len(numbers))
            self._jobs.run(partial(_remove, self.plan.currentData(), numbers), partial(self._show_done, said))

    def _show_done(self, said: str, reading: _Reading) -> None:
        self.told.emit(said)
        self._show(reading)


def _read(plan: str, desk: Desk) -> _Reading:
    from baise_desktop.app.terms.obligation_table import obligation_table

    table = obligation_table(desk, plan)
    by_unit: dict[str, list[ObligationLine]] = {}
    by_form: dict[str, list[ObligationLine]] = {}
    for line in table.lines:
        by_unit.setdefault(line.unit, []).append(line)
        by_form.setdefault(line.form, []).append(line)
    return _Reading(table, by_unit, by_form)


def _adjust(plan: str, adjustments: tuple[Adjustment, ...], desk: Desk) -> _Reading:
    from baise_desktop.app.terms.obligations import adjust_all

    adjust_all(desk, plan, adjustments, utc_now())
    return _read(plan, desk)


def _restore(plan: str, places: list[Place], desk: Desk) -> tuple[int, _Reading]:
    from baise_desktop.app.terms.obligations import restore_defaults

    cells = [(unit, form, str(period)) for unit, form, period in places]
    return restore_defaults(desk, plan, cells, utc_now()), _read(plan, desk)


def _remove(plan: str, numbers: list[int], desk: Desk) -> _Reading:
    from baise_desktop.app.terms.obligations import remove_adjustments

    remove_adjustments(desk, plan, numbers, utc_now())
    return _read(plan, desk)
