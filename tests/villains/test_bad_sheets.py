"""Section F of the list of bad inputs, each workbook shown at every door; X numbers are not on the list."""

import hashlib
import io
import re
import sqlite3
import zipfile
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from baise_desktop.app.desk import Desk, close_desk, open_desk
from baise_desktop.app.entry import filling
from baise_desktop.app.entry.import_plan import commit_import, plan_import, read_source
from baise_desktop.app.entry.importing import ImportResult, import_rows
from baise_desktop.app.entry.template import write_template
from baise_desktop.app.installation.forms import take_workbook
from baise_desktop.app.installation.home import open_submission
from baise_desktop.app.results.allocation_book import take_breakdown_book
from baise_desktop.app.results.workbooks import submission_workbook
from baise_desktop.cli.run import run
from baise_desktop.errors import BaiseError
from baise_desktop.report import excel, workbook_parts
from baise_desktop.report.splice import read_official_form
from baise_desktop.store import entries
from baise_desktop.store.entries import Entry
from baise_desktop.store.verify import logical_digest
from tests.report.workbooks import SHEET, change_part
from tests.round_trip import CONTRACTS, MONTH, PLAN, add_contract, contracts_of
from tests.villains.bad_sheets import (
    BOOK,
    HEADINGS,
    NUMBER,
    REFUSED,
    ROW,
    STYLES,
    Make,
    good,
    with_number,
    with_part,
)
from tests.villains.estate import NOW, Estate
from tests.villains.watch import harmless

_CHINESE = re.compile(r"[\u4e00-\u9fff]")
HOSTILE = ('=HYPERLINK("http://x","y")', "=cmd|'/c calc'!A1", "+1", "-1", "@SUM(1+1)", "\t=1", "＝1")


@pytest.fixture(scope="module")
def office(estate: Estate) -> Iterator[Desk]:
    """平果市 before it sent anything; what it refuses does not change it."""
    desk = open_desk(estate.folder / "before")
    yield desk
    close_desk(desk)


@pytest.fixture(scope="module")
def city(estate: Estate) -> Iterator[Desk]:
    desk = open_desk(estate.folder / "city")
    yield desk
    close_desk(desk)


@pytest.fixture
def county(estate: Estate, open_copy: Callable[[Path], Desk]) -> Desk:
    """A copy for what comes in."""
    return open_copy(estate.folder / "before")


def take(desk: Desk, file: Path, *, confirmed: bool = False, dry_run: bool = False) -> ImportResult:
    return import_rows(desk, file, PLAN, CONTRACTS, MONTH, NOW, confirmed=confirmed, dry_run=dry_run)


def values_of(desk: Desk, key: str) -> list[object]:
    return [entry.record.values.get(key) for entry in filling.list_rows(desk, contracts_of(desk))]


def doors(office: Desk, city: Desk, folder: Path) -> dict[str, Callable[[Path], object]]:
    """Everything that people give workbooks to."""
    form = office.catalogue.forms[CONTRACTS]
    return {
        "import": lambda file: take(office, file),
        "import confirmed": lambda file: take(office, file, confirmed=True),
        "window": lambda file: read_source(file, form),
        "forms": lambda file: take_workbook(file, folder / "forms"),
        "breakdown": lambda file: take_breakdown_book(city, PLAN, file, NOW),
        "official form": read_official_form,
    }


def check_words(error: BaiseError, file: Path) -> None:
    assert _CHINESE.search(error.sentence)
    assert file.name in error.sentence
    assert "请" in error.sentence
    assert error.sentence.isprintable()
    assert len(error.sentence) < 400


SEEN_WITHOUT_VALUES = [item for item in REFUSED if item.startswith(("X301", "X302", "X303"))]


@pytest.mark.parametrize("item", REFUSED)
def test_every_door_refuses(office: Desk, city: Desk, tmp_path: Path, item: str) -> None:
    """R0: one sentence, both stores as before, nothing written or started, bounded, and the next good one comes in."""
    make, code = REFUSED[item]
    file = make(tmp_path / "坏.xlsx")
    before = hashlib.sha256(file.read_bytes()).hexdigest(), file.stat().st_mtime_ns
    stores = logical_digest(office.store), logical_digest(city.store)
    for name, door in doors(office, city, tmp_path).items():
        if name == "official form" and item not in SEEN_WITHOUT_VALUES and code == "WORKBOOK_CELL":
            continue  # It takes no values out of cells, so it finds no fault with numbers.
        with harmless(office.folder, city.folder), pytest.raises(BaiseError) as caught:
            door(file)
        assert (name, caught.value.code) == (name, code)
        check_words(caught.value, file)
    assert (hashlib.sha256(file.read_bytes()).hexdigest(), file.stat().st_mtime_ns) == before
    assert (logical_digest(office.store), logical_digest(city.store)) == stores
    assert not (tmp_path / "forms").exists()
    assert take(office, good(tmp_path / "好.xlsx"), dry_run=True).is_plain


NAMED = {
    "F121 .xls": ".xls",
    "F121 .et": ".et",
    "F121 below a password": "密码",
    "F121 entries below a password": "密码",
    "F121 CSV in GBK": "GBK",
    "F121 CSV in UTF-8": "CSV",
    "F121 HTML": "HTML",
    "F121 nothing": "空文件",
    "F121 .ods": ".ods",
    "F121 .docx": "Word",
    "F121 .xlsb": ".xlsb",
    "F121 a picture": "图片",
}


@pytest.mark.parametrize(("item", "word"), NAMED.items(), ids=NAMED.keys())
def test_f121_what_it_is_instead_is_named(office: Desk, tmp_path: Path, item: str, word: str) -> None:
    with pytest.raises(BaiseError) as caught:
        take(office, REFUSED[item][0](tmp_path / "表.xlsx"))
    told, _, _ = caught.value.sentence.partition("，不能作为")
    assert word in told.replace("表.xlsx", "")


LONG = [item for item in REFUSED if item.startswith(("F112", "F113", "F114", "F118", "X303", "X304", "X305", "X312"))]


@pytest.mark.parametrize("item", LONG)
def test_long_sheets_are_refused_alike(
    office: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, item: str
) -> None:
    """They are looked over quickly first, and what is odd in them is found all the same."""
    monkeypatch.setattr(workbook_parts, "_LONG", 1)
    make, code = REFUSED[item]
    file = make(tmp_path / "坏.xlsx")
    with harmless(office.folder), pytest.raises(BaiseError) as caught:
        take(office, file)
    assert caught.value.code == code


@pytest.mark.parametrize("item", [item for item, (_, code) in REFUSED.items() if code == "WORKBOOK_CELL"])
def test_f118_the_cell_is_named(office: Desk, tmp_path: Path, item: str) -> None:
    with pytest.raises(BaiseError) as caught:
        take(office, REFUSED[item][0](tmp_path / "表.xlsx"))
    assert ("A2" if item.startswith("X302") else "D2") in caught.value.sentence


def test_the_command_says_it_once(
    estate: Estate, open_copy: Callable[[Path], Desk], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = open_copy(estate.folder / "before").folder
    file = REFUSED["F118 NaN"][0](tmp_path / "坏.xlsx")
    where = ("--store", str(folder), "--plan", PLAN, "--form", CONTRACTS, "--period", MONTH)
    assert run(["import", str(file), *where]) == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.startswith("WORKBOOK_CELL: ")
    assert len(told.err.splitlines()) == 1


# --- what comes in, and is told of --------------------------------------------------------------------------------


def percent(cell: bytes) -> Make:
    """The amount is shown as a percentage."""

    def make(file: Path) -> Path:
        with_number(cell)(file)
        style = b'<xf numFmtId="10" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs>'
        return change_part(file, lambda part: part.replace(b"</cellXfs>", style), STYLES)

    return make


def last_style(file: Path) -> int:
    with zipfile.ZipFile(file) as book:
        return book.read(STYLES).split(b"<cellXfs")[1].split(b"</cellXfs>")[0].count(b"<xf ") - 1


def doubts(desk: Desk, file: Path) -> list[tuple[int, str]]:
    return [(each.row, each.field) for each in take(desk, file, dry_run=True).doubtful]


@pytest.mark.parametrize(
    ("cell", "word"),
    [
        (b'<c r="D2"><f>1+2</f><v>3</v></c>', "公式"),
        (b'<c r="D2" t="str"><f>A1</f><v>3</v></c>', "公式"),
        (b'<c r="D2"><f>1+2</f></c>', "没有保存"),
        (b'<c r="D2" t="e"><f>1/0</f><v>#DIV/0!</v></c>', "公式"),
        (b'<c r="D2" t="e"><v>#N/A</v></c>', "错误值"),
        (b'<c r="D2"><f t="shared" si="0" ref="D2:D9">1+2</f><v>3</v></c>', "公式"),
    ],
    ids=["F116 number", "F116 text", "F116 no result", "F116 error", "X321 #N/A", "F116 shared"],
)
def test_f116_computed_cells_are_never_taken_silently(county: Desk, tmp_path: Path, cell: bytes, word: str) -> None:
    file = with_number(cell)(tmp_path / "表.xlsx")
    result = take(county, file)
    (told,) = result.doubtful
    assert (told.row, told.field) == (2, "合同成交额")
    assert word in told.message
    form = county.catalogue.forms[CONTRACTS]
    assert word in plan_import(county, contracts_of(county), read_source(file, form)).doubts[0]


def test_f116_an_error_deep_in_a_long_sheet_is_told(
    office: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbook_parts, "_LONG", 1)
    file = good(tmp_path / "表.xlsx", *((f"HT-{n:04}", "甲", "2023-03-05", n) for n in range(3_000)))
    change_part(file, lambda part: part.replace(b't="n"><v>2900</v>', b't="e"><v>#N/A</v>'))
    assert doubts(office, file) == [(2902, "合同成交额")]


def test_f116_a_formula_deep_in_a_long_sheet_is_told(
    office: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The quick look over long sheets sees it too."""
    monkeypatch.setattr(workbook_parts, "_LONG", 1)
    file = good(tmp_path / "表.xlsx", *((f"HT-{n:04}", "甲", "2023-03-05", n) for n in range(3_000)))
    assert doubts(office, file) == []
    change_part(file, lambda part: part.replace(b"<v>2900</v>", b"<f>1+1</f><v>2</v>"))
    assert doubts(office, file) == [(2902, "合同成交额")]


def test_f119_a_long_number_is_told(office: Desk, tmp_path: Path) -> None:
    file = with_number(b'<c r="D2"><v>451025199001010012</v></c>')(tmp_path / "表.xlsx")
    assert doubts(office, file) == [(2, "合同成交额")]


@pytest.mark.parametrize("text", ["60", "2025/2/30", "45000", "二月三十日", "0"])
def test_f119_what_is_no_date_is_told_by_row_and_column_and_stays_out(county: Desk, tmp_path: Path, text: str) -> None:
    number = int(text) if text.isdecimal() and text.isascii() else text
    file = good(tmp_path / "表.xlsx", ("HT-001", "甲", number, 1))
    before = logical_digest(county.store)
    (bad,) = take(county, file, dry_run=True).bad
    assert (bad.row, bad.field) == (2, "签订日期")
    with pytest.raises(BaiseError) as caught:
        take(county, file)
    assert caught.value.code == "IMPORT_UNCONFIRMED"
    assert "第 2 行“签订日期”" in caught.value.sentence
    assert logical_digest(county.store) == before


def test_f119_a_day_before_the_calendar_is_told(office: Desk, tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    for row in (HEADINGS, ("HT-001", "甲", 60, 1)):
        sheet.append(row)
    sheet["C2"].number_format = "yyyy-mm-dd"
    book.save(tmp_path / "表.xlsx")
    assert doubts(office, tmp_path / "表.xlsx") == [(2, "签订日期")]


@pytest.mark.parametrize("long", [False, True])
def test_f119_a_percentage_is_read_as_it_is_shown(
    office: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, long: bool
) -> None:
    """0.12 shown as 12% is twelve, and told; 12 without a mark is twelve."""
    monkeypatch.setattr(workbook_parts, "_LONG", 1 if long else 1 << 20)
    file = percent(b'<c r="D2" s="STYLE"><v>0.12</v></c>')(tmp_path / "表.xlsx")
    change_part(file, lambda part: part.replace(b"STYLE", str(last_style(file)).encode()))
    source = read_source(file, office.catalogue.forms[CONTRACTS])
    assert source.lines[0][1][3] == "12%"
    assert doubts(office, file) == [(2, "合同成交额")]
    plain = read_source(good(tmp_path / "b.xlsx"), office.catalogue.forms[CONTRACTS])
    assert plain.lines[0][1][3] == "120.5"


# --- F123: confirmed, and all or nothing --------------------------------------------------------------------------

OTHER = "统计归属县（市、区）"
ASKED = {
    "F123 the same row twice": ((ROW, ("HT-001", "又一个", "2023-03-06", 7)), "与第 2 行是同一条"),
    "F123 half of the rows are valid": ((ROW, ("HT-002", "甲", "下周三", "很多")), "第 3 行"),
}


@pytest.mark.parametrize(("rows", "word"), ASKED.values(), ids=ASKED.keys())
def test_f123_nothing_comes_in_until_it_is_confirmed(
    county: Desk, tmp_path: Path, rows: tuple[tuple[object, ...], ...], word: str
) -> None:
    file = good(tmp_path / "表.xlsx", *rows)
    before = logical_digest(county.store)
    tried = take(county, file, dry_run=True)
    assert not tried.is_plain
    with harmless(county.folder), pytest.raises(BaiseError) as caught:
        take(county, file)
    assert caught.value.code == "IMPORT_UNCONFIRMED"
    assert word in caught.value.sentence
    check_words(caught.value, file)
    assert logical_digest(county.store) == before
    assert take(county, file, confirmed=True) == tried
    assert len(values_of(county, "title")) == 2


def test_f123_a_row_of_another_county(county: Desk, tmp_path: Path) -> None:
    book = Workbook()
    for row in ((*HEADINGS, OTHER), (*ROW, "平果市"), ("HT-002", "乙", "2023-03-06", 7, "凌云县")):
        book.worksheets[0].append(list(row))
    book.save(tmp_path / "表.xlsx")
    before = logical_digest(county.store)
    with pytest.raises(BaiseError) as caught:
        take(county, tmp_path / "表.xlsx")
    assert caught.value.code == "IMPORT_UNCONFIRMED"
    assert "凌云县" in caught.value.sentence
    assert "第 3 行" in caught.value.sentence
    assert logical_digest(county.store) == before
    source = read_source(tmp_path / "表.xlsx", county.catalogue.forms[CONTRACTS])
    assert "凌云县" in plan_import(county, contracts_of(county), source).doubts[0]


def test_f123_the_window_shows_first_and_takes_all_or_nothing(
    county: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_submission(county, PLAN, MONTH, NOW)
    before = logical_digest(county.store)
    file = good(tmp_path / "表.xlsx", ROW, ("HT-002", "甲", "下周三", 7))
    plan = plan_import(county, contracts_of(county), read_source(file, county.catalogue.forms[CONTRACTS]))
    assert logical_digest(county.store) == before

    write = entries.write_entries

    def fail(connection: sqlite3.Connection, rows: Sequence[Entry], *rest: Any) -> None:
        write(connection, rows[:1], *rest)
        raise sqlite3.OperationalError("disk I/O error")

    with monkeypatch.context() as patch:
        patch.setattr(entries, "write_entries", fail)
        with pytest.raises((sqlite3.OperationalError, BaiseError)):
            commit_import(county, contracts_of(county), plan, NOW)
    assert logical_digest(county.store) == before
    assert commit_import(county, contracts_of(county), plan, NOW) == 2


# --- F124: nothing that goes out computes -------------------------------------------------------------------------


@pytest.mark.parametrize("most", [10**9, 0], ids=["F124 read by people", "F124 in bulk"])
@pytest.mark.parametrize("text", HOSTILE)
def test_f124_a_ledger_goes_out_as_text(county: Desk, monkeypatch: pytest.MonkeyPatch, most: int, text: str) -> None:
    monkeypatch.setattr(excel, "BULK_CELLS", most)
    open_submission(county, PLAN, MONTH, NOW)
    add_contract(county, NOW, title=text)
    data = submission_workbook(county, PLAN, MONTH, date(2023, 5, 4))
    held = [cell for sheet in load_workbook(io.BytesIO(data)) for row in sheet.iter_rows() for cell in row]
    found = [cell for cell in held if isinstance(cell.value, str) and cell.value.strip() == text.strip()]
    assert [(cell.data_type, cell.number_format) for cell in found] == [("s", "@")]
    assert not [cell for cell in held if cell.data_type == "f"]
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        sheets = [book.read(name) for name in book.namelist() if "worksheets" in name]
    assert not [sheet for sheet in sheets if re.search(rb"<f[ />]", sheet)]


@pytest.mark.parametrize("text", HOSTILE)
def test_f124_a_template_goes_out_as_text_and_comes_back(county: Desk, tmp_path: Path, text: str) -> None:
    open_submission(county, PLAN, MONTH, NOW)
    add_contract(county, NOW, title=text)
    file = write_template(county, contracts_of(county), tmp_path / "t.xlsx", date(2023, 5, 4))
    cells = [cell for row in load_workbook(file).worksheets[0].iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    before = values_of(county, "title")
    result = take(county, file)
    assert (result.bad, result.doubtful) == ((), ())
    assert values_of(county, "title") == before


# --- dialects and habits ------------------------------------------------------------------------------------------


def amounts(desk: Desk, file: Path) -> list[str]:
    """The texts of the last column."""
    return [texts[3] for _, texts in read_source(file, desk.catalogue.forms[CONTRACTS]).lines]


def inline(content: bytes) -> bytes:
    return b'<c r="B2" t="inlineStr"><is>' + content + b"</is></c>"


TEXTS = {
    "X331 runs of rich text": (b"<r><t>ab</t></r><r><rPr><b/></rPr><t>cd</t></r>", "abcd"),
    "X332 how it is spoken": (b'<t>\xe5\xb9\xb3\xe6\x9e\x9c</t><rPh sb="0" eb="2"><t>PINGGUO</t></rPh>', "平果"),
    "X333 escapes": (b"<t>a_x000D_b_x005F_x0041_</t>", "a b_x0041_"),
    "X334 spaces around": (b'<t xml:space="preserve">  \xe7\x94\xb2\xc2\xa0 </t>', "甲"),
    "X335 line breaks": (b'<t xml:space="preserve">\xe7\x94\xb2\n\xe4\xb9\x99\nA\nB</t>', "甲乙 A B"),
    "X336 an apostrophe in front": (b"<t>'001</t>", "'001"),
    "X337 markup as text": (b"<t>&lt;f&gt;1+1&lt;/f&gt; &amp;amp;</t>", "<f>1+1</f> &amp;"),
    "X338 CDATA": (b"<t><![CDATA[<f>x]]></t>", "<f>x"),
}


@pytest.mark.parametrize(("content", "expected"), TEXTS.values(), ids=TEXTS.keys())
def test_texts_of_every_dialect(county: Desk, tmp_path: Path, content: bytes, expected: str) -> None:
    def change(part: bytes) -> bytes:
        return re.sub(rb'<c r="B2".*?</c>', lambda _: inline(content), part)

    take(county, change_part(good(tmp_path / "表.xlsx"), change))
    assert values_of(county, "title") == [expected]


NUMBERS: dict[str, tuple[object, Decimal]] = {
    "X341 full-width digits": ("１２０．５", Decimal("120.5")),
    "X342 thousands": ("1,200.5", Decimal("1200.5")),
    "X343 thousands by a hard space": ("1\u00a0200", Decimal(1200)),
    "X344 trailing spaces": ("120.5 \u3000", Decimal("120.5")),
    "X345 an apostrophe before a number": ("'120.5", Decimal("120.5")),
    "X346 a small number": (0.0001, Decimal("0.0001")),
    "X347 a sum of floats": (0.1 + 0.2 - 0.3 + 1.5, Decimal("1.5")),
}


@pytest.mark.parametrize(("typed", "expected"), NUMBERS.values(), ids=NUMBERS.keys())
def test_numbers_as_clerks_leave_them(county: Desk, tmp_path: Path, typed: object, expected: Decimal) -> None:
    file = good(tmp_path / "表.xlsx", ("HT-001", "甲", "2023-03-05", typed))
    result = take(county, file, confirmed=True)
    if result.bad:
        assert result.bad[0].field == "合同成交额"  # Not rounded behind anybody's back.
    else:
        assert values_of(county, "amount") == [expected]


def test_x351_merged_cells_are_told(office: Desk, tmp_path: Path) -> None:
    book = load_workbook(good(tmp_path / "表.xlsx", ROW, ("HT-002", None, "2023-03-05", 7)))
    book.worksheets[0].merge_cells("B2:B3")
    book.save(tmp_path / "表.xlsx")
    assert doubts(office, tmp_path / "表.xlsx") == [(2, "合同名称")]


@pytest.mark.parametrize("what", ["X352 row", "X353 column"])
def test_what_is_hidden_is_told(office: Desk, tmp_path: Path, what: str) -> None:
    book = load_workbook(good(tmp_path / "表.xlsx"))
    sheet = book.worksheets[0]
    if "row" in what:
        sheet.row_dimensions[2].hidden = True
    else:
        sheet.column_dimensions["B"].hidden = True
    book.save(tmp_path / "表.xlsx")
    told = doubts(office, tmp_path / "表.xlsx")
    assert (2, "合同名称") in told
    assert len(told) == (4 if "row" in what else 1)


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_x354_a_hidden_first_sheet_is_passed_over(office: Desk, tmp_path: Path, state: str) -> None:
    book = load_workbook(good(tmp_path / "表.xlsx"))
    old = book.create_sheet("旧表", 0)
    for row in (HEADINGS, ("HT-999", "旧的", "2022-01-01", 1)):
        old.append(row)
    old.sheet_state = state
    book.active = 1
    book.save(tmp_path / "表.xlsx")
    source = read_source(tmp_path / "表.xlsx", office.catalogue.forms[CONTRACTS])
    assert [sheet.name for sheet in source.sheets] == ["Sheet"]
    assert take(office, tmp_path / "表.xlsx", dry_run=True).rows == 1


def test_x355_an_empty_first_sheet_is_told(office: Desk, tmp_path: Path) -> None:
    book = Workbook()
    book.save(tmp_path / "表.xlsx")
    with pytest.raises(BaiseError, match="WORKBOOK_EMPTY"):
        take(office, tmp_path / "表.xlsx")


def test_x356_of_two_sheets_the_fitting_one_is_offered(office: Desk, tmp_path: Path) -> None:
    book = load_workbook(good(tmp_path / "表.xlsx"))
    book.create_sheet("封面", 0).append(["说明"])
    book.save(tmp_path / "表.xlsx")
    source = read_source(tmp_path / "表.xlsx", office.catalogue.forms[CONTRACTS])
    assert source.sheets[source.sheet].name == "Sheet"


def test_x357_days_counted_from_1904(county: Desk, tmp_path: Path) -> None:
    file = good(tmp_path / "表.xlsx", ("HT-001", "甲", date(2023, 3, 5), 1))
    change_part(file, lambda part: re.sub(rb"<workbookPr[^>]*/>", b'<workbookPr date1904="1"/>', part), BOOK)
    serial = str((date(2023, 3, 5) - date(1904, 1, 1)).days).encode()
    change_part(file, lambda part: re.sub(rb"<v>4499\d</v>", b"<v>" + serial + b"</v>", part))
    take(county, file)
    assert values_of(county, "sign_date") == [date(2023, 3, 5)]


def strict(file: Path) -> Path:
    """The strict dialect: other namespaces, dates as ISO."""
    good(file)
    pairs = (
        (
            b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
            b"http://purl.oclc.org/ooxml/spreadsheetml/main",
        ),
        (
            b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
            b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        ),
    )
    with zipfile.ZipFile(file) as book:
        names = book.namelist()
    for name in names:
        for old, new in pairs:
            change_part(file, lambda part, old=old, new=new: part.replace(old, new), name)  # type: ignore[misc]
    return change_part(
        file, lambda part: re.sub(rb'<c r="C2".*?</c>', b'<c r="C2" t="d"><v>2023-03-05T00:00:00</v></c>', part)
    )


def prefixed(file: Path) -> Path:
    """Every element below a prefix, as some libraries write."""
    space = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"

    def change(part: bytes) -> bytes:
        part = part.replace(b'xmlns="' + space, b'xmlns:x="' + space)
        return re.sub(rb"<(/?)([a-zA-Z])", rb"<\1x:\2", part)

    return change_part(good(file), change)


def unnumbered(file: Path) -> Path:
    """Cells and rows without their references."""
    return change_part(good(file), lambda part: re.sub(rb' r="[A-Z]*\d+"', b"", part))


def claimed(file: Path) -> Path:
    """A sheet that says it is as large as can be."""
    return change_part(
        good(file), lambda part: re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="A1:XFD1048576"', part)
    )


DIALECTS = {
    "X361 strict": strict,
    "X362 prefixes": prefixed,
    "X363 no references": unnumbered,
    "X364 a claimed size": claimed,
    "X365 a declared encoding": with_part(lambda part: b'<?xml version="1.0" encoding="utf-8"?>' + part),
    "X366 a mark before the first byte": with_part(lambda part: b"\xef\xbb\xbf" + part),
}


@pytest.mark.parametrize("long", [False, True], ids=["short", "long"])
@pytest.mark.parametrize("make", DIALECTS.values(), ids=DIALECTS.keys())
def test_dialects_are_read_alike(
    office: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, make: Make, long: bool
) -> None:
    """Or are refused in words; never read as something else."""
    monkeypatch.setattr(workbook_parts, "_LONG", 1 if long else 1 << 30)
    file = make(tmp_path / "表.xlsx")
    source = read_source(file, office.catalogue.forms[CONTRACTS])
    assert source.lines == ((2, ("HT-001", "演示合同一", "2023-03-05", "120.5")),)
    assert doubts(office, file) == []


def test_x367_utf_16_is_read_or_refused_in_words(office: Desk, tmp_path: Path) -> None:
    def change(part: bytes) -> bytes:
        return b"\xff\xfe" + part.decode().encode("utf-16-le")

    file = change_part(good(tmp_path / "表.xlsx"), change)
    with pytest.raises(BaiseError) as caught:
        take(office, file)
    assert caught.value.code == "NOT_XLSX"


def test_x368_a_truth_is_said_in_words(office: Desk, tmp_path: Path) -> None:
    assert amounts(office, with_number(b'<c r="D2" t="b"><v>1</v></c>')(tmp_path / "表.xlsx")) == ["是"]


def test_the_sample_is_what_is_spoilt(office: Desk, tmp_path: Path) -> None:
    file = good(tmp_path / "表.xlsx")
    with zipfile.ZipFile(file) as book:
        assert NUMBER in book.read(SHEET)
    assert take(office, file, dry_run=True) == ImportResult(1, 4, ())
