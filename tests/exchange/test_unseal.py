"""Submissions that are taken in, and all those that are not. Numbers are those of the list of bad inputs."""

import hashlib
import io
import re
from dataclasses import fields, replace
from datetime import timedelta
from pathlib import Path

import pytest

from baise_desktop.errors import BaiseError
from baise_desktop.exchange.header import CITY
from baise_desktop.exchange.trust import TrustedUnit
from baise_desktop.exchange.unseal import VerifiedPackage, unseal
from baise_desktop.form.canonical import dump, load
from baise_desktop.form.record import to_line
from baise_desktop.form.value import Evidence
from baise_desktop.signing.authority import Identity, Revocation, issue, make_revocation_list
from baise_desktop.signing.cades import IdentitySigner
from tests.exchange.workshop import PAPER, PAPER_DIGEST, PERIOD, Workshop, good_records, record
from tests.pki import FOUNDED, LINGYUN, NOW, PINGGUO


def test_a_good_submission_says_what_was_packed(workshop: Workshop) -> None:
    package = workshop.open()
    assert package.header == workshop.header()
    assert [row.record for row in package.rows] == good_records()
    assert [row.line for row in package.rows] == workshop.lines
    assert [row.digest for row in package.rows] == [hashlib.sha256(line).digest() for line in workshop.lines]
    assert package.signoff == workshop.signoff
    assert [(each.sha256, each.size) for each in package.attachments] == [(PAPER_DIGEST, len(PAPER))]
    assert (package.signed_at, package.trust_version) == (NOW, workshop.trust.version)
    assert package.certificate == workshop.signer.certificate


def test_packing_twice_gives_the_same_bytes(workshop: Workshop) -> None:
    assert workshop.pack() == workshop.pack()


def test_identity_covers_all_files_and_content_leaves_out_those_for_people(workshop: Workshop) -> None:
    before = workshop.open()
    workshop.extra_files = ()
    after = workshop.open()
    assert before.content == after.content
    assert before.identity != after.identity
    workshop.header_changes["version"] = 2
    assert workshop.open().content != after.content


def test_content_digest_can_be_computed_by_hand(workshop: Workshop) -> None:
    parts = {file.name: bytes(file.content) for file in workshop.files() if isinstance(file.content, bytes)}
    names = [name for name in sorted(parts) if name not in {"report.pdf", "说明.txt"}]
    text = "".join(f"{name} {hashlib.sha256(parts[name]).hexdigest()}\n" for name in names)
    assert workshop.open().content == hashlib.sha256(text.encode()).hexdigest()


def test_the_file_and_its_attachments_can_be_copied(workshop: Workshop, tmp_path: Path) -> None:
    file = tmp_path / "package.asice"
    file.write_bytes(workshop.pack())
    package = unseal(file, workshop.trust, workshop.forms, NOW)
    out, attachment = io.BytesIO(), io.BytesIO()
    package.source.copy_file(out)
    package.source.copy_entry(package.attachments[0].name, attachment)
    assert out.getvalue() == file.read_bytes()
    assert hashlib.sha256(out.getvalue()).hexdigest() == package.file_digest
    assert attachment.getvalue() == PAPER


def test_a_large_file_that_changes_after_verification_is_not_copied(workshop: Workshop, tmp_path: Path) -> None:
    paper = PAPER * 600_000
    digest = hashlib.sha256(paper).hexdigest()
    proof = Evidence(digest, "大.pdf", len(paper), "application/pdf")
    workshop.lines[1] = to_line(record(2, papers=(proof,)), workshop.forms["r.firms"])
    workshop.attachments = {digest: paper}
    file = tmp_path / "package.asice"
    file.write_bytes(workshop.pack())
    package = unseal(file, workshop.trust, workshop.forms, NOW)
    changed = bytearray(file.read_bytes())
    changed[len(changed) // 2] ^= 1
    file.write_bytes(changed)
    with pytest.raises(BaiseError, match="CHANGED"):
        package.source.copy_file(io.BytesIO())
    with pytest.raises(BaiseError, match="FRAME"):
        package.source.copy_entry(package.attachments[0].name, io.BytesIO())
    file.unlink()
    with pytest.raises(BaiseError, match="FILE_UNREADABLE"):
        package.source.copy_file(io.BytesIO())


def test_an_empty_form_that_is_owed_stands_with_nothing(workshop: Workshop) -> None:
    workshop.lines = workshop.lines[:3]
    workshop.header_changes["counts"] = {"r.firms": 3, "t.p2.1": 0}
    assert workshop.open().counts == {"r.firms": 3, "t.p2.1": 0}
    workshop.lines, workshop.attachments = [], {}
    workshop.header_changes["counts"] = {"r.firms": 0, "t.p2.1": 0}
    assert workshop.open().rows == ()


def test_004_truncated(workshop: Workshop) -> None:
    data = workshop.pack()
    for length in range(0, len(data), 7):
        assert workshop.refusal(data[:length]) in {"NOT_PACKAGE", "FRAME"}


def test_005_a_flipped_byte_is_refused_or_means_nothing(workshop: Workshop) -> None:
    data = workshop.pack()
    package, frame = workshop.open(data), data.index(b"PK\x01\x02")
    meta = data.index(b"META-INF/ASiCManifest001.xml")
    positions = [*range(0, meta, 13), *range(meta, len(data))]
    assert meta < frame
    for position in positions:
        flipped = bytearray(data)
        flipped[position] ^= 1 << position % 8
        if not workshop.refusal(bytes(flipped)):
            opened = workshop.open(bytes(flipped))
            # A few bits behind the end of a deflate stream mean nothing to anybody.
            differing = {
                each.name
                for each in fields(VerifiedPackage)
                if getattr(opened, each.name) != getattr(package, each.name)
            }
            assert differing <= {"file_digest", "source"}


def test_mixing_two_genuine_packages_is_refused(workshop: Workshop) -> None:
    one = {file.name: file for file in workshop.files()}
    workshop.header_changes["version"] = 2
    with pytest.raises(AssertionError):
        assert one == {file.name: file for file in workshop.files()}
    first = Workshop(workshop.keys, workshop.forms).pack()
    second = workshop.pack()
    start, end = b"PK\x03\x04", b"META-INF/ASiCManifest001.xml"
    mixed = first[: first.index(end) - 30] + second[second.index(end) - 30 :]
    assert first.startswith(start)
    assert workshop.refusal(mixed)


@pytest.mark.parametrize(
    ("crime", "code"),
    [
        ("expired", "TRUST"),
        ("not_yet_valid", "TRUST"),
        ("for_servers_only", "TRUST"),
        ("for_encryption_only", "TRUST"),
        ("issued_by_a_leaf", "TRUST"),
        ("issued_by_a_look_alike", "TRUST"),
        ("not_admitted", "TRUST"),
    ],
)
def test_072_to_077_villains(workshop: Workshop, crime: str, code: str) -> None:
    workshop.signer = workshop.keys.villain(crime)
    assert workshop.refusal() == code


def test_075_both_dates_are_told(workshop: Workshop) -> None:
    workshop.signer = workshop.keys.villain("expired")
    with pytest.raises(BaiseError) as caught:
        workshop.open()
    assert "2023-07-09" in caught.value.sentence
    assert NOW.date().isoformat() in caught.value.sentence


@pytest.mark.parametrize("other", [LINGYUN, CITY])
def test_078_anothers_key_on_this_units_package(workshop: Workshop, other: str) -> None:
    workshop.signer = workshop.keys.signer(other)
    assert workshop.refusal() == "AUTHORITY"


def test_078_anothers_records_under_ones_own_key(workshop: Workshop) -> None:
    foreign = replace(record(1), unit=LINGYUN)
    workshop.lines[0] = to_line(foreign, workshop.forms["r.firms"])
    assert workshop.refusal() == "AUTHORITY"


def test_080_revoked(workshop: Workshop) -> None:
    crl = workshop.keys.revoked(PINGGUO, NOW - timedelta(days=1))
    workshop.trust = replace(workshop.trust, crl=crl)
    assert workshop.refusal() == "REVOKED"


def test_080_revoked_after_a_package(workshop: Workshop) -> None:
    certificate = workshop.signer.certificate
    crl = workshop.keys.revoked(PINGGUO, NOW - timedelta(days=1))
    workshop.trust = workshop.trust.with_revocation(certificate, 4, crl)
    workshop.header_changes = {"seq": 4, "prev": "a" * 64}
    assert workshop.refusal() == ""
    workshop.header_changes = {"seq": 5, "prev": "a" * 64}
    assert workshop.refusal() == "REVOKED"


def test_080_revoked_after_a_package_though_the_list_does_not_name_it(workshop: Workshop) -> None:
    workshop.trust = workshop.trust.with_revocation(workshop.signer.certificate, 0, workshop.keys.crl)
    assert workshop.refusal() == "REVOKED"


def test_086_old_packages_stand_beside_a_new_key(workshop: Workshop) -> None:
    keys = workshop.keys
    old = workshop.pack()
    renewed = issue(keys.root, keys.requests[LINGYUN].certificate, PINGGUO, "平果市科技局", FOUNDED)
    workshop.trust = workshop.trust.with_unit(TrustedUnit(PINGGUO, renewed, 2))
    workshop.signer = IdentitySigner(Identity(keys.units[LINGYUN].key, renewed), (keys.root.certificate,))
    assert workshop.open(old).certificate == keys.units[PINGGUO].certificate
    assert workshop.open().certificate == renewed


def test_084_for_somebody_else(workshop: Workshop) -> None:
    workshop.header_changes["recipient"] = "city.hechi"
    assert workshop.refusal() == "RECIPIENT"


@pytest.mark.parametrize(
    "change",
    [
        {"seq": 10**6 + 1, "prev": "a" * 64},
        {"seq": 0},
        {"seq": 2},
        {"prev": "a" * 64},
        {"version": 0},
        {"epoch": 0},
        {"prev": "A" * 64},
        {"unit": "c pingguo"},
        {"counts": {"r.firms": 3, "t.p2.1": -1}},
        {"counts": {"r.firms": 3, "t.p2.1": 1, "r.unknown": 0}},
    ],
)
def test_049_header_out_of_bounds(workshop: Workshop, change: dict[str, object]) -> None:
    workshop.header_changes = change
    assert workshop.refusal() == "SCHEMA"


def test_049_header_keys(workshop: Workshop) -> None:
    header = load(workshop.files()[0].content)  # type: ignore[arg-type]
    assert isinstance(header, dict)
    for key in header:
        workshop.raw_files["header.json"] = dump({name: value for name, value in header.items() if name != key})
        with pytest.raises(BaiseError) as caught:
            workshop.open()
        assert caught.value.code == "SCHEMA"
        assert key in caught.value.sentence
    workshop.raw_files["header.json"] = dump(header | {"extra": 1})
    assert workshop.refusal() == "SCHEMA"
    workshop.raw_files["header.json"] = dump(header | {"format": 2})
    assert workshop.refusal() == "FORMAT"
    workshop.raw_files["header.json"] = dump(header | {"kind": "receipt"})
    assert workshop.refusal() == "KIND"
    workshop.raw_files["header.json"] = dump(header) + b"\n"
    assert workshop.refusal() == "JSON"


def test_counts_must_be_those_of_the_records(workshop: Workshop) -> None:
    workshop.header_changes["counts"] = {"r.firms": 2, "t.p2.1": 1}
    assert workshop.refusal() == "COUNTS"
    workshop.header_changes["counts"] = {"r.firms": 3}
    assert workshop.refusal() == "COUNTS"


def test_another_period_or_plan(workshop: Workshop) -> None:
    for other in (replace(record(1), period="2023Q2"), replace(record(1), plan="p1")):
        workshop.lines[0] = to_line(other, workshop.forms["r.firms"])
        assert workshop.refusal() == "OTHER_PERIOD"
    assert record(1).period == PERIOD


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        ((0, 0), "DUPLICATE"),  # 052
        ((1, 0), "SCHEMA"),
    ],
)
def test_052_order(workshop: Workshop, lines: tuple[int, ...], code: str) -> None:
    workshop.lines = [workshop.lines[number] for number in lines]
    workshop.attachments = {}
    assert workshop.refusal() == code


def test_051_same_row_with_other_content(workshop: Workshop) -> None:
    other = to_line(record(1, name="演示企业甲"), workshop.forms["r.firms"])
    workshop.lines = sorted([workshop.lines[0], other])
    workshop.attachments = {}
    assert workshop.refusal() == "SCHEMA"


def test_049_051_records(workshop: Workshop) -> None:
    line = workshop.lines[0]
    for old, new, code in (
        (b'"form":"r.firms"', b'"form":"r.other"', "SCHEMA"),
        (b'"name":"', b'"nome":"', "SCHEMA"),
        (b'"spent":"12.3400"', b'"spent":"12.34"', "TYPE"),
        (b'"spent":"12.3400"', b'"spent":12.34', "JSON"),
        (b'"row_id":"018f', b'"row_id":"018F', "SCHEMA"),
        (b'"spent":"12.3400"', b'"spent":12', "TYPE"),
        (b'"plan":"p2",', b"", "SCHEMA"),
        (b'"plan":"p2"', b'"plan":"p9"', "SCHEMA"),
        (b'"plan":"p2"', b'"plan": "p2"', "JSON"),
    ):
        assert old in line
        workshop.raw_files["records.jsonl"] = b"".join([line.replace(old, new) + b"\n"])
        assert workshop.refusal() == code


def test_049_required_field_left_blank(workshop: Workshop) -> None:
    blank = replace(record(1), values={})
    workshop.lines[0] = to_line(blank, workshop.forms["r.firms"])
    assert workshop.refusal() == "SCHEMA"


@pytest.mark.parametrize("ending", [b"", b"\r\n", b"\n\n", b"\n \n", b"\n{}\n"])
def test_lines_end_with_one_line_feed(workshop: Workshop, ending: bytes) -> None:
    workshop.raw_files["records.jsonl"] = b"\n".join(workshop.lines) + ending
    assert workshop.refusal() in {"JSON", "SCHEMA"}


def test_054_text_is_text(workshop: Workshop) -> None:
    for text in ("<img src=//h/s/x.png>", "{{7*7}}", "%s%n", "${jndi:ldap://x}", "'; DROP TABLE records; --", "=1+1"):
        workshop.lines[0] = to_line(record(1, name=text), workshop.forms["r.firms"])
        assert workshop.open().rows[0].record.values["name"] == text


def test_attachments_are_those_that_records_name(workshop: Workshop) -> None:
    workshop.attachments[hashlib.sha256(b"x").hexdigest()] = b"x"
    assert workshop.refusal() == "ATTACHMENT"
    workshop.attachments = {"0" * 64: PAPER}
    assert workshop.refusal() == "ATTACHMENT"
    workshop.attachments = {}
    assert workshop.open().attachments == ()


def test_signoff_is_read_strictly(workshop: Workshop) -> None:
    good = dump({"explanations": [], "findings": [], "statements": []})
    statement = b'{"at":"2023-07-10T08:00:00Z","name":"x","role":"head"}'
    for bad, code in (
        (good.replace(b'"findings":[],', b""), "SCHEMA"),
        (good.replace(b'"statements":[]', b'"statements":[%b,%b]' % (statement, statement)), "DUPLICATE"),
        (good.replace(b'"statements":[]', b'"statements":[%b]' % statement.replace(b"head", b"boss")), "SCHEMA"),
        (good.replace(b'"statements":[]', b'"statements":[%b]' % statement.replace(b"07-10", b"02-30")), "SCHEMA"),
        (good.replace(b"[]", b"{}"), "SCHEMA"),
    ):
        workshop.raw_files["signoff.json"] = bad
        assert workshop.refusal() == code


def test_only_unseal_makes_verified_packages() -> None:
    package = Path(__file__).parents[2] / "baise_desktop"
    makers = [
        file.name
        for file in package.rglob("*.py")
        if re.search(r"(?<!class )\bVerifiedPackage\(", file.read_text("utf-8"))
    ]
    assert makers == ["unseal.py"]


def test_a_certificate_revoked_for_the_city_is_refused_everywhere(workshop: Workshop) -> None:
    crl = make_revocation_list(workshop.keys.root, [Revocation(workshop.signer.certificate, FOUNDED)], 2, FOUNDED)
    workshop.trust = replace(workshop.trust, crl=crl)
    assert workshop.refusal() == "REVOKED"
