"""Many sealed submissions, made without desks: their records are written directly, one key in memory signs them all.

Three periods of each of as many units as it takes, each a certificate of its own. Made once, kept under `build/bench`.
"""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from random import Random
from shutil import rmtree

import msgspec

from baise_desktop.exchange.envelope import wrap_into
from baise_desktop.exchange.header import HEADER, NO_PREVIOUS, Kind, SubmissionHeader, write_submission_header
from baise_desktop.exchange.package_file import PackedFile
from baise_desktop.exchange.record_lines import RECORDS
from baise_desktop.exchange.signoff import SIGNOFF, Role, Signoff, Statement, write_signoff
from baise_desktop.exchange.trust import TRUST, TrustedUnit, TrustList, read_trust, write_trust
from baise_desktop.form.definition import Catalogue, Field, FieldType, Form
from baise_desktop.form.record import new_row_id
from baise_desktop.form.uscc import check_character
from baise_desktop.signing.authority import Identity, issue, make_request, make_revocation_list, make_root
from baise_desktop.signing.cades import IdentitySigner

NOW = datetime(2024, 1, 10, 8, 0, tzinfo=UTC)
PLAN, PERIODS = "p2", ("2021", "2022", "2023")
KEPT = Path("build/bench")
_ENCODER = msgspec.json.Encoder(order="sorted")


@dataclass(frozen=True)
class Load:
    """Packages, and who is to be believed about them."""

    trust: TrustList
    files: list[Path]


def load_packages(catalogue: Catalogue, packages: int, rows: int) -> Load:
    """So many packages of so many records each, in the order in which they are sent."""
    folder = KEPT / f"{packages}x{rows}-{catalogue.digest[:12]}"
    if not (folder / TRUST).is_file():
        _make(folder, catalogue, packages, rows)
    return Load(read_trust((folder / TRUST).read_bytes()), sorted(folder.glob("*.asice")))


def _make(folder: Path, catalogue: Catalogue, packages: int, rows: int) -> None:
    print(f"making {packages} packages of {rows} records in {folder}", flush=True)
    rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    root = make_root("百色市科学技术局", NOW)
    request = make_request("c.bench", "演示单位", NOW)
    listed = []
    for number in range(-(-packages // len(PERIODS))):
        unit = f"c.bench{number:04}"
        certificate = issue(root, request.certificate, unit, f"演示单位{number:04}", NOW)
        listed.append(TrustedUnit(unit, certificate))
        signer = IdentitySigner(Identity(request.key, certificate))
        periods = PERIODS[: packages - number * len(PERIODS)]
        _seal_unit(folder, catalogue, unit, periods, signer, rows)
    trust = TrustList(len(listed), root.certificate, tuple(listed), make_revocation_list(root, [], 1, NOW))
    (folder / TRUST).write_bytes(write_trust(trust))  # Last: a folder without it is made again.


def _seal_unit(
    folder: Path, catalogue: Catalogue, unit: str, periods: tuple[str, ...], signer: IdentitySigner, rows: int
) -> None:
    chance, before = Random(unit), NO_PREVIOUS
    statements = tuple(Statement(role, f"演示人员{number:02}", NOW) for number, role in enumerate(Role, 1))
    for seq, period in enumerate(periods, 1):
        lines = sorted(_write_lines(catalogue, unit, period, rows, chance))
        header = SubmissionHeader(
            unit=unit,
            plan=PLAN,
            period=period,
            version=1,
            installation=f"{unit}.pc",
            epoch=1,
            seq=seq,
            prev=before,
            task_pack=1,
            catalogue=catalogue.digest,
            counts=Counter(form for form, _, _ in lines),
            created_at=NOW,
        )
        files = (
            PackedFile(HEADER, "application/json", write_submission_header(header)),
            PackedFile(RECORDS, "application/x-ndjson", b"".join(line + b"\n" for _, _, line in lines)),
            PackedFile(SIGNOFF, "application/json", write_signoff(Signoff(statements))),
        )
        with (folder / f"{unit}-{period}.asice").open("w+b") as out:
            before = wrap_into(out, Kind.SUBMISSION, files, signer, NOW)


def _write_lines(
    catalogue: Catalogue, unit: str, period: str, rows: int, chance: Random
) -> Iterator[tuple[str, str, bytes]]:
    registers = [form for form in catalogue.registers.values() if PLAN in form.plans]
    for number in range(rows):
        form = registers[number % len(registers)]
        row_id = new_row_id(NOW, chance.randbytes(10))
        record = {
            "fill_state": "01",
            "form": form.id,
            "period": period,
            "plan": PLAN,
            "row_id": row_id,
            "unit": unit,
            "updated_at": f"{period}-12-{chance.randrange(1, 32):02}T0{chance.randrange(10)}:00:00Z",
            "values": _values(form, catalogue, chance),
        }
        yield form.id, row_id, _ENCODER.encode(record)


def _values(form: Form, catalogue: Catalogue, chance: Random) -> Mapping[str, object]:
    asked = [question for question in form.fields if question.type is not FieldType.COMPUTED]
    answered = [question for question in asked if question.required or chance.random() < 0.8]
    return {question.key: _value(question, catalogue, chance) for question in answered}


def _value(question: Field, catalogue: Catalogue, chance: Random) -> object:
    return _ANSWERS[question.type](question, catalogue, chance.randrange(1, 10_000))


def _code(question: Field, catalogue: Catalogue, number: int) -> str:
    items = catalogue.code_lists[question.choices].items
    return items[number % len(items)].code


def _uscc(_question: Field, _catalogue: Catalogue, number: int) -> str:
    body = f"91451000MA5{number:06}"
    return body + check_character(body)


_ANSWERS: Mapping[FieldType, Callable[[Field, Catalogue, int], object]] = {
    FieldType.TEXT: lambda question, _, number: f"演示科技有限公司{question.name}{number:04}",
    FieldType.LONGTEXT: lambda question, _, number: (
        f"围绕“{question.name}”开展工作，已完成 {number} 项，其余按计划推进。"
    ),
    FieldType.INTEGER: lambda _, __, number: number,
    FieldType.DECIMAL: lambda question, _, number: f"{Decimal(number):.{question.decimals}f}",
    FieldType.YEAR: lambda _, __, number: 2010 + number % 14,
    FieldType.DATE: lambda _, __, number: f"202{number % 4}-0{number % 9 + 1}-{number % 28 + 1:02}",
    FieldType.BOOL: lambda _, __, number: number % 2 == 0,
    FieldType.CHOICE: _code,
    FieldType.MULTI: lambda *asked: [_code(*asked)],
    FieldType.UNIT: lambda _, __, number: f"c.bench{number % 111:04}",
    FieldType.USCC: _uscc,
    FieldType.REF: lambda _, __, number: new_row_id(NOW, hashlib.sha256(bytes([number % 251])).digest()[:10]),
}
