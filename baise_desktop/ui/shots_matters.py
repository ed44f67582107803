"""What waits for the city, certificates and the journal, as pictures; and a second copy of a unit that contradicts."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QApplication, QWidget

from baise_desktop.texts import say
from baise_desktop.ui.shots_asked import close_dialogs

Picture = tuple[str, Callable[[], QPixmap | None]]
PERIOD = "2023Q4"


def make_twin(unit: Path, mail: Path) -> Path:
    """A second version from another copy of the unit, which has the number of the first copy's and other content."""
    from baise_desktop.app.checks import sign_off
    from baise_desktop.app.clock import utc_now
    from baise_desktop.app.desk import close_desk, open_desk
    from baise_desktop.app.entry import filling
    from baise_desktop.app.outgoing import exporting
    from baise_desktop.app.practice import demo
    from baise_desktop.store.entries import Sheet

    now = utc_now()
    desk = open_desk(Path(shutil.copytree(unit, mail / "twin")))
    sign_off.reopen(desk, demo.PLAN, PERIOD, say("demo.reopened"), now)
    sheet = Sheet(desk.office.unit, demo.PLAN, PERIOD, "r.hightech_firm")
    filling.delete_rows(desk, sheet, [filling.list_rows(desk, sheet)[0].record.row_id], now)
    for role in ("filler", "reviewer", "head"):
        sign_off.sign_off(desk, demo.PLAN, PERIOD, role, say("demo.person", number="02"), now)
    made = exporting.export(desk, demo.PLAN, PERIOD, mail / "twin-out", demo.PASSPHRASE, now).path
    close_desk(desk)
    return made


def matter_pictures(work: QWidget) -> Iterator[Picture]:
    """The inbox after a batch with a conflict."""
    yield "city-refused-list", partial(_on_inbox, work, work.inbox.waiting_chip.click, work.inbox.refused.click)
    yield "city-withdraw", partial(_withdraw, work)
    yield "city-matters", partial(_on_inbox, work, work.inbox.matters_chip.click)
    yield "city-resolve", partial(_on_inbox, work, work.inbox.matters_chip.click, work.inbox.resolve.click)
    yield "city-matters-list", partial(_on_inbox, work, work.inbox.print_matters.click)
    close_dialogs()


def trust_pictures(work: QWidget, settle: Callable[[], None]) -> Iterator[Picture]:
    """Certificates."""
    units = work.units
    yield "city-units", partial(_show, work, "units")
    yield "city-waiting", partial(_closing, units.waiting.details.click)
    yield "city-revoke", partial(_closing, partial(_revoke, units))
    yield "city-revoked", partial(_finish_revoking, work, settle)
    yield "city-rotate", partial(_closing, units.rotate.click)
    close_dialogs()


def journal_pictures(work: QWidget, settle: Callable[[], None], folder: Path) -> Iterator[Picture]:
    """The journal, and the store made again in a folder."""
    yield "city-journal", partial(_show, work, "journal")
    yield "city-journal-found", partial(_find, work)
    yield "city-rebuild", partial(_closing, work.journal.rebuild.click)
    yield "city-rebuilt", partial(_rebuild, settle, folder)
    close_dialogs()


def _show(work: QWidget, page: str) -> None:
    _closing(lambda: work.show_page(page))


def _on_inbox(work: QWidget, *acts: Callable[[], object]) -> None:
    _show(work, "inbox")
    for act in acts:
        act()


def _withdraw(work: QWidget) -> None:
    _on_inbox(work, work.inbox.received_chip.click)
    work.inbox.received.selectRow(0)
    work.inbox.withdraw.click()


def _revoke(units: QWidget) -> None:
    units.view.selectRow(units.view.table.rowCount() - 1)
    units.revoke.click()
    _dialog("choices").choices[1].setChecked(True)


def _finish_revoking(work: QWidget, settle: Callable[[], None]) -> None:
    from baise_desktop.app.practice import demo

    work.keys.unlock(demo.PASSPHRASE)
    window = _dialog("choices")
    window.choices[0].setChecked(True)
    window.finish.click()
    settle()


def _find(work: QWidget) -> None:
    work.journal.search.setText(say("store.act_merge"))
    work.journal.open()
    work.journal.view.selectRow(0)


def _rebuild(settle: Callable[[], None], folder: Path) -> None:
    _dialog("rebuild_into").rebuild_into(folder / "rebuilt")
    settle()


def _dialog(attribute: str) -> QWidget:
    """The small window that has this."""
    return next(each for each in QApplication.topLevelWidgets() if each.isVisible() and hasattr(each, attribute))


def _closing(act: Callable[[], object]) -> None:
    close_dialogs()
    act()
