"""What lies on a page is seen: seals over signatures, remarks, filled fields."""

from io import BytesIO
from pathlib import Path
from subprocess import run

import pytest
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from baise_desktop.app.scan.paper_sight import see_paper


def paper(*, field: bool = False, link: bool = False) -> bytes:
    target = BytesIO()
    canvas = Canvas(target, pagesize=(400, 400), invariant=True)
    canvas.drawString(50, 50, "under the seal")
    if field:
        canvas.acroForm.textfield(name="seal", value="SEAL", x=100, y=200, width=200, height=100, fontSize=36)
    if link:
        canvas.linkURL("https://example.invalid", (10, 10, 60, 60))
    canvas.showPage()
    canvas.save()
    return target.getvalue()


def drawn(content: bytes, folder: Path) -> Image.Image:
    """As the renderer of the window draws it: nothing that lies on the page."""
    file = folder / "paper.pdf"
    file.write_bytes(content)
    run(["pdftoppm", "-hide-annotations", "-r", "72", "-png", str(file), str(folder / "paper")], check=True)
    return Image.open(next(folder.glob("paper-*.png"))).convert("L")


def test_what_lies_on_a_page_is_drawn_into_it(tmp_path: Path) -> None:
    source = paper(field=True)
    seen = see_paper(source)
    assert seen is not None
    seal = (110, 110, 290, 190)
    assert drawn(source, tmp_path).crop(seal).getextrema() == (255, 255)
    assert drawn(seen, tmp_path).crop(seal).getextrema()[0] < 100  # type: ignore[operator]


def test_a_file_is_seen_and_stays_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "盖章.pdf"
    file.write_bytes(paper(field=True))
    assert see_paper(file)
    assert file.read_bytes() == paper(field=True)


@pytest.mark.parametrize("content", [paper(), paper(link=True), b"", b"%PDF-1.4 and nothing"])
def test_where_nothing_lies_on_the_pages_there_is_nothing_else_to_see(content: bytes) -> None:
    assert see_paper(content) is None


def test_a_file_that_is_gone_is_not_seen(tmp_path: Path) -> None:
    assert see_paper(tmp_path / "gone.pdf") is None
