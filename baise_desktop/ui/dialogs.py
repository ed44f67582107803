"""Questions and file choices, with plain text and Chinese buttons."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QInputDialog, QLineEdit, QMessageBox, QWidget

from baise_desktop.errors import BaiseError
from baise_desktop.texts import say


def confirm(
    parent: QWidget,
    question: str,
    icon: QMessageBox.Icon = QMessageBox.Icon.Question,
    answers: tuple[str, str] | None = None,
) -> bool:
    """Ask yes or no, in these words if any are given; no is the default."""
    box = QMessageBox(icon, say("window.app_name"), question, parent=parent)
    box.setTextFormat(Qt.TextFormat.PlainText)
    agree, decline = answers or (say("window.yes"), say("window.no"))
    yes = box.addButton(agree, QMessageBox.ButtonRole.AcceptRole)
    no = box.addButton(decline, QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(no)
    box.exec()
    return box.clickedButton() is yes


def show_refusal(parent: QWidget | None, error: BaiseError) -> None:
    """A refusal in a box, where no window is there to carry a notice."""
    text = say("window.refusal", code=error.code, sentence=error.sentence)
    box = QMessageBox(QMessageBox.Icon.Warning, say("window.app_name"), text, parent=parent)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.exec()


def ask_text(parent: QWidget, title: str, prompt: str, *, secret: bool = False) -> str | None:
    """One line of text, or None when the reader thought better of it."""
    mode = QLineEdit.EchoMode.Password if secret else QLineEdit.EchoMode.Normal
    text, given = QInputDialog.getText(parent, title, prompt, mode)
    return text if given else None


def choose_folder(parent: QWidget, title: str, start: str = "") -> Path | None:
    """A folder, or None."""
    chosen = QFileDialog.getExistingDirectory(parent, title, start)
    return Path(chosen) if chosen else None


def choose_files(parent: QWidget, title: str, kinds: str) -> list[Path]:
    """Files to read; empty when none were chosen."""
    chosen, _ = QFileDialog.getOpenFileNames(parent, title, "", kinds)
    return [Path(name) for name in chosen]


def choose_file(parent: QWidget, title: str, kinds: str) -> Path | None:
    """One file to read, or None."""
    chosen, _ = QFileDialog.getOpenFileName(parent, title, "", kinds)
    return Path(chosen) if chosen else None


def choose_new_file(parent: QWidget, title: str, suggested: str, kinds: str) -> Path | None:
    """A file to write, or None."""
    chosen, _ = QFileDialog.getSaveFileName(parent, title, suggested, kinds)
    return Path(chosen) if chosen else None
