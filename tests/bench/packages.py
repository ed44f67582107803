"""Sealed submissions of several counties, and a city that trusts them and holds none of them yet."""

from pathlib import Path
from random import Random

from baise_desktop.app.checks import sign_off
from baise_desktop.app.clock import utc_now
from baise_desktop.app.desk import Desk, close_desk, open_desk
from baise_desktop.app.enrolment import setup
from baise_desktop.app.installation.home import open_submission, owed_here
from baise_desktop.app.keys.own_keys import unit_signer
from baise_desktop.app.packs.publishing import publish
from baise_desktop.app.practice import demo
from baise_desktop.exchange.seal import prepare, seal
from baise_desktop.form.definition import FormKind

PERIOD = "2023"
NOW = utc_now()


def make_packages(folder: Path, rows: int, units: int) -> tuple[Desk, list[Path]]:
    """A city, and one sealed package of each of the first counties, without the files for people."""
    root = setup.create_city(folder / "city", demo.PASSPHRASE, NOW)
    city = open_desk(folder / "city")
    counties = [unit.id for unit in city.catalogue.units.values() if unit.kind == "county"][:units]
    for unit in counties:
        request = folder / f"{unit}.asice"
        fingerprint = setup.create_unit(folder / unit, unit, request, demo.PASSPHRASE, NOW)
        setup.admit(city, request, fingerprint, demo.PASSPHRASE, NOW)
    pack = publish(city, demo.PLAN, "", folder / "pack.asice", demo.PASSPHRASE, NOW).path
    return city, [_seal_county(folder, unit, pack, root, rows) for unit in counties]


def _seal_county(folder: Path, unit: str, pack: Path, root: str, rows: int) -> Path:
    desk = open_desk(folder / unit)
    setup.open_task_pack(desk, pack, root, NOW)
    random = Random(unit)
    open_submission(desk, demo.PLAN, PERIOD, NOW)
    forms = owed_here(desk, demo.PLAN, PERIOD)
    registers = [form for form in forms if form.kind is FormKind.REGISTER]
    demo.fill_registers(desk, PERIOD, registers, rows, random, NOW)
    demo.fill_single_forms(desk, PERIOD, [form for form in forms if form not in registers], random, NOW)
    for role in ("filler", "reviewer", "head"):
        sign_off.sign_off(desk, demo.PLAN, PERIOD, role, "演示人员01", NOW)
    draft = prepare(desk.store, desk.catalogue, unit, demo.PLAN, PERIOD, (), NOW)
    content = seal(desk.store, draft, (), unit_signer(desk, demo.PASSPHRASE), NOW)
    close_desk(desk)
    out = folder / f"{unit}-{PERIOD}.asice"
    out.write_bytes(content)
    return out
