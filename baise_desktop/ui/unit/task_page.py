"""The report on one task: the clause on the left, measure by measure on the right."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QSplitter, QVBoxLayout, QWidget

from baise_desktop.form.definition import Form, Task
from baise_desktop.form.period import parse_period
from baise_desktop.form.record import fixed_row_id
from baise_desktop.form.task_form import STATUS_LIST
from baise_desktop.texts import say
from baise_desktop.ui.labels import column, empty_layout, plain_label, row
from baise_desktop.ui.newest import Newest
from baise_desktop.ui.unit.answer_past import AnswerPast, show_past
from baise_desktop.ui.unit.clause_panel import ClausePanel
from baise_desktop.ui.unit.measure_card import AnswerCard, DeliverableCard, MeasureCard, NarrativeCard
from baise_desktop.ui.unit.session import Session
from baise_desktop.ui.unit.single_sheet import SingleContents, SingleSheet, read_single
from baise_desktop.ui.unit.unchanged_button import UnchangedButton

if TYPE_CHECKING:
    from collections.abc import Mapping

    from baise_desktop.app.desk import Desk
    from baise_desktop.app.entry.filling import ClauseText
    from baise_desktop.app.entry.ghost_words import GhostTexts
    from baise_desktop.app.results.row_filter import Proof
    from baise_desktop.store.entries import Sheet

    Proofs = Mapping[int, tuple[Proof, ...]]
    """What proves each measure, by its number."""


class TaskPage(QWidget):
    """Shows one task at a time."""

    #: RowFilter of the rows that the reader wants to see
    rows_requested = Signal(object)

    def __init__(self, session: Session) -> None:
        """Empty until `open_form`."""
        super().__init__()
        self._session = session
        self._newest = Newest()
        self._form = ""
        self._goal = ""
        self._registers: dict[str, str] = {}
        self.sheet = SingleSheet(session, self)
        self.title = plain_label(kind="title", wrap=True)
        self.clause = ClausePanel()
        self.cards: list[AnswerCard] = []
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        page = QWidget()
        page.setObjectName("page")
        self._stack = QVBoxLayout(page)
        self._stack.setContentsMargins(12, 0, 4, 16)
        self._stack.setSpacing(10)
        self._area.setWidget(page)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(self.clause)
        split.addWidget(self._area)
        split.setChildrenCollapsible(False)
        split.setSizes([380, 620])
        self.unchanged = UnchangedButton(session)
        self.unchanged.told.connect(lambda _: self.open_form(self._form))
        self.clause.chosen.connect(self._reach_card)
        self.pasts: dict[str, AnswerPast] = {}
        layout = column(self, margin=16)
        head = row(self.title, stretch_last=True)
        head.addWidget(self.unchanged)
        layout.addLayout(head)
        layout.addWidget(split, 1)

    def open_form(self, form: str, key: str = "") -> None:
        """Read the report on a task and show it, at an answer if it is named."""
        self.sheet.commit()
        self._goal = key
        sheet = self._session.sheet(form)
        self._session.jobs.run(
            partial(_read, sheet, tuple(self._registers)), self._newest.only(partial(self._show, form))
        )

    def form_id(self) -> str:
        """The form on show."""
        return self._form

    def set_registers(self, titles: dict[str, str]) -> None:
        """Titles, by id, of the registers that this submission holds."""
        self._registers = titles

    def go_to(self, key: str) -> None:
        """Put the cursor into an answer, now or as soon as the form is on show."""
        self._goal = key
        self._reach_goal()

    def _show(self, form_id: str, read: tuple[SingleContents, ClauseText, Proofs, GhostTexts]) -> None:
        if self.sheet.commit():
            self.open_form(form_id, self._goal)  # Somebody went on typing while it was read.
            return
        contents, clause, proofs, ghosts = read
        stood = self.sheet.place() if form_id == self._form else ("", 0)
        self._form = form_id
        form, task = self._session.form(form_id), self._session.catalogue.tasks[form_id]
        self.title.setText(form.title)
        numbers = [measure.number for measure in task.measures]
        self.clause.show_clause(clause.heading, list(zip(numbers, clause.quotes, strict=True)))
        self._build(form, task, contents, proofs)
        answers = {key: answer for card in self.cards for key, answer in card.answers.items()}
        sheet = self._session.sheet(form_id)
        self.sheet.bind(sheet, contents.row, answers)
        self.pasts = show_past(answers, ghosts, fixed_row_id(sheet.unit, sheet.plan, sheet.period, form_id))
        self.unchanged.open_form(form_id)
        self._area.verticalScrollBar().setValue(0)
        self.sheet.enter(self)
        self._goal = self._goal or stood[0]
        self._reach_goal()
        self.sheet.stand_at(stood)

    def _build(self, form: Form, task: Task, contents: SingleContents, proofs: Proofs) -> None:
        empty_layout(self._stack)
        choices = contents.choices
        self.cards = []
        for measure in task.measures:
            card = MeasureCard(measure, form, choices, self._registers, proofs[measure.number])
            card.rows_requested.connect(self.rows_requested)
            card.to_clause.clicked.connect(partial(self.clause.reach, measure.number))
            self.cards.append(card)
        self.cards += [DeliverableCard(deliverable, form, choices) for deliverable in task.deliverables]
        used = {key for card in self.cards for key in card.answers}
        rest = [question for question in form.fields if question.key not in used]
        if rest:
            self.cards.append(NarrativeCard(say("window.narratives"), rest, choices))
        self._tell_standings()
        for each in self.cards:
            each.entered.connect(partial(self._mark, each))
            self._stack.addWidget(each)
        self._stack.addStretch(1)

    def _tell_standings(self) -> None:
        session = self._session
        codes = {item.label: item.code for item in session.catalogue.code_lists[STATUS_LIST].items}
        due = date.fromisoformat(session.catalogue.plans[session.plan].period_end)
        for card in self.cards:
            if isinstance(card, MeasureCard | DeliverableCard):
                card.standing.know(codes, parse_period(session.period).end, due)

    def _reach_card(self, number: int) -> None:
        """From a sentence to the first answer of its card."""
        card = next((each for each in self.cards if isinstance(each, MeasureCard) and each.number == number), None)
        if card is not None:
            self._area.ensureWidgetVisible(card, 0, 20)
            next(iter(card.answers.values())).editor.setFocus()

    def _mark(self, current: AnswerCard) -> None:
        for card in self.cards:
            card.mark(card is current)
        self.clause.mark(current.number if isinstance(current, MeasureCard) else 0)

    def _reach_goal(self) -> None:
        answer = self.sheet.answers.get(self._goal)
        if answer is not None:
            self._goal = ""
            self._area.ensureWidgetVisible(answer, 0, 60)
            answer.editor.setFocus()


def _read(
    sheet: Sheet, registers: tuple[str, ...], desk: Desk
) -> tuple[SingleContents, ClauseText, Proofs, GhostTexts]:
    from baise_desktop.app.entry.filling import clause_text
    from baise_desktop.app.entry.ghost_words import read_ghost_texts
    from baise_desktop.app.results.row_filter import list_proofs

    proofs = list_proofs(desk, sheet, registers)
    return read_single(desk, sheet), clause_text(desk, sheet.form), proofs, read_ghost_texts(desk, sheet)
