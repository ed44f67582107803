"""What people want to know about a target or an indicator: how much is required, and how it is counted."""

from baise_desktop.app.catalogue.register_sheet import frequency_words, owed_by
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
from baise_desktop.form.definition import (
    Catalogue,
    Indicator,
    IndicatorSource,
    Occurrence,
    Target,
    TargetFilter,
)
from baise_desktop.texts import say

_ROLES = ("value", "key", "numerator", "denominator", "numerator_before", "denominator_before", "scope")


def target_sheet(catalogue: Catalogue, target: Target) -> DefinitionSheet:
    """The sheet of a target."""
    indicator = catalogue.indicators[target.indicator]
    return DefinitionSheet(
        target.id,
        say("sheets.kind_targets"),
        target.name,
        facts(
            (say("sheets.plan"), catalogue.plans[target.plan].short_name),
            (heading_of(Target, "clause"), target.clause),
            (heading_of(Target, "quote"), target.quote),
            (say("sheets.requirement"), requirement(target)),
            (heading_of(Target, "strength"), _strength(target)),
            (heading_of(Target, "deadline"), _deadline(target)),
            (heading_of(Target, "baseline"), _baseline(target)),
            (heading_of(Target, "indicator"), (Link(indicator.name, indicator.id),)),
            (heading_of(Target, "nature"), _as_of(target.nature)),
            (heading_of(Target, "scope_unit"), unit_links(catalogue, filter(None, (target.scope_unit,)))),
            (say("sheets.owed_by"), owed_by(catalogue, catalogue.forms[target.id])),
            (heading_of(Target, "frequency"), frequency_words(catalogue.forms[target.id])),
            (heading_of(Target, "lead"), unit_links(catalogue, filter(None, (target.lead,)))),
            (heading_of(Target, "supporting"), unit_links(catalogue, target.supporting)),
            (heading_of(Target, "tasks"), links(catalogue.tasks, target.tasks)),
            (heading_of(Target, "parent"), links(catalogue.targets, filter(None, (target.parent,)))),
            (heading_of(Target, "notes"), "\n".join(target.notes)),
        ),
        (*_filters(catalogue, target), *_sources(catalogue, indicator), *_elsewhere(target)),
        number=target.clause,
    )


def requirement(target: Target) -> str:
    """How much, as it is compared."""
    word = word_of(Target, "comparator", target.comparator)
    upper = f"—{target.value_max}" if target.value_max else ""
    literal = say("sheets.literal", literal=target.literal) if target.literal else ""
    return f"{word} {target.value}{upper} {target.unit}{literal}"


def _strength(target: Target) -> str:
    word = word_of(Target, "strength", target.strength)
    return say("sheets.aspired", word=word) if target.strength == "aspirational" else word


def _deadline(target: Target) -> str:
    return f"{target.deadline}（{word_of(Target, 'period_kind', target.period_kind)}）"


def _baseline(target: Target) -> str:
    value = f"{target.baseline} {target.unit}" if target.baseline else say("sheets.no_baseline")
    return "\n".join(filter(None, (value, target.baseline_note, target.baseline_quote)))


def _as_of(nature: str) -> str:
    return say(f"sheets.as_of_{nature}", word=word_of(Target, "nature", nature))


def _filters(catalogue: Catalogue, target: Target) -> tuple[Table, ...]:
    headings = tuple(heading_of(TargetFilter, each) for each in ("register", "column", "value"))
    rows = (
        (
            (link(catalogue.registers, each.register),),
            catalogue.registers[each.register].field(each.column).name,
            each.value,
        )
        for each in target.filters
    )
    return table(say("sheets.only_rows"), headings, rows)


def _elsewhere(target: Target) -> tuple[Table, ...]:
    headings = tuple(heading_of(Occurrence, each) for each in ("clause", "quote", "note"))
    rows = ((each.clause, each.quote, each.note) for each in target.occurrences)
    return table(say("sheets.said_elsewhere"), headings, rows)


def indicator_sheet(catalogue: Catalogue, indicator: Indicator) -> DefinitionSheet:
    """The sheet of an indicator."""
    return DefinitionSheet(
        indicator.id,
        say("sheets.kind_indicators"),
        indicator.name,
        facts(
            (heading_of(Indicator, "unit"), indicator.unit),
            (heading_of(Indicator, "nature"), _as_of(indicator.nature)),
            (heading_of(Indicator, "aggregation"), word_of(Indicator, "aggregation", indicator.aggregation)),
            (heading_of(Indicator, "dedupe"), _dedupe(catalogue, indicator)),
            (heading_of(Indicator, "counted_units"), _counted(catalogue, indicator)),
            (heading_of(Indicator, "numerator"), indicator.numerator),
            (heading_of(Indicator, "denominator"), indicator.denominator),
            (heading_of(Indicator, "each_unit"), yes(indicator.each_unit)),
            (heading_of(Indicator, "net_of"), links(catalogue.indicators, filter(None, (indicator.net_of,)))),
            (heading_of(Indicator, "decimals"), str(indicator.decimals)),
            (heading_of(Indicator, "lag"), indicator.lag),
            (heading_of(Indicator, "note"), indicator.note),
        ),
        (*_sources(catalogue, indicator), *_requiring(catalogue, indicator)),
    )


def _requiring(catalogue: Catalogue, indicator: Indicator) -> tuple[Table, ...]:
    headings = (say("sheets.plan"), say("sheets.kind_targets"), say("sheets.requirement"))
    rows = (
        (catalogue.plans[target.plan].short_name, (Link(target.name, target.id),), requirement(target))
        for target in catalogue.targets.values()
        if target.indicator == indicator.id
    )
    return table(say("sheets.required_by"), headings, rows)


def _dedupe(catalogue: Catalogue, indicator: Indicator) -> str:
    registers = [catalogue.registers[source.register] for source in indicator.sources]
    names = {field.key: field.name for form in reversed(registers) for field in form.fields}
    return joined(names.get(key, key) for key in indicator.dedupe)


def _counted(catalogue: Catalogue, indicator: Indicator) -> Words:
    kinds = [each for each in indicator.counted_units if each not in catalogue.units]
    units = unit_links(catalogue, (each for each in indicator.counted_units if each in catalogue.units))
    words = joined(word_of(Indicator, "counted_units", kind) for kind in kinds)
    return (words, say("sheets.between"), *units) if words and units else units or ((words,) if words else ())


def _sources(catalogue: Catalogue, indicator: Indicator) -> tuple[Table, ...]:
    headings = (
        heading_of(IndicatorSource, "register"),
        heading_of(IndicatorSource, "operation"),
        say("sheets.roles"),
        heading_of(IndicatorSource, "where"),
        heading_of(IndicatorSource, "caliber"),
    )
    rows = (
        (
            (link(catalogue.registers, source.register),),
            word_of(IndicatorSource, "operation", source.operation),
            _roles(catalogue, source),
            source.where,
            source.caliber,
        )
        for source in indicator.sources
    )
    return table(say("sheets.counted_how"), headings, rows)


def _roles(catalogue: Catalogue, source: IndicatorSource) -> str:
    names = {field.key: field.name for field in catalogue.registers[source.register].fields}
    held = ((role, str(getattr(source, role))) for role in _ROLES)
    return "\n".join(f"{heading_of(IndicatorSource, role)}：{names.get(key, key)}" for role, key in held if key)
