"""A city and counties that have met, for tests of the program as a whole: real folders, keys and catalogue."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from baise_desktop.app.checks import sign_off
from baise_desktop.app.desk import Desk, close_desk, open_desk
from baise_desktop.app.enrolment import setup
from baise_desktop.app.entry import filling
from baise_desktop.app.installation.home import open_submission
from baise_desktop.app.outgoing import exporting
from baise_desktop.app.packs.publishing import publish
from baise_desktop.store.entries import Entry, Sheet

PASSPHRASE = "演示专用口令2023"
PLAN = "p2"
PINGGUO, LINGYUN = "c.pingguo", "c.lingyun"
MONTH = "2023-04"
"""Its submission is the smallest there is: one register and one target."""
CONTRACTS, CONTRACT_TARGET = "r.tech_contract", "p2.t.contract"
CONTRACT: Mapping[str, str] = {
    "contract_no": "HT-001",
    "title": "演示合同一",
    "kind": "技术开发",
    "seller": "演示甲有限公司",
    "buyer": "演示乙有限公司",
    "sign_date": "2023-03-05",
    "reg_date": "2023-03-10",
    "amount": "120.5",
    "valid": "是",
}
PEOPLE = {"filler": "演示人员01", "reviewer": "演示人员02", "head": "演示人员03"}


@dataclass(frozen=True)
class Founded:
    """Folders below `folder`, closed: `city`; `county`, 平果市 with the task pack; `fresh`, 凌云县 before admission.

    Beside them `request.asice` and `fresh.asice`, the two requests, and `pack.asice`.
    """

    folder: Path
    root_fingerprint: str
    fingerprints: Mapping[str, str]
    """Of the units' keys, by unit."""


def found_offices(folder: Path, now: datetime) -> Founded:
    """Make the offices; four keys of 3072 bits."""
    root = setup.create_city(folder / "city", PASSPHRASE, now)
    asked = {
        PINGGUO: setup.create_unit(folder / "county", PINGGUO, folder / "request.asice", PASSPHRASE, now),
        LINGYUN: setup.create_unit(folder / "fresh", LINGYUN, folder / "fresh.asice", PASSPHRASE, now),
    }
    city = open_desk(folder / "city")
    setup.admit(city, folder / "request.asice", asked[PINGGUO], PASSPHRASE, now)
    publish(city, PLAN, "", folder / "pack.asice", PASSPHRASE, now)
    close_desk(city)
    county = open_desk(folder / "county")
    setup.open_task_pack(county, folder / "pack.asice", root, now)
    close_desk(county)
    return Founded(folder, root, asked)


def contracts_of(desk: Desk, period: str = MONTH) -> Sheet:
    """The sheet of technology contracts."""
    return Sheet(desk.office.unit, PLAN, period, CONTRACTS)


def add_contract(desk: Desk, now: datetime, period: str = MONTH, **changes: str) -> Entry:
    """One contract as a clerk types it."""
    return filling.add_row(desk, contracts_of(desk, period), now, {**CONTRACT, **changes})


def answer_target(desk: Desk, now: datetime, period: str = MONTH, text: str = "本月登记 1 项。") -> None:
    """Answer what the one target form of a month requires."""
    sheet = Sheet(desk.office.unit, PLAN, period, CONTRACT_TARGET)
    row = filling.single_entry(desk, sheet, now).record.row_id
    filling.set_cell(desk, sheet, row, "analysis", text, now)


def fill_month(desk: Desk, now: datetime, period: str = MONTH) -> None:
    """A submission that is fit to be signed."""
    open_submission(desk, PLAN, period, now)
    add_contract(desk, now, period, contract_no=f"HT-{period}")
    answer_target(desk, now, period)


def sign_all(desk: Desk, now: datetime, period: str = MONTH) -> None:
    """Three statements in order."""
    for role, name in PEOPLE.items():
        sign_off.sign_off(desk, PLAN, period, role, name, now)


def report_month(desk: Desk, now: datetime, out: Path, period: str = MONTH) -> exporting.Exported:
    """Fill, sign and export."""
    fill_month(desk, now, period)
    sign_all(desk, now, period)
    return exporting.export(desk, PLAN, period, out, PASSPHRASE, now)
