"""Looked at before it happens, and a filled template comes back without loss."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from random import Random

import pytest
from openpyxl import Workbook, load_workbook

from baise_desktop.app.desk import Desk
from baise_desktop.app.entry import filling, undoing
from baise_desktop.app.entry.import_columns import ROW_ID, Column, guess_columns, match_heading
from baise_desktop.app.entry.import_plan import Source, commit_import, plan_import, read_source
from baise_desktop.app.entry.importing import import_rows
from baise_desktop.app.entry.template import write_template
from baise_desktop.app.practice.demo_rows import RowMaker
from baise_desktop.form.definition import FieldType, Form, FormKind
from baise_desktop.form.period import parse_period
from baise_desktop.store.entries import Sheet
from tests.app.conftest import NOW
from tests.round_trip import CONTRACTS, MONTH, PLAN, add_contract, contracts_of

TODAY = date(2023, 5, 4)


def form_of(desk: Desk) -> Form:
    return desk.catalogue.forms[CONTRACTS]


def book_of(file: Path, sheets: Mapping[str, list[list[object]]]) -> Path:
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, grid in sheets.items():
        sheet = book.create_sheet(name)
        for row in grid:
            sheet.append(row)
    book.save(file)
    return file


def source_of(desk: Desk, file: Path, *grid: list[object]) -> Source:
    return read_source(book_of(file, {"表": list(grid)}), form_of(desk))


def test_sheet_headings_and_columns_are_found(county: Desk, tmp_path: Path) -> None:
    other: list[list[object]] = [["说明"], ["甲", "乙"]]
    grid: list[list[object]] = [
        ["平果市技术合同登记台账", None, None],
        ["填报日期：2023-05-04"],
        ["序号", "＊合同登记编号", "合同 名称", "合同成交额（元）"],
        [1, "HT-1", "甲", "1,200"],
    ]
    source = read_source(book_of(tmp_path / "a.xlsx", {"封面": other, "台账": grid}), form_of(county))
    assert (source.sheet, source.heading) == (1, 2)
    assert source.columns == {1: Column("contract_no"), 2: Column("title"), 3: Column("amount", "元")}
    plan = plan_import(county, contracts_of(county), source)
    assert [(each.field, each.after) for each in plan.difference.cells if each.field == "amount"] == [
        ("amount", "0.1200")
    ]


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("合同成交额", Column("amount")),
        ("*合同成交额(万元)", Column("amount")),
        ("合同成交额（亿元）", Column("amount", "亿元")),
        ("合同成交额（吨）", None),
        ("行标识（勿改）", Column(ROW_ID)),
        ("备注一", None),
    ],
)
def test_headings(county: Desk, heading: str, expected: Column | None) -> None:
    assert match_heading(form_of(county), heading) == expected


def test_of_two_columns_for_one_field_the_first_counts(county: Desk) -> None:
    assert guess_columns(form_of(county), ["合同名称", "合同名称"]) == {0: Column("title")}


def test_rows_are_told_apart_and_committed_as_one_step(county: Desk, tmp_path: Path) -> None:
    old = add_contract(county, NOW).record.row_id
    same = add_contract(county, NOW, contract_no="HT-002").record.row_id
    source = source_of(
        county,
        tmp_path / "a.xlsx",
        ["合同登记编号", "合同名称", "签订日期", "合同成交额（万元）"],
        ["HT-001", "改名", None, None],
        ["HT-002", "演示合同一", "2023.3.5", 120.5],
        ["HT-003", "新的", "下周三", "1.2亿"],
    )
    plan = plan_import(county, contracts_of(county), source)
    assert plan.rows == {"new": 1, "changed": 1, "same": 1}
    kinds = {(each.line, each.field): each.kind for each in plan.difference.cells}
    assert kinds["第 2 行", "title"] == "changed"
    assert kinds["第 4 行", "sign_date"] == "bad"
    assert kinds["第 4 行", "amount"] == "new"
    assert {each.kind for each in plan.difference.cells if each.row == same} == {"same"}
    assert len(filling.list_rows(county, contracts_of(county))) == 2
    assert commit_import(county, contracts_of(county), plan, NOW) == 2
    rows = {entry.record.values["contract_no"]: entry for entry in filling.list_rows(county, contracts_of(county))}
    assert rows["HT-001"].record.row_id == old
    assert rows["HT-001"].record.values["title"] == "改名"
    assert rows["HT-001"].record.values["sign_date"] == date(2023, 3, 5)
    assert rows["HT-003"].record.values["amount"] == Decimal(12000)
    assert rows["HT-003"].wrong == {"sign_date": "下周三"}
    assert undoing.undo(county, PLAN, MONTH, NOW).name == "导入 2 行"
    assert len(filling.list_rows(county, contracts_of(county))) == 2


def test_blanks_erase_only_when_wanted(county: Desk, tmp_path: Path) -> None:
    add_contract(county, NOW)
    source = source_of(county, tmp_path / "a.xlsx", ["合同登记编号", "合同名称"], ["HT-001", None])
    assert plan_import(county, contracts_of(county), source).difference.typed() == ()
    plan = plan_import(county, contracts_of(county), replace(source, erase=True))
    assert [(each.before, each.after, each.kind) for each in plan.difference.cells if each.kind != "same"] == [
        ("演示合同一", "", "changed")
    ]
    commit_import(county, contracts_of(county), plan, NOW)
    assert "title" not in filling.list_rows(county, contracts_of(county))[0].record.values


def test_a_row_is_found_by_its_id_even_with_another_key(county: Desk, tmp_path: Path) -> None:
    row = add_contract(county, NOW).record.row_id
    file = write_template(county, contracts_of(county), tmp_path / "t.xlsx", TODAY)
    book = load_workbook(file)
    sheet = book.worksheets[0]
    headings = [cell.value for cell in sheet[1]]
    sheet.cell(2, headings.index("合同登记编号") + 1).value = "HT-900"
    sheet.cell(3, headings.index("合同登记编号") + 1).value = "HT-901"
    book.save(file)
    import_rows(county, file, PLAN, CONTRACTS, MONTH, NOW)
    first, second = filling.list_rows(county, contracts_of(county))
    assert (first.record.row_id, first.record.values["contract_no"]) == (row, "HT-900")
    assert second.record.values["contract_no"] == "HT-901"


def test_doubtful_cells_are_told(county: Desk, tmp_path: Path) -> None:
    source = source_of(county, tmp_path / "a.xlsx", ["合同登记编号", "合同成交额"], ["HT-1", "=1+1"])
    assert "公式" in plan_import(county, contracts_of(county), source).doubts[0]


def test_a_template_offers_and_guards(county: Desk, tmp_path: Path) -> None:
    add_contract(county, NOW)
    book = load_workbook(write_template(county, contracts_of(county), tmp_path / "t.xlsx", TODAY))
    sheet, guide, lists = book.worksheets
    assert sheet.column_dimensions["A"].hidden
    assert sheet.freeze_panes == "C2"
    assert (guide.title, lists.sheet_state) == ("填写说明", "hidden")
    headings = {cell.value: cell.coordinate.removesuffix("1") for cell in sheet[1]}
    number, signed = headings["合同登记编号"], headings["签订日期"]
    assert (sheet[f"{number}2"].value, sheet[f"{number}3"].number_format) == ("HT-001", "@")
    assert sheet[f"{signed}2"].is_date
    offered = [rule for rule in sheet.data_validations.dataValidation if rule.type == "list"]
    chosen = (FieldType.CHOICE, FieldType.BOOL, FieldType.UNIT, FieldType.REF)
    assert len(offered) == sum(field.type in chosen for field in form_of(county).fields)


def registers_of(desk: Desk) -> list[Form]:
    return [form for form in desk.catalogue.forms.values() if form.kind is FormKind.REGISTER and form.fields]


def test_every_template_comes_back_without_a_change(county: Desk, tmp_path: Path) -> None:
    maker = RowMaker(county.catalogue, county.unit, Random(4))
    for form in registers_of(county):
        sheet = Sheet(county.office.unit, PLAN, "2023", form.id)
        if form.plans and PLAN not in form.plans:
            continue
        rows = maker.make_rows(form, parse_period("2023"), 2, {})
        filling.add_rows(county, sheet, [{**row, form.fields[0].key: "=1+1"} for row in rows[:1]], NOW)
        filling.add_rows(county, sheet, rows[1:], NOW)
        file = write_template(county, sheet, tmp_path / f"{form.id}.xlsx", TODAY)
        plan = plan_import(county, sheet, read_source(file, form))
        assert [each for each in plan.difference.cells if each.kind != "same"] == [], form.title
        assert plan.rows["new"] == 0, form.title
