"""From five planted mistakes to three signatures, by keys alone."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from baise_desktop.app.clock import utc_now
from baise_desktop.app.desk import Desk, close_desk, open_desk
from baise_desktop.app.entry import filling
from baise_desktop.app.installation.home import open_submission
from baise_desktop.store.entries import Sheet
from baise_desktop.ui.shell import Shell
from baise_desktop.ui.unit.workspace import UnitWorkspace
from tests.round_trip import CONTRACT, CONTRACT_TARGET, CONTRACTS
from tests.ui.conftest import focused, press, settle, type_text

PLAN, MONTH = "p2", "2023-06"


def plant(desk: Desk, **changes: str) -> None:
    """Five contracts, each with something else than it should have, and the target's one answer."""
    now = utc_now()
    open_submission(desk, PLAN, MONTH, now)
    for number in range(5):
        sheet = Sheet(desk.office.unit, PLAN, MONTH, CONTRACTS)
        filling.add_row(desk, sheet, now, {**CONTRACT, "contract_no": f"HT-{number}", **changes})
    target = Sheet(desk.office.unit, PLAN, MONTH, CONTRACT_TARGET)
    row = filling.single_entry(desk, target, now).record.row_id
    filling.set_cell(desk, target, row, "analysis", "本月登记 5 项。", now)


@pytest.fixture
def open_planted(
    qtbot: QtBot, stores: Path, tmp_path: Path, open_shell: Callable[[Path], Shell]
) -> Callable[..., tuple[Shell, UnitWorkspace]]:
    def open_on(**changes: str) -> tuple[Shell, UnitWorkspace]:
        folder = Path(shutil.copytree(stores / "unit", tmp_path / "planted"))
        desk = open_desk(folder)
        plant(desk, **changes)
        close_desk(desk)
        shell = open_shell(folder)
        work = shell.work()
        assert isinstance(work, UnitWorkspace)
        work.open_submission(PLAN, MONTH)
        settle(qtbot, shell)
        return shell, work

    return open_on


def sign(qtbot: QtBot, shell: Shell, work: UnitWorkspace, names: tuple[str, ...]) -> None:
    work.go("sign_off")
    settle(qtbot, shell)
    for step, name in zip(work.sign_off.steps, names, strict=False):
        step.name.setFocus()
        step.name.selectAll()
        type_text(name)
        press(Qt.Key.Key_Return)
        settle(qtbot, shell)


def test_f8_leads_through_five_mistakes_and_each_goes_as_it_is_mended(
    qtbot: QtBot, open_planted: Callable[..., tuple[Shell, UnitWorkspace]]
) -> None:
    shell, work = open_planted(amount="很多")
    assert shell.verdict.text() == "不可上报：强制 5"
    for left in range(4, -1, -1):
        QTest.keyClick(shell, Qt.Key.Key_F8)
        settle(qtbot, shell)
        type_text("120.5")
        press(Qt.Key.Key_Return)
        settle(qtbot, shell)
        assert work.findings.model.rowCount() == left
        assert len(work.watch.result.findings if work.watch.result else ()) == left
    assert shell.verdict.text() == "可上报"


def test_a_form_tells_its_findings_in_words(
    qtbot: QtBot, open_planted: Callable[..., tuple[Shell, UnitWorkspace]]
) -> None:
    _, work = open_planted(amount="很多")
    notes = [work.navigation._items[CONTRACTS][part].text() for part in (0, 1)]
    assert any("强制 5" in note for note in notes)


def test_findings_are_narrowed_and_the_rule_is_told(
    qtbot: QtBot, open_planted: Callable[..., tuple[Shell, UnitWorkspace]]
) -> None:
    shell, work = open_planted(amount="很多")
    work.open_form(CONTRACT_TARGET)
    settle(qtbot, shell)
    work.findings.here.click()
    assert work.findings.model.rowCount() == 0
    work.findings.here.click()
    work.findings.search.setFocus()
    type_text("HT-3")
    shown = work.findings.model.rowCount()
    press(*[Qt.Key.Key_Backspace] * 4)
    assert (shown, work.findings.model.rowCount()) == (1, 5) or shown == 0
    work.findings.view.setFocus()
    work.findings.view.setCurrentIndex(work.findings.model.index(0, 0))
    QTest.keyClick(work.findings.view, Qt.Key.Key_F1)
    assert work.findings.details.isVisible()
    assert "很多" in work.findings.details.text()


def test_review_shows_what_moved_since_a_signature_and_leads_there(
    qtbot: QtBot, open_planted: Callable[..., tuple[Shell, UnitWorkspace]]
) -> None:
    shell, work = open_planted()
    sign(qtbot, shell, work, ("甲同志", "甲同志"))
    assert "甲同志" in work.sign_off.steps[0].state.text()
    work.sign_off.reason.setFocus()
    type_text("改")
    press(Qt.Key.Key_Return)
    settle(qtbot, shell)
    assert "REASON_SHORT" in shell.notice.text()
    work.sign_off.reason.setFocus()
    work.sign_off.reason.selectAll()
    type_text("合同成交额登记有误")
    press(Qt.Key.Key_Return)
    settle(qtbot, shell)
    assert "合同成交额登记有误" in work.sign_off.reopened.text()
    work.open_form(CONTRACTS)
    settle(qtbot, shell)
    row = work.ledger.view.ledger().rows()[2].row_id
    work.ledger.go_to(row, "amount")
    type_text("999")
    press(Qt.Key.Key_Return)
    settle(qtbot, shell)
    work.go("sign_off")
    settle(qtbot, shell)
    tables = work.sign_off.tables
    tables.show_table("since")
    shown = [tables.since.table.index(line, 5).data() for line in range(tables.since.table.rowCount())]
    assert any("999" in str(text) for text in shown)
    assert "改 1 行" in tables.note.text()
    tables.since.setFocus()
    tables.since.selectRow(next(line for line, text in enumerate(shown) if "999" in str(text)))
    press(Qt.Key.Key_Return)
    settle(qtbot, shell)
    assert work.page() is work.ledger
    QTest.keyClick(focused(), Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    settle(qtbot, shell)
    assert work.page() is work.sign_off


def test_one_person_in_two_roles_is_warned_and_names_come_back(
    qtbot: QtBot, open_planted: Callable[..., tuple[Shell, UnitWorkspace]]
) -> None:
    shell, work = open_planted()
    sign(qtbot, shell, work, ("甲同志",))
    second = work.sign_off.steps[1]
    second.name.setFocus()
    type_text("甲同志")
    assert second.warning.isVisible()
    second.name.selectAll()
    type_text("乙同志")
    assert not second.warning.isVisible()
    press(Qt.Key.Key_Return)
    settle(qtbot, shell)
    work.sign_off.reason.setText("名称登记有误")
    work.sign_off.reopen.click()
    settle(qtbot, shell)
    assert work.sign_off.steps[0].name.text() == "甲同志"


def test_the_telephone_is_kept(qtbot: QtBot, open_planted: Callable[..., tuple[Shell, UnitWorkspace]]) -> None:
    shell, work = open_planted()
    work.go("sign_off")
    settle(qtbot, shell)
    work.sign_off.telephone.setFocus()
    type_text("12")
    press(Qt.Key.Key_Return)
    settle(qtbot, shell)
    assert "TELEPHONE" in shell.notice.text()
    work.sign_off.telephone.selectAll()
    type_text("0776-2824000")
    press(Qt.Key.Key_Return)
    settle(qtbot, shell)
    work.go("home")
    work.go("sign_off")
    settle(qtbot, shell)
    assert work.sign_off.telephone.text() == "0776-2824000"


def test_findings_are_explained_beside_them_until_their_numbers_move(
    qtbot: QtBot, open_planted: Callable[..., tuple[Shell, UnitWorkspace]]
) -> None:
    shell, work = open_planted(reg_date="2023-07-05")
    assert shell.verdict.text() == "不可上报：核实未说明 5"
    for text, told in (("无", "EMPTY_PHRASE"), ("补登记", "TOO_SHORT")):
        explain(qtbot, shell, text)
        assert told in shell.notice.text()
    for left in range(4, -1, -1):
        explain(qtbot, shell, "登记机关补录，附回执", ahead=left < 4)
        assert ("核实未说明" in shell.verdict.text()) is bool(left)
    assert "已用在 5 条" in shell.notice.text()
    assert shell.verdict.text() == "可上报"
    found = work.findings.model.finding(0)
    work.go_to(found)
    settle(qtbot, shell)
    type_text("2023-07-06")
    press(Qt.Key.Key_Return)
    settle(qtbot, shell)
    assert shell.verdict.text() == "不可上报：核实未说明 1"
    line = work.findings.model.line_of(found.id)
    assert work.findings.model.index(line, 3).data() == "需重新说明：登记机关补录，附回执"


def explain(qtbot: QtBot, shell: Shell, text: str, *, ahead: bool = False) -> None:
    """Go to the next finding if `ahead`, and say something to the current one."""
    if ahead:
        QTest.keyClick(shell, Qt.Key.Key_F8)
        settle(qtbot, shell)
    QTest.keyClick(shell, Qt.Key.Key_F2, Qt.KeyboardModifier.ShiftModifier)
    QTest.qWait(20)
    type_text(text)
    press(Qt.Key.Key_Return)
    settle(qtbot, shell)
