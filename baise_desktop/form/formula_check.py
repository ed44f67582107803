"""Whether the formulas of registers and indicators can be read and name only what is there."""

from baise_desktop.errors import BaiseError
from baise_desktop.form.catalogue_files import Reading
from baise_desktop.form.defect import Place
from baise_desktop.form.definition import Form, Indicator
from baise_desktop.form.formula import parse_formula
from baise_desktop.form.references import find_cycles
from baise_desktop.form.register_check import PARAMETERS


def check_formulas(reading: Reading) -> None:
    """Report formulas that cannot be read, unknown names in them, and computed columns that need themselves."""
    for name, register in reading.collections["registers"].items():
        _check_register(register, reading.places[name])
    for name, indicator in reading.collections["indicators"].items():
        _check_indicator(indicator, reading.places[name], reading)


def _check_register(register: Form, place: Place) -> None:
    known = frozenset(field.name for field in register.fields)
    for number, rule in enumerate(register.rules, 1):
        _names(rule.formula, known, place.at("rules").item(number).at("formula"))
    needs = {}
    for number, field in enumerate(register.fields, 1):
        if field.formula:
            needs[field.name] = tuple(_names(field.formula, known, place.at("fields").item(number).at("formula")))
    for cycle in find_cycles(needs):
        place.at("fields").report("cycle", path=" → ".join(cycle))


def _check_indicator(indicator: Indicator, place: Place, reading: Reading) -> None:
    for number, source in enumerate(indicator.sources, 1):
        register = reading.collections["registers"].get(source.register)
        if register is None:
            continue
        known = frozenset(field.name for field in register.fields)
        for part in ("where", "numerator", "denominator"):
            formula = getattr(source, part)
            if formula.startswith("=") or part == "where":
                _names(formula, known, place.at("sources").item(number).at(part))


def _names(formula: str, known: frozenset[str], place: Place) -> frozenset[str]:
    """The names in a formula; none after reporting that it cannot be read."""
    try:
        names = parse_formula(formula).names
    except BaiseError as error:
        place.report("bad_formula", reason=error.sentence)
        return frozenset()
    for name in sorted(names - known - PARAMETERS):
        place.report("unknown_name", name=name)
    return names
