"""A bug reaches the user as one dialog that says so, with a code and a report to copy."""

import sys
import threading
import traceback
from types import TracebackType

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QDialog, QDialogButtonBox, QPlainTextEdit, QWidget

from baise_desktop import __version__
from baise_desktop.texts import say
from baise_desktop.ui.dialog_size import open_at
from baise_desktop.ui.labels import IconLine, column, plain_label


def bug_code(error: BaseException) -> str:
    """Eight hex digits that are the same whenever the same line fails in the same way."""
    import hashlib  # a window begins without it

    last = traceback.extract_tb(error.__traceback__)[-1:]
    place = "".join(f"{frame.name}:{frame.line}" for frame in last)
    return hashlib.sha256(f"{type(error).__name__}:{place}".encode()).hexdigest()[:8]


def bug_report(error: BaseException) -> str:
    """What a developer needs to know, as text."""
    lines = "".join(traceback.format_exception(error))
    head = say("window.bug_report_head", version=__version__, code=bug_code(error))
    return f"{head}\n{lines}"


class BugDialog(QDialog):
    """Says that the program itself is at fault and lets the report be copied."""

    def __init__(self, error: BaseException, parent: QWidget | None = None) -> None:
        """The report is fixed when the dialog is made."""
        super().__init__(parent)
        self.setWindowTitle(say("window.bug_title"))
        open_at(self, 680, 420)
        self.report = QPlainTextEdit(bug_report(error), readOnly=True)
        self.report.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.copy = buttons.addButton(say("window.bug_copy"), QDialogButtonBox.ButtonRole.ActionRole)
        self.copy.clicked.connect(self._copy)
        buttons.rejected.connect(self.reject)
        head = IconLine("blocking", say("window.bug_head", code=bug_code(error)), "danger")
        column(self, head, plain_label(say("window.bug_advice"), wrap=True), self.report, buttons, margin=16)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.report.toPlainText())
        self.copy.setText(say("window.bug_copied"))


class BugWatch(QObject):
    """Shows the dialog for every exception that nobody took, from whatever thread."""

    _seen = Signal(object)

    def __init__(self, app: QApplication) -> None:
        """Takes over `sys.excepthook` and `threading.excepthook`."""
        super().__init__(app)
        self._open: BugDialog | None = None
        self._seen.connect(self._show, Qt.ConnectionType.QueuedConnection)
        sys.excepthook = self._take
        threading.excepthook = lambda args: self._take(args.exc_type, args.exc_value, args.exc_traceback)

    def _take(self, kind: type[BaseException], error: BaseException | None, trace: TracebackType | None) -> None:
        if error is None or issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error or kind(), trace)
            return
        sys.stderr.write("".join(traceback.format_exception(kind, error, trace)))
        self._seen.emit(error)

    def _show(self, error: BaseException) -> None:
        if self._open is not None:
            return
        self._open = BugDialog(error, QApplication.activeWindow())
        self._open.exec()
        self._open = None
