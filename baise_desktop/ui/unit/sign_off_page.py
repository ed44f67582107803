"""Review and sign-off: what there is to see before signing, three statements, and the way back with a reason."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QCompleter, QFrame, QHBoxLayout, QLineEdit, QPushButton, QScrollArea, QWidget

from baise_desktop.app.clock import utc_now
from baise_desktop.texts import say
from baise_desktop.ui import look
from baise_desktop.ui.labels import IconLine, button, column, plain_label, plain_tip, row, set_look
from baise_desktop.ui.moments import show_moment
from baise_desktop.ui.unit.review_tables import ReviewTables

if TYPE_CHECKING:
    from baise_desktop.app.checks.checking import SubmissionCheck
    from baise_desktop.app.checks.review import Review
    from baise_desktop.app.desk import Desk
    from baise_desktop.store.submissions import Statement
    from baise_desktop.ui.unit.session import Session

_TABLES_HEIGHT = 170
"""Pixels at 100 % that the lists keep; where there is less, the page scrolls."""
ROLES = ("filler", "reviewer", "head")


class RoleStep(QFrame):
    """One role: its name, who signed and when, or the line to sign on."""

    #: role and name
    sign_requested = Signal(str, str)

    def __init__(self, role: str, number: int) -> None:
        """Not yet its turn."""
        super().__init__()
        self.role = role
        self._names: Sequence[str] = ()
        self.setProperty("class", "card")
        self.state = IconLine(wrap=True)
        self.name = QLineEdit()
        self.name.setPlaceholderText(say("window.sign_name"))
        self.name.setAccessibleName(say(f"window.role_{role}"))
        self.sign: QPushButton = button(say("window.sign"), "primary")
        self.sign.clicked.connect(lambda: self.sign_requested.emit(role, self.name.text()))
        self.name.returnPressed.connect(self.sign.click)
        self.name.textChanged.connect(self._warn_same)
        self.warning = IconLine(wrap=True)
        self.warning.hide()
        self._signed: Sequence[Statement] = ()
        head = plain_label(say("window.sign_step", number=number, role=say(f"window.role_{role}")), "section")
        says = plain_label(say(f"window.sign_says_{role}"), "muted", wrap=True)
        layout = column(self, head, says, self.state, self.name, self.warning, self.sign, margin=12, spacing=4)
        layout.addStretch(1)

    def event(self, event: QEvent) -> bool:
        """Its words keep the height of all their lines; the lists below give way."""
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Resize):
            self.setMinimumHeight(max(0, self.layout().totalHeightForWidth(self.width())))
        return super().event(event)

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

    def remember(self, names: Sequence[str], signed: Sequence[Statement]) -> None:
        """Offer who signed in this role before, the last one first."""
        self._signed = signed
        if names != self._names:
            self._names = names
            completer = QCompleter(list(names), self)
            completer.setFilterMode(Qt.MatchFlag.MatchContains)
            self.name.setCompleter(completer)
        if names and not self.name.text():
            self.name.setText(names[0])
            self.name.selectAll()
        self._warn_same()

    def _warn_same(self) -> None:
        from baise_desktop.app.checks.sign_off import roles_of

        roles = roles_of(self._signed, self.name.text()) if self.name.isVisibleTo(self) else ()
        self.warning.setVisible(bool(roles))
        if roles:
            words = "、".join(say(f"window.role_{role}") for role in roles)
            text = say("window.sign_same", name=self.name.text().strip(), roles=words)
            self.warning.show_state("explain", text, "warning")

    def _show_state(self, icon: str, text: str, tone: str, *, open_: bool) -> None:
        self.state.show_state(icon, text, tone)
        self.name.setVisible(open_)
        self.sign.setVisible(open_)
        set_look(self, "current", "true" if open_ else "false")
        self._warn_same()


class SignOffPage(QWidget):
    """The three roles of one submission."""

    #: a statement was made or all were taken back
    statements_changed = Signal()
    #: the last of the three roles has signed
    completed = Signal()
    #: form, row id and field key of a cell to look at
    place_requested = Signal(str, str, str)
    #: BaiseError that a statement met with
    refused = Signal(object)

    def __init__(self, session: Session) -> None:
        """Empty until `open_submission`."""
        super().__init__()
        self._session = session
        self._ready = False
        self._signed: Sequence[Statement] = ()
        self._telephone = ""
        self._check: tuple[SubmissionCheck, dict[str, str]] | None = None
        self.reopened = plain_label(kind="muted", wrap=True)
        self.steps = [RoleStep(role, number) for number, role in enumerate(ROLES, 1)]
        self.tables = ReviewTables()
        self.telephone = QLineEdit()
        self.reason = QLineEdit()
        self.reopen = button(say("window.reopen"))
        self.preview = button(say("window.preview_papers"))
        self.papers = button(say("window.papers_open"))
        self._again = QWidget()
        self._lay_out()
        self._connect()

    def open_submission(self) -> None:
        """Read what there is to see before signing, and show it."""
        job = partial(_review, self._session.plan, self._session.period)
        self._session.jobs.run(job, partial(self._show_review, self._session.plan, self._session.period))

    def show_check(self, check: SubmissionCheck, titles: dict[str, str]) -> None:
        """Show whether the submission is fit to be signed; the lists wait until they can be seen."""
        self._ready = check.verdict.ready
        self._check = check, titles
        if self.isVisible():
            self._show_lists()
        self._show(self._signed)

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with the check."""
        super().showEvent(event)
        self._show_lists()

    def _lay_out(self) -> None:
        pixels = look.current().pixels
        self.reason.setPlaceholderText(say("window.reopen_reason"))
        self.reason.setAccessibleName(say("window.reopen_reason"))
        self.reason.setToolTip(plain_tip(say("window.reopen_advice")))
        self.reason.setMinimumWidth(pixels(300))
        self.telephone.setPlaceholderText(say("window.sign_telephone"))
        self.telephone.setAccessibleName(say("window.sign_telephone_name"))
        self.telephone.setToolTip(plain_tip(say("window.sign_contact")))
        self.telephone.setMinimumWidth(pixels(220))
        self._again.setLayout(row(self.reason, self.reopen))
        self._again.layout().setContentsMargins(0, 0, 0, 0)
        steps = QHBoxLayout()
        steps.setSpacing(12)
        for step in self.steps:
            steps.addWidget(step, 1)
        title = plain_label(say("window.sign_title"), "title")
        title.setToolTip(plain_tip(say("window.sign_advice")))
        page = QWidget()
        page.setObjectName("page")
        layout = column(page, self.reopened, spacing=8)
        layout.addLayout(steps)
        line = row(plain_label(say("window.sign_telephone_name")), self.telephone)
        line.addWidget(self._again)
        line.addWidget(self.preview)
        line.addWidget(self.papers)
        layout.addLayout(line)
        layout.addWidget(self.tables, 1)
        self.tables.setMinimumHeight(pixels(_TABLES_HEIGHT))
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(page)
        column(self, title, area, margin=16, spacing=8).setStretch(1, 1)
        self.reopened.hide()

    def _connect(self) -> None:
        for step in self.steps:
            step.sign_requested.connect(self._sign)
        self.reopen.clicked.connect(self._reopen)
        self.preview.clicked.connect(self._preview)
        self.papers.clicked.connect(self._save_papers)
        self.reason.returnPressed.connect(self.reopen.click)
        self.telephone.editingFinished.connect(self._keep_telephone)
        self.tables.place_requested.connect(self.place_requested)

    def _preview(self) -> None:
        from baise_desktop.ui.print_papers import open_papers

        open_papers(self._session.jobs, self._session.plan, self._session.period, self.window(), self.refused.emit)

    def _save_papers(self) -> None:
        from baise_desktop.ui.unit.papers_jobs import open_unit_papers

        open_unit_papers(self._session, self.window(), self.refused.emit)

    def _show_review(self, plan: str, period: str, review: Review) -> None:
        if (plan, period) != (self._session.plan, self._session.period):
            return
        self.reopened.setText(say("window.sign_reopened", reason=review.reason))
        self.reopened.setVisible(bool(review.reason))
        if self.telephone.text() == self._telephone:
            self.telephone.setText(review.contact.telephone)
            self._telephone = review.contact.telephone
        self.tables.show_review(review)
        self._show(review.statements)
        for step in self.steps:
            step.remember(review.contact.people.get(step.role, ()), review.statements)

    def _show_lists(self) -> None:
        if self._check is not None:
            check, titles = self._check
            self.tables.show_check(check, titles)

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
        done = not waiting
        self.reopen.setText(say("window.reopen" if done else "window.remark_back"))
        self.reason.setPlaceholderText(say("window.reopen_reason" if done else "window.remark_back_reason"))

    def _keep_telephone(self) -> None:
        if self.telephone.text() != self._telephone:
            self._telephone = self.telephone.text()
            self._session.jobs.run(partial(_keep_telephone, self._telephone), self._kept, self.refused.emit)

    def _kept(self, telephone: str) -> None:
        if self.telephone.text() == self._telephone:
            self.telephone.setText(telephone)
            self._telephone = telephone

    def _sign(self, role: str, name: str) -> None:
        job = partial(_sign, self._session.plan, self._session.period, role, name)
        self._session.write(job, self._settle, self.refused.emit)

    def _reopen(self) -> None:
        job = partial(_reopen, self._session.plan, self._session.period, self.reason.text())
        self._session.write(job, self._settle, self.refused.emit)

    def _settle(self, review: Review) -> None:
        self.reason.clear()
        for step in self.steps:
            step.name.clear()
        self._show_review(self._session.plan, self._session.period, review)
        self.statements_changed.emit()
        if len(review.statements) == len(self.steps):
            self.completed.emit()


def _review(plan: str, period: str, desk: Desk) -> Review:
    from baise_desktop.app.checks.review import review

    return review(desk, plan, period)


def _sign(plan: str, period: str, role: str, name: str, desk: Desk) -> Review:
    from baise_desktop.app.checks.sign_off import sign_off

    sign_off(desk, plan, period, role, name, utc_now())
    return _review(plan, period, desk)


def _reopen(plan: str, period: str, reason: str, desk: Desk) -> Review:
    from baise_desktop.app.checks.sign_off import reopen

    reopen(desk, plan, period, reason, utc_now())
    return _review(plan, period, desk)


def _keep_telephone(text: str, desk: Desk) -> str:
    from baise_desktop.app.installation.contact import keep_telephone

    return keep_telephone(desk, text, utc_now())
