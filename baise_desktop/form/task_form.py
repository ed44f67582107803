"""The form of a task report: its measures, what it names, and the narratives."""

from collections.abc import Iterator, Mapping

from baise_desktop.form.definition import (
    Deliverable,
    Field,
    FieldType,
    Form,
    FormKind,
    Measure,
    NarrativeField,
    Task,
)
from baise_desktop.texts import say

STATUS_LIST = "cl.measure_status"
"""Code list of how far a measure or a named deliverable is."""


def task_form(task: Task, narratives: Mapping[str, NarrativeField]) -> Form:
    """What a unit reports on a clause; a clause of principle has nothing to fill in."""
    return Form(
        id=task.id,
        kind=FormKind.TASK if task.reportable else FormKind.TEXT,
        title=task.title,
        plans=(task.plan,),
        fields=tuple(_fields(task, narratives)) if task.reportable else (),
        levels=task.levels,
        grain=say("forms.one_record"),
        note="；".join(task.notes),
    )


def _fields(task: Task, narratives: Mapping[str, NarrativeField]) -> Iterator[Field]:
    for measure in task.measures:
        yield from _measure_fields(measure)
    for deliverable in task.deliverables:
        yield from _deliverable_fields(deliverable)
    for key in task.narratives:
        yield _narrative_field(narratives[key])


def _measure_fields(measure: Measure) -> Iterator[Field]:
    number, section = measure.number, say("forms.section_measures")
    yield Field(
        key=f"m{number}_state",
        name=say("forms.measure_state", number=number),
        type=FieldType.CHOICE,
        required=True,
        choices=STATUS_LIST,
        note=measure.quote,
        section=section,
    )
    yield Field(
        key=f"m{number}_progress",
        name=say("forms.measure_progress", number=number),
        type=FieldType.LONGTEXT,
        section=section,
    )


def _deliverable_fields(deliverable: Deliverable) -> Iterator[Field]:
    number, section = deliverable.number, say("forms.section_deliverables")
    yield Field(
        key=f"d{number}_state",
        name=say("forms.deliverable_state", number=number),
        type=FieldType.CHOICE,
        required=True,
        choices=STATUS_LIST,
        note=deliverable.quote,
        section=section,
    )
    for part, kind in (("date", FieldType.DATE), ("number", FieldType.TEXT)):
        name = say(f"forms.deliverable_{part}", number=number)
        yield Field(key=f"d{number}_{part}", name=name, type=kind, section=section)


def _narrative_field(narrative: NarrativeField) -> Field:
    return Field(
        key=narrative.id,
        name=narrative.name,
        type=FieldType.LONGTEXT,
        required=narrative.required,
        note=narrative.note,
        section=say("forms.section_summary"),
    )
