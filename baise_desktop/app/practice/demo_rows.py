"""Plausible rows for any register, made of fictitious firms and people that say 演示.

Every value is a text as a clerk would type it, so that a demonstration goes through the same door.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from baise_desktop.app.practice.demo_mending import Mender
from baise_desktop.form.context import field_context
from baise_desktop.form.definition import Catalogue, Field, FieldType, Form, Unit
from baise_desktop.form.period import Period
from baise_desktop.form.uscc import check_character
from baise_desktop.texts import say

_PLAN = "p2"
_EARLY = ("apply", "start", "sign", "in_date", "moved", "setup", "put_date")
_LATE = ("valid_to", "end_date", "due", "expire", "deadline")
_LEAVING = ("revoke", "leave", "out_date", "exit")
_NAMELIKE = re.compile(r"(企业|单位|机构|公司|依托|承担|实施|卖方|买方|借款|银行|受援|派出|派入|校|院)")
_PERSON = re.compile(r"(姓名|负责人|联系人|带头人|领导|人员姓名|经理人|特派员)")
_CODE = re.compile(r"(编号|文号|证书|号$)")
_USUAL = (5, 900)
_YES = 0.6
_SPANS = (
    (re.compile(r"生产总值"), (900_000, 3_600_000)),
    (re.compile(r"一般公共预算"), (250_000, 600_000)),
    (re.compile(r"财政科技支出"), (3_000, 6_000)),
    (re.compile(r"研发经费投入|R&D 经费$"), (2_000, 9_000)),
    (re.compile(r"总产值|营业收入|主营"), (6_000, 90_000)),
    (re.compile(r"成交额"), (80, 12_000)),
)
"""Amounts in the unit of their field, by words of its name."""


@dataclass(slots=True)
class RowMaker:
    """Makes rows for one unit; the same seed makes the same rows."""

    catalogue: Catalogue
    unit: Unit
    random: Random
    serial: int = 0
    _keys: dict[str, set[tuple[str, ...]]] = field(default_factory=dict)

    def make_rows(
        self, form: Form, period: Period, count: int, references: Mapping[str, Sequence[str]]
    ) -> list[dict[str, str]]:
        """Up to `count` rows by field key; fewer where the business key leaves room for no more.

        Args:
            form: a register.
            period: the period whose reports the rows are.
            count: how many are wanted.
            references: row ids that reference fields may point to, by register.
        """
        rows = []
        used = self._keys.setdefault(form.id, set())
        titles = {register: {row_id: row_id for row_id in row_ids} for register, row_ids in references.items()}
        mender = Mender(
            form,
            field_context(self.catalogue, titles),
            self.unit.id,
            _PLAN,
            period,
            self.random,
            lambda item: self._make_text(item, period, references),
        )
        for _ in range(count):
            row = self._make_row(form, period, references)
            mender.mend(row)
            key = _business_key(form, row)
            if form.key and key in used:
                continue
            used.add(key)
            rows.append(row)
        return rows

    def know(self, form: Form, rows: Sequence[Mapping[str, str]]) -> None:
        """Remember rows that are there already, so that no business key comes twice."""
        self._keys.setdefault(form.id, set()).update(_business_key(form, row) for row in rows)
        self.serial += len(rows)

    def make_single(self, form: Form, period: Period) -> dict[str, str]:
        """The texts of a task or target form: everything required, and what proves it."""
        return {
            item.key: self._make_text(item, period, {})
            for item in form.fields
            if item.type is not FieldType.COMPUTED and (item.required or item.type is FieldType.LONGTEXT)
        }

    def _make_row(self, form: Form, period: Period, references: Mapping[str, Sequence[str]]) -> dict[str, str]:
        self.serial += 1
        row = {
            item.key: text
            for item in form.fields
            if item.type is not FieldType.COMPUTED
            and (text := self._make_text(item, period, references)) != ""
            and (item.required or self.random.random() < 0.7)
        }
        if {"cert_date", "valid_to"} <= row.keys():
            row["valid_to"] = _three_years_after(date.fromisoformat(row["cert_date"])).isoformat()
        return row

    def _make_text(self, item: Field, period: Period, references: Mapping[str, Sequence[str]]) -> str:
        if item.type is FieldType.REF:
            missing = say("demo.no_reference") if item.required else ""
            return self.random.choice(tuple(references.get(item.ref, ())) or (missing,))
        dated = {FieldType.TEXT: self._text, FieldType.DATE: self._date}
        if item.type in dated:
            return dated[item.type](item, period)
        undated: Mapping[FieldType, Callable[[Field], str]] = {
            FieldType.LONGTEXT: self._long_text,
            FieldType.INTEGER: lambda _: str(self.random.randint(1, 60)),
            FieldType.DECIMAL: self._amount,
            FieldType.YEAR: lambda _: str(period.year),
            FieldType.BOOL: lambda _: "是" if self.random.random() < _YES else "否",
            FieldType.CHOICE: self._choice,
            FieldType.MULTI: self._choice,
            FieldType.UNIT: self._unit,
            FieldType.USCC: lambda _: self._uscc(),
        }
        return undated[item.type](item) if item.type in undated else ""

    def _text(self, item: Field, period: Period) -> str:
        if item.key == "period":
            return str(period)
        if item.key == "target_id":
            return self.random.choice([target.id for target in self.catalogue.targets.values() if target.plan == _PLAN])
        if item.key == "task_id":
            return self.random.choice([task.id for task in self.catalogue.tasks.values() if task.plan == _PLAN])
        if _PERSON.search(item.name):
            return say("demo.person", number=f"{self.random.randint(1, 99):02}")
        if _CODE.search(item.name):
            return say("demo.code", unit=self.unit.code[-4:], year=period.year, number=f"{self.serial:05}")
        if _NAMELIKE.search(item.name):
            return self._firm()
        return say("demo.thing", unit=self.unit.short, name=item.name.strip("（）"), number=f"{self.serial:04}")

    def _firm(self) -> str:
        trade = self.random.choice(say("demo.trades").split())
        return say("demo.firm", unit=self.unit.short, trade=trade, number=f"{self.random.randint(1, 400):03}")

    def _long_text(self, item: Field) -> str:
        return say("demo.sentence", unit=self.unit.short, name=item.name, count=self.random.randint(2, 30))

    def _amount(self, item: Field) -> str:
        if item.unit in ("%", "百分点"):
            return f"{self.random.randint(100, 9900) / 100:.2f}"
        low, high = next((span for words, span in _SPANS if words.search(item.name)), _USUAL)
        tenthousandths = self.random.randint(low * 10_000, high * 10_000)
        return str((Decimal(tenthousandths) / 10_000).quantize(Decimal(1).scaleb(-min(item.decimals, 4))))

    def _date(self, item: Field, period: Period) -> str:
        key = item.key
        if any(word in key for word in _LEAVING):
            return ""
        if any(word in key for word in _LATE):
            return (period.end + timedelta(days=self.random.randint(200, 900))).isoformat()
        span = (period.end - period.start).days
        day = period.start + timedelta(days=self.random.randint(span // 2, span))
        if any(word in key for word in _EARLY):
            day -= timedelta(days=span // 2 + self.random.randint(0, 60))
        return max(day, date(period.year, 1, 1)).isoformat()

    def _choice(self, item: Field) -> str:
        items = self.catalogue.code_lists[item.choices].items
        if item.name == "状态" or item.key == "status":
            items = tuple(each for each in items if each.label.startswith("已")) or items
        return self.random.choice(items).label

    def _unit(self, item: Field) -> str:
        if item.unit_kind == "park":
            return "k.bdxq" if self.random.random() < 0.3 else ""
        if item.unit_kind == "city_dept":
            return "d.keji"
        return self.unit.id

    def _uscc(self) -> str:
        body = f"91{self.unit.code}MA5{self.random.randint(0, 999_999):06}"[:17].ljust(17, "0")
        return body + check_character(body)


def _business_key(form: Form, row: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(row.get(name, "") for name in form.key)


def _three_years_after(day: date) -> date:
    """The last day of a certificate."""
    return day + timedelta(days=3 * 365)
