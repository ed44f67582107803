"""A submission goes back: cells are marked with comments, a reason is given, the signed return is written."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QPlainTextEdit, QSplitter, QWidget

from baise_desktop.app.clock import utc_now
from baise_desktop.exchange.return_package import LONGEST_COMMENT, Comment
from baise_desktop.texts import say
from baise_desktop.ui import look
from baise_desktop.ui.dialog_size import open_at
from baise_desktop.ui.dialogs import choose_new_file
from baise_desktop.ui.labels import NoticeBar, button, column, plain_label, row
from baise_desktop.ui.package_rows import PackageRows
from baise_desktop.ui.plain_table import Cell, Heading, Line, PlainTableView

if TYPE_CHECKING:
    from baise_desktop.app.desk import Desk
    from baise_desktop.app.inbox.receiving import ReceivedPackage
    from baise_desktop.ui.city.key_desk import KeyDesk
    from baise_desktop.ui.jobs import Jobs

_TALL = 560
"""Pixels at 100 % from which there is room for how comments are given; the lines to type in say it in short."""
ON_CELL, ON_ROW, ON_FORM = "cell", "row", "form"


class ReturnWindow(QDialog):
    """Comments on one submission; Esc closes it without returning anything."""

    #: the return was signed and written: the file
    returned = Signal(object)

    def __init__(self, jobs: Jobs, keys: KeyDesk, package: ReceivedPackage, words: str, parent: QWidget) -> None:
        """`words` say which submission it is."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(say("window.return_title"))
        open_at(self, 1440, 860)
        self._keys, self._package = keys, package
        self._comments: dict[tuple[str, str, str], tuple[Comment, str]] = {}
        self.notice = NoticeBar()
        self.rows = PackageRows(jobs, package.identity)
        self.advice = plain_label(say("window.return_advice"), "muted", wrap=True)
        self.place = plain_label(kind="muted")
        self.words = QLineEdit()
        self.words.setMaxLength(LONGEST_COMMENT)
        self.words.setPlaceholderText(say("window.return_comment"))
        self.words.setAccessibleName(say("window.return_comment"))
        self.add = {kind: button(say(f"window.return_{kind}")) for kind in (ON_CELL, ON_ROW, ON_FORM)}
        self.comments = PlainTableView(_headings())
        self.remove = button(say("window.return_remove"))
        self.reason = QPlainTextEdit()
        self.reason.setTabChangesFocus(True)
        self.reason.setPlaceholderText(say("window.return_reason_hint"))
        self.reason.setAccessibleName(say("window.return_reason"))
        self.reason.setMinimumHeight(look.current().pixels(52))
        self.finish = button(say("window.return_finish"), "primary")
        self.cancel = button(say("window.return_cancel"))
        self._lay_out(words)
        self._connect()
        self._show_comments()

    def _lay_out(self, words: str) -> None:
        head = QWidget()
        above = column(head, self.rows, spacing=6)
        above.setStretch(0, 1)
        above.addWidget(self.place)
        line = row(self.words, *self.add.values())
        line.setStretch(0, 1)
        line.setStretch(line.count() - 1, 0)
        above.addLayout(line)
        said, why = QWidget(), QWidget()
        listed = column(said, spacing=6)
        listed.addLayout(row(plain_label(say("window.return_list"), "section"), self.remove))
        listed.addWidget(self.comments, 1)
        column(why, plain_label(say("window.return_reason"), "section"), self.reason, spacing=6).setStretch(1, 1)
        foot = QWidget()
        beside = QHBoxLayout(foot)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.addWidget(said, 3)
        beside.addWidget(why, 2)
        split = QSplitter(Qt.Orientation.Vertical)
        for part in (head, foot):
            split.addWidget(part)
        split.setChildrenCollapsible(False)
        split.setSizes([400, 200])
        layout = column(self, self.notice, plain_label(words, "section"), margin=14, spacing=8)
        layout.addWidget(self.advice)
        layout.addWidget(split, 1)
        ends = row(plain_label(), self.finish, self.cancel)
        ends.setStretch(0, 1)
        ends.setStretch(ends.count() - 1, 0)
        layout.addLayout(ends)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is little height the rows have it."""
        super().resizeEvent(event)
        self.advice.setVisible(self.height() >= look.current().pixels(_TALL))

    def _connect(self) -> None:
        self.rows.moved.connect(self._tell_place)
        self.rows.view.activated.connect(lambda _: self.words.setFocus())
        self.words.returnPressed.connect(lambda: self._add(ON_CELL))
        for kind, control in self.add.items():
            control.clicked.connect(partial(self._add, kind))
        self.remove.clicked.connect(self._remove)
        self.comments.selectionModel().selectionChanged.connect(lambda *_: self._allow())
        self.reason.textChanged.connect(self._allow)
        self.finish.clicked.connect(self._finish)
        self.cancel.clicked.connect(self.reject)
        delete = QShortcut(QKeySequence(Qt.Key.Key_Delete), self.comments, self._remove)
        delete.setContext(Qt.ShortcutContext.WidgetShortcut)

    def _tell_place(self) -> None:
        form, (row_id, key) = self.rows.form(), self.rows.place()
        rows = self.rows.model.rows
        if form is None or rows is None or not key:
            self.place.setText("")
            return
        self.place.setText(say("window.return_place", place=self._told(form.title, row_id, key)))
        held = self._comments.get((form.form, row_id, key))
        self.words.setText(held[0].comment if held else "")

    def _told(self, title: str, row_id: str, key: str) -> str:
        rows = self.rows.model.rows
        if rows is None:
            return title
        number = next((number for number, each in enumerate(rows.rows, 1) if each.row_id == row_id), 0)
        named = [title]
        if number and len(rows.rows) > 1:
            named.append(say("findings.ROW", number=number, name=rows.rows[number - 1].name).strip())
        if key:
            named.append(rows.names[rows.keys.index(key)])
        return "　".join(named)

    def _add(self, kind: str) -> None:
        form, (row_id, key) = self.rows.form(), self.rows.place()
        text = self.words.text().strip()
        if form is None or not text:
            self.words.setFocus()
            return
        row_id, key = {ON_CELL: (row_id, key), ON_ROW: (row_id, ""), ON_FORM: ("", "")}[kind]
        comment = Comment(form.form, row_id, key, text)
        self._comments[form.form, row_id, key] = (comment, self._told(form.title, row_id, key))
        self.words.clear()
        self._show_comments()
        self.rows.view.setFocus()

    def _remove(self) -> None:
        for comment in self.comments.chosen():
            self._comments.pop((comment.form, comment.row_id, comment.field))
        self._show_comments()

    def _show_comments(self) -> None:
        lines = [Line((Cell(place), Cell(each.comment)), each) for each, place in self._comments.values()]
        self.comments.table.set_lines(lines)
        marks: dict[str, dict[tuple[str, str], str]] = {}
        for comment, _ in self._comments.values():
            marks.setdefault(comment.form, {})[comment.row_id, comment.field] = comment.comment
        self.rows.set_marks(marks)
        self._allow()

    def _allow(self) -> None:
        self.finish.setEnabled(bool(self._comments or self.reason.toPlainText().strip()))
        self.remove.setEnabled(bool(self.comments.chosen()))

    def _finish(self) -> None:
        suggested = f"{self._package.unit}_{self._package.plan}_{self._package.period}_v{self._package.version}"
        file = choose_new_file(
            self, say("window.return_finish"), f"{suggested}_return.asice", say("window.package_kinds")
        )
        if file is not None:
            comments = [comment for comment, _ in self._comments.values()]
            job = partial(_return, self._package.identity, comments, self.reason.toPlainText(), file)
            self._keys.sign(job, self._close, self.notice.show_error)

    def _close(self, file: Path) -> None:
        self.returned.emit(file)
        self.accept()


def _headings() -> tuple[Heading, ...]:
    return Heading(say("window.return_where"), 460), Heading(say("window.return_what"), 0)


def _return(identity: str, comments: list[Comment], reason: str, file: Path, desk: Desk, passphrase: str) -> Path:
    from baise_desktop.app.files.output_file import write_whole
    from baise_desktop.app.inbox.returning import return_submission

    made = return_submission(desk, identity, comments, reason, passphrase, utc_now())
    return write_whole(file, made.content)
