"""What a register and a workbook have to do with each other: import, and templates to be filled in."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from baise_desktop.app.clock import utc_now
from baise_desktop.texts import say
from baise_desktop.ui.dialogs import choose_file, choose_new_file
from baise_desktop.ui.labels import button
from baise_desktop.ui.mnemonics import with_letter
from baise_desktop.ui.moments import local_today
from baise_desktop.ui.unit.import_dialog import ImportDialog

if TYPE_CHECKING:
    from pathlib import Path

    from baise_desktop.app.desk import Desk
    from baise_desktop.app.entry.import_plan import Source
    from baise_desktop.form.definition import Form
    from baise_desktop.store.entries import Sheet
    from baise_desktop.ui.unit.session import Session


class ExcelDesk(QObject):
    """A button with a menu, and what its entries do."""

    #: sentence about what was written or came in
    told = Signal(str)
    #: BaiseError
    refused = Signal(object)
    #: rows came in
    imported = Signal()

    def __init__(self, session: Session, page: QWidget) -> None:
        """Without a register until `show_form`."""
        super().__init__(page)
        self._session, self._page = session, page
        self._form: Form | None = None
        self.dialog: ImportDialog | None = None
        self.button = button(say("window.excel"), "menu")
        self.button.setToolTip(say("window.excel_tip"))
        menu = QMenu(self.button)
        self.take_in = _action(menu, "window.excel_import", self.choose_import)
        self.write_filled = _action(menu, "window.excel_template", partial(self.choose_template, True))
        self.write_blank = _action(menu, "window.excel_blank", partial(self.choose_template, False))
        self.button.setMenu(menu)

    def show_form(self, form: Form, *, locked: bool) -> None:
        """Which register it is about."""
        self._form = form
        self.take_in.setEnabled(not locked)

    def choose_import(self) -> None:
        """Ask for a workbook and look at it."""
        file = choose_file(self._page, say("window.import_choose"), say("window.excel_kinds"))
        if file is not None:
            self.look_at(file)

    def look_at(self, file: Path) -> None:
        """Show what a workbook would change."""
        form = self._form
        if form is not None:
            self._session.jobs.run_alone(partial(_read, file, form), partial(self._open, form), self.refused.emit)

    def choose_template(self, with_rows: bool) -> None:
        """Ask for a place and write a workbook to be filled in."""
        form = self._form
        if form is None:
            return
        name = "window.excel_template_name" if with_rows else "window.excel_blank_name"
        suggested = say(name, form=form.title, period=self._session.period)
        file = choose_new_file(self._page, say("window.import_save"), suggested, say("window.excel_kinds"))
        if file is not None:
            job = partial(_write, self._session.sheet(form.id), file.with_suffix(".xlsx"), with_rows)
            self._session.jobs.run(job, self._tell_written, self.refused.emit)

    def _open(self, form: Form, source: Source) -> None:
        self.dialog = ImportDialog(self._session, form, source, self._page)
        self.dialog.imported.connect(self._finish)
        self.dialog.refused.connect(self.refused)
        self.dialog.open()

    def _finish(self, told: str) -> None:
        self.told.emit(told)
        self.imported.emit()

    def _tell_written(self, file: Path) -> None:
        self.told.emit(say("window.excel_written", file=file.name))


def _action(menu: QMenu, key: str, act: Callable[[], None]) -> QAction:
    made = menu.addAction(with_letter(say(key)))
    made.triggered.connect(lambda _=False: act())
    return made


def _read(file: Path, form: Form) -> Source:
    from baise_desktop.app.entry.import_plan import read_source

    return read_source(file, form)


def _write(sheet: Sheet, file: Path, with_rows: bool, desk: Desk) -> Path:
    from baise_desktop.app.entry.template import write_template

    return write_template(desk, sheet, file, local_today(utc_now()), with_rows=with_rows)
