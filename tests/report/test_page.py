"""The page of GB/T 9704-2012, measured on what poppler draws."""

import re
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from PIL import Image

from baise_desktop.report.document import finish
from baise_desktop.report.fonts import Faces
from baise_desktop.report.foot import Foot
from baise_desktop.report.geometry import Orientation
from baise_desktop.report.model import Column, SubmissionReport, TableSection
from baise_desktop.report.part import Manuscript
from baise_desktop.report.submission import render_pdf
from baise_desktop.report.tables import prepare_table
from baise_desktop.report.typesetting import Typesetter

DPI = 254
"""Ten pixels a millimetre."""
MM = 10
DAY = date(2023, 7, 5)


@dataclass(frozen=True)
class Sheet:
    """One drawn page."""

    image: Image.Image

    def rows(
        self, left: float = 0, right: float = 1e4, top: float = 0, bottom: float = 1e4
    ) -> list[tuple[float, float]]:
        """Stretches of rows with ink inside a box, in millimetres from the head of the sheet."""
        return [(begin + top, end + top) for begin, end in _stretches(self._part(left, right, top, bottom))]

    def columns(
        self, left: float = 0, right: float = 1e4, top: float = 0, bottom: float = 1e4
    ) -> list[tuple[float, float]]:
        """Stretches of columns with ink inside a box, in millimetres from the left of the sheet."""
        part = self._part(left, right, top, bottom).transpose(Image.Transpose.TRANSPOSE)
        return [(begin + left, end + left) for begin, end in _stretches(part)]

    def _part(self, left: float, right: float, top: float, bottom: float) -> Image.Image:
        width, height = self.image.size
        ends = (min(round(right * MM), width), min(round(bottom * MM), height))
        return self.image.crop((round(left * MM), round(top * MM), *ends))


def _stretches(image: Image.Image) -> list[tuple[float, float]]:
    dark = [min(row) < 128 for row in _pixel_rows(image)]
    found: list[tuple[float, float]] = []
    start = None
    for at, inked in enumerate([*dark, False]):
        if inked and start is None:
            start = at
        elif not inked and start is not None:
            found.append((start / MM, at / MM))
            start = None
    return found


def _pixel_rows(image: Image.Image) -> list[bytes]:
    data, width = image.tobytes(), image.width
    return [data[at : at + width] for at in range(0, len(data), width)]


def _draw(pdf: bytes, folder: Path, page: int, *, upright: bool = True) -> Sheet:
    source = folder / "page.pdf"
    source.write_bytes(pdf)
    pages = ["-f", str(page), "-l", str(page), "-singlefile"]
    subprocess.run(["pdftoppm", *pages, "-r", str(DPI), "-gray", "-png", source, folder / "page"], check=True)
    with Image.open(folder / "page.png") as picture:
        image = picture.convert("L")
    # poppler turns a landscape page for reading; here it is measured as it lies in the bundle
    return Sheet(image if upright else image.transpose(Image.Transpose.ROTATE_90))


def _sizes(pdf: bytes, folder: Path) -> dict[str, tuple[str, float, str]]:
    """Of each text, the face, the size in points and the colour where it comes first."""
    source = folder / "sizes.pdf"
    source.write_bytes(pdf)
    command = ["pdftohtml", "-xml", "-i", "-stdout", "-zoom", "3", "-fontfullname", str(source)]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    specs = {
        found[0]: (found[2], int(found[1]) / 3, found[3])
        for found in re.findall(r'<fontspec id="(\d+)" size="(-?\d+)" family="([^"]*)" color="([^"]*)"', told)
    }
    texts = re.findall(r'<text [^>]*font="(\d+)"[^>]*>(.*?)</text>', told)
    return {re.sub(r"<[^>]+>|\s", "", text): specs[font] for font, text in reversed(texts)}


def _paper(faces: Faces, text: str, tables: Sequence[TableSection] = ()) -> bytes:
    manuscript = Manuscript(Typesetter(faces))
    manuscript.add_text(text)
    for table in tables:
        prepared = prepare_table(manuscript.typesetter, table)
        manuscript.add(prepared.strips(manuscript.typesetter), prepared.orientation)
    return finish(manuscript, Foot("脚", None), title="页", author="页", day=DAY, missing=()).pdf


@pytest.fixture(scope="module")
def text_page(faces: Faces, tmp_path_factory: pytest.TempPathFactory) -> tuple[Sheet, Sheet]:
    """Two pages of nothing but full lines."""
    folder = tmp_path_factory.mktemp("page")
    pdf = _paper(faces, "国" * (28 * 44 - 2))
    return _draw(pdf, folder, 1), _draw(pdf, folder, 2)


def test_a_page_holds_22_lines_of_28_characters(text_page: tuple[Sheet, Sheet]) -> None:
    for sheet, left in zip(text_page, (28, 26), strict=True):
        lines = sheet.rows(top=36, bottom=263)
        assert len(lines) == 22
        steps = [after[0] - before[0] for before, after in pairwise(lines)]
        assert all(step == pytest.approx(225 / 22, abs=0.15) for step in steps)
        top, bottom = lines[1]
        characters = sheet.columns(top=top, bottom=bottom)
        assert len(characters) == 28
        inner, outer = characters[0][0] - left, left + 156 - characters[-1][1]
        assert 0 < inner < 1
        assert inner == pytest.approx(outer, abs=0.3)
        width = (characters[-1][0] - characters[0][0]) / 27
        assert width == pytest.approx(156 / 28, abs=0.02)


def test_the_type_area_is_156_by_225_mm_inside_its_margins(text_page: tuple[Sheet, Sheet]) -> None:
    right_hand, left_hand = text_page
    for sheet, left in ((right_hand, 28), (left_hand, 26)):
        lines = sheet.rows(top=0, bottom=263)
        assert 37 <= lines[0][0] < 37 + 4
        assert 262 - 4 < lines[-1][1] <= 262
        inked = sheet.columns(top=37, bottom=262)
        assert left <= inked[0][0]
        assert inked[-1][1] <= left + 156.1


def test_a_paragraph_begins_two_characters_in(text_page: tuple[Sheet, Sheet]) -> None:
    first, second = text_page[0].rows(top=36, bottom=263)[:2]
    indented = text_page[0].columns(top=first[0], bottom=first[1])
    full = text_page[0].columns(top=second[0], bottom=second[1])
    assert len(indented) == 26
    assert indented[0][0] - full[0][0] == pytest.approx(2 * 15.75 * 25.4 / 72, abs=0.15)


def test_page_numbers_stand_7_mm_below_on_the_outer_side(text_page: tuple[Sheet, Sheet]) -> None:
    em = 14 * 25.4 / 72
    for sheet, left, outer in zip(text_page, (28, 26), ("right", "left"), strict=True):
        half = (105, 210) if outer == "right" else (0, 105)
        inked = sheet.columns(*half, top=264, bottom=285)
        begin, end = inked[0][0], inked[-1][1]
        dash = sheet.rows(top=264, bottom=285, left=begin, right=begin + 3)
        assert dash[0][0] == pytest.approx(262 + 7, abs=0.3)
        edge = left + 156 - end if outer == "right" else begin - left
        assert edge == pytest.approx(em, abs=0.3)


def test_body_title_and_headings_have_their_sizes_and_faces(
    submission: SubmissionReport, fonts_folder: Path, tmp_path: Path
) -> None:
    sizes = _sizes(render_pdf(submission, fonts_folder).pdf, tmp_path)
    for text, face, size in (
        ("实施情况报告", "NotoSerifSC-Black", 22),
        ("一、任务进展情况", "NotoSansSC-Bold", 15.75),
        ("（一）大力培育科技创新主体", "WenKai", 15.75),
        ("继续加大培育力度。", "FandolFang", 15.75),
    ):
        found = sizes[text]
        assert face in found[0]
        assert found[1] == pytest.approx(size, abs=0.2)


@pytest.fixture(scope="module")
def issued(submission: SubmissionReport, fonts_folder: Path) -> bytes:
    """A report that goes out as a document."""
    number = "平科报〔2023〕3号"
    report = replace(submission, issued=True, document_number=number, recipient="百色市科学技术局", sections=())
    return render_pdf(report, fonts_folder).pdf


def test_a_document_has_its_red_header(issued: bytes, tmp_path: Path) -> None:
    sheet = _draw(issued, tmp_path, 1)
    name, number, rule, *titles = sheet.rows(left=28, right=184, top=37, bottom=262)
    line = 225 / 22
    assert name[0] - 37 == pytest.approx(35, abs=1.5)
    assert number[0] - name[1] == pytest.approx(2 * line, abs=4)
    assert rule[0] - number[1] == pytest.approx(4, abs=2.7)
    assert sheet.columns(top=rule[0], bottom=rule[1]) == [pytest.approx((28, 184), abs=0.2)]
    assert titles[0][0] - rule[1] == pytest.approx(2 * line, abs=4)
    period, recipient = titles[3:5]
    assert recipient[0] - period[1] == pytest.approx(line + 5, abs=2)
    colours = {text: colour for text, (_, _, colour) in _sizes(issued, tmp_path).items()}
    assert colours["平果市科学技术局"].startswith("#db1")
    assert colours["平科报〔"] == "#000000"


def test_who_signed_stands_at_the_right_of_the_number(
    submission: SubmissionReport, fonts_folder: Path, tmp_path: Path
) -> None:
    """Both a character from the edge, the label in 仿宋, the name in 楷体."""
    report = replace(
        submission,
        issued=True,
        issuer="平果市人民政府",
        document_number="平政报〔2023〕3号",
        signer="演示人员",
        sections=(),
    )
    pdf = render_pdf(report, fonts_folder).pdf
    sheet = _draw(pdf, tmp_path, 1)
    name, number, *_ = sheet.rows(left=28, right=184, top=37, bottom=262)
    marks = sheet.columns(left=28, right=184, top=number[0], bottom=number[1])
    character = 156 / 28
    assert marks[0][0] - 28 == pytest.approx(character, abs=0.8)
    assert 184 - marks[-1][1] == pytest.approx(character, abs=0.8)
    faces = {text: face for text, (face, _, _) in _sizes(pdf, tmp_path).items()}
    assert "FandolFang" in faces["签发人："]
    assert "WenKai" in faces["演示人员"]
    assert "平果市人民政府" in faces
    assert name[1] < number[0]


def _wide(columns: int, rows: int = 3) -> TableSection:
    return TableSection(
        title="台账",
        columns=tuple(Column(f"第{number:02}列") for number in range(columns)),
        rows=tuple(tuple(f"第{row}行{number:02}格" for number in range(columns)) for row in range(rows)),
    )


@pytest.mark.parametrize(
    ("columns", "orientation"),
    [(5, Orientation.PORTRAIT), (9, Orientation.LANDSCAPE), (19, Orientation.WIDE), (40, Orientation.WIDE)],
)
def test_a_table_takes_the_smallest_sheet_that_holds_it(faces: Faces, columns: int, orientation: Orientation) -> None:
    assert prepare_table(Typesetter(faces), _wide(columns)).orientation is orientation


def test_no_column_of_a_table_wider_than_a3_is_cut_off(faces: Faces, tmp_path: Path) -> None:
    table = _wide(40)
    pdf = _paper(faces, "文", [table])
    told = _words(pdf, tmp_path)
    assert all(text in told for row in table.rows for text in row)
    assert "第1部分，共3部分" in told


def _words(pdf: bytes, folder: Path, *options: str) -> str:
    source = folder / "words.pdf"
    source.write_bytes(pdf)
    command = ["pdftotext", *options, str(source), "-"]
    return re.sub(r"[^\S\f]", "", subprocess.run(command, capture_output=True, text=True, check=True).stdout)


def test_every_page_of_a_long_table_begins_with_its_head(faces: Faces, tmp_path: Path) -> None:
    pages = _words(_paper(faces, "文", [_wide(4, 120)]), tmp_path).split("\f")[:-1]
    assert len(pages) > 3
    assert all("第00列第01列" in page for page in pages)
    assert all(page.startswith("台账（续表）") for page in pages[1:])


def test_a3_and_landscape_pages_have_their_numbers_where_the_others_have_them(faces: Faces, tmp_path: Path) -> None:
    pdf = _paper(faces, "文", [_wide(9), _wide(9, 20), _wide(19)])
    # 2: landscape, left-hand; 3: landscape, right-hand; 4: A3, left-hand
    for page, (begin, end), upright in ((2, (26, 60), False), (3, (150, 184), False), (4, (26, 60), True)):
        sheet = _draw(pdf, tmp_path, page, upright=upright)
        number = sheet.columns(begin, end, top=264, bottom=280)
        assert number, page
        dash = sheet.rows(number[0][0], number[0][0] + 3, 264, 280)
        assert dash[0][0] == pytest.approx(262 + 7, abs=0.4)


def test_what_is_below_a_table_takes_the_last_row_along(faces: Faces, tmp_path: Path) -> None:
    for rows in range(28, 34):
        pdf = _paper(faces, "文", [replace(_wide(4, rows), note="注：数据以公告为准。")])
        last = _words(pdf, tmp_path).split("\f")[-2]
        assert f"第{rows - 1}行" in last
        assert "注：" in last
