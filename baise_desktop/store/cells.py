"""The fields of a record as SQL over its canonical JSON line, as formulas take them: missing is NULL."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from baise_desktop.form.context import FieldContext
from baise_desktop.form.definition import Field, FieldType
from baise_desktop.form.fields import show

Bound = str | int
"""What SQLite takes for a name."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One field of the row in the column `body`."""

    sql: str
    """A whole number for numbers and truth, otherwise a text; NULL for blank, 不适用 and 暂缺."""
    type: type[Decimal] | type[str] | type[bool] | type[date]
    """What formulas take it for."""
    decimals: int = 0
    """A number is this many digits longer than what it says: 12.34 is 1234."""


@dataclass(slots=True)
class Binder:
    """Names for the values that a statement is given; none is ever written into it."""

    prefix: str
    """Begins every name, so that two binders can serve one statement."""
    values: dict[str, Bound] = field(default_factory=dict)

    def bind(self, value: Bound) -> str:
        """The name that stands for a value."""
        name = f"{self.prefix}{len(self.values)}"
        self.values[name] = value
        return f":{name}"


def read_cell(question: Field, context: FieldContext, binder: Binder) -> Cell | None:
    """A field as SQL, or None when it is of a type that only Python reads."""
    make = _CELLS.get(question.type)
    return make(question, context, binder) if make else None


def missing_cell(question: Field, binder: Binder) -> str:
    """Whether a field of any type but a computed one is missing, as SQL: 1 or 0."""
    return f"(coalesce(json_type(body, {_path(question, binder)}), 'object') = 'object')"


def _path(question: Field, binder: Binder) -> str:
    return binder.bind(f'$.values."{question.key}"')


def _plain(question: Field, binder: Binder, kind: str) -> str:
    path = _path(question, binder)
    # 不适用 and 暂缺 are objects.
    return f"(CASE json_type(body, {path}) WHEN '{kind}' THEN json_extract(body, {path}) END)"


def _text(question: Field, _context: FieldContext, binder: Binder) -> Cell:
    return Cell(_plain(question, binder, "text"), str)


def _whole(question: Field, _context: FieldContext, binder: Binder) -> Cell:
    return Cell(_plain(question, binder, "integer"), Decimal)


def _exact(question: Field, _context: FieldContext, binder: Binder) -> Cell:
    digits = f"replace({_plain(question, binder, 'text')}, '.', '')"
    return Cell(f"CAST({digits} AS INTEGER)", Decimal, question.decimals)


def _day(question: Field, _context: FieldContext, binder: Binder) -> Cell:
    return Cell(_plain(question, binder, "text"), date)


def _moment(question: Field, _context: FieldContext, binder: Binder) -> Cell:
    # Formulas see the day in Beijing.
    return Cell(f"date({_plain(question, binder, 'text')}, '+8 hours')", date)


def _truth(question: Field, _context: FieldContext, binder: Binder) -> Cell:
    path = _path(question, binder)
    return Cell(f"(CASE json_type(body, {path}) WHEN 'true' THEN 1 WHEN 'false' THEN 0 END)", bool)


def _choice(question: Field, context: FieldContext, binder: Binder) -> Cell:
    return _labelled(question, context.choices[question.choices].labels, binder)


def _unit(question: Field, context: FieldContext, binder: Binder) -> Cell:
    return _labelled(question, {unit: show(unit, question, context) for unit in context.units}, binder)


def _labelled(question: Field, labels: Mapping[str, str], binder: Binder) -> Cell:
    code = _plain(question, binder, "text")
    label = f"""json_extract({binder.bind(json.dumps(dict(labels)))}, '$."' || {code} || '"')"""
    return Cell(f"coalesce({label}, {code})", str)


_CELLS: Mapping[FieldType, Callable[[Field, FieldContext, Binder], Cell]] = {
    FieldType.TEXT: _text,
    FieldType.LONGTEXT: _text,
    FieldType.USCC: _text,
    FieldType.INTEGER: _whole,
    FieldType.YEAR: _whole,
    FieldType.DECIMAL: _exact,
    FieldType.DATE: _day,
    FieldType.DATETIME: _moment,
    FieldType.BOOL: _truth,
    FieldType.CHOICE: _choice,
    FieldType.UNIT: _unit,
}
