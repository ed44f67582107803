"""What a newer task pack brings: what the city says about it, what changed, and what must be signed again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHeaderView, QWidget

from baise_desktop.form.changes import section_name
from baise_desktop.texts import say
from baise_desktop.ui.dialog_size import open_at
from baise_desktop.ui.labels import IconLine, button, column, copyable_label, plain_label
from baise_desktop.ui.plain_table import Cell, Heading, Line, PlainTableView

if TYPE_CHECKING:
    from collections.abc import Sequence

    from baise_desktop.app.packs.opening import OpenedPack
    from baise_desktop.form.changes import Change
    from baise_desktop.ui.shell import Shell


class PackNews(QDialog):
    """任务包更新: read once, closed with one key."""

    def __init__(self, opened: OpenedPack, parent: QWidget) -> None:
        """Shows everything at once."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(say("window.news_title"))
        open_at(self, 960, 560)
        plan = {"plan": opened.plan_name, "version": opened.version, "before": opened.before}
        heading = "window.news_headline" if opened.before else "window.news_first"
        self.headline = plain_label(say(heading, **plan), "section", wrap=True)
        self.note = copyable_label(say("window.news_note", note=opened.note))
        self.note.setWordWrap(True)
        self.note.setVisible(bool(opened.note))
        self.overtaken = IconLine(wrap=True)
        words = say("window.news_overtaken", submissions=opened.overtaken_words)
        self.overtaken.show_state("explain", words, "warning")
        self.overtaken.setVisible(bool(opened.overtaken))
        self.changes = PlainTableView(news_headings())
        self.changes.table.set_lines(news_lines(opened.changes))
        self.changes.setVisible(bool(opened.changes))
        self.changes.setWordWrap(True)
        self.changes.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        same = plain_label(say("window.news_same"), "muted")
        same.setVisible(not opened.changes)
        self.close_button = button(say("window.news_close"), "primary")
        self.close_button.setDefault(True)
        self.close_button.clicked.connect(self.accept)
        layout = column(self, self.headline, self.note, self.overtaken, same, self.changes, margin=16, spacing=10)
        layout.setStretch(4, 1)
        layout.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignRight)


def news_headings() -> tuple[Heading, ...]:
    """Of the changes."""
    return Heading(say("window.news_section"), 110), Heading(say("window.news_what"), 0)


def news_lines(changes: Sequence[Change]) -> list[Line]:
    """One line a change, in the order of the pack."""
    return [
        Line((Cell(section_name(change.section)), Cell(change.sentence, tip=change.sentence)), change)
        for change in changes
    ]


def show_news(shell: Shell, opened: OpenedPack) -> None:
    """Say that the pack is in; where it changes something, say what."""
    shell.notice.show_success(say("window.news_opened", plan=opened.plan_name, version=opened.version))
    if opened.changes or opened.overtaken:
        PackNews(opened, shell).open()
