"""The rows that count on a day, as figures read them: all of a register, or those that a filter lets through."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from baise_desktop.app.desk import Desk
from baise_desktop.errors import BaiseError
from baise_desktop.form.formula import Formula
from baise_desktop.form.formula_functions import Operand
from baise_desktop.form.record import from_line
from baise_desktop.progress.row import Row, read_row
from baise_desktop.store.filters import Filter, compile_filter
from baise_desktop.store.queries import CountedRow, RowQuery, counted_query, list_rows, own_query


@dataclass(slots=True)
class StoredRows:
    """Of the city's packages, or of a unit's own sheets; of one snapshot of the store, each row read once."""

    desk: Desk
    as_of: date
    accepted_only: bool = False
    _queries: dict[str, RowQuery] = field(default_factory=dict)
    _rows: dict[str, Sequence[Row]] = field(default_factory=dict)
    _read: dict[tuple[str, str, str], Row] = field(default_factory=dict)

    def __call__(self, register: str) -> Sequence[Row]:
        """Every row of a register, by unit and row id."""
        if register not in self._rows:
            self._rows[register] = self._take(register, list_rows(self.desk.store, self._query(register)))
        return self._rows[register]

    def matching(
        self, register: str, condition: Formula, parameters: Mapping[str, Operand | None]
    ) -> Sequence[Row] | None:
        """The rows of which a condition is true, found by the database; None when it says more than SQL is used for."""
        if register in self._rows:
            return None
        compiled = self._compile(register, condition, parameters)
        if compiled is None:
            return None
        return self._take(register, list_rows(self.desk.store, self._query(register), compiled))

    def _compile(self, register: str, condition: Formula, parameters: Mapping[str, Operand | None]) -> Filter | None:
        form = self.desk.catalogue.registers[register]
        try:
            return compile_filter(condition, form, self.desk.context, parameters)
        except BaiseError as error:
            if error.code != "FILTER_SUBSET":
                raise
            return None

    def _query(self, register: str) -> RowQuery:
        if register not in self._queries:
            store = self.desk.store
            self._queries[register] = (
                counted_query(store, register, self.as_of, self.accepted_only)
                if self.desk.office.role == "city"
                else own_query(store, register, self.as_of)
            )
        return self._queries[register]

    def _take(self, register: str, found: Iterable[CountedRow]) -> Sequence[Row]:
        catalogue, context = self.desk.catalogue, self.desk.context
        form = catalogue.registers[register]
        rows = []
        for each in found:
            key = (register, each.unit, each.row_id)
            if key not in self._read:
                record = from_line(each.body, catalogue.forms)
                self._read[key] = read_row(record, each.package, form, context)
            rows.append(self._read[key])
        return rows
