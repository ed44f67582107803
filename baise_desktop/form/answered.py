"""不适用 and 暂缺 with a reason answer what a rule only would like to have; what must be there they do not replace.

Source: design section 5, four states of a value; docs/decisions/0008.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from baise_desktop.errors import BaiseError
from baise_desktop.form.formula import Formula
from baise_desktop.form.formula_functions import Operand
from baise_desktop.form.formula_syntax import Call, Chain, Name, Node, Unary
from baise_desktop.form.scope import RecordScope, fields_by_name
from baise_desktop.form.value import Absent, Missing
from baise_desktop.texts import say


def is_answered(formula: Formula, scope: RecordScope) -> bool:
    """Whether a formula that is false of a record would not be, were what it asks for with 不适用 or 暂缺 there."""
    asked = {name for name in _asked_for(formula.tree) if _is_explained(name, scope)}
    if not asked:
        return False
    try:
        return formula.evaluate(_Answered(scope, frozenset(asked))) is not False
    except BaiseError:
        # It compares what is not there; then being asked for it was not the point.
        return False


@dataclass(frozen=True, slots=True)
class _Answered:
    """A record in which some cells hold words where they hold no value."""

    scope: RecordScope
    names: frozenset[str]

    def value(self, name: str) -> Operand | None:
        return say("findings.ANSWERED") if name in self.names else self.scope.value(name)

    def prior(self, kind: str, name: str) -> Operand | None:
        return self.scope.prior(kind, name)

    def column(self, register: str, name: str) -> Sequence[Operand | None] | None:
        return self.scope.column(register, name)


def _is_explained(name: str, scope: RecordScope) -> bool:
    question = fields_by_name(scope.form).get(name)
    return question is not None and isinstance(scope.record.values.get(question.key), Absent | Missing)


def _asked_for(node: Node) -> Iterator[str]:
    """Names that stand alone within ISBLANK."""
    if isinstance(node, Call):
        first = node.arguments[0] if node.arguments else None
        if node.function == "ISBLANK" and isinstance(first, Name):
            yield first.name
        for part in node.arguments:
            yield from _asked_for(part)
    elif isinstance(node, Chain):
        for part in (node.first, *(right for _, right in node.rest)):
            yield from _asked_for(part)
    elif isinstance(node, Unary):
        yield from _asked_for(node.operand)
