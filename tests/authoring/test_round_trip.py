"""The definitions go out as a workbook and come back as they were."""

import re
import tomllib
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook

from baise_desktop.app.installation.forms import read_forms_workbook, write_forms_workbook
from baise_desktop.authoring.layout import document_columns, sheets
from baise_desktop.authoring.toml_text import file_text
from baise_desktop.errors import BaiseError
from baise_desktop.form.canonical_catalogue import canonical_catalogue
from baise_desktop.form.check import find_defects
from baise_desktop.form.definition import Catalogue
from baise_desktop.form.load import load_catalogue
from tests.authoring import sheets as cells
from tests.pki import NOW

CHINESE = re.compile(r"[\u4e00-\u9fff]")


@pytest.fixture(scope="session")
def book(workbook_file: Path) -> Workbook:
    return load_workbook(workbook_file)


@pytest.fixture(scope="session")
def again(workbook_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("again") / "forms"
    read_forms_workbook(workbook_file, folder)
    return folder


def test_what_comes_back_is_byte_equal(again: Path, catalogue: Catalogue) -> None:
    assert canonical_catalogue(load_catalogue(again)) == canonical_catalogue(catalogue)
    assert find_defects(again) == ()


def test_canonical_bytes_see_every_change(again: Path, catalogue: Catalogue, tmp_path: Path) -> None:
    narratives = (again / "narratives.toml").read_bytes()
    (again / "narratives.toml").write_bytes(narratives.replace("进展情况".encode(), "进展".encode(), 1))
    try:
        assert canonical_catalogue(load_catalogue(again)) != canonical_catalogue(catalogue)
    finally:
        (again / "narratives.toml").write_bytes(narratives)


def test_every_definition_stays_in_its_file(again: Path, forms_folder: Path) -> None:
    def listed(folder: Path) -> set[str]:
        return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.suffix in {".toml", ".txt"}}

    assert listed(again) == listed(forms_folder)


def test_a_second_round_changes_no_byte(again: Path, tmp_path: Path) -> None:
    write_forms_workbook(tmp_path / "second.xlsx", again, NOW)
    read_forms_workbook(tmp_path / "second.xlsx", tmp_path / "second")
    for path in again.rglob("*.toml"):
        assert (tmp_path / "second" / path.relative_to(again)).read_bytes() == path.read_bytes()


def test_headings_and_words_are_chinese_and_stand_once() -> None:
    for sheet in sheets():
        headings = [column.heading for column in sheet.columns]
        assert len(set(headings)) == len(headings), sheet.title
        assert all(CHINESE.search(text) for text in (sheet.title, *headings)), (sheet.title, headings)
        for column in sheet.columns:
            words = list(column.words.values())
            assert len(set(words)) == len(words), (sheet.title, column.heading)
            assert all(CHINESE.search(word) for word in words), (sheet.title, column.heading, words)


def test_every_cell_is_text_and_headings_stay_in_view(book: Workbook) -> None:
    for sheet in sheets():
        shown = book[sheet.title]
        assert shown.freeze_panes == "B2"
        for row in shown.iter_rows():
            for cell in row:
                assert cell.value is None or (cell.data_type, cell.number_format) == ("s", "@"), cell.coordinate
        assert all(
            shown.column_dimensions[get_column_letter(cell.column or 0)].number_format == "@" for cell in shown[1]
        )
    assert book["使用说明"]["A1"].value
    assert book["方案原文"].max_row > 400
    assert [cell.value for cell in book["方案原文"][1]] == [column.heading for column in document_columns()]


@pytest.mark.parametrize(
    ("sheet", "heading", "offers"),
    [
        ("台账字段", "类型", "小数"),
        ("台账字段", "代码表", "cl.level 级别"),
        ("台账字段", "引用台账", "r.platform 创新平台台账"),
        ("校核规则", "级别", "强制"),
        ("台账", "频度", "每季度"),
        ("目标", "牵头单位", "d.keji 百色市科学技术局"),
        ("目标", "比较方式", "达到（≥）"),
        ("任务", "要填报", "是"),
    ],
)
def test_what_can_be_chosen_is_offered(book: Workbook, sheet: str, heading: str, offers: str) -> None:
    letter = get_column_letter(cells.column(book, sheet, heading))
    rules = book[sheet].data_validations.dataValidation
    source = next(rule.formula1 for rule in rules if str(rule.sqref).startswith(f"{letter}2:"))
    title, _, place = source.replace("'", "").replace("$", "").partition("!")
    assert offers in [cell.value for (cell,) in book[title][place]]


def test_a_folder_with_defects_is_not_written(forms_folder: Path, tmp_path: Path) -> None:
    (tmp_path / "narratives.toml").write_text("[[narrative]]\nid = 1\n", "utf-8")
    with pytest.raises(BaiseError, match="FORM_FILE"):
        write_forms_workbook(tmp_path / "out.xlsx", tmp_path, NOW)
    assert not (tmp_path / "out.xlsx").exists()


def test_what_a_workbook_cannot_hold_is_refused(tmp_path: Path) -> None:
    note = " 前后有空格 "
    (tmp_path / "forms").mkdir()
    (tmp_path / "forms" / "narratives.toml").write_text(
        f'[[narrative]]\nid = "x"\nname = "进展"\nrequired = true\nnote = "{note}"\n', "utf-8"
    )
    with pytest.raises(BaiseError, match="FORM_WORKBOOK_LOSSY"):
        write_forms_workbook(tmp_path / "out.xlsx", tmp_path / "forms", NOW)
    assert not (tmp_path / "out.xlsx").exists()


TEXTS = st.text(st.characters(exclude_categories=["Cs"]))
VALUES = st.recursive(
    TEXTS
    | st.booleans()
    | st.integers(-(10**9), 10**9)
    | st.dates(date(1900, 1, 1))
    | st.decimals(-1000, 1000, places=3),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=12,
)


@given(st.lists(st.dictionaries(TEXTS, VALUES, max_size=5), min_size=1, max_size=3))
def test_toml_says_what_it_was_given(tables: list[dict[str, object]]) -> None:
    assert tomllib.loads(file_text(tables, "item"), parse_float=Decimal) == {"item": tables}  # type: ignore[arg-type]
    single = tables[0]
    assert tomllib.loads(file_text([single], ""), parse_float=Decimal) == single  # type: ignore[list-item]
