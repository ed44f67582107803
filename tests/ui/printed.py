"""Papers to print, a printer that writes a file, and what came out of it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from subprocess import run

from PIL import Image
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QWidget
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from baise_desktop.ui.printing import Printers

A4, ACROSS, A3 = (210 * mm, 297 * mm), (297 * mm, 210 * mm), (420 * mm, 297 * mm)
FRAME = (28, 35, 184, 260)
"""Left, top, right and bottom of the type area in millimetres from the sheet's corner: 156 x 225 mm."""
DPI = 300
PIXELS_PER_MM = DPI / 25.4


def paper(*sizes: tuple[float, float]) -> bytes:
    """A PDF with pages of these sizes: the type area as a black frame, the page's number, a red square in a corner."""
    target = BytesIO()
    canvas = Canvas(target, invariant=True)
    for number, (width, height) in enumerate(sizes, 1):
        canvas.setPageSize((width, height))
        left, top, right, bottom = FRAME
        canvas.setLineWidth(0.5)
        canvas.rect(left * mm, height - bottom * mm, (right - left) * mm, (bottom - top) * mm)
        canvas.setFillColorRGB(1, 0, 0)
        canvas.rect(10 * mm, height - 20 * mm, 10 * mm, 10 * mm, stroke=0, fill=1)
        canvas.setFillColorRGB(0, 0, 0)
        canvas.setFont("Helvetica", 40)
        canvas.drawString(60 * mm, height - 100 * mm, f"page {number}")
        canvas.showPage()
    canvas.save()
    return target.getvalue()


@dataclass
class FilePrinters(Printers):
    """Every printer is a PDF file of its own name in a folder; the system's dialog is answered by a function."""

    folder: Path
    held: Sequence[str] = ("office", "spare")
    answers: list[QPrinter] = field(default_factory=list)
    """Every printer that was asked about."""
    accepts: bool = True
    pages: int = -1
    """That the last question could choose from."""

    def names(self) -> Sequence[str]:
        return self.held

    def usual(self) -> str:
        return self.held[0]

    def make(self, name: str) -> QPrinter:
        return NamedPrinter(name, self.folder / f"{name}.pdf")

    def ask(self, printer: QPrinter, pages: int, parent: QWidget) -> bool:
        self.answers.append(printer)
        self.pages = pages
        self.answer(printer)
        return self.accepts

    def answer(self, printer: QPrinter) -> None:
        """What somebody would choose in the dialog."""


class NamedPrinter(QPrinter):
    """A file that has the name of a printer."""

    def __init__(self, name: str, file: Path) -> None:
        super().__init__(QPrinter.PrinterMode.HighResolution)
        self.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        self.setOutputFileName(str(file))
        self._name = name
        self._duplex = QPrinter.DuplexMode.DuplexNone

    def setDuplex(self, duplex: QPrinter.DuplexMode) -> None:  # noqa: N802 -- as Qt calls it
        self._duplex = duplex

    def duplex(self) -> QPrinter.DuplexMode:
        return self._duplex

    def printerName(self) -> str:  # noqa: N802 -- as Qt calls it
        return self._name


def sheets(file: Path, dpi: int = DPI) -> list[Image.Image]:
    """What lies in the tray, drawn by another program."""
    run(["pdftoppm", "-r", str(dpi), "-png", str(file), str(file.with_suffix(""))], check=True)
    return [Image.open(each).convert("RGB") for each in sorted(file.parent.glob(f"{file.stem}-*.png"))]


def drawn(content: bytes, folder: Path, dpi: int = DPI) -> list[Image.Image]:
    """A paper as the same program draws it without any printing."""
    file = folder / "source.pdf"
    file.write_bytes(content)
    return sheets(file, dpi)


def is_inked(image: Image.Image) -> bool:
    """Whether anything stands on a sheet."""
    return image.convert("L").histogram()[255] < image.width * image.height
