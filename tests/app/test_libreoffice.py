"""Every kind of workbook that the program writes, opened by LibreOffice and converted: no text is lost on the way.

One start of LibreOffice for all of them, with a profile of its own.
"""

import shutil
import subprocess
import zipfile
from datetime import date, datetime, time
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook
from python_calamine import CalamineWorkbook

from baise_desktop.app.desk import Desk, close_desk, open_desk
from baise_desktop.app.entry.template import write_template
from baise_desktop.app.inbox.receiving import merge_files
from baise_desktop.app.installation.forms import write_forms_workbook
from baise_desktop.app.installation.home import open_submission
from baise_desktop.app.installation.journal_book import write_journal
from baise_desktop.app.results.allocation_book import write_breakdown_book
from baise_desktop.app.results.allocation_report import write_allocation
from baise_desktop.app.results.explaining import explain_figure
from baise_desktop.app.results.explanation_sheet import write_explanation
from baise_desktop.app.results.official_form import fill_official_form
from baise_desktop.app.results.reports import write_figures
from baise_desktop.app.results.workbooks import submission_workbook
from baise_desktop.app.terms.obligation_table import obligation_table
from baise_desktop.app.terms.obligation_workbook import write_table
from baise_desktop.form.value import NOT_APPLICABLE, Missing
from baise_desktop.report import excel
from baise_desktop.report.table import Cell, Table, TableColumn
from tests.app.conftest import NOW
from tests.round_trip import CONTRACT_TARGET, MONTH, PLAN, Founded, add_contract, answer_target, contracts_of

DAY = date(2023, 6, 30)
MOMENT = datetime.combine(date(2023, 5, 1), time(8, 30))
HOSTILE: tuple[Cell, ...] = (
    *('=HYPERLINK("http://x","y")', "=cmd|'/c calc'!A1", "+1", "-1", "@SUM(1)", "\t=1", "＝1", "'1", "TRUE", "1e3"),
    *("#REF!", "_x000D_", "_x0041_", "451025199001010012", "0771", "2023-02-30", "12%", "a\nb", "  前后  ", "&amp;<b>"),
    *("㛃𬭎䶮犇喆𠮷㐂", "长" * 32_767, "\x01\x0b", "a\r\nb", "％", "1,200", "½", "\u202e倒", "ﬁ", "e\u0301"),
    *(Decimal("1234567.8900"), 12, date(2023, 5, 1), MOMENT, NOT_APPLICABLE, Missing("未出")),
    *(None, "", True, 1234567890123456789, Decimal("0.1"), date(1899, 1, 1)),
)
KINDS = (
    *("submission", "submission in bulk", "figures", "journal", "template", "obligations", "breakdown", "allocation"),
    *("rows behind a figure", "forms", "official form", "hostile", "hostile in bulk"),
)


def hostile(folder: Path, name: str) -> None:
    table = Table(
        "敌意/文本", (TableColumn("=1+1"), TableColumn("值", "万元")), tuple((cell, cell) for cell in HOSTILE)
    )
    (folder / f"{name}.xlsx").write_bytes(excel.render_workbook([table], title="=1", author="=2", created_on=DAY))


def write_of_county(desk: Desk, folder: Path) -> None:
    open_submission(desk, PLAN, MONTH, NOW)
    add_contract(desk, NOW, title='=HYPERLINK("http://x")', seller="𠮷林<&>公司", contract_no="045102300000000012")
    add_contract(desk, NOW, title="两行\n文字", contract_no="HT-2", amount="暂缺：未签")
    answer_target(desk, NOW, text="一、本月登记 1 项。\n二、=1+1")
    (folder / "submission.xlsx").write_bytes(submission_workbook(desk, PLAN, MONTH, DAY))
    write_template(desk, contracts_of(desk), folder / "template.xlsx", DAY)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(excel, "BULK_CELLS", 0)
        (folder / "submission in bulk.xlsx").write_bytes(submission_workbook(desk, PLAN, MONTH, DAY))
        hostile(folder, "hostile in bulk")
    hostile(folder, "hostile")


def write_of_city(desk: Desk, package: Path, folder: Path) -> None:
    merge_files(desk, [package], NOW, with_backup=False)
    write_figures(desk, PLAN, DAY, folder / "figures.xlsx", NOW)
    write_journal(desk, folder / "journal.xlsx", "", NOW)
    table = obligation_table(desk, PLAN)
    write_table(desk, table, table.lines, folder / "obligations.xlsx", NOW)
    write_breakdown_book(desk, PLAN, folder / "breakdown.xlsx", NOW)
    write_allocation(desk, PLAN, folder / "allocation.xlsx", NOW)
    found = explain_figure(desk, CONTRACT_TARGET, DAY)
    write_explanation(desk, found, folder / "rows behind a figure.xlsx", NOW)
    write_forms_workbook(folder / "forms.xlsx", None, NOW)
    book = Workbook()
    for row, name in enumerate(("{{单位}}", "{{截止日}}", f"{{{{{CONTRACT_TARGET}}}}}", "不动的字"), 1):
        book.worksheets[0].cell(row, 1).value = name
    book.save(folder / "表样.xlsx")
    fill_official_form(desk, PLAN, DAY, folder / "表样.xlsx", folder / "official form.xlsx", NOW)
    (folder / "表样.xlsx").unlink()


@pytest.fixture(scope="module")
def converted(founded: Founded, reported: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with every kind as .xlsx, and the same as .ods by LibreOffice."""
    office = shutil.which("soffice") or shutil.which("libreoffice")
    assert office, "LibreOffice is missing: sh scripts/system-packages.sh"
    folder = tmp_path_factory.mktemp("converted")
    for role in ("county", "city"):
        desk = open_desk(Path(shutil.copytree(founded.folder / role, folder / f"{role}.store")))
        if role == "county":
            write_of_county(desk, folder)
        else:
            write_of_city(desk, reported / "april.asice", folder)
        close_desk(desk)
    files = sorted(map(str, folder.glob("*.xlsx")))
    profile = (folder / "profile").as_uri()
    command = [office, f"-env:UserInstallation={profile}", "--headless", "--convert-to", "ods", "--outdir", str(folder)]
    done = subprocess.run([*command, *files], capture_output=True, text=True, check=False, timeout=400)
    assert done.returncode == 0, done.stderr
    return folder


Sheets = dict[str, dict[tuple[int, int], object]]


TAB = "\N{SYMBOL FOR HORIZONTAL TABULATION}"


def with_tabs(file: Path) -> BytesIO:
    """A document of LibreOffice whose tabs are letters: the reader passes over its elements for them."""
    out = BytesIO()
    with zipfile.ZipFile(file) as book, zipfile.ZipFile(out, "w") as copy:
        for name in book.namelist():
            copy.writestr(name, book.read(name).replace(b"<text:tab/>", TAB.encode()))
    out.seek(0)
    return out


def read(file: Path) -> Sheets:
    """Every cell that holds something, by sheet and place."""
    book = CalamineWorkbook.from_filelike(with_tabs(file))
    return {
        name: {
            (row, column): plain(cell)
            for row, cells in enumerate(book.get_sheet_by_name(name).to_python(skip_empty_area=False))
            for column, cell in enumerate(cells)
            if cell not in ("", None)
        }
        for name in book.sheet_names
    }


def plain(cell: object) -> object:
    """Midnights are days."""
    if isinstance(cell, str):
        return cell.replace(TAB, "\t")
    if isinstance(cell, datetime):
        return cell.date() if cell.time() == time() else cell.replace(microsecond=0)
    return cell


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_lost(converted: Path, kind: str) -> None:
    ours, theirs = read(converted / f"{kind}.xlsx"), read(converted / f"{kind}.ods")
    assert list(ours) == list(theirs)
    assert any(ours.values())
    for name, cells in ours.items():
        texts = {place: cell for place, cell in cells.items() if isinstance(cell, str)}
        assert {place: theirs[name].get(place) for place in texts} == texts
        assert {place: theirs[name].get(place) for place in cells} == cells


def test_every_kind_is_there(converted: Path) -> None:
    assert {file.stem for file in converted.glob("*.xlsx")} == set(KINDS)
