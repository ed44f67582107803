"""核验文件: whether a package or a PDF is intact, valid and trusted, each apart, in the words of `baise verify`."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QWidget

from baise_desktop.app.clock import utc_now
from baise_desktop.texts import say
from baise_desktop.ui.dialog_size import open_at
from baise_desktop.ui.dialogs import ask_text, choose_file, show_refusal
from baise_desktop.ui.labels import IconLine, button, column, copyable_label, plain_label, row
from baise_desktop.ui.plain_table import Cell, Heading, Line, PlainTableView

if TYPE_CHECKING:
    from pathlib import Path

    from baise_desktop.app.desk import Desk
    from baise_desktop.app.inbox.file_verdict import FileVerdict
    from baise_desktop.errors import BaiseError
    from baise_desktop.exchange.inspection import Fact
    from baise_desktop.ui.jobs import Jobs


def verify_chosen(parent: QWidget, jobs: Jobs) -> None:
    """Ask for a file, and show what is to be said of it."""
    file = choose_file(parent, say("window.verify_choose"), say("window.verify_kinds"))
    if file is not None:
        verify_one(parent, jobs, file)


def verify_one(parent: QWidget, jobs: Jobs, file: Path, passphrase: str = "") -> None:
    """Show what is to be said of a file; one that is encrypted asks for the passphrase of the city."""

    def judge(desk: Desk) -> FileVerdict:
        from baise_desktop.app.inbox.file_verdict import verify_here

        return verify_here(desk, file, passphrase, utc_now())

    def failed(error: BaiseError) -> None:
        given = None
        if error.code == "ENCRYPTED":
            given = ask_text(parent, say("window.verify_title"), say("window.verify_passphrase"), secret=True)
        if given:
            verify_one(parent, jobs, file, given)
        elif error.code != "ENCRYPTED":
            show_refusal(parent, error)

    jobs.run(judge, partial(_show, parent, file.name), failed)


def _show(parent: QWidget, name: str, verdict: FileVerdict) -> None:
    VerifyWindow(name, verdict, parent).show()


class VerifyWindow(QDialog):
    """One file; Esc closes it."""

    def __init__(self, name: str, verdict: FileVerdict, parent: QWidget | None = None) -> None:
        """`name`: of the file."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(say("window.verify_title"))
        open_at(self, 1060, 620)
        self.facts = {each: IconLine(wrap=True) for each, _ in verdict.facts()}
        for each, fact in verdict.told_facts():
            word, icon, tone = _look(fact)
            kind = "paper_" if verdict.paper and each == "intact" and fact.holds else ""
            self.facts[each].show_state(icon, say(f"window.verify_{kind}{each}_{word}", reason=fact.reason), tone)
        self.described = copyable_label("\n".join(verdict.described()))
        self.files = PlainTableView([Heading(say("window.verify_name"), 240), Heading(say("window.verify_digest"), 0)])
        listed = verdict.inspection.files
        self.files.table.set_lines([Line((Cell(each.name), Cell(each.digest))) for each in listed])
        self.close_button = button(say("window.close"), "primary")
        self.close_button.clicked.connect(self.accept)
        layout = column(self, plain_label(name, "section", wrap=True), *self.facts.values(), margin=16, spacing=10)
        layout.addWidget(self.described)
        if listed:
            layout.addWidget(plain_label(say("window.verify_files", count=len(listed))))
            layout.addWidget(self.files, 1)
        else:
            self.files.hide()
            layout.addStretch(1)
        foot = row(plain_label(say("window.verify_advice"), "muted", wrap=True), stretch_last=True)
        foot.addWidget(self.close_button)
        layout.addLayout(foot)
        self.close_button.setFocus()


def _look(fact: Fact) -> tuple[str, str, str]:
    """End of the text's key, icon and tone; a fact may hold under a reserve."""
    if not fact.holds:
        return "no", "blocking", "danger"
    return ("yes_but", "explain", "warning") if fact.reason else ("yes", "done", "good")
