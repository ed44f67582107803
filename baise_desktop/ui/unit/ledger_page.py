"""The page of one register: its name, what a row stands for, its balance, and the grid."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QMenu, QMessageBox, QSizePolicy, QWidget

from baise_desktop.errors import Severity
from baise_desktop.form.definition import Field
from baise_desktop.texts import say
from baise_desktop.ui.clipboard import parse_block
from baise_desktop.ui.dialogs import confirm
from baise_desktop.ui.labels import button, column, plain_label, plain_tip, row
from baise_desktop.ui.unit.ledger_bars import BalanceStrip, FilterBar, ScopeBar
from baise_desktop.ui.unit.ledger_columns import fill_menu
from baise_desktop.ui.unit.ledger_edits import Contents, LedgerEdits, State, read_contents, read_state
from baise_desktop.ui.unit.ledger_model import LedgerModel
from baise_desktop.ui.unit.ledger_order import Arranged, Facts, Wanted, arrange
from baise_desktop.ui.unit.ledger_totals import TotalsBar
from baise_desktop.ui.unit.ledger_view import LedgerView
from baise_desktop.ui.unit.session import Session

if TYPE_CHECKING:
    from baise_desktop.app.desk import Desk
    from baise_desktop.app.row_filter import RowFilter

Marks = Mapping[tuple[str, str], tuple[Severity, str]]
_REFRESH_AFTER_MS = 150


class LedgerPage(QWidget):
    """Shows one register at a time."""

    #: BaiseError that a write met with
    refused = Signal(object)
    #: id of the form and the number of its rows now
    rows_changed = Signal(str, int)
    #: RowFilter of the measure or target that the reader came from and goes back to
    back_requested = Signal(object)

    def __init__(self, session: Session) -> None:
        """Empty until `open_form`."""
        super().__init__()
        self._session = session
        self._model: LedgerModel | None = None
        self._edits: LedgerEdits | None = None
        self._state: State | None = None
        self._filter: RowFilter | None = None
        self._came_from: RowFilter | None = None
        self._sort = Wanted()
        self._summable: list[str] = []
        self._marks: Marks = {}
        self._goal: tuple[str, str] | None = None
        self._hidden: dict[str, frozenset[str]] = {}
        self.title = plain_label(kind="title")
        self.title.setMinimumWidth(1)
        self.count = plain_label(kind="muted")
        self.note = plain_label(kind="muted")
        self.view = LedgerView()
        self.back = button(say("window.ledger_back"))
        self.new_row = button(say("window.row_new"))
        self.form_button = button(say("window.ledger_form"))
        self.paste = button(say("window.row_paste"))
        self.delete = button(say("window.row_delete"))
        self.columns = button(say("window.ledger_columns"))
        self.balance = BalanceStrip()
        self.filters = FilterBar()
        self.scope = ScopeBar()
        self.totals = TotalsBar(self.view)
        self._pause = QTimer(self, singleShot=True, interval=_REFRESH_AFTER_MS)
        self._lay_out()
        self._connect()

    def open_form(self, form: str, row_filter: RowFilter | None = None) -> None:
        """Read a register of the open submission and show it, or those rows of it that a filter takes."""
        sheet = self._session.sheet(form)
        job = partial(read_contents, sheet, row_filter)
        self._session.jobs.run(job, partial(self._show, form, row_filter))

    def form_id(self) -> str:
        """The register on show."""
        return self._model.form.id if self._model else ""

    def set_marks(self, marks: Marks) -> None:
        """Mark cells with what the check found."""
        self._marks = marks
        if self._model is not None:
            self._model.set_marks(marks)
            self._pause.start()

    def go_to(self, row_id: str, key: str) -> None:
        """Make a cell current, now or as soon as the register is on show."""
        self._goal = (row_id, key)
        self._reach_goal()

    def _lay_out(self) -> None:
        self.new_row.setToolTip(say("window.row_new_tip"))
        self.paste.setToolTip(say("window.row_paste_tip"))
        self.columns.setToolTip(say("window.ledger_columns_tip"))
        self.form_button.setToolTip(say("window.ledger_form_tip"))
        self.view.horizontalHeader().setToolTip(say("window.ledger_sort_tip"))
        layout = column(self, margin=16)
        head = row(self.back, self.title, self.count)
        for control in (self.new_row, self.form_button, self.paste, self.delete, self.columns):
            head.addWidget(control)
        layout.addLayout(head)
        keys = plain_label(say("window.ledger_keys"), "muted", wrap=True)
        keys.setAlignment(Qt.AlignmentFlag.AlignRight)
        for hint in (self.note, keys):
            hint.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        hints = row(self.note, stretch_last=True)
        hints.addWidget(keys, 1)
        layout.addLayout(hints)
        for part in (self.balance, self.scope, self.filters):
            layout.addWidget(part)
        layout.addWidget(self.view, 1)
        layout.addWidget(self.totals)
        self.back.hide()

    def _connect(self) -> None:
        self.new_row.clicked.connect(self.view.start_row)
        self.paste.clicked.connect(self._paste_clipboard)
        self.delete.clicked.connect(self._delete_lines)
        self.columns.clicked.connect(self._choose_columns)
        self.back.clicked.connect(self._go_back)
        self.view.paste_requested.connect(self._paste)
        self.view.fill_requested.connect(self._fill)
        self.view.sort_requested.connect(self._sort_by)
        self.filters.changed.connect(self._arrange)
        self.filters.search.left.connect(self.view.setFocus)
        self.scope.changed.connect(self._arrange)
        self.scope.removed.connect(self._drop_scope)
        self._pause.timeout.connect(self._refresh)
        back = QShortcut(QKeySequence("Alt+Left"), self, self._go_back)
        back.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        search = QShortcut(QKeySequence("Ctrl+Shift+F"), self, self.filters.search.setFocus)
        search.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def _show(self, form: str, row_filter: RowFilter | None, contents: Contents) -> None:
        model = LedgerModel(self._session.form(form), self)
        model.set_rows(contents.rows)
        model.lock(self._session.locked)
        model.set_marks(self._marks)
        edits = LedgerEdits(self._session, model, self._session.sheet(form), self)
        edits.refused.connect(self.refused)
        edits.settled.connect(self._note_change)
        old, self._model, self._edits = self._model, model, edits
        self._sort = Wanted()
        self.view.show_model(model, partial(_offer, contents.choices))
        self.view.selectionModel().currentRowChanged.connect(self._tell_row)
        self._hide_columns(self._hidden.get(form, frozenset()))
        if old is not None:
            old.deleteLater()
        self.filters.clear()
        self._set_scope(row_filter)
        self._came_from = row_filter
        self._describe(model)
        self._take_state(contents.state)
        self._arrange()
        if self.isVisible():
            self.view.setFocus()
        self._reach_goal()

    def _describe(self, model: LedgerModel) -> None:
        from baise_desktop.app.balance import list_summable

        self._summable = [question.key for question in list_summable(model.form)]
        self.title.setText(model.form.title)
        self.note.setText(model.form.grain)
        self.note.setVisible(bool(model.form.grain))
        self.title.setToolTip(plain_tip(model.form.note))
        for control in (self.new_row, self.paste, self.delete):
            control.setEnabled(not model.is_locked())
        self.back.setVisible(self._came_from is not None)
        if self._came_from is not None:
            self.back.setToolTip(say("window.ledger_back_tip", title=self._came_from.why))
        self._count_rows()

    # --- what is shown ----------------------------------------------------------------------------------------------

    def _set_scope(self, row_filter: RowFilter | None) -> None:
        from baise_desktop.app.filling import RowStart

        self._filter = row_filter
        self.scope.show_scope(row_filter)
        if self._edits is not None:
            start = RowStart(row_filter.starting, row_filter.task) if row_filter else RowStart()
            self._edits.start_with(start)

    def _drop_scope(self) -> None:
        self._set_scope(None)
        self._arrange()
        self.view.setFocus()

    def _wanted(self) -> Wanted:
        only = None
        if self._filter is not None and self._state is not None and self._state.found is not None:
            only = self._state.found.row_ids
            if self.scope.side() == "out" and self._model is not None:
                only = frozenset(row.row_id for row in self._model.all_rows()) - only
        return replace(self._sort, chip=self.filters.chip(), search=self.filters.search.text(), only=only)

    def _arrange(self) -> None:
        """Renew what is shown: the filter, the order, the sums."""
        model = self._model
        if model is not None:
            rows = list(model.all_rows())
            self._session.jobs.run_alone(self._arranging(rows), partial(self._show_arranged, model, rows))

    def _arranging(self, rows: list) -> partial[Arranged]:  # type: ignore[type-arg]
        model, wanted = self._model, self._wanted()
        if model is None:
            raise RuntimeError("no register is on show")
        movements = self._state.balance.movements if self._state else {}
        facts = Facts(frozenset(row_id for row_id, _ in self._marks), movements)
        return partial(arrange, rows, model.form, wanted, facts, self._summable)

    def _show_arranged(self, model: LedgerModel, rows: list, arranged: Arranged) -> None:  # type: ignore[type-arg]
        if model is not self._model:
            return
        if rows and model.all_rows()[:1] != rows[:1]:
            self._arrange()  # The store was read again meanwhile.
            return
        at = self.view.currentIndex()
        current = model.rows()[at.row()] if 0 <= at.row() < len(model.rows()) else None
        if self._wanted().is_plain:
            model.show_all()
        else:
            model.show_rows(arranged.rows, len(rows))
        self._show_counts(arranged)
        shown = model.rows()
        line = shown.index(current) if current in shown else min(max(at.row(), 0), model.rowCount() - 1)
        if line >= 0:
            self.view.setCurrentIndex(model.index(line, max(at.column(), 0)))
        self._reach_goal()

    def _show_counts(self, arranged: Arranged) -> None:
        model = self._model
        if model is None:
            return
        self.filters.show_counts(arranged.counts)
        self.totals.show_totals(arranged.totals, len(model.rows()))
        total, shown = len(model.all_rows()), len(model.rows())
        self.filters.shown.setText("" if shown == total else say("window.ledger_shown", shown=shown, count=total))
        if self._filter is not None and self._state is not None and self._state.found is not None:
            self.scope.show_counts(len(self._state.found.row_ids), total)

    def _sort_by(self, number: int) -> None:
        """Upwards, downwards, as they were made."""
        if self._model is None or not 0 <= number < self._model.columnCount():
            return
        key, sort = self._model.form.fields[number].key, self._sort
        if sort.sort != key:
            self._sort = Wanted(sort=key)
        elif not sort.descending:
            self._sort = Wanted(sort=key, descending=True)
        else:
            self._sort = Wanted()
        self.view.show_order(number if self._sort.sort else -1, descending=self._sort.descending)
        self._arrange()

    # --- what follows from changes ----------------------------------------------------------------------------------

    def _note_change(self) -> None:
        self._count_rows()
        self._pause.start()

    def _refresh(self) -> None:
        """Balance, counts and sums after a change; what is shown stays as it is."""
        model = self._model
        if model is not None:
            sheet = self._session.sheet(model.form.id)
            rows = list(model.all_rows())
            job = partial(_refresh, sheet, self._filter, self._arranging(rows))
            self._session.jobs.run(job, partial(self._show_refreshed, model))

    def _show_refreshed(self, model: LedgerModel, refreshed: tuple[State, Arranged]) -> None:
        if model is self._model:
            state, arranged = refreshed
            self._take_state(state)
            self._show_counts(arranged)

    def _take_state(self, state: State) -> None:
        self._state = state
        if self._model is None:
            return
        self.balance.show_balance(state.balance, self._model.form)
        carried = bool(state.balance.source)
        self._model.set_balance(state.balance.movements if carried else {}, state.balance.old_texts)
        self._tell_row()

    def _tell_row(self, _current: QModelIndex | None = None) -> None:
        """Say why the current row counts for the target that rows are looked at for."""
        from baise_desktop.app.row_filter import describe_filter

        if self._filter is None or self._model is None or self._state is None or self._state.found is None:
            return
        line = self.view.currentIndex().row()
        rows = self._model.rows()
        row_id = rows[line].row_id if 0 <= line < len(rows) else ""
        words = self._state.found.words.get(row_id) or describe_filter(self._filter, self._model.form)
        self.scope.words.setText(words)
        self.scope.words.setVisible(bool(words))

    def _count_rows(self) -> None:
        if self._model is not None:
            count = len(self._model.all_rows())
            self.count.setText(say("window.row_count", count=count))
            self.rows_changed.emit(self._model.form.id, count)

    # --- acts -------------------------------------------------------------------------------------------------------

    def _paste_clipboard(self) -> None:
        from PySide6.QtGui import QGuiApplication

        self._paste(QGuiApplication.clipboard().text())

    def _paste(self, text: str) -> None:
        index = self.view.currentIndex()
        if self._edits is not None and self._model is not None and index.isValid() and not self._model.is_locked():
            self._edits.paste(parse_block(text), index.row(), index.column())
            self.view.setFocus()

    def _fill(self, text: str) -> None:
        if self._edits is not None and self._model is not None and not self._model.is_locked():
            self._edits.fill(self.view.selected_cells(), text)

    def _delete_lines(self) -> None:
        if self._edits is None or self._model is None:
            return
        lines = [line for line in self.view.chosen_lines() if line < len(self._model.rows())]
        if lines and confirm(self, say("window.row_delete_ask", count=len(lines)), QMessageBox.Icon.Warning):
            self._edits.delete(lines)

    def _choose_columns(self) -> None:
        if self._model is None:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        fill_menu(menu, self._model.form, self._hidden.get(self._model.form.id, frozenset()), self._hide_columns)
        menu.popup(self.columns.mapToGlobal(self.columns.rect().bottomLeft()))

    def _hide_columns(self, keys: frozenset[str]) -> None:
        if self._model is not None:
            self._hidden[self._model.form.id] = keys
            for number, question in enumerate(self._model.form.fields):
                self.view.setColumnHidden(number, question.key in keys)
            self.view.frozen.place()
            self.totals.update()

    def _go_back(self) -> None:
        if self._came_from is not None:
            self.back_requested.emit(self._came_from)

    def _reach_goal(self) -> None:
        if self._goal is None or self._model is None:
            return
        row_id, key = self._goal
        line = self._model.line_of(row_id)
        if line < 0 and any(row.row_id == row_id for row in self._model.all_rows()):
            self.filters.clear()
            self._set_scope(None)
            self._model.show_all()
            line = self._model.line_of(row_id)
            self._arrange()
        if line >= 0:
            self._goal = None
            self.view.show_cell(line, max(0, self._model.column_of(key)))


def _refresh(
    sheet: object, row_filter: RowFilter | None, arranging: partial[Arranged], desk: Desk
) -> tuple[State, Arranged]:
    return read_state(sheet, row_filter, desk), arranging()  # type: ignore[arg-type]


def _offer(choices: Mapping[str, tuple[str, ...]], question: Field) -> tuple[str, ...]:
    return choices.get(question.key, ())
