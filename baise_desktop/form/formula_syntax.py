"""The Excel dialect of rules and computed fields: from text to a tree.

Excel's precedence holds: a sign binds tighter than ^, and ^ goes from left to right.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING, NoReturn

from baise_desktop.texts import say

if TYPE_CHECKING:
    from openpyxl.formula.tokenizer import Token

MAX_LENGTH = 500
"""Characters of a formula."""
MAX_DEPTH = 32
"""Levels of brackets, calls and signs."""
PRIORS = frozenset({"上期", "同期", "年初", "累计"})
"""Functions that look at other periods of one field."""


class FormulaError(Exception):
    """What is wrong with a formula; `formula` adds its text and makes a `BaiseError` of it."""


class FormulaLimitError(FormulaError):
    """The formula is too big to run; unlike other faults, IFERROR does not catch it."""


@dataclass(frozen=True, slots=True)
class Literal:
    """A number, a text, TRUE or FALSE."""

    value: Decimal | str | bool


@dataclass(frozen=True, slots=True)
class Name:
    """A field of the record, by its Chinese name, or a word that the scope knows."""

    name: str


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a register: 台账名[列]."""

    register: str
    name: str


@dataclass(frozen=True, slots=True)
class Unary:
    """A sign or a percent mark."""

    operator: str
    operand: "Node"


@dataclass(frozen=True, slots=True)
class Chain:
    """Operators of one precedence, from left to right. Flat, so that a long sum is not a deep tree."""

    first: "Node"
    rest: tuple[tuple[str, "Node"], ...]


@dataclass(frozen=True, slots=True)
class Call:
    """A function and its arguments."""

    function: str
    arguments: tuple["Node", ...]


Node = Literal | Name | Column | Unary | Chain | Call

_TAKEN_OUT = re.compile(r'"(?:[^"]|"")*"|“[^“”]*”|[\[［][^\[\]［］]*[\]］]')
_PRIVATE = re.compile("[\ue000-\uf8ff]")
_FIRST_PRIVATE = 0xE000
_NUMBER = re.compile(r"[0-9]{1,20}(?:\.[0-9]{0,20})?|\.[0-9]{1,20}")
_NAME = re.compile(r"[^\W\d]\w*")
_REFERENCE = re.compile("(?P<table>[^\ue000-\uf8ff]*|[\ue000-\uf8ff])(?P<mark>[\ue000-\uf8ff])")
_HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | str.maketrans(
    {"、": ",", "；": ",", ";": ",", "≥": ">=", "≤": "<=", "≠": "<>", "×": "*", "÷": "/", "−": "-", "\u3000": " "}
    | {"\xa0": " ", "\n": " ", "\r": " ", "\t": " "}
)
_COMPARE, _PREFIX = 1, 6
_BINDING: Mapping[str, int] = MappingProxyType(
    dict.fromkeys(("=", "<>", "<", ">", "<=", ">="), _COMPARE) | {"&": 2, "+": 3, "-": 3, "*": 4, "/": 4, "^": 5}
)


def fault(reason: str, **values: object) -> NoReturn:
    """Raise a fault. `reason` is an entry of `reasons.toml` without its `FORMULA_`."""
    raise FormulaError(say(f"reasons.FORMULA_{reason}", **values))


def parse_tree(text: str, arity: Mapping[str, tuple[int, int]]) -> Node:
    """The tree of a formula.

    Args:
        text: the formula, with or without its leading =.
        arity: least and most number of arguments of every function.

    Raises:
        FormulaError: it is too long or too deep, does not follow the syntax, or calls an unknown function.
    """
    if len(text) > MAX_LENGTH:
        fault("TOO_LONG", limit=MAX_LENGTH)
    parser = _Parser(arity)
    plain = parser.take_out(text)
    parser.tokens = [token for token in _tokens(plain) if token.type != "WHITE-SPACE"]
    return parser.whole()


@dataclass(slots=True)
class _Parser:
    """A Pratt parser over the tokens of one formula."""

    arity: Mapping[str, tuple[int, int]]
    tokens: "list[Token]" = field(default_factory=list)
    quoted: dict[str, str] = field(default_factory=dict)
    """What stood in quotes or brackets, by the private character that stands in its place."""
    position: int = 0

    def take_out(self, text: str) -> str:
        """The formula in half width; what is quoted or bracketed is kept aside as it was typed."""
        if _PRIVATE.search(_TAKEN_OUT.sub("", text)):
            fault("UNKNOWN", token=text)
        plain = _TAKEN_OUT.sub(self._keep, text.strip()).translate(_HALF_WIDTH).strip()
        if any(mark in plain for mark in "\"“”[]{}#!'$:@~\\"):
            fault("UNBALANCED")
        return plain.removeprefix("=")

    def whole(self) -> Node:
        """The tree of all tokens."""
        tree = self._expression(0, 1)
        if self.position < len(self.tokens):
            fault("SURPLUS", token=self._typed(self.tokens[self.position].value))
        return tree

    def _keep(self, match: re.Match[str]) -> str:
        mark = chr(_FIRST_PRIVATE + len(self.quoted))
        self.quoted[mark] = match.group()
        return mark

    def _typed(self, token: str) -> str:
        return "".join(self.quoted.get(character, character) for character in token)

    def _take(self) -> "Token":
        if self.position == len(self.tokens):
            fault("INCOMPLETE")
        self.position += 1
        return self.tokens[self.position - 1]

    def _next_is(self, kind: str, subtype: str = "") -> bool:
        if self.position == len(self.tokens):
            return False
        token = self.tokens[self.position]
        return token.type == kind and subtype in ("", token.subtype)

    def _expression(self, minimum: int, depth: int) -> Node:
        if depth > MAX_DEPTH:
            fault("TOO_DEEP", limit=MAX_DEPTH)
        left = self._operand(depth)
        before = 0
        while self._next_is("OPERATOR-INFIX"):
            operator = self.tokens[self.position].value
            binding = _BINDING.get(operator, 0)
            if binding <= minimum:
                break
            if binding == before == _COMPARE:
                fault("COMPARED_TWICE")
            self._take()
            right = self._expression(binding, depth)
            if isinstance(left, Chain) and binding == before:
                left = Chain(left.first, (*left.rest, (operator, right)))
            else:
                left = Chain(left, ((operator, right),))
            before = binding
        return left

    def _operand(self, depth: int) -> Node:
        token = self._take()
        if token.type == "OPERAND":
            node = self._atom(token)
        elif token.type == "OPERATOR-PREFIX":
            node = Unary(token.value, self._expression(_PREFIX, depth + 1))
        elif token.type == "PAREN" and token.subtype == "OPEN":
            node = self._expression(0, depth + 1)
            self._close("PAREN")
        elif token.type == "FUNC" and token.subtype == "OPEN":
            node = self._call(token.value[:-1], depth + 1)
        else:
            fault("MISPLACED", token=self._typed(token.value))
        while self._next_is("OPERATOR-POSTFIX"):
            node = Unary(self._take().value, node)
        return node

    def _atom(self, token: "Token") -> Node:
        text = token.value
        if _NUMBER.fullmatch(text):
            return Literal(Decimal(text))
        if text.upper() in ("TRUE", "FALSE"):
            return Literal(text.upper() == "TRUE")
        if _NAME.fullmatch(text):
            return Name(text)
        reference = _REFERENCE.fullmatch(text)
        if reference is None:
            fault("UNKNOWN", token=self._typed(text))
        return self._reference(reference["table"], reference["mark"], text)

    def _reference(self, table: str, mark: str, text: str) -> Node:
        quoted = self.quoted[mark]
        if quoted[0] in '"“':
            if table:
                fault("UNKNOWN", token=self._typed(text))
            return Literal(quoted[1:-1].replace('""', '"') if quoted[0] == '"' else quoted[1:-1])
        name = quoted[1:-1]
        bracketed = self.quoted.get(table, "")
        right = bracketed[0] in "[［" if bracketed else not table or _NAME.fullmatch(table)
        if not name or not right:
            fault("UNKNOWN", token=self._typed(text))
        return Column(bracketed[1:-1] or table, name) if table else Name(name)

    def _call(self, name: str, depth: int) -> Node:
        function = name.upper()
        if function not in self.arity:
            fault("NO_FUNCTION", name=self._typed(name))
        arguments: list[Node] = []
        if not self._next_is("FUNC", "CLOSE"):
            arguments.append(self._expression(0, depth))
            while self._next_is("SEP"):
                self._take()
                arguments.append(self._expression(0, depth))
        self._close("FUNC")
        least, most = self.arity[function]
        if not least <= len(arguments) <= most:
            fault("ARGUMENTS", name=function)
        if function in PRIORS and not isinstance(arguments[0], Name):
            fault("PRIOR", name=function)
        return Call(function, tuple(arguments))

    def _close(self, kind: str) -> None:
        if not self._next_is(kind, "CLOSE"):
            fault("UNBALANCED")
        self._take()


def _tokens(plain: str) -> "Iterator[Token]":
    # openpyxl takes a tenth of a second to load, and the window opens without any formula.
    from openpyxl.formula.tokenizer import Tokenizer, TokenizerError

    try:
        yield from Tokenizer("=" + plain).items
    except (TokenizerError, IndexError):
        fault("UNBALANCED")
