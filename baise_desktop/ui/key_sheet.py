"""F1: all keys by page, to read, print or keep as a file."""

from __future__ import annotations

import html
from itertools import groupby
from typing import TYPE_CHECKING

from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QWidget

from baise_desktop.errors import BaiseError
from baise_desktop.texts import say
from baise_desktop.ui.dialog_size import open_at
from baise_desktop.ui.dialogs import choose_new_file, show_refusal
from baise_desktop.ui.labels import button, column, plain_label, row
from baise_desktop.ui.plain_table import Cell, Heading, Line, PlainTableView

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from baise_desktop.ui.commands import Command

PAGES = ("window", "unit", "city", "ledger", "form", "lists", "preview")
"""In the order of the sheet."""


class KeySheet(QDialog):
    """A table of keys."""

    def __init__(self, commands: Iterable[Command], parent: QWidget) -> None:
        super().__init__(parent)
        self._commands = with_keys(commands)
        self.setWindowTitle(say("commands.sheet_title"))
        open_at(self, 760, 660)
        self.view = PlainTableView(
            (
                Heading(say("commands.sheet_page"), 140),
                Heading(say("commands.sheet_what"), 0),
                Heading(say("commands.sheet_keys"), 210),
            )
        )
        self.view.table.set_lines([_line(each) for each in self._commands])
        self.view.selectRow(0)
        self.print = button(say("commands.sheet_print"))
        self.keep = button(say("commands.sheet_keep"))
        close = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        close.rejected.connect(self.reject)
        self.print.clicked.connect(self._print)
        self.keep.clicked.connect(self._keep)
        foot = row(self.print, self.keep)
        foot.addWidget(close)
        layout = column(self, plain_label(say("commands.sheet_advice"), "muted", wrap=True), self.view, margin=16)
        layout.addLayout(foot)
        self.view.setFocus()

    def document(self) -> QTextDocument:
        """The sheet as it is printed."""
        document = QTextDocument(self)
        document.setHtml(sheet_html(self._commands))
        return document

    def _print(self) -> None:
        from baise_desktop.ui.printing import print_text

        try:
            print_text(self.document(), self)
        except BaiseError as error:
            show_refusal(self, error)

    def _keep(self) -> None:
        file = choose_new_file(
            self, say("commands.sheet_keep"), say("commands.sheet_file"), say("commands.sheet_kinds")
        )
        if file is not None:
            try:
                keep_sheet(self.document(), file)
            except BaiseError as error:
                show_refusal(self, error)


def with_keys(commands: Iterable[Command]) -> list[Command]:
    """The commands that have keys, by page."""
    return sorted((each for each in commands if each.keys), key=lambda each: PAGES.index(each.page))


def sheet_html(commands: Sequence[Command]) -> str:
    """The sheet as a page of HTML."""
    parts = [
        f"<html><head><meta charset='utf-8'><title>{html.escape(say('commands.sheet_title'))}</title></head><body>"
    ]
    parts.append(f"<h1>{html.escape(say('commands.sheet_title'))}</h1>")
    for page, held in groupby(commands, key=lambda each: each.page):
        parts.append(f"<h2>{html.escape(say(f'commands.on_{page}'))}</h2><table cellpadding='4' width='100%'>")
        parts += [
            f"<tr><td width='35%'><b>{html.escape(each.shown_keys)}</b></td><td>{html.escape(each.name)}</td></tr>"
            for each in held
        ]
        parts.append("</table>")
    return "".join([*parts, "</body></html>"])


def keep_sheet(document: QTextDocument, file: Path) -> None:
    """Write the sheet as PDF, or as HTML where the name ends so. Raises: BaiseError OUT_FOLDER."""
    from baise_desktop.app.files.output_file import write_whole

    as_html = file.suffix.lower() in (".html", ".htm")
    write_whole(file, document.toHtml().encode() if as_html else _as_pdf(document))


def _as_pdf(document: QTextDocument) -> bytes:
    from PySide6.QtCore import QBuffer
    from PySide6.QtGui import QPdfWriter

    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    document.print_(writer)
    del writer
    return bytes(buffer.data().data())


def _line(command: Command) -> Line:
    return Line(
        (Cell(say(f"commands.on_{command.page}"), tone="muted"), Cell(command.name), Cell(command.shown_keys)), command
    )
