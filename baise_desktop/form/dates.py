"""Fields answered with a date or a moment."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone

from baise_desktop.errors import Problem
from baise_desktop.form.canonical import Json
from baise_desktop.form.context import FieldContext
from baise_desktop.form.definition import Field
from baise_desktop.form.kind import half_width, problem, wrong_type
from baise_desktop.form.value import Value

BEIJING = timezone(timedelta(hours=8))
"""The zone in which moments are typed and shown, wherever the computer stands."""

_DASHES = re.compile("[\u2010-\u2015\u2212\ufe58\ufe63]")
_CLOCK = r"(?:[ T]([01]?[0-9]|2[0-3]):([0-5][0-9])(?::([0-5][0-9]))?)?"
_SHAPES = tuple(
    re.compile(shape + _CLOCK)
    for shape in (
        r"([0-9]{4})年([0-9]{1,2})月(?:([0-9]{1,2})[日号]?)?",
        r"([0-9]{4})[-./]([0-9]{1,2})(?:[-./]([0-9]{1,2}))?",
        r"([0-9]{4})([0-9]{2})([0-9]{2})",
    )
)
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z")
_YEARS = range(1900, 2101)
SHOWABLE_YEARS = range(1899, 2999)
"""Years whose moments every system can show in its own time zone."""


@dataclass(frozen=True, slots=True)
class Day:
    """A calendar day. A month without a day means its first, which the cell then shows."""

    def parse(self, text: str, field: Field, _context: FieldContext) -> Value | Problem:
        """2023-3-5, 2023.3.5, 2023/3/5, 20230305, 2023年3月5日 or 2023年3月; a time of day must be midnight."""
        moment = _read(text, field)
        if isinstance(moment, Problem):
            return moment
        if (moment.hour, moment.minute, moment.second) != (0, 0, 0):
            return problem(field, "NOT_A_DATE", text=text)
        return moment.date()

    def show(self, value: Value, _field: Field, _context: FieldContext) -> str:
        """2023-03-05."""
        return value.isoformat() if isinstance(value, date) else str(value)

    def to_json(self, value: Value, field: Field) -> Json:
        """2023-03-05."""
        if not isinstance(value, date) or isinstance(value, datetime):
            raise TypeError(field.key)
        return value.isoformat()

    def from_json(self, raw: object, field: Field) -> Value:
        """A day of the calendar. Raises: BaiseError: TYPE."""
        if type(raw) is not str or not _DATE.fullmatch(raw) or not raw.isascii():
            wrong_type(field, "DATE")
        try:
            return date.fromisoformat(raw)
        except ValueError:
            wrong_type(field, "DATE")


@dataclass(frozen=True, slots=True)
class Moment:
    """A second in time, typed and shown in Beijing time, kept in UTC."""

    def parse(self, text: str, field: Field, _context: FieldContext) -> Value | Problem:
        """A date, with or without a time of day."""
        moment = _read(text, field)
        if isinstance(moment, Problem):
            return moment
        return moment.astimezone(UTC)

    def show(self, value: Value, _field: Field, _context: FieldContext) -> str:
        """2023-03-05 16:00:00, Beijing time."""
        if not isinstance(value, datetime):
            return str(value)
        return value.astimezone(BEIJING).strftime("%Y-%m-%d %H:%M:%S")

    def to_json(self, value: Value, field: Field) -> Json:
        """2023-03-05T08:00:00Z."""
        if not isinstance(value, datetime) or value.tzinfo is None or value.microsecond:
            raise TypeError(field.key)
        return moment_text(value)

    def from_json(self, raw: object, field: Field) -> Value:
        """A moment in UTC. Raises: BaiseError: TYPE."""
        moment = read_moment(raw) if type(raw) is str else None
        if moment is None:
            wrong_type(field, "DATETIME")
        return moment


def moment_text(moment: datetime) -> str:
    """An aware moment in UTC to the second: 2023-03-05T08:00:00Z."""
    return moment.astimezone(UTC).replace(microsecond=0, tzinfo=None).isoformat() + "Z"


def read_moment(text: str) -> datetime | None:
    """The moment that `moment_text` wrote, or None."""
    if not text.isascii() or not _MOMENT.fullmatch(text):
        return None
    try:
        moment = datetime.fromisoformat(text[:-1]).replace(tzinfo=UTC)
    except ValueError:
        return None
    return moment if moment.year in SHOWABLE_YEARS else None


def _read(text: str, field: Field) -> datetime | Problem:
    plain = _DASHES.sub("-", half_width(text)).replace("。", ".").replace("、", ".")
    plain = re.sub(r"\s*([-./年月])\s*", r"\1", re.sub(r"\s+([日号])", r"\1", plain)).removesuffix(".")
    match = next((match for shape in _SHAPES if (match := shape.fullmatch(plain))), None)
    if match is None:
        return problem(field, "NOT_A_DATE", text=text)
    year, month, day, hour, minute, second = (int(part) if part else None for part in match.groups())
    try:
        moment = datetime(
            year or 0, month or 0, 1 if day is None else day, hour or 0, minute or 0, second or 0, tzinfo=BEIJING
        )
    except ValueError:
        return problem(field, "NO_SUCH_DAY", text=text)
    return moment if moment.year in _YEARS else problem(field, "YEAR_RANGE", text=moment.year)
