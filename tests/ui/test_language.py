import re

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import (
    QApplication,
    QDialogButtonBox,
    QFileDialog,
    QInputDialog,
    QLabel,
    QLineEdit,
    QMessageBox,
    QPlainTextEdit,
    QPushButton,
    QToolButton,
    QWidget,
    QWizard,
)
from pytestqt.qtbot import QtBot

from baise_desktop.app.installation import resources
from baise_desktop.ui.language import choose_face

FOREIGN = re.compile(r"[A-Za-z]{2,}")
SHORTCUT = re.compile(r"\t.*|\(&\w\)|&|\*\.\w+")


def foreign(texts: list[str]) -> list[str]:
    """Texts with words that are not Chinese; names of keys do not count."""
    return [text for text in texts if FOREIGN.search(SHORTCUT.sub("", text))]


def test_qts_own_buttons_are_chinese(qtbot: QtBot) -> None:
    kinds = [kind for kind in QDialogButtonBox.StandardButton if kind.value]
    box = QDialogButtonBox()
    qtbot.addWidget(box)
    texts = [box.addButton(kind).text() for kind in kinds]
    assert len(texts) > 15
    assert foreign(texts) == []


@pytest.mark.parametrize("make", [QLineEdit, QPlainTextEdit])
def test_context_menus_are_chinese(qtbot: QtBot, make: type[QLineEdit] | type[QPlainTextEdit]) -> None:
    edit = make()
    qtbot.addWidget(edit)
    menu = edit.createStandardContextMenu()
    assert foreign([action.text() for action in menu.actions()]) == []
    menu.deleteLater()


def spoken(widget: QWidget) -> list[str]:
    """What a dialog says."""
    parts = [*widget.findChildren(QPushButton), *widget.findChildren(QLabel), *widget.findChildren(QToolButton)]
    return [part.text() for part in parts if part.isVisible()]


def test_dialogs_of_qt_are_chinese(qtbot: QtBot) -> None:
    files = QFileDialog(None, "选择", "/")
    files.setOption(QFileDialog.Option.DontUseNativeDialog)
    text = QInputDialog()
    message = QMessageBox(
        QMessageBox.Icon.Question, "问", "是否", QMessageBox.StandardButton.Yes | QMessageBox.StandardButton.No
    )
    wizard = QWizard()
    wizard.setOptions(QWizard.WizardOption.HaveHelpButton)
    for dialog in (files, text, message, wizard):
        qtbot.addWidget(dialog)
        dialog.setWindowModality(Qt.WindowModality.NonModal)
        dialog.show()
        assert foreign(spoken(dialog)) == [], type(dialog).__name__
        dialog.close()


@pytest.mark.parametrize("source", ["Folder", "File", "%1 File", "Drive"])
def test_kinds_of_files_are_chinese(qapp: QApplication, source: str) -> None:
    assert foreign([qapp.translate("QAbstractFileIconProvider", source).replace("%1", "")]) == []


def test_the_face_has_chinese_characters(qapp: QApplication) -> None:
    assert choose_face(qapp, resources.fonts_folder())
    assert all(QFontMetrics(qapp.font()).inFontUcs4(ord(character)) for character in "百色科技填报台县")
