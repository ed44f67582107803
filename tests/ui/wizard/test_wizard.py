"""The first run by keys alone: each of the four things it can make, what it refuses, and going on after an abort."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from baise_desktop.app.clock import utc_now
from baise_desktop.app.desk import close_desk, open_desk
from baise_desktop.app.installation import first_run
from baise_desktop.app.installation.backup_folder import backup_folder
from baise_desktop.app.installation.first_run import read_answers, remembered_store
from baise_desktop.app.installation.handover import hand_over
from baise_desktop.app.keys.trust import held_trust
from baise_desktop.app.practice.practice import list_planted
from baise_desktop.texts import say
from baise_desktop.ui import look
from baise_desktop.ui.jobs import Jobs
from baise_desktop.ui.wizard.pages import KEY, PACK, PLACE, READY, ROLE, TAKE, UNIT
from baise_desktop.ui.wizard.wizard import FirstRunWizard
from tests.evidence_files import put
from tests.softhsm import MODULE, PIN, plug_in
from tests.ui.conftest import PASSPHRASE, focused, press, type_text

Open = Callable[[], FirstRunWizard]


@pytest.fixture
def open_wizard(qtbot: QtBot, jobs: Jobs, tmp_path: Path) -> Open:
    def make() -> FirstRunWizard:
        wizard = FirstRunWizard(jobs, tmp_path / "data" / "store")
        qtbot.addWidget(wizard)
        wizard.show()
        wizard.activateWindow()
        qtbot.waitUntil(wizard.isActiveWindow)
        QApplication.processEvents()
        return wizard

    return make


def fill(text: str) -> None:
    """Type over what stands in the line with the keys."""
    press(Qt.Key.Key_A, control=True)
    type_text(text)


def go_on(wizard: FirstRunWizard, page: int) -> None:
    press(Qt.Key.Key_Return)
    assert wizard.currentId() == page
    QApplication.processEvents()


def reach(wizard: FirstRunWizard, widget: object) -> None:
    """Tab until the keys are there."""
    for _ in range(12):
        if focused() is widget:
            return
        press(Qt.Key.Key_Tab)
    raise AssertionError("not reached with Tab")


def choose_role(wizard: FirstRunWizard, role: str) -> None:
    for _ in range(list(wizard.role_page.choices).index(role)):
        press(Qt.Key.Key_Down)
    assert wizard.role_page.role() == role


def wait_made(qtbot: QtBot, wizard: FirstRunWizard) -> None:
    qtbot.waitUntil(lambda: wizard.ready_page.made is not None, timeout=30_000)


def type_passphrase(wizard: FirstRunWizard) -> None:
    assert focused() is wizard.key_page.passphrase
    type_text(PASSPHRASE)
    press(Qt.Key.Key_Tab)
    type_text(PASSPHRASE)


def test_a_unit_with_its_task_pack_is_set_up_by_keys_alone(
    open_wizard: Open, qtbot: QtBot, installations: Path, tmp_path: Path
) -> None:
    wizard = open_wizard()
    go_on(wizard, UNIT)
    type_text("pgs")
    assert wizard.unit_page.unit() == "c.pingguo"
    go_on(wizard, PLACE)
    fill(str(tmp_path / "here"))
    reach(wizard, wizard.place_page.backup.edit)
    type_text(str(tmp_path / "backups"))
    reach(wizard, wizard.place_page.request.edit)
    fill(str(tmp_path))
    go_on(wizard, KEY)
    type_passphrase(wizard)
    go_on(wizard, PACK)
    type_text(str(installations / "pack.asice"))
    assert not wizard.pack_page.isComplete()
    reach(wizard, wizard.pack_page.fingerprint)
    type_text((installations / "root.txt").read_text())
    go_on(wizard, READY)
    wait_made(qtbot, wizard)
    assert "已导入任务包" in wizard.ready_page.pack.text()
    assert (tmp_path / "c.pingguo.asice").exists()
    assert len(wizard.ready_page.fingerprint.text().split("-")) == 8
    with qtbot.waitSignal(wizard.made) as made:
        press(Qt.Key.Key_Return)
    assert made.args == [tmp_path / "here"]
    desk = open_desk(tmp_path / "here")
    assert backup_folder(desk) == tmp_path / "backups"
    assert held_trust(desk) is not None
    close_desk(desk)
    assert remembered_store(tmp_path / "data" / "store") == tmp_path / "here"
    assert read_answers(tmp_path / "data" / "store") is None


def test_a_key_on_a_token_is_asked_for_by_keys_alone(
    open_wizard: Open, qtbot: QtBot, tmp_path: Path, installations: Path
) -> None:
    plug_in()
    wizard = open_wizard()
    go_on(wizard, UNIT)
    type_text("pgs")
    go_on(wizard, PLACE)
    fill(str(tmp_path / "here"))
    reach(wizard, wizard.place_page.request.edit)
    fill(str(tmp_path))
    go_on(wizard, KEY)
    page = wizard.key_page
    type_text(PIN)
    assert not page.isComplete()
    reach(wizard, page.token.use)
    press(Qt.Key.Key_Space)
    assert not page.again.isVisible()
    assert page.passphrase.placeholderText() == say("window.token_pin")
    assert not page.isComplete()
    reach(wizard, page.token.module.edit)
    type_text(MODULE)
    go_on(wizard, PACK)
    go_on(wizard, READY)
    wait_made(qtbot, wizard)
    assert len(wizard.ready_page.fingerprint.text().split("-")) == 8
    assert [each.name for each in (tmp_path / "here" / "keys").iterdir()] == ["unit.token"]


def test_a_wrong_root_fingerprint_leaves_the_unit_and_says_so(
    open_wizard: Open, qtbot: QtBot, installations: Path, tmp_path: Path
) -> None:
    wizard = open_wizard()
    go_on(wizard, UNIT)
    type_text("pgs")
    go_on(wizard, PLACE)
    reach(wizard, wizard.place_page.request.edit)
    fill(str(tmp_path))
    go_on(wizard, KEY)
    type_passphrase(wizard)
    go_on(wizard, PACK)
    type_text(str(installations / "pack.asice"))
    reach(wizard, wizard.pack_page.fingerprint)
    type_text("0000-" * 7 + "0000")
    go_on(wizard, READY)
    wait_made(qtbot, wizard)
    assert "任务包没有导入" in wizard.ready_page.pack.text()
    assert (tmp_path / "data" / "store" / "baise.sqlite3").exists()


def test_the_city_is_set_up_by_keys_alone(open_wizard: Open, qtbot: QtBot, tmp_path: Path) -> None:
    wizard = open_wizard()
    choose_role(wizard, "city")
    go_on(wizard, PLACE)
    assert not wizard.place_page.request.isVisible()
    go_on(wizard, KEY)
    type_passphrase(wizard)
    go_on(wizard, READY)
    wait_made(qtbot, wizard)
    assert (tmp_path / "data" / "store" / "root.pem").exists()


def test_an_exercise_needs_no_key_and_is_not_opened_the_next_time(
    open_wizard: Open, qtbot: QtBot, tmp_path: Path
) -> None:
    wizard = open_wizard()
    choose_role(wizard, "practice")
    go_on(wizard, UNIT)
    type_text("平果")
    go_on(wizard, PLACE)
    assert not wizard.place_page.backup.isVisible()
    go_on(wizard, READY)
    wait_made(qtbot, wizard)
    assert "12 处" in wizard.ready_page.steps.text()
    assert wizard.ready_page.made is not None
    folder = wizard.ready_page.made.store
    assert folder == tmp_path / "data" / "store-practice"
    desk = open_desk(folder)
    assert len(list_planted(desk)) == 12
    close_desk(desk)
    assert remembered_store(tmp_path / "data" / "store") == tmp_path / "data" / "store"


def test_a_handover_is_taken_over_by_keys_alone(open_wizard: Open, qtbot: QtBot, stores: Path, tmp_path: Path) -> None:
    old = open_desk(stores / "unit")
    package = hand_over(old, tmp_path / "交接包", "新电脑", utc_now())
    close_desk(old)
    wizard = open_wizard()
    choose_role(wizard, "take_over")
    go_on(wizard, TAKE)
    type_text(str(tmp_path / "stores"))
    press(Qt.Key.Key_Return)
    assert wizard.currentId() == TAKE
    assert "不是交接包" in wizard.take_page.state.text()
    fill(str(package.parent))
    go_on(wizard, READY)
    wait_made(qtbot, wizard)
    assert "接着填报" in wizard.ready_page.steps.text()
    desk = open_desk(tmp_path / "data" / "store")
    assert desk.office == old.office
    close_desk(desk)


def test_what_was_answered_is_there_after_an_abort_but_not_the_passphrase(
    open_wizard: Open, qtbot: QtBot, jobs: Jobs, tmp_path: Path
) -> None:
    wizard = open_wizard()
    go_on(wizard, UNIT)
    type_text("npx")
    go_on(wizard, PLACE)
    fill(str(tmp_path / "elsewhere"))
    reach(wizard, wizard.place_page.request.edit)
    fill(str(tmp_path))
    go_on(wizard, KEY)
    type_passphrase(wizard)
    press(Qt.Key.Key_Escape)
    qtbot.waitUntil(jobs.is_idle)
    note = (tmp_path / "data" / "store-setup.json").read_text("utf-8")
    assert PASSPHRASE not in note
    again = open_wizard()
    qtbot.waitUntil(lambda: again.currentId() == KEY)
    assert again.wish().unit == "c.napo"
    assert again.wish().store == tmp_path / "elsewhere"
    assert again.key_page.passphrase.text() == ""


def test_a_note_that_cannot_be_read_starts_with_the_first_page(open_wizard: Open, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    for content in ("{", "[]", '{"role": 1}', '{"role": "unit"}'):
        (tmp_path / "data" / "store-setup.json").write_text(content)
        assert open_wizard().currentId() == ROLE


@pytest.mark.parametrize(
    ("which", "folder", "reason"),
    [
        ("store", "OneDrive", "同步"),
        ("backup", "坚果云", "同步"),
        ("backup", "data/store/inside", "数据文件夹"),
        ("store", "taken", "已有内容"),
        ("store", "loop/store", "互相指向"),
        ("backup", "../../relative", "不是完整路径"),
    ],
)
def test_folders_that_cannot_be_used_are_refused_with_the_reason(
    which: str, folder: str, reason: str, open_wizard: Open, tmp_path: Path
) -> None:
    put(tmp_path / "taken", "other.txt", b"")
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    wizard = open_wizard()
    choose_role(wizard, "city")
    go_on(wizard, PLACE)
    line = getattr(wizard.place_page, which)
    reach(wizard, line.edit)
    fill(folder if folder.startswith("..") else str(tmp_path / folder))
    assert wizard.place_page.state.isVisible()
    assert reason in wizard.place_page.state.text()
    assert not wizard.place_page.isComplete()


def test_folders_that_cannot_be_written_keep_the_page(open_wizard: Open, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    wizard = open_wizard()
    choose_role(wizard, "city")
    go_on(wizard, PLACE)
    reach(wizard, wizard.place_page.backup.edit)
    fill(str(tmp_path / "file" / "backups"))
    assert wizard.place_page.isComplete()
    press(Qt.Key.Key_Return)
    assert wizard.currentId() == PLACE
    assert "不能写入" in wizard.place_page.state.text()
    fill(str(tmp_path / "backups"))
    assert not wizard.place_page.state.isVisible()
    go_on(wizard, KEY)


def test_a_backup_on_the_same_disk_is_warned_of(open_wizard: Open, tmp_path: Path) -> None:
    wizard = open_wizard()
    page = wizard.place_page
    choose_role(wizard, "city")
    go_on(wizard, PLACE)
    assert not page.same_disk.isVisible()
    reach(wizard, page.backup.edit)
    fill(str(tmp_path / "backups"))
    assert page.same_disk.isVisible()
    assert "同一块硬盘" in page.same_disk.text()
    assert page.isComplete()
    if sys.platform == "linux":
        fill("/proc/backups")
        assert not page.same_disk.isVisible()


def test_how_strong_the_passphrase_is_stands_beside_it(open_wizard: Open) -> None:
    wizard = open_wizard()
    choose_role(wizard, "city")
    go_on(wizard, PLACE)
    go_on(wizard, KEY)
    told = []
    for text in ("1234567", "12345678", "baise2023", "Kj%29动员会上的话"):
        fill(text)
        told.append(wizard.key_page.strength.text()[0])
    assert told == ["太", "弱", "弱", "强"]
    press(Qt.Key.Key_Tab)
    type_text("Kj")
    assert "不一致" in wizard.key_page.state.text()
    assert not wizard.key_page.isComplete()


def test_what_cannot_be_made_is_told_and_can_be_changed(open_wizard: Open, qtbot: QtBot, tmp_path: Path) -> None:
    wizard = open_wizard()
    choose_role(wizard, "city")
    go_on(wizard, PLACE)
    go_on(wizard, KEY)
    put(tmp_path / "data" / "store", "other.txt", b"")
    type_passphrase(wizard)
    go_on(wizard, READY)
    qtbot.waitUntil(wizard.ready_page.again.isVisible, timeout=30_000)
    assert "FOLDER_NOT_EMPTY" in wizard.ready_page.state.text()
    assert wizard.ready_page.title() == say("window.wizard_failed_title")
    assert not wizard.ready_page.isComplete()
    press(Qt.Key.Key_Return)
    assert wizard.currentId() == ROLE
    assert wizard.role_page.role() == "city"
    assert wizard.key_page.passphrase.text() == PASSPHRASE


@pytest.mark.parametrize("zoom", [100, 150])
def test_no_page_is_larger_than_a_small_screen(zoom: int, open_wizard: Open, qapp: QApplication) -> None:
    now = look.current()
    look.apply_look(qapp, look.Look(now.styles, now.icons, zoom=zoom))
    wizard = open_wizard()
    for page in (ROLE, UNIT, PLACE, KEY, PACK, TAKE):
        assert wizard.page(page).minimumSizeHint().height() <= 560, page
        assert wizard.page(page).minimumSizeHint().width() <= 1200, page


def test_notes_stand_beside_the_store(tmp_path: Path) -> None:
    first_run.remember_store(tmp_path / "store", tmp_path / "gone")
    assert remembered_store(tmp_path / "store") == tmp_path / "store"
    first_run.forget_answers(tmp_path / "store")
