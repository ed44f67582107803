"""What is fed with arbitrary bytes, and what must hold of whatever comes of them.

Reading gives a package or a `BaiseError`, and nothing else ever. What the reader of containers accepts, `zipfile` reads
to the same names and bytes. Lines that are proven right by the block are right one by one, with the same row ids.
"""

import io
import json
import zipfile
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import cache

from baise_desktop.app.desk import load_forms
from baise_desktop.errors import BaiseError
from baise_desktop.exchange.container import open_container
from baise_desktop.exchange.envelope import examine
from baise_desktop.exchange.header import Kind, SubmissionHeader, read_body_header, read_kind, read_submission_header
from baise_desktop.exchange.manifest import read_manifest
from baise_desktop.exchange.receipt import read_receipt_body
from baise_desktop.exchange.record_lines import read_records
from baise_desktop.exchange.return_package import read_return_body
from baise_desktop.exchange.shape import load_exact
from baise_desktop.exchange.signoff import read_signoff
from baise_desktop.exchange.zip_layout import Limits
from baise_desktop.form import canonical
from baise_desktop.form.definition import Form
from baise_desktop.form.line_check import Run, accept_runs
from baise_desktop.form.record import check_complete, from_line, list_evidence
from baise_desktop.signing.signature_form import read_signature
from tests.villains.raw_zip import RawEntry, write

LIMITS = Limits(file=1 << 20, entries=40, entry=1 << 20, total=4 << 20)
CUT = b"\xff\xfe"
"""Parts the pieces of an input that is built from several."""
_NAMES = ("mimetype", "header.json", "records.jsonl", "signoff.json", "report.pdf", "说明.txt")
_FRAME = ("META-INF/ASiCManifest001.xml", "META-INF/signature001.p7s")
_PACKED = (".json", ".jsonl", ".xml", ".p7s", ".txt")
_MADE = datetime(2023, 5, 4, 8, 0, tzinfo=UTC)


def feed(data: bytes) -> None:
    """One input for one target, which its first byte names. Raises: whatever must not be."""
    if data:
        target = list(TARGETS.values())[data[0] % len(TARGETS)]
        sentence = ""
        try:
            target(data[1:])
        except BaiseError as error:
            sentence = error.sentence
        assert sentence.isprintable()


def read_container(data: bytes) -> None:
    """Any bytes as a file; what is accepted is read alike by the common library."""
    reader = open_container(io.BytesIO(data), LIMITS)
    ours = {name: reader.read(name) for name in reader.entries}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        theirs = [(each.filename, archive.read(each)) for each in archive.infolist()]
    assert theirs == list(ours.items())
    examine(io.BytesIO(data), LIMITS).stated_kind()


def read_built_container(data: bytes) -> None:
    """A file in the right layout with any contents, of which then some bytes are changed."""
    *contents, patches = data.split(CUT)
    names = (*_NAMES[: max(1, len(contents))], *_FRAME)
    parts = dict(zip(names, (b"application/vnd.etsi.asic-e+zip", *contents[1:]), strict=False))
    built = bytearray(write([_entry(name, parts.get(name, b"")) for name in names]))
    for at in range(0, len(patches) - 2, 3):
        # Counted from the end as well as from the start: the directory lies there.
        place = int.from_bytes(patches[at : at + 2], "big", signed=True) % len(built)
        built[place] ^= patches[at + 2]
    read_container(bytes(built))


def _entry(name: str, data: bytes) -> RawEntry:
    return RawEntry(name.encode(), data, 8 if name.endswith(_PACKED) else 0, 0 if name.isascii() else 0x800)


def read_lines(data: bytes) -> None:
    """Records of one form: proven right together, or named wrong one by one; never differently."""
    forms = _forms()
    form = forms[("r.tech_contract", "p2.t.contract", "r.rd_institution")[data[0] % 3] if data else "r.tech_contract"]
    block = data[1:]
    place, whole = ("c.pingguo", "p2", "2023-04"), block[: block.rfind(b"\n") + 1]
    (row_ids,) = accept_runs([Run(form, whole)], place)
    for line, row_id in zip(whole.split(b"\n")[:-1], row_ids, strict=True):
        if row_id:
            record = from_line(line, forms)
            check_complete(record, form)
            assert (record.unit, record.plan, record.period, record.form) == (*place, form.id)
            assert (record.row_id, record.deleted, [*list_evidence(record)]) == (row_id, False, [])
    for row in read_records(block, _header(form.id, block.count(b"\n")), forms):
        assert from_line(row.line, forms) == row.record


@cache
def _forms() -> Mapping[str, Form]:
    return load_forms().forms


def _header(form: str, count: int) -> SubmissionHeader:
    return SubmissionHeader(
        unit="c.pingguo",
        plan="p2",
        period="2023-04",
        version=1,
        installation="a",
        epoch=1,
        seq=1,
        prev="0" * 64,
        task_pack=1,
        catalogue="0" * 64,
        counts={form: count},
        created_at=_MADE,
    )


def read_json(data: bytes) -> None:
    """Strict JSON: what is read is what the common library reads, and is written back as it was if it is exact."""
    value = canonical.load(data)
    assert value == json.loads(data)
    assert load_exact(canonical.dump(value)) == value


def read_submission_headers(data: bytes) -> None:
    """The header of a submission."""
    assert read_submission_header(data).row_count >= 0
    assert read_kind(data) is Kind.SUBMISSION


def read_body_headers(data: bytes) -> None:
    """The header of a receipt."""
    read_body_header(data, Kind.RECEIPT)


TARGETS: Mapping[str, Callable[[bytes], object]] = {
    "container": read_container,
    "built container": read_built_container,
    "records": read_lines,
    "json": read_json,
    "header": read_submission_headers,
    "letter header": read_body_headers,
    "statements": read_signoff,
    "receipt": lambda data: read_receipt_body(load_exact(data)),
    "return": lambda data: read_return_body(load_exact(data)),
    "manifest": read_manifest,
    "signature": read_signature,
}


def seeds_of(submission: Mapping[str, bytes], packages: Mapping[str, bytes]) -> dict[str, list[bytes]]:
    """Inputs to begin with, by target.

    Args:
        submission: files of a genuine one.
        packages: genuine packages: `submission`, `receipt`, `returned`.
    """
    found: dict[str, list[bytes]] = {name: [] for name in TARGETS}
    found["container"] = list(packages.values())
    contents = CUT.join((b"", submission["header.json"], submission["records.jsonl"], submission["signoff.json"], b""))
    found["built container"] = [contents, contents + b"\xff\xe0\x01"]
    for number, line in enumerate(reversed(submission["records.jsonl"].splitlines(keepends=True))):
        found["records"].append(bytes([number]) + line)
    found["records"].append(b"\0" + submission["records.jsonl"])
    found["json"] = [data for name, data in submission.items() if name.endswith(".json")]
    found["header"] = [submission["header.json"]]
    found["statements"] = [submission["signoff.json"]]
    for kind, package in packages.items():
        with zipfile.ZipFile(io.BytesIO(package)) as archive:
            found["manifest"].append(archive.read(_FRAME[0]))
            found["signature"].append(archive.read(_FRAME[1]))
            if kind != "submission":
                found["letter header"].append(archive.read("header.json"))
                found["receipt" if kind == "receipt" else "return"].append(archive.read("body.json"))
    numbers = {name: bytes([number]) for number, name in enumerate(TARGETS)}
    return {name: [numbers[name] + data for data in inputs] for name, inputs in found.items()}
