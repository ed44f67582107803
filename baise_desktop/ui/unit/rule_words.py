"""The rule behind a finding, in words: what must hold, where that comes from, and how its fields are meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from baise_desktop.errors import BaiseError
from baise_desktop.form.formula import parse_formula
from baise_desktop.form.formula_words import describe
from baise_desktop.texts import say

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from baise_desktop.form.definition import Form
    from baise_desktop.form.findings import Finding


def tell_rule(found: Finding, forms: Mapping[str, Form]) -> str:
    """Lines on one finding; the sentence itself where no rule of the form stands behind it."""
    form = forms.get(found.form)
    if form is None:
        return found.sentence
    return "\n".join((found.told, *_rule_lines(found, form), *_field_lines(found, form)))


def _rule_lines(found: Finding, form: Form) -> Iterator[str]:
    for rule in form.rules:
        if rule.id == found.rule:
            try:
                words = describe(parse_formula(rule.formula).tree)
            except BaiseError:
                words = rule.formula
            yield say("window.rule_holds", words=words)
            yield say("window.rule_source", source=rule.source or rule.id)


def _field_lines(found: Finding, form: Form) -> Iterator[str]:
    for field in form.fields:
        if field.key in found.fields and field.note:
            yield say("window.rule_field", name=field.name, note=field.note)
