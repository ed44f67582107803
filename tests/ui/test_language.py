from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QApplication, QDialogButtonBox
from pytestqt.qtbot import QtBot

from baise_desktop.app import resources
from baise_desktop.ui.language import choose_face


def test_qts_own_buttons_are_chinese(qtbot: QtBot) -> None:
    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
    qtbot.addWidget(box)
    assert box.button(QDialogButtonBox.StandardButton.Cancel).text() == "取消"


def test_the_face_has_chinese_characters(qapp: QApplication) -> None:
    assert choose_face(qapp, resources.fonts_folder())
    assert all(QFontMetrics(qapp.font()).inFontUcs4(ord(character)) for character in "百色科技填报台县")
