"""The pictures of checked paper: one print whole, one with a page missing, one whose package has not come."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator
from functools import partial
from io import BytesIO
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING

from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QWidget

from baise_desktop.texts import say

if TYPE_CHECKING:
    from baise_desktop.app.desk import Desk

Picture = tuple[str, Callable[[], QPixmap | None]]
_REPORT = "report.pdf"
_GONE = 2
"""Index of the page that is missing."""


def paper_pictures(work: QWidget, coming: Path, settle: Callable[[], None]) -> Iterator[Picture]:
    """`coming` is a package that the city does not hold."""
    page = work.paper
    yield "city-paper", partial(work.show_page, "paper")
    yield "city-paper-checked", partial(_check, work, coming)
    yield "city-paper-open", partial(_choose_first, page, settle)


def _check(work: QWidget, coming: Path) -> None:
    work.shell.jobs.run(partial(_write_scans, coming), work.paper.add_files)


def _write_scans(coming: Path, desk: Desk) -> list[Path]:
    folder = Path(mkdtemp())
    packages = sorted(desk.store.packages.glob("*.asice"))
    whole, partly, *_ = (report for file in packages if (report := _report_of(file)))
    scans = {"whole": whole, "part": _without_page(partly), "new": _report_of(coming), "bad": b""}
    files = []
    for key, content in scans.items():
        files.append(folder / say(f"window.shots_scan_{key}"))
        files[-1].write_bytes(content)
    return files


def _choose_first(page: QWidget, settle: Callable[[], None]) -> None:
    settle()
    page.only_open.click()
    page.filed.selectRow(0)
    page.filed.setFocus()


def _report_of(package: Path) -> bytes:
    with zipfile.ZipFile(package) as archive:
        return archive.read(_REPORT) if _REPORT in archive.namelist() else b""


def _without_page(report: bytes) -> bytes:
    import pypdfium2

    document = pypdfium2.PdfDocument(report)
    del document[_GONE]
    out = BytesIO()
    document.save(out)
    document.close()
    return out.getvalue()
