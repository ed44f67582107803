"""Sharing out the targets: a grid of units by years or targets, what does not add up, and who changed what."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QSizePolicy, QSplitter, QWidget

from baise_desktop.app.results.allocation_desk import matrix_of
from baise_desktop.app.terms.allocation_change import ShareEdit
from baise_desktop.errors import BaiseError
from baise_desktop.progress.allocation import DRAFT
from baise_desktop.progress.allocation_matrix import broken_down, plan_years
from baise_desktop.texts import say
from baise_desktop.ui.city import allocation_jobs
from baise_desktop.ui.city.allocation_model import AllocationModel, show_known
from baise_desktop.ui.city.allocation_record import AllocationRecord
from baise_desktop.ui.city.allocation_view import AllocationView
from baise_desktop.ui.city.figures_page import make_combo
from baise_desktop.ui.dialogs import ask_text, choose_file, choose_new_file
from baise_desktop.ui.labels import IconLine, button, column, plain_label, row

if TYPE_CHECKING:
    from collections.abc import Sequence

    from baise_desktop.app.entry.importing import ImportResult
    from baise_desktop.app.results.allocation_desk import Breakdown
    from baise_desktop.form.definition import Catalogue
    from baise_desktop.ui.jobs import Jobs


class AllocationPage(QWidget):
    """One plan at a time; target and year choose the table."""

    #: a sentence about what was done
    told = Signal(str)
    #: a change was kept
    saved = Signal()
    #: BaiseError of what was not done
    refused = Signal(object)

    def __init__(self, jobs: Jobs, catalogue: Catalogue) -> None:
        super().__init__()
        self._jobs, self._catalogue = jobs, catalogue
        self._breakdown: Breakdown | None = None
        self._undo: tuple[ShareEdit, ...] = ()
        self.plan = make_combo([(plan.id, plan.short_name) for plan in catalogue.plans.values()])
        self.plan.setCurrentIndex(self.plan.count() - 1)
        self.target, self.year = make_combo([]), make_combo([])
        self.grid = AllocationModel(catalogue, self)
        self.view = AllocationView(self.grid)
        self.sums = IconLine()
        self.advice = plain_label(kind="muted", wrap=True)
        self.issue = button("", "primary")
        self.undo = button(say("window.allocation_undo"))
        self.save_book = button(say("window.allocation_export"))
        self.take_book = button(say("window.allocation_import"))
        self.paper = button(say("window.allocation_print"))
        self.record = AllocationRecord(catalogue)
        self._lay_out()
        self._connect()

    def open(self) -> None:
        """Read the breakdown."""
        self._jobs.run(partial(allocation_jobs.read, self.plan.currentData()), self._show)

    def _lay_out(self) -> None:
        for box in (self.plan, self.target):
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(8)
            box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        asked = row(
            plain_label(say("window.allocation_plan")),
            self.plan,
            plain_label(say("window.allocation_target")),
            self.target,
            plain_label(say("window.allocation_year")),
            self.year,
        )
        asked.setStretch(1, 2)
        asked.setStretch(3, 3)
        acts = row(self.issue, self.undo, self.save_book, self.take_book, self.paper)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(self.view)
        split.addWidget(self.record)
        split.setChildrenCollapsible(False)
        split.setStretchFactor(0, 1)
        split.setSizes([715, 335])
        layout = column(self, margin=16, spacing=8)
        layout.addLayout(row(plain_label(say("window.allocation_title"), "title"), self.sums, stretch_last=True))
        layout.addWidget(self.advice)
        layout.addLayout(asked)
        layout.addLayout(acts)
        layout.addWidget(split, 1)

    def _connect(self) -> None:
        self.plan.activated.connect(self._change_plan)
        self.target.activated.connect(self._show_table)
        self.year.activated.connect(self._show_table)
        self.grid.edited.connect(self._save)
        self.view.undo_requested.connect(self._take_back)
        self.view.selectionModel().currentChanged.connect(lambda *_: self._show_history())
        self.issue.clicked.connect(self._issue)
        self.undo.clicked.connect(self._take_back)
        self.save_book.clicked.connect(self._export)
        self.take_book.clicked.connect(self._import)
        self.paper.clicked.connect(self._print)
        self.record.target_requested.connect(self.go_to)

    def go_to(self, target: str) -> None:
        """Show the table of one target, all its years."""
        self.target.setCurrentIndex(self.target.findData(target))
        self.year.setCurrentIndex(0)
        self._show_table()
        self.view.setFocus()

    def _change_plan(self) -> None:
        self._undo = ()
        self.target.clear()
        self.open()

    def _show(self, breakdown: Breakdown) -> None:
        self._breakdown = breakdown
        if not self.target.count():
            self._offer(breakdown)
        self.record.show_gaps(breakdown.gaps)
        self._show_table()

    def _offer(self, breakdown: Breakdown) -> None:
        targets = broken_down(self._catalogue, breakdown.plan, breakdown.units)
        self.target.addItem(say("window.allocation_all_targets"), "")
        for target in targets:
            self.target.addItem(target.name, target.id)
        self.target.setCurrentIndex(min(1, len(targets)))
        self.year.clear()
        self.year.addItem(say("window.allocation_all_years"), 0)
        for year in plan_years(self._catalogue.plans[breakdown.plan]):
            self.year.addItem(say("allocation.year", year=year), year)

    def _show_table(self) -> None:
        breakdown = self._breakdown
        if breakdown is None:
            return
        at = self.view.currentIndex()
        target, year = self.target.currentData() or "", self.year.currentData() or 0
        self.grid.show_matrix(matrix_of(self._catalogue, breakdown, target, year), breakdown)
        self.advice.setText(say("window.allocation_advice" if target or year else "window.allocation_advice_sums"))
        line = min(max(at.row(), 0), max(self.grid.rowCount() - 1, 0))
        across = min(max(at.column(), 0), max(self.grid.columnCount() - 1, 0))
        self.view.setCurrentIndex(self.grid.index(line, across))
        self._show_sums()
        waiting = sum(share.status == DRAFT and target in ("", share.target) for share in breakdown.shares)
        words = say("window.allocation_issue", count=waiting) if waiting else say("window.allocation_issue_none")
        self.issue.setText(words)
        self.issue.setEnabled(bool(waiting))
        self.undo.setEnabled(bool(self._undo))
        self._show_history()

    def _show_sums(self) -> None:
        columns = self.grid.matrix.columns if self.grid.matrix else ()
        wrong = [number for number, each in enumerate(columns) if each.difference]
        if wrong:
            head = columns[wrong[-1]]
            words = say(
                "window.allocation_mismatch",
                column=self.grid.column_name(wrong[-1]),
                total=show_known(head.total),
                required=show_known(head.required),
                difference=show_known(abs(head.difference or 0)),
            )
            self.sums.show_state("explain", words, "warning")
        elif any(each.total is not None for each in columns):
            self.sums.show_state("done", say("window.allocation_sound"), "good")
        else:
            self.sums.show_state("hint", say("window.allocation_nothing"), "muted")

    def _show_history(self) -> None:
        at = self.view.currentIndex()
        place = self.grid.place(at.row(), at.column()) if at.isValid() else None
        if place is not None and self._breakdown is not None:
            self.record.show_history(place, self._breakdown.history)

    def _save(self, edits: Sequence[ShareEdit], reason: str = "") -> None:
        before = tuple(ShareEdit(*edit.place, self.grid.own_text(edit.place)) for edit in edits)
        self._jobs.run(
            partial(allocation_jobs.save, self.plan.currentData(), tuple(edits), reason),
            partial(self._saved, before, ""),
            partial(self._not_saved, tuple(edits), reason),
        )

    def _saved(self, undo: tuple[ShareEdit, ...], words: str, done: tuple[int, Breakdown]) -> None:
        changed, breakdown = done
        if changed:
            self._undo = undo
            self.saved.emit()
            if words:
                self.told.emit(say(f"window.{words}", count=changed))
        self._show(breakdown)

    def _not_saved(self, edits: tuple[ShareEdit, ...], reason: str, error: BaiseError) -> None:
        if error.code == "ALLOCATION_REASON" and not reason:
            given = ask_text(self, say("window.allocation_reason_title"), say("window.allocation_reason_ask"))
            if given and given.strip():
                self._save(edits, given.strip())
                return
        else:
            self.refused.emit(error)
        self._show_table()

    def _take_back(self) -> None:
        if self._undo:
            edits, self._undo = self._undo, ()
            job = partial(allocation_jobs.save, self.plan.currentData(), edits, say("window.allocation_undo_reason"))
            self._jobs.run(job, partial(self._saved, (), "allocation_undone"))

    def _issue(self) -> None:
        breakdown = self._breakdown
        if breakdown is None:
            return
        target = self.target.currentData() or ""
        waiting = sum(share.status == DRAFT and target in ("", share.target) for share in breakdown.shares)
        prompt = say("window.allocation_issue_ask", count=waiting)
        document = ask_text(self, say("window.allocation_issue_title"), prompt)
        if document is not None:
            job = partial(allocation_jobs.issue, breakdown.plan, target, document.strip())
            self._jobs.run(job, partial(self._saved, (), "allocation_issued"))

    def _export(self) -> None:
        name = say("window.allocation_book_name", plan=self.plan.currentText())
        kind = say("window.allocation_book_kind")
        out = choose_new_file(self, say("window.allocation_export"), name, kind)
        if out is not None:
            out = out if out.suffix else out.with_suffix(".xlsx")
            self._jobs.run(partial(allocation_jobs.write_book, self.plan.currentData(), out), self._written)

    def _print(self) -> None:
        from baise_desktop.ui.print_papers import open_allocation

        open_allocation(self._jobs, self.plan.currentData(), self.window())

    def _written(self, path: Path) -> None:
        self.told.emit(say("window.allocation_written", path=path))

    def _import(self) -> None:
        kind = say("window.allocation_book_kind")
        file = choose_file(self, say("window.allocation_import"), kind)
        if file is not None:
            self._jobs.run(partial(allocation_jobs.take_book, self.plan.currentData(), file), self._taken)

    def _taken(self, done: tuple[ImportResult, Breakdown]) -> None:
        result, breakdown = done
        self._undo = ()
        self.saved.emit()
        self._show(breakdown)
        self.told.emit(say("window.allocation_imported", rows=result.rows))
