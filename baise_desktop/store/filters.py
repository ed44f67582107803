"""Filters written as formulas, compiled to SQL over the canonical lines of a register's rows.

The subset: one field against a constant, YEAR of a date, ISBLANK, yes and no, joined by AND, OR and NOT. Everything
else is left to `Formula.evaluate`, which gives the same answers. Source: design section 5, SQL only for filters.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import floor
from typing import NoReturn

from baise_desktop.errors import BaiseError
from baise_desktop.form.context import FieldContext
from baise_desktop.form.definition import Field, FieldType, Form
from baise_desktop.form.formula import Formula
from baise_desktop.form.formula_functions import Operand
from baise_desktop.form.formula_syntax import Call, Chain, Name, Node
from baise_desktop.form.scope import fields_by_name
from baise_desktop.store.cells import Binder, Bound, Cell, missing_cell, read_cell
from baise_desktop.store.constants import Constants

_FLIPPED = {"=": "=", "<>": "<>", "<": ">", ">": "<", "<=": ">=", ">=": "<="}
_UNEQUAL = {"=": "<>", "<>": "="}
"""What a cell that is there always is, or never is, to itself: the answer for a number that no cell can hold."""
_LARGEST = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Filter:
    """A condition over the canonical line in the column `body`."""

    sql: str
    """1, 0, or NULL for 未判."""
    values: Mapping[str, Bound]
    """By the names that `sql` gives them."""


def compile_filter(
    formula: Formula, form: Form, context: FieldContext, parameters: Mapping[str, Operand | None]
) -> Filter:
    """A formula of the subset as SQL.

    Args:
        formula: over the fields of the form.
        form: a register.
        context: the words of choices and units.
        parameters: constants by name, such as 期末日; they go before fields of the same name.

    Raises:
        BaiseError: FILTER_SUBSET, the formula says more than SQL is used for.
    """
    compiler = _Compiler(formula.text, fields_by_name(form), context, Constants(parameters))
    return Filter(compiler.condition(formula.tree), compiler.binder.values)


@dataclass(slots=True)
class _Compiler:
    text: str
    fields: Mapping[str, Field]
    context: FieldContext
    constants: Constants
    binder: Binder = field(default_factory=lambda: Binder("f"))

    def condition(self, node: Node) -> str:
        """A node that is true, false or unknown, as SQL."""
        if self.constants.holds(node):
            return self._truth(self._constant(node))
        if isinstance(node, Name):
            cell = self._cell(node)
            return cell.sql if cell.type is bool else self._refuse(node.name)
        if isinstance(node, Chain):
            return self._comparison(node)
        if isinstance(node, Call):
            return self._call(node)
        return self._refuse("")

    def _call(self, node: Call) -> str:
        if node.function in ("AND", "OR"):
            return f"({f' {node.function} '.join(self.condition(part) for part in node.arguments)})"
        if node.function == "NOT":
            return f"(NOT {self.condition(node.arguments[0])})"
        argument = node.arguments[0]
        if node.function == "ISBLANK" and isinstance(argument, Name):
            return missing_cell(self._field(argument.name), self.binder)
        return self._refuse(node.function)

    def _comparison(self, node: Chain) -> str:
        (sign, right), left = node.rest[0], node.first
        if sign not in _FLIPPED or len(node.rest) > 1:
            self._refuse(sign)
        if self.constants.holds(left):
            left, right, sign = right, left, _FLIPPED[sign]
        if not self.constants.holds(right):
            self._refuse(sign)
        cell, wanted = self._side(left), self._constant(right)
        if wanted is None:
            return "NULL"
        if type(wanted) is not cell.type:
            self._refuse(sign)
        return self._compare(cell, sign, wanted)

    def _compare(self, cell: Cell, sign: str, wanted: Operand) -> str:
        if isinstance(wanted, Decimal):
            return self._compare_number(cell, sign, Fraction(wanted) * 10**cell.decimals)
        value = int(wanted) if isinstance(wanted, bool) else str(wanted)
        return f"({cell.sql} {sign} {self.binder.bind(value)})"

    def _compare_number(self, cell: Cell, sign: str, wanted: Fraction) -> str:
        whole = floor(wanted)
        if whole == wanted and abs(whole) <= _LARGEST:
            return f"({cell.sql} {sign} {self.binder.bind(whole)})"
        # No cell is equal to what lies between or beyond its values; what is left to ask is on which side it lies.
        if sign in _UNEQUAL:
            return f"({cell.sql} {_UNEQUAL[sign]} {cell.sql})"
        nearest = max(-_LARGEST - 1, min(_LARGEST, whole))
        return f"({cell.sql} {'<=' if sign[0] == '<' else '>'} {self.binder.bind(nearest)})"

    def _side(self, node: Node) -> Cell:
        """What is compared: a field, or the year of one."""
        if isinstance(node, Name):
            return self._cell(node)
        if isinstance(node, Call) and node.function == "YEAR" and isinstance(node.arguments[0], Name):
            day = self._cell(node.arguments[0])
            if day.type is date:
                return Cell(f"CAST(substr({day.sql}, 1, 4) AS INTEGER)", Decimal)
        return self._refuse(node.function if isinstance(node, Call) else "")

    def _cell(self, node: Name) -> Cell:
        return read_cell(self._field(node.name), self.context, self.binder) or self._refuse(node.name)

    def _field(self, name: str) -> Field:
        question = self.fields.get(name)
        if question is None or question.type is FieldType.COMPUTED:
            self._refuse(name)
        return question

    def _constant(self, node: Node) -> Operand | None:
        try:
            return self.constants.evaluate(node)
        except BaiseError:
            # Python may never come to the part that fails.
            self._refuse("")

    def _truth(self, value: Operand | None) -> str:
        if value is None:
            return "NULL"
        if not isinstance(value, bool):
            self._refuse(str(value))
        return self.binder.bind(int(value))

    def _refuse(self, part: str) -> NoReturn:
        raise BaiseError("FILTER_SUBSET", text=self.text, part=part)
