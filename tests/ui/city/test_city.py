from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from baise_desktop.app.checks import sign_off
from baise_desktop.app.desk import close_desk, open_desk
from baise_desktop.app.entry import filling
from baise_desktop.app.installation import contact, home
from baise_desktop.app.outgoing import exporting
from baise_desktop.form.definition import FormKind
from baise_desktop.store.entries import Sheet
from baise_desktop.ui.city import key_desk, task_pack_page, units_page
from baise_desktop.ui.city.deed_window import DeedWindow
from baise_desktop.ui.city.workspace import CityWorkspace
from baise_desktop.ui.shell import Shell
from tests.ui.conftest import NOW, PASSPHRASE, settle

MONTH = "2023-06"


@pytest.fixture
def package(stores: Path) -> Path:
    """A signed submission of one month."""
    desk = open_desk(stores / "unit")
    for owed in home.open_submission(desk, "p2", MONTH, NOW):
        if owed.kind is FormKind.TARGET:
            sheet = Sheet(unit="c.pingguo", plan="p2", period=MONTH, form=owed.form)
            entry = filling.single_entry(desk, sheet, NOW)
            filling.set_cell(desk, sheet, entry.record.row_id, "analysis", "按计划推进", NOW)
    contact.keep_telephone(desk, "0776-2824000", NOW)
    for role in ("filler", "reviewer", "head"):
        sign_off.sign_off(desk, "p2", MONTH, role, "甲", NOW)
    written = exporting.export(desk, "p2", MONTH, stores / "out", PASSPHRASE, NOW).path
    close_desk(desk)
    return written


@pytest.fixture
def shell(stores: Path, open_shell: Callable[[Path], Shell]) -> Shell:
    return open_shell(stores / "city")


@pytest.fixture(autouse=True)
def passphrase(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is asked for, answered with the passphrase."""
    asked: list[str] = []

    def answer(_parent: object, title: str, _prompt: str, *, secret: bool = False) -> str:
        assert secret
        asked.append(title)
        return PASSPHRASE

    monkeypatch.setattr(key_desk, "ask_text", answer)
    return asked


def work_of(shell: Shell) -> CityWorkspace:
    work = shell.work()
    assert isinstance(work, CityWorkspace)
    return work


def test_a_package_is_looked_at_merged_and_accepted(
    qtbot: QtBot, shell: Shell, package: Path, passphrase: list[str]
) -> None:
    inbox = work_of(shell).inbox
    inbox.add_files([package])
    settle(qtbot, shell)
    assert inbox.waiting.table.rowCount() == 1
    assert inbox.received.table.rowCount() == 0
    inbox.merge.click()
    settle(qtbot, shell)
    assert [inbox.waiting.table.line(n).cells[-1].text for n in range(inbox.waiting.table.rowCount())] == []
    assert inbox.received.table.rowCount() == 1
    inbox.received.selectRow(0)
    settle(qtbot, shell)
    assert inbox.contact.isVisible()
    qtbot.waitUntil(lambda: "填表人：甲" in inbox.contact.text())
    assert "电话：0776-2824000" in inbox.contact.text()
    inbox.accept.click()
    settle(qtbot, shell)
    assert inbox.received.table.line(0).value.state == "accepted"
    inbox.received.selectRow(0)
    inbox.withdraw.click()
    settle(qtbot, shell)
    deed = shell.findChild(DeedWindow)
    assert isinstance(deed, DeedWindow)
    assert "没有数据" in deed.effects.toPlainText()
    assert inbox.received.table.line(0).value.state == "accepted"
    deed.finish.click()
    settle(qtbot, shell)
    assert inbox.received.table.line(0).value.state == "withdrawn"
    inbox.received.selectRow(0)
    assert (inbox.accept.isEnabled(), inbox.withdraw.isEnabled()) == (False, False)
    inbox.restore.click()
    settle(qtbot, shell)
    again = next(each for each in shell.findChildren(DeedWindow) if each.isVisible())
    again.finish.click()
    settle(qtbot, shell)
    assert inbox.received.table.line(0).value.state == "accepted"
    assert len(passphrase) == 1


def test_one_bad_file_is_refused_with_its_code_and_stops_nothing(qtbot: QtBot, shell: Shell, package: Path) -> None:
    bad = package.parent / "bad.asice"
    bad.write_bytes(package.read_bytes()[:-20])
    inbox = work_of(shell).inbox
    inbox.add_files([bad, package])
    settle(qtbot, shell)
    assert "（" in inbox.waiting.table.line(0).cells[-1].text
    inbox.merge.click()
    settle(qtbot, shell)
    assert inbox.waiting.table.rowCount() == 1
    assert inbox.received.table.rowCount() == 1


def test_figures_are_filtered_by_unit_and_target(qtbot: QtBot, shell: Shell) -> None:
    work = work_of(shell)
    work.show_page("figures")
    settle(qtbot, shell)
    city = work.figures.view.table.rowCount()
    work.figures.unit.setCurrentIndex(0)
    work.figures.unit.activated.emit(0)
    assert work.figures.view.table.rowCount() > city > 0
    work.figures.search.setText("gxjsqy")
    assert 0 < work.figures.view.table.rowCount() < city * 13
    assert all("高新技术企业" in work.figures.view.table.line(n).cells[0].text for n in range(3))


def test_units_show_their_fingerprints_and_the_roots(
    qtbot: QtBot, shell: Shell, stores: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    units = work_of(shell).units
    work_of(shell).show_page("units")
    settle(qtbot, shell)
    assert units.root.text() == (stores / "root.txt").read_text()
    assert [cell.text for cell in units.view.table.line(0).cells[:2]] == ["平果市（c.pingguo）", "451082"]
    fingerprint = units.view.table.line(0).value.fingerprint
    monkeypatch.setattr(units_page, "choose_file", lambda *_: stores / "request.asice")
    monkeypatch.setattr(units_page, "ask_text", lambda *_: fingerprint[::-1])
    units.admit.click()
    settle(qtbot, shell)
    assert "FINGERPRINT" in shell.notice.text()


def test_a_task_pack_is_written(qtbot: QtBot, shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "again.asice"
    monkeypatch.setattr(task_pack_page, "choose_new_file", lambda *_: out)
    work_of(shell).show_page("pack")
    settle(qtbot, shell)
    work_of(shell).pack.make.click()
    settle(qtbot, shell)
    assert out.stat().st_size > 0
    assert str(out) in work_of(shell).pack.result.text.text()


def test_a_wrong_passphrase_is_told_and_asked_for_again(
    qtbot: QtBot, shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, passphrase: list[str]
) -> None:
    monkeypatch.setattr(task_pack_page, "choose_new_file", lambda *_: tmp_path / "again.asice")
    work = work_of(shell)
    work.show_page("pack")
    settle(qtbot, shell)
    work.keys.unlock("not the passphrase")
    work.pack.make.click()
    settle(qtbot, shell)
    assert "PASSPHRASE" in shell.notice.text()
    work.pack.make.click()
    settle(qtbot, shell)
    assert passphrase
    assert (tmp_path / "again.asice").exists()
