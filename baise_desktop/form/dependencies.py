"""Which cells can change what a rule says: of the row itself, of other rows, and of other periods."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import reduce

from baise_desktop.errors import BaiseError
from baise_desktop.form.definition import Field, FieldType, Form
from baise_desktop.form.formula import Formula, parse_formula
from baise_desktop.form.formula_syntax import Call, Chain, Column, Name, Node, Unary
from baise_desktop.form.sentence import formulas_in, named_in

Cell = tuple[str, str]
"""Form id and field key."""
_SELECTING = {"COUNTIFS": 0, "COUNTIF": 0, "SUMIFS": 1, "SUMIF": 0}
"""Functions that pass over rows by pairs of column and criterion, with the place of their first pair."""


@dataclass(frozen=True, slots=True)
class Lookup:
    """Of a register's rows, only those whose column meets what the row itself says matter."""

    register: str
    """Id of the form looked into."""
    column: str
    own: str
    """Name of the row's own field that gives the criterion."""


@dataclass(frozen=True, slots=True)
class Reads:
    """What a formula reads, through computed fields too."""

    own: frozenset[str] = frozenset()
    """Keys of fields of the record itself."""
    columns: frozenset[Cell] = frozenset()
    """Columns of registers of the same submission."""
    lookups: frozenset[Lookup] | None = frozenset()
    """By which of the columns' rows matter; None when every row can."""
    looks_back: bool = False
    """It reads other periods."""

    def __or__(self, other: "Reads") -> "Reads":
        lookups = None if self.lookups is None or other.lookups is None else self.lookups | other.lookups
        back = self.looks_back or other.looks_back
        return Reads(self.own | other.own, self.columns | other.columns, lookups, back)

    def reaches(self, form: str, keys: Iterable[str]) -> bool:
        """Whether it reads one of those columns of a register."""
        return any((form, key) in self.columns for key in keys)


class Reader:
    """Follows formulas through the forms of one submission."""

    def __init__(self, forms: Mapping[str, Form]) -> None:
        """`forms` by id."""
        self._titles = {form.title: form for form in forms.values()}
        self._fields = {form.id: {field.name: field for field in form.fields} for form in forms.values()}
        self._open: set[Cell] = set()
        self._known: dict[Cell, Reads] = {}

    def read(self, form: Form, formula: str, message: str = "") -> Reads:
        """What a formula and the formulas within a message read."""
        names = self._of_names(form, named_in(message))
        return reduce(
            Reads.__or__, (self._of(form, each) for each in (*_parsed(formula), *formulas_in(message))), names
        )

    def column(self, form: Form, name: str) -> Reads:
        """What a column's cell reads of its own row and from elsewhere."""
        return self._of_names(form, [name])

    def _of(self, form: Form, formula: Formula) -> Reads:
        names = {*formula.names, *(name for _, name in formula.priors)}
        found = self._of_names(form, names) | Reads(looks_back=bool(formula.priors))
        for register, name in formula.columns:
            found |= self._of_column(register, name)
        return found | Reads(lookups=self._lookups(form, formula.tree))

    def _of_names(self, form: Form, names: Iterable[str]) -> Reads:
        return reduce(Reads.__or__, (self._of_name(form, name) for name in names), Reads())

    def _of_name(self, form: Form, name: str) -> Reads:
        field = self._fields[form.id].get(name)
        if field is None:
            return Reads()
        cell = (form.id, field.key)
        if cell in self._open:
            return Reads()
        if cell not in self._known:
            self._open.add(cell)
            self._known[cell] = reduce(
                Reads.__or__, (self._of(form, each) for each in _formula_of(field)), Reads(frozenset({field.key}))
            )
            self._open.discard(cell)
        return self._known[cell]

    def _of_column(self, register: str, name: str) -> Reads:
        form = self._titles.get(register)
        if form is None or name not in self._fields[form.id]:
            return Reads()
        cell = self._of_name(form, name)
        columns = cell.columns | {(form.id, key) for key in cell.own}
        wide = bool(cell.columns) or cell.looks_back
        return Reads(columns=columns, lookups=None if wide else frozenset(), looks_back=cell.looks_back)

    def _lookups(self, form: Form, tree: Node) -> frozenset[Lookup] | None:
        """None when a column stands where every row of it can matter."""
        found: set[Lookup] = set()
        for part in _column_users(tree):
            lookup = self._lookup(form, part) if isinstance(part, Call) else None
            if lookup is None:
                return None
            found.add(lookup)
        return frozenset(found)

    def _lookup(self, form: Form, call: Call) -> Lookup | None:
        registers = {argument.register for argument in call.arguments if isinstance(argument, Column)}
        start = _SELECTING.get(call.function)
        if start is None or len(registers) != 1:
            return None
        for column, wanted in zip(call.arguments[start::2], call.arguments[start + 1 :: 2], strict=False):
            if isinstance(column, Column) and isinstance(wanted, Name):
                looked_into = self._titles.get(column.register)
                there = self._fields[looked_into.id].get(column.name) if looked_into else None
                own = self._fields[form.id].get(wanted.name)
                if looked_into and _is_plain(there) and there and _is_plain(own):
                    return Lookup(looked_into.id, there.key, wanted.name)
        return None


def _is_plain(field: Field | None) -> bool:
    return field is not None and field.type is not FieldType.COMPUTED


def _column_users(node: Node) -> Iterator[Node]:
    """Calls that have a column as an argument, and columns that stand elsewhere."""
    if isinstance(node, Column):
        yield node
    elif isinstance(node, Unary):
        yield from _column_users(node.operand)
    elif isinstance(node, Chain):
        for part in (node.first, *(right for _, right in node.rest)):
            yield from _column_users(part)
    elif isinstance(node, Call):
        if any(isinstance(argument, Column) for argument in node.arguments):
            yield node
        for argument in node.arguments:
            if not isinstance(argument, Column):
                yield from _column_users(argument)


def _formula_of(field: Field) -> tuple[Formula, ...]:
    return _parsed(field.formula) if field.type is FieldType.COMPUTED and field.formula else ()


def _parsed(formula: str) -> tuple[Formula, ...]:
    try:
        return (parse_formula(formula),)
    except BaiseError:
        # The check shows what is wrong with it, whatever the row says.
        return ()
