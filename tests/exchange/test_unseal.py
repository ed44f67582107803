"""Submissions that are taken in, and damaged ones that are not. Numbers are those of the list of bad inputs."""

import hashlib
import io
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path

import pytest

from baise_desktop.errors import BaiseError
from baise_desktop.exchange.header import SubmissionHeader
from baise_desktop.exchange.unseal import VerifiedPackage, unseal
from baise_desktop.form.definition import Form
from baise_desktop.form.record import to_line
from baise_desktop.form.value import Evidence
from tests.exchange.workshop import PAPER, PAPER_DIGEST, Workshop, good_records, record
from tests.pki import NOW


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
    assert not list(workshop.open().rows)


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


def test_forms_are_chosen_by_the_version_that_the_header_names(workshop: Workshop) -> None:
    asked: list[SubmissionHeader] = []

    def forms_of(header: SubmissionHeader) -> Mapping[str, Form]:
        asked.append(header)
        return workshop.forms

    package = unseal(io.BytesIO(workshop.pack()), workshop.trust, forms_of, NOW)
    assert asked == [package.header]
    assert package.rows == workshop.open().rows


def test_an_unknown_version_is_refused_before_any_record_is_read(workshop: Workshop) -> None:
    def forms_of(header: SubmissionHeader) -> Mapping[str, Form]:
        raise BaiseError("CATALOGUE_UNKNOWN", version=header.task_pack, catalogue=header.catalogue[:12])

    workshop.raw_files["records.jsonl"] = b"no record at all"
    with pytest.raises(BaiseError, match="CATALOGUE_UNKNOWN") as caught:
        unseal(io.BytesIO(workshop.pack()), workshop.trust, forms_of, NOW)
    assert "第 1 版" in caught.value.sentence


def test_a_stranger_is_refused_before_the_version_is_asked_for(workshop: Workshop) -> None:
    workshop.header_changes["unit"] = "c.napo"
    with pytest.raises(BaiseError, match="AUTHORITY"):
        unseal(io.BytesIO(workshop.pack()), workshop.trust, lambda _: {}, NOW)
