"""The window opens inside the screen."""

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from baise_desktop.ui.window_size import FRAME, show_fitting


def test_a_window_that_does_not_fit_with_its_frame_takes_the_whole_screen(qtbot: QtBot) -> None:
    room = QGuiApplication.primaryScreen().availableGeometry().size()
    for spare, maximised in ((FRAME, False), (FRAME - 1, True)):
        window = QWidget()
        qtbot.addWidget(window)
        window.resize(room.width() - FRAME, room.height() - spare)
        show_fitting(window)
        assert window.isMaximized() is maximised
