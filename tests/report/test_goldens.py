"""Pages as pixels. `--update-goldens` writes them anew; then somebody must look at them."""

import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image, ImageChops

from baise_desktop.report.figures import render_figures_pdf
from baise_desktop.report.model import FiguresReport, SubmissionReport
from baise_desktop.report.seal_image import prepare_seal
from baise_desktop.report.seal_place import Seal
from baise_desktop.report.stamp import SealRequest, stamp
from baise_desktop.report.submission import render_pdf
from tests.report.seal_pictures import ring, saved
from tests.report.test_stamp import NOW, unit_signer

GOLDENS = Path(__file__).parents[1] / "goldens" / "report"
_DPI = 50
_TOLERANCE = 48  # of 255: rasterizers of different versions round differently


def _pages(pdf: bytes, folder: Path) -> list[Path]:
    source = folder / "source.pdf"
    source.write_bytes(pdf)
    subprocess.run(["pdftoppm", "-r", str(_DPI), "-gray", "-png", str(source), str(folder / "page")], check=True)
    return sorted(folder.glob("page-*.png"))


def _differs(left: Path, right: Path) -> bool:
    with Image.open(left) as one, Image.open(right) as other:
        if one.size != other.size:
            return True
        difference = ImageChops.difference(one.convert("L"), other.convert("L"))
    strong = sum(count for value, count in enumerate(difference.histogram()) if value > _TOLERANCE)
    return strong > difference.width * difference.height // 2000


def _compare(name: str, pdf: bytes, folder: Path, *, update: bool) -> None:
    pages = _pages(pdf, folder)
    goldens = sorted(GOLDENS.glob(f"{name}-*.png"))
    if update:
        for golden in goldens:
            golden.unlink()
        for number, page in enumerate(pages, 1):
            with Image.open(page) as picture:
                # sixteen even greys: a palette made for a page of little ink turns its black into grey
                even = picture.convert("L").point([round(value / 17) * 17 for value in range(256)])
                even.quantize(16).save(GOLDENS / f"{name}-{number:02}.png", optimize=True)
        return
    assert len(pages) == len(goldens)
    changed = [golden.name for page, golden in zip(pages, goldens, strict=True) if _differs(page, golden)]
    assert not changed


def test_submission(submission: SubmissionReport, fonts_folder: Path, tmp_path: Path, update_goldens: bool) -> None:
    _compare("submission", render_pdf(submission, fonts_folder).pdf, tmp_path, update=update_goldens)


def test_figures(figures: FiguresReport, fonts_folder: Path, tmp_path: Path, update_goldens: bool) -> None:
    _compare("figures", render_figures_pdf(figures, fonts_folder).pdf, tmp_path, update=update_goldens)


def test_sealed(submission: SubmissionReport, fonts_folder: Path, tmp_path: Path, update_goldens: bool) -> None:
    """Signed under a picture: the seal over name and date, its strips over the edges of three pages."""
    short = replace(submission, sections=submission.sections[:4])
    seal = Seal(image=prepare_seal(saved(ring())))
    paper = render_pdf(short, fonts_folder, seal=seal)
    request = SealRequest(
        unit="c.pingguo", unit_name=short.unit_name, head_signed=True, place=paper.seal, image=seal.image
    )
    pdf = stamp(paper.pdf, unit_signer(), NOW, request, fonts_folder)
    _compare("sealed", pdf, tmp_path, update=update_goldens)


def test_issued(submission: SubmissionReport, fonts_folder: Path, tmp_path: Path, update_goldens: bool) -> None:
    """Under a red header, going up: with 签发人 beside 发文字号; and between equals."""
    issued = replace(
        submission,
        issued=True,
        unit_name="平果市",
        issuer="平果市科学技术局",
        document_number="平科报〔2023〕3号",
        recipient="百色市科学技术局",
        signer="演示人员㛃",
        sections=(),
    )
    _compare("issued-up", render_pdf(issued, fonts_folder).pdf, tmp_path, update=update_goldens)
    for page in tmp_path.glob("page-*.png"):
        page.unlink()
    level = replace(issued, signer="", findings=())
    _compare("issued-level", render_pdf(level, fonts_folder).pdf, tmp_path, update=update_goldens)


def test_a_changed_page_is_noticed(tmp_path: Path) -> None:
    golden = GOLDENS / "submission-01.png"
    with Image.open(golden) as picture:
        changed = picture.convert("L")
    changed.paste(0, (100, 100, 130, 130))
    changed.save(tmp_path / "changed.png")
    assert _differs(golden, tmp_path / "changed.png")
    assert not _differs(golden, golden)


@pytest.mark.parametrize("name", ["submission", "figures", "sealed", "issued-up", "issued-level"])
def test_goldens_exist(name: str) -> None:
    assert list(GOLDENS.glob(f"{name}-*.png"))
