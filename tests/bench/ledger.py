"""How quick the grid of a long register is beside a Python list model and Qt's filter: `python -m tests.bench.ledger`.

Arms of one round follow each other, in turned order every other round; medians, and medians of the ratios within each
round. QT_QPA_PLATFORM chooses the screen, offscreen where nothing is set. Goals: open <= 0.3 of the list model, filter
<= 0.1 of QSortFilterProxyModel.
"""

import json
import os
import random
import sys
import time
from argparse import ArgumentParser
from collections.abc import Callable, Mapping
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QSortFilterProxyModel, Qt
from PySide6.QtWidgets import QApplication, QTableView

from baise_desktop.app.clock import utc_now
from baise_desktop.app.desk import Desk, open_desk
from baise_desktop.app.enrolment import setup
from baise_desktop.app.entry import filling
from baise_desktop.app.installation import resources
from baise_desktop.form.definition import Form
from baise_desktop.store.entries import Sheet
from baise_desktop.store.row_lines import list_lines
from baise_desktop.ui import look
from baise_desktop.ui.evenness import share_evenly, unhurried
from baise_desktop.ui.unit.ledger_edits import read_contents
from baise_desktop.ui.unit.ledger_model import Index, LedgerModel
from baise_desktop.ui.unit.ledger_order import Facts, Wanted, arrange
from baise_desktop.ui.unit.ledger_rows import LedgerRow, read_rows
from baise_desktop.ui.unit.ledger_view import LedgerView

ROWS, ROUNDS, FORM, SOUGHT = 100_000, 5, "r.conversion_project", "甲0123"
_PASSPHRASE = "a long passphrase"
Times = dict[str, float]


class ListModel(QAbstractTableModel):
    """What one would write first: every row read into lists, every other role refused at once."""

    def __init__(self, rows: list[list[str]]) -> None:
        super().__init__()
        self.all = self.rows = rows

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802 -- Qt's
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802 -- Qt's
        return len(self.all[0])

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        return self.rows[index.row()][index.column()]

    def replace(self, rows: list[list[str]]) -> None:
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()


def fill(folder: Path, rows: int) -> tuple[Desk, Sheet]:
    """A county with so many rows in one register."""
    now, chance = utc_now(), random.Random(4)
    setup.create_unit(folder, "c.pingguo", folder.parent / "request.asice", _PASSPHRASE, now)
    desk = open_desk(folder)
    sheet = Sheet("c.pingguo", "p2", "2023Q4", FORM)
    for start in range(0, rows, 5_000):
        block = range(start, min(rows, start + 5_000))
        filling.add_rows(desk, sheet, [_texts(number, chance) for number in block], now)
    return desk, sheet


def _texts(number: int, chance: random.Random) -> Mapping[str, str]:
    return {
        "name": f"成果转化项目{chance.choice('甲乙丙丁')}{number:06}",
        "implementer": f"平果{chance.randrange(900)}有限公司",
        "owner": chance.choice(("百色学院", "广西大学")),
        "start_date": f"2023-0{chance.randrange(1, 10)}-1{chance.randrange(10)}",
        "amount": str(chance.randrange(1, 900_000) / 100),
        "new_output": str(chance.randrange(10_000)),
        "evaluated": chance.choice("是否"),
    }


def _choose(rows: list[LedgerRow], form: Form, wanted: Wanted) -> list[LedgerRow]:
    with unhurried():  # As every job of the program.
        return arrange(rows, form, wanted, Facts())


def timed(act: Callable[[], object], view: QTableView) -> float:
    """Milliseconds until an act is painted."""
    begun = time.perf_counter()
    act()
    view.viewport().repaint()
    QApplication.processEvents()
    return (time.perf_counter() - begun) * 1000


def _show(view: QTableView) -> None:
    view.resize(1366, 700)
    view.show()


def time_ours(desk: Desk, sheet: Sheet) -> Times:
    """The grid of the program; what its job thread does is done here."""
    form, view = desk.catalogue.forms[sheet.form], LedgerView()
    model = LedgerModel(form)

    def begin() -> None:
        with unhurried():
            contents = read_contents(sheet, None, desk)
        model.begin(contents.rows, contents.count)
        view.show_model(model, lambda question: contents.choices.get(question.key, ()))
        _show(view)

    times = {"open": timed(begin, view)}
    model.set_rows(read_rows(desk, sheet))
    rows = list(model.all_rows())
    find, sort = Wanted(search=SOUGHT), Wanted(sort="amount")
    times["filter"] = timed(lambda: model.show_rows(_choose(rows, form, find), len(rows)), view)
    times["clear"] = timed(model.show_all, view)
    times["page"] = timed(lambda: view.scrollTo(model.index(len(rows) // 2, 0)), view)
    times["sort"] = timed(lambda: model.show_rows(_choose(rows, form, sort), len(rows)), view)
    return _end(view, times)


def time_list(desk: Desk, sheet: Sheet, *, filtered: bool) -> Times:
    """The list model, alone or below Qt's filter."""
    view, proxy = QTableView(), QSortFilterProxyModel()
    keys = [question.key for question in desk.catalogue.forms[sheet.form].fields]
    models: list[ListModel] = []

    def begin() -> None:
        lines = (json.loads(body)["values"] for _, body, _, _ in list_lines(desk.store, sheet))
        models.append(ListModel([[str(values.get(key, "")) for key in keys] for values in lines]))
        proxy.setSourceModel(models[0])
        proxy.setFilterKeyColumn(-1)
        view.setModel(proxy if filtered else models[0])
        _show(view)

    times, amount = {"open": timed(begin, view)}, keys.index("amount")
    (model,) = models
    rows = model.all

    def find(text: str) -> None:
        if filtered:
            proxy.setFilterFixedString(text)
        else:
            model.replace([row for row in rows if any(text in cell for cell in row)] if text else rows)

    def sort() -> None:
        if filtered:
            proxy.sort(amount)
        else:
            model.replace(sorted(rows, key=lambda row: float(row[amount] or 0)))

    times["filter"], times["clear"] = timed(lambda: find(SOUGHT), view), timed(lambda: find(""), view)
    times["page"] = timed(lambda: view.scrollTo(view.model().index(len(rows) // 2, 0)), view)
    times["sort"] = timed(sort, view)
    return _end(view, times)


def _end(view: QTableView, times: Times) -> Times:
    view.close()
    view.deleteLater()
    QApplication.processEvents()
    return times


def main(argv: list[str]) -> int:
    """Print the medians and ratios of every act."""
    parser = ArgumentParser(prog="ledger")
    parser.add_argument("--rows", type=int, default=ROWS)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    options = parser.parse_args(argv)
    app = QApplication(sys.argv[:1])
    look.apply_look(app, look.Look(resources.styles_folder(), resources.icons_folder()))
    share_evenly()
    with TemporaryDirectory() as scratch:
        desk, sheet = fill(Path(scratch) / "unit", options.rows)
        arms: dict[str, Callable[[], Times]] = {
            "ours": lambda: time_ours(desk, sheet),
            "list": lambda: time_list(desk, sheet, filtered=False),
            "proxy": lambda: time_list(desk, sheet, filtered=True),
        }
        rounds = []
        for number in range(options.rounds + 1):
            names = list(arms) if number % 2 else list(arms)[::-1]
            rounds.append({name: arms[name]() for name in names})
        _tell(rounds[1:])  # The first one builds styles and caches.
        desk.store.close()
    return 0


def _tell(rounds: list[dict[str, Times]]) -> None:
    for act in ("open", "filter", "clear", "page", "sort"):
        times = {name: median(each[name][act] for each in rounds) for name in rounds[0]}
        ratios = {name: median(each["ours"][act] / each[name][act] for each in rounds) for name in ("list", "proxy")}
        told = ", ".join(f"{name} {time:.0f} ms" for name, time in times.items())
        print(f"{act:6} {told}; ratio to list {ratios['list']:.2f}, to proxy {ratios['proxy']:.2f}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
