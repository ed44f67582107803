"""Whose faces papers are set in: the office's own by its wish, the bundled ones on whatever is bound by bytes."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from baise_desktop.app.desk import Desk
from baise_desktop.app.installation.preferences import Preferences, keep_preferences
from baise_desktop.app.paper.papers import make_blank, make_paper
from baise_desktop.app.results.reports import write_figures
from baise_desktop.form.period import parse_period
from baise_desktop.report import system_fonts
from baise_desktop.report.document_faces import load_faces
from tests.app.conftest import NOW
from tests.made_fonts import build_font
from tests.round_trip import MONTH, PLAN


@pytest.fixture(autouse=True)
def office_fonts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """An office that has its own 宋体."""
    folder = tmp_path / "fonts"
    folder.mkdir()
    build_font(["SimSun", "宋体"]).save(folder / "simsun.ttf")
    monkeypatch.setattr(system_fonts, "font_folders", lambda: (folder,))
    load_faces.cache_clear()
    yield
    load_faces.cache_clear()


def _has_own(pdf: bytes, folder: Path) -> bool:
    path = folder / "made.pdf"
    path.write_bytes(pdf)
    told = subprocess.run(["pdffonts", str(path)], capture_output=True, text=True, check=True).stdout
    return "Made" in told


def test_papers_that_nothing_binds_are_in_the_offices_own_faces(county: Desk, tmp_path: Path) -> None:
    assert _has_own(make_blank(county, PLAN, MONTH, NOW), tmp_path)
    assert _has_own(make_paper(county, PLAN, MONTH, "audit", NOW), tmp_path)


def test_the_report_is_in_the_bundled_ones(county: Desk, tmp_path: Path) -> None:
    assert not _has_own(make_paper(county, PLAN, MONTH, "submission", NOW), tmp_path)


def test_an_office_may_do_without_its_own(county: Desk, tmp_path: Path) -> None:
    keep_preferences(county.folder, Preferences(office_faces=False))
    assert not _has_own(make_blank(county, PLAN, MONTH, NOW), tmp_path)


def test_figures_of_the_city_follow_its_wish(city: Desk, tmp_path: Path) -> None:
    for wished in (True, False):
        keep_preferences(city.folder, Preferences(office_faces=wished))
        out = write_figures(city, PLAN, parse_period(MONTH).end, tmp_path / f"{wished}.pdf", NOW)
        assert _has_own(out.read_bytes(), tmp_path) is wished
