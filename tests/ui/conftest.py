"""A city, a unit with its task pack, and the window's look."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from baise_desktop.app.clock import utc_now
from baise_desktop.app.desk import close_desk, open_desk
from baise_desktop.app.enrolment import setup
from baise_desktop.app.installation import resources
from baise_desktop.app.packs.publishing import publish
from baise_desktop.ui import look, preferences
from baise_desktop.ui.commands import always
from baise_desktop.ui.jobs import Jobs
from baise_desktop.ui.language import choose_face, speak_chinese
from baise_desktop.ui.shell import Shell
from baise_desktop.ui.window import start

PASSPHRASE = "a long passphrase"
NOW = utc_now()
"""The window goes by the real clock, and revocation lists grow old."""


@pytest.fixture(scope="session")
def installations(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """`city`, `unit` (平果市, with task pack p2) and `fresh` (without one), the pack and the fingerprints."""
    folder = tmp_path_factory.mktemp("installations")
    root = setup.create_city(folder / "city", PASSPHRASE, NOW)
    city = open_desk(folder / "city")
    asked = setup.create_unit(folder / "unit", "c.pingguo", folder / "request.asice", PASSPHRASE, NOW)
    shutil.copytree(folder / "unit", folder / "fresh")
    setup.admit(city, folder / "request.asice", asked, PASSPHRASE, NOW)
    publish(city, "p2", "", folder / "pack.asice", PASSPHRASE, NOW)
    close_desk(city)
    unit = open_desk(folder / "unit")
    setup.open_task_pack(unit, folder / "pack.asice", root, NOW)
    close_desk(unit)
    (folder / "root.txt").write_text(root)
    return folder


@pytest.fixture
def stores(installations: Path, tmp_path: Path) -> Path:
    """A copy of the installations to work on."""
    return Path(shutil.copytree(installations, tmp_path / "stores"))


@pytest.fixture(autouse=True)
def dressed(qapp: QApplication) -> None:
    """The look, at 100 %, in Chinese."""
    speak_chinese(qapp)
    choose_face(qapp, resources.fonts_folder())
    preferences.forget()
    look.apply_look(qapp, look.Look(resources.styles_folder(), resources.icons_folder()))


@pytest.fixture
def jobs(qapp: QApplication) -> Iterator[Jobs]:
    """A job door without a desk."""
    door = Jobs()
    yield door
    door.close()


@pytest.fixture
def open_shell(qtbot: QtBot) -> Iterator[Callable[[Path], Shell]]:
    """Opens the window on a store and waits until its pages stand."""
    shells: list[Shell] = []

    def open_on(folder: Path) -> Shell:
        shell = Shell(Jobs())
        shells.append(shell)
        qtbot.addWidget(shell, before_close_func=close_unasked)
        shell.show()
        shell.activateWindow()
        QTest.keyRelease(shell, Qt.Key.Key_Control)  # Qt keeps a Ctrl that the test before pressed: rows would toggle
        start(shell, folder)
        qtbot.waitUntil(shell.isActiveWindow)
        qtbot.waitUntil(lambda: shell.jobs.is_idle() and hasattr(shell.work(), "navigation"), timeout=20_000)
        return shell

    yield open_on
    for shell in shells:
        shell.close()


def close_unasked(shell: Shell) -> None:
    """When a test is over no window asks about what was typed."""
    shell.may_close = always


def settle(qtbot: QtBot, shell: Shell) -> None:
    """Wait until every job has ended and the check after it."""
    QTest.qWait(20)
    qtbot.waitUntil(shell.jobs.is_idle, timeout=20_000)
    QApplication.processEvents()  # what the last answer built is shown by an event


def focused() -> QWidget:
    """The widget that the keyboard goes to; a window just shown needs a moment to get it."""
    for _ in range(100):
        widget = QApplication.focusWidget()
        if widget is not None:
            return widget
        QTest.qWait(20)
    raise AssertionError("nothing has the focus")


def type_text(text: str) -> None:
    """Type into whatever has the focus, as a keyboard and an input method do."""
    for character in text:
        if character.isascii():
            QTest.keyClicks(focused(), character)
        else:
            composed = QInputMethodEvent()
            composed.setCommitString(character)
            QApplication.sendEvent(focused(), composed)


def press(*keys: Qt.Key, control: bool = False) -> None:
    """Press keys on whatever has the focus."""
    modifier = Qt.KeyboardModifier.ControlModifier if control else Qt.KeyboardModifier.NoModifier
    for key in keys:
        QTest.keyClick(focused(), key, modifier)
