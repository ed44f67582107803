"""Shares typed, pasted or read from a workbook: kept with a reason where units know them, every change on record."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from types import MappingProxyType

from baise_desktop.app.clock import row_randomness
from baise_desktop.app.clock_check import require_clock
from baise_desktop.app.desk import CITY_UNIT, Desk, require_plan, require_role
from baise_desktop.app.terms.allocation import read_shares
from baise_desktop.errors import BaiseError, Problem
from baise_desktop.form.definition import Form
from baise_desktop.form.draft import Draft
from baise_desktop.form.fields import parse, show
from baise_desktop.form.record import Record, new_row_id
from baise_desktop.form.verdict import is_empty_phrase
from baise_desktop.progress.allocation import ADJUSTED, DRAFT, ISSUED, REGISTER, Role, Share
from baise_desktop.progress.allocation_check import show_amount
from baise_desktop.progress.allocation_matrix import can_be_shared, plan_years
from baise_desktop.progress.figure import CITY
from baise_desktop.store.allocation import Occasion, ShareChange, put_shares
from baise_desktop.store.entries import Entry, Sheet, count_entries, list_entries
from baise_desktop.texts import say

Place = tuple[str, str, int]
"""Target, unit and year; an empty unit is the whole city."""


@dataclass(frozen=True, slots=True)
class ShareEdit:
    """A text for one place; an empty text takes the city's own share back."""

    target: str
    unit: str
    year: int
    text: str

    @property
    def place(self) -> Place:
        """Where it goes."""
        return self.target, self.unit, self.year


def set_shares(
    desk: Desk,
    plan: str,
    edits: Sequence[ShareEdit],
    now: datetime,
    *,
    reason: str = "",
    issue: bool = False,
    document: str = "",
) -> int:
    """Put texts into places, all or nothing; how many shares changed comes back.

    A new share is only proposed, unless `issue` tells it at once. One that units were told, or that the plan states,
    becomes 已调整, and needs a reason.

    Args:
        desk: of the city.
        plan: plan id.
        edits: the last one of a place counts.
        now: aware.
        reason: why shares that units know are changed.
        issue: whether new shares are told at once.
        document: number of the paper that tells them.

    Raises:
        BaiseError: ROLE_CITY_ONLY, CLOCK_BACK, PLAN_UNKNOWN, ALLOCATION_PLACE, ALLOCATION_VALUE, ALLOCATION_REASON,
            EMPTY_PHRASE.
    """
    require_role(desk, "city")
    require_clock(desk, now)
    require_plan(desk, plan)
    writer = _Writer(desk, plan, now, reason.strip(), ISSUED if issue else DRAFT, document)
    for edit in {edit.place: edit for edit in edits}.values():
        writer.take(edit)
    return writer.write()


def issue_shares(desk: Desk, plan: str, now: datetime, *, target: str = "", document: str = "") -> int:
    """Tell the units what was proposed to them, of one target or all; how many shares that were comes back.

    Raises:
        BaiseError: ROLE_CITY_ONLY, CLOCK_BACK, PLAN_UNKNOWN.
    """
    require_role(desk, "city")
    require_clock(desk, now)
    require_plan(desk, plan)
    writer = _Writer(desk, plan, now, "", ISSUED, document)
    for place in list(writer.rows):
        if target in ("", place[0]):
            writer.issue(place)
    return writer.write()


def enter_rows(
    desk: Desk, sheet: Sheet, rows: Mapping[str, Mapping[str, str]], now: datetime, reason: str
) -> tuple[str, ...]:
    """Put whole rows of the register in, as a workbook has them; the keys of the rows left out come back.

    Rows without an amount, of targets that the plan does not share out, or with a text that cannot be read are left
    out. A share that units know, or that the plan states, becomes 已调整 when its amount changes.

    Args:
        desk: of the city.
        sheet: that new rows go into.
        rows: texts by field key, by row id or any other key for a new row.
        now: aware.
        reason: for the journal.

    Raises:
        BaiseError: ROLE_CITY_ONLY.
    """
    require_role(desk, "city")
    writer = _Writer(desk, sheet.plan, now, reason, DRAFT, "", sheet.period)
    left_out = tuple(key for key, texts in rows.items() if not writer.take_row(texts))
    writer.write()
    return left_out


def act_words() -> str:
    """What the journal calls a change of the breakdown."""
    return say("journal.allocate")


@dataclass(slots=True)
class _Writer:
    """Gathers the rows of one change."""

    desk: Desk
    plan: str
    now: datetime
    reason: str
    status: str
    document: str
    period: str = ""
    """Of new rows; empty for the last year of the plan."""
    rows: dict[Place, Entry] = field(init=False)
    stated: dict[Place, Share] = field(init=False)
    changed: list[Entry] = field(default_factory=list)
    gone: dict[Sheet, list[str]] = field(default_factory=dict)
    changes: list[ShareChange] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.rows = dict(_own_entries(self.desk, self.plan))
        shares = read_shares(self.desk, self.plan)
        self.stated = {
            (share.target, share.unit, share.year): share
            for share in shares
            if share.role is Role.AMOUNT and not share.status
        }

    @property
    def form(self) -> Form:
        return self.desk.catalogue.registers[REGISTER]

    def take(self, edit: ShareEdit) -> None:
        """One place."""
        value = self._read(edit)
        entry, stated = self.rows.get(edit.place), self.stated.get(edit.place)
        before = _amount(entry) if entry else stated.value if stated else None
        if value == before:
            return
        known = bool(stated) if entry is None else self._status(entry) != DRAFT
        if known and not self.reason:
            raise BaiseError("ALLOCATION_REASON", place=self._words(edit.place), before=_text(before))
        if known and is_empty_phrase(self.reason):
            raise BaiseError("EMPTY_PHRASE", text=self.reason)
        if value is None:
            if entry is not None:
                self._erase(edit.place, entry)
            return
        status = ADJUSTED if known else self._status(entry) if entry else self.status
        self._put(edit.place, entry, before, value, status)

    def issue(self, place: Place) -> None:
        """Tell a share that is only proposed."""
        entry = self.rows[place]
        value = _amount(entry)
        if self._status(entry) == DRAFT and value is not None:
            self._put(place, entry, value, value, ISSUED)

    def take_row(self, texts: Mapping[str, str]) -> bool:
        """A row of a workbook, as far as it can be read and says something; whether it was."""
        draft = Draft.of(self.form, self.desk.context, self._blank(), {})
        for key, text in texts.items():
            draft = draft.set(key, text)
        typed = Entry(draft.record(self.now), draft.wrong)
        place, value = _place_of(self.desk, self.plan, typed), _amount(typed)
        if draft.wrong or place is None or value is None or not self._is_open(place) or self._fault(place[0], value):
            return False
        entry, stated = self.rows.get(place), self.stated.get(place)
        before = _amount(entry) if entry else stated.value if stated else None
        known = bool(stated) if entry is None else self._status(entry) != DRAFT
        if known and value == before:
            return True
        status = ADJUSTED if known else self._status(typed) or self.status
        self._put(place, entry, before, value, status, texts)
        return True

    def write(self) -> int:
        """Keep it all; nothing when nothing changed."""
        if self.changes:
            occasion = Occasion(CITY_UNIT, act_words(), self.reason, self.now)
            put_shares(self.desk.store, self.form, self.changed, self.gone, self.changes, occasion)
        return len(self.changes)

    def _read(self, edit: ShareEdit) -> Decimal | None:
        if not self._is_open(edit.place):
            raise BaiseError("ALLOCATION_PLACE", target=edit.target, unit=edit.unit, year=edit.year, plan=self.plan)
        if not edit.text.strip():
            return None
        value = parse(edit.text, self.form.field("value"), self.desk.context)
        if not isinstance(value, Decimal) or (message := self._fault(edit.target, value)):
            if not isinstance(value, Decimal):
                message = value.message if isinstance(value, Problem) else say("allocation.not_amount")
            raise BaiseError("ALLOCATION_VALUE", place=self._words(edit.place), text=edit.text, message=message)
        return value

    def _fault(self, target: str, value: Decimal) -> str:
        """Why a number cannot be a share of a target, which is counted to so many decimals; empty when it can."""
        if value < 0:
            return say("allocation.negative")
        asked = self.desk.catalogue.targets[target]
        places = self.desk.catalogue.indicators[asked.indicator].decimals
        finer = value != value.quantize(Decimal(1).scaleb(-places))
        return say("allocation.too_fine", measure=asked.unit, places=places) if finer else ""

    def _is_open(self, place: Place) -> bool:
        """Whether there can be a share."""
        name, unit, year = place
        catalogue = self.desk.catalogue
        target = catalogue.targets.get(name)
        owner = unit == CITY or unit in catalogue.units
        in_plan = target is not None and target.plan == self.plan and can_be_shared(target)
        return in_plan and owner and year in plan_years(catalogue.plans[self.plan])

    def _put(
        self,
        place: Place,
        entry: Entry | None,
        before: Decimal | None,
        value: Decimal,
        status: str,
        given: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        target, unit, year = place
        texts = {**given, "value": show_amount(value), "status": status}
        if entry is None:
            entry = Entry(self._blank(), {})
            texts |= {"unit": unit or CITY_UNIT, "year": str(year)}
        texts["target_id"] = target
        if status == ADJUSTED:
            texts["basis"] = say("allocation.basis_adjusted", reason=self.reason)
        elif entry.record.values.get("basis") is None:
            texts.setdefault("basis", say("allocation.basis_issued"))
        if self.document:
            texts["doc_no"] = self.document
        draft = Draft.of(self.form, self.desk.context, entry.record, entry.wrong)
        for key, text in texts.items():
            draft = draft.set(key, text)
        self.changed.append(Entry(draft.record(self.now), draft.wrong))
        self.changes.append(ShareChange(target, unit, year, _text(before), _text(value), status))

    def _erase(self, place: Place, entry: Entry) -> None:
        record = entry.record
        sheet = Sheet(record.unit, record.plan, record.period, record.form)
        self.gone.setdefault(sheet, []).append(record.row_id)
        self.changes.append(ShareChange(*place, _text(_amount(entry)), "", ""))

    def _blank(self) -> Record:
        period = self.period or self.desk.catalogue.plans[self.plan].period_end[:4]
        row_id = new_row_id(self.now, row_randomness())
        return Record(form=REGISTER, row_id=row_id, unit=CITY_UNIT, plan=self.plan, period=period, values={})

    def _status(self, entry: Entry) -> str:
        return show(entry.record.values.get("status"), self.form.field("status"), self.desk.context)

    def _words(self, place: Place) -> str:
        target, unit, year = place
        catalogue = self.desk.catalogue
        owner = catalogue.units[unit].short if unit else say("words.whole_city")
        return say("allocation.place", target=catalogue.targets[target].name, unit=owner, year=year)


def _own_entries(desk: Desk, plan: str) -> Iterator[tuple[Place, Entry]]:
    """The city's own rows of a plan by place, whichever period they were entered in, the latest row last."""
    form = desk.catalogue.registers[REGISTER]
    sheets = [
        Sheet(CITY_UNIT, plan, period, REGISTER)
        for own, period, form_id in count_entries(desk.store, CITY_UNIT)
        if own == plan and form_id == REGISTER
    ]
    entries = (entry for sheet in sheets for entry in list_entries(desk.store, sheet, form))
    for entry in sorted(entries, key=lambda each: each.record.row_id):
        place = _place_of(desk, plan, entry)
        if place is not None:
            yield place, entry


def _place_of(desk: Desk, plan: str, entry: Entry) -> Place | None:
    values = entry.record.values
    text, unit, year = str(values.get("target_id")), values.get("unit"), values.get("year")
    targets = (target for target in desk.catalogue.targets.values() if target.plan == plan)
    target = next((each.id for each in targets if text in (each.id, each.name)), text)
    return (target, CITY if unit in (None, CITY_UNIT) else str(unit), year) if isinstance(year, int) else None


def _amount(entry: Entry) -> Decimal | None:
    value = entry.record.values.get("value")
    return value if isinstance(value, Decimal) else None


def _text(value: Decimal | None) -> str:
    return "" if value is None else show_amount(value)
