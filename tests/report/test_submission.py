"""The printed submission, judged by poppler, qpdf and by what its pages hold."""

import re
import subprocess
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from baise_desktop.report.check_code import page_code, page_payload
from baise_desktop.report.figures import render_figures_pdf
from baise_desktop.report.model import (
    Binding,
    Column,
    FiguresReport,
    Narrative,
    RenderedPdf,
    Statement,
    SubmissionReport,
    TableSection,
    TaskSection,
)
from baise_desktop.report.submission import render_pdf

RARE = "㛃𬭎䶮犇喆𠮷㐂"


@pytest.fixture(scope="module")
def paper(submission: SubmissionReport, fonts_folder: Path) -> RenderedPdf:
    return render_pdf(submission, fonts_folder)


@pytest.fixture(scope="module")
def file(paper: RenderedPdf, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("paper") / "submission.pdf"
    path.write_bytes(paper.pdf)
    return path


def _text(pdf: Path | bytes, folder: Path | None = None, *options: str) -> str:
    if isinstance(pdf, bytes):
        assert folder is not None
        path = folder / "text.pdf"
        path.write_bytes(pdf)
        pdf = path
    return subprocess.run(["pdftotext", *options, str(pdf), "-"], capture_output=True, text=True, check=True).stdout


def _bare(text: str) -> str:
    return re.sub(r"\s", "", text)


def test_rare_names_are_copied_as_written(file: Path) -> None:
    assert f"联系人{RARE}等同志" in _bare(_text(file))


def test_every_cell_is_there(file: Path, submission: SubmissionReport) -> None:
    text = _bare(_text(file, None, "-raw"))
    for table in (section for section in submission.sections if isinstance(section, TableSection)):
        for cell in (cell for row in table.rows for cell in row if cell and not cell.startswith("暂缺")):
            pieces = re.findall(r"[\w.\-]+", cell)
            assert all(piece in text for piece in pieces if len(piece) < 8), cell


def test_all_fonts_are_embedded_subset_and_mapped(file: Path) -> None:
    done = subprocess.run(["pdffonts", str(file)], capture_output=True, text=True, check=True)
    fonts = done.stdout.splitlines()[2:]
    assert fonts
    assert all(line.split()[-5:-2] == ["yes", "yes", "yes"] for line in fonts)
    assert "Helvetica" not in done.stdout


def test_qpdf_finds_no_fault(file: Path) -> None:
    done = subprocess.run(["qpdf", "--check", str(file)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_it_says_pdf_a_2u_title_and_language(file: Path, submission: SubmissionReport) -> None:
    data = file.read_bytes()
    assert b"<pdfaid:part>2</pdfaid:part><pdfaid:conformance>U</pdfaid:conformance>" in data
    assert b"/GTS_PDFA1" in data
    info = subprocess.run(["pdfinfo", str(file)], capture_output=True, text=True, check=True).stdout
    assert f"{submission.unit_name}{submission.period_text}" in info


def test_the_same_report_gives_the_same_bytes(
    paper: RenderedPdf, submission: SubmissionReport, fonts_folder: Path
) -> None:
    assert render_pdf(submission, fonts_folder).pdf == paper.pdf
    other = replace(submission, created_on=date(2023, 7, 6))
    assert render_pdf(other, fonts_folder).pdf != paper.pdf


def test_every_page_says_which_it_is(file: Path, paper: RenderedPdf, binding: Binding) -> None:
    for page in range(1, paper.pages + 1):
        text = _bare(_text(file, None, "-raw", "-f", str(page), "-l", str(page)))
        assert f"—{page}—" in text
        assert f"第{page}页共{paper.pages}页" in text
        assert "第2次上报" in text
        assert page_code(binding, page, paper.pages) in text


def test_qr_codes_of_all_pages_can_be_read(file: Path, paper: RenderedPdf, binding: Binding, tmp_path: Path) -> None:
    import zxingcpp
    from PIL import Image

    subprocess.run(["pdftoppm", "-r", "150", "-gray", "-png", str(file), str(tmp_path / "page")], check=True)
    for number, image in enumerate(sorted(tmp_path.glob("page-*.png")), 1):
        with Image.open(image) as picture:
            codes = zxingcpp.read_barcodes(picture)
        assert [code.text for code in codes] == [page_payload(binding, number, paper.pages)]


def test_check_codes_differ_by_page_version_and_content(binding: Binding) -> None:
    others = (replace(binding, version=3), replace(binding, content_digest="0" * 64))
    codes = {page_code(binding, page, 9) for page in range(1, 10)} | {page_code(other, 1, 9) for other in others}
    assert len(codes) == 11
    assert all(re.fullmatch(r"[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}", code) for code in codes)


def test_markup_is_printed_as_it_is(submission: SubmissionReport, fonts_folder: Path, tmp_path: Path) -> None:
    hostile = 'a<b>c R&D < 5 <img src="secret.png"> &amp; {unit} %s'
    task = TaskSection(title=hostile, narratives=(Narrative(name="主要成效", text=hostile),))
    pdf = render_pdf(replace(submission, sections=(task,)), fonts_folder).pdf
    assert _bare(_text(pdf, tmp_path)).count(_bare(hostile)) >= 2


def test_a_long_word_a_long_text_and_a_long_cell_are_set_whole(
    submission: SubmissionReport, fonts_folder: Path, tmp_path: Path
) -> None:
    word, text = "9" * 3000, "科技创新，" * 2000
    table = TableSection(title="长", columns=(Column("甲"), Column("乙", align="right")), rows=((text, word),))
    task = TaskSection(title="任务", narratives=(Narrative(name="成效", text=word + text),))
    paper = render_pdf(replace(submission, sections=(task, table)), fonts_folder)
    found = _bare(_text(paper.pdf, tmp_path))
    assert found.count("科") >= 2 * 2000
    assert found.count("9") >= 2 * 3000


def test_a_register_begins_with_its_lead(submission: SubmissionReport, fonts_folder: Path, tmp_path: Path) -> None:
    table = TableSection(title="台账", columns=(Column("甲"),), rows=(("乙",),), lead="期初 3 行　期末 4 行")
    text = _bare(_text(render_pdf(replace(submission, sections=(table,)), fonts_folder).pdf, tmp_path))
    assert "期初3行期末4行" in text


def test_what_no_face_has_is_shown_and_listed(submission: SubmissionReport, fonts_folder: Path, tmp_path: Path) -> None:
    task = TaskSection(title="任务", narratives=(Narrative(name="成效", text="名\U0001f600字"),))
    paper = render_pdf(replace(submission, sections=(task,)), fonts_folder)
    assert paper.missing == ("\U0001f600",)
    text = _bare(_text(paper.pdf, tmp_path))
    assert "名〓字" in text
    assert "U+1F600" in text


def test_blank_zero_not_applicable_and_missing_print_apart(file: Path) -> None:
    layout = _text(file, None, "-layout")
    rows = {number: next(line for line in layout.splitlines() if f"MA5K0000{number}" in line) for number in (2, 3)}
    assert re.search(r"\s0\s+不适用\s", rows[2])
    assert re.search(r"\s暂缺\s*$", rows[3])
    assert "第3行“研发经费”：季报未出" in _bare(layout)


def test_an_unsigned_empty_report_has_a_page_with_a_seal_place(binding: Binding, fonts_folder: Path) -> None:
    report = SubmissionReport(
        binding=binding,
        unit_name="平果市科学技术局",
        plan_name="方案",
        period_text="2023年",
        created_on=date(2023, 7, 5),
        verdict="可上报。",
        statements=(Statement(role="填表人"),),
    )
    paper = render_pdf(report, fonts_folder)
    assert paper.seal_page == paper.pages - 1


def test_wide_tables_lie_across_wider_ones_on_a3_and_the_end_is_upright(file: Path, paper: RenderedPdf) -> None:
    pages = subprocess.run(
        ["pdfinfo", "-f", "1", "-l", str(paper.pages), str(file)], capture_output=True, text=True, check=True
    ).stdout
    turned = [rotation == "90" for rotation in re.findall(r"rot:\s+(\d+)", pages)]
    broad = [float(width) > 1190 for width in re.findall(r"size:\s+([\d.]+) x", pages)]
    assert len(turned) == len(broad) == paper.pages
    upright = [not (across or large) for across, large in zip(turned, broad, strict=True)]
    first, last = turned.index(True), broad.index(True)
    assert all(upright[:first])
    assert all(turned[first:last])
    assert last < len(broad) - 1
    assert upright[-1]


def test_an_issued_report_has_its_red_header(submission: SubmissionReport, fonts_folder: Path, tmp_path: Path) -> None:
    issued = replace(
        submission, issued=True, document_number="平科报〔2023〕3号", recipient="百色市科学技术局", sections=()
    )
    text = _bare(_text(render_pdf(issued, fonts_folder).pdf, tmp_path))
    assert text.startswith("平果市科学技术局平科报〔2023〕3号")
    assert "百色市科学技术局：" in text


def test_figures_are_printed_with_their_units(figures: FiguresReport, fonts_folder: Path, tmp_path: Path) -> None:
    paper = render_figures_pdf(figures, fonts_folder)
    text = _text(paper.pdf, tmp_path, "-layout")
    assert paper.seal is None
    assert re.search(r"12\s.*\s力争 ≥ 1\s+暂缺\s+个\s+2个\s+未判\s+▲ 偏慢", text)
    assert "报，数来自" in _bare(_text(paper.pdf, tmp_path))
    assert "核对码" not in text


def test_no_figures_at_all_are_said(figures: FiguresReport, fonts_folder: Path, tmp_path: Path) -> None:
    paper = render_figures_pdf(replace(figures, lines=()), fonts_folder)
    assert "没有可列出的数值" in _text(paper.pdf, tmp_path)
