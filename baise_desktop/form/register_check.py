"""Whether a register makes sense by itself: its columns, key and rules."""

import re
from collections import Counter
from collections.abc import Iterable

from baise_desktop.form.catalogue_files import Reading
from baise_desktop.form.defect import Place
from baise_desktop.form.definition import CodeList, Field, FieldType, Form, Rule
from baise_desktop.form.exclusive_check import check_exclusive

_KEY = re.compile(r"[a-z][a-z0-9_]*")
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
"""A column's name or, with a leading =, a formula; `formula_check` reads the formulas."""
_MOST_DECIMALS = 6
_PARTS_OF_TYPES = {
    "choices": {FieldType.CHOICE, FieldType.MULTI},
    "ref": {FieldType.REF},
    "formula": {FieldType.COMPUTED},
}

PARAMETERS = frozenset({"期末日", "本年度", "本报告期", "方案起始日", "方案截止日"})
"""Names that formulas of indicators and computed columns may use beside columns."""


def check_registers(reading: Reading) -> None:
    """Report what is wrong inside registers and code lists."""
    for name, register in reading.collections["registers"].items():
        _check_register(register, reading.places[name])
    lists = ("rules", "city_rules", "exclusive")
    registers = reading.collections["registers"]
    ids = Counter(rule.id for register in registers.values() for part in lists for rule in getattr(register, part))
    for name, register in registers.items():
        for part in lists:
            again = (rule.id for rule in getattr(register, part) if ids[rule.id] > 1)
            _report_repeated(again, reading.places[name].at(part), "duplicate_key", "key")
    for name, code_list in reading.collections["code_lists"].items():
        _check_code_list(code_list, reading.places[name])


def repeated(names: Iterable[str]) -> list[str]:
    """What occurs more than once, once each."""
    return [name for name, count in Counter(names).items() if count > 1]


def _report_repeated(names: Iterable[str], place: Place, code: str, word: str) -> None:
    for name in dict.fromkeys(names):
        place.report(code, **{word: name})


def _check_code_list(code_list: CodeList, place: Place) -> None:
    items = place.at("items")
    if not code_list.items:
        items.report("no_items", part="items")
    _report_repeated(repeated(item.code for item in code_list.items), items, "duplicate_key", "key")
    _report_repeated(repeated(item.label for item in code_list.items), items, "duplicate_name", "name")


def _check_register(register: Form, place: Place) -> None:
    wanted = f"registers/{register.id.removeprefix('r.')}.toml"
    if place.file != wanted:
        place.report("file_name", wanted=wanted)
    for part in ("plans", "fields", "levels"):
        if not getattr(register, part):
            place.at(part).report("no_items", part=part)
    fields = place.at("fields")
    _report_repeated(repeated(field.key for field in register.fields), fields, "duplicate_key", "key")
    _report_repeated(repeated(field.name for field in register.fields), fields, "duplicate_name", "name")
    for number, field in enumerate(register.fields, 1):
        _check_field(field, fields.item(number))
    keys = {field.key for field in register.fields}
    for column in set(register.key) - keys:
        place.at("key").report("no_such_column", register=register.id, column=column)
    for part in ("rules", "city_rules"):
        _check_messages(register, getattr(register, part), place.at(part))
    check_exclusive(register, place.at("exclusive"))


def _check_field(field: Field, place: Place) -> None:
    if not _KEY.fullmatch(field.key):
        place.at("key").report("bad_key", key=field.key)
    if field.name in PARAMETERS:
        place.at("name").report("reserved_name", name=field.name)
    if set(field.name) & set("[]{}"):
        place.at("name").report("bracket_in_name", name=field.name)
    if not 0 <= field.decimals <= _MOST_DECIMALS:
        place.at("decimals").report("decimals_range")
    for part, types in _PARTS_OF_TYPES.items():
        has = bool(getattr(field, part))
        if has != (field.type in types):
            place.at(part).report("has_no_use" if has else "needs", type=field.type, part=part)


def _check_messages(register: Form, rules: Iterable[Rule], place: Place) -> None:
    names = {field.name for field in register.fields}
    for number, rule in enumerate(rules, 1):
        for name in _PLACEHOLDER.findall(rule.message):
            if name not in names and not name.startswith("="):
                place.item(number).at("message").report("message_placeholder", name=name)
