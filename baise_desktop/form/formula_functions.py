"""The functions of formulas, over operands that may be missing.

A missing operand gives a missing result, save where a column's cells are summed or counted: those skip what is missing.
"""

import operator
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Context, Decimal, DivisionByZero, InvalidOperation, Overflow
from functools import cached_property
from types import MappingProxyType
from typing import Any, cast

from baise_desktop.form.formula_syntax import fault
from baise_desktop.texts import say

Operand = Decimal | str | bool | date
Cells = tuple[Operand | None, ...]
"""The cells of a register's column."""
Argument = Operand | Cells | None


class IndexedCells(tuple[Operand | None, ...]):  # noqa: SLOT001  it keeps its index
    """A column whose texts are found at once: a register is looked up in itself once for every row."""

    @cached_property
    def places(self) -> Mapping[str, Sequence[int]]:
        """The places of each text."""
        found: dict[str, list[int]] = {}
        for place, cell in enumerate(self):
            if isinstance(cell, str):
                found.setdefault(cell, []).append(place)
        return found

    def changed(self, place: int, cell: Operand | None) -> "IndexedCells":
        """The column with another cell at a place, or one more at its end; what was indexed stays so."""
        fresh = IndexedCells((*self[:place], cell, *self[place + 1 :]))
        if "places" in self.__dict__:
            places = dict(self.places)
            before = self[place] if place < len(self) else None
            if isinstance(before, str):
                places[before] = [each for each in places[before] if each != place]
            if isinstance(cell, str):
                places[cell] = sorted((*places.get(cell, ()), place))
            fresh.__dict__["places"] = places
        return fresh


CONTEXT = Context(
    prec=34, rounding=ROUND_HALF_UP, Emax=6144, Emin=-6143, traps=[InvalidOperation, DivisionByZero, Overflow]
)
_WIDE = Context(prec=7000, rounding=ROUND_HALF_UP, Emax=9999, Emin=-9999, traps=[InvalidOperation])
_ROUNDING = range(-20, 21)
_COMPARISONS: Mapping[str, Callable[[Any, Any], bool]] = MappingProxyType(
    {"=": operator.eq, "<>": operator.ne, "<": operator.lt, ">": operator.gt, "<=": operator.le, ">=": operator.ge}
)
_CRITERION = re.compile(r"(<>|<=|>=|=|<|>)?(.*)", re.DOTALL)
_NUMBER = re.compile(r"-?[0-9]{1,20}(?:\.[0-9]{1,20})?")
_PLAIN = re.compile(r"(?![Tt][Rr][Uu][Ee]$|[Ff][Aa][Ll][Ss][Ee]$|是$|否$)[^\W\d_][^<>=]*|\d{8}[0-9A-Z]*[A-Z][0-9A-Z]*")
"""A criterion that can only mean the text itself, such as a name or a 统一社会信用代码."""
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True, slots=True)
class Function:
    """One function: how many arguments it takes, and what it makes of them."""

    least: int
    most: int
    apply: Callable[..., Operand | None]


def compare(sign: str, left: Operand, right: Operand) -> bool:
    """Whether a comparison holds between two operands of one type."""
    if type(left) is not type(right):
        fault("NOT_COMPARABLE", left=kind_of(left), right=kind_of(right))
    return _COMPARISONS[sign](left, right)


def kind_of(operand: Argument) -> str:
    """What an operand is, as an entry of `reasons.toml` names it to authors."""
    names = {Decimal: "NUMBER", str: "TEXT", bool: "TRUTH", tuple: "COLUMN"}
    return say(f"reasons.KIND_{names.get(type(operand), 'DATE')}")


def as_text(operand: Operand) -> str:
    """An operand joined into a text: plain digits, ISO date, 是 or 否."""
    if isinstance(operand, bool):
        return "是" if operand else "否"
    if isinstance(operand, Decimal):
        plain = f"{operand or abs(operand):f}"
        return plain.rstrip("0").rstrip(".") if "." in plain else plain
    return operand.isoformat() if isinstance(operand, date) else operand


def number(argument: Argument) -> Decimal:
    """The argument as a number."""
    if not isinstance(argument, Decimal):
        fault("NOT_NUMBER", kind=kind_of(argument))
    return argument


def truth(argument: Argument) -> bool:
    """The argument as true or false."""
    if not isinstance(argument, bool):
        fault("NOT_TRUTH", kind=kind_of(argument))
    return argument


def _day(argument: Argument) -> date:
    if not isinstance(argument, date):
        fault("NOT_DATE", kind=kind_of(argument))
    return argument


def _whole(argument: Argument) -> int:
    value = number(argument)
    if value != value.to_integral_value() or abs(value) > 10**6:
        fault("NOT_WHOLE", value=as_text(value))
    return int(value)


def _cells(argument: Argument) -> Cells:
    if not isinstance(argument, tuple):
        fault("NOT_COLUMN", kind=kind_of(argument))
    return argument


def _known(arguments: Sequence[Argument]) -> list[Operand] | None:
    """All operands, with columns spread out; None when a single one is missing."""
    known: list[Operand] = []
    for argument in arguments:
        if argument is None:
            return None
        if isinstance(argument, tuple):
            known.extend(cell for cell in argument if cell is not None)
        else:
            known.append(argument)
    return known


def _total(operands: Sequence[Operand]) -> Decimal:
    total = Decimal(0)
    for operand in operands:
        total = CONTEXT.add(total, number(operand))
    return total


def _sum(*arguments: Argument) -> Operand | None:
    known = _known(arguments)
    return None if known is None else _total(known)


def _extreme(sign: str, arguments: Sequence[Argument]) -> Operand | None:
    known = _known(arguments)
    if not known:
        return None
    best = known[0]
    for operand in known[1:]:
        if compare(sign, operand, best):
            best = operand
    return best


def _count(*arguments: Argument) -> Operand | None:
    spread = [cell for item in arguments for cell in (item if isinstance(item, tuple) else (item,))]
    return Decimal(sum(1 for cell in spread if cell is not None))


def _distinct(*columns: Argument) -> Operand | None:
    return Decimal(len({(type(cell), cell) for column in columns for cell in _cells(column) if cell is not None}))


def _criterion(wanted: Operand) -> Callable[[Operand | None], bool]:
    """A test of cells: ">=5", "<>市级", or a value to be equal to."""
    sign, value = "=", wanted
    if isinstance(wanted, str):
        match = _CRITERION.fullmatch(wanted)
        sign, text = (match[1] or "=", match[2]) if match else ("=", wanted)
        if text == "":
            return lambda cell: (cell is None) == (sign == "=")
        value = _typed(text)

    written, kind, holds_between = as_text(value), type(value), _COMPARISONS[sign]

    def holds(cell: Operand | None) -> bool:
        if cell is None:
            return False
        if isinstance(cell, str):
            return holds_between(cell, written)
        return holds_between(cell, value) if type(cell) is kind else sign == "<>"

    return holds


def is_plain(wanted: Operand) -> bool:
    """Whether a criterion can only mean the very text that it is."""
    return isinstance(wanted, str) and _PLAIN.fullmatch(wanted) is not None


def meets(cell: Operand | None, wanted: Operand) -> bool:
    """Whether a cell meets the criterion of COUNTIFS and its like."""
    return _criterion(wanted)(cell)


def _typed(text: str) -> Operand:
    if _NUMBER.fullmatch(text):
        return Decimal(text)
    if _DATE.fullmatch(text):
        try:
            return date.fromisoformat(text)
        except ValueError:
            return text
    return {"TRUE": True, "FALSE": False, "是": True, "否": False}.get(text.upper(), text)


def _selected(pairs: Sequence[Argument]) -> Sequence[int] | None:
    """The places of the rows for which all criteria of range, criterion, range, criterion ... hold."""
    selected: Sequence[int] | None = None
    rows = 0
    for place in range(0, len(pairs), 2):
        cells, wanted = _cells(pairs[place]), pairs[place + 1]
        if wanted is None:
            return None
        if isinstance(wanted, tuple):
            fault("CRITERION")
        if selected is None:
            selected, rows = range(len(cells)), len(cells)
        if rows != len(cells):
            fault("UNEQUAL")
        selected = _holding(cells, wanted, selected)
    return selected


def _holding(cells: Cells, wanted: Operand, among: Sequence[int]) -> Sequence[int]:
    """Those of the places whose cell meets a criterion."""
    first = isinstance(among, range)
    if first and isinstance(cells, IndexedCells) and isinstance(wanted, str) and is_plain(wanted):
        return cells.places.get(wanted, ())
    holds = _criterion(wanted)
    return [place for place in among if holds(cells[place])]


def _count_if(*pairs: Argument) -> Operand | None:
    if len(pairs) % 2:
        fault("PAIRS")
    selected = _selected(pairs)
    return None if selected is None else Decimal(len(selected))


def _sum_ifs(column: Argument, *pairs: Argument) -> Operand | None:
    if len(pairs) % 2:
        fault("PAIRS")
    selected, cells = _selected(pairs), _cells(column)
    if selected is None:
        return None
    if len(_cells(pairs[0])) != len(cells):
        fault("UNEQUAL")
    return _total([cell for place in selected if (cell := cells[place]) is not None])


def _sum_if(cells: Argument, wanted: Argument, column: Argument | None = ()) -> Operand | None:
    return _sum_ifs(cells if column == () else column, cells, wanted)


def _round(argument: Argument, digits: Argument = Decimal(0)) -> Operand | None:
    places = _whole(digits)
    if places not in _ROUNDING:
        fault("NOT_WHOLE", value=str(places))
    value = number(argument)
    return CONTEXT.plus(_WIDE.quantize(value, Decimal(1).scaleb(-places)))


def _date(year: Argument, month: Argument, day: Argument) -> Operand | None:
    try:
        return date(_whole(year), _whole(month), _whole(day))
    except ValueError:
        return None


def _date_difference(start: Argument, end: Argument, unit: Argument) -> Operand | None:
    """Whole years, months or days from start to end; no result when the end comes first."""
    first, last = _day(start), _day(end)
    if first > last:
        return None
    months = (last.year - first.year) * 12 + last.month - first.month - (last.day < first.day)
    counts = {"D": (last - first).days, "M": months, "Y": months // 12}
    word = str(unit).upper()
    if word not in counts:
        fault("DATE_UNIT", unit=word)
    return Decimal(counts[word])


def _strict(apply: Callable[..., Operand | None]) -> Callable[..., Operand | None]:
    """The function, with a missing result as soon as any argument is missing."""
    return lambda *arguments: None if None in [cast(object, item) for item in arguments] else apply(*arguments)


def _length(argument: Argument) -> Operand | None:
    if not isinstance(argument, str):
        fault("NOT_TEXT", kind=kind_of(argument))
    return Decimal(len(argument))


_MANY = 64
FUNCTIONS: Mapping[str, Function] = MappingProxyType(
    {
        "SUM": Function(1, _MANY, _sum),
        "SUMIF": Function(2, 3, _sum_if),
        "SUMIFS": Function(3, _MANY, _sum_ifs),
        "COUNT": Function(1, _MANY, _count),
        "COUNTIF": Function(2, 2, _count_if),
        "COUNTIFS": Function(2, _MANY, _count_if),
        "DISTINCT": Function(1, _MANY, _distinct),
        "NOT": Function(1, 1, _strict(lambda argument: not truth(argument))),
        "ROUND": Function(1, 2, _strict(_round)),
        "ABS": Function(1, 1, _strict(lambda argument: number(argument).copy_abs())),
        "MIN": Function(1, _MANY, lambda *arguments: _extreme("<", arguments)),
        "MAX": Function(1, _MANY, lambda *arguments: _extreme(">", arguments)),
        "YEAR": Function(1, 1, _strict(lambda argument: Decimal(_day(argument).year))),
        "DATE": Function(3, 3, _strict(_date)),
        "DATEDIF": Function(3, 3, _strict(_date_difference)),
        "LEN": Function(1, 1, _strict(_length)),
        "ISBLANK": Function(1, 1, lambda argument: argument is None),
    }
)
"""The functions whose arguments are all evaluated first."""
