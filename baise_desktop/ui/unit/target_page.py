"""The report on one target: what is required, what the registers give, and why."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QScrollArea, QVBoxLayout, QWidget

from baise_desktop.form.definition import FieldType
from baise_desktop.form.record import fixed_row_id
from baise_desktop.texts import say
from baise_desktop.ui import look
from baise_desktop.ui.labels import IconLine, card, column, empty_layout, plain_label, plain_tip
from baise_desktop.ui.newest import Newest
from baise_desktop.ui.unit.answer import Answer
from baise_desktop.ui.unit.answer_past import show_past
from baise_desktop.ui.unit.measure_card import NarrativeCard
from baise_desktop.ui.unit.session import Session
from baise_desktop.ui.unit.single_sheet import SingleContents, SingleSheet, read_single
from baise_desktop.ui.unit.target_rows_card import RegisterChips, TargetRowsCard

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from baise_desktop.app.desk import Desk
    from baise_desktop.app.entry.ghost_words import GhostTexts
    from baise_desktop.app.results.row_filter import RowFilter
    from baise_desktop.app.results.target_facts import TargetFacts
    from baise_desktop.app.results.target_rows import TargetRow
    from baise_desktop.store.entries import Sheet

    Filters = Mapping[str, RowFilter]
    """By register."""
    Contents = tuple[SingleContents, TargetFacts, Sequence[TargetRow], Filters, GhostTexts]


_WIDE = 1240
"""Pixels at 100 %."""


class TargetPage(QWidget):
    """Shows one target at a time."""

    #: RowFilter of the rows that the reader wants to see, and the id of one of them or empty
    rows_requested = Signal(object, str)

    def __init__(self, session: Session) -> None:
        """Empty until `open_form`."""
        super().__init__()
        self._session = session
        self._newest = Newest()
        self._form = ""
        self._goal = ""
        self._registers: set[str] = set()
        self.rows: TargetRowsCard | None = None
        self.sheet = SingleSheet(session, self)
        self.title = plain_label(kind="title", wrap=True)
        self.quote = plain_label(kind="muted", wrap=True)
        self.required = plain_label(kind="figure", wrap=True)
        self.share = plain_label(kind="muted", wrap=True)
        self.figure = plain_label(kind="figure", wrap=True)
        self.past = plain_label(kind="muted", wrap=True)
        self.pace = IconLine("", "", "muted", wrap=True)
        self.gap = plain_label(kind="muted", wrap=True)
        self.counted = IconLine("hint", "", "muted")
        self.registers = RegisterChips()
        self.registers.rows_requested.connect(self.rows_requested)
        page = QWidget()
        page.setObjectName("page")
        self._stack = QVBoxLayout(page)
        self._stack.setContentsMargins(0, 0, 4, 0)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidget(page)
        layout = column(self, self.title, self.quote, margin=16, spacing=10)
        self._halves = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._halves.setSpacing(10)
        self._halves.addLayout(self._make_facts())
        self._halves.addWidget(area, 1)
        layout.addLayout(self._halves, 1)

    def _make_facts(self) -> QVBoxLayout:
        wanted, below = (self.required, self.share, self.gap), (self.past, self.pace, self.counted)
        self._figures = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._figures.setSpacing(12)
        self._figures.addWidget(_top(card(plain_label(say("window.target_required"), "muted"), *wanted)), 1)
        self._figures.addWidget(_top(card(plain_label(say("window.target_figure"), "muted"), self.figure, *below)), 1)
        facts = QVBoxLayout()
        facts.setSpacing(10)
        facts.addLayout(self._figures)
        facts.addWidget(self.registers)
        facts.addStretch(1)
        return facts

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is the width, the figures stand beside what is said about them."""
        super().resizeEvent(event)
        wide = event.size().width() >= look.current().pixels(_WIDE)
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._halves.setDirection(across if wide else down)
        self._figures.setDirection(down if wide else across)
        self._halves.setStretch(0, 2 if wide else 0)
        self._halves.setStretch(1, 3 if wide else 1)

    def open_form(self, form: str) -> None:
        """Read the report on a target and show it."""
        self.sheet.commit()
        sheet = self._session.sheet(form)
        self._session.jobs.run(partial(_read, sheet, form), self._newest.only(partial(self._show, form)))

    def form_id(self) -> str:
        """The form on show."""
        return self._form

    def set_registers(self, held: Iterable[str]) -> None:
        """Ids of the registers that this submission holds."""
        self._registers = set(held)

    def go_to(self, key: str) -> None:
        """Put the cursor into an answer, now or as soon as the form is on show."""
        self._goal = key
        self._reach_goal()

    def _show(self, form_id: str, read: Contents) -> None:
        if self.sheet.commit():
            self.open_form(form_id)  # Somebody went on typing while it was read.
            return
        contents, facts, rows, filters, ghosts = read
        stood = self.sheet.place() if form_id == self._form else ("", 0)
        self._form = form_id
        form = self._session.form(form_id)
        self.title.setText(facts.name)
        self.quote.setText(say("window.target_quote", quote=facts.quote) if facts.quote else "")
        self.required.setText(facts.requirement)
        self.share.setText(say("window.target_share", share=facts.share) if facts.share else "")
        self.share.setVisible(bool(facts.share))
        self.figure.setText(facts.figure or say("window.figure_none"))
        self._show_movement(facts)
        counted = say("window.target_counted", rows=facts.rows)
        self.counted.show_state("hint", facts.note or counted, "muted")
        for label, key in ((self.required, "required"), (self.figure, "figure")):
            label.setToolTip(plain_tip(say(f"read_only.{key}")))
        questions = [question for question in form.fields if question.type is not FieldType.COMPUTED]
        narratives = NarrativeCard(say("window.target_narratives"), questions, contents.choices)
        empty_layout(self._stack)
        self.rows = self._make_rows(rows, filters)
        self._stack.addWidget(narratives)
        if rows:
            self._stack.addWidget(self.rows)
        self._stack.addStretch(1)
        answers: dict[str, Answer] = narratives.answers
        sheet = self._session.sheet(form_id)
        self.sheet.bind(sheet, contents.row, answers)
        show_past(answers, ghosts, fixed_row_id(sheet.unit, sheet.plan, sheet.period, form_id))
        self.sheet.enter(self)
        self._goal = self._goal or stood[0]
        self._reach_goal()
        self.sheet.stand_at(stood)

    def _show_movement(self, facts: TargetFacts) -> None:
        """The figure against last period, the requirement and time."""
        self.past.setText(facts.past)
        self.past.setVisible(bool(facts.past))
        self.gap.setText(say("window.target_gap", gap=facts.gap) if facts.gap else "")
        self.gap.setVisible(bool(facts.gap))
        self.pace.show_state("explain" if facts.behind else "", facts.pace, "warning" if facts.behind else "muted")
        self.pace.setVisible(bool(facts.pace))

    def _make_rows(self, rows: Sequence[TargetRow], filters: Filters) -> TargetRowsCard:
        titles = {register: self._session.form(register).title for register in filters}
        self.registers.show_registers(rows, filters, titles, self._registers)
        made = TargetRowsCard(rows, filters, self._registers)
        made.rows_requested.connect(self.rows_requested)
        return made

    def _reach_goal(self) -> None:
        answer = self.sheet.answers.get(self._goal)
        if answer is not None:
            self._goal = ""
            answer.editor.setFocus()


def _top(frame: QFrame) -> QFrame:
    frame.layout().addStretch(1)
    return frame


def _read(sheet: Sheet, target: str, desk: Desk) -> Contents:
    from baise_desktop.app.entry.ghost_words import read_ghost_texts
    from baise_desktop.app.results.row_filter import target_filters
    from baise_desktop.app.results.target_facts import target_facts
    from baise_desktop.app.results.target_rows import list_target_rows

    facts, rows = target_facts(desk, target, sheet.period), list_target_rows(desk, target, sheet.period)
    return read_single(desk, sheet), facts, rows, target_filters(desk, target), read_ghost_texts(desk, sheet)
