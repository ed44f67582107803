"""The values a field can hold, and the three ways of having none."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum


class Absent(Enum):
    """A value that is not there, without a reason."""

    NOT_APPLICABLE = "不适用"


@dataclass(frozen=True, slots=True)
class Missing:
    """暂缺: not available now, and why."""

    reason: str


@dataclass(frozen=True, slots=True, order=True)
class Evidence:
    """One attached file."""

    sha256: str
    """64 lower-case hex digits; its place in the attachment folder."""
    name: str
    """File name as the clerk knows it."""
    size: int
    """Bytes."""
    media_type: str


NOT_APPLICABLE = Absent.NOT_APPLICABLE

Value = str | int | bool | Decimal | date | datetime | tuple[str, ...] | tuple[Evidence, ...] | Absent | Missing | None
"""None is blank. Choices hold the code, units the unit id, references the row id."""
