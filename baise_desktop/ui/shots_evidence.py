"""Pictures of what the files of a row ask: how large ones are to be added, and what opens those not shown here."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from baise_desktop.texts import say
from baise_desktop.ui.shots_asked import close_dialogs

_SIDE = 3_200
"""Pixels past which a picture is asked about."""


def evidence_pictures(
    work: QWidget, folder: Path, settle: Callable[[], None]
) -> Iterator[tuple[str, Callable[[], object]]]:
    """Both questions, one after the other."""
    yield "unit-evidence-large", partial(_offer, work, _make_large, folder, settle)
    yield "unit-evidence-outside", partial(_show_outside, work, folder, settle)


def _offer(work: QWidget, make: Callable[[Path], Path], folder: Path, settle: Callable[[], None]) -> None:
    close_dialogs()
    work.evidence.offer([make(folder)])  # type: ignore[attr-defined]
    settle()
    settle()


def _show_outside(work: QWidget, folder: Path, settle: Callable[[], None]) -> None:
    work.evidence.large.skip.click()  # type: ignore[attr-defined]
    _offer(work, _make_workbook, folder, settle)
    tiles = work.evidence.tiles  # type: ignore[attr-defined]
    names = [str(tiles.model().index(line, 0).data()) for line in range(tiles.model().rowCount())]
    tiles.setCurrentIndex(tiles.model().index(next(n for n, name in enumerate(names) if name.endswith(".xlsx")), 0))
    work.evidence.preview.click()  # type: ignore[attr-defined]


def _make_large(folder: Path) -> Path:
    picture = QImage(QSize(_SIDE, _SIDE // 2), QImage.Format.Format_RGB32)
    picture.fill(Qt.GlobalColor.lightGray)
    out = folder / (say("window.shots_file") + "4.png")
    picture.save(str(out))
    return out


def _make_workbook(folder: Path) -> Path:
    from openpyxl import Workbook

    out = folder / (say("window.shots_file") + "5.xlsx")
    Workbook().save(out)
    return out
