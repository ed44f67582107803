from datetime import date
from pathlib import Path

import pytest

from baise_desktop.errors import BaiseError
from baise_desktop.report.workbook_rows import read_workbook_rows
from tests.report.workbooks import change_part, write_workbook

STRINGS = b't="s"><v>%d</v>'


def test_rows_are_the_texts_a_clerk_would_have_typed(tmp_path: Path) -> None:
    rows = (("编号 ", "金额", "日期", "有效"), (), ("甲", 1e16, date(2023, 5, 1), True), (None, "0", "2023.5", False))
    read = read_workbook_rows(write_workbook(tmp_path / "b.xlsx", rows))
    assert read.headings == ("编号", "金额", "日期", "有效")
    assert read.rows == ((3, ("甲", "10000000000000000", "2023-05-01", "是")), (4, ("", "0", "2023.5", "否")))
    assert read.doubts == {(3, 1): "long_number"}


def test_doubts_are_named_by_row_and_heading(tmp_path: Path) -> None:
    file = write_workbook(tmp_path / "b.xlsx")
    change_part(file, lambda part: part.replace(b"<v>120.5</v>", b"<f>1+2</f><v>3</v>"))
    read = read_workbook_rows(file)
    assert (read.rows[0], read.doubts) == ((2, ("甲", "3")), {(2, 1): "formula"})


@pytest.mark.parametrize(
    "content", [b"", b"<html>", "编号,金额\n".encode("gbk"), b"\xd0\xcf\x11\xe0" + bytes(99), b"PK\x03\x04"]
)
def test_what_is_no_workbook_is_refused(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "b.xlsx"
    file.write_bytes(content)
    with pytest.raises(BaiseError) as caught:
        read_workbook_rows(file)
    assert caught.value.code == "NOT_XLSX"


@pytest.mark.parametrize("index", [99999, -1])
def test_a_text_that_is_not_there_is_told_by_its_cell(tmp_path: Path, index: int) -> None:
    file = write_workbook(tmp_path / "b.xlsx")
    change_part(file, lambda part: part.replace(b't="n"><v>7</v>', STRINGS % index))
    with pytest.raises(BaiseError) as caught:
        read_workbook_rows(file)
    assert caught.value.code == "WORKBOOK_CELL"
    assert "B3" in caught.value.sentence
