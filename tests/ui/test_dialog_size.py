"""Dialogs that ask for more than there is."""

import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication, QDialog, QMainWindow
from pytestqt.qtbot import QtBot

from baise_desktop.app.installation import resources
from baise_desktop.ui import look
from baise_desktop.ui.dialog_size import open_at


@pytest.mark.parametrize(("zoom", "size"), [(100, QSize(620, 500)), (150, QSize(930, 696))])
def test_a_dialog_grows_with_the_zoom_but_not_over_its_window(
    qtbot: QtBot, qapp: QApplication, zoom: int, size: QSize
) -> None:
    look.apply_look(qapp, look.Look(resources.styles_folder(), resources.icons_folder(), zoom=zoom))
    window = QMainWindow()
    qtbot.addWidget(window)
    window.resize(1366, 768)
    dialog = QDialog(window)
    open_at(dialog, 620, 500)
    assert dialog.size() == size


def test_a_dialog_opened_from_a_small_dialog_is_bounded_by_the_main_window(qtbot: QtBot, qapp: QApplication) -> None:
    look.apply_look(qapp, look.Look(resources.styles_folder(), resources.icons_folder()))
    window = QMainWindow()
    qtbot.addWidget(window)
    window.resize(1366, 768)
    small = QDialog(window)
    open_at(small, 400, 300)
    preview = QDialog(small)
    open_at(preview, 1200, 680)
    assert preview.size() == QSize(1200, 680)
