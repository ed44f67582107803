"""The city shares out its targets; what units know is changed with a reason, and every change is on record."""

from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from baise_desktop.app.desk import Desk
from baise_desktop.app.results.allocation_book import take_breakdown_book, write_breakdown_book
from baise_desktop.app.results.allocation_desk import matrix_of, read_breakdown, units_of
from baise_desktop.app.terms.allocation import read_shares
from baise_desktop.app.terms.allocation_change import ShareEdit, issue_shares, set_shares
from baise_desktop.errors import BaiseError
from baise_desktop.progress.allocation_gaps import GapKind
from baise_desktop.store.journal import read_journal
from tests.app.conftest import NOW

CONTRACT = "p2.t.contract"


def edit(unit: str, text: str, target: str = CONTRACT, year: int = 2023) -> ShareEdit:
    return ShareEdit(target, unit, year, text)


def shares_of(city: Desk, plan: str = "p2") -> dict[tuple[str, int], tuple[Decimal, str]]:
    return {(share.unit, share.year): (share.value, share.status) for share in read_shares(city, plan)}


def test_a_share_is_proposed_told_and_adjusted_with_a_reason(city: Desk) -> None:
    assert set_shares(city, "p2", [edit("c.pingguo", "20"), edit("c.lingyun", "30")], NOW) == 2
    assert shares_of(city) == {
        ("c.pingguo", 2023): (Decimal(20), "拟分解"),
        ("c.lingyun", 2023): (Decimal(30), "拟分解"),
    }
    assert set_shares(city, "p2", [edit("c.pingguo", "21")], NOW) == 1
    assert shares_of(city)["c.pingguo", 2023] == (Decimal(21), "拟分解")
    assert issue_shares(city, "p2", NOW, document="百科领办〔2023〕1号") == 2
    assert issue_shares(city, "p2", NOW) == 0
    with pytest.raises(BaiseError, match="ALLOCATION_REASON"):
        set_shares(city, "p2", [edit("c.lingyun", "31"), edit("c.pingguo", "25")], NOW, reason=" ")
    assert shares_of(city)["c.lingyun", 2023] == (Decimal(30), "已下达")
    assert set_shares(city, "p2", [edit("c.pingguo", "25")], NOW, reason="年中调整") == 1
    assert shares_of(city)["c.pingguo", 2023] == (Decimal(25), "已调整")


def test_a_share_that_units_know_is_not_changed_by_an_empty_phrase(city: Desk) -> None:
    set_shares(city, "p2", [edit("c.pingguo", "20")], NOW, issue=True)
    with pytest.raises(BaiseError, match="EMPTY_PHRASE"):
        set_shares(city, "p2", [edit("c.pingguo", "21")], NOW, reason="情况属实")


def test_the_refusal_reads_as_sentences(city: Desk) -> None:
    for text in ("很多", "-1", "1.00001"):
        with pytest.raises(BaiseError) as refused:
            set_shares(city, "p2", [edit("c.pingguo", text)], NOW)
        assert "。，" not in str(refused.value)
        assert str(refused.value).endswith("。请改正。")


def test_every_change_is_on_record(city: Desk) -> None:
    set_shares(city, "p2", [edit("c.pingguo", "20")], NOW, issue=True)
    set_shares(city, "p2", [edit("c.pingguo", "25")], NOW, reason="年中调整")
    set_shares(city, "p2", [edit("c.pingguo", "")], NOW, reason="撤销")
    told = [(h.change.before, h.change.after, h.change.status, h.reason) for h in read_breakdown(city, "p2").history]
    assert told == [("", "20", "已下达", ""), ("20", "25", "已调整", "年中调整"), ("25", "", "", "撤销")]
    assert shares_of(city) == {}
    assert {line.act for line in read_journal(city.store)[-6:]} == {"年度分解"}


def test_a_cell_of_the_annex_is_replaced_only_with_a_reason_and_comes_back(city: Desk) -> None:
    place = edit("c.pingguo", "3", "p1.t.conversion", 2018)
    with pytest.raises(BaiseError, match="方案原文"):
        set_shares(city, "p1", [place], NOW)
    assert set_shares(city, "p1", [place], NOW, reason="园区划转") == 1
    table = matrix_of(city.catalogue, read_breakdown(city, "p1"), "p1.t.conversion")
    line = table.cells[table.units.index("c.pingguo")]
    stands = [(share.value, share.status) for share in line if share]
    assert stands == [(Decimal(3), "已调整"), (Decimal(2), ""), (Decimal(2), ""), (Decimal(6), "")]
    assert [column.total for column in table.columns] == [15, 17, 19, 50]
    assert set_shares(city, "p1", [edit("c.pingguo", "", "p1.t.conversion", 2018)], NOW, reason="撤销") == 1
    table = matrix_of(city.catalogue, read_breakdown(city, "p1"), "p1.t.conversion")
    assert [column.total for column in table.columns] == [14, 17, 19, 50]


def test_all_or_nothing(city: Desk) -> None:
    for wrong in (
        edit("c.pingguo", "-1"),
        edit("c.pingguo", "很多"),
        edit("c.pingguo", "不适用"),
        edit("c.pingguo", "1.00001"),
        edit("c.pingguo", "3.5", "p2.t.hightech"),
        edit("c.none", "1"),
        edit("c.pingguo", "1", year=2019),
    ):
        with pytest.raises(BaiseError, match="ALLOCATION_"):
            set_shares(city, "p2", [edit("c.lingyun", "5"), wrong], NOW)
    assert read_shares(city, "p2") == ()


def test_what_is_lacking_is_told(city: Desk) -> None:
    gaps = {gap.target: gap for gap in read_breakdown(city, "p2").gaps}
    assert gaps[CONTRACT].sentence == "技术合同成交额累计：还没有分解到单位"
    assert "p2.t.fiscal_growth" not in gaps
    set_shares(city, "p2", [edit("c.pingguo", "20")], NOW)
    kinds = [gap.kind for gap in read_breakdown(city, "p2").gaps if gap.target == CONTRACT]
    assert kinds == [GapKind.UNITS, GapKind.SUM]
    assert [
        gap for gap in read_breakdown(city, "p1").gaps if gap.target == "p1.t.conversion" and "和" in gap.sentence
    ] == []


def test_units_share_out_nothing(county: Desk) -> None:
    with pytest.raises(BaiseError, match="ROLE_CITY_ONLY"):
        set_shares(county, "p2", [edit("c.pingguo", "20")], NOW)
    with pytest.raises(BaiseError, match="ROLE_CITY_ONLY"):
        issue_shares(county, "p2", NOW)


def test_the_workbook_reads_back_to_what_it_was_written_from(city: Desk, tmp_path: Path) -> None:
    set_shares(city, "p2", [edit("c.pingguo", "20")], NOW, issue=True)
    out = write_breakdown_book(city, "p2", tmp_path / "p2.xlsx", NOW)
    before = read_shares(city, "p2")
    result = take_breakdown_book(city, "p2", out, NOW)
    assert result.bad == ()
    assert read_shares(city, "p2") == before
    book = openpyxl.load_workbook(out)
    sheet = book.worksheets[0]
    for line in sheet.iter_rows():
        target, unit, year = [cell.value for cell in line[:3]]
        if target == "技术合同成交额累计" and unit in {"平果市", "乐业县"} and year == "2023":
            line[3].value = 30
    book.save(out)
    take_breakdown_book(city, "p2", out, NOW)
    assert shares_of(city) == {("c.pingguo", 2023): (Decimal(30), "已调整"), ("c.leye", 2023): (Decimal(30), "拟分解")}
    assert read_breakdown(city, "p2").history[-1].reason == "从工作簿“p2.xlsx”导入"


def test_the_workbook_of_a_plan_with_annexes_leaves_them_as_they_are(city: Desk, tmp_path: Path) -> None:
    out = write_breakdown_book(city, "p1", tmp_path / "p1.xlsx", NOW)
    assert take_breakdown_book(city, "p1", out, NOW).bad == ()
    assert read_breakdown(city, "p1").history == ()
    with pytest.raises(BaiseError, match="SUFFIX"):
        write_breakdown_book(city, "p1", tmp_path / "p1.pdf", NOW)


def test_what_an_annex_leaves_to_the_city_is_shared_out_too(city: Desk) -> None:
    assert set_shares(city, "p1", [edit("c.leye", "2", "p1.t.natl_platform.xctd", 2020)], NOW, issue=True) == 1
    table = matrix_of(city.catalogue, read_breakdown(city, "p1"), "p1.t.natl_platform.xctd")
    assert [(column.total, column.required) for column in table.columns][-1] == (Decimal(2), Decimal(8))
    for alone in ("p1.t.natl_platform.makerspace", "p1.t.conversion.y2019"):
        with pytest.raises(BaiseError, match="ALLOCATION_PLACE"):
            set_shares(city, "p1", [edit("c.leye", "1", alone, 2020)], NOW)


def test_a_whole_plan_can_be_pasted_at_once(city: Desk) -> None:
    edits = [
        ShareEdit(target, unit, year, "3")
        for target, units in units_of(city, "p2").items()
        for unit in units
        for year in (2021, 2022, 2023)
    ]
    assert set_shares(city, "p2", edits, NOW) == len(edits) > 800
    assert len(read_breakdown(city, "p2").history) == len(edits)
