"""骑年盖月, measured in pixels: the seal over name and date, both a little below its middle, nothing cut off."""

import subprocess
from pathlib import Path

import pytest
from PIL import Image

from baise_desktop.errors import BaiseError
from baise_desktop.report.fonts import Faces
from baise_desktop.report.geometry import AREA_WIDTH, MM, Text
from baise_desktop.report.model import RenderedPdf, SubmissionReport
from baise_desktop.report.seal_image import prepare_seal
from baise_desktop.report.seal_place import Seal, check_diameter, seal_strip
from baise_desktop.report.stamp import SealRequest, stamp
from baise_desktop.report.submission import render_pdf
from baise_desktop.report.typesetting import Typesetter
from tests.report.seal_pictures import ring, saved
from tests.report.test_stamp import NOW, unit_signer

DPI = 150
DOTS = DPI / 72

Box = tuple[int, int, int, int]


def _last_page(pdf: bytes, paper: RenderedPdf, folder: Path) -> Image.Image:
    file = folder / "paper.pdf"
    file.write_bytes(pdf)
    number = str(paper.seal_page + 1)
    command = ["pdftoppm", "-r", str(DPI), "-f", number, "-l", number, "-singlefile", "-png"]
    subprocess.run([*command, str(file), str(folder / "last")], check=True)
    return Image.open(folder / "last.png").convert("RGB")


def _around(paper: RenderedPdf, page: Image.Image, more: float) -> Box:
    """The seal place in pixels, with some points around it."""
    x0, y0, x1, y1 = paper.seal_box
    height = page.height / DOTS
    edges = (x0 - more, height - y1 - more, x1 + more, height - y0 + more)
    left, top, right, bottom = (round(edge * DOTS) for edge in edges)
    return left, top, right, bottom


def _box_of(image: Image.Image, *, red: bool) -> Box:
    """Where the red or the black is, in pixels."""
    bands = image.split()
    dark = bands[0 if not red else 1].point(lambda value: 255 if value < 110 else 0)
    if red:
        light = bands[0].point(lambda value: 255 if value > 150 else 0)
        dark = Image.composite(dark, Image.new("L", dark.size), light)
    found = dark.getbbox()
    assert found is not None
    return found


def _stamped(submission: SubmissionReport, fonts_folder: Path, diameter: int) -> tuple[bytes, RenderedPdf]:
    seal = Seal(diameter, prepare_seal(saved(ring())))
    paper = render_pdf(submission, fonts_folder, seal=seal)
    request = SealRequest(
        unit="c.pingguo", unit_name=submission.unit_name, head_signed=True, place=paper.seal, image=seal.image
    )
    return stamp(paper.pdf, unit_signer(), NOW, request, fonts_folder), paper


@pytest.mark.parametrize("diameter", [42, 38, 45])
def test_the_seal_lies_over_name_and_date(
    submission: SubmissionReport, fonts_folder: Path, tmp_path: Path, diameter: int
) -> None:
    """As wide as it says, its middle over theirs, and they a little below it."""
    pdf, paper = _stamped(submission, fonts_folder, diameter)
    page = _last_page(pdf, paper, tmp_path)
    bare = _last_page(paper.pdf, paper, tmp_path)
    window = _around(paper, page, 2.0)
    seal, words = _box_of(page.crop(window), red=True), _box_of(bare.crop(window), red=False)
    dot = 25.4 / DPI
    assert (seal[2] - seal[0]) * dot == pytest.approx(diameter, abs=0.6)
    assert (seal[3] - seal[1]) * dot == pytest.approx(diameter, abs=0.6)
    assert (seal[0] + seal[2] - words[0] - words[2]) / 2 * dot == pytest.approx(0, abs=0.5)
    assert 1 < (words[1] + words[3] - seal[1] - seal[3]) / 2 * dot < 5
    assert seal[1] < words[1] < words[3] < seal[3]


def test_name_and_date_show_through(submission: SubmissionReport, fonts_folder: Path, tmp_path: Path) -> None:
    pdf, paper = _stamped(submission, fonts_folder, 42)
    page = _last_page(pdf, paper, tmp_path)
    inner = page.crop(_around(paper, page, -20.0))
    assert sum(value < 60 for value in inner.convert("L").tobytes()) > 500


def test_the_caption_is_not_cut(submission: SubmissionReport, fonts_folder: Path, tmp_path: Path) -> None:
    """White all around the words below the seal."""
    pdf, paper = _stamped(submission, fonts_folder, 42)
    page = _last_page(pdf, paper, tmp_path)
    left, _, right, bottom = _around(paper, page, 0.0)
    below = page.crop((left, bottom + 2, right, bottom + round(12 * DOTS)))
    found = _box_of(below, red=False)
    assert found[0] > 4
    assert found[2] < below.width - 4
    assert 20 < (found[2] - found[0]) * 25.4 / DPI < 40


def test_the_free_place_is_a_thin_round_of_the_seals_size(
    submission: SubmissionReport, fonts_folder: Path, tmp_path: Path
) -> None:
    paper = render_pdf(submission, fonts_folder)
    page = _last_page(paper.pdf, paper, tmp_path)
    window = page.crop(_around(paper, page, 1.5)).convert("L").point(lambda value: 255 if value < 200 else 0)
    found = window.getbbox()
    assert found is not None
    dot = 25.4 / DPI
    assert (found[3] - found[1]) * dot == pytest.approx(42, abs=0.8)
    ink = sum(value > 0 for value in window.tobytes()) / (window.width * window.height)
    assert ink < 0.12


@pytest.mark.parametrize("name", ["平果市科学技术局", "百色市新山铝产业示范园区管理委员会", "甲" * 40])
def test_no_name_is_cut(faces: Faces, name: str) -> None:
    strip = seal_strip(Typesetter(faces), name, "2023年7月5日", Seal())
    texts = [mark for mark in strip.marks if isinstance(mark, Text)]
    assert "".join(mark.line.text for mark in texts).startswith(name)
    assert all(mark.x >= 0 and mark.x + mark.line.width <= AREA_WIDTH + 0.01 for mark in texts)
    assert max(mark.y for mark in texts) <= strip.height
    assert strip.height >= 42 * MM


def test_a_diameter_is_bounded() -> None:
    assert check_diameter(45) == 45
    with pytest.raises(BaiseError, match="45"):
        check_diameter(46)
