"""重新申请入网: a new key with a passphrase typed twice, the request for the city, and the fingerprint to read out."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QFormLayout, QWidget

from baise_desktop.app.clock import utc_now
from baise_desktop.app.keys.passphrase_strength import judge_passphrase
from baise_desktop.texts import say
from baise_desktop.ui.dialog_size import open_at
from baise_desktop.ui.dialogs import choose_new_file
from baise_desktop.ui.labels import IconLine, NoticeBar, button, column, copyable_label, plain_label, row
from baise_desktop.ui.path_line import ResultLine
from baise_desktop.ui.secret_edit import SecretEdit, caps_hint
from baise_desktop.ui.token_choice import TokenChoice, ask_pin

if TYPE_CHECKING:
    from baise_desktop.app.desk import Desk
    from baise_desktop.app.keys.unit_keys import TokenWish
    from baise_desktop.errors import BaiseError
    from baise_desktop.ui.unit.session import Session


class RenewWindow(QDialog):
    """Esc closes it; the old key goes on in either case."""

    #: a request was written
    asked = Signal()

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(say("window.renew_title"))
        open_at(self, 780, 520)
        self._session = session
        self.notice = NoticeBar()
        self.passphrase = SecretEdit(say("window.passphrase"))
        self.again = SecretEdit(say("window.wizard_passphrase_again"))
        self.state = IconLine(wrap=True)
        self.fingerprint = copyable_label(kind="code")
        self.written = ResultLine()
        self.written.hide()
        self.finish = button(say("window.renew_finish"), "primary")
        self.close_button = button(say("window.list_close"))
        self.token = TokenChoice()
        form = self.form = QFormLayout()
        form.addRow(say("window.passphrase"), self.passphrase)
        form.addRow(say("window.wizard_passphrase_again"), self.again)
        form.addRow("", caps_hint(self.passphrase, self.again))
        layout = column(self, self.notice, plain_label(say("window.renew_title"), "section"), margin=14, spacing=10)
        layout.addWidget(plain_label(say("window.renew_advice"), wrap=True))
        layout.addLayout(form)
        for part in (self.token, self.state, self.fingerprint, self.written):
            layout.addWidget(part)
        layout.addStretch(1)
        ends = row(self.finish)
        ends.addWidget(self.close_button)
        layout.addLayout(ends)
        for edit in (self.passphrase, self.again):
            edit.textChanged.connect(lambda _: self._allow())
            edit.returnPressed.connect(self.finish.click)
        self.token.changed.connect(self._allow)
        self.finish.clicked.connect(self._choose)
        self.close_button.clicked.connect(self.reject)
        self._allow()
        self.passphrase.setFocus()

    def _allow(self) -> None:
        typed, again, pin = self.passphrase.text(), self.again.text(), self.token.wanted()
        ask_pin(self.form, self.passphrase, self.again, pin=pin)
        is_short = judge_passphrase(typed) == "short"
        ready = bool(typed) and self.token.is_complete() if pin else not is_short and typed == again
        self.finish.setEnabled(ready)
        if pin:
            self.state.show_state("", "", "text")
        elif typed and is_short:
            self.state.show_state("explain", say("window.renew_short"), "warning")
        elif again and typed != again:
            self.state.show_state("explain", say("window.renew_differs"), "warning")
        else:
            self.state.show_state("", "", "text")

    def _choose(self) -> None:
        name = say("window.renew_file", unit=self._session.office.unit)
        file = choose_new_file(self, say("window.renew_title"), name, say("window.package_kinds"))
        if file is not None:
            self.finish.setEnabled(False)
            job = partial(_ask, file, self.passphrase.text(), self.token.wish())
            self._session.write(job, partial(self._show_asked, file), self._refuse)

    def _refuse(self, error: BaiseError) -> None:
        self._allow()
        self.notice.show_error(error)

    def _show_asked(self, file: Path, mark: str) -> None:
        for edit in (self.passphrase, self.again):
            edit.clear()
            edit.setEnabled(False)
        self.token.setEnabled(False)
        self.finish.setEnabled(False)
        self.state.show_state("done", say("window.renew_done"), "good")
        self.fingerprint.setText(mark)
        self.written.show_path(file, say("window.renew_written", path=file), readable=False)
        self.close_button.setFocus()
        self.asked.emit()


def _ask(file: Path, passphrase: str, token: TokenWish | None, desk: Desk) -> str:
    from baise_desktop.app.enrolment.renewing import ask_again

    return ask_again(desk, file, passphrase, utc_now(), token)
