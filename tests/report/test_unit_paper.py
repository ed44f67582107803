"""Papers about a submission, judged by poppler, qpdf and openpyxl."""

import re
import subprocess
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from baise_desktop.report.check_code import page_code
from baise_desktop.report.table import Table, TableColumn
from baise_desktop.report.unit_paper import PaperPart, UnitPaper, render_paper, render_paper_workbook
from tests.report import papers

PAPERS = (papers.audit(), papers.explanations(), papers.evidence(), papers.unchanged())
each_paper = pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: paper.binding.paper)


def text_of(pdf: bytes, folder: Path) -> str:
    """All text, without white space."""
    file = folder / "paper.pdf"
    file.write_bytes(pdf)
    told = subprocess.run(["pdftotext", "-raw", str(file), "-"], capture_output=True, text=True, check=True).stdout
    return re.sub(r"\s", "", told)


def pieces_of(paper: UnitPaper) -> list[str]:
    """Every text of a paper, cut where a line may be broken."""
    cells = [cell for part in paper.parts if part.table for row in part.table.rows for cell in row]
    names = [column.name for part in paper.parts if part.table and part.table.rows for column in part.table.columns]
    texts = (*(text for fact in paper.facts for text in fact), *paper.opening, *names, *map(str, filter(None, cells)))
    return [piece for text in texts for piece in re.findall(r"[\w.\-]{1,6}", text)]


@each_paper
def test_every_text_is_on_paper(paper: UnitPaper, fonts_folder: Path, tmp_path: Path) -> None:
    rendered = render_paper(paper, fonts_folder)
    told = text_of(rendered.pdf, tmp_path)
    assert rendered.missing == ()
    assert [piece for piece in pieces_of(paper) if piece not in told] == []
    assert not paper.has_headings or all(part.title in told for part in paper.parts)
    assert paper.title in told


@each_paper
def test_every_page_is_bound_to_the_submission_and_to_this_paper(
    paper: UnitPaper, fonts_folder: Path, tmp_path: Path
) -> None:
    rendered = render_paper(paper, fonts_folder)
    told = text_of(rendered.pdf, tmp_path)
    for page in range(1, rendered.pages + 1):
        assert page_code(paper.binding, page, rendered.pages) in told
        assert page_code(replace(paper.binding, paper=""), page, rendered.pages) not in told
    assert told.count(f"{paper.title}{paper.unit_name}") >= rendered.pages


@each_paper
def test_qpdf_finds_no_fault_and_the_bytes_stay(paper: UnitPaper, fonts_folder: Path, tmp_path: Path) -> None:
    rendered = render_paper(paper, fonts_folder)
    file = tmp_path / "paper.pdf"
    file.write_bytes(rendered.pdf)
    done = subprocess.run(["qpdf", "--check", str(file)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert render_paper(paper, fonts_folder).pdf == rendered.pdf


@each_paper
def test_the_workbook_holds_the_particulars_and_every_table(paper: UnitPaper) -> None:
    book = load_workbook(BytesIO(render_paper_workbook(paper)))
    tables = [part.sheet or part.table for part in paper.parts]
    assert book.sheetnames[0] == paper.title
    assert len(book.sheetnames) == 1 + sum(bool(table and table.rows) for table in tables)
    assert all(sheet.max_row > 2 for sheet in book.worksheets)
    held = {str(cell.value) for sheet in book.worksheets for row in sheet.iter_rows() for cell in row if cell.value}
    wanted = {str(cell) for table in tables if table for row in table.rows for cell in row if cell}
    assert wanted | {text for fact in paper.facts for text in fact} <= held
    assert all(text in " ".join(held) for text in paper.opening)
    assert paper.facts or paper.unit_name in held
    assert not any(cell.data_type == "f" for sheet in book.worksheets for row in sheet.iter_rows() for cell in row)


def test_what_nobody_signed_is_left_free_for_a_pen(fonts_folder: Path, tmp_path: Path) -> None:
    told = text_of(render_paper(papers.explanations(signed=False), fonts_folder).pdf, tmp_path)
    assert "演示人员01" in told  # who explained
    assert "电话" in told
    assert "报出日期" in told
    assert told.count("年月日") == 4  # three who sign, and under the unit's name


def test_who_signs_is_not_told_twice_and_the_day_is_that_of_the_head(fonts_folder: Path, tmp_path: Path) -> None:
    told = text_of(render_paper(papers.explanations(), fonts_folder).pdf, tmp_path)
    assert told.count("0776-0000000") == 1
    assert told.count("填表人") == 1
    assert "2023年7月5日" in told


def test_a_draft_says_that_no_file_stands_behind_it(fonts_folder: Path, tmp_path: Path) -> None:
    paper = papers.audit()
    draft = replace(paper, binding=replace(paper.binding, content_digest=""))
    assert "尚未签名成包" in text_of(render_paper(draft, fonts_folder).pdf, tmp_path)


def test_nothing_at_all_is_said(fonts_folder: Path, tmp_path: Path) -> None:
    empty = replace(papers.audit(), parts=(PaperPart(title="空"),), facts=())
    assert "一、空无。" in text_of(render_paper(replace(empty, facts=(("甲", ""),)), fonts_folder).pdf, tmp_path)


def test_a_cell_longer_than_a_page_and_many_rows_are_set_whole(fonts_folder: Path, tmp_path: Path) -> None:
    long = "科技创新" * 1500
    rows = tuple((str(number), f"第{number}行内容") for number in range(1500))
    table = Table("大", (TableColumn("甲"), TableColumn("乙")), (("头", long), *rows))
    rendered = render_paper(replace(papers.audit(), parts=(PaperPart(title="大", table=table),)), fonts_folder)
    told = text_of(rendered.pdf, tmp_path)
    assert told.count("科技创新") == 1500
    assert "第1499行内容" in told
    assert rendered.pages > 30


def test_the_statement_of_no_change_is_one_page(fonts_folder: Path) -> None:
    assert render_paper(papers.unchanged(), fonts_folder).pages == 1


def test_a_turned_table_takes_the_title_along(fonts_folder: Path) -> None:
    assert render_paper(papers.evidence(), fonts_folder).pages == 1
