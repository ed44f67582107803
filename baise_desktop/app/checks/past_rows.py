"""A unit's rows by period: the same row in another period, found without asking the store again."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from functools import cache

from baise_desktop.errors import BaiseError
from baise_desktop.form.definition import FieldType, Form, FormKind
from baise_desktop.form.period import Period, ending_with, parse_period
from baise_desktop.form.record import Record, fixed_row_id, from_line
from baise_desktop.form.value import Value
from baise_desktop.store.history import PastEntry

_REPORTED = "period"
"""Key of 报告期: a register with it in its business key has one row per thing and period."""


class PastRows:
    """Everything that some forms of a unit held, in every period that ended by a day."""

    def __init__(self, entries: Iterable[PastEntry], forms: Iterable[Form], until: date) -> None:
        """Lines are read when they are asked for."""
        self._forms = {form.id: form for form in forms}
        self._held: dict[tuple[str, str, str], list[PastEntry]] = {}
        """By form, period and row id; in more than one plan when both were open."""
        self._ends: dict[str, date] = {}
        self._until = until
        for entry in entries:
            self._take(entry)
        self._read = cache(self._read_line)
        self._keyed: dict[str, Mapping[tuple[Value, ...], Record]] = {}

    def renew(self, form: str, row_id: str, entries: Iterable[PastEntry]) -> None:
        """A row is held otherwise now: `entries` are all of it, in every period."""
        for place in [place for place in self._held if place[0] == form and place[2] == row_id]:
            del self._held[place]
        for entry in entries:
            self._take(entry)
        self._keyed.pop(form, None)

    def _take(self, entry: PastEntry) -> None:
        if self._ends.setdefault(entry.period, parse_period(entry.period).end) <= self._until:
            self._held.setdefault((entry.form, entry.period, entry.row_id), []).append(entry)

    def period_of(self, form: Form, record: Record) -> Period | None:
        """The period that a row is about: its 报告期 where the business key has one, else that of its submission."""
        if not is_reported(form):
            return parse_period(record.period)
        return _named_period(record.values.get(_REPORTED))

    def find(self, form: Form, record: Record, period: Period) -> Record | None:
        """The same thing in another period.

        A task or target has one record per period. A row of a register with 报告期 in its business key is found by that
        key, any other by its row id. Where the form was reported at another frequency then, the period of that
        frequency that ended on the same day stands for the one asked for.
        """
        if is_reported(form):
            return self._find_in(form, record, period)
        places = (period, *ending_with(period))
        return next((found for place in places if (found := self._find_in(form, record, place)) is not None), None)

    def _find_in(self, form: Form, record: Record, period: Period) -> Record | None:
        if form.kind is not FormKind.REGISTER:
            row_id = fixed_row_id(record.unit, record.plan, str(period), form.id)
            return self._live(self._held.get((form.id, str(period), row_id), []), record.plan)
        if is_reported(form):
            other = replace(record, values={**record.values, _REPORTED: str(period)})
            if form.id not in self._keyed:
                self._keyed[form.id] = self._by_key(form.id)
            return self._keyed[form.id].get(_business_key(form, other))
        return self._live(self._held.get((form.id, str(period), record.row_id), []), record.plan)

    def _live(self, entries: list[PastEntry], plan: str) -> Record | None:
        """The entry of the plan, or else of the other: registers go on from one plan to the next."""
        live = sorted((entry for entry in entries if not entry.deleted), key=lambda entry: entry.plan != plan)
        return self._read(live[0]) if live else None

    def _read_line(self, entry: PastEntry) -> Record:
        return from_line(entry.body, self._forms)

    def _by_key(self, form: str) -> Mapping[tuple[Value, ...], Record]:
        """The rows of a register by business key, each as the latest period has it."""
        latest: dict[str, PastEntry] = {}
        for (name, _, row_id), entries in self._held.items():
            for entry in entries:
                if name == form and self._place(entry) >= self._place(latest.get(row_id, entry)):
                    latest[row_id] = entry
        records = [self._read(entry) for _, entry in sorted(latest.items()) if not entry.deleted]
        return {_business_key(self._forms[form], record): record for record in records}

    def _place(self, entry: PastEntry) -> tuple[date, str, str]:
        return self._ends[entry.period], entry.period, entry.plan


def _business_key(form: Form, record: Record) -> tuple[Value, ...]:
    return tuple(record.values.get(part) for part in form.key)


def is_reported(form: Form) -> bool:
    """Whether rows name the period that they are about, so that one submission holds several periods."""
    return _REPORTED in form.key and form.field(_REPORTED).type is FieldType.TEXT


def _named_period(value: Value) -> Period | None:
    if not isinstance(value, str):
        return None
    try:
        return parse_period(value)
    except BaiseError:
        # A clerk may type anything there; another rule says so.
        return None
