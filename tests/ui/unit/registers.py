"""A register open in a real window, filled through the same door as by a clerk."""

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from pytestqt.qtbot import QtBot

from baise_desktop.app.clock import utc_now
from baise_desktop.app.desk import Desk
from baise_desktop.app.entry import filling
from baise_desktop.app.installation.home import open_submission
from baise_desktop.store.entries import Entry, Sheet
from baise_desktop.ui.shell import Shell
from baise_desktop.ui.unit.ledger_model import LedgerModel
from baise_desktop.ui.unit.ledger_page import LedgerPage
from baise_desktop.ui.unit.workspace import UnitWorkspace
from tests.ui.conftest import settle

PLAN = "p2"
Answer = TypeVar("Answer")


class Register:
    """One register of one period."""

    def __init__(self, qtbot: QtBot, shell: Shell, form: str, period: str) -> None:
        self.qtbot, self.shell, self.form, self.period = qtbot, shell, form, period
        work = shell.work()
        assert isinstance(work, UnitWorkspace)
        self.work = work
        self.sheet = Sheet(work.session.office.unit, PLAN, period, form)

    @property
    def page(self) -> LedgerPage:
        return self.work.ledger

    def fill(self, rows: Sequence[Mapping[str, str]], period: str = "") -> None:
        """Put rows into the store, in this period or another."""
        sheet = Sheet(self.sheet.unit, PLAN, period or self.period, self.form)
        self.ask(lambda desk: filling.add_rows(desk, sheet, rows, utc_now()))

    def open(self) -> None:
        """Show it; its rows are carried over on first opening."""
        self.work.open_submission(PLAN, self.period, self.form)
        settle(self.qtbot, self.shell)
        self.settle()
        self.page.view.setFocus()

    def carry(self) -> None:
        """Open the period in the store alone."""
        self.ask(lambda desk: open_submission(desk, PLAN, self.period, utc_now()))

    def stored(self) -> tuple[Entry, ...]:
        """The rows that the store has."""
        return self.ask(lambda desk: filling.list_rows(desk, self.sheet))

    def ask(self, job: Callable[[Desk], Answer]) -> Answer:
        """What a job gives."""
        answer: list[Answer] = []
        self.shell.jobs.run(lambda desk: [job(desk)], answer.extend)
        self.qtbot.waitUntil(lambda: bool(answer), timeout=20_000)
        return answer[0]

    def settle(self) -> None:
        """Wait until every job has ended, and what follows shortly after a change."""
        settle(self.qtbot, self.shell)
        model = self.page.view.model()
        if isinstance(model, LedgerModel):
            self.qtbot.waitUntil(model.is_complete, timeout=20_000)
        pause = self.page.sight.pause
        self.qtbot.waitUntil(lambda: not pause.isActive() and self.shell.jobs.is_idle(), timeout=20_000)

    def texts(self, key: str) -> list[str]:
        """What a column shows from top to bottom."""
        return [row.texts.get(key, "") for row in self.page.view.ledger().rows()]

    def go(self, line: int, key: str) -> None:
        """Make a cell current."""
        view = self.page.view
        view.show_cell(line, view.ledger().column_of(key))
