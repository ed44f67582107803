"""What people want to know about a register: its columns, its rules, who owes it, what is counted from it."""

from collections.abc import Iterable, Iterator

from baise_desktop.app.catalogue.sheet_parts import (
    DefinitionSheet,
    Link,
    Table,
    Words,
    facts,
    joined,
    link,
    links,
    table,
    unit_links,
    yes,
)
from baise_desktop.authoring.layout import heading_of, word_of
from baise_desktop.form.definition import Catalogue, CodeItem, CodeList, Field, FieldType, Form, Indicator, Rule
from baise_desktop.form.obligation import level_of, standing_forms
from baise_desktop.form.question import Exclusive
from baise_desktop.texts import say


def register_sheet(catalogue: Catalogue, form: Form) -> DefinitionSheet:
    """The sheet of a register."""
    return DefinitionSheet(
        form.id,
        say("sheets.kind_registers"),
        form.title,
        facts(
            (say("sheets.plans"), joined(catalogue.plans[plan].short_name for plan in form.plans)),
            (heading_of(Form, "grain"), form.grain),
            (heading_of(Form, "key"), joined(form.field(key).name for key in form.key)),
            (say("sheets.owed_by"), owed_by(catalogue, form)),
            (heading_of(Form, "frequency"), frequency_words(form)),
            (heading_of(Form, "note"), form.note),
        ),
        (
            *_columns(catalogue, form),
            *rules_table(form),
            *_rules(say("sheets.city_rules", count=len(form.city_rules)), form.city_rules),
            *_exclusive(form),
            *_used(catalogue, form),
        ),
    )


def frequency_words(form: Form) -> str:
    """How often, and who says so."""
    origin = "sheets.from_document" if form.frequency_from_document else "sheets.from_catalogue"
    return say(origin, words=word_of(Form, "frequency", form.frequency))


def owed_by(catalogue: Catalogue, form: Form) -> Words:
    """Who owes a form unless the city settles it otherwise: a level that owes it as a whole goes by its name."""
    pieces: list[str | Link] = []
    for level, units in _owers(catalogue, form).items():
        everybody = [unit.id for unit in catalogue.units.values() if level_of(unit) == level]
        word = word_of(Form, "levels", level)
        if len(units) == len(everybody):
            said: Words = (say("sheets.owed_by_all", level=word, count=len(units)),)
        else:
            said = (say("sheets.owed_by_some", level=word, count=len(units)), *unit_links(catalogue, units))
        pieces += [say("sheets.also"), *said] if pieces else said
    return tuple(pieces) or (say("sheets.owed_by_nobody"),)


def _owers(catalogue: Catalogue, form: Form) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for unit in catalogue.units.values():
        level = level_of(unit)
        plans = set(form.plans) & set(unit.plans) if level in form.levels else ()
        if any(form in standing_forms(catalogue, unit.id, plan) for plan in plans):
            found.setdefault(level, []).append(unit.id)
    return found


def _columns(catalogue: Catalogue, form: Form) -> tuple[Table, ...]:
    headings = (
        say("sheets.number"),
        heading_of(Field, "name"),
        heading_of(Field, "type"),
        heading_of(Field, "required"),
        say("sheets.comes_from"),
        heading_of(Field, "note"),
    )
    rows = (
        (str(number), field.name, _type(field), yes(field.required), _origin(catalogue, field), field.note)
        for number, field in enumerate(form.fields, 1)
    )
    return table(say("sheets.columns", count=len(form.fields)), headings, rows)


def _type(field: Field) -> str:
    word = word_of(Field, "type", field.type)
    digits = say("sheets.digits", count=field.decimals) if field.decimals else ""
    return "".join((word, f"（{joined(filter(None, (field.unit, digits)))}）" if field.unit or digits else ""))


def _origin(catalogue: Catalogue, field: Field) -> Words:
    if field.formula:
        return (say("sheets.computed_from", formula=field.formula),)
    if field.choices:
        chosen = catalogue.code_lists[field.choices]
        return say("sheets.chosen_from"), Link(chosen.title, chosen.id), say("sheets.items", count=len(chosen.items))
    if field.ref:
        return say("sheets.row_of"), link(catalogue.registers, field.ref)
    if field.type is FieldType.UNIT:
        return (say("sheets.unit_of", kind=word_of(Field, "unit_kind", field.unit_kind or "any")),)
    return (say("sheets.typed"),)


def rules_table(form: Form) -> tuple[Table, ...]:
    """The rules of any form."""
    return _rules(say("sheets.rules", count=len(form.rules)), form.rules)


def _rules(title: str, rules: Iterable[Rule]) -> tuple[Table, ...]:
    headings = tuple(heading_of(Rule, each) for each in ("id", "severity", "formula", "message", "source"))
    rows = (
        (rule.id, word_of(Rule, "severity", rule.severity), rule.formula, rule.message, rule.source) for rule in rules
    )
    return table(title, headings, rows)


def _exclusive(form: Form) -> tuple[Table, ...]:
    headings = tuple(
        heading_of(Exclusive, each) for each in ("id", "severity", "columns", "near", "where", "inside", "message")
    )
    rows = (
        (
            one.id,
            word_of(Exclusive, "severity", one.severity),
            joined(form.field(key).name for key in one.columns),
            form.field(one.near).name if one.near else "",
            one.where,
            yes(one.inside),
            one.message,
        )
        for one in form.exclusive
    )
    return table(say("sheets.exclusive", count=len(form.exclusive)), headings, rows)


def _used(catalogue: Catalogue, form: Form) -> tuple[Table, ...]:
    return table(say("sheets.used_by"), (say("sheets.used_as"), say("sheets.used_name")), _users(catalogue, form.id))


def _users(catalogue: Catalogue, register: str) -> Iterator[tuple[str, Words]]:
    counted = [name for name, one in catalogue.indicators.items() if register in _registers(one)]
    proven = [name for name, task in catalogue.tasks.items() if register in {use.register for use in task.registers}]
    ordered = [name for name, one in catalogue.mechanisms.items() if register in one.registers]
    for key, held, names in (
        ("counted", catalogue.indicators, counted),
        ("proven", catalogue.tasks, proven),
        ("ordered", catalogue.mechanisms, ordered),
    ):
        if names:
            yield say(f"sheets.used_{key}"), links(held, names)


def _registers(indicator: Indicator) -> set[str]:
    return {source.register for source in indicator.sources}


def code_list_sheet(catalogue: Catalogue, code_list: CodeList) -> DefinitionSheet:
    """The sheet of a code list."""
    users = [form.id for form in catalogue.registers.values() if _offers(form, code_list.id)]
    headings = tuple(heading_of(CodeItem, each) for each in ("code", "label", "group", "source"))
    rows = (
        (item.code, item.label, item.group, joined(catalogue.plans[plan].short_name for plan in item.source))
        for item in code_list.items
    )
    return DefinitionSheet(
        code_list.id,
        say("sheets.kind_code_lists"),
        code_list.title,
        facts(
            (say("sheets.offered_in"), links(catalogue.registers, users)),
            (heading_of(CodeList, "note"), code_list.note),
        ),
        table(say("sheets.choices", count=len(code_list.items)), headings, rows),
    )


def _offers(form: Form, code_list: str) -> bool:
    return any(field.choices == code_list for field in form.fields)
