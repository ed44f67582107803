"""Cards of a task report: one for a measure, one for a named deliverable, one for the narratives."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from baise_desktop.form.definition import Deliverable, Field, Form, Measure
from baise_desktop.texts import say
from baise_desktop.ui import look
from baise_desktop.ui.flow_row import FlowRow
from baise_desktop.ui.labels import button, plain_label, row, set_look
from baise_desktop.ui.unit.answer import Answer
from baise_desktop.ui.unit.clause_panel import circled
from baise_desktop.ui.unit.standing_line import StandingLine

if TYPE_CHECKING:
    from baise_desktop.app.results.row_filter import Proof

Choices = Mapping[str, Sequence[str]]


class AnswerCard(QFrame):
    """A framed group of answers that shows when one of them is being given."""

    #: one of its editors got the focus
    entered = Signal()

    def __init__(self) -> None:
        """Without answers yet."""
        super().__init__()
        self.setProperty("class", "card")
        self.answers: dict[str, Answer] = {}

    def add_answer(self, answer: Answer) -> Answer:
        """Take an answer in."""
        self.answers[answer.question.key] = answer
        answer.entered.connect(lambda _: self.entered.emit())
        return answer

    def mark(self, current: bool) -> None:
        """Show whether this is the card being worked on."""
        set_look(self, "current", "true" if current else "false")

    def _question(self, form: Form, key: str) -> Field | None:
        return next((question for question in form.fields if question.key == key), None)


class MeasureCard(AnswerCard):
    """Status and progress of one measure, with the registers that prove it."""

    #: RowFilter of the rows that the reader wants to see
    rows_requested = Signal(object)

    def __init__(
        self,
        measure: Measure,
        form: Form,
        choices: Choices,
        titles: Mapping[str, str],
        proofs: Sequence[Proof] = (),
    ) -> None:
        """`titles` are those of the registers that this submission holds, by id."""
        super().__init__()
        self.number = measure.number
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 10, 14, 12)
        head = QHBoxLayout()
        head.addWidget(plain_label(say("window.measure", number=circled(measure.number)), "section"))
        self.to_clause = button(say("window.card_to_clause"), "chip")
        self.to_clause.setToolTip(say("window.card_to_clause_tip"))
        self.standing = StandingLine()
        head.addWidget(self.standing)
        head.addStretch(1)
        head.addWidget(self.to_clause)
        layout.addLayout(head)
        state = self._question(form, f"m{measure.number}_state")
        if state is not None:
            answer = self.add_answer(Answer(state, choices.get(state.key, ()), name=say("window.measure_state")))
            answer.setFixedWidth(look.current().pixels(260))
            self.standing.follow(answer)
            layout.addWidget(answer)
        progress = self._question(form, f"m{measure.number}_progress")
        if progress is not None:
            layout.addWidget(self.add_answer(Answer(progress, name=say("window.measure_progress"))))
        if proofs:
            layout.addWidget(FlowRow(plain_label(say("window.measure_proofs"), "muted"), *self._chips(proofs, titles)))

    def _chips(self, proofs: Sequence[Proof], titles: Mapping[str, str]) -> Iterator[QWidget]:
        for proof in proofs:
            title = titles[proof.filter.register]
            chip = button(say("window.proof_chip", title=title, rows=proof.rows), "chip")
            chip.setToolTip(say("window.proof_chip_tip", title=title, rows=proof.rows, total=proof.total))
            chip.clicked.connect(lambda _=False, wanted=proof.filter: self.rows_requested.emit(wanted))
            yield chip


class DeliverableCard(AnswerCard):
    """State, date and document number of something named."""

    def __init__(self, deliverable: Deliverable, form: Form, choices: Choices) -> None:
        """The three answers stand in one line."""
        super().__init__()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 10, 14, 12)
        self.standing = StandingLine()
        title = plain_label(say("window.deliverable", number=deliverable.number), "section")
        layout.addLayout(row(title, self.standing))
        layout.addWidget(plain_label(deliverable.quote, wrap=True))
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        for column, part in enumerate(("state", "date", "number")):
            question = self._question(form, f"d{deliverable.number}_{part}")
            if question is not None:
                name = say(f"window.deliverable_{part}")
                answer = self.add_answer(Answer(question, choices.get(question.key, ()), name=name))
                grid.addWidget(answer, 0, column)
                if part == "state":
                    self.standing.follow(answer)
                grid.setColumnStretch(column, 2 if part == "number" else 1)
        layout.addLayout(grid)


class NarrativeCard(AnswerCard):
    """The free texts of a form."""

    def __init__(self, title: str, questions: Sequence[Field], choices: Choices) -> None:
        """One below the other."""
        super().__init__()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 10, 14, 12)
        layout.addWidget(plain_label(title, "section"))
        for question in questions:
            layout.addWidget(self.add_answer(Answer(question, choices.get(question.key, ()), lines=4)))
            if question.note:
                layout.addWidget(plain_label(question.note, "muted", wrap=True))
                layout.addSpacing(look.current().pixels(8))
