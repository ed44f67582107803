"""What the head sends back: the clerk reads why on the home page and on opening, until it is signed anew."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from baise_desktop.app.clock import utc_now
from baise_desktop.app.desk import close_desk, open_desk
from baise_desktop.ui.shell import Shell
from baise_desktop.ui.unit.workspace import UnitWorkspace
from tests.round_trip import fill_month
from tests.ui.conftest import press, settle, type_text

PLAN, MONTH = "p2", "2023-06"
REMARK = "第 2 行的合同请补扫描件"


def test_the_head_sends_it_back_and_the_clerk_reads_why(
    qtbot: QtBot, stores: Path, open_shell: Callable[[Path], Shell]
) -> None:
    desk = open_desk(stores / "unit")
    fill_month(desk, utc_now(), MONTH)
    close_desk(desk)
    shell = open_shell(stores / "unit")
    work = shell.work()
    assert isinstance(work, UnitWorkspace)
    work.open_submission(PLAN, MONTH)
    settle(qtbot, shell)
    work.go("sign_off")
    settle(qtbot, shell)
    for step, name in zip(work.sign_off.steps, ("甲同志", "乙同志"), strict=False):
        step.name.setFocus()
        type_text(name)
        press(Qt.Key.Key_Return)
        settle(qtbot, shell)
    assert work.sign_off.reopen.text() == "退回填报"
    work.sign_off.reason.setFocus()
    type_text(REMARK)
    press(Qt.Key.Key_Return)
    settle(qtbot, shell)
    work.show_home()
    settle(qtbot, shell)
    assert REMARK in work.home.first.remark.text()
    assert work.home.first.remark.isVisible()
    work.home.first.work.setFocus()
    press(Qt.Key.Key_Space)
    settle(qtbot, shell)
    assert REMARK in shell.notice.text()
    work.go("sign_off")
    settle(qtbot, shell)
    work.sign_off.steps[0].name.setFocus()
    press(Qt.Key.Key_Return)
    settle(qtbot, shell)
    work.show_home()
    settle(qtbot, shell)
    assert not work.home.first.remark.isVisible()
