"""A kept figure is the figure computed now, what the database counts, and a plain loop over what was typed."""

from collections.abc import Collection, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule, run_state_machine_as_test

from baise_desktop.app.desk import Desk
from baise_desktop.app.results.figures import FigureTable, figure_table
from baise_desktop.exchange.merge import merge
from baise_desktop.exchange.seal import prepare, seal
from baise_desktop.exchange.unseal import unseal
from baise_desktop.form.context import field_context
from baise_desktop.form.definition import Catalogue
from baise_desktop.form.formula import parse_formula
from baise_desktop.form.period import parse_period
from baise_desktop.form.record import Record
from baise_desktop.form.uscc import check_character
from baise_desktop.form.value import Value
from baise_desktop.store.carry_over import carry_over
from baise_desktop.store.creation import create_store
from baise_desktop.store.decisions import Act, next_decision, record_decision
from baise_desktop.store.entries import Entry, Sheet, delete_entries, put_entries
from baise_desktop.store.filters import compile_filter
from baise_desktop.store.obligations import Obligation, put_obligations
from baise_desktop.store.office import Office, read_office
from baise_desktop.store.queries import counted_query, own_query
from baise_desktop.store.submissions import ROLES, add_statement, reopen
from baise_desktop.store.tallies import count_distinct
from tests import pki
from tests.offices import DATABASE, row_id
from tests.pki import NOW, PublicKeyInfrastructure

PLAN = "p2"
REQUIRED: Mapping[str, Mapping[str, Value]] = {
    "r.hightech_firm": {"ent_name": "百色演示科技有限公司", "cert_no": "GR202300000001", "above_scale": True},
    "r.tech_contract": {
        "title": "演示合同",
        "kind": "01",
        "seller": "甲方",
        "buyer": "乙方",
        "sign_date": date(2022, 1, 1),
    },
}
"""What the forms ask for and no figure of this test reads."""
FIRMS, CONTRACTS = "r.hightech_firm", "r.tech_contract"
UNITS = ("c.lingyun", "c.pingguo")
PERIODS = ("2023Q1", "2023Q2")
DAYS = (date(2023, 3, 31), date(2023, 12, 31))
TARGETS = ("p2.t.hightech", "p2.t.contract")
USCCS = tuple(start + check_character(start) for start in ("91450000MA5K00001", "91450000MA5K00002"))

Values = Mapping[str, Value]
Key = tuple[str, str, str]
"""Reporting unit, register, row id."""
Rows = Mapping[Key, Values]
Sheet_ = dict[Key, Values | None]
"""One submission as it stands; None is a tombstone."""


@dataclass
class Sent:
    """One submission that left a county, as the test remembers it."""

    data: bytes = field(repr=False)
    unit: str
    period: str
    version: int
    rows: Sheet_
    identity: str = ""
    state: str = "received"
    withdrawn: bool = False

    def counts(self, accepted_only: bool) -> bool:
        wanted = ("accepted",) if accepted_only else ("accepted", "received")
        return bool(self.identity) and not self.withdrawn and self.state in wanted


def shown(desk: Desk, day: date, *, accepted_only: bool = False) -> dict[tuple[str, str], str]:
    """The figures of the two targets by target and unit, as the program shows them."""
    table: FigureTable = figure_table(desk, PLAN, day, accepted_only=accepted_only)
    return {(row.target, row.unit_id): row.figure for row in table.rows if row.target in TARGETS}


def computed_now(desk: Desk, day: date, *, accepted_only: bool = False) -> dict[tuple[str, str], str]:
    """The same by another catalogue's name, so that nothing kept is read, and in a reading, so that nothing is kept."""
    stranger = replace(desk, catalogue=replace(desk.catalogue, digest="0" * 64))
    with desk.store.snapshot():
        return shown(stranger, day, accepted_only=accepted_only)


def ask_firms(desk: Desk, day: date, unit: str, *, accepted_only: bool) -> int:
    """Firms with a certificate by the indicator's own filter, counted by the database."""
    (source,) = desk.catalogue.indicators["i.hightech_stock"].sources
    form = desk.catalogue.registers[FIRMS]
    inside = f',[{form.field("county").name}]="{desk.catalogue.units[unit].name}"' if unit else ""
    formula = parse_formula(f"=AND({source.where.removeprefix('=')}{inside})")
    condition = compile_filter(formula, form, desk.context, {"期末日": day})
    with desk.store.snapshot():
        at_city = desk.office.role == "city"
        rows = counted_query(desk.store, FIRMS, day, accepted_only) if at_city else own_query(desk.store, FIRMS, day)
        return count_distinct(desk.store, rows, condition, form.field("uscc"), desk.context)


def count_firms(rows: Rows, day: date, unit: str) -> str:
    """Firms whose certificate holds on the day, each once; empty for none."""
    firms = set()
    for (_, register, _), values in rows.items():
        if register != FIRMS or (unit and values["county"] != unit):
            continue
        if values["cert_date"] <= day < values["valid_to"]:  # type: ignore[operator]
            firms.add(values["uscc"])
    return str(len(firms)) if firms else ""


def add_contracts(rows: Rows, day: date, unit: str) -> str:
    """万元 of valid contracts registered since the plan began, each contract once, in 亿元; empty for none."""
    amounts: dict[object, Decimal] = {}
    for (_, register, _), values in sorted(rows.items()):
        if register != CONTRACTS or (unit and values["stat_county"] != unit) or values["valid"] is not True:
            continue
        if date(2021, 1, 1) <= values["reg_date"] <= day:  # type: ignore[operator]
            amounts.setdefault(values["contract_no"], values["amount"])  # type: ignore[arg-type]
    if not amounts:
        return ""
    text = f"{sum(amounts.values(), Decimal(0)) / 10000:.4f}"
    return text.rstrip("0").rstrip(".")


PLAIN = dict(zip(TARGETS, (count_firms, add_contracts), strict=True))


def lay_over(sheets: Mapping[tuple[str, str], Sheet_], day: date) -> Rows:
    """Each row as the latest period that ended by the day has it."""
    rows: dict[Key, Values | None] = {}
    for (_, period), sheet in sorted(sheets.items(), key=lambda item: item[0][1]):
        if parse_period(period).end <= day:
            rows |= sheet
    return {key: values for key, values in rows.items() if values is not None}


UNIT = st.sampled_from(UNITS)
PERIOD = st.sampled_from(PERIODS)
NUMBER = st.integers(1, 3)
CERTIFIED = st.sampled_from((date(2022, 6, 1), date(2023, 3, 31), date(2023, 12, 31)))
EXPIRED = st.sampled_from((date(2023, 3, 31), date(2023, 12, 31), date(2024, 2, 1), date(2025, 5, 1)))
FIRM = st.fixed_dictionaries(
    {
        "uscc": st.sampled_from(USCCS),
        "county": UNIT,
        "change": st.just("01"),
        "cert_date": CERTIFIED,
        "valid_to": EXPIRED,
    }
)
CONTRACT = st.fixed_dictionaries(
    {
        "contract_no": st.sampled_from(("一", "二")),
        "stat_county": UNIT,
        "valid": st.booleans(),
        "reg_date": CERTIFIED,
        "amount": st.integers(0, 99_999).map(Decimal),
    }
)


class Figures(RuleBasedStateMachine):
    """Two counties type, send and revise; the city merges and decides; everybody looks at figures in between."""

    catalogue: Catalogue
    keys: PublicKeyInfrastructure

    def __init__(self) -> None:
        super().__init__()
        self.stack = ExitStack()
        self.folder = Path(self.stack.enter_context(TemporaryDirectory()))
        self.city = self.found(Office("city", "city.baise", "0192f0c4-city", 1))
        self.counties = {unit: self.found(Office("unit", unit, f"0192f0c4-{unit}", 1)) for unit in UNITS}
        for unit, desk in self.counties.items():
            owed = [Obligation(unit, PLAN, each, form, DAYS[1]) for each in PERIODS for form in (FIRMS, CONTRACTS)]
            put_obligations(desk.store, PLAN, owed, "city.baise", NOW)
        self.sheets: dict[tuple[str, str], Sheet_] = {}
        self.carried: set[tuple[str, str]] = set()
        self.known: set[tuple[str, Key]] = set()
        self.sent: list[Sent] = []

    def found(self, office: Office) -> Desk:
        folder = self.folder / office.unit
        store = create_store(folder, DATABASE, office, NOW)
        self.stack.callback(store.close)
        return Desk(folder, store, self.catalogue, read_office(store), field_context(self.catalogue))

    def teardown(self) -> None:
        self.stack.close()

    def open_sheet(self, unit: str, period: str) -> Sheet_:
        """A county opens a period: made writable again, rows of the quarter before taken over once."""
        store = self.counties[unit].store
        reopen(store, unit, PLAN, period, "演示", NOW)
        sheet = self.sheets.setdefault((unit, period), {})
        if period == PERIODS[1]:
            carry_over(store, unit, PLAN, period, [self.catalogue.forms[form] for form in (FIRMS, CONTRACTS)], NOW)
            for form in (FIRMS, CONTRACTS):
                self.carry_plainly(unit, form, sheet)
        return sheet

    def carry_plainly(self, unit: str, form: str, sheet: Sheet_) -> None:
        before = {key: row for key, row in self.sheets.get((unit, PERIODS[0]), {}).items() if key[1] == form}
        if not before or (unit, form) in self.carried:
            return
        self.carried.add((unit, form))
        for key, values in before.items():
            if values is not None and key not in sheet:
                sheet[key] = values
                self.known.add((PERIODS[1], key))

    def put(self, unit: str, period: str, form: str, number: int, values: Values) -> None:
        sheet = self.open_sheet(unit, period)
        complete = {**REQUIRED[form], **values}
        record = Record(form=form, row_id=row_id(number), unit=unit, plan=PLAN, period=period, values=complete)
        entry = Entry(record, {})
        put_entries(self.counties[unit].store, [entry], self.catalogue.forms[form], "clerk", "typed", NOW)
        sheet[unit, form, row_id(number)] = values

    @rule(unit=UNIT, period=PERIOD, number=NUMBER, values=FIRM)
    def type_firm(self, unit: str, period: str, number: int, values: Values) -> None:
        self.put(unit, period, FIRMS, number, values)
        self.look_at_a_county(DAYS[1], unit)

    @rule(unit=UNIT, period=PERIOD, number=NUMBER, values=CONTRACT)
    def type_contract(self, unit: str, period: str, number: int, values: Values) -> None:
        self.put(unit, period, CONTRACTS, number + 10, values)
        self.look_at_a_county(DAYS[1], unit)

    @rule(unit=UNIT, period=PERIOD, form=st.sampled_from((FIRMS, CONTRACTS)), number=NUMBER)
    def delete(self, unit: str, period: str, form: str, number: int) -> None:
        sheet = self.open_sheet(unit, period)
        chosen = row_id(number if form == FIRMS else number + 10)
        delete_entries(self.counties[unit].store, Sheet(unit, PLAN, period, form), [chosen], "clerk", "deleted", NOW)
        key = (unit, form, chosen)
        if sheet.get(key) is not None and (period, key) in self.known:
            sheet[key] = None
        elif key in sheet and sheet[key] is not None:
            del sheet[key]
        self.look_at_a_county(DAYS[1], unit)

    @rule(
        unit=UNIT,
        period=PERIOD,
        firms=st.dictionaries(NUMBER, FIRM, max_size=2),
        contracts=st.dictionaries(NUMBER, CONTRACT, max_size=2),
        at_once=st.booleans(),
    )
    def send(
        self, unit: str, period: str, firms: Mapping[int, Values], contracts: Mapping[int, Values], at_once: bool
    ) -> None:
        sheet = self.open_sheet(unit, period)
        for number, values in firms.items():
            self.put(unit, period, FIRMS, number, values)
        for number, values in contracts.items():
            self.put(unit, period, CONTRACTS, number + 10, values)
        store = self.counties[unit].store
        for role in ROLES:
            add_statement(store, unit, PLAN, period, role, "演示人员01", NOW)
        draft = prepare(store, self.catalogue, unit, PLAN, period, (), NOW)
        data = seal(store, draft, (), self.keys.signer(unit), NOW)
        self.known |= {(period, key) for key in sheet}
        self.sent.append(Sent(data, unit, period, draft.header.version, dict(sheet)))
        if at_once:
            self.receive(self.sent[-1])

    @precondition(lambda self: any(not each.identity for each in self.sent))
    @rule(data=st.data())
    def deliver(self, data: st.DataObject) -> None:
        self.receive(data.draw(st.sampled_from([each for each in self.sent if not each.identity])))

    def receive(self, sent: Sent) -> None:
        package = unseal(BytesIO(sent.data), self.keys.trust, self.catalogue.forms, NOW)
        sent.identity = merge(self.city.store, package, "officer", NOW).identity
        self.look_at_all_of_the_city()

    @precondition(lambda self: any(each.identity for each in self.sent))
    @rule(data=st.data(), act=st.sampled_from(("accept", "return", "withdraw", "restore")))
    def decide(self, data: st.DataObject, act: Act) -> None:
        sent = data.draw(st.sampled_from([each for each in self.sent if each.identity]))
        record_decision(
            self.city.store, next_decision(self.city.store.connection, act, [sent.identity], "officer", NOW), NOW
        )
        if act in ("accept", "return"):
            sent.state = f"{act}ed"
        else:
            sent.withdrawn = act == "withdraw"
        self.look_at_all_of_the_city()

    def look_at_all_of_the_city(self) -> None:
        for accepted_only in (False, True):
            self.look_at_the_city(DAYS[1], accepted_only)

    @rule(day=st.sampled_from(DAYS), accepted_only=st.booleans())
    def look_at_the_city(self, day: date, accepted_only: bool) -> None:
        counted: dict[tuple[str, str], Sheet_] = {}
        for sent in sorted(self.sent, key=lambda each: each.version):
            if sent.counts(accepted_only):
                counted[sent.unit, sent.period] = sent.rows
        reported = {unit for unit, period in counted if parse_period(period).end <= day}
        self.compare(self.city, lay_over(counted, day), day, reported, accepted_only=accepted_only)

    @rule(day=st.sampled_from(DAYS), unit=UNIT)
    def look_at_a_county(self, day: date, unit: str) -> None:
        own = {key: sheet for key, sheet in self.sheets.items() if key[0] == unit}
        self.compare(self.counties[unit], lay_over(own, day), day, {unit})

    def compare(
        self, desk: Desk, rows: Rows, day: date, reported: Collection[str], *, accepted_only: bool = False
    ) -> None:
        first = shown(desk, day, accepted_only=accepted_only)
        silent = {unit: "" if not reported or (unit and unit not in reported) else "0" for _, unit in first}
        assert first == {(target, unit): PLAIN[target](rows, day, unit) or silent[unit] for target, unit in first}
        for unit in ("", *UNITS):
            asked = ask_firms(desk, day, unit, accepted_only=accepted_only)
            assert first[TARGETS[0], unit] == (str(asked) if asked else silent[unit])
        assert first == shown(desk, day, accepted_only=accepted_only)
        assert first == computed_now(desk, day, accepted_only=accepted_only)


def test_kept_figures_are_live_figures_are_plain_figures(catalogue: Catalogue) -> None:
    machine = type("Machine", (Figures,), {"catalogue": catalogue, "keys": pki.build()})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=8,
            stateful_step_count=20,
            phases=[Phase.generate],
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
