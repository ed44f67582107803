"""Whether the formulas of registers and indicators can be read and name only what is there."""

import re
from contextlib import suppress
from dataclasses import dataclass

from baise_desktop.errors import BaiseError
from baise_desktop.form.catalogue_files import Reading
from baise_desktop.form.defect import Place
from baise_desktop.form.definition import Form, Indicator
from baise_desktop.form.formula import parse_formula
from baise_desktop.form.formula_functions import FUNCTIONS
from baise_desktop.form.formula_syntax import Call, Chain, Literal, Node, Unary
from baise_desktop.form.references import find_cycles
from baise_desktop.form.register_check import PARAMETERS

_COMPARISONS = frozenset({"=", "<>", "<", ">", "<=", ">="})
_TRUTHS = frozenset({"NOT", "ISBLANK"})
_IN_MESSAGE = re.compile(r"\{(=[^{}]*)\}")


def check_formulas(reading: Reading) -> None:
    """Report formulas that cannot be read, unknown names in them, and computed columns that need themselves."""
    registers: list[Form] = list(reading.collections["registers"].values())
    columns = _Columns(
        frozenset((register.title, field.name) for register in registers for field in register.fields),
        complete=reading.complete("registers"),
    )
    for register in registers:
        _check_register(register, _Names(register, columns), reading.places[register.id])
    for name, indicator in reading.collections["indicators"].items():
        _check_indicator(indicator, columns, reading, reading.places[name])


@dataclass(frozen=True, slots=True)
class _Columns:
    """The columns of every register that could be read: title and name."""

    known: frozenset[tuple[str, str]]
    complete: bool
    """False when a register has defects: a title that is not known may be its."""

    def unknown(self, asked: frozenset[tuple[str, str]]) -> list[tuple[str, str]]:
        """Those that are nowhere."""
        titles = {title for title, _ in self.known}
        return sorted(each for each in asked - self.known if self.complete or each[0] in titles)


class _Names:
    """What formulas about the rows of one register may name."""

    def __init__(self, register: Form, columns: _Columns) -> None:
        self.own = frozenset(field.name for field in register.fields)
        self.columns = columns

    def check(self, formula: str, place: Place) -> frozenset[str]:
        """The names in a formula; none after reporting that it cannot be read."""
        try:
            parsed = parse_formula(formula)
        except BaiseError as error:
            place.report("bad_formula", reason=error.sentence)
            return frozenset()
        unknown = parsed.names - self.own - PARAMETERS | {name for _, name in parsed.priors} - self.own
        for name in sorted(unknown):
            place.report("unknown_name", name=name)
        for title, name in self.columns.unknown(parsed.columns):
            place.report("unknown_name", name=f"{title}[{name}]")
        return parsed.names

    def check_condition(self, formula: str, place: Place) -> None:
        """A formula that must be true or false: one that never is would let nothing through, and say nothing."""
        self.check(formula, place)
        with suppress(BaiseError):
            if not _may_be_truth(parse_formula(formula).tree):
                place.report("not_condition")


def _may_be_truth(node: Node) -> bool:
    """Whether a formula can come out true or false, as far as its outermost part says."""
    match node:
        case Literal():
            return isinstance(node.value, bool)
        case Unary():
            return False
        case Chain():
            return node.rest[-1][0] in _COMPARISONS
        case Call("IF", arguments):
            return any(map(_may_be_truth, arguments[1:]))
        case Call("IFERROR", arguments):
            return any(map(_may_be_truth, arguments))
        case Call(function):
            return function in _TRUTHS or function not in FUNCTIONS
        case _:
            return True


def _check_register(register: Form, names: _Names, place: Place) -> None:
    for part in ("rules", "city_rules"):
        for number, rule in enumerate(getattr(register, part), 1):
            names.check_condition(rule.formula, place.at(part).item(number).at("formula"))
            for formula in _IN_MESSAGE.findall(rule.message):
                names.check(formula, place.at(part).item(number).at("message"))
    for number, claim in enumerate(register.exclusive, 1):
        if claim.where:
            names.check_condition(claim.where, place.at("exclusive").item(number).at("where"))
    needs = {
        field.name: tuple(names.check(field.formula, place.at("fields").item(number).at("formula")))
        for number, field in enumerate(register.fields, 1)
        if field.formula
    }
    for cycle in find_cycles(needs):
        place.at("fields").report("cycle", path=" → ".join(cycle))


def _check_indicator(indicator: Indicator, columns: _Columns, reading: Reading, place: Place) -> None:
    for number, source in enumerate(indicator.sources, 1):
        register = reading.collections["registers"].get(source.register)
        if register is None:
            continue
        for part in ("where", "numerator", "denominator"):
            formula = getattr(source, part)
            if formula.startswith("=") or part == "where":
                _Names(register, columns).check_condition(formula, place.at("sources").item(number).at(part))
