"""The form of a target report: the figure beside what is required, and the unit's account of it."""

from collections.abc import Mapping

from baise_desktop.form.definition import Field, FieldType, Form, FormKind, Indicator, NarrativeField, Target
from baise_desktop.texts import say

_NARRATIVES = ("analysis", "problems", "next")


def target_form(target: Target, indicator: Indicator, plan_narratives: Mapping[str, NarrativeField]) -> Form:
    """What a unit reports on a target; the figure is computed from ledgers and cannot be typed."""
    figures = (_figure("figure", target, indicator), _figure("required", target, indicator))
    return Form(
        id=target.id,
        kind=FormKind.TARGET,
        title=target.name,
        plans=(target.plan,),
        fields=figures + tuple(_narrative(plan_narratives[key], key == "analysis") for key in _NARRATIVES),
        levels=target.reporters,
        frequency=target.frequency,
        grain=say("forms.one_record"),
        note="；".join(target.notes),
    )


def _figure(key: str, target: Target, indicator: Indicator) -> Field:
    return Field(
        key=key,
        name=say(f"forms.target_{key}"),
        type=FieldType.COMPUTED,
        unit=target.unit,
        decimals=indicator.decimals,
        note=target.quote if key == "required" else indicator.note,
        section=say("forms.section_figures"),
    )


def _narrative(narrative: NarrativeField, required: bool) -> Field:
    return Field(
        key=narrative.id,
        name=narrative.name,
        type=FieldType.LONGTEXT,
        required=required,
        note=narrative.note,
        section=say("forms.section_summary"),
    )
