"""The breakdown on paper, in a workbook, and as what a unit must reach."""

from datetime import date
from pathlib import Path

import openpyxl
import pytest

from baise_desktop.app.desk import Desk
from baise_desktop.app.entry import filling
from baise_desktop.app.entry.importing import import_rows
from baise_desktop.app.results.allocation_report import write_allocation
from baise_desktop.app.results.figures import figure_table
from baise_desktop.app.results.target_facts import target_facts
from baise_desktop.app.terms.allocation import read_shares
from baise_desktop.errors import BaiseError
from baise_desktop.store.entries import Sheet
from tests.app.conftest import NOW

DAY = date(2023, 3, 31)


def allocate(desk: Desk, unit: str, value: str, target: str = "p2.t.contract", status: str = "已下达") -> None:
    texts = {"target_id": target, "unit": unit, "year": "2023", "value": value, "status": status, "basis": "本级下达"}
    filling.add_row(desk, Sheet(desk.office.unit, "p2", "2023", "r.decomp"), NOW, texts)


def requirement_of(desk: Desk, unit: str) -> str:
    rows = figure_table(desk, "p2", DAY, unit).rows
    return next(row.requirement for row in rows if row.target == "p2.t.contract")


def test_what_the_city_enters_is_what_the_unit_owes(city: Desk) -> None:
    assert requirement_of(city, "c.pingguo") == "未分解到本单位"
    allocate(city, "c.pingguo", "20")
    allocate(city, "c.lingyun", "30", status="拟分解")
    assert requirement_of(city, "c.pingguo") == "＞20亿元"
    assert requirement_of(city, "c.lingyun") == "未分解到本单位"
    assert requirement_of(city, "") == "＞160亿元"


def test_a_unit_does_not_set_what_is_required_of_it(county: Desk) -> None:
    assert target_facts(county, "p2.t.contract", "2023").requirement == "全市＞160亿元，未分解到本单位"
    allocate(county, county.office.unit, "20")
    assert target_facts(county, "p2.t.contract", "2023").requirement == "全市＞160亿元，未分解到本单位"


def test_annex_5_goes_into_a_workbook_as_numbers(city: Desk, tmp_path: Path) -> None:
    out = write_allocation(city, "p1", tmp_path / "p1.xlsx", NOW)
    sheet = openpyxl.load_workbook(out).worksheets[0]
    cells = [[cell.value for cell in row if cell.value is not None] for row in sheet.iter_rows()]
    assert ["2", "田阳县", 1, 2, 2, 5] in cells
    assert ["4", "平果县", 2, 2, 2, 6] in cells
    assert ["合 计", 14, 17, 19, 50] in cells


def test_what_does_not_add_up_is_on_the_sheet(city: Desk, tmp_path: Path) -> None:
    allocate(city, "c.pingguo", "20")
    out = write_allocation(city, "p2", tmp_path / "p2.xlsx", NOW)
    book = openpyxl.load_workbook(out)
    texts = [str(cell.value) for sheet in book.worksheets for row in sheet.iter_rows() for cell in row if cell.value]
    assert "技术合同成交额累计：各单位分解之和 20 亿元，不等于方案总数 160 亿元，差 140 亿元" in texts
    assert "本级下达（已下达）" in texts


def test_the_city_takes_its_breakdown_from_a_workbook(city: Desk, tmp_path: Path) -> None:
    file = tmp_path / "breakdown.xlsx"
    for amount in (15, 25):
        book = openpyxl.Workbook()
        book.worksheets[0].append(["目标", "承担单位", "年度", "分解值", "状态", "依据（原文附件/本级下达）"])
        book.worksheets[0].append(["技术合同成交额累计", "平果市", 2023, amount, "已下达", "本级下达"])
        book.save(file)
        import_rows(city, file, "p2", "r.decomp", "2023", NOW)
        assert requirement_of(city, "c.pingguo") == f"＞{amount}亿元"
    with pytest.raises(BaiseError, match="ROLE_UNIT_ONLY"):
        import_rows(city, file, "p2", "r.tech_contract", "2023-04", NOW)
    with pytest.raises(BaiseError, match="PERIOD"):
        import_rows(city, file, "p2", "r.decomp", "明年", NOW)


def test_paper_and_refusals(city: Desk, tmp_path: Path) -> None:
    for plan in ("p1", "p2"):
        assert write_allocation(city, plan, tmp_path / f"{plan}.pdf", NOW).read_bytes().startswith(b"%PDF")
    assert read_shares(city, "p2") == ()
    with pytest.raises(BaiseError, match="PLAN_UNKNOWN"):
        write_allocation(city, "p9", tmp_path / "p9.pdf", NOW)
