import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baise_desktop.errors import BaiseError
from baise_desktop.form.file_kind import DOCX, JPEG, KINDS, PDF, PNG, fit_name, recognise
from baise_desktop.form.files import is_file_name
from tests.evidence_files import (
    CONTENT_TYPES,
    docx_bytes,
    encrypted_pdf_bytes,
    every_kind,
    pdf_bytes,
    picture_bytes,
    png_of_size,
    zip_bytes,
)

EVERY = every_kind()
TEMPLATE = (
    '<Relationships><Relationship Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
    'attachedTemplate" Target="{target}" TargetMode="External"/></Relationships>'
)
MACRO_TYPES = CONTENT_TYPES.format(part="xl/workbook.xml", kind="application/vnd.ms-excel.sheet.macroEnabled.main+xml")


def kind_of(content: bytes) -> str:
    return recognise(io.BytesIO(content), len(content)).media_type


def outcome_of(content: bytes) -> str:
    try:
        return kind_of(content)
    except BaiseError as error:
        return error.code


def code_of(content: bytes) -> str:
    with pytest.raises(BaiseError) as caught:
        kind_of(content)
    return caught.value.code


@pytest.mark.parametrize("name", EVERY)
def test_each_kind_is_known_by_its_content(name: str) -> None:
    assert name.endswith(KINDS[kind_of(EVERY[name])].suffixes)


def test_a_picture_is_measured_without_being_decoded() -> None:
    for kind in ("JPEG", "PNG"):
        content = picture_bytes(kind, 123, 45)
        found = recognise(io.BytesIO(content), len(content))
        assert (found.width, found.height) == (123, 45)
    assert code_of(png_of_size(100_000, 100_000)) == "EVIDENCE_PIXELS"
    assert code_of(png_of_size(0, 5)) == "EVIDENCE_DAMAGED"


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"<!DOCTYPE html><html><script>alert(1)</script></html>", "网页"),
        (b"  \n<svg onload='x'>", "网页"),
        (b"MZ" + b"\x00" * 200, "程序"),
        (b"\x7fELF" + b"\x00" * 200, "程序"),
        (b"#!/bin/sh\nrm", "程序"),
        (b"L\x00\x00\x00\x01\x14\x02\x00\x00", "快捷方式"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 512, "旧版 Office"),
        (b"Rar!\x1a\x07\x00", "压缩包"),
        (b"GIF89a", "图片格式"),
        (b"\x00\x00\x00\x18ftypheic\x00\x00", "HEIC"),
        (b"\x00\x00\x00\x18ftypisom\x00\x00", "视频"),
        ("普通文字".encode(), "纯文本"),
        (b"\x00\x01\x02", "认不出"),
        (zip_bytes({"a.txt": "a"}), "压缩包"),
        (zip_bytes({"[Content_Types].xml": "<Types/>", "a.xml": "a"}), "压缩包"),
        (zip_bytes({"[Content_Types].xml": EVERY["说明.docx"][:0] + b"wordprocessingml.document.main+xml"}), "压缩包"),
    ],
)
def test_other_files_are_refused_by_what_they_are(content: bytes, word: str) -> None:
    with pytest.raises(BaiseError) as caught:
        kind_of(content)
    assert caught.value.code == "EVIDENCE_KIND"
    assert word in caught.value.sentence


def test_an_empty_file_is_refused() -> None:
    assert code_of(b"") == "EVIDENCE_EMPTY"


def test_files_that_were_cut_off_are_refused() -> None:
    assert code_of(pdf_bytes()[:-40]) == "EVIDENCE_DAMAGED"
    assert code_of(picture_bytes("PNG")[:-20]) == "EVIDENCE_DAMAGED"
    assert code_of(picture_bytes()[:-20]) == "EVIDENCE_DAMAGED"
    assert code_of(docx_bytes()[:-30]) == "EVIDENCE_DAMAGED"
    assert code_of(zip_bytes({"OFD.xml": "nothing of the kind"})) == "EVIDENCE_DAMAGED"


def test_the_end_of_a_thumbnail_is_not_the_end_of_a_photo() -> None:
    photo, thumbnail = picture_bytes(noise=True), picture_bytes(width=8, height=6)
    segment = b"Exif\0\0" + thumbnail
    whole = photo[:2] + b"\xff\xe1" + (len(segment) + 2).to_bytes(2, "big") + segment + photo[2:]
    assert kind_of(whole) == JPEG.media_type
    assert code_of(whole[: len(segment) + len(photo) // 2]) == "EVIDENCE_DAMAGED"


def test_only_a_photo_that_is_made_smaller_may_have_a_hundred_million_pixels() -> None:
    plain, progressive = picture_bytes(), picture_bytes(progressive=True)
    for content, start in ((plain, b"\xff\xc0"), (progressive, b"\xff\xc2")):
        at = content.index(start) + 5
        huge = content[:at] + (8700).to_bytes(2, "big") + (11600).to_bytes(2, "big") + content[at + 4 :]
        assert code_of(huge) == "EVIDENCE_PIXELS"
        if content is plain:
            found = recognise(io.BytesIO(huge), len(huge), to_shrink=True)
            assert (found.width, found.height) == (11600, 8700)
        else:
            with pytest.raises(BaiseError, match="EVIDENCE_PIXELS"):
                recognise(io.BytesIO(huge), len(huge), to_shrink=True)


def test_what_the_city_could_not_open_is_refused() -> None:
    assert code_of(encrypted_pdf_bytes()) == "EVIDENCE_LOCKED"
    assert kind_of(pdf_bytes("a text about /Encrypt and 5 others")) == PDF.media_type


def test_an_encryption_entry_across_two_reads_is_found() -> None:
    plain = pdf_bytes()
    for gap in range((1 << 20) - 12, (1 << 20) + 2):
        content = b"%PDF-1.7\n" + b" " * (gap - 9) + b"/Encrypt 12 0 R " + plain
        assert code_of(content) == "EVIDENCE_LOCKED"


def test_macros_controls_and_fetched_templates_are_refused() -> None:
    settings = "word/_rels/settings.xml.rels"
    assert code_of(docx_bytes(**{"word/vbaProject.bin": b"x"})) == "EVIDENCE_MACRO"
    assert code_of(docx_bytes(**{"word/activeX/activeX1.bin": b"x"})) == "EVIDENCE_MACRO"
    assert code_of(docx_bytes(**{settings: TEMPLATE.format(target="https://evil.invalid/a.dotm")})) == "EVIDENCE_MACRO"
    assert kind_of(docx_bytes(**{settings: TEMPLATE.format(target="file:///C:/Normal.dotm")})) == DOCX.media_type
    assert code_of(zip_bytes({"[Content_Types].xml": MACRO_TYPES, "xl/workbook.xml": "<x/>"})) == "EVIDENCE_MACRO"


def test_bombs_are_refused_without_being_unpacked() -> None:
    assert code_of(docx_bytes(**{"word/media/a.bin": b"\x00" * (20 * 2**20)})) == "EVIDENCE_BOMB"
    assert code_of(docx_bytes(**{f"word/{number}": b"" for number in range(10_001)})) == "EVIDENCE_BOMB"


def test_a_name_gets_the_suffix_of_its_content() -> None:
    assert fit_name("批文.pdf", PDF) == "批文.pdf"
    assert fit_name("a.JPEG", JPEG) == "a.JPEG"
    assert fit_name("photo.exe", JPEG) == "photo.exe.jpg"
    assert fit_name("  e\u0301.png. ", PNG) == "\u00e9.png"


@pytest.mark.parametrize(
    "name", ["a\x1b[31m.pdf", "a\u202efdp.exe", "a\\b.pdf", "报" * 86 + ".pdf", "\ud800.pdf", "x" * 121]
)
def test_names_that_other_systems_cannot_write_are_refused(name: str) -> None:
    with pytest.raises(BaiseError) as caught:
        fit_name(name, PDF)
    assert caught.value.code == "EVIDENCE_NAME"
    assert caught.value.sentence.isprintable()


@given(st.text(max_size=140))
def test_every_name_is_writable_or_refused(name: str) -> None:
    code, fitted = "", "a.pdf"
    try:
        fitted = fit_name(name, PDF)
    except BaiseError as error:
        code = error.code
    assert is_file_name(fitted)
    assert code in ("", "EVIDENCE_NAME")


@given(st.binary(max_size=400), st.sampled_from([b"", b"%PDF-", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"PK\x03\x04"]))
def test_whatever_a_file_holds_it_is_known_or_refused(rest: bytes, start: bytes) -> None:
    assert outcome_of(start + rest) in KINDS or outcome_of(start + rest).startswith("EVIDENCE_")


@given(st.sampled_from(sorted(EVERY)), st.integers(0, 10_000), st.integers(1, 255))
def test_a_spoilt_byte_is_known_or_refused(name: str, at: int, change: int) -> None:
    content = bytearray(EVERY[name])
    content[at % len(content)] ^= change
    assert outcome_of(bytes(content)) in KINDS or outcome_of(bytes(content)).startswith("EVIDENCE_")
