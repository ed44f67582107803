"""A definition to read: facts, then tables, with ways to other definitions."""

from html import escape

from PySide6.QtCore import QEvent, QUrl, Signal
from PySide6.QtGui import QTextOption
from PySide6.QtWidgets import QTextBrowser

from baise_desktop.app.catalogue.sheet_parts import DefinitionSheet, Fact, Link, Table, Words
from baise_desktop.ui import look


class DefinitionView(QTextBrowser):
    """Shows one sheet; its text can be marked and copied."""

    #: id of a definition that the reader wants to see
    wanted = Signal(str)

    def __init__(self) -> None:
        """Empty."""
        super().__init__()
        self._sheet: DefinitionSheet | None = None
        self._drawn = ""
        self.setOpenLinks(False)
        self.setOpenExternalLinks(False)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setObjectName("definition")
        self.anchorClicked.connect(self._follow)

    def show_sheet(self, sheet: DefinitionSheet) -> None:
        """Show another definition from its beginning."""
        self._sheet = sheet
        self._draw()
        self.verticalScrollBar().setValue(0)

    def sheet(self) -> DefinitionSheet | None:
        """The sheet on show."""
        return self._sheet

    def changeEvent(self, event: QEvent) -> None:
        """Draw again in the colours and sizes of a new look."""
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.PaletteChange):
            self._draw()
        super().changeEvent(event)

    def _draw(self) -> None:
        drawn = page_of(self._sheet) if self._sheet else ""
        if drawn != self._drawn:
            self._drawn = drawn
            self.document().setDocumentMargin(look.current().pixels(14))
            self.setHtml(drawn)

    def _follow(self, target: QUrl) -> None:
        self.wanted.emit(target.path())


def page_of(sheet: DefinitionSheet) -> str:
    """The sheet as a page. Every word is escaped: what a catalogue says is text and never markup."""
    held = look.current()
    ink, muted = held.colours["text"], held.colours["muted"]
    size, title = held.pixels(14), held.pixels(20)
    return (
        f'<div style="color:{ink}; font-size:{size}px">'
        f'<div style="font-size:{title}px; font-weight:600">{_text(sheet.title)}</div>'
        f'<div style="color:{muted}"><span title="{_text(sheet.id)}">{_text(_known_by(sheet))}</span></div>'
        f"{_facts(sheet.facts)}{''.join(map(_table, sheet.tables))}</div>"
    )


def _known_by(sheet: DefinitionSheet) -> str:
    """Its kind, and the clause or code that officers know it by; the id is left to the tooltip."""
    return "　".join(filter(None, (sheet.kind, sheet.number)))


def _facts(facts: tuple[Fact, ...]) -> str:
    pad, muted = look.current().pixels(4), look.current().colours["muted"]
    rows = "".join(
        f'<tr><td width="{look.current().pixels(112)}" style="color:{muted}">{_text(fact.label)}</td>'
        f"<td>{_words(fact.words)}</td></tr>"
        for fact in facts
    )
    return f'<table cellspacing="0" cellpadding="{pad}" style="margin-top:{pad * 2}px">{rows}</table>'


def _table(table: Table) -> str:
    held = look.current()
    pad, section = held.pixels(5), held.pixels(16)
    headings = "".join(
        f'<th align="left" bgcolor="{held.colours["sunken"]}">{_text(each)}</th>' for each in table.headings
    )
    grounds = held.colours["surface"], held.colours["window"]
    rows = "".join(
        f"<tr>{''.join(_cell(cell, grounds[number % 2]) for cell in row)}</tr>" for number, row in enumerate(table.rows)
    )
    return (
        f'<div style="font-size:{section}px; font-weight:600; margin-top:{pad * 3}px">{_text(table.title)}</div>'
        f'<table width="100%" border="0" cellspacing="0" cellpadding="{pad}" style="margin-top:{pad}px">'
        f"<tr>{headings}</tr>{rows}</table>"
    )


def _cell(words: Words, ground: str) -> str:
    border = look.current().colours["border"]
    return f'<td bgcolor="{ground}" style="border-bottom:1px solid {border}">{_words(words)}</td>'


def _words(words: Words) -> str:
    return "".join(_link(piece) if isinstance(piece, Link) else _text(piece) for piece in words)


def _link(piece: Link) -> str:
    accent = look.current().colours["accent"]
    return f'<a href="{_text(piece.id)}" style="color:{accent}; text-decoration:none">{_text(piece.text)}</a>'


def _text(words: str) -> str:
    return escape(words).replace("\n", "<br>")
