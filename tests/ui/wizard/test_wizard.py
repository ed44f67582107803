from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWizard
from pytestqt.qtbot import QtBot

from baise_desktop.ui.jobs import Jobs
from baise_desktop.ui.wizard.pages import PLACE, READY, UNIT
from baise_desktop.ui.wizard.wizard import FirstRunWizard
from tests.ui.conftest import PASSPHRASE, press, type_text


def test_a_unit_is_set_up_by_keyboard(qtbot: QtBot, jobs: Jobs, tmp_path: Path) -> None:
    wizard = FirstRunWizard(jobs, tmp_path / "store")
    qtbot.addWidget(wizard)
    wizard.show()
    wizard.activateWindow()
    qtbot.waitUntil(wizard.isActiveWindow)
    wizard.next()
    assert wizard.currentId() == UNIT
    wizard.unit_page.search.setFocus()
    type_text("npx")
    assert wizard.unit_page.unit() == "c.napo"
    wizard.next()
    assert wizard.currentId() == PLACE
    wizard.place_page.request.edit.setText(str(tmp_path))
    wizard.place_page.passphrase.setFocus()
    type_text(PASSPHRASE)
    press(Qt.Key.Key_Tab)
    type_text(PASSPHRASE[:-1])
    assert not wizard.place_page.isComplete()
    type_text(PASSPHRASE[-1])
    assert wizard.place_page.isComplete()
    wizard.next()
    assert wizard.currentId() == READY
    qtbot.waitUntil(lambda: wizard.ready_page.made is not None, timeout=30_000)
    assert (tmp_path / "store" / "baise.sqlite3").exists()
    assert (tmp_path / "c.napo.asice").exists()
    assert len(wizard.ready_page.fingerprint.text().split("-")) == 8
    with qtbot.waitSignal(wizard.made) as made:
        wizard.button(QWizard.WizardButton.FinishButton).click()
    assert made.args == [tmp_path / "store"]


def test_a_folder_that_cannot_be_used_is_told(qtbot: QtBot, jobs: Jobs, tmp_path: Path) -> None:
    (tmp_path / "store").mkdir()
    (tmp_path / "store" / "other.txt").touch()
    wizard = FirstRunWizard(jobs, tmp_path / "store")
    qtbot.addWidget(wizard)
    wizard.show()
    wizard.role_page.city.setChecked(True)
    wizard.next()
    assert wizard.currentId() == PLACE
    wizard.place_page.passphrase.setText(PASSPHRASE)
    wizard.place_page.again.setText(PASSPHRASE)
    wizard.next()
    qtbot.waitUntil(jobs.is_idle, timeout=30_000)
    assert "FOLDER_NOT_EMPTY" in wizard.ready_page.state.text()
    assert not wizard.ready_page.isComplete()
