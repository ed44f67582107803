"""A clerk who types into a real window until the process is killed.

`python -m tests.flow.typing_clerk` reads the folder of a store per line and answers with the clerk's process id; each
clerk is forked from here, so that the libraries are read once. A clerk tells every cell that was left by its number.
"""

import os
import sys
from collections.abc import Callable
from pathlib import Path
from time import monotonic

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from baise_desktop.ui import window
from baise_desktop.ui.jobs import Jobs
from baise_desktop.ui.shell import Shell
from baise_desktop.ui.unit.workspace import UnitWorkspace

FORM, PLAN, PERIOD = "r.tech_demand", "p2", "2023Q2"
PATIENCE = 60.0
"""Seconds until a clerk whose form does not open gives up."""
MILLISECONDS_PER_KEY = 4
"""Far faster than anybody types."""


def cell_text(number: int) -> str:
    """What the clerk types into the cell of that number."""
    return f"yanshi-{number:05}"


def work(folder: Path) -> None:
    """Type one new row after the other, two cells each, for ever."""
    app = window.make_application()
    shell = Shell(Jobs())
    shell.show()
    shell.activateWindow()
    window.start(shell, folder)
    _wait(app, lambda: bool(getattr(shell.work(), "dues", ())))
    desk = shell.work()
    assert isinstance(desk, UnitWorkspace)
    desk.open_submission(PLAN, PERIOD, FORM)
    _wait(app, lambda: desk.ledger.form_id() == FORM and shell.jobs.is_idle())
    view = desk.ledger.view
    number = 0
    while True:
        view.start_row()
        for _ in range(2):
            for character in cell_text(number):
                QTest.keyClicks(_focused(), character)
                QTest.qWait(MILLISECONDS_PER_KEY)
            QTest.keyClick(_focused(), Qt.Key.Key_Tab)
            app.processEvents()
            sys.stdout.write(f"{number}\n")
            sys.stdout.flush()
            number += 1


def _focused() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def _wait(app: QApplication, holds: Callable[[], bool]) -> None:
    end = monotonic() + PATIENCE
    while not holds():
        if monotonic() > end:
            raise TimeoutError(holds)
        app.processEvents()
        QTest.qWait(5)


def _work_alone(folder: Path) -> None:
    try:
        work(folder)
    except BaseException as error:  # noqa: BLE001 - whatever it is, who waits for the clerk must hear of it
        sys.stdout.write(f"{error!r}\n")
        sys.stdout.flush()
        os._exit(1)


def main() -> None:
    """Fork a clerk for each line."""
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            _work_alone(Path(line.strip()))
        sys.stdout.write(f"clerk {child}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
