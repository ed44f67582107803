"""Codes are found on paper as it really comes back: askew, upside down, stamped over, photographed in the shade."""

import io
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageDraw

from baise_desktop.app.desk import Desk
from baise_desktop.app.paper.papers import PaperKind, make_blank, make_paper
from baise_desktop.app.scan.page_codes import find_codes
from baise_desktop.report.document import finish
from baise_desktop.report.document_faces import load_faces
from baise_desktop.report.foot import Foot
from baise_desktop.report.geometry import Orientation
from baise_desktop.report.model import Binding
from baise_desktop.report.part import Manuscript
from baise_desktop.report.typesetting import Typesetter
from baise_desktop.store.sealed import find_sealed
from tests.app.conftest import NOW
from tests.round_trip import MONTH, PLAN
from tests.scans import jpeg, over_code, photographed, rasterise, stamp, worn

BINDING = Binding("c.pingguo", "p2", "2023H1", 2, "bc4a71180870f7945155fbb02f4b0a2e3faa2a62d6d31b7039013055ed19869a")
Spoil = Callable[[Image.Image], Image.Image]


@pytest.fixture(scope="module")
def paper(resources_folder: Path) -> bytes:
    """Two upright pages with text, then a landscape one."""
    from datetime import date

    manuscript = Manuscript(Typesetter(load_faces(resources_folder / "fonts")))
    for _ in range(16):
        manuscript.add_text("截至2023年6月底，全县高新技术企业存量46家，比上年末净增6家。")
    manuscript.begin_part("台账", Orientation.LANDSCAPE)
    foot = Foot("平果市　2023年上半年　第2次上报", BINDING)
    return finish(manuscript, foot, title="t", author="a", day=date(2023, 7, 5), missing=()).pdf


@pytest.fixture(scope="module")
def pages(paper: bytes) -> dict[int, list[Image.Image]]:
    return {dpi: rasterise(paper, dpi) for dpi in (100, 150, 200)}


def read(pictures: Sequence[Image.Image]) -> list[list[int]]:
    return [[mark.page for mark in find_codes(picture).marks] for picture in pictures]


def stamped(pages: Sequence[Image.Image], dpi: int) -> list[Image.Image]:
    return [stamp(page, dpi, over_code(number)) for number, page in enumerate(pages, 1)]


SPOILT: dict[str, Spoil] = {
    "as it is": lambda page: page,
    "slanted, blurred, noisy": lambda page: worn(page, 3),
    "slanted the other way": lambda page: worn(page, -4),
    "upside down": lambda page: worn(page, 180),
    "lying": lambda page: worn(page, 90),
    "grey": lambda page: worn(page.convert("L").convert("RGB"), -2, quality=60),
    "faint": lambda page: worn(page.point([150 + value * 105 // 255 for value in range(256)] * 3), 1),
}


@pytest.mark.parametrize("spoil", SPOILT.values(), ids=list(SPOILT))
@pytest.mark.parametrize("dpi", [100, 150])
def test_every_page_is_read(pages: dict[int, list[Image.Image]], dpi: int, spoil: Spoil) -> None:
    assert read([spoil(page) for page in pages[dpi]]) == [[1], [2], [3]]


@pytest.mark.parametrize("angle", [3, 180])
@pytest.mark.parametrize("dpi", [100, 150])
def test_a_seal_over_the_edge_of_the_code_does_not_matter(
    pages: dict[int, list[Image.Image]], dpi: int, angle: int
) -> None:
    assert read([worn(page, angle) for page in stamped(pages[dpi][:2], dpi)]) == [[1], [2]]


@pytest.mark.parametrize("size", [(4000, 3000), (8000, 6000), (2000, 1500)])
def test_a_photo_from_a_telephone_is_read(pages: dict[int, list[Image.Image]], size: tuple[int, int]) -> None:
    (page,) = stamped(pages[200][:1], 200)
    photo = Image.open(io.BytesIO(jpeg(photographed(page, size), 50, turned=6)))
    assert read([photo]) == [[1]]


def test_several_pages_in_one_picture_are_all_read(pages: dict[int, list[Image.Image]]) -> None:
    one, two, wide = pages[150]
    table = Image.new("RGB", (2 * one.width + 90, one.height + wide.height + 90), (110, 90, 70))
    table.paste(one, (30, 30))
    table.paste(two.rotate(180), (one.width + 60, 30))
    table.paste(wide, (30, one.height + 60))
    assert sorted(mark.page for mark in find_codes(table).marks) == [1, 2, 3]


def test_what_no_camera_can_see_is_told_as_unread(pages: dict[int, list[Image.Image]]) -> None:
    page = pages[150][0].copy()
    ImageDraw.Draw(page).rectangle((0, page.height * 4 // 5, page.width, page.height), fill="white")
    found = find_codes(page)
    assert (found.marks, found.foreign, found.is_blank) == ((), 0, False)


@pytest.mark.parametrize("mode", ["RGB", "L", "1", "RGBA", "P", "LA", "I;16", "CMYK"])
def test_a_blank_back_is_told_from_a_page(pages: dict[int, list[Image.Image]], mode: str) -> None:
    blank = Image.new("RGB", (1240, 1754), (245, 243, 240))
    ImageDraw.Draw(blank).ellipse((5, 800, 40, 835), fill="black")  # a punched hole
    assert find_codes(blank.convert("L").convert(mode)).is_blank
    assert not find_codes(pages[150][0].convert("L").convert(mode)).is_blank


def test_codes_of_others_are_told_apart() -> None:
    import zxingcpp

    code: Any = zxingcpp.create_barcode("https://example.cn/fapiao", zxingcpp.BarcodeFormat.QRCode).to_image(scale=6)
    paper = Image.new("L", (1240, 1754), 255)
    picture = Image.frombuffer("L", code.shape[::-1], memoryview(code).tobytes(), "raw", "L", 0, 1)
    paper.paste(picture, (300, 300))
    found = find_codes(paper)
    assert (found.marks, found.foreign) == ((), 1)


@pytest.mark.parametrize("size", [(1, 1), (1, 4000), (17, 3)])
def test_a_picture_of_next_to_nothing_holds_nothing(size: tuple[int, int]) -> None:
    assert find_codes(Image.new("RGB", size, "white")).marks == ()


# --- every paper there is -----------------------------------------------------------------------------------------


def codes_of(pdf: bytes) -> list[tuple[str, str, int, int]]:
    """Paper, what stands in the place of a digest, page and pages of each page's one code."""
    found = [find_codes(page).marks for page in rasterise(pdf, 110)]
    assert [len(marks) for marks in found] == [1] * len(found)
    marks = [marks[0] for marks in found]
    return [(mark.binding.paper, mark.binding.content_digest or mark.word, mark.page, mark.pages) for mark in marks]


@pytest.mark.parametrize("kind", ["submission", "audit", "explanations", "evidence"])
def test_every_page_of_every_paper_carries_its_code(
    kind: PaperKind, reported: Path, open_copy: Callable[[Path], Desk]
) -> None:
    sender = open_copy(reported / "county")
    sealed = find_sealed(sender.store, sender.office.unit, PLAN, MONTH)
    assert sealed is not None
    found = codes_of(make_paper(sender, PLAN, MONTH, kind, NOW))
    paper = "" if kind == "submission" else kind
    assert found == [(paper, sealed.content, page, len(found)) for page in range(1, len(found) + 1)]


def test_every_page_of_wide_blank_forms_carries_its_code(county: Desk) -> None:
    pdf = make_blank(county, PLAN, "2023Q2", NOW)
    sizes = {page.size for page in rasterise(pdf, 20)}
    assert len(sizes) >= 2  # A4 and A3
    found = codes_of(pdf)
    assert found == [("blank", "DRAFT", page, len(found)) for page in range(1, len(found) + 1)]
