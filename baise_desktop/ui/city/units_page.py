"""Who may send: units admitted, their certificates, and the root's fingerprint."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from baise_desktop.app.clock import utc_now
from baise_desktop.texts import say
from baise_desktop.ui.city.key_desk import KeyDesk
from baise_desktop.ui.dialogs import ask_text, choose_file
from baise_desktop.ui.labels import button, card, column, copyable_label, plain_label, row
from baise_desktop.ui.plain_table import Cell, Heading, Line, PlainTableView

if TYPE_CHECKING:
    from baise_desktop.app.admission import Admissions
    from baise_desktop.app.desk import Desk
    from baise_desktop.ui.jobs import Jobs


class UnitsPage(QWidget):
    """Lists who was admitted; admits after a telephone call."""

    #: a sentence about what was done
    told = Signal(str)

    def __init__(self, jobs: Jobs, keys: KeyDesk) -> None:
        super().__init__()
        self._jobs, self._keys = jobs, keys
        self.root = copyable_label(kind="code")
        self.admit = button(say("window.units_admit"), "primary")
        self.admit.clicked.connect(self._admit)
        self.count = plain_label(kind="muted")
        self.view = PlainTableView(
            (
                Heading(say("window.column_unit"), 132),
                Heading(say("window.column_code"), 112),
                Heading(say("window.column_valid"), 108),
                Heading(say("window.column_certificate"), 0),
            )
        )
        head = row(plain_label(say("window.units_title"), "title"), self.count)
        head.addWidget(self.admit)
        layout = column(self, margin=16, spacing=10)
        layout.addLayout(head)
        layout.addWidget(plain_label(say("window.units_advice"), "muted", wrap=True))
        layout.addWidget(card(plain_label(say("window.root_fingerprint"), "muted"), self.root))
        layout.addWidget(self.view, 1)

    def open(self) -> None:
        """Read who was admitted."""
        self._jobs.run(_read, self._show)

    def _show(self, found: Admissions) -> None:
        self.root.setText(found.root_fingerprint)
        words = say("window.units_count", count=len(found.units)) if found.units else say("window.units_empty")
        self.count.setText(words)
        self.view.table.set_lines(
            [
                Line(
                    (
                        Cell(each.unit_name, tip=f"{each.unit_name}\n{each.unit}"),
                        Cell(each.unit_code or "—", tip=each.unit),
                        Cell(each.valid_until.date().isoformat()),
                        Cell(each.fingerprint),
                    ),
                    each,
                )
                for each in found.units
            ]
        )

    def _admit(self) -> None:
        request = choose_file(self, say("window.units_admit_title"), say("window.package_kinds"))
        if request is None:
            return
        fingerprint = ask_text(self, say("window.units_admit_title"), say("window.units_fingerprint_ask"))
        if fingerprint:
            self._keys.sign(partial(_admit, request, fingerprint), self._show_admitted)

    def _show_admitted(self, name: str) -> None:
        self.told.emit(say("window.units_admitted", unit=name))
        self.open()


def _read(desk: Desk) -> Admissions:
    from baise_desktop.app.admission import list_admissions

    return list_admissions(desk)


def _admit(request: Path, fingerprint: str, desk: Desk, passphrase: str) -> str:
    from baise_desktop.app.setup import admit

    unit = admit(desk, request, fingerprint, passphrase, utc_now())
    return desk.catalogue.units[unit].name
