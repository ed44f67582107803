"""A submission in parts, every one of which a test may spoil before it is packed and signed."""

import hashlib
import io
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from baise_desktop.errors import BaiseError, Severity
from baise_desktop.exchange.envelope import wrap
from baise_desktop.exchange.header import HEADER, NO_PREVIOUS, Kind, SubmissionHeader, write_submission_header
from baise_desktop.exchange.package_file import PackedFile
from baise_desktop.exchange.signoff import SIGNOFF, Explanation, Role, SignedFinding, Signoff, Statement, write_signoff
from baise_desktop.exchange.trust import TrustList
from baise_desktop.exchange.unseal import VerifiedPackage, unseal
from baise_desktop.form.definition import Form
from baise_desktop.form.record import Record, fixed_row_id, to_line
from baise_desktop.form.value import Evidence
from baise_desktop.signing.signer import Signer
from tests.pki import NOW, PINGGUO, PublicKeyInfrastructure

PLAN, PERIOD = "p2", "2023H1"
PAPER = b"%PDF-1.7 a paper that proves it\n"
PAPER_DIGEST = hashlib.sha256(PAPER).hexdigest()


class Workshop:
    """What goes into one package; `pack` signs it, `open` unseals it."""

    def __init__(self, keys: PublicKeyInfrastructure, forms: Mapping[str, Form]) -> None:
        self.keys = keys
        self.forms = forms
        self.signer: Signer = keys.signer(PINGGUO)
        self.trust: TrustList = keys.trust
        self.lines = [to_line(record, forms[record.form]) for record in good_records()]
        self.attachments = {PAPER_DIGEST: PAPER}
        self.signoff = good_signoff()
        self.header_changes: dict[str, Any] = {}
        self.raw_files: dict[str, bytes] = {}
        """Files whose bytes replace what would be packed."""
        self.extra_files: tuple[PackedFile, ...] = (
            PackedFile("report.pdf", "application/pdf", b"%PDF-1.7"),
            PackedFile("说明.txt", "text/plain", "给人看的".encode()),
        )

    def header(self) -> SubmissionHeader:
        counts = Counter(str(line.split(b'"form":"')[1].split(b'"')[0], "ascii") for line in self.lines)
        header = SubmissionHeader(
            unit=PINGGUO,
            plan=PLAN,
            period=PERIOD,
            version=1,
            installation="9b2d",
            epoch=1,
            seq=1,
            prev=NO_PREVIOUS,
            task_pack=1,
            catalogue="c" * 64,
            counts=dict(counts),
            created_at=NOW,
        )
        return replace(header, **self.header_changes)

    def files(self) -> list[PackedFile]:
        contents = {
            HEADER: write_submission_header(self.header()),
            "records.jsonl": b"".join(line + b"\n" for line in self.lines),
            SIGNOFF: write_signoff(self.signoff),
        }
        packed = [PackedFile(name, "application/json", data) for name, data in (contents | self.raw_files).items()]
        attached = [
            PackedFile(f"attachments/{name}", "application/octet-stream", data)
            for name, data in sorted(self.attachments.items())
        ]
        return [*packed, *attached, *self.extra_files]

    def pack(self) -> bytes:
        return wrap(Kind.SUBMISSION, self.files(), self.signer, NOW)

    def open(self, data: bytes | None = None) -> VerifiedPackage:
        return unseal(io.BytesIO(self.pack() if data is None else data), self.trust, self.forms, NOW)

    def refusal(self, data: bytes | None = None) -> str:
        """The code with which the package is refused; its sentence can be said."""
        try:
            self.open(data)
        except BaiseError as error:
            return error.code if error.sentence else "NO_SENTENCE"
        return ""


def record(number: int, **values: Any) -> Record:
    """A live row of the register; `number` makes its id."""
    return Record(
        form="r.firms",
        row_id=f"018f0000-0000-7000-8000-{number:012x}",
        unit=PINGGUO,
        plan=PLAN,
        period=PERIOD,
        values={"name": f"演示企业{number}", **values},
        updated_at="2023-07-01T08:00:00Z",
    )


def good_records() -> list[Record]:
    paper = Evidence(PAPER_DIGEST, "证明.pdf", len(PAPER), "application/pdf")
    return [
        record(1, spent=Decimal("12.3400")),
        record(2, papers=(paper,)),
        replace(record(3), deleted=True, values={}),
        replace(
            record(4),
            form="t.p2.1",
            row_id=fixed_row_id(PINGGUO, PLAN, PERIOD, "t.p2.1"),
            values={"m1_progress": "已经完成 <b>一半</b>\n"},
        ),
    ]


def good_signoff() -> Signoff:
    finding = SignedFinding("f1", "rule.1", Severity.EXPLAIN, "r.firms", "", ("spent",), "研发经费比上期少")
    return Signoff(
        statements=tuple(Statement(role, f"演示人员{number:02}", NOW) for number, role in enumerate(Role, 1)),
        findings=(finding,),
        explanations=(Explanation("f1", "两家企业迁出，见佐证 1", "演示人员01", NOW),),
    )
