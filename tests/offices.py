"""Counties and a city for tests: real stores, real seals, two small registers instead of the whole catalogue."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO
from pathlib import Path

from baise_desktop import paths
from baise_desktop.exchange.merge import MergeReport, merge
from baise_desktop.exchange.seal import prepare, seal
from baise_desktop.exchange.unseal import unseal
from baise_desktop.exchange.verified_package import VerifiedPackage
from baise_desktop.form.definition import Catalogue, Field, FieldType, Form, FormKind
from baise_desktop.form.record import Record
from baise_desktop.form.value import Evidence, Value
from baise_desktop.store.creation import create_store
from baise_desktop.store.database import Store
from baise_desktop.store.entries import Entry, Sheet, delete_entries, put_entries
from baise_desktop.store.obligations import Obligation, put_obligations
from baise_desktop.store.office import Office
from baise_desktop.store.packages import mark_exported
from baise_desktop.store.sealed import find_sealed
from baise_desktop.store.submissions import ROLES, add_statement, reopen
from tests.pki import NOW, PINGGUO, PublicKeyInfrastructure

DATABASE = paths.database_folder()
INSTALLATION = "0192f0c4-1111-7000-8000-000000000001"
PLAN = "p2"
PERIODS = ("2022Q4", "2023Q1", "2023Q2", "2023Q3")

FIRMS = Form(
    id="r.firm",
    kind=FormKind.REGISTER,
    title="企业台账",
    plans=("p1", "p2"),
    fields=(
        Field(key="name", name="企业名称", type=FieldType.TEXT, required=True),
        Field(key="amount", name="研发经费", type=FieldType.DECIMAL, unit="万元", decimals=4),
    ),
    key=("name",),
)
AWARDS = Form(
    id="r.award",
    kind=FormKind.REGISTER,
    title="奖励台账",
    plans=("p2",),
    fields=(Field(key="title", name="奖项", type=FieldType.TEXT, required=True),),
    key=("title",),
)
FORMS: Mapping[str, Form] = {form.id: form for form in (FIRMS, AWARDS)}
CATALOGUE = Catalogue(
    plans={},
    units={},
    code_lists={},
    registers=FORMS,
    indicators={},
    targets={},
    tasks={},
    narratives={},
    mechanisms={},
    parameters={},
    clauses={},
    documents={},
    forms=FORMS,
    digest="c" * 64,
)


def row_id(number: int) -> str:
    """A row id that sorts by its number."""
    return f"0192f0c4-0000-7000-8000-{number:012x}"


@dataclass
class County:
    """One unit at work."""

    store: Store
    keys: PublicKeyInfrastructure
    unit: str = PINGGUO

    def sheet(self, period: str, form: Form = FIRMS) -> Sheet:
        return Sheet(self.unit, PLAN, period, form.id)

    def entry(self, period: str, number: int, name: str, form: Form = FIRMS, files: Iterable[Evidence] = ()) -> Entry:
        values: Mapping[str, Value] = {"name": name, "amount": Decimal(number)} if form is FIRMS else {"title": name}
        record = Record(
            form=form.id,
            row_id=row_id(number),
            unit=self.unit,
            plan=PLAN,
            period=period,
            values=values,
            evidence=tuple(files),
            updated_at="2023-07-01T00:00:00Z",
        )
        return Entry(record, {})

    def fill(self, period: str, names: Mapping[int, str], form: Form = FIRMS) -> None:
        rows = [self.entry(period, number, name, form) for number, name in names.items()]
        put_entries(self.store, rows, form, "clerk", "typed", NOW)

    def delete(self, period: str, *numbers: int, form: Form = FIRMS) -> None:
        chosen = [row_id(number) for number in numbers]
        delete_entries(self.store, self.sheet(period, form), chosen, "clerk", "deleted", NOW)

    def sign(self, period: str) -> None:
        for number, role in enumerate(ROLES):
            add_statement(self.store, self.unit, PLAN, period, role, f"演示人员{number:02}", NOW)

    def export(self, period: str) -> bytes:
        """Seal what is signed and mark it as gone."""
        draft = prepare(self.store, CATALOGUE, self.unit, PLAN, period, (), NOW)
        data = seal(self.store, draft, (), self.keys.signer(self.unit), NOW)
        sealed = find_sealed(self.store, self.unit, PLAN, period)
        assert sealed is not None
        mark_exported(self.store, sealed.identity, "clerk", NOW)
        return data

    def report(self, period: str, names: Mapping[int, str]) -> bytes:
        """Fill, sign and export; a submission that was sent before is opened again first."""
        reopen(self.store, self.unit, PLAN, period, "演示", NOW)
        self.fill(period, names)
        self.sign(period)
        return self.export(period)


def found_county(
    folder: Path, keys: PublicKeyInfrastructure, unit: str = PINGGUO, installation: str = INSTALLATION
) -> County:
    """A county that owes both registers each quarter."""
    store = create_store(folder, DATABASE, Office("unit", unit, installation, 1), NOW)
    owed = [
        Obligation(unit, PLAN, period, form, date(2023, 12, 31) + timedelta(days=15))
        for period in PERIODS
        for form in FORMS
    ]
    put_obligations(store, PLAN, owed, "city.baise", NOW)
    return County(store, keys, unit)


def found_city(folder: Path) -> Store:
    """A city without any packages."""
    return create_store(folder, DATABASE, Office("city", "city.baise", "0192f0c4-city", 1), NOW)


def open_package(data: bytes, keys: PublicKeyInfrastructure) -> VerifiedPackage:
    """A package as the city's reader makes it."""
    return unseal(BytesIO(data), keys.trust, FORMS, NOW)


def merge_all(city: Store, packages: Iterable[VerifiedPackage]) -> list[MergeReport]:
    """Merge in this order."""
    return [merge(city, package, "officer", NOW) for package in packages]
