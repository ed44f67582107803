"""The rows behind one figure, below the table of figures: filtered, saved, and each with its package."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget

from baise_desktop.app.clock import utc_now
from baise_desktop.texts import say
from baise_desktop.ui import look
from baise_desktop.ui.dialogs import choose_new_file
from baise_desktop.ui.labels import button, column, copyable_label, plain_label, row
from baise_desktop.ui.moments import period_text, show_moment
from baise_desktop.ui.pinyin import matches
from baise_desktop.ui.plain_table import Cell, Heading, Line, PlainTableView
from baise_desktop.ui.row_history import RowHistory

if TYPE_CHECKING:
    from baise_desktop.app.desk import Desk
    from baise_desktop.app.kept.package_facts import PackageFacts
    from baise_desktop.app.results.explaining import ExplainedRow, Explanation
    from baise_desktop.ui.jobs import Jobs

_SHOWN = {"all": None, "in": True, "out": False}


class FigureRows(QWidget):
    """Shows an explanation; Esc puts it away."""

    #: put away
    closed = Signal()
    #: a sentence about what was done
    told = Signal(str)

    def __init__(self, jobs: Jobs) -> None:
        """Nothing to explain yet."""
        super().__init__()
        self._jobs = jobs
        self._found: Explanation | None = None
        self.title = plain_label(kind="section")
        self.counts = plain_label(kind="muted")
        self.chips: dict[str, QPushButton] = {}
        for key in _SHOWN:
            chip = button(say(f"window.figures_rows_{key}"), "chip")
            chip.setCheckable(True)
            chip.setAutoExclusive(True)
            chip.clicked.connect(self._filter)
            self.chips[key] = chip
        self.chips["all"].setChecked(True)
        self.search = QLineEdit()
        self.search.setPlaceholderText(say("window.figures_rows_find"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._filter)
        self.save = button(say("window.figures_rows_save"), icon="export")
        self.save.clicked.connect(self._save)
        self.close_button = button(say("window.figures_rows_close"), "link")
        self.close_button.clicked.connect(self.closed)
        self.view = PlainTableView(_headings())
        self.view.selectionModel().selectionChanged.connect(self._show_package)
        self.package = copyable_label(say("window.figures_package_pick"), "muted")
        self.package.setWordWrap(True)
        self.history = RowHistory(jobs, self._find, self)
        self.history.switch.toggled.connect(self.package.setHidden)
        self._lay_out()

    def show_rows(self, found: Explanation) -> None:
        """Show what a figure rests on."""
        self._found = found
        figure = found.figure
        self.title.setText(
            say("window.figures_rows_title", name=figure.name, unit=figure.unit_name, figure=figure.figure_words)
        )
        self.chips["all"].setChecked(True)
        self.search.clear()
        self._filter()
        self.view.setFocus()
        if found.rows:
            self.view.selectRow(0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc puts the rows away."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def _lay_out(self) -> None:
        self.search.setMinimumWidth(look.current().pixels(220))
        head = row(self.title, self.counts)
        head.addStretch(1)
        head.addWidget(self.close_button)
        layout = column(self, spacing=6)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.addLayout(head)
        layout.addLayout(row(*self.chips.values(), self.search, self.save))
        layout.addWidget(self.view, 1)
        layout.addWidget(self.package)
        layout.addWidget(self.history)

    def _find(self) -> tuple[str, str, str, str] | None:
        """The package, register and row that is chosen, as a whole."""
        chosen = self.view.chosen()
        if not chosen or not chosen[0].package:
            return None
        return chosen[0].package, chosen[0].register, chosen[0].row_id, ""

    def _filter(self) -> None:
        if self._found is None:
            return
        rows, typed = self._found.rows, self.search.text()
        wanted = next(_SHOWN[key] for key, chip in self.chips.items() if chip.isChecked())
        fitting = [each for each in rows if wanted in (None, each.counts)]
        self.view.table.set_lines([_line(each) for each in fitting if _mentions(typed, each)])
        counted = sum(each.counts for each in rows)
        words = say("window.figures_rows_counts", counted=counted, excluded=len(rows) - counted)
        note = self._found.figure.note or self._found.figure.figure_words
        self.counts.setText(words if rows else say("window.figures_rows_none", note=note))
        self.save.setEnabled(bool(rows))
        self._show_package()

    def _show_package(self) -> None:
        self.history.follow()
        chosen = self.view.chosen()
        if not chosen or self._found is None:
            self.package.setText(say("window.figures_package_pick"))
            return
        facts = self._found.packages.get(chosen[0].package)
        self.package.setText(_told(facts) if facts else say("window.figures_row_no_package"))

    def _save(self) -> None:
        if self._found is None:
            return
        figure = self._found.figure
        name = say("window.figures_rows_file", name=figure.name, unit=figure.unit_name).replace("/", "／")
        file = choose_new_file(self, say("window.figures_rows_save"), name, say("window.figures_rows_kinds"))
        if file is not None:
            self._jobs.run(partial(_write, self._found, file.with_suffix(".xlsx")), self._tell_saved)

    def _tell_saved(self, file: Path) -> None:
        self.told.emit(say("window.figures_rows_saved", file=file))


def _headings() -> tuple[Heading, ...]:
    return (
        Heading(say("window.figures_row_label"), 210),
        Heading(say("window.figures_row_words"), 0),
        Heading(say("window.figures_row_form"), 170),
        Heading(say("window.figures_row_unit"), 110),
        Heading(say("window.column_period"), 120, is_whole=True),
        Heading(say("window.figures_row_package"), 112, is_spare=True),
    )


def _line(each: ExplainedRow) -> Line:
    icon, tone = ("done", "text") if each.counts else ("close", "muted")
    return Line(
        (
            Cell(each.label or each.row_id[:8], icon, tone),
            Cell(each.words, tone=tone),
            Cell(each.register_title, tone=tone),
            Cell(each.unit_name, tone=tone),
            Cell(period_text(each.period), tone=tone),
            Cell(each.package[:12], tone="muted", tip=each.package),
        ),
        each,
    )


def _mentions(typed: str, each: ExplainedRow) -> bool:
    return any(matches(typed, text) for text in (each.label, each.words, each.unit_name, each.register_title))


def _told(facts: PackageFacts) -> str:
    received = show_moment(datetime.fromisoformat(facts.received_at))
    return say("window.figures_package", **facts.told() | {"period": period_text(facts.period), "received": received})


def _write(found: Explanation, file: Path, desk: Desk) -> Path:
    from baise_desktop.app.results.explanation_sheet import write_explanation

    return write_explanation(desk, found, file, utc_now())
