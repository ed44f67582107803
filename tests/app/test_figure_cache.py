"""A figure read from the cache is the figure computed now, and the figure of a plain loop over what was typed."""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test

from baise_desktop.app import kept_figures
from baise_desktop.app.desk import Desk
from baise_desktop.app.figures import FigureTable, figure_table
from baise_desktop.exchange.merge import merge
from baise_desktop.exchange.seal import prepare, seal
from baise_desktop.exchange.unseal import unseal
from baise_desktop.form.context import field_context
from baise_desktop.form.definition import Catalogue
from baise_desktop.form.period import parse_period
from baise_desktop.form.record import Record
from baise_desktop.form.value import Value
from baise_desktop.progress.figure import Counter, Figure, Question
from baise_desktop.store.carry_over import carry_over
from baise_desktop.store.database import Store, create_store
from baise_desktop.store.decisions import Act, next_decision, record_decision
from baise_desktop.store.entries import Entry, Sheet, delete_entries, put_entries
from baise_desktop.store.obligations import Obligation, put_obligations
from baise_desktop.store.office import Office, read_office
from baise_desktop.store.submissions import ROLES, add_statement, reopen
from tests import pki
from tests.offices import DATABASE, row_id
from tests.pki import NOW, PublicKeyInfrastructure

PLAN = "p2"
FIRMS, CONTRACTS = "r.hightech_firm", "r.tech_contract"
UNITS = ("c.pingguo", "c.leye")
PERIODS = ("2023Q1", "2023Q2")
DAYS = (date(2023, 3, 31), date(2023, 12, 31))
TARGETS = ("p2.t.hightech", "p2.t.contract")
RECEIVED = "received"
USCCS = ("91450000MA5KXXXX1A", "91450000MA5KXXXX2B")

Values = Mapping[str, Value]
Rows = dict[tuple[str, str], Values]
"""By register and row id."""


@dataclass
class Sent:
    """One submission that the city holds, as the test remembers it."""

    identity: str
    unit: str
    period: str
    version: int
    rows: Rows
    state: str = RECEIVED
    withdrawn: bool = False


@dataclass
class Offices:
    """Two counties and a city over the real forms."""

    catalogue: Catalogue
    keys: PublicKeyInfrastructure
    folder: Path
    stack: ExitStack
    city: Desk = field(init=False)
    counties: dict[str, Desk] = field(init=False)

    def __post_init__(self) -> None:
        self.city = self._found("city", Office("city", "city.baise", "0192f0c4-city", 1))
        self.counties = {
            unit: self._found(unit, Office("unit", unit, f"0192f0c4-1111-7000-8000-00000000000{number}", 1))
            for number, unit in enumerate(UNITS)
        }
        for unit, desk in self.counties.items():
            owed = [
                Obligation(unit, PLAN, period, form, date(2024, 1, 15))
                for period in PERIODS
                for form in (FIRMS, CONTRACTS)
            ]
            put_obligations(desk.store, PLAN, owed, "city.baise", NOW)

    def _found(self, name: str, office: Office) -> Desk:
        store: Store = create_store(self.folder / name, DATABASE, office, NOW)
        self.stack.callback(store.close)
        return Desk(self.folder / name, store, self.catalogue, read_office(store), field_context(self.catalogue))


def figures(desk: Desk, day: date, *, accepted_only: bool = False) -> dict[tuple[str, str], str]:
    """The figures of the two targets by target and unit, as the program shows them."""
    table: FigureTable = figure_table(desk, PLAN, day, accepted_only=accepted_only)
    return {(row.target, row.unit_id): row.figure for row in table.rows if row.target in TARGETS}


def computed_now(desk: Desk, day: date, *, accepted_only: bool = False) -> dict[tuple[str, str], str]:
    """The same, by another catalogue's name, so that nothing kept is used, and within a reading, so nothing is kept."""
    stranger = replace(desk, catalogue=replace(desk.catalogue, digest="0" * 64))
    with desk.store.snapshot():
        return figures(stranger, day, accepted_only=accepted_only)


def plain_firms(rows: Rows, day: date, unit: str) -> str:
    """Firms whose certificate holds on the day, each once."""
    firms = set()
    for (register, _), values in rows.items():
        if register != FIRMS or (unit and values["county"] != unit):
            continue
        if values["cert_date"] <= day < values["valid_to"]:  # type: ignore[operator]
            firms.add(values["uscc"])
    return str(len(firms))


def plain_contracts(rows: Rows, day: date, unit: str) -> str:
    """万元 of valid contracts registered since the plan began, each contract once, in 亿元."""
    amounts: dict[object, Decimal] = {}
    for (register, _), values in sorted(rows.items()):
        if register != CONTRACTS or (unit and values["stat_county"] != unit) or values["valid"] is not True:
            continue
        if date(2021, 1, 1) <= values["reg_date"] <= day:  # type: ignore[operator]
            amounts.setdefault(values["contract_no"], values["amount"])  # type: ignore[arg-type]
    text = f"{sum(amounts.values(), Decimal(0)) / 10000:.4f}"
    return text.rstrip("0").rstrip(".")


def plain_figures(rows: Rows, day: date, shown: Mapping[tuple[str, str], str]) -> dict[tuple[str, str], str]:
    """What the program should show for each target and unit that it shows."""
    plain = {"p2.t.hightech": plain_firms, "p2.t.contract": plain_contracts}
    return {(target, unit): plain[target](rows, day, unit) for target, unit in shown}


def latest_rows(sheets: Mapping[str, Rows], day: date) -> Rows:
    """Of one unit: each row as the latest period that ended by the day has it; gone when that period lost it."""
    rows: Rows = {}
    for period in PERIODS:
        if period in sheets and parse_period(period).end <= day:
            for key in [key for key in rows if key not in sheets[period]]:
                # A later submission is the full state: it has every row still live.
                del rows[key]
            rows |= sheets[period]
    return rows
