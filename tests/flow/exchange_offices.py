"""Offices for the exchange machine: everything of the product is real, and what costs time is made small.

Keys are of 2048 bits, come from one pool and lie under a passphrase that is stretched once; task packs ask for two
months of two units.
"""

import io
import json
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import PrivateFormat, pkcs12

from baise_desktop.app.desk import Desk, close_desk, open_desk
from baise_desktop.app.enrolment import setup
from baise_desktop.app.entry import evidence, filling
from baise_desktop.app.installation.contact import contact_of_package
from baise_desktop.app.installation.home import open_submission
from baise_desktop.app.keys import trust
from baise_desktop.app.keys.own_keys import unit_signer
from baise_desktop.app.packs import publishing
from baise_desktop.app.packs.publishing import publish
from baise_desktop.app.terms.obligations import draft_obligations
from baise_desktop.exchange.envelope import wrap_into
from baise_desktop.exchange.header import Kind, SubmissionHeader, read_submission_header, write_submission_header
from baise_desktop.exchange.package_file import PackedFile
from baise_desktop.exchange.seal import prepare, seal
from baise_desktop.signing import authority
from baise_desktop.signing.certificates import fingerprint
from baise_desktop.signing.signer import Signer
from baise_desktop.store.entries import Sheet
from baise_desktop.store.packages import Package, list_packages, mark_exported, read_package
from baise_desktop.store.sealed import find_sealed
from baise_desktop.store.submissions import ROLES, add_statement, reopen
from tests.evidence_files import pdf_bytes
from tests.flow.exchange_model import Mail
from tests.round_trip import CONTRACT, CONTRACTS, LINGYUN, PASSPHRASE, PINGGUO, PLAN

UNITS = (PINGGUO, LINGYUN)
PERIODS = ("2023-03", "2023-04")
START = datetime(2023, 5, 4, 8, 0, tzinfo=UTC)
_POOL: list[rsa.RSAPrivateKey] = []


class KeyPool:
    """The same keys in the same order for every city."""

    def __init__(self) -> None:
        self.used = 0

    def take(self) -> rsa.RSAPrivateKey:
        while len(_POOL) <= self.used:
            _POOL.append(rsa.generate_private_key(public_exponent=65537, key_size=2048))
        self.used += 1
        return _POOL[self.used - 1]


KEYS = KeyPool()


@contextmanager
def small_offices() -> Iterator[None]:
    """While this lasts, keys and task packs are small."""

    owed: dict[str, tuple[Any, ...]] = {}

    def few(desk: Desk, plan: str, catalogue: Any = None) -> tuple[Any, ...]:
        if plan not in owed:
            every = draft_obligations(desk, plan, catalogue)
            owed[plan] = tuple(each for each in every if each.unit in UNITS and str(each.period) in PERIODS)
        return owed[plan]

    def lightly(passphrase: bytes) -> serialization.KeySerializationEncryption:
        builder = PrivateFormat.PKCS12.encryption_builder().kdf_rounds(1).hmac_hash(hashes.SHA256())
        return builder.key_cert_algorithm(pkcs12.PBES.PBESv2SHA256AndAES256CBC).build(passphrase)

    opened = lru_cache(authority.open_pkcs12)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(authority, "_make_key", KEYS.take)
        for module in (authority, trust):
            patch.setattr(module, "open_pkcs12", opened)
        patch.setattr(serialization, "BestAvailableEncryption", lightly)
        patch.setattr(publishing, "draft_obligations", few)
        yield


@dataclass(frozen=True)
class Founding:
    """Folders of a city and of its units, closed, and how many keys they took."""

    folder: Path
    keys: int


def found(folder: Path) -> Founding:
    """A city and two units that hold its task pack."""
    KEYS.used = 0
    root = setup.create_city(folder / "city", PASSPHRASE, START)
    asked = {
        unit: setup.create_unit(folder / unit, unit, folder / f"{unit}.asice", PASSPHRASE, START) for unit in UNITS
    }
    city = open_desk(folder / "city")
    for unit, mark in asked.items():
        setup.admit(city, folder / f"{unit}.asice", mark, PASSPHRASE, START)
    publish(city, PLAN, "", folder / "pack.asice", PASSPHRASE, START)
    close_desk(city)
    for unit in UNITS:
        desk = open_desk(folder / unit)
        setup.open_task_pack(desk, folder / "pack.asice", root, START)
        close_desk(desk)
    return Founding(folder, KEYS.used)


@dataclass
class Computer:
    """One computer of a unit."""

    desk: Desk
    words: dict[str, dict[int, str]] = field(default_factory=dict)
    """Of letters opened here: by submission and number of the decision, what the city says."""

    @property
    def unit(self) -> str:
        return self.desk.office.unit

    def report(self, period: str, what: int, number: int, now: datetime) -> Mail:
        """Change something, sign and seal; raises NO_CERTIFICATE before anything is changed."""
        signer, store = unit_signer(self.desk, PASSPHRASE), self.desk.store
        if find_sealed(store, self.unit, PLAN, period):
            reopen(store, self.unit, PLAN, period, "更正一处数字", now)
        open_submission(self.desk, PLAN, period, now)
        self._edit(Sheet(self.unit, PLAN, period, CONTRACTS), what, number, now)
        for role in ROLES:
            add_statement(store, self.unit, PLAN, period, role, f"演示人员{role}", now)
        contact = contact_of_package(self.desk, now)
        data = seal(
            store, prepare(store, self.desk.catalogue, self.unit, PLAN, period, (), now, contact), (), signer, now
        )
        sealed = find_sealed(store, self.unit, PLAN, period)
        assert sealed is not None
        mark_exported(store, sealed.identity, "clerk", now)
        return read_mail(data, sealed.identity, sealed.content, fingerprint(signer.certificate))

    def sent(self) -> list[Package]:
        """What this computer has sealed, or had when it was copied."""
        return [each for each in list_packages(self.desk.store, "submission") if each.direction == "out"]

    def _edit(self, sheet: Sheet, what: int, number: int, now: datetime) -> None:
        rows = filling.list_rows(self.desk, sheet)
        deed = ("add", "change", "delete", "attach")[what % 4] if rows else "attach" if what % 4 == 3 else "add"
        chosen = rows[number % len(rows)].record.row_id if rows else ""
        if deed == "change":
            filling.set_cell(self.desk, sheet, chosen, "amount", f"{number}.25", now)
        elif deed == "delete":
            filling.delete_rows(self.desk, sheet, [chosen], now)
        else:
            row = filling.add_row(self.desk, sheet, now, {**CONTRACT, "contract_no": f"HT-{number}"}).record.row_id
            if deed == "attach":
                file = self.desk.folder / f"合同{number % 2}.pdf"
                file.write_bytes(_contract(number % 2))
                evidence.attach(self.desk, sheet, row, "", file, now)


@cache
def _contract(number: int) -> bytes:
    return pdf_bytes(f"contract {number}")


def read_mail(data: bytes, identity: str, content: str, key: str) -> Mail:
    """What a package says of itself, read by the standard library."""
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        header = json.loads(file.read("header.json"))
        lines = file.read("records.jsonl").splitlines()
        enclosed = {name.removeprefix("attachments/") for name in file.namelist() if name.startswith("attachments/")}
    rows = [(json.loads(line), line) for line in lines]
    return Mail(
        identity=identity,
        content=content,
        unit=header["unit"],
        period=header["period"],
        version=header["version"],
        installation=header["installation"],
        epoch=header["epoch"],
        seq=header["seq"],
        prev=header["prev"],
        key=key,
        lines=frozenset((row["form"], row["row_id"], bool(row.get("deleted")), line) for row, line in rows),
        needed=frozenset(each["sha256"] for row, _ in rows for each in row.get("evidence", [])),
        enclosed=frozenset(enclosed),
        data=data,
    )


def craft(source: bytes, signer: Signer, now: datetime, **changes: Any) -> tuple[str, bytes]:
    """A submission with some fields of its header changed, properly signed: identity and bytes."""
    with zipfile.ZipFile(io.BytesIO(source)) as file:
        parts = {name: file.read(name) for name in file.namelist() if name != "mimetype" and "META-INF" not in name}
    header: SubmissionHeader = replace(read_submission_header(parts["header.json"]), **changes)
    parts["header.json"] = write_submission_header(header)
    kinds = {
        "header.json": "application/json",
        "records.jsonl": "application/x-ndjson",
        "signoff.json": "application/json",
    }
    files = [PackedFile(name, kinds.get(name, "application/pdf"), data) for name, data in parts.items()]
    out = io.BytesIO()
    identity = wrap_into(out, Kind.SUBMISSION, files, signer, now)
    return identity, out.getvalue()


def kept_bytes(desk: Desk, identity: str) -> bytes:
    """A package as an installation keeps it."""
    return read_package(desk.store, identity)
