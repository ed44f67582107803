"""Questions and file choices, with plain text and Chinese buttons."""

from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt
from PySide6.QtWidgets import QFileDialog, QGridLayout, QInputDialog, QLineEdit, QMessageBox, QSpacerItem, QWidget

from baise_desktop.errors import BaiseError
from baise_desktop.texts import say
from baise_desktop.ui import look
from baise_desktop.ui.mnemonics import with_letter

_BOX_WIDTH = 460
"""Pixels at 100 %: narrower, a short question stands in many short lines."""


def confirm(
    parent: QWidget,
    question: str,
    icon: QMessageBox.Icon = QMessageBox.Icon.Question,
    answers: tuple[str, str] | None = None,
) -> bool:
    """Ask yes or no, in these words if any are given; no is the default."""
    box = _box(parent, question, warns=icon is QMessageBox.Icon.Warning)
    agree, decline = answers or (say("window.yes"), say("window.no"))
    yes = box.addButton(with_letter(agree), QMessageBox.ButtonRole.AcceptRole)
    no = box.addButton(with_letter(decline), QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(no)
    box.exec()
    return box.clickedButton() is yes


def choose_one(parent: QWidget, question: str, answers: tuple[str, ...]) -> int | None:
    """Ask for one of several things; None when the reader thought better of it."""
    box = _box(parent, question, warns=False)
    offered = [box.addButton(with_letter(answer), QMessageBox.ButtonRole.AcceptRole) for answer in answers]
    box.addButton(QMessageBox.StandardButton.Cancel)
    box.setDefaultButton(offered[0])
    box.exec()
    chosen = box.clickedButton()
    return offered.index(chosen) if chosen in offered else None


def show_refusal(parent: QWidget | None, error: BaiseError) -> None:
    """A refusal in a box, where no window is there to carry a notice."""
    text = say("window.refusal", code=error.code, sentence=error.sentence)
    _box(parent, text, warns=True).exec()


def _box(parent: QWidget | None, text: str, *, warns: bool) -> QMessageBox:
    """With an icon like all others of the program."""
    box = QMessageBox(QMessageBox.Icon.NoIcon, say("window.app_name"), text, parent=parent)
    box.setTextFormat(Qt.TextFormat.PlainText)
    grid = box.layout()
    if isinstance(grid, QGridLayout):
        # Asked of the label itself, it would not be wrapped any more.
        grid.addItem(QSpacerItem(look.current().pixels(_BOX_WIDTH), 0), grid.rowCount(), 0, 1, grid.columnCount())
    box.setIconPixmap(look.pixmap("explain", "warning", 32) if warns else look.pixmap("hint", "accent", 32))
    return box


def ask_text(parent: QWidget, title: str, prompt: str, *, secret: bool = False) -> str | None:
    """One line of text, or None when the reader thought better of it."""
    mode = QLineEdit.EchoMode.Password if secret else QLineEdit.EchoMode.Normal
    text, given = QInputDialog.getText(parent, title, prompt, mode)
    return text if given else None


class _Visited:
    """Where the last file was chosen: the next one mostly lies beside it."""

    def __init__(self) -> None:
        self._folder = ""

    def folder(self) -> str:
        """The documents to begin with, never the folder that the program happens to be started in."""
        documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        return self._folder or (documents if Path(documents).is_dir() else str(Path.home()))

    def note(self, chosen: str) -> Path | None:
        """What a dialog gave, as a path."""
        if not chosen:
            return None
        path = Path(chosen)
        self._folder = str(path if path.is_dir() else path.parent)
        return path


_visited = _Visited()


def choose_folder(parent: QWidget, title: str, start: str = "") -> Path | None:
    """A folder, or None."""
    return _visited.note(QFileDialog.getExistingDirectory(parent, title, start or _visited.folder()))


def choose_files(parent: QWidget, title: str, kinds: str) -> list[Path]:
    """Files to read; empty when none were chosen."""
    chosen, _ = QFileDialog.getOpenFileNames(parent, title, _visited.folder(), kinds)
    return [path for name in chosen if (path := _visited.note(name)) is not None]


def choose_file(parent: QWidget, title: str, kinds: str) -> Path | None:
    """One file to read, or None."""
    return _visited.note(QFileDialog.getOpenFileName(parent, title, _visited.folder(), kinds)[0])


def choose_new_file(parent: QWidget, title: str, suggested: str, kinds: str) -> Path | None:
    """A file to write, or None."""
    place = str(Path(_visited.folder()) / suggested)
    return _visited.note(QFileDialog.getSaveFileName(parent, title, place, kinds)[0])
