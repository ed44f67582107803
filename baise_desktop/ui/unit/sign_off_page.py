"""Review and sign-off: three statements in order, and the way back with a reason."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QPushButton, QWidget

from baise_desktop.app.clock import utc_now
from baise_desktop.texts import say
from baise_desktop.ui import look
from baise_desktop.ui.labels import IconLine, button, card, column, plain_label, row, set_look
from baise_desktop.ui.moments import show_moment
from baise_desktop.ui.plain_table import Cell, Heading, Line, PlainTableView
from baise_desktop.ui.unit.cell_delegate import ICONS, TONES

if TYPE_CHECKING:
    from baise_desktop.app.checking import SubmissionCheck
    from baise_desktop.app.desk import Desk
    from baise_desktop.form.findings import Finding
    from baise_desktop.store.submissions import Statement
    from baise_desktop.ui.unit.session import Session

ROLES = ("filler", "reviewer", "head")


class RoleStep(QFrame):
    """One role: its name, who signed and when, or the line to sign on."""

    #: role and name
    sign_requested = Signal(str, str)

    def __init__(self, role: str, number: int) -> None:
        """Not yet its turn."""
        super().__init__()
        self.role = role
        self.setProperty("class", "card")
        self.state = IconLine()
        self.name = QLineEdit()
        self.name.setPlaceholderText(say("window.sign_name"))
        self.name.setAccessibleName(say(f"window.role_{role}"))
        self.sign: QPushButton = button(say("window.sign"), "primary")
        self.sign.clicked.connect(lambda: self.sign_requested.emit(role, self.name.text()))
        self.name.returnPressed.connect(self.sign.click)
        head = plain_label(say("window.sign_step", number=number, role=say(f"window.role_{role}")), "section")
        says = plain_label(say(f"window.sign_says_{role}"), "muted", wrap=True)
        layout = column(self, head, says, self.state, self.name, self.sign, margin=16)
        layout.addStretch(1)

    def show_signed(self, name: str, at: datetime) -> None:
        """Somebody has signed."""
        self._show_state("done", say("window.signed_by", name=name, at=show_moment(at)), "good", open_=False)

    def show_turn(self, *, ready: bool) -> None:
        """It is this role's turn; without a clean check it cannot sign yet."""
        if ready:
            self._show_state("sign", say("window.sign_turn"), "accent", open_=True)
        else:
            self._show_state("blocking", say("window.sign_not_ready"), "danger", open_=False)

    def show_waiting(self, before: str) -> None:
        """Another role signs first."""
        self._show_state("empty", say("window.sign_waits", role=before), "muted", open_=False)

    def _show_state(self, icon: str, text: str, tone: str, *, open_: bool) -> None:
        self.state.show_state(icon, text, tone)
        self.name.setVisible(open_)
        self.sign.setVisible(open_)
        set_look(self, "current", "true" if open_ else "false")


class SignOffPage(QWidget):
    """The three roles of one submission."""

    #: a statement was made or all were taken back
    statements_changed = Signal()
    #: BaiseError that a statement met with
    refused = Signal(object)

    def __init__(self, session: Session) -> None:
        """Empty until `open_submission`."""
        super().__init__()
        self._session = session
        self._ready = False
        self._signed: Sequence[Statement] = ()
        self.verdict = IconLine(wrap=True)
        self.steps = [RoleStep(role, number) for number, role in enumerate(ROLES, 1)]
        self.explained = PlainTableView(
            (
                Heading(say("window.finding_severity"), 84),
                Heading(say("window.column_sentence"), 0),
                Heading(say("window.finding_explanation"), 460),
            )
        )
        self.reason = QLineEdit()
        self.reason.setPlaceholderText(say("window.reopen_reason"))
        self.reason.setAccessibleName(say("window.reopen_reason"))
        self.reopen = button(say("window.reopen"))
        self.reopen.clicked.connect(self._reopen)
        self._again = card(
            plain_label(say("window.reopen_title"), "section"),
            plain_label(say("window.reopen_advice"), "muted", wrap=True),
        )
        self._again.layout().addLayout(row(self.reason, self.reopen))
        self.reason.setMinimumWidth(look.current().pixels(420))
        line = QHBoxLayout()
        line.setSpacing(12)
        for step in self.steps:
            step.sign_requested.connect(self._sign)
            line.addWidget(step, 1)
        layout = column(self, plain_label(say("window.sign_title"), "title"), card(self.verdict), margin=16, spacing=12)
        layout.addWidget(plain_label(say("window.sign_advice"), "muted", wrap=True))
        layout.addLayout(line)
        layout.addWidget(self._again)
        layout.addWidget(plain_label(say("window.sign_explained"), "section"))
        layout.addWidget(self.explained, 1)

    def open_submission(self) -> None:
        """Read who has signed and show it."""
        self._session.jobs.run(partial(_statements, self._session.plan, self._session.period), self._show)

    def show_check(self, check: SubmissionCheck) -> None:
        """Show whether the submission is fit to be signed."""
        self._ready = check.verdict.ready
        icon, tone = ("done", "good") if self._ready else ("blocking", "danger")
        self.verdict.show_state(icon, check.verdict.sentence, tone)
        self.explained.table.set_lines([_line(found, check) for found in check.findings])
        self._show(self._signed)

    def _show(self, signed: Sequence[Statement]) -> None:
        self._signed = signed
        by_role = {statement.role: statement for statement in signed}
        waiting = [role for role in ROLES if role not in by_role]
        for step in self.steps:
            if step.role in by_role:
                step.show_signed(by_role[step.role].name, by_role[step.role].at)
            elif step.role == waiting[0]:
                step.show_turn(ready=self._ready)
            else:
                step.show_waiting(say(f"window.role_{ROLES[ROLES.index(step.role) - 1]}"))
        self._again.setVisible(bool(signed))

    def _sign(self, role: str, name: str) -> None:
        job = partial(_sign, self._session.plan, self._session.period, role, name)
        self._session.write(job, self._settle, self.refused.emit)

    def _reopen(self) -> None:
        job = partial(_reopen, self._session.plan, self._session.period, self.reason.text())
        self._session.write(job, self._settle, self.refused.emit)

    def _settle(self, signed: Sequence[Statement]) -> None:
        self.reason.clear()
        self._show(signed)
        self.statements_changed.emit()


def _line(found: Finding, check: SubmissionCheck) -> Line:
    severity = Cell(say(f"window.severity_{found.severity.value}"), ICONS[found.severity], TONES[found.severity])
    return Line((severity, Cell(found.told), Cell(check.explanations.get(found.id, ""))), found)


def _statements(plan: str, period: str, desk: Desk) -> Sequence[Statement]:
    from baise_desktop.app.sign_off import list_statements

    return list_statements(desk, plan, period)


def _sign(plan: str, period: str, role: str, name: str, desk: Desk) -> Sequence[Statement]:
    from baise_desktop.app.sign_off import sign_off

    sign_off(desk, plan, period, role, name, utc_now())
    return _statements(plan, period, desk)


def _reopen(plan: str, period: str, reason: str, desk: Desk) -> Sequence[Statement]:
    from baise_desktop.app.sign_off import reopen

    reopen(desk, plan, period, reason, utc_now())
    return _statements(plan, period, desk)
