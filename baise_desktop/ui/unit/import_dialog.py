"""A workbook on its way into a register: which sheet, which columns, what would change; all of it or nothing."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QHeaderView,
    QSplitter,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from baise_desktop.app.clock import utc_now
from baise_desktop.app.entry.import_columns import ROW_ID, Column, importable, match_heading
from baise_desktop.texts import say
from baise_desktop.ui import look
from baise_desktop.ui.dialog_size import open_at
from baise_desktop.ui.labels import IconLine, button, column, plain_label, plain_tip, row
from baise_desktop.ui.unit.difference_view import DifferenceView

if TYPE_CHECKING:
    from collections.abc import Sequence

    from baise_desktop.app.desk import Desk
    from baise_desktop.app.entry.import_plan import ImportPlan, Source
    from baise_desktop.form.definition import Form
    from baise_desktop.store.entries import Sheet
    from baise_desktop.ui.unit.session import Session

_HEADING_LINES = 20
_SHOWN_TEXTS = 4


class ImportDialog(QDialog):
    """Every change of what is chosen on the left is compared anew on the right."""

    #: sentence that tells what came in
    imported = Signal(str)
    #: BaiseError that the import met with
    refused = Signal(object)

    def __init__(self, session: Session, form: Form, source: Source, parent: QWidget) -> None:
        """Starts to compare what was guessed."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(say("window.import_title", form=form.title))
        open_at(self, 1440, 760)
        self._session, self._form, self.source = session, form, source
        self._sheet = session.sheet(form.id)
        self._plan: ImportPlan | None = None
        self._wishes: dict[int, Column] = {}
        """By column of the workbook, the latest wish last; of two for one field the later counts."""
        self._choices: dict[int, QComboBox] = {}
        self.sheets, self.heading = QComboBox(), QComboBox()
        self.columns = QTableWidget(0, 3)
        self.lead = plain_label(wrap=True)
        self.doubts = IconLine(wrap=True)
        self.view = DifferenceView()
        self.erase = QCheckBox(say("window.difference_erase"))
        self.do = button(say("window.import_do"), "primary")
        self._lay_out()
        self._show_source()
        self.sheets.activated.connect(self._choose_sheet)
        self.heading.activated.connect(self._choose_heading)
        self.erase.toggled.connect(lambda on: self._take(replace(self.source, erase=on)))
        self.do.clicked.connect(self._import)
        self._compare()

    def plan(self) -> ImportPlan | None:
        """What the import would do; None while it is being worked out."""
        return self._plan

    def done(self, result: int) -> None:
        """The keyboard goes back to where it came from."""
        owner = self.parentWidget()
        super().done(result)
        owner.activateWindow()

    def _lay_out(self) -> None:
        self.columns.setHorizontalHeaderLabels([say(f"window.import_{name}") for name in ("from", "sample", "to")])
        self.columns.verticalHeader().hide()
        self.columns.verticalHeader().setDefaultSectionSize(look.current().pixels(32))
        self.columns.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.columns.setColumnWidth(1, look.current().pixels(84))
        self.columns.setColumnWidth(2, look.current().pixels(164))
        self.columns.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.columns.setSelectionMode(QTableWidget.SelectionMode.NoSelection)
        self.columns.setTabKeyNavigation(False)
        self.columns.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        sheet_label, heading_label = plain_label(say("window.import_sheet")), plain_label(say("window.import_heading"))
        sheet_label.setBuddy(self.sheets)
        heading_label.setBuddy(self.heading)
        self.heading.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        left, right = QWidget(), QWidget()
        column(left, plain_label(say("window.import_columns"), "section"), self.columns)
        told = column(right, self.lead, self.doubts, self.view)
        told.setStretch(2, 1)
        told.setContentsMargins(look.current().pixels(12), 0, 0, 0)
        halves = QSplitter()
        halves.addWidget(left)
        halves.addWidget(right)
        halves.setChildrenCollapsible(False)
        halves.setSizes([560, 740])
        cancel = button(say("window.paste_cancel"))
        cancel.clicked.connect(self.reject)
        head = row(plain_label(self.source.name, "section"), sheet_label, self.sheets, heading_label, self.heading)
        head.setStretch(4, 1)
        foot = row(self.erase)
        foot.addWidget(self.do)
        foot.addWidget(cancel)
        layout = column(self, margin=16)
        layout.addLayout(head)
        layout.addWidget(halves, 1)
        layout.addLayout(foot)

    def _show_source(self) -> None:
        source = self.source
        self.sheets.clear()
        self.sheets.addItems([sheet.name for sheet in source.sheets])
        self.sheets.setCurrentIndex(source.sheet)
        self.heading.clear()
        self.heading.addItems([_tell_line(*line) for line in source.sheets[source.sheet].lines[:_HEADING_LINES]])
        self.heading.setCurrentIndex(source.heading)
        self._show_columns()

    def _show_columns(self) -> None:
        source = self.source
        self._wishes, self._choices = dict(source.columns), {}
        used = [number for number in range(_width(source)) if _is_used(source, number)]
        self.columns.setRowCount(len(used))
        for line, number in enumerate(used):
            heading = source.headings[number].strip() if number < len(source.headings) else ""
            for place, text in enumerate(
                (heading or say("window.import_unnamed", number=number + 1), _sample(source, number))
            ):
                item = QTableWidgetItem(text)
                item.setToolTip(plain_tip(text))
                self.columns.setItem(line, place, item)
            self._choices[number] = self._make_choice(number, heading)
            self.columns.setCellWidget(line, 2, self._choices[number])
        self._show_choices()

    def _make_choice(self, number: int, heading: str) -> QComboBox:
        choice = QComboBox()
        choice.setAccessibleName(heading)
        choice.addItem(say("window.import_skip"), "")
        for field in importable(self._form):
            choice.addItem(field.name, field.key)
        choice.addItem(say("window.import_row_id"), ROW_ID)
        choice.activated.connect(lambda _: self._choose_column(number, str(choice.currentData())))
        return choice

    def _choose_sheet(self, number: int) -> None:
        self._take(self.source.at(self._form, number))
        self._show_source()

    def _choose_heading(self, number: int) -> None:
        self._take(self.source.at(self._form, self.source.sheet, number))
        self._show_columns()

    def _choose_column(self, number: int, key: str) -> None:
        """A field that is given to a column is lent by the one that had it, until it goes elsewhere."""
        self._wishes.pop(number, None)
        if key:
            guessed = match_heading(self._form, "".join(self.source.headings[number : number + 1]))
            self._wishes[number] = guessed if guessed and guessed.key == key else Column(key)
        latest = {each.key: at for at, each in self._wishes.items()}
        columns = {at: each for at, each in self._wishes.items() if latest[each.key] == at}
        self._take(replace(self.source, columns=columns))
        self._show_choices()

    def _show_choices(self) -> None:
        for number, choice in self._choices.items():
            chosen = self.source.columns.get(number)
            choice.setCurrentIndex(choice.findData(chosen.key) if chosen else 0)

    def _take(self, source: Source) -> None:
        self.source = source
        self._compare()

    def _compare(self) -> None:
        source, self._plan = self.source, None
        self.do.setEnabled(False)
        self._session.jobs.run(partial(_plan, self._sheet, source), partial(self._show_plan, source), self._fail)

    def _show_plan(self, source: Source, plan: ImportPlan) -> None:
        if source is not self.source:
            return
        self._plan = plan
        cells = len(plan.difference.typed())
        counts = {**plan.rows, "cells": cells, "bad": plan.difference.count("bad")}
        mapped = any(each.key != ROW_ID for each in source.columns.values())
        nothing = say("window.import_nothing" if mapped else "window.import_unmapped")
        self.lead.setText(say("window.import_lead", **counts) if cells else nothing)
        told = (
            say("window.import_doubts", count=len(plan.doubts), first="".join(plan.doubts[:2])) if plan.doubts else ""
        )
        self.doubts.show_state("explain", told, "warning")
        self.doubts.setToolTip(plain_tip("\n".join(plan.doubts[:40])))
        self.doubts.setVisible(bool(told))
        self.view.show_difference(plan.difference)
        self.do.setEnabled(cells > 0)

    def _import(self) -> None:
        if self._plan is not None:
            self.do.setEnabled(False)
            self._session.write(partial(_commit, self._sheet, self._plan), self._finish, self._fail)

    def _finish(self, rows: int) -> None:
        self.imported.emit(say("window.import_done", file=self.source.name, rows=rows))
        self.accept()

    def _fail(self, error: object) -> None:
        self.refused.emit(error)
        self.reject()


def _width(source: Source) -> int:
    return max((len(texts) for _, texts in (*source.lines[:_HEADING_LINES], (0, source.headings))), default=0)


def _is_used(source: Source, number: int) -> bool:
    return bool("".join(source.headings[number : number + 1]).strip() or _sample(source, number))


def _sample(source: Source, number: int) -> str:
    found = (texts[number].strip() for _, texts in source.lines[:200] if number < len(texts) and texts[number].strip())
    return next(found, "").replace("\n", " ")


def _tell_line(line: int, texts: Sequence[str]) -> str:
    shown = [text.strip() for text in texts if text.strip()][:_SHOWN_TEXTS]
    return say("window.import_heading_line", line=line, texts="、".join(shown))


def _plan(sheet: Sheet, source: Source, desk: Desk) -> ImportPlan:
    from baise_desktop.app.entry.import_plan import plan_import

    return plan_import(desk, sheet, source)


def _commit(sheet: Sheet, plan: ImportPlan, desk: Desk) -> int:
    from baise_desktop.app.entry.import_plan import commit_import

    return commit_import(desk, sheet, plan, utc_now())
