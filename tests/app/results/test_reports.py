import subprocess
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from baise_desktop.app.desk import Desk
from baise_desktop.app.inbox.receiving import merge_files
from baise_desktop.app.results.reports import write_figures
from baise_desktop.errors import BaiseError
from tests.app.conftest import NOW
from tests.round_trip import PINGGUO, PLAN

APRIL = date(2023, 4, 30)


def text_of(pdf: Path) -> str:
    return subprocess.run(["pdftotext", "-layout", pdf, "-"], capture_output=True, text=True, check=True).stdout


def test_figures_on_paper(city: Desk, april: Path, tmp_path: Path) -> None:
    merge_files(city, [april], NOW)
    text = text_of(write_figures(city, PLAN, APRIL, tmp_path / "figures.pdf", NOW))
    assert "目标完成情况表" in text
    assert "0.0121" in text
    assert "未达标" in text
    assert "乐业县" in text


def test_only_one_unit_on_request(city: Desk, tmp_path: Path) -> None:
    text = text_of(write_figures(city, PLAN, APRIL, tmp_path / "figures.pdf", NOW, unit=PINGGUO))
    assert "平果市" in text
    assert "乐业县" not in text


def test_paper_says_when_only_the_accepted_count(city: Desk, april: Path, tmp_path: Path) -> None:
    merge_files(city, [april], NOW)
    text = text_of(write_figures(city, PLAN, APRIL, tmp_path / "figures.pdf", NOW, accepted_only=True))
    assert "已通过" in text
    assert "0.0121" not in text


def test_figures_as_a_workbook(city: Desk, tmp_path: Path) -> None:
    made = write_figures(city, PLAN, APRIL, tmp_path / "figures.xlsx", NOW)
    assert load_workbook(BytesIO(made.read_bytes())).worksheets[0].max_row > 27


def test_unknown_suffix(city: Desk, tmp_path: Path) -> None:
    with pytest.raises(BaiseError, match="SUFFIX:"):
        write_figures(city, PLAN, APRIL, tmp_path / "figures.docx", NOW)
