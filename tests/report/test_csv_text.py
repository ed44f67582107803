import csv
from datetime import date
from decimal import Decimal
from io import StringIO

import pytest

from baise_desktop.report.csv_text import render_csv
from baise_desktop.report.table import Cell, Table, TableColumn


def rows_of(*cells: Cell) -> list[list[str]]:
    table = Table("表", (TableColumn("金额", "万元"),), tuple((cell,) for cell in cells))
    return list(csv.reader(StringIO(render_csv(table).decode("utf-8-sig"), newline="")))


def test_f126_excel_knows_the_encoding_and_keeps_every_digit() -> None:
    data = render_csv(Table("表", (TableColumn("证件号"),), (("451025199001010012",), ("0771",), ("甲",))))
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.decode("utf-8-sig") == "证件号\r\n'451025199001010012\r\n'0771\r\n甲\r\n"


@pytest.mark.parametrize("text", ['=HYPERLINK("x")', "=cmd|'/c'!A1", "+1", "-1", "@SUM", "\t=1", "＝1", "\n=1", " =1"])
def test_f124_nothing_computes_in_csv(text: str) -> None:
    assert rows_of(text)[1] == [f"'{text}"]


def test_numbers_and_dates_stay_what_they_are() -> None:
    assert rows_of(Decimal("-1.50"), -7, date(2023, 5, 1), None, 'a"b,c')[1:] == [
        *(["-1.50"], ["-7"], ["2023-05-01"], [""], ['a"b,c'])
    ]
