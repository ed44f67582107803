"""After a window was killed the next one says what was kept; after a proper end it says nothing."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from baise_desktop.app.clock import utc_now
from baise_desktop.app.desk import close_desk, open_desk
from baise_desktop.app.entry.filling import add_row
from baise_desktop.store.entries import Sheet
from baise_desktop.ui.shell import Shell
from baise_desktop.ui.window import LOCK_FILE
from tests.ui.conftest import settle

_CLAIM_AND_DIE = """
import os, sys
from PySide6.QtCore import QLockFile
lock = QLockFile(sys.argv[1])
assert lock.tryLock(0)
os._exit(0)
"""


def leave_killed(unit: Path) -> None:
    """A row was added; then the window's process ended without closing."""
    desk = open_desk(unit)
    add_row(desk, Sheet("c.pingguo", "p2", "2023Q2", "r.tech_demand"), utc_now(), {"title": "演示需求"})
    close_desk(desk)
    subprocess.run([sys.executable, "-c", _CLAIM_AND_DIE, str(unit / LOCK_FILE)], check=True)


def test_what_was_kept_is_told_once(qtbot: QtBot, stores: Path, open_shell: Callable[[Path], Shell]) -> None:
    leave_killed(stores / "unit")
    shell = open_shell(stores / "unit")
    settle(qtbot, shell)
    assert "上次窗口没有正常关闭" in shell.notice.text()
    assert "《企业（行业）技术需求目录》" in shell.notice.text()
    shell.close()
    QApplication.processEvents()
    again = open_shell(stores / "unit")
    settle(qtbot, again)
    assert not again.notice.isVisible()
