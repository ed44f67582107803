from pathlib import Path

import pytest

from baise_desktop.errors import BaiseError
from baise_desktop.report import workbook_parts
from baise_desktop.report.workbook_parts import inspect_parts
from tests.report.workbooks import SHEET, change_part, write_workbook


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return write_workbook(tmp_path / "b.xlsx")


def code_of(file: Path) -> str:
    with pytest.raises(BaiseError) as caught:
        inspect_parts(file)
    assert file.name in caught.value.sentence
    return caught.value.code


def test_a_plain_workbook_is_beyond_doubt(file: Path) -> None:
    assert inspect_parts(file) == {}


@pytest.mark.parametrize("reference", ["XFD1048576", "A100001", "KO1"])
def test_a_cell_far_out_is_refused_before_room_is_made_for_it(tmp_path: Path, reference: str) -> None:
    assert code_of(write_workbook(tmp_path / "far.xlsx", **{reference: "x"})) == "WORKBOOK_TOO_BIG"


def test_two_cells_can_span_too_much(tmp_path: Path) -> None:
    assert code_of(write_workbook(tmp_path / "wide.xlsx", KN90000="x")) == "WORKBOOK_TOO_BIG"


@pytest.mark.parametrize("reference", [b"H99999999999999999999", b"2B", b"", b"AAAA1", b"B\xc2\xb2"])
def test_a_reference_that_is_none_is_refused(file: Path, reference: bytes) -> None:
    change_part(file, lambda part: part.replace(b'r="B2"', b'r="' + reference + b'"'))
    if reference:
        assert code_of(file) == "NOT_XLSX"
    else:
        assert inspect_parts(file) == {}


def test_formulas_and_error_values_are_named(file: Path) -> None:
    change_part(file, lambda part: part.replace(b"<v>120.5</v>", b"<f>1+2</f><v>3</v>"))
    change_part(file, lambda part: part.replace(b't="n"><v>7</v>', b't="e"><v>#DIV/0!</v>'))
    assert inspect_parts(file) == {(2, 2): "formula", (3, 2): "error"}


def test_a_document_type_is_refused(file: Path) -> None:
    change_part(file, lambda part: b'<!DOCTYPE a [<!ENTITY b "bb">]>' + part)
    assert code_of(file) == "WORKBOOK_XML"


@pytest.mark.parametrize(
    "name", ["xl/vbaProject.bin", "xl/externalLinks/externalLink1.xml", "../evil", "/evil", "xl\\evil"]
)
def test_more_than_cells_is_refused(file: Path, name: str) -> None:
    assert code_of(change_part(file, lambda _: b"<x/>", name)) == "WORKBOOK_PART"


def test_what_unpacks_to_too_much_is_refused(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    change_part(file, lambda part: part.replace(b"</sheetData>", b" " * 100_000 + b"</sheetData>"))
    monkeypatch.setattr(workbook_parts, "_MAX_BYTES", 100_000)
    assert code_of(file) == "WORKBOOK_TOO_BIG"


def test_what_is_cut_off_or_lacks_its_sheet_is_no_workbook(file: Path) -> None:
    whole = file.read_bytes()
    file.write_bytes(whole[:-30])
    assert code_of(file) == "NOT_XLSX"
    file.write_bytes(whole)
    change_part(file, lambda part: part[: len(part) // 2])
    assert code_of(file) == "NOT_XLSX"
    file.write_bytes(whole)
    change_part(file, lambda part: part.replace(b"<sheet ", b"<page "), "xl/workbook.xml")
    assert code_of(file) == "NOT_XLSX"


def test_every_part_is_held_against_its_checksum(file: Path) -> None:
    whole = bytearray(file.read_bytes())
    place = whole.index(SHEET.encode()) + len(SHEET) + 40
    whole[place] ^= 1
    file.write_bytes(whole)
    assert code_of(file) == "NOT_XLSX"
