"""导出: by keys alone to a stick, a folder and a mail draft; what can go wrong there, and the outbox."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from baise_desktop.app.clock import utc_now
from baise_desktop.app.desk import Desk, close_desk, open_desk
from baise_desktop.app.files import drives
from baise_desktop.app.files.drives import Drive
from baise_desktop.app.installation.handover import hand_over
from baise_desktop.app.outgoing import exporting
from baise_desktop.ui.shell import Shell
from baise_desktop.ui.unit.export_jobs import FOLDER
from baise_desktop.ui.unit.export_page import ExportPage
from baise_desktop.ui.unit.workspace import UnitWorkspace
from tests.round_trip import MONTH, PLAN, fill_month, sign_all
from tests.ui.conftest import PASSPHRASE, focused, press, settle, type_text


@pytest.fixture
def stick(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that passes for the one stick there is, as long as it is there."""
    folder = tmp_path / "STICK"
    folder.mkdir()

    def found() -> tuple[Drive, ...]:
        return (Drive(folder, "上报盘", 7 << 30, 8 << 30, writable=True),) if folder.is_dir() else ()

    monkeypatch.setattr(drives, "find_drives", found)
    return folder


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was opened in other programs."""
    urls: list[str] = []

    def take(url: QUrl) -> bool:
        urls.append(url.toLocalFile())
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", take)
    return urls


@pytest.fixture
def page(stores: Path, open_shell: Callable[[Path], Shell], qtbot: QtBot) -> ExportPage:
    """The export page of a unit whose April is signed, the way chosen being a folder or the stick."""
    now = utc_now()
    desk = open_desk(stores / "unit")
    fill_month(desk, now)
    sign_all(desk, now)
    close_desk(desk)
    shell = open_shell(stores / "unit")
    work = shell.work()
    work.open_submission(PLAN, MONTH)  # type: ignore[union-attr]
    settle(qtbot, shell)
    work.navigation.chosen.emit("export")  # type: ignore[union-attr]
    settle(qtbot, shell)
    found: ExportPage = work.export  # type: ignore[union-attr]
    return found


def shell_of(page: ExportPage) -> Shell:
    window = page.window()
    assert isinstance(window, Shell)
    return window


def export_by_keys(qtbot: QtBot, page: ExportPage) -> None:
    page.passphrase.setFocus()
    type_text(PASSPHRASE)
    press(Qt.Key.Key_Return)
    settle(qtbot, shell_of(page))


def test_without_a_stick_there_is_no_empty_list(page: ExportPage, qtbot: QtBot) -> None:
    page.ways.ways[0].click()
    settle(qtbot, shell_of(page))
    assert page.ways.drives.isHidden()
    assert page.ways.drive_state.isVisible()


def test_a_stick_is_offered_written_and_can_be_pulled_out(stick: Path, page: ExportPage, qtbot: QtBot) -> None:
    assert page.ways.drives.item(0).text() == "上报盘　可用 7.0 GB，共 8.0 GB"
    assert not page.export.isEnabled()
    export_by_keys(qtbot, page)
    (written,) = stick.iterdir()
    assert page.package.isVisible()
    told = page.package.text.text()
    assert str(written) in told
    assert "读回核对无误" in told
    assert "安全弹出" in told
    assert not page.passphrase.isVisible()
    assert page.passphrase.text() == ""
    page.package.copy.click()
    assert QGuiApplication.clipboard().text() == str(written)


def test_it_leaves_once_more_without_a_passphrase_and_says_that_it_was_there(
    stick: Path, page: ExportPage, qtbot: QtBot
) -> None:
    export_by_keys(qtbot, page)
    assert page.export.isEnabled()
    page.export.setFocus()
    press(Qt.Key.Key_Return)
    settle(qtbot, shell_of(page))
    assert "没有重写" in page.package.text.text()
    assert len(list(stick.iterdir())) == 1


def test_a_stick_turns_up_while_the_page_is_open(
    page: ExportPage, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert page.ways.drives.count() == 0
    there = (Drive(tmp_path, "上报盘", 7 << 30, 8 << 30, writable=True),)
    monkeypatch.setattr(drives, "find_drives", lambda: there)
    page._watch.timeout.emit()
    settle(qtbot, shell_of(page))
    assert page.ways.drives.count() == 0
    monkeypatch.setattr(drives, "drives_mark", lambda: "another")
    page._watch.timeout.emit()
    settle(qtbot, shell_of(page))
    assert "上报盘" in page.ways.drives.item(0).text()
    assert page._watch.isActive()
    page.hide()
    assert not page._watch.isActive()


def test_beside_the_button_stands_what_it_waits_for(
    page: ExportPage, qtbot: QtBot, tmp_path: Path, stick: Path
) -> None:
    page.ways.ways[FOLDER].click()
    page.folder.edit.clear()
    told = [page.needs.text()]
    page.folder.edit.setFocus()
    type_text(str(tmp_path))
    told.append(page.needs.text())
    page.passphrase.setFocus()
    type_text(PASSPHRASE)
    told.append(page.needs.text())
    assert told == ["先选择写到哪里", "先输入密钥口令", ""]
    assert page.export.isEnabled()


def test_what_was_told_before_goes_when_the_next_try_fails(stick: Path, page: ExportPage, qtbot: QtBot) -> None:
    export_by_keys(qtbot, page)
    assert page.package.isVisible()
    shutil.rmtree(stick)
    page.export.setFocus()
    press(Qt.Key.Key_Return)
    settle(qtbot, shell_of(page))
    assert "重新插好" in shell_of(page).notice.text()
    assert not page.package.isVisible()


def test_another_file_of_that_name_stays(stick: Path, page: ExportPage, qtbot: QtBot) -> None:
    taken = stick / "c.pingguo_p2_2023-04_v1.asice"
    taken.write_bytes(b"other")
    export_by_keys(qtbot, page)
    assert taken.read_bytes() == b"other"
    assert "没有覆盖" in page.package.text.text()
    assert (stick / "c.pingguo_p2_2023-04_v1-2.asice").exists()


def test_a_stick_pulled_out_before_writing(stick: Path, page: ExportPage, qtbot: QtBot) -> None:
    stick.rmdir()
    export_by_keys(qtbot, page)
    assert not stick.exists()
    assert "重新插好" in shell_of(page).notice.text()
    assert not page.package.isVisible()
    (sent,) = [page.sent.table.table.line(0).value]
    assert sent.state == "signed"
    assert "没有检测到移动盘" in page.ways.drive_state.text()
    stick.mkdir()
    page.ways.look_again.click()
    settle(qtbot, shell_of(page))
    page.export.click()
    settle(qtbot, shell_of(page))
    assert len(list(stick.iterdir())) == 1
    assert page.sent.table.table.line(0).value.state == "exported"


def test_a_wrong_passphrase_is_said_beside_it(stick: Path, page: ExportPage, qtbot: QtBot) -> None:
    page.passphrase.setFocus()
    type_text("not the passphrase")
    press(Qt.Key.Key_Return)
    settle(qtbot, shell_of(page))
    assert page.secret_state.isVisible()
    assert "口令" in page.secret_state.text()
    assert focused() is page.passphrase
    assert page.passphrase.selectedText() != ""
    type_text(PASSPHRASE)
    assert not page.secret_state.isVisible()
    press(Qt.Key.Key_Return)
    settle(qtbot, shell_of(page))
    assert len(list(stick.iterdir())) == 1


def test_caps_lock_is_noticed_while_typing(page: ExportPage) -> None:
    seen: list[bool] = []
    page.passphrase.caps_seen.connect(seen.append)
    page.passphrase.setFocus()
    QTest.keyClick(page.passphrase, Qt.Key.Key_A)
    QTest.keyClick(page.passphrase, "A")
    QTest.keyClick(page.passphrase, Qt.Key.Key_A, Qt.KeyboardModifier.ShiftModifier)
    assert set(seen) == {True, False}


def test_a_mail_draft_is_written_and_opened(page: ExportPage, opened: list[str], tmp_path: Path, qtbot: QtBot) -> None:
    page.ways.ways[1].setFocus()
    press(Qt.Key.Key_Right)
    assert page.ways.way() == 2
    page.ways.recipient.setFocus()
    type_text("kjj@example.gov.cn")
    page.ways.mail_folder.edit.setText(str(tmp_path / "mail"))
    export_by_keys(qtbot, page)
    draft = tmp_path / "mail" / "c.pingguo_p2_2023-04_v1.eml"
    assert b"To: kjj@example.gov.cn" in draft.read_bytes()
    assert opened == [str(draft)]
    assert str(draft) in page.package.text.text()


def test_a_draft_that_no_program_opens_is_said(
    page: ExportPage, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda _: False)
    page.ways.ways[2].click()
    page.ways.mail_folder.edit.setText(str(tmp_path / "mail"))
    export_by_keys(qtbot, page)
    assert "没有找到能打开邮件草稿的程序" in page.package.text.text()


def test_an_address_that_is_none_seals_nothing(page: ExportPage, tmp_path: Path, qtbot: QtBot) -> None:
    page.ways.ways[2].click()
    page.ways.recipient.setText("科技局")
    page.ways.mail_folder.edit.setText(str(tmp_path / "mail"))
    export_by_keys(qtbot, page)
    assert "不是邮箱地址" in shell_of(page).notice.text()
    assert page.sent.table.table.rowCount() == 0
    assert not (tmp_path / "mail").exists()


def test_a_kept_package_leaves_again_as_the_same_bytes(
    stick: Path, page: ExportPage, opened: list[str], tmp_path: Path, qtbot: QtBot
) -> None:
    export_by_keys(qtbot, page)
    (first,) = stick.iterdir()
    page.ways.ways[1].click()
    page.folder.edit.setText(str(tmp_path / "again"))
    page.sent.table.setFocus()
    page.sent.again.setFocus()
    press(Qt.Key.Key_Return)
    settle(qtbot, shell_of(page))
    assert (tmp_path / "again" / first.name).read_bytes() == first.read_bytes()
    assert str(tmp_path / "again") in page.sent_result.text.text()
    page.sent.open.click()
    assert opened[-1].endswith("packages")


def test_the_open_submission_is_the_one_to_send_again(
    stick: Path, page: ExportPage, qtbot: QtBot, stores: Path
) -> None:
    export_by_keys(qtbot, page)
    shell, later = shell_of(page), "2023-05"

    def report(desk: Desk) -> None:
        fill_month(desk, utc_now(), later)
        sign_all(desk, utc_now(), later)
        exporting.export(desk, PLAN, later, stores, PASSPHRASE, utc_now())

    shell.jobs.run(report)
    settle(qtbot, shell)
    work = shell.work()
    assert isinstance(work, UnitWorkspace)
    for month in (MONTH, later, MONTH):
        work.open_submission(PLAN, month)
        settle(qtbot, shell)
        work.go("export")
        settle(qtbot, shell)
        (chosen,) = page.sent.table.chosen()
        assert chosen.period == month


def test_what_is_only_shown_is_not_logged(
    page: ExportPage, stick: Path, qtbot: QtBot, capfd: pytest.CaptureFixture[str]
) -> None:
    export_by_keys(qtbot, page)
    told = capfd.readouterr()
    assert PASSPHRASE not in told.out + told.err
    assert stick.exists()


def test_a_desk_that_was_handed_over_exports_nothing(
    stores: Path, tmp_path: Path, open_shell: Callable[[Path], Shell], qtbot: QtBot
) -> None:
    now = utc_now()
    desk = open_desk(stores / "unit")
    fill_month(desk, now)
    sign_all(desk, now)
    hand_over(desk, tmp_path / "package", "新电脑", now)
    close_desk(desk)
    shell = open_shell(stores / "unit")
    work = shell.work()
    work.open_submission(PLAN, MONTH)  # type: ignore[union-attr]
    settle(qtbot, shell)
    work.navigation.chosen.emit("export")  # type: ignore[union-attr]
    settle(qtbot, shell)
    page: ExportPage = work.export  # type: ignore[union-attr]
    page.ways.ways[1].click()
    page.folder.edit.setText(str(tmp_path / "out"))
    page.passphrase.setText(PASSPHRASE)
    assert not page.export.isEnabled()
    assert "新电脑" in page.state.text()
    assert "新电脑" in shell.warning.text()
