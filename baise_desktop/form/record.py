"""A filled form or register row, and its canonical line: what is digested, signed and merged."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from hashlib import sha256
from types import MappingProxyType
from typing import NoReturn
from uuid import NAMESPACE_URL, uuid5

from baise_desktop.errors import BaiseError, printable
from baise_desktop.form.canonical import SAFE_INTEGER, Json, dump, load_canonical, refuse
from baise_desktop.form.dates import read_moment
from baise_desktop.form.definition import Field, FieldType, Form, FormKind
from baise_desktop.form.fields import from_json, is_blank, to_json
from baise_desktop.form.files import evidence_from_json, evidence_to_json
from baise_desktop.form.period import parse_period
from baise_desktop.form.selections import is_row_id
from baise_desktop.form.value import Evidence, Value
from baise_desktop.texts import say

_BLANK: Mapping[str, Value] = MappingProxyType({})
_REQUIRED = frozenset({"fill_state", "form", "period", "plan", "row_id", "unit", "updated_at", "values"})
_OPTIONAL = frozenset({"deleted", "evidence", "task"})
_NAME = re.compile(r"[0-9A-Za-z][0-9A-Za-z._-]{0,63}")
_STATE = re.compile(r"[0-9]{2}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One filled form, or one row of a register, as reported for one period."""

    form: str
    row_id: str
    """UUID in lower case, given once and kept across periods and plans."""
    unit: str
    """Id of the reporting unit."""
    plan: str
    period: str
    """2023, 2023H1, 2023Q2 or 2023-05."""
    values: Mapping[str, Value] = field(default_factory=lambda: _BLANK)
    """By field key. A blank field is absent; computed fields are never here."""
    evidence: tuple[Evidence, ...] = ()
    """In the order of the digests."""
    task: str = ""
    """Id of the task it was entered for."""
    fill_state: str = "01"
    """Code of cl.report_status."""
    updated_at: str = ""
    """ISO 8601 in UTC to the second with Z, or empty."""
    deleted: bool = False
    """A tombstone: the row is gone, its values and evidence are empty."""


def to_line(record: Record, form: Form) -> bytes:
    """The record as canonical JSON, without a line feed.

    Raises:
        KeyError, TypeError, ValueError: a value that does not fit the form; a bug of the caller.
        BaiseError: JSON, text that canonical JSON cannot say.
    """
    line: dict[str, Json] = {
        "fill_state": record.fill_state,
        "form": record.form,
        "period": record.period,
        "plan": record.plan,
        "row_id": record.row_id,
        "unit": record.unit,
        "updated_at": record.updated_at,
        "values": _values_to_json(record.values, form),
    }
    if record.deleted:
        line["deleted"] = True
    if record.evidence:
        line["evidence"] = evidence_to_json(record.evidence)
    if record.task:
        line["task"] = record.task
    return dump(line)


def from_line(line: bytes, forms: Mapping[str, Form]) -> Record:
    """The record of a canonical line.

    Required fields may still be blank: `check_complete` refuses that where a record must be finished.

    Raises:
        BaiseError: JSON when the line is not canonical, SCHEMA when it does not have the shape of its form, TYPE when
            a value does not have the type of its field.
    """
    members = load_canonical(line)
    if type(members) is not dict:
        refuse("NOT_OBJECT")
    form = _form_of(members, forms)
    _check_members(members, form)
    deleted, values, files = members.get("deleted", False), members["values"], members.get("evidence")
    if type(values) is not dict or (deleted and (values or files)):
        _mismatch(form, "values", "VALUES")
    evidence = evidence_from_json(files) if "evidence" in members else ()
    if evidence is None or ("evidence" in members and not evidence):
        _mismatch(form, "evidence", "EVIDENCE")
    return Record(
        form=form.id,
        row_id=str(members["row_id"]),
        unit=str(members["unit"]),
        plan=str(members["plan"]),
        period=str(members["period"]),
        values=_values_from_json(values, form),
        evidence=evidence,
        task=str(members.get("task", "")),
        fill_state=str(members["fill_state"]),
        updated_at=str(members["updated_at"]),
        deleted=bool(deleted),
    )


def check_complete(record: Record, form: Form) -> None:
    """Refuse a live record in which a required field is blank.

    Raises:
        BaiseError: SCHEMA, naming the field.
    """
    if record.deleted:
        return
    for question in form.fields:
        if needs_answer(question) and is_blank(record.values.get(question.key)):
            _mismatch(form, question.name, "REQUIRED")


def needs_answer(question: Field) -> bool:
    """Whether a record without an answer to the question is unfinished."""
    return question.required and question.type is not FieldType.COMPUTED


def list_evidence(record: Record) -> Iterator[Evidence]:
    """Every file that a record names, of the record itself and in its fields."""
    yield from record.evidence
    for value in record.values.values():
        if isinstance(value, tuple):
            yield from (each for each in value if isinstance(each, Evidence))


def digest(line: bytes) -> str:
    """SHA-256 of a canonical line, 64 lower-case hex digits."""
    return sha256(line).hexdigest()


_MADE_AT_A_TIME = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}")
_LAST_YEAR = 250_000_000_000_000
"""Milliseconds; Python's calendar ends soon after."""


def new_row_id(now: datetime, random: bytes) -> str:
    """A UUIDv7 from an aware time and 10 random bytes. Source: RFC 9562, 5.7."""
    milliseconds = int(now.timestamp() * 1000)
    tail = int.from_bytes(random[:10], "big")
    number = milliseconds << 80 | 7 << 76 | (tail >> 62 & 0xFFF) << 64 | 0b10 << 62 | tail & (1 << 62) - 1
    digits = f"{number:032x}"
    return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))


def row_time(row_id: str) -> datetime | None:
    """When a row was made, as its id says; None for an id that is none of `new_row_id`."""
    if not _MADE_AT_A_TIME.fullmatch(row_id):
        return None
    milliseconds = int(row_id[:8] + row_id[9:13], 16)
    return datetime.fromtimestamp(milliseconds / 1000, UTC) if milliseconds < _LAST_YEAR else None


def fixed_row_id(unit: str, plan: str, period: str, form: str) -> str:
    """The row id of a task or target form, which has one record per unit, plan and period."""
    return str(uuid5(NAMESPACE_URL, f"baise:{unit}{plan}{period}{form}"))


class FormIdentity:
    """A form as a cache key: itself, because hashing all that it says for every record is slow."""

    __slots__ = ("form",)

    def __init__(self, form: Form) -> None:
        self.form = form

    def __eq__(self, other: object) -> bool:
        return isinstance(other, FormIdentity) and self.form is other.form

    def __hash__(self) -> int:
        return id(self.form)


@lru_cache(maxsize=1024)
def _fields_of(identity: FormIdentity) -> Mapping[str, Field]:
    return {item.key: item for item in identity.form.fields if item.type is not FieldType.COMPUTED}


def _values_to_json(values: Mapping[str, Value], form: Form) -> dict[str, Json]:
    fields = _fields_of(FormIdentity(form))
    return {key: to_json(value, fields[key]) for key, value in values.items() if value is not None}


def _values_from_json(raw: Mapping[str, object], form: Form) -> Mapping[str, Value]:
    fields = _fields_of(FormIdentity(form))
    values: dict[str, Value] = {}
    for key, value in raw.items():
        if key not in fields:
            _mismatch(form, key, "UNKNOWN_FIELD")
        try:
            values[key] = from_json(value, fields[key])
        except BaiseError as error:
            if _is_unsafe(value):
                refuse("UNSAFE_INTEGER")
            if type(value) is str and "\0" in value:
                refuse("NUL")
            raise BaiseError(error.code, **(error.values | {"form": form.title})) from error
    return MappingProxyType(values)


def _is_unsafe(raw: object) -> bool:
    return type(raw) is float or (type(raw) is int and abs(raw) > SAFE_INTEGER)


def _form_of(members: Mapping[str, object], forms: Mapping[str, Form]) -> Form:
    name = members.get("form")
    form = forms.get(name) if type(name) is str else None
    if form is None:
        raise BaiseError("SCHEMA", form=printable(str(name)), field="form", reason=say("reasons.SCHEMA_FORM"))
    return form


def _check_members(members: Mapping[str, object], form: Form) -> None:
    for key in sorted(_REQUIRED - members.keys()):
        _mismatch(form, key, "ABSENT")
    for key in sorted(members.keys() - _REQUIRED - _OPTIONAL):
        _mismatch(form, key, "UNKNOWN_FIELD")
    for key, is_right in MEMBERS.items():
        if key in members and not is_right(members[key]):
            _mismatch(form, key, "MEMBER")
    if form.plans and members["plan"] not in form.plans:
        _mismatch(form, "plan", "PLAN")
    if form.kind in (FormKind.TASK, FormKind.TARGET):
        unit, plan, period = (str(members[key]) for key in ("unit", "plan", "period"))
        if members["row_id"] != fixed_row_id(unit, plan, period, form.id):
            _mismatch(form, "row_id", "ROW_ID")


def _mismatch(form: Form, name: str, reason: str) -> NoReturn:
    raise BaiseError("SCHEMA", form=form.title, field=printable(name), reason=say(f"reasons.SCHEMA_{reason}"))


def _is_name(raw: object) -> bool:
    return type(raw) is str and _NAME.fullmatch(raw) is not None


def _is_period(raw: object) -> bool:
    return type(raw) is str and _names_period(raw)


@lru_cache(maxsize=1024)
def _names_period(text: str) -> bool:
    try:
        return str(parse_period(text)) == text
    except BaiseError:
        return False


def _is_time(raw: object) -> bool:
    return raw == "" or (type(raw) is str and read_moment(raw) is not None)


MEMBERS: Mapping[str, Callable[[object], bool]] = MappingProxyType(
    {
        "row_id": lambda raw: type(raw) is str and is_row_id(raw),
        "unit": _is_name,
        "plan": _is_name,
        "period": _is_period,
        "task": _is_name,
        "fill_state": lambda raw: type(raw) is str and _STATE.fullmatch(raw) is not None,
        "updated_at": _is_time,
        "deleted": lambda raw: raw is True,
    }
)
"""Whether what stands under a key of a line is right, whatever the form."""
