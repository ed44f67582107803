"""吊销: which certificate, up to which package it is trusted, and why; afterwards what is to be looked through."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QDateEdit, QDialog, QLineEdit, QRadioButton, QSpinBox, QWidget

from baise_desktop.app.clock import utc_now
from baise_desktop.texts import say
from baise_desktop.ui.dialog_size import open_at
from baise_desktop.ui.labels import IconLine, NoticeBar, button, column, copyable_label, plain_label, row
from baise_desktop.ui.list_window import ListWindow
from baise_desktop.ui.moments import local_today, period_text

if TYPE_CHECKING:
    from baise_desktop.app.desk import Desk
    from baise_desktop.app.enrolment.admission import AdmittedUnit
    from baise_desktop.app.inbox.receiving import ReceivedPackage
    from baise_desktop.app.inbox.revoking import Revoked
    from baise_desktop.ui.city.key_desk import KeyDesk

_LAST, _SEQ, _DAY = range(3)
_HIGHEST = 1_000_000


@dataclass(frozen=True, slots=True)
class Bound:
    """The last package trusted: by number, by day of receipt, or, with neither, the last one held."""

    seq: int | None = None
    day: date | None = None


class RevokeWindow(QDialog):
    """One certificate; Esc closes it without revoking anything."""

    #: Revoked: what was decided
    revoked = Signal(object)

    def __init__(self, keys: KeyDesk, entry: AdmittedUnit, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(say("window.revoke_title"))
        open_at(self, 860, 340)
        self._keys, self._entry = keys, entry
        self.notice = NoticeBar()
        self.choices = [QRadioButton(say(f"window.revoke_{name}")) for name in ("last", "seq", "day")]
        self._group = QButtonGroup(self)
        for number, choice in enumerate(self.choices):
            self._group.addButton(choice, number)
        self.seq = QSpinBox()
        self.seq.setRange(0, _HIGHEST)
        self.seq.setAccessibleName(say("window.revoke_seq"))
        self.day = QDateEdit(QDate(local_today(utc_now())))
        self.day.setCalendarPopup(True)
        self.day.setDisplayFormat("yyyy-MM-dd")
        self.day.setAccessibleName(say("window.revoke_day"))
        self.explained = plain_label(kind="muted", wrap=True)
        self.reason = QLineEdit()
        self.reason.setPlaceholderText(say("window.revoke_reason"))
        self.reason.setAccessibleName(say("window.revoke_reason"))
        self.finish = button(say("window.revoke_finish"), "primary")
        self.cancel = button(say("window.resolve_cancel"))
        self._lay_out()
        self._group.idToggled.connect(lambda *_: self._explain())
        self.finish.clicked.connect(self._finish)
        self.cancel.clicked.connect(self.reject)
        self.reason.returnPressed.connect(self.finish.click)
        self.choices[_LAST].setChecked(True)
        self.choices[_LAST].setFocus()

    def _lay_out(self) -> None:
        head = say("window.revoke_of", unit=self._entry.unit_name, id=self._entry.unit)
        layout = column(self, self.notice, plain_label(head, "section"), margin=14, spacing=8)
        layout.addWidget(copyable_label(self._entry.fingerprint, "code"))
        layout.addWidget(plain_label(say("window.revoke_advice"), "muted", wrap=True))
        layout.addWidget(self.choices[_LAST])
        layout.addLayout(row(self.choices[_SEQ], self.seq))
        layout.addLayout(row(self.choices[_DAY], self.day))
        layout.addWidget(self.explained)
        warning = IconLine(wrap=True)
        warning.show_state("explain", say("window.revoke_warning"), "warning")
        layout.addWidget(warning)
        layout.addStretch(1)
        line = row(self.reason, self.finish, self.cancel)
        line.setStretch(0, 1)
        line.setStretch(line.count() - 1, 0)
        layout.addLayout(line)

    def _explain(self) -> None:
        chosen = self._group.checkedId()
        self.seq.setEnabled(chosen == _SEQ)
        self.day.setEnabled(chosen == _DAY)
        name = ("last", "seq", "day")[max(0, chosen)]
        self.explained.setText(say(f"window.revoke_explain_{name}"))

    def _bound(self) -> Bound:
        chosen, day = self._group.checkedId(), self.day.date()
        if chosen == _SEQ:
            return Bound(seq=self.seq.value())
        return Bound(day=date(day.year(), day.month(), day.day())) if chosen == _DAY else Bound()

    def _finish(self) -> None:
        job = partial(_revoke, self._entry, self._bound(), self.reason.text())
        self._keys.sign(job, self._close, self.notice.show_error)

    def _close(self, made: Revoked) -> None:
        self.accept()
        self.revoked.emit(made)


def list_review(parent: QWidget, entry: AdmittedUnit, made: Revoked) -> None:
    """What the officer looks through after a revocation, as a list to keep."""
    lines = [say("window.revoke_key", fingerprint=made.fingerprint), ""]
    for key, packages in (("barred", made.barred), ("review", made.review)):
        lines.append(say(f"window.revoke_{key}", count=len(packages)))
        lines += [_tell(number, each) for number, each in enumerate(packages, 1)]
        lines.append("")
    heading = say("window.revoke_done", unit=entry.unit_name, id=made.unit, after=made.after_seq)
    ListWindow(say("window.revoke_list"), heading, lines, utc_now(), parent).open()


def _tell(number: int, package: ReceivedPackage) -> str:
    return say(
        "window.revoke_line",
        number=number,
        plan=package.plan,
        period=period_text(package.period),
        version=package.version,
        state=say(f"words.state_{package.state}"),
        identity=package.identity[:12],
    )


def _revoke(entry: AdmittedUnit, bound: Bound, reason: str, desk: Desk, passphrase: str) -> Revoked:
    from baise_desktop.app.inbox.revoking import revoke

    return revoke(
        desk,
        entry.unit,
        passphrase,
        utc_now(),
        after_seq=bound.seq,
        after_day=bound.day,
        certificate=entry.fingerprint,
        reason=reason,
    )
