"""What is seen of a register: which rows, in which order, their balance and sums, and how edits show in these."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QObject, QTimer, Signal

from baise_desktop.texts import say
from baise_desktop.ui.labels import IconLine
from baise_desktop.ui.unit.ledger_bars import BalanceStrip, FilterBar, ScopeBar
from baise_desktop.ui.unit.ledger_edits import State, read_state
from baise_desktop.ui.unit.ledger_opening import Opening
from baise_desktop.ui.unit.ledger_order import Facts, Tally, Wanted, arrange, tally, total
from baise_desktop.ui.unit.ledger_totals import TotalsBar

if TYPE_CHECKING:
    from decimal import Decimal

    from baise_desktop.app.desk import Desk
    from baise_desktop.app.results.row_filter import RowFilter
    from baise_desktop.store.entries import Sheet
    from baise_desktop.ui.unit.ledger_model import LedgerModel
    from baise_desktop.ui.unit.ledger_rows import LedgerRow
    from baise_desktop.ui.unit.ledger_view import LedgerView
    from baise_desktop.ui.unit.session import Session

_REFRESH_AFTER_MS, _REFRESH_MANY_AFTER_MS = 150, 5_000
_MANY_ROWS = 5_000
"""So many rows take the job thread long, and what is typed next must not wait for that."""


class LedgerSight(QObject):
    """Joins the lines above and below a grid to the rows in it. Everything is worked out on the job thread."""

    #: the rows on show were renewed
    renewed = Signal()
    #: RowFilter for which rows are looked at now, or None
    scope_changed = Signal(object)

    def __init__(self, session: Session, view: LedgerView) -> None:
        """Nothing is seen until `show`."""
        super().__init__(view)
        self._session, self._view = session, view
        self._model: LedgerModel | None = None
        self._state: State | None = None
        self._filter: RowFilter | None = None
        self._sort = Wanted()
        self._summable: Sequence[str] = ()
        self._found: frozenset[str] = frozenset()
        self.balance = BalanceStrip()
        self.filters = FilterBar()
        self.scope = ScopeBar()
        self.totals = TotalsBar(view)
        self.twin = IconLine("explain", "", "warning", wrap=True)
        self.twin.hide()
        self._twins: Mapping[str, str] = {}
        self.pause = QTimer(self, singleShot=True, interval=_REFRESH_AFTER_MS)
        self.pause.timeout.connect(self._refresh)
        self._tallied: tuple[LedgerModel | None, int, frozenset[str] | None] = (None, 0, None)
        """Model, reading and scope that the chips' counts are of; what is typed is counted by `_refresh`."""
        self._is_late = False
        view.typing_ended.connect(self._catch_up)
        view.sort_requested.connect(self._sort_by)
        self.filters.changed.connect(self.renew)
        session.clerk_changed.connect(self.note_change)
        self.filters.search.left.connect(view.setFocus)
        self.scope.changed.connect(self.renew)
        self.scope.removed.connect(self._drop_scope)

    def show(self, model: LedgerModel, state: State, row_filter: RowFilter | None) -> None:
        """See the rows of a model that was just set; those that a filter takes, if there is one."""
        from baise_desktop.app.checks.balance import list_summable

        self._model, self._sort = model, Wanted()
        self._summable = [question.key for question in list_summable(model.form)]
        self._view.selectionModel().currentRowChanged.connect(self._tell_row)
        self.filters.clear()
        self._set_scope(row_filter)
        self._take_state(state)
        model.completed.connect(self.renew)
        model.completed.connect(self._refresh)
        if state.found is not None:
            rows = model.all_rows()
            model.show_rows([each for each in rows if each.row_id in state.found.row_ids], len(rows))
        self.renew()

    def set_found(self, row_ids: frozenset[str]) -> None:
        """Which rows the check has something to say about."""
        self._found = row_ids
        self.note_change()

    def note_change(self) -> None:
        """Rows were written: balance, counts and sums follow shortly; what is shown stays as it is."""
        many = self._model is not None and len(self._model.all_rows()) > _MANY_ROWS
        self.pause.start(_REFRESH_MANY_AFTER_MS if many else _REFRESH_AFTER_MS)

    def renew(self) -> None:
        """Choose and order the rows anew, as soon as all of them are there."""
        model = self._model
        if model is not None and model.is_complete():
            rows = list(model.all_rows())
            job = partial(arrange, rows, model.form, self._wanted(), self._facts())
            self._session.jobs.run_alone(job, partial(self._show_arranged, model, rows, model.readings))

    def uncover(self, row_id: str) -> None:
        """Change what is shown so that a row is; `renewed` tells when it is."""
        self.filters.clear()
        found = self._state.found if self._state else None
        if found is not None and row_id not in found.row_ids and self.scope.side() == "in":
            self.scope.sides["out"].setChecked(True)
        else:
            self._set_scope(None)
        self.renew()

    def _set_scope(self, row_filter: RowFilter | None) -> None:
        self._filter = row_filter
        self.scope.show_scope(row_filter)
        self.scope_changed.emit(row_filter)

    def _drop_scope(self) -> None:
        self._set_scope(None)
        self.renew()
        self._view.setFocus()

    def _wanted(self) -> Wanted:
        only = None
        if self._filter is not None and self._state is not None and self._state.found is not None:
            only = self._state.found.row_ids
            if self.scope.side() == "out" and self._model is not None:
                only = frozenset(row.row_id for row in self._model.all_rows()) - only
        return replace(self._sort, chip=self.filters.chip(), search=self.filters.search.text(), only=only)

    def _facts(self) -> Facts:
        return _facts(self._found, self._state) if self._state else Facts(self._found)

    def _catch_up(self) -> None:
        if self._is_late:
            self._is_late = False
            self.renew()

    def _show_arranged(
        self, model: LedgerModel, rows: list[LedgerRow], readings: int, arranged: list[LedgerRow]
    ) -> None:
        if model is not self._model:
            return
        if model.readings != readings:
            self.renew()  # The store was read again meanwhile.
            return
        if self._view.is_typing() and (model.is_arranged() or not self._wanted().is_plain):
            self._is_late = True  # Rows do not move from under an editor.
            return
        at, column = self._view.current_cell()
        current = model.rows()[at] if 0 <= at < len(model.rows()) else None
        if self._wanted().is_plain:
            model.show_all()
        else:
            model.show_rows(arranged, len(rows))
        self._view.viewport().repaint()  # Before the next job, which would be in its way.
        self._count(model, rows, arranged)
        shown = model.rows()
        line = shown.index(current) if current in shown else min(max(at, 0), model.rowCount() - 1)
        if line >= 0 and not self._view.currentIndex().isValid():
            self._view.stand_on(line, max(column, 0))
        self.renewed.emit()

    def _count(self, model: LedgerModel, rows: list[LedgerRow], shown: list[LedgerRow]) -> None:
        """What is told of the rows takes longer than to choose them, and follows."""
        self.filters.show_shown(len(model.rows()), len(model.all_rows()))
        wanted, known = self._wanted(), (model, model.readings)
        if self._tallied == (*known, wanted.only):
            job = partial(total, shown, model.form, self._summable)
            self._session.jobs.run_alone(job, partial(self._show_totals, model, len(shown)))
            return
        self._tallied = (*known, wanted.only)
        whole = partial(tally, rows, shown, model.form, wanted, self._facts(), self._summable)
        self._session.jobs.run_alone(whole, partial(self._show_tally, model))

    def _show_totals(self, model: LedgerModel, shown: int, totals: Mapping[str, Decimal]) -> None:
        if model is self._model:
            self.totals.show_totals(totals, shown)

    def _show_tally(self, model: LedgerModel, told: Tally) -> None:
        if model is not self._model:
            return
        self._twins = told.twins
        self._tell_row()
        self.filters.show_counts(told.counts)
        self.totals.show_totals(told.totals, told.shown)
        total_rows = len(model.all_rows())
        self.filters.show_shown(len(model.rows()), total_rows)
        if self._filter is not None and self._state is not None and self._state.found is not None:
            self.scope.show_counts(len(self._state.found.row_ids), total_rows)

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
        self._view.show_order(number if self._sort.sort else -1, descending=self._sort.descending)
        self.renew()

    def _refresh(self) -> None:
        model = self._model
        if model is not None and model.is_complete():
            sheet = self._session.sheet(model.form.id)
            rows = list(model.all_rows())
            job = partial(_refresh, sheet, self._filter, self._found, rows, self._wanted(), self._summable)
            self._session.jobs.run(job, partial(self._show_refreshed, model))

    def _show_refreshed(self, model: LedgerModel, refreshed: tuple[State, Tally]) -> None:
        if model is self._model:
            state, told = refreshed
            self._take_state(state)
            self._show_tally(model, told)

    def _take_state(self, state: State) -> None:
        self._state = state
        if self._model is None:
            return
        self.balance.setVisible(state.is_known)
        self.balance.show_balance(state.balance, self._model.form)
        self.filters.show_clerk(state.clerk)
        carried = bool(state.balance.source)
        balance = state.balance
        self._model.set_opening(Opening(balance.movements if carried else {}, balance.old_texts, balance.source))
        self._tell_row()

    def _tell_row(self, _current: QModelIndex | None = None) -> None:
        """Say which row the current one may repeat, and why it counts for what rows are looked at for."""
        from baise_desktop.app.results.row_filter import describe_filter

        self._tell_twin()
        if self._filter is None or self._model is None or self._state is None or self._state.found is None:
            return
        line = self._view.currentIndex().row()
        rows = self._model.rows()
        row_id = rows[line].row_id if 0 <= line < len(rows) else ""
        words = self._state.found.words.get(row_id) or describe_filter(self._filter, self._model.form)
        self.scope.words.setText(words)
        self.scope.words.setVisible(bool(words))

    def _tell_twin(self) -> None:
        model, line = self._model, self._view.currentIndex().row()
        rows = model.rows() if model else []
        twin = self._twins.get(rows[line].row_id, "") if 0 <= line < len(rows) else ""
        self.twin.setVisible(bool(twin))
        if twin and model is not None:
            keys = "、".join(model.form.field(key).name for key in model.form.key)
            words = say("window.ledger_twin", line=model.line_of(twin) + 1, keys=keys)
            self.twin.show_state("explain", words, "warning")


def _facts(found: frozenset[str], state: State) -> Facts:
    return Facts(found, state.balance.movements, state.mine)


def _refresh(
    sheet: Sheet,
    row_filter: RowFilter | None,
    found: frozenset[str],
    rows: list[LedgerRow],
    wanted: Wanted,
    summable: Sequence[str],
    desk: Desk,
) -> tuple[State, Tally]:
    """Counted by what was just read, not by what was known before."""
    state, form = read_state(sheet, row_filter, desk), desk.catalogue.forms[sheet.form]
    facts = _facts(found, state)
    return state, tally(rows, arrange(rows, form, replace(wanted, sort=""), facts), form, wanted, facts, summable)
