"""Who may send: every certificate and how it stands, the root, and what waits for the city's signature."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from baise_desktop.app.clock import utc_now
from baise_desktop.texts import say
from baise_desktop.ui.city.key_desk import KeyDesk
from baise_desktop.ui.city.revoke_window import RevokeWindow, list_review
from baise_desktop.ui.city.waiting_line import WaitingLine
from baise_desktop.ui.dialogs import ask_text, choose_file
from baise_desktop.ui.flow_row import FlowRow
from baise_desktop.ui.labels import button, card, column, copyable_label, plain_label, row
from baise_desktop.ui.list_window import ListWindow
from baise_desktop.ui.plain_table import Cell, Heading, Line, PlainTableView

if TYPE_CHECKING:
    from datetime import datetime

    from baise_desktop.app.desk import Desk
    from baise_desktop.app.enrolment.admission import Admissions, AdmittedUnit
    from baise_desktop.app.inbox.revoking import Revoked
    from baise_desktop.ui.jobs import Jobs

_STATES = {
    "in_force": ("done", "good"),
    "ending": ("explain", "warning"),
    "ended": ("blocking", "danger"),
    "revoked": ("close", "muted"),
}


class UnitsPage(QWidget):
    """Lists certificates; admits after a telephone call, revokes, and takes a new root into use."""

    #: a sentence about what was done
    told = Signal(str)

    def __init__(self, jobs: Jobs, keys: KeyDesk) -> None:
        super().__init__()
        self._jobs, self._keys = jobs, keys
        self._found: Admissions | None = None
        self.root = copyable_label(kind="code")
        self.trust = plain_label(kind="muted", wrap=True)
        self.admit = button(say("window.units_admit"), "primary")
        self.revoke = button(say("window.units_revoke"))
        self.rotate = button(say("window.units_rotate"))
        self.list = button(say("window.units_list"))
        self.waiting = WaitingLine(keys)
        self.count = plain_label(kind="muted")
        self.view = PlainTableView(_headings())
        layout = column(self, margin=16, spacing=10)
        layout.addLayout(row(plain_label(say("window.units_title"), "title"), self.count))
        layout.addWidget(FlowRow(self.admit, self.revoke, self.rotate, self.list))
        layout.addWidget(plain_label(say("window.units_advice"), "muted", wrap=True))
        layout.addWidget(self.waiting)
        layout.addWidget(card(plain_label(say("window.root_fingerprint"), "muted"), self.root, self.trust))
        layout.addWidget(self.view, 1)
        self.admit.clicked.connect(self._admit)
        self.revoke.clicked.connect(self._revoke)
        self.rotate.clicked.connect(self._rotate)
        self.list.clicked.connect(self._list)
        self.waiting.signed.connect(self._tell)
        self.view.selectionModel().selectionChanged.connect(lambda *_: self._allow())
        self._allow()

    def open(self) -> None:
        """Read who was admitted."""
        self._jobs.run(_read, self._show)

    def _show(self, found: Admissions) -> None:
        self._found, now = found, utc_now()
        self.root.setText(found.root_fingerprint)
        until = found.root_until.date().isoformat() if found.root_until else ""
        former = say("window.units_former", count=len(found.former)) if found.former else ""
        self.trust.setText(say("window.units_trust", version=found.version, until=until, former=former))
        self.waiting.show_waiting(found.waiting)
        units = len({each.unit for each in found.units if each.revoked_after is None})
        key = "window.units_count" if found.units else "window.units_empty"
        self.count.setText(say(key, count=units, certificates=len(found.units)))
        chosen = [each.fingerprint for each in self.view.chosen()]
        self.view.table.set_lines([_line(each, now) for each in found.units])
        self.view.choose(lambda each: each.fingerprint in chosen)
        self._allow()

    def _allow(self) -> None:
        self.revoke.setEnabled(bool(self.view.chosen()))
        self.list.setEnabled(bool(self.view.table.rowCount()))

    def _admit(self) -> None:
        request = choose_file(self, say("window.units_admit_title"), say("window.package_kinds"))
        if request is None:
            return
        fingerprint = ask_text(self, say("window.units_admit_title"), say("window.units_fingerprint_ask"))
        if fingerprint:
            self._keys.sign(partial(_admit, request, fingerprint), self._show_admitted)

    def _show_admitted(self, name: str) -> None:
        self._tell(say("window.units_admitted", unit=name))

    def _revoke(self) -> None:
        for entry in self.view.chosen():
            window = RevokeWindow(self._keys, entry, self.window())
            window.revoked.connect(partial(self._show_revoked, entry))
            window.open()

    def _show_revoked(self, entry: AdmittedUnit, made: Revoked) -> None:
        self._tell(say("window.units_revoked", unit=entry.unit_name, after=made.after_seq))
        list_review(self.window(), entry, made)

    def _rotate(self) -> None:
        from baise_desktop.ui.city.rotate_window import RotateWindow

        window = RotateWindow(self._keys, self.window())
        window.rotated.connect(lambda mark: self._tell(say("window.units_rotated", fingerprint=mark)))
        window.open()

    def _list(self) -> None:
        """Everything on the page as a list to keep."""
        if self._found is not None:
            now = utc_now()
            lines = [say("window.units_root_line", fingerprint=self._found.root_fingerprint), ""]
            lines += ["　".join(cell.text for cell in _line(each, now).cells) for each in self._found.units]
            heading = say("window.units_list_heading", version=self._found.version, count=len(self._found.units))
            ListWindow(say("window.units_title"), heading, lines, now, self.window()).open()

    def _tell(self, words: str) -> None:
        self.told.emit(words)
        self.open()


def _headings() -> tuple[Heading, ...]:
    return (
        Heading(say("window.column_unit"), 0),
        Heading(say("window.column_code"), 112, is_spare=True),
        Heading(say("window.units_state"), 190, is_whole=True),
        Heading(say("window.column_valid"), 108),
        Heading(say("window.units_epoch"), 64, is_number=True, is_spare=True),
        Heading(say("window.column_certificate"), 330, is_whole=True),
    )


def _line(each: AdmittedUnit, now: datetime) -> Line:
    icon, tone = _STATES[each.state(now)]
    older = "" if each.is_newest or each.revoked_after is not None else say("window.units_older")
    return Line(
        (
            Cell(say("words.named", name=each.unit_name, id=each.unit)),
            Cell(each.unit_code or "—", tip=each.unit),
            Cell(each.state_words(now) + older, icon, tone),
            Cell(each.valid_until.date().isoformat()),
            Cell(str(each.epoch), tip=say("window.units_epoch_tip")),
            Cell(each.fingerprint),
        ),
        each,
    )


def _read(desk: Desk) -> Admissions:
    from baise_desktop.app.enrolment.admission import list_admissions

    return list_admissions(desk)


def _admit(request: Path, fingerprint: str, desk: Desk, passphrase: str) -> str:
    from baise_desktop.app.enrolment.setup import admit

    unit = admit(desk, request, fingerprint, passphrase, utc_now())
    return desk.catalogue.units[unit].name
