"""What packages said of a cell, at the city and at the unit that sent them."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from baise_desktop.app.checks import sign_off
from baise_desktop.app.desk import close_desk, open_desk
from baise_desktop.app.entry import filling
from baise_desktop.app.inbox import receiving
from baise_desktop.app.outgoing import exporting
from baise_desktop.ui.jobs import Jobs
from baise_desktop.ui.package_rows import PackageRows
from tests.round_trip import MONTH, PASSPHRASE, PLAN, contracts_of, found_offices, report_month, sign_all

NOW = datetime(2023, 5, 4, 8, 0, tzinfo=UTC)
CONTRACTS = "r.tech_contract"


@pytest.fixture(scope="module")
def twice(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A city with April in two versions, and the identity of the second."""
    founded = found_offices(tmp_path_factory.mktemp("twice"), NOW)
    county = open_desk(founded.folder / "county")
    first = report_month(county, NOW, founded.folder)
    sign_off.reopen(county, PLAN, MONTH, "金额登错", NOW)
    sheet = contracts_of(county)
    (entry,) = filling.list_rows(county, sheet)
    filling.set_cell(county, sheet, entry.record.row_id, "amount", "999", NOW)
    sign_all(county, NOW)
    second = exporting.export(county, PLAN, MONTH, founded.folder, PASSPHRASE, NOW)
    close_desk(county)
    city = open_desk(founded.folder / "city")
    receiving.merge_files(city, [first.path, second.path], NOW)
    close_desk(city)
    return founded.folder / "city", second.identity


def test_ctrl_h_opens_what_every_package_said_and_it_follows(qtbot: QtBot, jobs: Jobs, twice: tuple[Path, str]) -> None:
    folder, identity = twice
    opened: list[object] = []
    jobs.open(folder, opened.append, opened.append)
    qtbot.waitUntil(lambda: bool(opened), timeout=20_000)
    rows = PackageRows(jobs, identity)
    qtbot.addWidget(rows)
    rows.resize(1200, 700)
    rows.show()
    rows.activateWindow()
    qtbot.waitUntil(lambda: rows.forms.table.rowCount() > 0, timeout=20_000)
    titles = [rows.forms.table.line(number).value.form for number in range(rows.forms.table.rowCount())]
    rows.forms.selectRow(titles.index(CONTRACTS))
    qtbot.waitUntil(lambda: rows.model.rows is not None and rows.model.rows.form == CONTRACTS, timeout=20_000)
    assert rows.model.rows is not None
    rows.view.setFocus()
    rows.view.setCurrentIndex(rows.model.index(0, rows.model.rows.keys.index("amount")))
    assert not rows.history.view.isVisible()
    QTest.keyClick(rows.view, Qt.Key.Key_H, Qt.KeyboardModifier.ControlModifier)
    told = rows.history.view.table
    qtbot.waitUntil(lambda: told.rowCount() == 2, timeout=20_000)
    assert [told.line(number).value.text for number in range(2)] == ["999.0000", "120.5000"]
    rows.view.setCurrentIndex(rows.model.index(0, rows.model.rows.keys.index("title")))
    qtbot.waitUntil(lambda: "演示合同" in told.line(0).value.text, timeout=20_000)
