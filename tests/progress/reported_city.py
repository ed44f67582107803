"""A whole city that has reported on both plans: drawn rows, typed, signed, sealed and merged by the product.

The rows are drawn so that every filter of every indicator has rows on both sides of it: dates before, within and after
each plan, levels and states that count and that do not, the same firm in two counties, blanks, 不适用 and 暂缺.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from random import Random

from baise_desktop import paths
from baise_desktop.app.clock import ROW_RANDOM_BYTES
from baise_desktop.app.desk import Desk
from baise_desktop.app.entry import filling
from baise_desktop.app.installation.home import open_submission
from baise_desktop.app.terms import choices
from baise_desktop.exchange.merge import merge
from baise_desktop.exchange.seal import prepare, seal
from baise_desktop.exchange.trust import TrustedUnit, TrustList
from baise_desktop.exchange.unseal import unseal
from baise_desktop.form.context import field_context
from baise_desktop.form.definition import Catalogue, Field, FieldType, Form
from baise_desktop.form.period import parse_period
from baise_desktop.form.uscc import check_character
from baise_desktop.signing.authority import Identity, issue, make_request, make_revocation_list, make_root
from baise_desktop.signing.cades import IdentitySigner
from baise_desktop.store.creation import create_store
from baise_desktop.store.entries import Sheet
from baise_desktop.store.obligations import Obligation, put_obligations
from baise_desktop.store.office import Office
from baise_desktop.store.packages import mark_exported
from baise_desktop.store.sealed import find_sealed
from baise_desktop.store.submissions import ROLES, add_statement
from tests.pki import FOUNDED, NOW

REPORTED = (("p1", "2018"), ("p1", "2019"), ("p1", "2020"), ("p2", "2022"), ("p2", "2023"))
BASES = {"baseline:p1.t.sti_rank:year": "2017", "baseline:p2.t.sei_share:year": "2020"}
DEPARTMENTS = {"p1": "d.kezhi", "p2": "d.keji"}
_FIRMS = [body + check_character(body) for body in (f"9145100{n % 10}MA5K{n:05}" for n in range(60))]
_LABELS: Mapping[str, Sequence[str]] = {
    "level": ("国家级", "国家级", "自治区级", "自治区级", "市级"),
    "status": (
        "已认定",
        "已认定",
        "已认定",
        "申报中",
        "已突破",
        "已应用",
        "攻关中",
        "已转化",
        "已转化",
        "实施中",
        "拟实施",
        "撤销",
    ),
    "change": ("新认定", "新认定", "重新认定", "市外迁入", "更名", "迁出", "取消资格"),
    "category": (
        *("众创空间", "星创天地", "星创天地", "科技企业孵化器", "工程研究中心", "技术创新中心"),
        *("国家级高新区", "自治区级农业科技园区", "自治区级农业科技园区", "工业园区"),
    ),
}
_STATISTICS = ("综合科技创新水平", "综合科技创新水平全区排名", "科技进步贡献率", "战略性新兴产业增加值占工业增加值比重")
_BOUNDARIES = [date(year, *day) for year in (2017, 2018, 2020, 2021, 2023) for day in ((1, 1), (12, 31))]
_YEARS = ("2017", "2020", "2023")
_ENDINGS = frozenset({"revoke_date", "leave_date"})


@dataclass(frozen=True)
class ReportedCity:
    """The merged city, and what was sent to it."""

    desk: Desk
    packages: Mapping[tuple[str, str, str], bytes]
    """By unit, plan and period."""


@dataclass
class Drawer:
    """Draws the rows of one unit."""

    catalogue: Catalogue
    unit: str
    plan: str
    random: Random

    def row(self, form: Form, period: str) -> dict[str, str]:
        """Texts as a clerk would type them."""
        return {
            field.key: text
            for field in form.fields
            if field.type not in (FieldType.COMPUTED, FieldType.REF, FieldType.EVIDENCE)
            and (field.required or self.random.random() > 0.25)
            and (text := self.text(field, period))
        }

    def text(self, field: Field, period: str) -> str:
        """One cell."""
        if self.random.random() < (0.02 if field.required else 0.06):
            return self.random.choice(("不适用", "暂缺：资料未到"))
        drawn: Mapping[FieldType, Callable[[], str]] = {
            FieldType.DATE: lambda: self.day(field.key),
            FieldType.BOOL: lambda: self.random.choice(("是", "是", "否")),
            FieldType.YEAR: lambda: str(self.random.choice((*range(2017, 2024), int(period[:4]), int(period[:4])))),
            FieldType.INTEGER: lambda: str(self.random.randint(1, 10 if field.key == "tech_no" else 40)),
            FieldType.DECIMAL: lambda: f"{self.random.randint(1, 10**8) / 10**4:.{min(field.decimals, 4)}f}",
            FieldType.USCC: lambda: self.random.choice(_FIRMS),
            FieldType.CHOICE: lambda: self.label(field),
            FieldType.MULTI: lambda: self.label(field),
            FieldType.UNIT: lambda: self.owner(field),
        }
        return drawn[field.type]() if field.type in drawn else self.words(field, period)

    def day(self, key: str) -> str:
        """Within and around both plans; endings are rare, validities late."""
        if key in _ENDINGS and self.random.random() < 0.7:
            return ""
        boundary = self.random.choice(_BOUNDARIES)
        late = 900 if key == "valid_to" else 0
        drawn = date(2017, 6, 1) + timedelta(days=self.random.randint(late, 2450 + late))
        return (boundary if self.random.random() < 0.15 else drawn).isoformat()

    def label(self, field: Field) -> str:
        """Mostly one that some indicator counts."""
        known = {item.label for item in self.catalogue.code_lists[field.choices].items}
        wanted = [label for label in _LABELS.get(field.key, ()) if label in known]
        return self.random.choice(wanted or sorted(known))

    def owner(self, field: Field) -> str:
        """One's own county mostly; parks now and then, under the name of the plan."""
        if field.key == "unit":
            return "city.baise" if self.unit.startswith("d.") else self.unit
        if field.unit_kind == "park":
            return (
                self.unit if self.unit.startswith("k.") else self.random.choice(("k.bsgx", "k.bdxq", "k.njyq", "", ""))
            )
        if field.unit_kind == "county":
            counties = [unit.id for unit in self.catalogue.units.values() if unit.kind == "county"]
            own = self.unit.startswith("c.") and self.random.random() < 0.85
            return self.unit if own else self.random.choice(counties)
        return DEPARTMENTS[self.plan]

    def words(self, field: Field, period: str) -> str:
        """Names from a short list, so that some come twice."""
        if field.key == "period":
            year = int(period[:4])
            return self.random.choice((f"{year}", f"{year}Q4", f"{year}Q4", f"{year}Q4", f"{year}H2", f"{year - 1}"))
        if field.key == "indicator":
            return self.random.choice(_STATISTICS)
        return f"演示{field.name.strip('（）')}{self.random.randint(1, 60):02}"


def indicator_forms(catalogue: Catalogue, unit: str, plan: str) -> tuple[Form, ...]:
    """The registers that indicators count and that such a unit fills in under the plan."""
    kind = {"c": "county", "k": "park", "d": "city_dept"}[unit[0]]
    used = dict.fromkeys(source.register for each in catalogue.indicators.values() for source in each.sources)
    return tuple(
        catalogue.registers[name]
        for name in used
        if plan in catalogue.registers[name].plans and kind in catalogue.registers[name].levels
    )


def reporters(catalogue: Catalogue, plan: str) -> list[str]:
    """Every county and park of the plan, and its science department."""
    fields = [unit.id for unit in catalogue.units.values() if unit.kind in ("county", "park") and plan in unit.plans]
    return [*fields, DEPARTMENTS[plan]]


class Authority:
    """A root and one key, certified for each unit in turn: keys are slow to make, certificates are not."""

    def __init__(self) -> None:
        self.root = make_root("百色市科学技术局", FOUNDED)
        self.request = make_request("c.pingguo", "演示", FOUNDED)
        self.crl = make_revocation_list(self.root, [], 1, FOUNDED)

    def admit(self, units: Sequence[str]) -> tuple[TrustList, dict[str, Identity]]:
        """The trust list and the identities of the units."""
        identities = {
            unit: Identity(self.request.key, issue(self.root, self.request.certificate, unit, unit, FOUNDED))
            for unit in units
        }
        listed = tuple(TrustedUnit(unit, each.certificate) for unit, each in identities.items())
        return TrustList(1, self.root.certificate, listed, self.crl), identities


def build_city(folder: Path, catalogue: Catalogue, stack: ExitStack) -> ReportedCity:
    """Let every unit report every period, oldest first, and merge it all."""
    everyone = sorted({unit for plan in DEPARTMENTS for unit in reporters(catalogue, plan)})
    authority = Authority()
    trust, identities = authority.admit(everyone)
    city = _found(folder / "city", Office("city", "city.baise", "0192f0c4-city", 1), catalogue, stack)
    packages = {}
    for number, unit in enumerate(everyone):
        office = Office("unit", unit, f"0192f0c4-1111-7000-8000-{number:012x}", 1)
        desk = _found(folder / unit, office, catalogue, stack)
        signer = IdentitySigner(identities[unit], (authority.root.certificate,))
        for plan, period in REPORTED:
            if plan in catalogue.units[unit].plans:
                packages[unit, plan, period] = _report(desk, plan, period, signer)
    for content in packages.values():
        merge(city.store, unseal(BytesIO(content), trust, catalogue.forms, NOW), "officer", NOW)
    for name, text in BASES.items():
        choices.choose(city, name, text, NOW)
    return ReportedCity(city, packages)


def _found(folder: Path, office: Office, catalogue: Catalogue, stack: ExitStack) -> Desk:
    store = create_store(folder, paths.database_folder(), office, NOW)
    stack.callback(store.close)
    return Desk(folder, store, catalogue, office, field_context(catalogue))


def _report(desk: Desk, plan: str, period: str, signer: IdentitySigner) -> bytes:
    unit = desk.office.unit
    random = Random(f"{unit} {plan} {period}")
    forms = indicator_forms(desk.catalogue, unit, plan)
    owed = [Obligation(unit, plan, period, form.id, parse_period(period).end) for form in forms]
    put_obligations(desk.store, plan, owed, "city.baise", NOW)
    open_submission(desk, plan, period, NOW)
    drawer = Drawer(desk.catalogue, unit, plan, random)
    for form in forms:
        _fill(desk, form, Sheet(unit, plan, period, form.id), drawer)
    for number, role in enumerate(ROLES):
        add_statement(desk.store, unit, plan, period, role, f"演示人员{number:02}", NOW)
    content = seal(desk.store, prepare(desk.store, desk.catalogue, unit, plan, period, (), NOW), (), signer, NOW)
    sealed = find_sealed(desk.store, unit, plan, period)
    assert sealed is not None
    mark_exported(desk.store, sealed.identity, "clerk", NOW)
    return content


def _fill(desk: Desk, form: Form, sheet: Sheet, drawer: Drawer) -> None:
    """Change some of the rows carried over, delete some, and add new ones."""
    random = drawer.random
    carried = [entry.record.row_id for entry in filling.list_rows(desk, sheet)]
    changed = [row for row in carried if random.random() < 0.3]
    cells = [
        filling.TypedCell(row, key, text)
        for row in changed
        for key, text in _some(drawer.row(form, sheet.period), random)
    ]
    if cells:
        filling.set_cells(desk, sheet, cells, NOW)
    gone = [row for row in carried if row not in changed and random.random() < 0.1]
    if gone:
        filling.delete_rows(desk, sheet, gone, NOW)
    rows = [drawer.row(form, sheet.period) for _ in range(random.randint(2, 5))]
    rows += (
        [_statistic(drawer, name, year) for name in _STATISTICS for year in _YEARS] if form.id == "r.city_stat" else []
    )
    filling.add_rows(desk, sheet, rows, NOW, lambda: random.randbytes(ROW_RANDOM_BYTES))


def _statistic(drawer: Drawer, name: str, year: str) -> dict[str, str]:
    """One that is complete, so that there is something to measure changes from."""
    numbers = {
        key: f"{drawer.random.randint(10_000, 99_999) / 100:.2f}" for key in ("value", "numerator", "denominator")
    }
    words = {"indicator": name, "year": year, "source_org": DEPARTMENTS[drawer.plan], "caliber": "年报数"}
    return {**words, **numbers, "rank_region": str(drawer.random.randint(1, 14))}


def _some(texts: Mapping[str, str], random: Random) -> Iterator[tuple[str, str]]:
    yield from ((key, text) for key, text in texts.items() if random.random() < 0.3)
