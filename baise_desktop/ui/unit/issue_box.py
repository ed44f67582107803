"""以红头文件印发: whether the paper goes out as a document of the unit, and what its header says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QFormLayout, QLineEdit, QWidget

from baise_desktop.texts import say
from baise_desktop.ui import look
from baise_desktop.ui.labels import IconLine, column

if TYPE_CHECKING:
    from baise_desktop.app.outgoing.issuing import Issue
    from baise_desktop.ui.unit.paper_jobs import IssueStart

_PARTS = ("issuer", "number", "recipient")
_WIDEST = 420
"""Pixels at 100 %."""


class IssueBox(QWidget):
    """A tick and, once it is set, the lines of the header, filled as they were the last time."""

    #: ticked, or something else typed
    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._start: IssueStart | None = None
        self.wanted = QCheckBox(say("window.issue_wanted"))
        self.wanted.setToolTip(say("window.issue_tip"))
        self.lines = {part: QLineEdit() for part in _PARTS}
        self.signer = QCheckBox(say("window.issue_signer"))
        self.signer.setToolTip(say("window.issue_signer_tip"))
        self.state = IconLine(wrap=True)
        self._more = QWidget()
        form = QFormLayout(self._more)
        form.setContentsMargins(look.current().pixels(22), 0, 0, 0)
        for part, line in self.lines.items():
            line.setMaximumWidth(look.current().pixels(_WIDEST))
            line.setAccessibleName(say(f"window.issue_{part}"))
            line.setPlaceholderText(say(f"window.issue_{part}_hint"))
            line.textEdited.connect(self._type)
            line.editingFinished.connect(self._tidy)
            form.addRow(say(f"window.issue_{part}"), line)
        form.addRow(self.signer)
        form.addRow(self.state)
        self.state.hide()
        column(self, self.wanted, self._more, spacing=6)
        self._more.hide()
        self.wanted.toggled.connect(self._open)

    def show_start(self, start: IssueStart) -> None:
        """Fill the lines; what is typed about the same submission stays."""
        if self._start is not None and self._start.about == start.about:
            self._start = start
            return
        self._start = start
        self.wanted.setChecked(False)
        for part, line in self.lines.items():
            line.setText(getattr(start.issue, part))
        self.signer.setChecked(start.issue.names_signer)
        self.state.hide()

    def wish(self) -> Issue | None:
        """What was typed; None unless it is wanted."""
        from baise_desktop.app.outgoing.issuing import Issue

        if not self.wanted.isChecked():
            return None
        texts = {part: line.text() for part, line in self.lines.items()}
        return Issue(**texts, names_signer=self.signer.isChecked())

    def is_sound(self) -> bool:
        """Whether nothing is wrong with it; what is wrong is said, and the keyboard goes there."""
        from baise_desktop.app.outgoing.issuing import list_problems

        issue = self.wish()
        if issue is None or self._start is None:
            return True
        problems = list_problems(issue, self._start.names, self._start.today)
        if problems:
            self.state.show_state("blocking", "\n".join(each.message for each in problems), "danger")
            self.state.show()
            line = self.lines[problems[0].field]
            line.setFocus()
            _go_to_serial(line) if problems[0].field == "number" else line.selectAll()
        return not problems

    def _open(self, wanted: bool) -> None:
        self._more.setVisible(wanted)
        self.state.hide()
        if wanted:
            self.lines["number"].setFocus()
            _go_to_serial(self.lines["number"])
        self.changed.emit()

    def _type(self) -> None:
        self.state.hide()
        self.changed.emit()

    def _tidy(self) -> None:
        """Show the number as it will be printed."""
        from baise_desktop.app.outgoing.issuing import read_number

        line = self.lines["number"]
        if line.text() != (number := read_number(line.text())):
            line.setText(number)


def _go_to_serial(line: QLineEdit) -> None:
    """Before the last character, where the serial number of a begun one is missing."""
    line.setCursorPosition(max(0, len(line.text()) - 1))
