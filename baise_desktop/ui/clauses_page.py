"""The text of both plans, clause by clause: its sentences, what it names, its targets and the registers behind them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QSplitter, QVBoxLayout, QWidget

from baise_desktop.app.catalogue.clauses import plain_words
from baise_desktop.form.definition import Clause, Task
from baise_desktop.texts import say
from baise_desktop.ui import look
from baise_desktop.ui.clause_tree import ClauseTree
from baise_desktop.ui.flow_row import FlowRow
from baise_desktop.ui.labels import button, column, copyable_label, empty_layout, plain_label, row
from baise_desktop.ui.moments import period_text
from baise_desktop.ui.unit.clause_panel import circled

if TYPE_CHECKING:
    from baise_desktop.app.installation.home import DueSubmission
    from baise_desktop.form.definition import Catalogue


_LONGEST_LINE = 880
"""Pixels at 100 %: the eye loses its way back on longer ones."""


class ClausesPage(QWidget):
    """A tree of clauses, and the text of the one chosen."""

    #: id of a form that the reader wants to fill in
    form_requested = Signal(str)

    def __init__(self, catalogue: Catalogue) -> None:
        """The first clause of the latest plan is on show."""
        super().__init__()
        self._catalogue = catalogue
        self._owing: Mapping[str, DueSubmission] = {}
        self._clause = ""
        self.tree = ClauseTree(catalogue)
        self.tree.chosen.connect(self.show_clause)
        self._page = page = QWidget()
        page.setObjectName("page")
        self._text = QVBoxLayout(page)
        self._text.setContentsMargins(12, 0, 12, 16)
        self._text.setSpacing(10)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setWidget(page)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(self.tree)
        split.addWidget(self._area)
        split.setChildrenCollapsible(False)
        split.setStretchFactor(1, 1)
        split.setSizes([360, 640])
        column(self, plain_label(say("window.clauses_title"), "title"), split, margin=16).setStretch(1, 1)
        self._fit()
        latest = list(catalogue.plans)[-1]
        self.tree.mark(next(clause.id for clause in catalogue.clauses.values() if clause.plan == latest))

    def changeEvent(self, event: QEvent) -> None:
        """Take the sizes of a new look."""
        if event.type() == QEvent.Type.StyleChange:
            self._fit()
        super().changeEvent(event)

    def _fit(self) -> None:
        self._page.setMaximumWidth(look.current().pixels(_LONGEST_LINE))

    def show_owing(self, owing: Mapping[str, DueSubmission]) -> None:
        """Offer the way to the forms that are owed, by form id."""
        self._owing = owing
        self.show_clause(self._clause)

    def clause_id(self) -> str:
        """The clause on show."""
        return self._clause

    def show_clause(self, clause_id: str) -> None:
        """Show one clause; a chapter shows what stands below it."""
        self._clause = clause_id
        clause = self._catalogue.clauses[clause_id]
        empty_layout(self._text)
        plan = self._catalogue.plans[clause.plan]
        self._text.addWidget(plain_label(plan.full_name, "muted", wrap=True))
        self._text.addWidget(plain_label(plain_words(clause.heading), "title", wrap=True))
        for task in clause.tasks:
            self._text.addWidget(self._task(self._catalogue.tasks[task], alone=len(clause.tasks) == 1))
        if not clause.tasks:
            self._show_below(clause)
        self._text.addStretch(1)
        self._area.verticalScrollBar().setValue(0)

    def _show_below(self, chapter: Clause) -> None:
        for clause in self._catalogue.clauses.values():
            if clause.plan == chapter.plan and clause.number.rpartition(".")[0] == chapter.number:
                chip = button(plain_words(clause.heading), "link")
                chip.clicked.connect(partial(self.tree.mark, clause.id))
                self._text.addLayout(row(chip))

    def _task(self, task: Task, *, alone: bool) -> QFrame:
        frame = QFrame()
        frame.setProperty("class", "card")
        layout = column(frame, margin=14, spacing=8)
        if not alone:
            layout.addWidget(plain_label(task.title, "section", wrap=True))
        if task.id in self._owing:
            layout.addLayout(row(self._way_to(task.id)))
        elif not task.reportable:
            layout.addWidget(plain_label(say("window.clauses_principle"), "muted", wrap=True))
        for measure in task.measures:
            layout.addWidget(copyable_label(f"{circled(measure.number)}　{measure.quote}"))
            if measure.registers:
                titles = [(register, self._catalogue.registers[register].title) for register in measure.registers]
                layout.addWidget(self._forms(say("window.clauses_registers"), titles))
        self._add_rest(layout, task)
        return frame

    def _add_rest(self, layout: QVBoxLayout, task: Task) -> None:
        if task.deliverables:
            layout.addWidget(plain_label(say("window.clauses_deliverables"), "section"))
            for deliverable in task.deliverables:
                layout.addWidget(copyable_label(f"{deliverable.number}. {deliverable.quote}（{deliverable.kind}）"))
        if task.targets:
            layout.addWidget(plain_label(say("window.clauses_targets"), "section"))
            targets = [(target, self._catalogue.targets[target].name) for target in task.targets]
            layout.addWidget(self._forms("", targets))
        if task.units_quote:
            layout.addWidget(plain_label(plain_words(task.units_quote), "muted", wrap=True))

    def _way_to(self, form: str) -> QWidget:
        due = self._owing[form]
        way = button(say("window.clauses_fill", period=period_text(due.period)), "primary")
        way.clicked.connect(partial(self.form_requested.emit, form))
        return way

    def _forms(self, title: str, forms: Sequence[tuple[str, str]]) -> QWidget:
        line = FlowRow()
        if title:
            line.add(plain_label(title, "muted"))
        for form, name in forms:
            if form in self._owing:
                chip = button(name, "chip")
                chip.clicked.connect(partial(self.form_requested.emit, form))
                line.add(chip)
            else:
                line.add(plain_label(name, "tag"))
        return line
