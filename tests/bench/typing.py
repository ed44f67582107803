"""What a key costs in a register of many rows, as a ratio to the same key in a bare QTableView.

Run: python -m tests.bench.typing [--rows N] [--rounds N]. Both tables stand in one process and take turns. A key is the
time until its event and the painting after it are done on the thread of the window. `saved` and `found` are the times
from Enter until the change is durable and until the findings it makes are on show; `stall` is the longest time in which
the window took no event meanwhile. QT_QPA_PLATFORM chooses the screen, offscreen where nothing is set.
"""

import os
import sys
from argparse import ArgumentParser
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
from typing import Any

from PySide6.QtCore import QDeadlineTimer, Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMainWindow, QTableView, QWidget

from baise_desktop.app.clock import utc_now
from baise_desktop.app.desk import Desk, close_desk, open_desk
from baise_desktop.app.enrolment import setup
from baise_desktop.app.entry import filling
from baise_desktop.app.installation.home import open_submission
from baise_desktop.app.packs.publishing import publish
from baise_desktop.form.definition import FieldType
from baise_desktop.store.entries import Sheet
from baise_desktop.ui.jobs import Jobs
from baise_desktop.ui.shell import Shell
from baise_desktop.ui.unit.workspace import UnitWorkspace
from baise_desktop.ui.window import make_application, start

PLAN, PERIOD, FORM, FIELD, UNIT = "p2", "2023Q4", "r.platform", "invest", "c.pingguo"
PASSPHRASE = "a long passphrase"
TYPED = "x1234567"
"""No number: the cell that it is typed into gets a finding."""
_LONGEST_MS = 20_000


def make_unit(folder: Path, rows: int) -> Path:
    """A unit with one long register, one row in ten with something to find."""
    now = utc_now()
    root = setup.create_city(folder / "city", PASSPHRASE, now)
    asked = setup.create_unit(folder / "unit", UNIT, folder / "request.asice", PASSPHRASE, now)
    city = open_desk(folder / "city")
    setup.admit(city, folder / "request.asice", asked, PASSPHRASE, now)
    publish(city, PLAN, "", folder / "pack.asice", PASSPHRASE, now)
    close_desk(city)
    unit = open_desk(folder / "unit")
    setup.open_task_pack(unit, folder / "pack.asice", root, now)
    open_submission(unit, PLAN, PERIOD, now)
    values = [fill(unit, number) for number in range(rows)]
    filling.add_rows(unit, Sheet(UNIT, PLAN, PERIOD, FORM), values, now)
    close_desk(unit)
    return folder / "unit"


def fill(desk: Desk, number: int) -> dict[str, str]:
    """Every field that has to be filled; one row in ten lacks one."""
    texts = {"text": f"A{number}", "integer": "1", "decimal": "1", "date": "2023-05-01", "unit": desk.unit.name}
    made = {}
    for field in desk.catalogue.forms[FORM].fields:
        if field.type is FieldType.CHOICE and field.required:
            made[field.key] = desk.context.code_lists[field.choices].items[0].label
        elif field.required and (number % 10 or field.type is not FieldType.DATE):
            made[field.key] = texts.get(field.type.value, "")
    return made


class Typist:
    """Presses keys, and looks at the clock."""

    def __init__(self, app: QApplication) -> None:
        self._app = app
        self.stall = 0.0

    def press(self, widget: QWidget, key: Any) -> float:
        """Milliseconds until the key was taken and the window painted."""
        begun = perf_counter()
        QTest.keyClick(widget, key)
        self._app.processEvents()
        taken = (perf_counter() - begun) * 1000
        self.stall = max(self.stall, taken)
        return taken

    def wait(self, wanted: Callable[[], bool]) -> float:
        """Milliseconds until something is so."""
        begun, deadline = perf_counter(), QDeadlineTimer(_LONGEST_MS)
        while not wanted():
            if deadline.hasExpired():
                raise TimeoutError
            turn = perf_counter()
            self._app.processEvents()
            self.stall = max(self.stall, (perf_counter() - turn) * 1000)
        return (perf_counter() - begun) * 1000


def type_into(typist: Typist, view: QTableView, row: int, column: int, text: str) -> tuple[list[float], float]:
    """Milliseconds of each character, and of Enter."""
    view.setCurrentIndex(view.model().index(row, column))
    view.setFocus()
    QApplication.processEvents()
    view.setCurrentIndex(view.model().index(row, column))
    taken = [typist.press(QApplication.focusWidget() or view, text[0])]
    taken += [typist.press(QApplication.focusWidget() or view, letter) for letter in text[1:]]
    return taken[1:], typist.press(QApplication.focusWidget() or view, Qt.Key.Key_Return)


def make_bare(rows: int, columns: int) -> QTableView:
    """A table that does nothing but hold its cells."""
    model = QStandardItemModel(rows, columns)
    for row in range(rows):
        for column in range(columns):
            model.setItem(row, column, QStandardItem(f"{row}"))
    view = QTableView()
    view.setModel(model)
    model.setParent(view)
    return view


def open_register(typist: Typist, folder: Path) -> tuple[Shell, UnitWorkspace]:
    """The window, with the register on show and everything checked."""
    shell = Shell(Jobs())
    shell.show()
    start(shell, folder)
    typist.wait(lambda: isinstance(shell.work(), UnitWorkspace) and shell.jobs.is_idle())
    work = shell.work()
    if not isinstance(work, UnitWorkspace):
        raise TypeError
    work.open_submission(PLAN, PERIOD, FORM)
    typist.wait(lambda: work.watch.result is not None and shell.jobs.is_idle())
    typist.wait(lambda: bool(work.ledger.form_id()) and work.made("preferences"))
    QTest.qWait(500)
    return shell, work


@dataclass(slots=True)
class Tables:
    """The bare table and the register, each in its window."""

    typist: Typist
    shell: Shell
    work: UnitWorkspace
    window: QMainWindow
    bare: QTableView
    saved: list[float]
    found: list[float]

    def turn(self, row: int) -> dict[str, float]:
        """Milliseconds of one round."""
        self.window.show()
        self.window.activateWindow()
        plain, plain_enter = type_into(self.typist, self.bare, row, 2, TYPED)
        self.window.hide()
        self.shell.activateWindow()
        QApplication.processEvents()
        self.typist.stall = 0.0
        self.saved.clear()
        self.found.clear()
        view = self.work.ledger.view
        column = next(n for n, field in enumerate(view.ledger().form.fields) if field.key == FIELD)
        keys, enter = type_into(self.typist, view, row, column, TYPED)
        pressed = perf_counter() - enter / 1000
        self.typist.wait(lambda: bool(self.saved) and bool(self.found))
        saved, found = (self.saved[0] - pressed) * 1000, (self.found[0] - pressed) * 1000
        stall = self.typist.stall
        self.typist.wait(self.shell.jobs.is_idle)
        return {
            "bare key": median(plain),
            "key": median(keys),
            "key ratio": median(keys) / median(plain),
            "bare enter": plain_enter,
            "enter": enter,
            "enter ratio": enter / plain_enter,
            "saved": saved,
            "found": found,
            "stall": stall,
        }


def set_tables(app: QApplication, folder: Path, rows: int) -> Tables:
    """Both tables, filled and checked."""
    typist = Typist(app)
    shell, work = open_register(typist, folder)
    window = QMainWindow()
    bare = make_bare(rows, work.ledger.view.model().columnCount())
    window.setCentralWidget(bare)
    window.resize(shell.size())
    tables = Tables(typist, shell, work, window, bare, [], [])
    work.session.saved.connect(lambda: tables.saved.append(perf_counter()))
    work.check_told.connect(lambda _: tables.found.append(perf_counter()))
    return tables


def main(argv: list[str]) -> int:
    """Print medians and the worst, ratios by round."""
    parser = ArgumentParser(prog="typing")
    parser.add_argument("--rows", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=15)
    options = parser.parse_args(argv)
    app = make_application()
    with TemporaryDirectory() as scratch:
        tables = set_tables(app, make_unit(Path(scratch), options.rows), options.rows)
        rounds = [tables.turn(row) for row in range(options.rounds)]
        tables.shell.may_close = lambda: True
        tables.shell.close()
    for name in rounds[0]:
        values = [each[name] for each in rounds]
        print(f"{name:12} {median(values):8.2f}   worst {max(values):8.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
