"""The parts of a filter that are the same for every row: worked out by Python, once."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from baise_desktop.form.formula import Formula
from baise_desktop.form.formula_functions import Operand
from baise_desktop.form.formula_syntax import PRIORS, Call, Chain, Literal, Name, Node, Unary


@dataclass(frozen=True, slots=True)
class Constants:
    """A formula's scope that holds parameters alone."""

    parameters: Mapping[str, Operand | None]

    def holds(self, node: Node) -> bool:
        """Whether a node needs nothing but literals and parameters."""
        return all(isinstance(leaf, Literal) or self._is_parameter(leaf) for leaf in _leaves(node))

    def evaluate(self, node: Node) -> Operand | None:
        """The value of such a node. Raises: BaiseError: FORMULA."""
        nothing: frozenset[tuple[str, str]] = frozenset()
        return Formula("", node, frozenset(), nothing, nothing).evaluate(self)

    def value(self, name: str) -> Operand | None:
        """The parameter of that name."""
        return self.parameters[name]

    def prior(self, _kind: str, _name: str, /) -> None:
        """Other periods hold no constants."""

    def column(self, _register: str, _name: str, /) -> None:
        """Registers hold no constants."""

    def _is_parameter(self, leaf: Node) -> bool:
        return isinstance(leaf, Name) and leaf.name in self.parameters


def _leaves(node: Node) -> Iterator[Node]:
    """Literals, names and columns; a call to another period stands for itself, because its name is of there."""
    if isinstance(node, Unary):
        yield from _leaves(node.operand)
    elif isinstance(node, Chain):
        for part in (node.first, *(right for _, right in node.rest)):
            yield from _leaves(part)
    elif isinstance(node, Call) and node.function not in PRIORS:
        for part in node.arguments:
            yield from _leaves(part)
    else:
        yield node
