"""The printers of this computer and the system's own dialog, behind one door."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtPrintSupport import QAbstractPrintDialog, QPrintDialog, QPrinter, QPrinterInfo

from baise_desktop.app.installation.print_settings import MOST_COPIES
from baise_desktop.errors import BaiseError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QTextDocument
    from PySide6.QtWidgets import QWidget

    from baise_desktop.app.installation.print_settings import PrintHabit

_DUPLEX = {
    "one": QPrinter.DuplexMode.DuplexNone,
    "long": QPrinter.DuplexMode.DuplexLongSide,
    "short": QPrinter.DuplexMode.DuplexShortSide,
}
_LAST_FIRST = QPrinter.PageOrder.LastPageFirst
_SIDES = {mode: sides for sides, mode in _DUPLEX.items()}


class Printers:
    """What the system offers."""

    def names(self) -> Sequence[str]:
        """The printers by name."""
        return QPrinterInfo.availablePrinterNames()

    def usual(self) -> str:
        """The system's own choice, else any; empty without a printer."""
        return QPrinterInfo.defaultPrinterName() or next(iter(self.names()), "")

    def make(self, name: str) -> QPrinter:
        """A printer of a name."""
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setPrinterName(name)
        return printer

    def ask(self, printer: QPrinter, pages: int, parent: QWidget) -> bool:
        """Let the system ask which printer, which pages, how many copies; `pages` is 0 where only all can be meant."""
        dialog = QPrintDialog(printer, parent)
        option = QAbstractPrintDialog.PrintDialogOption
        # A file is written by 另存为 PDF: with its letters and its signature, which a printed one has not.
        dialog.setOption(option.PrintToFile, on=False)
        dialog.setOption(option.PrintSelection, on=False)
        dialog.setOption(option.PrintPageRange, on=pages > 1)
        dialog.setOption(option.PrintCurrentPage, on=pages > 1)
        if pages > 1:
            dialog.setMinMax(1, pages)
            dialog.setFromTo(1, pages)
            dialog.setPrintRange(QAbstractPrintDialog.PrintRange.AllPages)
        try:
            return dialog.exec() == QPrintDialog.DialogCode.Accepted
        finally:
            dialog.deleteLater()


def print_text(document: QTextDocument, parent: QWidget, printers: Printers | None = None) -> None:
    """A list or a sheet of keys, after asking. Raises: BaiseError NO_PRINTER."""
    printers = printers or Printers()
    if not printers.names():
        raise BaiseError("NO_PRINTER")
    printer = printers.make(printers.usual())
    if printers.ask(printer, 0, parent):
        document.print_(printer)


def put_habit(printer: QPrinter, habit: PrintHabit) -> None:
    """Set a printer as it was set the last time."""
    printer.setDuplex(_DUPLEX[habit.sides])
    printer.setCopyCount(habit.copies)
    printer.setCollateCopies(habit.collated)
    printer.setPageOrder(_LAST_FIRST if habit.last_first else QPrinter.PageOrder.FirstPageFirst)
    printer.setColorMode(QPrinter.ColorMode.GrayScale if habit.grey else QPrinter.ColorMode.Color)
    if habit.tray in QPrinter.PaperSource.__members__:
        printer.setPaperSource(QPrinter.PaperSource[habit.tray])


def take_habit(printer: QPrinter, habit: PrintHabit) -> PrintHabit:
    """A habit with what a printer is set to now."""
    return replace(
        habit,
        printer=printer.printerName(),
        sides=_SIDES.get(printer.duplex(), "one"),
        copies=min(max(1, printer.copyCount()), MOST_COPIES),
        collated=printer.collateCopies(),
        last_first=printer.pageOrder() == _LAST_FIRST,
        grey=printer.colorMode() == QPrinter.ColorMode.GrayScale,
        tray="" if printer.paperSource() == QPrinter.PaperSource.Auto else printer.paperSource().name,
    )


def chosen_pages(printer: QPrinter, pages: int, current: int) -> tuple[int, ...]:
    """The pages that the system's dialog asked for, from 0; where the print server picks them, all.

    Args:
        printer: as the dialog left it.
        pages: how many there are.
        current: the one on the screen, from 0.
    """
    asked = printer.printRange()
    if asked == QPrinter.PrintRange.CurrentPage:
        return (current,)
    if asked != QPrinter.PrintRange.PageRange:
        return tuple(range(pages))
    ranges = [(part.from_, part.to) for part in printer.pageRanges().toRangeList()]
    ranges = ranges or [(printer.fromPage() or 1, printer.toPage() or pages)]
    wanted = [page - 1 for first, last in ranges for page in range(max(1, first), min(last, pages) + 1)]
    return tuple(dict.fromkeys(wanted))
