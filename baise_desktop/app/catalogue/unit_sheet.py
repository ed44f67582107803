"""What people want to know about a unit: its names in time, its place, what it owes."""

from baise_desktop.app.catalogue.sheet_parts import DefinitionSheet, facts, joined, links, table, unit_links, yes
from baise_desktop.authoring.layout import heading_of, word_of
from baise_desktop.form.definition import Catalogue, FormKind, NameSpan, Unit
from baise_desktop.form.obligation import standing_forms
from baise_desktop.texts import say


def unit_sheet(catalogue: Catalogue, unit: Unit) -> DefinitionSheet:
    """The sheet of a unit."""
    headings = tuple(heading_of(NameSpan, each) for each in ("name", "code", "valid_from", "valid_to", "note"))
    spans = ((span.name, span.code, span.valid_from, span.valid_to, _doubt(span)) for span in unit.names)
    return DefinitionSheet(
        unit.id,
        say("sheets.kind_units"),
        unit.name,
        facts(
            (heading_of(Unit, "short"), unit.short),
            (heading_of(Unit, "kind"), word_of(Unit, "kind", unit.kind)),
            (heading_of(Unit, "code"), unit.code),
            (heading_of(Unit, "plans"), joined(catalogue.plans[plan].short_name for plan in unit.plans)),
            (heading_of(Unit, "reporter"), yes(unit.reporter) or say("authoring.no")),
            *(
                (say("sheets.owes", plan=catalogue.plans[plan].short_name), _owes(catalogue, unit, plan))
                for plan in unit.plans
            ),
            (heading_of(Unit, "parent"), unit_links(catalogue, filter(None, (unit.parent,)))),
            (heading_of(Unit, "members"), unit_links(catalogue, unit.members)),
            (heading_of(Unit, "answered_by"), unit_links(catalogue, unit.answered_by)),
            (heading_of(Unit, "predecessor"), links(catalogue.units, filter(None, (unit.predecessor,)))),
            (heading_of(Unit, "successor"), links(catalogue.units, filter(None, (unit.successor,)))),
            (heading_of(Unit, "aliases"), joined(unit.aliases)),
            (heading_of(Unit, "lineage"), unit.lineage),
            (heading_of(Unit, "name_source"), unit.name_source),
            (heading_of(Unit, "note"), unit.note),
        ),
        table(say("authoring.sheet_units_names"), headings, spans),
        number=unit.code,
    )


def _doubt(span: NameSpan) -> str:
    return span.note if span.verified else "；".join(filter(None, (say("sheets.unverified"), span.note)))


def _owes(catalogue: Catalogue, unit: Unit, plan: str) -> str:
    forms = standing_forms(catalogue, unit.id, plan)
    counts = {kind: sum(form.kind is kind for form in forms) for kind in FormKind}
    if not forms:
        return ""
    return say(
        "sheets.owes_count",
        tasks=counts[FormKind.TASK],
        targets=counts[FormKind.TARGET],
        registers=counts[FormKind.REGISTER],
    )
