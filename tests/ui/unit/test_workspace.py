from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from baise_desktop.form.definition import FormKind
from baise_desktop.ui.jobs import Jobs
from baise_desktop.ui.pinyin import search_key
from baise_desktop.ui.shell import Shell
from baise_desktop.ui.unit import pack_desk as module
from baise_desktop.ui.unit.workspace import UnitWorkspace
from baise_desktop.ui.window import start
from tests.ui.conftest import PASSPHRASE, press, settle, type_text

MONTH = "2023-06"
HALF = "2023H1"


def work_of(shell: Shell) -> UnitWorkspace:
    work = shell.work()
    assert isinstance(work, UnitWorkspace)
    return work


@pytest.fixture
def shell(stores: Path, open_shell: Callable[[Path], Shell]) -> Shell:
    return open_shell(stores / "unit")


def open_kind(qtbot: QtBot, shell: Shell, kind: FormKind) -> str:
    work = work_of(shell)
    work.open_submission("p2", HALF)
    settle(qtbot, shell)
    form = next(sheet.form for sheet in work.sheets.values() if sheet.kind is kind)
    work.open_form(form)
    settle(qtbot, shell)
    return form


def test_home_says_what_is_due(shell: Shell) -> None:
    work = work_of(shell)
    assert work.home.table.table.rowCount() == len(work.dues) > 0
    assert work.home.first.title.text().startswith(work.dues[0].plan_name)
    assert shell.line.text() == "平果市（c.pingguo）"


def test_a_second_window_on_one_store_says_so_and_stays_empty(qtbot: QtBot, shell: Shell, stores: Path) -> None:
    second = Shell(Jobs())
    qtbot.addWidget(second)
    second.show()
    start(second, stores / "unit")
    assert "另一个窗口" in second.notice.text()
    assert not isinstance(second.work(), UnitWorkspace)
    shell.close()
    start(second, stores / "unit")
    qtbot.waitUntil(lambda: isinstance(second.work(), UnitWorkspace), timeout=20_000)
    second.close()


def test_without_a_task_pack_home_says_what_to_do(
    qtbot: QtBot, stores: Path, open_shell: Callable[[Path], Shell], monkeypatch: pytest.MonkeyPatch
) -> None:
    shell = open_shell(stores / "fresh")
    work = work_of(shell)
    assert work.home.open_pack.isVisible()
    monkeypatch.setattr(module, "choose_file", lambda *_: stores / "pack.asice")
    asked: list[str] = []

    def read_aloud(_parent: object, title: str, _prompt: str) -> str:
        asked.append(title)
        return (stores / "root.txt").read_text()

    monkeypatch.setattr(module, "ask_text", read_aloud)
    work.home.open_pack.click()
    settle(qtbot, shell)
    assert len(asked) == 1
    assert shell.notice.text().endswith("任务包第 1 版已导入，应报事项已更新。")
    assert work.home.table.table.rowCount() > 0
    assert {work.home.table.table.line(n).cells[1].text for n in range(3)} == {"未开始"}
    assert not work.home.open_pack.isVisible()


def test_a_wrong_fingerprint_is_refused_with_code_and_sentence(
    qtbot: QtBot, stores: Path, open_shell: Callable[[Path], Shell], monkeypatch: pytest.MonkeyPatch
) -> None:
    shell = open_shell(stores / "fresh")
    monkeypatch.setattr(module, "choose_file", lambda *_: stores / "pack.asice")
    monkeypatch.setattr(module, "ask_text", lambda *_: "0000-" * 7 + "0000")
    work_of(shell).home.open_pack.click()
    settle(qtbot, shell)
    assert shell.notice.isVisible()
    assert "FINGERPRINT" in shell.notice.text()


def test_enter_on_a_line_opens_the_submission(qtbot: QtBot, shell: Shell) -> None:
    work = work_of(shell)
    work.home.table.selectRow(0)
    work.home.table.setFocus()
    press(Qt.Key.Key_Return)
    settle(qtbot, shell)
    assert work.sheets
    assert "第 1 版" in shell.line.text()
    qtbot.waitUntil(shell.verdict.isVisible)
    assert shell.verdict.text().startswith(("可上报", "不可上报"))


def test_a_task_report_is_kept_when_an_answer_is_left(qtbot: QtBot, shell: Shell) -> None:
    form = open_kind(qtbot, shell, FormKind.TASK)
    work = work_of(shell)
    first = next(answer for key, answer in work.task.sheet.answers.items() if key.endswith("_progress"))
    first.editor.setFocus()
    type_text("done this")
    press(Qt.Key.Key_Tab)
    settle(qtbot, shell)
    work.open_form(form)
    settle(qtbot, shell)
    assert work.task.sheet.answers[first.question.key].text() == "done this"
    assert shell.saved.text() != ""


def test_the_sentence_being_reported_on_is_marked(qtbot: QtBot, shell: Shell) -> None:
    open_kind(qtbot, shell, FormKind.TASK)
    card = work_of(shell).task.cards[0]
    next(iter(card.answers.values())).editor.setFocus()
    assert card.property("current") == "true"


def test_a_status_is_picked_by_initials(qtbot: QtBot, shell: Shell) -> None:
    form = open_kind(qtbot, shell, FormKind.TASK)
    work = work_of(shell)
    state = next(answer for key, answer in work.task.sheet.answers.items() if key.endswith("_state"))
    state.editor.setFocus()
    press(Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Return)
    settle(qtbot, shell)
    picked = state.text()
    work.open_form(form)
    settle(qtbot, shell)
    assert picked
    assert work.task.sheet.answers[state.question.key].text() == picked


def test_a_target_shows_what_is_required_and_that_the_figure_is_counted(qtbot: QtBot, shell: Shell) -> None:
    open_kind(qtbot, shell, FormKind.TARGET)
    page = work_of(shell).target
    assert page.required.text()
    assert page.counted.text()
    assert "figure" not in page.sheet.answers


def test_f8_goes_to_the_next_finding(qtbot: QtBot, shell: Shell) -> None:
    open_kind(qtbot, shell, FormKind.TARGET)
    work = work_of(shell)
    work.check()
    settle(qtbot, shell)
    first = work.findings.model.finding(0)
    QTest.keyClick(shell, Qt.Key.Key_F8)
    settle(qtbot, shell)
    shown = {work.task.form_id(), work.target.form_id(), work.ledger.form_id()}
    assert first.form in shown


def test_a_form_is_found_by_initials(qtbot: QtBot, shell: Shell) -> None:
    open_kind(qtbot, shell, FormKind.TASK)
    work = work_of(shell)
    tree = work.navigation.tree
    work.navigation.search.setFocus()
    type_text("zzzzzz")
    assert tree.isRowHidden(0, tree.rootIndex())
    press(*[Qt.Key.Key_Backspace] * 6)
    assert not tree.isRowHidden(0, tree.rootIndex())
    wanted = next(sheet for sheet in work.sheets.values() if sheet.kind is FormKind.REGISTER)
    type_text(search_key(wanted.title).split()[2])
    press(Qt.Key.Key_Return)
    settle(qtbot, shell)
    assert work.ledger.form_id() in work.sheets


def fill_month(qtbot: QtBot, shell: Shell) -> UnitWorkspace:
    """Open a month and fill in the little that it must have."""
    work = work_of(shell)
    work.open_submission("p2", MONTH)
    settle(qtbot, shell)
    for sheet in tuple(work.sheets.values()):
        if sheet.kind is FormKind.TARGET:
            work.open_form(sheet.form)
            settle(qtbot, shell)
            work.target.sheet.answers["analysis"].editor.setFocus()
            type_text("as planned")
            press(Qt.Key.Key_Tab)
            settle(qtbot, shell)
    work.check()
    settle(qtbot, shell)
    return work


def test_three_roles_sign_and_the_package_goes_out(qtbot: QtBot, shell: Shell, tmp_path: Path) -> None:
    work = fill_month(qtbot, shell)
    assert shell.verdict.text() == "可上报"
    work.navigation.chosen.emit("sign_off")
    settle(qtbot, shell)
    for step, name in zip(work.sign_off.steps, ("A", "B", "C"), strict=True):
        assert step.name.isVisible()
        step.name.setFocus()
        type_text(name)
        press(Qt.Key.Key_Return)
        settle(qtbot, shell)
        assert not step.name.isVisible()
    assert work.session.locked
    assert shell.notice.action.isVisible()
    shell.notice.action.setFocus()
    press(Qt.Key.Key_Return)
    settle(qtbot, shell)
    assert work.page() is work.export
    work.export.folder.edit.setText(str(tmp_path / "out"))
    work.export.passphrase.setFocus()
    type_text(PASSPHRASE)
    work.export.export.click()
    settle(qtbot, shell)
    written = list((tmp_path / "out").glob("*.asice"))
    assert len(written) == 1
    assert str(written[0]) in work.export.package.text.text()
    assert work.export.passphrase.text() == ""


def test_reopening_needs_a_reason_and_unlocks(qtbot: QtBot, shell: Shell) -> None:
    work = fill_month(qtbot, shell)
    work.navigation.chosen.emit("sign_off")
    settle(qtbot, shell)
    work.sign_off.steps[0].name.setText("A")
    work.sign_off.steps[0].sign.click()
    settle(qtbot, shell)
    work.sign_off.reopen.click()
    settle(qtbot, shell)
    assert "REASON_BLANK" in shell.notice.text()
    work.sign_off.reason.setText("企业名称登记有误")
    work.sign_off.reopen.click()
    settle(qtbot, shell)
    assert work.sign_off.steps[0].name.isVisible()
    assert work.session.locked == ""
