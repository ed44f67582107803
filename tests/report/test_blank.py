"""Blank forms: what is asked is all there, and there is room for a pen."""

import re
import subprocess
from pathlib import Path

import pytest

from baise_desktop.report.blank import BlankForm, BlankForms, render_blank
from baise_desktop.report.check_code import read_payload
from tests.report import papers
from tests.report.test_unit_paper import text_of


def sheets_of(blank: BlankForms, fonts_folder: Path, folder: Path) -> list[tuple[int, int]]:
    """Size of each sheet in millimetres."""
    file = folder / "blank.pdf"
    file.write_bytes(render_blank(blank, fonts_folder).pdf)
    told = subprocess.run(["pdfinfo", "-l", "99", str(file)], capture_output=True, text=True, check=True).stdout
    sizes = re.findall(r"Page +\d+ size: +([\d.]+) x ([\d.]+)", told)
    return [(round(float(width) / 72 * 25.4), round(float(height) / 72 * 25.4)) for width, height in sizes]


def test_a_task_has_its_sentences_choices_and_boxes(fonts_folder: Path, tmp_path: Path) -> None:
    told = text_of(render_blank(papers.blank(papers.task_form()), fonts_folder).pdf, tmp_path)
    for text in (
        "大力培育科技创新主体",
        "表号p2.k.1",
        "方案条目：三（一）1.",
        "主要成效＊",
        "存在问题",
        "落实研发费用",
    ):
        assert text in told
    assert told.count("□已完成") == 2
    assert "本期与上期相比没有变化" in told
    for place in ("填报单位平果市科学技术局", "报告期2023年上半年", "填表人", "复核人", "负责人", "电话"):
        assert place in told


def test_short_choices_stand_in_each_row_and_long_ones_in_a_list(fonts_folder: Path, tmp_path: Path) -> None:
    told = text_of(render_blank(papers.blank(papers.register_form("r.a", 2), rows=7), fonts_folder).pdf, tmp_path)
    assert told.count("□是") == told.count("□否") == 7
    assert "技术领域（填序号）：1电子信息2生物与新医药" in told


@pytest.mark.parametrize(
    ("columns", "on_a4", "sheet"),
    [
        (0, False, (210, 297)),
        (3, False, (210, 297)),
        (8, False, (420, 297)),
        (8, True, (210, 297)),
        (30, False, (210, 297)),
    ],
)
def test_the_sheet_is_as_large_as_the_register_needs(
    columns: int, on_a4: bool, sheet: tuple[int, int], fonts_folder: Path, tmp_path: Path
) -> None:
    blank = papers.blank(papers.register_form("r.a", columns), on_a4=on_a4)
    assert set(sheets_of(blank, fonts_folder, tmp_path)) == {sheet}


def test_what_no_sheet_holds_is_one_card_a_row(fonts_folder: Path, tmp_path: Path) -> None:
    told = text_of(render_blank(papers.blank(papers.register_form("r.a", 30), rows=3), fonts_folder).pdf, tmp_path)
    assert "第3行" in told
    assert "第4行" not in told
    assert told.count("第29项投入（万元）") == 3
    assert told.count("□生物与新医药") == 3
    assert "填序号）" not in told


def test_no_choice_is_torn_from_its_box(fonts_folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "blank.pdf"
    file.write_bytes(render_blank(papers.blank(papers.register_form("r.a", 30)), fonts_folder).pdf)
    told = subprocess.run(["pdftotext", "-layout", str(file), "-"], capture_output=True, text=True, check=True).stdout
    assert "□ 新能源与节能" in told
    assert not re.search(r"□\s*$", told, re.MULTILINE)


@pytest.mark.parametrize("columns", [0, 4, 8, 30])
def test_every_question_is_asked_once_a_sheet(columns: int, fonts_folder: Path, tmp_path: Path) -> None:
    told = text_of(render_blank(papers.blank(papers.register_form("r.a", columns), rows=1), fonts_folder).pdf, tmp_path)
    for name in ("企业名称＊", "是否规上", "备注", *(f"第{number}项投入" for number in range(columns))):
        assert name in told, name


def test_of_several_forms_a_list_comes_first_and_each_begins_a_page(fonts_folder: Path, tmp_path: Path) -> None:
    forms = (papers.task_form(), *(BlankForm(id=f"p2.k.{number}", title=f"短表{number}") for number in (2, 3)))
    rendered = render_blank(papers.blank(*forms), fonts_folder)
    file = tmp_path / "blank.pdf"
    file.write_bytes(rendered.pdf)
    pages = [
        re.sub(r"\s", "", page)
        for page in subprocess.run(
            ["pdftotext", "-raw", str(file), "-"], capture_output=True, text=True, check=True
        ).stdout.split("\f")
    ]
    assert all(form.title in pages[0] for form in forms)
    heads = [next(number for number, page in enumerate(pages) if f"表号{form.id}" in page) for form in forms]
    assert heads == sorted(set(heads))
    assert all(re.search(rf"{form.title}…*{head + 1}", pages[0]) for form, head in zip(forms, heads, strict=True))


def test_no_package_stands_behind_a_blank_form(fonts_folder: Path, tmp_path: Path) -> None:
    import zxingcpp
    from PIL import Image

    file = tmp_path / "blank.pdf"
    file.write_bytes(render_blank(papers.blank(papers.task_form()), fonts_folder).pdf)
    subprocess.run(["pdftoppm", "-r", "150", "-gray", "-png", str(file), str(tmp_path / "page")], check=True)
    with Image.open(min(tmp_path.glob("page-*.png"))) as picture:
        (code,) = zxingcpp.read_barcodes(picture)
    mark = read_payload(code.text)
    assert mark is not None
    assert (mark.binding.paper, mark.binding.content_digest, mark.binding.version) == ("blank", "", 3)


def test_qpdf_finds_no_fault(fonts_folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "blank.pdf"
    file.write_bytes(render_blank(papers.blank(papers.task_form(), papers.register_form("r.a", 30)), fonts_folder).pdf)
    assert subprocess.run(["qpdf", "--check", str(file)], capture_output=True, check=False).returncode == 0
