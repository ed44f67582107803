"""The task pack: who owes what when, signed and sent to every unit."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QComboBox, QFrame, QWidget

from baise_desktop.app.clock import utc_now
from baise_desktop.texts import say
from baise_desktop.ui.city.key_desk import KeyDesk
from baise_desktop.ui.dialogs import choose_new_file
from baise_desktop.ui.labels import button, card, column, plain_label, row
from baise_desktop.ui.path_line import ResultLine

if TYPE_CHECKING:
    from baise_desktop.app.desk import Desk
    from baise_desktop.form.definition import Catalogue


class TaskPackPage(QWidget):
    """Signs a task pack of one plan."""

    def __init__(self, keys: KeyDesk, catalogue: Catalogue) -> None:
        super().__init__()
        self._keys = keys
        self.plan = QComboBox()
        for plan in catalogue.plans.values():
            self.plan.addItem(plan.full_name, plan.id)
        self.plan.setCurrentIndex(self.plan.count() - 1)
        self.make = button(say("window.pack_make"), "primary")
        self.make.clicked.connect(self._make)
        self.result = ResultLine()
        frame: QFrame = card(
            plain_label(say("window.pack_plan"), "section"),
            self.plan,
            plain_label(say("window.pack_advice"), "muted", wrap=True),
        )
        frame.layout().addLayout(row(self.make))
        frame.layout().addWidget(self.result)
        column(self, plain_label(say("window.pack_title"), "title"), frame, margin=16, spacing=12).addStretch(1)

    def open(self) -> None:
        """Nothing needs to be read."""

    def _make(self) -> None:
        plan = self.plan.currentData()
        out = choose_new_file(self, say("window.pack_make"), f"task-pack-{plan}.asice", say("window.package_kinds"))
        if out is not None:
            self._keys.sign(partial(_make, plan, out), self._show)

    def _show(self, path: Path) -> None:
        self.result.show_path(path, say("window.pack_made", path=path), readable=False)


def _make(plan: str, out: Path, desk: Desk, passphrase: str) -> Path:
    from baise_desktop.app.setup import make_task_pack

    return make_task_pack(desk, plan, out, passphrase, utc_now())
