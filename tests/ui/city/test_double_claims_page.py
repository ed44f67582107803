"""Double claims side by side, filtered and judged by keyboard and mouse."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from baise_desktop.app.desk import close_desk, open_desk
from baise_desktop.app.inbox import receiving
from baise_desktop.app.installation.home import open_submission
from baise_desktop.app.outgoing.exporting import export
from baise_desktop.ui.city import double_claims_page
from baise_desktop.ui.city.double_claims_page import DoubleClaimsPage
from baise_desktop.ui.shell import Shell
from tests.round_trip import MONTH, PLAN, add_contract, answer_target, sign_all
from tests.ui.conftest import NOW, PASSPHRASE, settle


@pytest.fixture
def shell(stores: Path, open_shell: Callable[[Path], Shell]) -> Shell:
    """The city, after a county registered one contract twice under two numbers."""
    unit = open_desk(stores / "unit")
    open_submission(unit, PLAN, MONTH, NOW)
    add_contract(unit, NOW, MONTH, contract_no="HT-001", tech_amount="10")
    add_contract(unit, NOW, MONTH, contract_no="HT-002", title="演示合同 一", tech_amount="20")
    answer_target(unit, NOW, MONTH)
    sign_all(unit, NOW, MONTH)
    package = export(unit, PLAN, MONTH, stores / "out", PASSPHRASE, NOW).path
    close_desk(unit)
    city = open_desk(stores / "city")
    receiving.merge_files(city, [package], NOW)
    close_desk(city)
    return open_shell(stores / "city")


@pytest.fixture
def page(qtbot: QtBot, shell: Shell) -> DoubleClaimsPage:
    shell.work().show_page("claims")  # type: ignore[attr-defined]
    settle(qtbot, shell)
    found = shell.work().claims  # type: ignore[attr-defined]
    assert isinstance(found, DoubleClaimsPage)
    return found


def shown(page: DoubleClaimsPage) -> list[tuple[str, ...]]:
    table = page.sides.table
    return [tuple(cell.text for cell in table.line(number).cells) for number in range(table.rowCount())]


def choose(page: DoubleClaimsPage, name: str, text: str) -> None:
    combo = getattr(page, name)
    combo.setCurrentIndex(combo.findText(text))
    combo.activated.emit(combo.currentIndex())


def test_both_sides_stand_next_to_each_other_and_differences_are_marked(page: DoubleClaimsPage) -> None:
    assert page.view.table.rowCount() == 1
    assert "平果市（2 行）" in page.sentence.text()
    cells = {line[0]: line[1:] for line in shown(page)}
    assert cells["合同成交额"] == ("相同", "120.5000", "120.5000")
    assert cells["合同登记编号"] == ("不同", "HT-001", "HT-002")
    assert cells["其中：技术交易额"] == ("不同", "10.0000", "20.0000")
    assert "税费减免额" not in cells
    assert [heading.title for heading in page.sides.table.headings][2] == "平果市 · 2023年4月"


def test_what_is_judged_leaves_the_open_list_and_can_be_read_again(
    qtbot: QtBot, shell: Shell, page: DoubleClaimsPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(double_claims_page, "ask_text", lambda *_: "两份补充协议")
    page.verdicts["distinct"].setFocus()
    QTest.keyClick(page.verdicts["distinct"], Qt.Key.Key_Return)
    settle(qtbot, shell)
    assert page.view.table.rowCount() == 0
    assert "确属两家" in shell.notice.text()
    assert "待核 0" in page.claims_chip.text()
    choose(page, "state", "已核")
    assert page.view.table.rowCount() == 1
    assert "两份补充协议" in page.judged.text()
    page.refresh.click()
    settle(qtbot, shell)
    assert page.view.table.rowCount() == 1


def test_no_reason_no_judgement(
    qtbot: QtBot, shell: Shell, page: DoubleClaimsPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(double_claims_page, "ask_text", lambda *_: None)
    page.verdicts["return"].click()
    settle(qtbot, shell)
    assert page.view.table.rowCount() == 1
    monkeypatch.setattr(double_claims_page, "ask_text", lambda *_: "属平果")
    page.verdicts["owner"].click()
    settle(qtbot, shell)
    choose(page, "state", "已核")
    assert "判定归属 平果市：属平果" in page.judged.text()


def test_filters_leave_what_fits(page: DoubleClaimsPage) -> None:
    for severity, count in (("强制", 0), ("核实", 1), ("全部级别", 1)):
        choose(page, "severity", severity)
        assert page.view.table.rowCount() == count
    choose(page, "register", "技术合同登记台账")
    assert page.view.table.rowCount() == 1


def test_the_other_list_says_that_all_agrees(qtbot: QtBot, page: DoubleClaimsPage) -> None:
    page.cross_chip.click()
    assert page.cross_chip.text().endswith("（0）")
    assert not page.cross.isVisible()
