"""The receipt by telephone at both ends, as pictures."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QWidget

from baise_desktop.exchange.telephone import receipt_code, shown_code
from baise_desktop.ui.shots_asked import close_dialogs

Picture = tuple[str, Callable[[], QPixmap | None]]
_CODE = shown_code(receipt_code(bytes(16), "0" * 64))
"""An example: the city's passphrase is not asked for here."""


def city_code_pictures(work: QWidget) -> Iterator[Picture]:
    """The digits to be read out."""
    yield "city-receipt-code", partial(_show_out, work)


def unit_code_pictures(work: QWidget) -> Iterator[Picture]:
    """The place that they are typed into."""
    yield "unit-receipt-code", partial(_show_in, work)


def _show_out(work: QWidget) -> None:
    from baise_desktop.ui.city.receipt_code_window import ReceiptCodeWindow

    close_dialogs()
    (chosen, *_) = work.inbox.received.chosen() or [None]
    ReceiptCodeWindow(_CODE, chosen.unit_name if chosen else "", work.window()).open()


def _show_in(work: QWidget) -> None:
    from baise_desktop.ui.unit.receipt_code_window import ReceiptCodeWindow

    close_dialogs()
    window = ReceiptCodeWindow(work.session.jobs, "", work.session.unit.name, work.window())
    window.code.setText(_CODE)
    window.open()
