"""One table: every target against its figure, for the city and each unit."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, QModelIndex, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QDateEdit, QLineEdit, QSplitter, QWidget

from baise_desktop.app.clock import utc_now
from baise_desktop.texts import say
from baise_desktop.ui import look
from baise_desktop.ui.city.figure_rows import FigureRows
from baise_desktop.ui.flow_row import FlowRow
from baise_desktop.ui.labels import button, column, plain_label, row
from baise_desktop.ui.moments import local_today
from baise_desktop.ui.pinyin import matches
from baise_desktop.ui.plain_table import Cell, Heading, Line, PlainTableView

if TYPE_CHECKING:
    from baise_desktop.app.desk import Desk
    from baise_desktop.app.results.explaining import Explanation
    from baise_desktop.app.results.figures import FigureRow, FigureTable
    from baise_desktop.form.definition import Catalogue
    from baise_desktop.ui.jobs import Jobs

EVERYBODY = "*"
_UNIT_COLUMN = 1
"""Told once, above the table, where all lines are of one unit."""
_ROOMY = 110
"""Percent up to which there is room for the rule of the lights below the table."""
_TALL = 500
"""Pixels at 100 % from which there is room for the table above the rows of a figure."""
_TONES = {"met": "good", "on_track": "text", "behind": "warning", "late": "danger", "unknown": "muted"}


class FiguresPage(QWidget):
    """Plan, day and which submissions count are asked of the engine; unit and target only filter."""

    #: figures wait for a setting, and the reader wants to fill it in
    settings_requested = Signal()
    #: a sentence about what was done
    told = Signal(str)

    def __init__(self, jobs: Jobs, catalogue: Catalogue) -> None:
        super().__init__()
        self._jobs = jobs
        self._rows: tuple[FigureRow, ...] = ()
        self.plan = make_combo([(plan.id, plan.short_name) for plan in catalogue.plans.values()])
        self.plan.setCurrentIndex(self.plan.count() - 1)
        self.as_of = QDateEdit()
        self.as_of.setCalendarPopup(True)
        self.as_of.setDisplayFormat("yyyy-MM-dd")
        self.accepted = QCheckBox(say("window.figures_accepted"))
        self.unit = make_combo([("", say("words.whole_city")), (EVERYBODY, say("window.figures_all_units"))])
        self.search = QLineEdit()
        self.search.setPlaceholderText(say("window.figures_find"))
        self.search.setClearButtonEnabled(True)
        self.counted = plain_label(kind="muted")
        self.refresh = button(say("window.figures_refresh"))
        self.settle = button(say("window.figures_settle"), "link")
        self.settle.hide()
        self.paper = button(say("window.preview_print"))
        self.view = PlainTableView(_headings())
        self.hint = plain_label(say("window.figures_open_hint"), "muted", wrap=True)
        self.rule = plain_label(kind="muted", wrap=True)
        self.legend = button(say("window.figures_legend"), "link")
        self.legend.setCheckable(True)
        self.legend.setChecked(look.current().zoom <= _ROOMY)
        self.rows = FigureRows(jobs)
        self.rows.hide()
        self._catalogue = catalogue
        self._set_day()
        self._lay_out()
        self._connect()

    def open(self) -> None:
        """Ask for the figures."""
        job = partial(_read, self.plan.currentData(), self._day(), self.accepted.isChecked())
        self._jobs.run(job, self._show)

    def _day(self) -> date:
        chosen: QDate = self.as_of.date()
        return date(chosen.year(), chosen.month(), chosen.day())

    def _set_day(self) -> None:
        plan = self._catalogue.plans[self.plan.currentData()]
        day = min(date.fromisoformat(plan.period_end), local_today(utc_now()))
        self.as_of.setDate(QDate(day.year, day.month, day.day))

    def _lay_out(self) -> None:
        self.search.setMinimumWidth(look.current().pixels(240))
        self._asked = FlowRow(
            _together(plain_label(say("window.figures_plan")), self.plan),
            _together(plain_label(say("window.figures_as_of")), self.as_of),
            self.accepted,
            self.refresh,
            self.paper,
            _together(plain_label(say("window.figures_unit")), self.unit),
            self.search,
            self.counted,
            self.settle,
        )
        layout = column(self, plain_label(say("window.figures_title"), "title"), self._asked, margin=16, spacing=10)
        split = QSplitter(Qt.Orientation.Vertical)
        split.addWidget(self.view)
        split.addWidget(self.rows)
        split.setChildrenCollapsible(False)
        split.setSizes([190, 370])
        layout.addWidget(split, 1)
        below = row(self.hint, self.legend)
        below.setStretch(0, 1)
        below.setStretch(2, 0)
        layout.addLayout(below)
        layout.addWidget(self.rule)
        self._show_below()

    def _connect(self) -> None:
        self.legend.toggled.connect(self._show_below)
        self.settle.clicked.connect(self.settings_requested)
        self.paper.clicked.connect(self._print)
        self.view.activated.connect(self._explain)
        self.view.selectionModel().selectionChanged.connect(lambda *_: self._tell_chosen())
        self.rows.closed.connect(self._put_rows_away)
        self.rows.told.connect(self.told)
        self.plan.activated.connect(self._change_plan)
        self.as_of.editingFinished.connect(self.open)
        self.accepted.toggled.connect(self.open)
        self.refresh.clicked.connect(self.open)
        self.unit.activated.connect(self._filter)
        self.search.textChanged.connect(self._filter)

    def _tell_chosen(self) -> None:
        """Of the line chosen all that its cells may cut, then what can be done with it."""
        chosen: list[FigureRow] = self.view.chosen()
        told = [part for part in (chosen[0].name, chosen[0].note) if part] if chosen else []
        self.hint.setText("　".join((*told, say("window.figures_open_hint"))))

    def _explain(self, index: QModelIndex) -> None:
        figure: FigureRow = self.view.table.line(index.row()).value
        job = partial(_read_rows, figure.target, self._day(), figure.unit_id, self.accepted.isChecked())
        self._jobs.run(job, self._show_rows)

    def _show_rows(self, found: Explanation) -> None:
        self.rows.show()
        self._show_below()
        self.rows.show_rows(found)

    def _put_rows_away(self) -> None:
        self.rows.hide()
        self._show_below()
        self.view.setFocus()

    def _show_below(self) -> None:
        """What explains the table gives way to the rows of a figure, and the rule of the lights can be folded."""
        has_rows = self.rows.isVisibleTo(self)
        # Where there is little height the rows of a figure take the page, until they are put away.
        for above in (self._asked, self.view):
            above.setVisible(not has_rows or self.height() >= look.current().pixels(_TALL))
        for part in (self.hint, self.legend):
            part.setVisible(not has_rows)
        self.rule.setVisible(not has_rows and self.legend.isChecked())

    def _print(self) -> None:
        """What is on show: one unit's figures, or those of all."""
        from baise_desktop.ui.print_papers import open_figures

        chosen = self.unit.currentData()
        accepted = self.accepted.isChecked()
        unit = chosen or None if chosen != EVERYBODY else None
        open_figures(self._jobs, self.plan.currentData(), self._day(), unit, self.window(), accepted_only=accepted)

    def _change_plan(self) -> None:
        self._set_day()
        self.open()

    def _show(self, table: FigureTable) -> None:
        self._rows = table.rows
        chosen = self.unit.currentData()
        self.unit.clear()
        names = {row.unit_id: row.unit_name for row in table.rows}
        names.setdefault("", say("words.whole_city"))
        for unit, name in [(EVERYBODY, say("window.figures_all_units")), *sorted(names.items())]:
            self.unit.addItem(name, unit)
        self.unit.setCurrentIndex(max(0, self.unit.findData(chosen)))
        self._words = table.counted_words
        self.rule.setText(table.light_rule)
        if self.rows.isVisible():
            self._put_rows_away()
        self.settle.setVisible(any(row.note == say("progress.base_year_open") for row in table.rows))
        self._filter()

    def _filter(self) -> None:
        unit, typed = self.unit.currentData(), self.search.text()
        found = [row for row in self._rows if unit in (EVERYBODY, row.unit_id) and matches(typed, row.name)]
        self.view.table.set_lines([_line(row) for row in found])
        self._tell_chosen()
        self.view.setColumnHidden(_UNIT_COLUMN, unit != EVERYBODY)
        self.counted.setText(say("window.figures_shown", count=len(found), counted=self._words))

    _words = ""


def _together(label: QWidget, field: QWidget) -> QWidget:
    """A label never stays behind at the end of a line while its field goes to the next."""
    pair = QWidget()
    pair.setLayout(row(label, field, stretch_last=True))
    return pair


def _headings() -> tuple[Heading, ...]:
    return (
        Heading(say("window.column_target"), 0),
        Heading(say("window.column_unit"), 104),
        Heading(say("window.column_requirement"), 116, is_number=True),
        Heading(say("window.column_figure"), 112, is_number=True),
        Heading(say("window.figures_column_gap"), 118, is_number=True),
        Heading(say("window.column_completion"), 84, is_number=True),
        Heading(say("window.figures_column_light"), 84),
        Heading(say("window.figures_column_rows"), 64, is_number=True, is_spare=True),
        Heading(say("window.column_note"), 180, is_spare=True),
    )


def _line(row_: FigureRow) -> Line:
    figure = row_.figure_words or say("window.figure_none")
    lead = say("window.figures_lead", lead=row_.lead) if row_.lead else ""
    return Line(
        (
            Cell(row_.name),
            Cell(row_.unit_name),
            Cell(row_.requirement),
            Cell(figure, tone="text" if row_.figure else "muted"),
            Cell(row_.gap),
            Cell(row_.completion, tip=lead),
            Cell(row_.light_words, tone=_TONES[row_.light], tip=lead),
            Cell(str(row_.rows)),
            Cell(row_.note, tone="muted"),
        ),
        row_,
    )


def make_combo(items: list[tuple[str, str]]) -> QComboBox:
    """A box of keys and titles, wide enough for them."""
    combo = QComboBox()
    for key, title in items:
        combo.addItem(title, key)
    combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
    return combo


def _read_rows(target: str, as_of: date, unit: str, accepted_only: bool, desk: Desk) -> Explanation:
    from baise_desktop.app.results.explaining import explain_figure

    return explain_figure(desk, target, as_of, unit, accepted_only=accepted_only)


def _read(plan: str, as_of: date, accepted_only: bool, desk: Desk) -> FigureTable:
    from baise_desktop.app.results.figures import figure_table

    return figure_table(desk, plan, as_of, accepted_only=accepted_only)
