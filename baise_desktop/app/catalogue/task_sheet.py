"""What people want to know about a task or a mechanism: its sentences, who carries it, what proves it."""

from baise_desktop.app.catalogue.register_sheet import frequency_words, owed_by, rules_table
from baise_desktop.app.catalogue.sheet_parts import DefinitionSheet, Table, Words, facts, links, table, unit_links
from baise_desktop.authoring.layout import heading_of, word_of
from baise_desktop.form.definition import (
    Catalogue,
    Deliverable,
    Form,
    Measure,
    Mechanism,
    NarrativeField,
    RegisterUse,
    Task,
)
from baise_desktop.texts import knows, say


def task_sheet(catalogue: Catalogue, task: Task) -> DefinitionSheet:
    """The sheet of a task."""
    form = catalogue.forms[task.id]
    return DefinitionSheet(
        task.id,
        say("sheets.kind_tasks"),
        task.title,
        facts(
            (say("sheets.plan"), catalogue.plans[task.plan].short_name),
            (heading_of(Task, "clause"), task.clause),
            (heading_of(Task, "kind"), word_of(Task, "kind", task.kind)),
            (say("sheets.reported"), _reported(catalogue, task, form)),
            (heading_of(Form, "frequency"), frequency_words(form) if task.reportable else ""),
            (heading_of(Task, "lead"), unit_links(catalogue, task.lead)),
            (heading_of(Task, "supporting"), unit_links(catalogue, task.supporting)),
            (heading_of(Task, "lead_source"), _lead_source(task.lead_source)),
            (heading_of(Task, "units_quote"), task.units_quote),
            (heading_of(Task, "targets"), links(catalogue.targets, task.targets)),
            (heading_of(Task, "indirect_targets"), links(catalogue.targets, task.indirect_targets)),
            (heading_of(Task, "narratives"), _narratives(catalogue, task)),
            (heading_of(Task, "notes"), "\n".join(task.notes)),
        ),
        (*_measures(catalogue, task), *_deliverables(task), *_uses(catalogue, task), *rules_table(form)),
        number=task.clause,
    )


def _reported(catalogue: Catalogue, task: Task, form: Form) -> Words | str:
    return owed_by(catalogue, form) if task.reportable else say("sheets.not_reported")


def _lead_source(source: str) -> str:
    origin, _, clause = source.partition(":")
    return say(f"sheets.lead_{origin}", clause=clause) if knows(f"sheets.lead_{origin}") else source


def _narratives(catalogue: Catalogue, task: Task) -> str:
    fields: list[NarrativeField] = [catalogue.narratives[name] for name in task.narratives]
    return say("sheets.between").join(field.name for field in fields)


def _measures(catalogue: Catalogue, task: Task) -> tuple[Table, ...]:
    headings = tuple(heading_of(Measure, each) for each in ("number", "quote", "registers"))
    rows = ((str(each.number), each.quote, links(catalogue.registers, each.registers)) for each in task.measures)
    return table(say("sheets.measures", count=len(task.measures)), headings, rows)


def _deliverables(task: Task) -> tuple[Table, ...]:
    headings = tuple(heading_of(Deliverable, each) for each in ("number", "quote", "kind"))
    rows = ((str(each.number), each.quote, each.kind) for each in task.deliverables)
    return table(say("sheets.deliverables", count=len(task.deliverables)), headings, rows)


def _uses(catalogue: Catalogue, task: Task) -> tuple[Table, ...]:
    headings = tuple(heading_of(RegisterUse, each) for each in ("register", "prefill"))
    rows = ((links(catalogue.registers, (use.register,)), _prefill(catalogue, use)) for use in task.registers)
    return table(say("sheets.proven_by"), headings, rows)


def _prefill(catalogue: Catalogue, use: RegisterUse) -> str:
    form = catalogue.registers[use.register]
    lines = (f"{form.field(key).name}＝{'、'.join(labels)}" for key, labels in use.prefill.items())
    return "\n".join(lines)


def mechanism_sheet(catalogue: Catalogue, mechanism: Mechanism) -> DefinitionSheet:
    """The sheet of a mechanism."""
    often = word_of(Mechanism, "frequency", mechanism.frequency)
    origin = "sheets.from_document" if mechanism.frequency_source == "stated" else "sheets.from_catalogue"
    must = ((str(number), line) for number, line in enumerate(mechanism.software_must, 1))
    return DefinitionSheet(
        mechanism.id,
        say("sheets.kind_mechanisms"),
        mechanism.name,
        facts(
            (say("sheets.plan"), catalogue.plans[mechanism.plan].short_name),
            (heading_of(Mechanism, "clause"), mechanism.clause),
            (heading_of(Mechanism, "quote"), mechanism.quote),
            (heading_of(Mechanism, "obliged"), unit_links(catalogue, mechanism.obliged)),
            (heading_of(Mechanism, "recipient"), unit_links(catalogue, mechanism.recipient)),
            (heading_of(Mechanism, "frequency"), say(origin, words=often)),
            (heading_of(Mechanism, "trigger"), mechanism.trigger),
            (heading_of(Mechanism, "registers"), links(catalogue.registers, mechanism.registers)),
            (heading_of(Mechanism, "tasks"), links(catalogue.tasks, mechanism.tasks)),
            (heading_of(Mechanism, "targets"), links(catalogue.targets, mechanism.targets)),
            (heading_of(Mechanism, "notes"), mechanism.notes),
        ),
        table(say("sheets.software_must"), (say("sheets.number"), heading_of(Mechanism, "software_must")), must),
        number=mechanism.clause,
    )
