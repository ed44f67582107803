"""A block from the clipboard on its way into a register: aimed at cells, compared, asked about if it overwrites."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QDialog, QWidget

from baise_desktop.app.clock import utc_now
from baise_desktop.form.draft import LONGEST_KEPT
from baise_desktop.texts import say
from baise_desktop.ui.dialog_size import open_at
from baise_desktop.ui.labels import button, column, plain_label, row
from baise_desktop.ui.unit.difference_view import DifferenceView
from baise_desktop.ui.unit.ledger_rows import LedgerRow, read_rows

if TYPE_CHECKING:
    from baise_desktop.app.desk import Desk
    from baise_desktop.app.entry.difference import Difference
    from baise_desktop.app.entry.filling import RowStart
    from baise_desktop.store.entries import Sheet
    from baise_desktop.ui.unit.ledger_model import LedgerModel

MOST_CELLS = 300_000
Again = Callable[[bool, Callable[["Difference"], None]], None]


@dataclass(frozen=True, slots=True)
class Aim:
    """Which cells a block goes into."""

    cells: tuple[tuple[LedgerRow | None, str, str, str], ...]
    """The row if it is there, what a new one is called, field key, text."""
    lines: dict[str, str]
    """What the lines are called for people, by what a new row there is called."""
    read_only: tuple[str, ...]
    """Names of columns that cannot be typed into."""
    beyond: int
    """Columns of the block that no column is left for."""
    start: RowStart | None = None

    def remarks(self, difference: Difference | None = None) -> str:
        """What did not go in."""
        told = []
        if self.read_only:
            told.append(say("window.paste_read_only", names="”“".join(self.read_only)))
        if self.beyond:
            told.append(say("window.paste_beyond", count=self.beyond))
        if difference is not None and difference.kept:
            told.append(say("window.paste_kept", count=difference.kept))
        if difference is not None and (long := _count_shortened(difference)):
            told.append(say("window.paste_shortened", count=long, most=LONGEST_KEPT))
        return "".join(told)


def _count_shortened(difference: Difference) -> int:
    """Cells of which the store keeps only the beginning."""
    return sum(1 for cell in difference.cells if cell.kind == "bad" and len(cell.text) > LONGEST_KEPT)


@dataclass(frozen=True, slots=True)
class Pasted:
    """What became of a paste."""

    aim: Aim
    difference: Difference
    rows: list[LedgerRow] | None
    """All rows of the sheet afterwards; None when the clerk is to be asked first."""


def aim_block(
    model: LedgerModel, block: Sequence[Sequence[str]], line: int, columns: Sequence[int], start: RowStart | None
) -> Aim:
    """Where a block goes whose top left corner is at a line and at the first of some columns."""
    from baise_desktop.app.entry.difference import fit_lines

    rows, fields = model.rows(), model.form.fields
    targets = columns[: max(map(len, block), default=0)]
    cells = []
    for down, texts in enumerate(block):
        at = rows[line + down] if line + down < len(rows) else None
        for text, number in zip(texts, targets, strict=False):
            if model.is_editable(number):
                cells.append((at, f"new-{down}", fields[number].key, fit_lines(text, fields[number])))
    lines = {f"new-{down}": say("difference.line", line=line + down + 1) for down in range(len(block))}
    read_only = tuple(fields[number].name for number in targets if not model.is_editable(number))
    filled = {right for texts in block for right, text in enumerate(texts) if text.strip()}
    beyond = len(filled - set(range(len(targets))))
    return Aim(tuple(cells), lines, read_only, beyond, start)


def paste_or_ask(sheet: Sheet, aim: Aim, held: Sequence[LedgerRow], desk: Desk) -> Pasted:
    """Paste what fills blanks, or changes one cell; compare what overwrites more, or holds what cannot be read."""
    difference = compare_aim(sheet, aim, False, desk)
    bad = difference.count("bad")
    if difference.overwrites() > 1 or (bad and len(difference.typed()) > 1):
        return Pasted(aim, difference, None)
    return paste(sheet, aim, difference, held, desk)


def compare_aim(sheet: Sheet, aim: Aim, erase: bool, desk: Desk) -> Difference:
    """What a block would change."""
    from baise_desktop.app.entry.difference import compare
    from baise_desktop.app.entry.filling import TypedCell

    cells = [TypedCell(at.row_id if at and at.row_id else new, key, text) for at, new, key, text in aim.cells]
    lines = {cell.row: aim.lines[new] for cell, (_, new, _, _) in zip(cells, aim.cells, strict=True)}
    return compare(desk, sheet, cells, erase=erase, lines=lines)


def paste(sheet: Sheet, aim: Aim, difference: Difference, held: Sequence[LedgerRow], desk: Desk) -> Pasted:
    """Put the cells that change into the register, as one step."""
    from baise_desktop.app.entry import filling

    typed = difference.typed()
    act = say("journal.paste", count=len(typed))
    if typed:
        filling.set_cells(desk, sheet, typed, utc_now(), start=aim.start or filling.BLANK_START, act=act)
    return Pasted(aim, difference, read_rows(desk, sheet, held))


class PasteDialog(QDialog):
    """Says what a paste would change, and asks."""

    #: Difference that is to be pasted
    agreed = Signal(object)

    def __init__(self, pasted: Pasted, again: Again, parent: QWidget) -> None:
        """`again` compares once more, with or without erasing, and hands the difference over."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(say("window.paste_title"))
        open_at(self, 1120, 600)
        self._aim, self._difference = pasted.aim, pasted.difference
        self.lead = plain_label(wrap=True)
        self.remark = plain_label(pasted.aim.remarks(), "muted", wrap=True)
        self.remark.setVisible(bool(self.remark.text()))
        self.view = DifferenceView()
        self.erase = QCheckBox(say("window.difference_erase"))
        self.erase.toggled.connect(lambda on: again(on, self.show_difference))
        self.do = button(say("window.paste_do"), "primary")
        cancel = button(say("window.paste_cancel"))
        self.do.clicked.connect(self._agree)
        cancel.clicked.connect(self.reject)
        layout = column(self, self.lead, self.remark, margin=16)
        layout.addWidget(self.view, 1)
        foot = row(self.erase)
        foot.addWidget(self.do)
        foot.addWidget(cancel)
        layout.addLayout(foot)
        self.show_difference(pasted.difference)
        self.do.setFocus()

    def show_difference(self, difference: Difference) -> None:
        """Say what would change."""
        self._difference = difference
        cells = len(difference.typed())
        counts = {kind: difference.count(kind) for kind in ("new", "changed", "bad")}
        lead = say("window.paste_lead", cells=cells, rows=difference.new_rows, **counts)
        self.lead.setText("\n".join((lead, say("window.paste_bad"))) if counts["bad"] else lead)
        self.view.show_difference(difference)
        self.erase.setEnabled(bool(difference.kept) or self.erase.isChecked())
        self.do.setEnabled(cells > 0)

    def done(self, result: int) -> None:
        """The keyboard goes back to where it came from."""
        owner = self.parentWidget()
        super().done(result)
        owner.activateWindow()

    def _agree(self) -> None:
        self.agreed.emit(self._difference)
        self.accept()
