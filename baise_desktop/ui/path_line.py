"""Paths: the line to choose one on, and the line that says where a file went."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QWidget

from baise_desktop.texts import say
from baise_desktop.ui.labels import button, column, copyable_label, row


class PathLine(QWidget):
    """A path that is chosen in a dialog or typed."""

    #: the path was changed
    changed = Signal()

    def __init__(self, hint: str, choose: Callable[[QWidget], Path | None], label: str) -> None:
        """`choose` asks for the path and gives None when the reader thought better of it."""
        super().__init__()
        self.edit = QLineEdit()
        self.edit.setPlaceholderText(hint)
        self.edit.setAccessibleName(hint)
        self.edit.textChanged.connect(self.changed)
        self._choose = choose
        self.button = button(label, icon="folder")
        self.button.clicked.connect(self._ask)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.edit, 1)
        layout.addWidget(self.button)

    def path(self) -> Path | None:
        """The path, or None when there is none."""
        text = self.edit.text().strip()
        return Path(text) if text else None

    def _ask(self) -> None:
        path = self._choose(self)
        if path is not None:
            self.edit.setText(str(path))


@dataclass(frozen=True, slots=True)
class ResultWords:
    """What the buttons of a result are called: where two results stand on one page, each needs letters of its own."""

    folder: str
    file: str
    copy: str


class ResultLine(QFrame):
    """Where a file went, with the way to it."""

    def __init__(self, opener: Callable[[Path], object] | None = None, words: ResultWords | None = None) -> None:
        """Hidden until something was written; `opener` shows it in the program instead of outside."""
        super().__init__()
        self._words = words or ResultWords(say("window.open_folder"), say("window.open_file"), say("window.copy_path"))
        self._opener = opener
        self.setProperty("class", "pill")
        self.setProperty("tone", "good")
        self._path = Path()
        self.text = copyable_label()
        self.open_folder = button(self._words.folder, icon="folder")
        self.open_folder.clicked.connect(self._open_folder)
        self.open_file = button(self._words.file)
        self.open_file.clicked.connect(self._open_file)
        self.copy = button(self._words.copy)
        self.copy.clicked.connect(self._copy)
        layout = column(self, self.text, margin=10)
        layout.addLayout(row(self.open_folder, self.open_file, self.copy))
        self.hide()

    def show_path(self, path: Path, text: str, *, readable: bool) -> None:
        """`readable` files can be opened from here."""
        self._path = path
        self.text.setText(text)
        self.open_file.setVisible(readable)
        self.copy.setText(self._words.copy)
        self.show()

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(str(self._path))
        self.copy.setText(say("window.path_copied"))

    def _open_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._path.parent)))

    def _open_file(self) -> None:
        if self._opener is not None:
            self._opener(self._path)
        else:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._path)))
