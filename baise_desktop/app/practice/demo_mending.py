"""Random rows mended until the rules of their register let them be, so that a demonstration ends ready to sign."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from random import Random

from baise_desktop.errors import Severity
from baise_desktop.form.context import FieldContext
from baise_desktop.form.definition import Field, FieldType, Form, Rule
from baise_desktop.form.draft import Draft
from baise_desktop.form.findings import Finding, check_record
from baise_desktop.form.formula import parse_formula
from baise_desktop.form.period import Period
from baise_desktop.form.record import Record

_TRIES = 80
_LEFT_OUT = 0.5
_NAME = r"\[?([^<>=\[\]()+]+?)\]?"
_ORDER = re.compile(f"=?{_NAME}(<=|>=){_NAME}")
_NEAR = re.compile(rf"=?(?:ABS\()?{_NAME}(?:-{_NAME}\))?<={_NAME}\*1?30%")
_TOTAL = re.compile(r"=?([^<>=()]+(?:\+[^<>=()]+)+)=([^<>=()]+)")
_ASKED_FOR = re.compile(rf"ISBLANK\({_NAME}\)")
_LAST_YEAR = (Decimal("0.85"), Decimal("0.97"))
"""What a figure of the year before is to this year's."""


@dataclass(frozen=True, slots=True)
class Mender:
    """Mends rows of texts for one register and period."""

    form: Form
    context: FieldContext
    unit: str
    plan: str
    period: Period
    random: Random
    remake: Callable[[Field], str]
    """A new random text for a field; empty when it has none."""

    def mend(self, row: dict[str, str]) -> None:
        """Change the row until nothing must be mended or explained, or until it has been tried often enough."""
        rules = {rule.id: rule for rule in self.form.rules}
        for _ in range(_TRIES):
            found = [each for each in self._check(row) if each.severity is not Severity.HINT]
            broken = [each for each in found if each.rule in rules]
            if not broken:
                return
            self._mend_one(row, rules[broken[0].rule], broken[0])

    def _check(self, row: Mapping[str, str]) -> tuple[Finding, ...]:
        record = Record(form=self.form.id, row_id="", unit=self.unit, plan=self.plan, period=str(self.period))
        draft = Draft(self.form, self.context, record)
        for key, text in row.items():
            draft = draft.set(key, text)
        return check_record(self.form, draft.base, self.context)

    def _mend_one(self, row: dict[str, str], rule: Rule, found: Finding) -> None:
        keys = {item.name: item.key for item in self.form.fields}
        asked = [keys[name] for name in _ASKED_FOR.findall(rule.formula) if keys[name] not in row]
        if asked and (text := self.remake(self.form.field(asked[0]))):
            row[asked[0]] = text
        elif total := _TOTAL.fullmatch(rule.formula):
            parts = [keys[name.strip("[] ")] for name in total[1].split("+")]
            row[keys[total[2].strip("[] ")]] = str(sum((Decimal(row.get(part, "0")) for part in parts), Decimal(0)))
        elif (near := _NEAR.fullmatch(rule.formula)) and near[3] in keys:
            share = Decimal(str(round(self.random.uniform(*map(float, _LAST_YEAR)), 2)))
            row[keys[near[3]]] = str((Decimal(row[keys[near[1]]]) * share).quantize(Decimal("0.01")))
        elif (order := _ORDER.fullmatch(rule.formula)) and {order[1], order[3]} <= keys.keys():
            left, right = keys[order[1]], keys[order[3]]
            row[left], row[right] = row[right], row[left]
        else:
            self._answer_anew(row, found)

    def _answer_anew(self, row: dict[str, str], found: Finding) -> None:
        """Leave out, or answer anew, one of the fields that the finding is about."""
        item = self.form.field(self.random.choice(self._typed(found)))
        if item.key in row and not item.required and self.random.random() < _LEFT_OUT:
            del row[item.key]
        elif text := self.remake(item):
            row[item.key] = text

    def _typed(self, found: Finding) -> list[str]:
        """The fields that the finding is about, those that its computed fields are made of included."""
        fields = [self.form.field(key) for key in found.fields]
        names = {name for item in fields if item.formula for name in parse_formula(item.formula).names}
        return [
            item.key
            for item in self.form.fields
            if item.type is not FieldType.COMPUTED and (item in fields or item.name in names)
        ]
