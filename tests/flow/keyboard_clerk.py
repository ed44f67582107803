"""A clerk without a mouse: keys go to whatever has the focus, and the screen is read, never touched."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QApplication, QDialog, QFileDialog, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from baise_desktop.app.desk import Desk
from baise_desktop.ui.shell import Shell
from tests.ui.conftest import focused, settle, type_text

NONE = Qt.KeyboardModifier.NoModifier
CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier
_MOUSE = {
    QEvent.Type.MouseButtonPress,
    QEvent.Type.MouseButtonRelease,
    QEvent.Type.MouseButtonDblClick,
    QEvent.Type.Wheel,
    QEvent.Type.DragEnter,
    QEvent.Type.Drop,
}
_MOST_TABS = 80
Answer = TypeVar("Answer")


class Watch(QObject):
    """Notes every event of a mouse, and every dialog that stops the rest of the window."""

    def __init__(self) -> None:
        super().__init__()
        self.mouse = 0
        self.dialogs: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        self.mouse += event.type() in _MOUSE
        if event.type() == QEvent.Type.Show and isinstance(watched, QDialog) and watched.isModal():
            self.dialogs.append(type(watched).__name__)
        return False


class Clerk:
    """Hands and eyes at one window."""

    def __init__(self, qtbot: QtBot, shell: Shell) -> None:
        self._qtbot, self._shell = qtbot, shell

    # --- hands

    def press(self, *keys: Qt.Key, modifier: Qt.KeyboardModifier = NONE) -> None:
        """Keys, each to whatever then has the focus."""
        for key in keys:
            QTest.keyClick(focused(), key, modifier)

    def press_and_wait(self, *keys: Qt.Key, modifier: Qt.KeyboardModifier = NONE) -> None:
        """Keys, and what they set going."""
        self.press(*keys, modifier=modifier)
        self.wait()

    def type(self, text: str) -> None:
        """Text as a keyboard and an input method give it."""
        type_text(text)

    def retype(self, text: str) -> None:
        """Another text into the line that has the focus."""
        self.press(Qt.Key.Key_A, modifier=CONTROL)
        self.type(text)

    def command(self, words: str) -> None:
        """A command by its pinyin."""
        self._find(Qt.Key.Key_K, words)

    def go_to(self, words: str) -> None:
        """A field, form or row by its pinyin or key."""
        self._find(Qt.Key.Key_G, words)

    def tab_to(self, name: str) -> None:
        """Tab until that field or button has the keyboard."""
        for _ in range(_MOST_TABS):
            if self.name_at_hand() == name:
                return
            self.press(Qt.Key.Key_Tab)
        raise AssertionError(f"Tab never came to {name}, it is at {self.name_at_hand()}")

    def tab_to_column(self, name: str) -> None:
        """Tab along a row."""
        for _ in range(_MOST_TABS):
            if self.cell()[1] == name:
                return
            self.press(Qt.Key.Key_Tab)
        raise AssertionError(f"Tab never came to {name}, it is at {self.name_at_hand()}")

    def choose_file(self, path: str, open_it: Callable[[], None]) -> None:
        """Open the dialog for files and type where the file is."""
        typist = _FileTypist(path)
        open_it()
        self.wait()
        assert typist.done
        typist.deleteLater()

    def wait(self) -> None:
        """Until the window has done what it was told."""
        settle(self._qtbot, self._shell)

    def wait_for(self, sentence: str) -> None:
        """Until the state line says so."""
        self._qtbot.waitUntil(lambda: self._shell.verdict.text() == sentence, timeout=15_000)
        self.wait()

    def _find(self, key: Qt.Key, words: str) -> None:
        self.press(key, modifier=CONTROL)
        self.type(words)
        self.press_and_wait(Qt.Key.Key_Return)

    # --- eyes

    def name_at_hand(self) -> str:
        """What a screen reader would say of what has the keyboard."""
        widget = focused()
        text = getattr(widget, "text", str)
        return widget.accessibleName() or str(text())

    def cell(self) -> tuple[str, str]:
        """First column of the row at the cursor, and the name of the cursor's column; of a list or register."""
        view = focused()
        if not isinstance(view, QAbstractItemView) or not view.currentIndex().isValid():
            return "", self.name_at_hand()
        index = view.currentIndex()
        heading = view.model().headerData(index.column(), Qt.Orientation.Horizontal)
        return str(index.siblingAtColumn(0).data()), str(heading).split("\n")[0].lstrip("＊")

    def lines(self) -> list[list[str]]:
        """The texts of the list that has the keyboard."""
        view = focused()
        assert isinstance(view, QAbstractItemView)
        model = view.model()
        across = range(model.columnCount())
        return [[str(model.index(line, at).data() or "") for at in across] for line in range(model.rowCount())]

    def verdict(self) -> str:
        """The one line that says whether the submission is fit."""
        return self._shell.verdict.text()

    def notice(self) -> str:
        """The notice on show."""
        return self._shell.notice.text()

    def sees(self, words: str) -> bool:
        """Whether some text on the screen says so."""
        window = QApplication.activeModalWidget() or self._shell
        return any(words in label.text() for label in window.findChildren(QLabel) if label.isVisible())

    def ask(self, job: Callable[[Desk], Answer]) -> Answer:
        """What the store says."""
        answer: list[Answer] = []
        self._shell.jobs.run(lambda desk: [job(desk)], answer.extend)
        self._qtbot.waitUntil(lambda: bool(answer), timeout=20_000)
        return answer[0]


class _FileTypist(QObject):
    """The dialog for files holds up its caller: a clock types into it."""

    def __init__(self, path: str) -> None:
        super().__init__()
        self.done = False
        self._path = path
        self._clock = QTimer(self, interval=60)
        self._clock.timeout.connect(self._type)
        self._clock.start()

    def _type(self) -> None:
        box, at = QApplication.activeModalWidget(), QApplication.focusWidget()
        if not isinstance(box, QFileDialog) or not isinstance(at, QLineEdit):
            return
        if not self.done:
            self.done = True
            QTest.keyClicks(at, self._path)
            return
        # A list of completions takes the first Enter.
        QTest.keyClick(QApplication.activePopupWidget() or at, Qt.Key.Key_Return)


def excel_text(rows: Sequence[Sequence[str]]) -> str:
    """Cells as Excel copies them as text: those with line breaks in quotes."""
    return "".join("\t".join(map(_quote, row)) + "\r\n" for row in rows)


def excel_page(rows: Sequence[Sequence[str]]) -> str:
    """Cells as Excel copies them as a web page, with what it writes around and into them."""
    body = "".join(f" <tr height=19>\r\n{''.join(map(_cell, row))} </tr>\r\n" for row in rows)
    return (
        '<html xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:x="urn:schemas-microsoft-com:office:excel">'
        '<head><meta http-equiv=Content-Type content="text/html; charset=utf-8"><meta name=Generator '
        'content="Microsoft Excel 15"><style><!--table {mso-displayed-decimal-separator:"\\.";}--></style></head>'
        "<body><table border=0 cellpadding=0 cellspacing=0><col width=72><!--StartFragment-->"
        f"{body}<!--EndFragment--></table></body></html>"
    )


def _quote(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if "\n" in text or '"' in text else text


def _cell(text: str) -> str:
    inside = text.replace("&", "&amp;").replace("<", "&lt;").replace("\n", '<br style="mso-data-placement:same-cell;">')
    return f'  <td class=xl65 style="border-top:none">{inside}</td>\r\n'
