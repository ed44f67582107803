"""Every character of 《通用规范汉字表》 (2013, `standard_characters.txt`), printed and copied, in each role."""

import re
import subprocess
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from PIL import Image

from baise_desktop.report import blocks
from baise_desktop.report.document import finish
from baise_desktop.report.fonts import MISSING_MARK, Faces, Role
from baise_desktop.report.foot import Foot
from baise_desktop.report.geometry import AREA_WIDTH
from baise_desktop.report.part import Manuscript
from baise_desktop.report.typesetting import Setting, Typesetter

RARE = "㛃𬭎䶮犇喆𠮷㐂"
SIZE, LEADING = 10, 12
"""Points: whole pixels at the resolution below, so that the same glyph gives the same picture anywhere."""
DPI = 144
CELL = SIZE * DPI // 72
LEFT, LEFT_HAND, TOP = (round(millimetres * DPI / 25.4) for millimetres in (28, 26, 37))
IN_A_LINE = int(AREA_WIDTH // SIZE)


@pytest.fixture(scope="module")
def standard() -> str:
    """The 8105, and the rare names that are not among them."""
    listed = (Path(__file__).parent / "standard_characters.txt").read_text("utf-8").replace("\n", "")
    assert len(listed) == len(set(listed)) == 8105
    return listed + "".join(character for character in RARE if character not in listed)


@pytest.fixture(scope="module", params=list(Role))
def printed(
    request: pytest.FixtureRequest, faces: Faces, standard: str, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """All of them in one role."""
    setting = Setting(request.param, SIZE, LEADING, align="left")
    manuscript = Manuscript(Typesetter(faces))
    manuscript.add(blocks.paragraph(manuscript.typesetter, standard, setting, AREA_WIDTH))
    paper = finish(manuscript, Foot("", None), title="字", author="字", day=date(2023, 7, 5), missing=())
    path = tmp_path_factory.mktemp("faces") / "faces.pdf"
    path.write_bytes(paper.pdf)
    return path


def test_all_are_copied_as_they_were_written(printed: Path, standard: str) -> None:
    type_area = ["-x", "0", "-y", "0", "-W", "595", "-H", "743"]
    command = ["pdftotext", "-raw", *type_area, str(printed), "-"]
    copied = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert re.sub(r"\s", "", copied) == standard


def test_every_one_has_a_picture_of_its_own(printed: Path, standard: str) -> None:
    subprocess.run(["pdftoppm", "-r", str(DPI), "-gray", printed, printed.parent / "page"], check=True)
    pictures = [picture for page in sorted(printed.parent.glob("page-*.pgm")) for picture in _glyphs(page)]
    drawn = pictures[: len(standard)]
    blank = [character for character, picture in zip(standard, drawn, strict=True) if min(picture) > 96]
    assert not blank
    # what has no glyph is drawn as a box, and all boxes are alike
    assert max(Counter(drawn).values()) == 1


def _glyphs(page: Path) -> list[bytes]:
    """The cells of a page, line by line."""
    left = LEFT if int(page.stem.partition("-")[2]) % 2 else LEFT_HAND
    with Image.open(page) as image:
        return [
            image.crop((x, y, x + CELL, y + LEADING * DPI // 72)).tobytes()
            for y in range(TOP, TOP + 53 * LEADING * DPI // 72, LEADING * DPI // 72)
            for x in range(left, left + IN_A_LINE * CELL, CELL)
        ]


@pytest.mark.parametrize("role", list(Role))
def test_no_role_lacks_what_another_has(faces: Faces, role: Role) -> None:
    odd = "\U0001f600\ue000ऀ々〆㎡‰①Ⅳ℃αЖ🈶〇"
    assert {character for character in odd if faces.choose(role, character)[1] == MISSING_MARK} == faces.missing(odd)


def test_latin_and_figures_in_body_text_stand_in_the_book_face(faces: Faces) -> None:
    runs = faces.mix("经费2345.67万元（R&D）占8.9%", Role.BODY)
    names = {run.text: run.face.name for run in runs}
    assert names["2345.67"] == names["R&D"] == names["8.9%"] == faces.face(Role.SONG).name
    assert names["经费"] == names["万元（"] == faces.face(Role.BODY).name
