"""Words that must not be cut, and signs that must not vanish into their ground."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow, QMessageBox, QToolButton
from pytestqt.qtbot import QtBot

from baise_desktop.app.clock import utc_now
from baise_desktop.app.desk import close_desk, open_desk
from baise_desktop.app.installation import resources
from baise_desktop.texts import say
from baise_desktop.ui import look
from baise_desktop.ui.dialogs import confirm
from baise_desktop.ui.labels import NoticeBar
from baise_desktop.ui.shell import Shell
from baise_desktop.ui.unit.workspace import UnitWorkspace
from tests.round_trip import MONTH, PLAN, fill_month
from tests.ui.conftest import settle


def is_whole(label: QLabel) -> bool:
    """Whether every line of a label has its height and its width."""
    if label.wordWrap():
        return label.height() >= label.heightForWidth(label.width())
    return label.width() >= max(map(label.fontMetrics().horizontalAdvance, label.text().splitlines()))


def dress(app: QApplication, *, theme: str = "light", zoom: int = 100) -> None:
    look.apply_look(app, look.Look(resources.styles_folder(), resources.icons_folder(), theme, zoom))


@pytest.mark.parametrize("zoom", [100, 150, 200])
def test_a_long_question_is_whole(zoom: int, qtbot: QtBot, qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    dress(qapp, zoom=zoom)
    found: list[tuple[QMessageBox, bool]] = []

    def measure(box: QMessageBox) -> int:
        box.show()
        QApplication.processEvents()
        label = box.findChild(QLabel, "qt_msgbox_label")
        assert isinstance(label, QLabel)
        found.append((box, is_whole(label)))
        return 0

    monkeypatch.setattr(QMessageBox, "exec", measure)
    monkeypatch.setattr(QMessageBox, "clickedButton", lambda _: None)
    window = QMainWindow()
    qtbot.addWidget(window)
    confirm(window, say("window.hand_over_sure", to="科技股新电脑"))
    assert [whole for _, whole in found] == [True]


def test_the_words_of_the_three_roles_are_whole_where_there_is_little_room(
    stores: Path, open_shell: Callable[[Path], Shell], qtbot: QtBot
) -> None:
    desk = open_desk(stores / "unit")
    fill_month(desk, utc_now())
    close_desk(desk)
    shell = open_shell(stores / "unit")
    shell.resize(1366, 768)
    shell.preferences.change(zoom=150)
    shell.notice.show_warning("退回或重新打开的理由：更正")
    work = shell.work()
    assert isinstance(work, UnitWorkspace)
    work.open_submission(PLAN, MONTH)
    settle(qtbot, shell)
    work.go("sign_off")
    settle(qtbot, shell)
    cut = [
        label.text()
        for step in work.sign_off.steps
        for label in step.findChildren(QLabel)
        if label.isVisible() and label.text() and not is_whole(label)
    ]
    assert cut == []
    lowest = max(step.mapTo(work.sign_off, step.rect().bottomLeft()).y() for step in work.sign_off.steps)
    telephone = work.sign_off.telephone
    assert lowest < telephone.mapTo(work.sign_off, telephone.rect().topLeft()).y()
    assert all(step.rect().contains(step.sign.geometry()) for step in work.sign_off.steps if step.sign.isVisible())


@pytest.mark.parametrize("theme", ["dark", "contrast", "contrast_dark"])
def test_the_sign_that_closes_a_notice_follows_the_theme(theme: str, qtbot: QtBot, qapp: QApplication) -> None:
    bar = NoticeBar()
    qtbot.addWidget(bar)
    bar.show_warning("字")
    dress(qapp, theme=theme)
    QApplication.processEvents()
    close = bar.findChild(QToolButton)
    assert isinstance(close, QToolButton)
    assert close.icon().pixmap(16, 16).toImage() == look.icon("close").pixmap(16, 16).toImage()
