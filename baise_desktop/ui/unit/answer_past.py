"""Below an answer: what was said last time, how much is written, and last time's text on request."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics, QResizeEvent, QTextCursor
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QSizePolicy, QVBoxLayout, QWidget

from baise_desktop.texts import say
from baise_desktop.ui.labels import IconLine, button, plain_label, plain_tip, set_look

if TYPE_CHECKING:
    from baise_desktop.app.entry.ghost_words import GhostTexts
    from baise_desktop.ui.unit.answer import Answer

MOST_CHARACTERS = 2000
"""More than so many no reader of a report takes in. Beyond, the count says so; nothing is cut."""


class AnswerPast(QWidget):
    """One line, and for texts a second one."""

    #: last time's text was put into the answer
    taken = Signal()

    def __init__(self, answer: Answer, ghosts: GhostTexts, row_id: str) -> None:
        """Says nothing where nothing is known of last time."""
        super().__init__()
        self._answer, self._ghosts = answer, ghosts
        self._then = ghosts.text(row_id, answer.question.key)
        self._words = ""
        self.words = plain_label(kind="muted")
        self.words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.mark = IconLine("explain", say("window.past_unread"), "warning")
        self.take = button(say("window.past_take"), "chip")
        self.take.setToolTip(say("window.past_take_tip"))
        # F7 does it by the keyboard, and Tab goes on to the next answer.
        self.take.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.take.clicked.connect(self.take_over)
        self.count = plain_label(kind="muted")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addWidget(self.words)
        foot = QHBoxLayout()
        foot.addWidget(self.take)
        foot.addWidget(self.mark)
        foot.addStretch(1)
        foot.addWidget(self.count)
        layout.addLayout(foot)
        self._is_text = isinstance(answer.editor, QPlainTextEdit)
        for part in (self.take, self.mark, self.count):
            part.setVisible(self._is_text)
        answer.editor.textChanged.connect(self.renew)
        self.renew()

    def renew(self) -> None:
        """Say it again of what stands in the answer now."""
        from baise_desktop.app.checks.past_check import same_text
        from baise_desktop.app.entry.ghost_words import tell_ghost

        now = self._answer.text()
        said = tell_ghost(self._answer.question, now, self._then, comparable=self._ghosts.comparable)
        self._words = said.text if said else ""
        self.words.setVisible(bool(said))
        self.words.setToolTip(plain_tip(self._then if said else ""))
        set_look(self.words, "tone", "warning" if said and said.large else "muted")
        self._elide()
        if self._is_text:
            same = same_text(now, self._then)
            self.mark.setVisible(same)
            self.take.setVisible(bool(self._then) and not same and not self._answer.is_locked())
            self._tell_count(len("".join(now.split())))

    def take_over(self) -> None:
        """Put last time's text behind what stands there; it is a draft until somebody changes it."""
        editor = self._answer.editor
        if isinstance(editor, QPlainTextEdit) and self._then:
            cursor = editor.textCursor()
            cursor.movePosition(QTextCursor.MoveOperation.End)
            cursor.insertText(f"\n{self._then}" if self._answer.text() else self._then)
            editor.setTextCursor(cursor)
            editor.setFocus()
            self._answer.commit()
            self.taken.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Cut the words to the room there is."""
        super().resizeEvent(event)
        self._elide()

    def _elide(self) -> None:
        metrics = QFontMetrics(self.words.font())
        self.words.setText(metrics.elidedText(self._words, Qt.TextElideMode.ElideRight, max(self.width(), 80)))

    def _tell_count(self, written: int) -> None:
        over = written > MOST_CHARACTERS
        words = "window.past_count_over" if over else "window.past_count"
        self.count.setText(say(words, count=written, most=MOST_CHARACTERS))
        set_look(self.count, "tone", "warning" if over else "muted")


def show_past(answers: dict[str, Answer], ghosts: GhostTexts, row_id: str) -> dict[str, AnswerPast]:
    """Say below answers what was said last time; texts have their count in any case."""
    made = {}
    for key, answer in answers.items():
        if ghosts.text(row_id, key) or isinstance(answer.editor, QPlainTextEdit):
            made[key] = AnswerPast(answer, ghosts, row_id)
            answer.layout().addWidget(made[key])
    return made
