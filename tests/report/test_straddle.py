"""骑缝: which page shows what, and whether the strips make the seal again when the pages are fanned."""

import subprocess
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageChops

from baise_desktop.report.geometry import MM, PAGE_HEIGHT
from baise_desktop.report.model import RenderedPdf, SubmissionReport
from baise_desktop.report.seal_image import prepare_seal
from baise_desktop.report.seal_place import Seal
from baise_desktop.report.straddle import NARROWEST, groups_of, slices_of
from baise_desktop.report.submission import render_pdf
from tests.report.seal_pictures import ring, saved

SIZE = 42 * MM
DPI = 120
DOT = 72 / DPI
_ALIKE = 0.05
"""Share of pixels: edges that fall between two pixels of a strip."""


@given(st.integers(1, 400), st.integers(20, 45))
def test_every_page_is_bound_to_the_next_by_strips_wide_enough(pages: int, diameter: int) -> None:
    groups = tuple(groups_of(pages, diameter * MM))
    joints = {(page, page + 1) for group in groups for page in group[:-1]}
    assert joints == {(page, page + 1) for page in range(1, pages)}
    assert all(diameter * MM / len(group) >= NARROWEST - 1e-9 for group in groups)
    sizes = [len(group) for group in groups]
    assert not sizes or max(sizes) - min(sizes) <= 1


@given(st.integers(2, 200))
def test_where_two_groups_meet_the_strips_are_apart(pages: int) -> None:
    for page in range(1, pages + 1):
        middles = [piece.middle for piece in slices_of(page, pages, SIZE)]
        assert 1 <= len(middles) <= 2
        assert len(middles) == 1 or abs(middles[0] - middles[1]) > SIZE


def test_one_page_has_no_joint() -> None:
    assert slices_of(1, 1, SIZE) == ()


@pytest.fixture(scope="module")
def picture() -> bytes:
    return prepare_seal(saved(ring()))


@pytest.fixture(scope="module")
def sealed(submission: SubmissionReport, fonts_folder: Path, picture: bytes) -> RenderedPdf:
    return render_pdf(submission, fonts_folder, seal=Seal(image=picture))


def _standing(pdf: bytes, folder: Path) -> list[Image.Image]:
    """Every page as its sheet lies in the bundle, the landscape ones with their head at the left."""
    source = folder / "source.pdf"
    source.write_bytes(pdf)
    subprocess.run(["pdftoppm", "-r", str(DPI), "-gray", "-png", str(source), str(folder / "page")], check=True)
    pages = []
    for file in sorted(folder.glob("page-*.png")):
        page = Image.open(file).convert("RGB")
        lies = page.height < PAGE_HEIGHT / DOT - 2
        pages.append(page.rotate(90, expand=True) if lies else page)
    return pages


def _fanned(pages: list[Image.Image], group: range, size: float) -> Image.Image:
    """The right edges of a group, each pushed out under the one before it."""
    total = len(pages)
    piece = next(each for each in slices_of(group[1], total, size))
    top, side = round((piece.middle - size / 2) / DOT), round(size / DOT)
    seal = Image.new("RGB", (side, side), (255, 255, 255))
    for place, number in enumerate(group):
        left, right = round(place * piece.width / DOT), round((place + 1) * piece.width / DOT)
        page = pages[number - 1]
        seal.paste(page.crop((page.width - (right - left), top, page.width, top + side)), (left, 0))
    return seal


def _straight(picture: bytes, side: int) -> Image.Image:
    seal = Image.open(BytesIO(picture)).resize((side, side), Image.Resampling.BOX)
    return Image.alpha_composite(Image.new("RGBA", seal.size, (255, 255, 255, 255)), seal).convert("RGB")


def _difference(one: Image.Image, other: Image.Image) -> float:
    grey = ImageChops.difference(one.convert("L"), other.convert("L"))
    return sum(count for value, count in enumerate(grey.histogram()) if value > 90) / (grey.width * grey.height)


def _with_rows(submission: SubmissionReport, pages: int, fonts_folder: Path, picture: bytes) -> RenderedPdf:
    """About as many pages, upright ones and others."""
    wide = submission.sections[-2]
    paper = render_pdf(
        replace(submission, sections=(*submission.sections, *[wide] * pages)), fonts_folder, seal=Seal(image=picture)
    )
    assert paper.pages > pages
    return paper


@pytest.mark.parametrize("more", [0, 5])
def test_fanned_pages_show_the_whole_seal(
    submission: SubmissionReport, fonts_folder: Path, picture: bytes, tmp_path: Path, more: int
) -> None:
    """One group and several, upright, lying and wide sheets among them."""
    paper = _with_rows(submission, more, fonts_folder, picture)
    pages = _standing(paper.pdf, tmp_path)
    for group in groups_of(paper.pages, SIZE):
        fan = _fanned(pages, group, SIZE)
        assert _difference(fan, _straight(picture, fan.width)) < _ALIKE
        mixed = _fanned(pages, range(group[0], group[-1] + 1)[::-1], SIZE)
        assert _difference(mixed, _straight(picture, fan.width)) > 2 * _ALIKE


def test_two_pages_halve_it(submission: SubmissionReport, fonts_folder: Path, picture: bytes, tmp_path: Path) -> None:
    short = replace(submission, sections=submission.sections[:4], findings=(), explanations=())
    paper = render_pdf(short, fonts_folder, seal=Seal(image=picture))
    pages = _standing(paper.pdf, tmp_path)
    (group,) = groups_of(paper.pages, SIZE)
    fan = _fanned(pages, group, SIZE)
    assert _difference(fan, _straight(picture, fan.width)) < _ALIKE


def _text(pdf: bytes, folder: Path, page: int) -> str:
    file = folder / "text.pdf"
    file.write_bytes(pdf)
    command = ["pdftotext", "-f", str(page), "-l", str(page), "-layout", str(file), "-"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def test_a_picture_is_called_one_on_every_page(sealed: RenderedPdf, tmp_path: Path) -> None:
    for page in range(1, sealed.pages + 1):
        text = _text(sealed.pdf, tmp_path, page)
        assert "版式印章图样·骑缝" in text
        assert f"{page}/{sealed.pages}" in text


def test_ink_has_its_place_marked_on_every_page(
    submission: SubmissionReport, fonts_folder: Path, tmp_path: Path
) -> None:
    paper = render_pdf(submission, fonts_folder)
    for page in range(1, paper.pages + 1):
        text = _text(paper.pdf, tmp_path, page)
        assert "骑缝章" in text
        assert "图样" not in text
    assert "（盖章处）" in _text(paper.pdf, tmp_path, paper.pages)


def test_the_picture_lies_in_the_file_once(sealed: RenderedPdf) -> None:
    assert sealed.pdf.count(b"/SMask") == 1
