"""A record while it is being filled in: what was accepted, and what was typed but cannot be."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import lru_cache
from types import MappingProxyType
from unicodedata import normalize

from baise_desktop.errors import BaiseError, Problem
from baise_desktop.form.context import FieldContext
from baise_desktop.form.dates import moment_text
from baise_desktop.form.definition import Field, FieldType, Form
from baise_desktop.form.fields import is_blank, parse, show
from baise_desktop.form.formula_functions import Operand
from baise_desktop.form.kind import problem
from baise_desktop.form.record import FormIdentity, Record, check_complete, needs_answer
from baise_desktop.form.scope import ALONE, RecordScope, Surroundings, compute
from baise_desktop.form.value import Value
from baise_desktop.texts import say

LONGEST_KEPT = 20_000
"""Characters of a text that cannot be accepted; three bytes each still fit canonical JSON."""
_UNKEEPABLE = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
_NOTHING: Mapping[str, str] = MappingProxyType({})


def keep_readable(text: str) -> str:
    """A text that cannot be accepted, as it can be kept: what no file may hold becomes U+FFFD, the rest is cut."""
    return normalize("NFC", _UNKEEPABLE.sub("\ufffd", text[:LONGEST_KEPT]))


@dataclass(frozen=True, slots=True)
class Draft:
    """Answers so far. Every change gives a new draft, so that an undo is the draft before."""

    form: Form
    context: FieldContext
    base: Record
    """Who fills in which row for which period; its values are the accepted ones."""
    wrong: Mapping[str, str] = field(default_factory=dict)
    """What the clerk typed where it cannot be accepted, by field key; such a field holds no value."""
    surroundings: Surroundings = ALONE

    @classmethod
    def of(
        cls,
        form: Form,
        context: FieldContext,
        record: Record,
        wrong: Mapping[str, str] = _NOTHING,
        surroundings: Surroundings = ALONE,
    ) -> "Draft":
        """The draft that goes on from a kept record and its unaccepted texts."""
        return cls(form, context, record, MappingProxyType(dict(wrong)), surroundings)

    @property
    def values(self) -> Mapping[str, Value]:
        """Accepted values by field key."""
        return self.base.values

    def set(self, key: str, text: str) -> "Draft":
        """The draft after a clerk typed a text into a field; empty text blanks it."""
        typed = parse(text, self.form.field(key), self.context)
        values = {name: value for name, value in self.values.items() if name != key}
        wrong = {name: kept for name, kept in self.wrong.items() if name != key}
        if isinstance(typed, Problem):
            wrong[key] = keep_readable(text)
        elif typed is not None:
            values[key] = typed
        base = replace(self.base, values=MappingProxyType(values))
        return replace(self, base=base, wrong=MappingProxyType(wrong))

    def problems(self) -> tuple[Problem, ...]:
        """What is wrong with what was typed, and what is required and blank, in the order of the form."""
        if not self.wrong:
            return tuple(found for key, found in _unanswered(FormIdentity(self.form)) if is_blank(self.values.get(key)))
        found: list[Problem] = []
        for question in self.form.fields:
            if question.key in self.wrong:
                answer = parse(self.wrong[question.key], question, self.context)
                # A kept text may have become right since, when a code list gained an item.
                found.append(answer if isinstance(answer, Problem) else problem(question, "TYPE_AGAIN"))
            elif needs_answer(question) and is_blank(self.values.get(question.key)):
                found.append(problem(question, "REQUIRED"))
        return tuple(found)

    def computed(self) -> Mapping[str, Operand | None]:
        """Computed fields by key. Raises: BaiseError: FORMULA."""
        return compute(self.form, self.base, self.context, self.surroundings)

    def texts(self) -> Mapping[str, str]:
        """What every field shows, by key: accepted and computed values, and typed texts that were not accepted."""
        scope = RecordScope(self.form, self.base, self.context, self.surroundings)
        return {question.key: self._text(question, scope) for question in self.form.fields} | dict(self.wrong)

    def record(self, now: datetime) -> Record:
        """The accepted answers as a record changed at `now`, complete or not."""
        return replace(self.base, updated_at=moment_text(now))

    def finish(self, now: datetime) -> Record:
        """The finished record.

        Raises:
            BaiseError: TYPE when a typed text was not accepted, SCHEMA when a required field is blank.
        """
        for found in self.problems():
            if found.field in self.wrong:
                name = self.form.field(found.field).name
                raise BaiseError("TYPE", form=self.form.title, field=name, reason=found.message)
        record = self.record(now)
        check_complete(record, self.form)
        return record

    def _text(self, question: Field, scope: RecordScope) -> str:
        if question.type is not FieldType.COMPUTED:
            return show(self.values.get(question.key), question, self.context)
        try:
            return show(scope.value(question.name), question, self.context)
        except BaiseError:
            # A form's mistake shows in its cell and must not keep the clerk from typing into the others.
            return say("findings.FORMULA_CELL")


@lru_cache(maxsize=1024)
def _unanswered(identity: FormIdentity) -> tuple[tuple[str, Problem], ...]:
    """What is said of each required field while it is blank, by key."""
    asked = (question for question in identity.form.fields if needs_answer(question))
    return tuple((question.key, problem(question, "REQUIRED")) for question in asked)
