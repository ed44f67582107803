"""Formulas over Chinese field names: parsed once, evaluated exactly, unknown when an operand is.

Source: design section 5, rules are Excel formulas.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from types import MappingProxyType
from typing import Any, Protocol

from baise_desktop.errors import BaiseError
from baise_desktop.form.formula_functions import CONTEXT, FUNCTIONS, Argument, Operand, number, truth
from baise_desktop.form.formula_operators import OPERATORS
from baise_desktop.form.formula_syntax import (
    PRIORS,
    Call,
    Chain,
    Column,
    FormulaError,
    FormulaLimitError,
    Literal,
    Name,
    Node,
    Unary,
    fault,
    parse_tree,
)
from baise_desktop.texts import say

MAX_STEPS = 1_000_000
"""Nodes and register cells that one evaluation may touch."""

_LAZY = {"IF": (2, 3), "AND": (1, 64), "OR": (1, 64), "IFERROR": (2, 2)} | dict.fromkeys(PRIORS, (1, 1))
_ARITY = {name: (function.least, function.most) for name, function in FUNCTIONS.items()} | _LAZY


class Scope(Protocol):
    """Where a formula finds its operands. None stands for blank, 不适用 and 暂缺 alike."""

    def value(self, name: str) -> Operand | None:
        """The field of that Chinese name, or a word such as 期末日. Raises: BaiseError: FORMULA, no such name."""
        ...

    def prior(self, kind: str, name: str) -> Operand | None:
        """The field in another period: `kind` is 上期, 同期, 年初 or 累计."""
        ...

    def column(self, register: str, name: str) -> Sequence[Operand | None] | None:
        """One column of a register of the same submission, by the register's title, in the order of its rows.

        None when the submission does not hold that register.
        """
        ...


@dataclass(frozen=True, slots=True)
class Formula:
    """A parsed formula."""

    text: str
    tree: Node
    names: frozenset[str]
    """Fields of the record itself that it reads."""
    priors: frozenset[tuple[str, str]]
    """Kind and name of what it reads from other periods."""
    columns: frozenset[tuple[str, str]]
    """Register title and field name of the columns it reads."""

    def evaluate(self, scope: Scope) -> Operand | None:
        """The result, or None when an operand that it needs is missing.

        Raises:
            BaiseError: FORMULA, operands of types that do not go together, or a limit.
        """
        try:
            result = _Run(scope).value(self.tree)
            if isinstance(result, tuple):
                fault("COLUMN_ALONE")
        except FormulaError as error:
            raise BaiseError("FORMULA", text=self.text, reason=str(error)) from error
        return result


@lru_cache(maxsize=4096)
def parse_formula(text: str) -> Formula:
    """Parse a formula.

    Raises:
        BaiseError: FORMULA, with the reason in Chinese.
    """
    try:
        tree = parse_tree(text, _ARITY)
    except FormulaError as error:
        raise BaiseError("FORMULA", text=text[:60], reason=str(error)) from error
    parts = list(_parts(tree, within=""))
    return Formula(
        text=text,
        tree=tree,
        names=frozenset(part.name for kind, part in parts if isinstance(part, Name) and not kind),
        priors=frozenset((kind, part.name) for kind, part in parts if isinstance(part, Name) and kind),
        columns=frozenset((part.register, part.name) for _, part in parts if isinstance(part, Column)),
    )


def _parts(node: Node, within: str) -> Iterator[tuple[str, Name | Column]]:
    """Names and columns, each with the function that takes it to another period."""
    if isinstance(node, Name | Column):
        yield within, node
    elif isinstance(node, Unary):
        yield from _parts(node.operand, "")
    elif isinstance(node, Chain):
        for part in (node.first, *(right for _, right in node.rest)):
            yield from _parts(part, "")
    elif isinstance(node, Call):
        for part in node.arguments:
            yield from _parts(part, node.function if node.function in PRIORS else "")


class _Run:
    """One evaluation."""

    __slots__ = ("scope", "steps")

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self.steps = 0

    def value(self, node: Node) -> Argument:
        self._step(1)
        return _EVALUATE[type(node)](self, node)

    def single(self, node: Node) -> Operand | None:
        """The value of a node that may not be a column."""
        value = self.value(node)
        if isinstance(value, tuple):
            fault("COLUMN_ALONE")
        return value

    def _step(self, count: int) -> None:
        self.steps += count
        if self.steps > MAX_STEPS:
            raise FormulaLimitError(say("reasons.FORMULA_TOO_MANY_STEPS"))

    def literal(self, node: Literal) -> Argument:
        return node.value

    def name(self, node: Name) -> Argument:
        return self.scope.value(node.name)

    def column(self, node: Column) -> Argument:
        cells = self.scope.column(node.register, node.name)
        if cells is None:
            return None
        self._step(len(cells))
        return cells if isinstance(cells, tuple) else tuple(cells)

    def unary(self, node: Unary) -> Argument:
        operand = self.single(node.operand)
        if operand is None:
            return None
        value = number(operand)
        if node.operator == "%":
            return CONTEXT.divide(value, Decimal(100))
        return value.copy_negate() if node.operator == "-" else value

    def chain(self, node: Chain) -> Argument:
        left = self.single(node.first)
        for sign, operand in node.rest:
            right = self.single(operand)
            left = None if left is None or right is None else OPERATORS[sign](left, right)
        return left

    def call(self, node: Call) -> Argument:
        name = node.function
        if name in PRIORS:
            argument = node.arguments[0]
            return self.scope.prior(name, argument.name) if isinstance(argument, Name) else None
        if name in _SPECIAL:
            return _SPECIAL[name](self, node.arguments)
        arguments = [self.value(argument) for argument in node.arguments]
        if any(
            isinstance(part, Column) and value is None for part, value in zip(node.arguments, arguments, strict=True)
        ):
            return None
        return FUNCTIONS[name].apply(*arguments)

    def choose(self, arguments: tuple[Node, ...]) -> Argument:
        condition = self.single(arguments[0])
        if condition is None:
            return None
        if truth(condition):
            return self.single(arguments[1])
        return self.single(arguments[2]) if len(arguments) == len(("if", "then", "else")) else False

    def junction(self, arguments: tuple[Node, ...], stop: bool) -> Argument:
        unknown = False
        for argument in arguments:
            value = self.single(argument)
            if value is None:
                unknown = True
            elif truth(value) is stop:
                return stop
        return None if unknown else not stop

    def otherwise(self, arguments: tuple[Node, ...]) -> Argument:
        try:
            value = self.single(arguments[0])
        except FormulaLimitError:
            raise
        except FormulaError:
            value = None
        return self.single(arguments[1]) if value is None else value


_EVALUATE: Mapping[type, Callable[[_Run, Any], Argument]] = MappingProxyType(
    {
        Literal: _Run.literal,
        Name: _Run.name,
        Column: _Run.column,
        Unary: _Run.unary,
        Chain: _Run.chain,
        Call: _Run.call,
    }
)
_SPECIAL: Mapping[str, Callable[[_Run, tuple[Node, ...]], Argument]] = MappingProxyType(
    {
        "IF": _Run.choose,
        "AND": lambda run, arguments: run.junction(arguments, stop=False),
        "OR": lambda run, arguments: run.junction(arguments, stop=True),
        "IFERROR": _Run.otherwise,
    }
)
