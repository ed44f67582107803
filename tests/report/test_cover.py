"""A long report begins with a cover; a short one with its title, particulars and contents on one page."""

import re
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from baise_desktop.report.model import Narrative, SubmissionReport, TaskSection
from baise_desktop.report.submission import render_pdf
from tests.report.test_goldens import _compare

_TASKS = tuple(
    TaskSection(title=f"演示任务{number}", narratives=(Narrative(name="进展情况", text="按计划推进。"),))
    for number in range(1, 13)
)


@pytest.fixture(scope="session")
def long_report(submission: SubmissionReport) -> SubmissionReport:
    return replace(submission, sections=_TASKS, findings=(), explanations=(), contact={"电话": "0776-0000000"})


def pages_of(report: SubmissionReport, fonts_folder: Path, folder: Path) -> list[str]:
    """The text of each page, without white space."""
    file = folder / "report.pdf"
    file.write_bytes(render_pdf(report, fonts_folder).pdf)
    told = subprocess.run(["pdftotext", "-raw", str(file), "-"], capture_output=True, text=True, check=True).stdout
    return [re.sub(r"\s", "", page) for page in told.split("\f")]


def test_the_cover_says_whose_it_is_and_who_answers_for_it(
    long_report: SubmissionReport, fonts_folder: Path, tmp_path: Path
) -> None:
    cover, contents, *body = pages_of(long_report, fonts_folder, tmp_path)
    for text in ("实施情况报告", "平果市科学技术局", "2023年上半年", "负责人：演示人员㛃", "0776-0000000"):
        assert text in cover
    assert "目录" not in cover
    assert contents.startswith("目录")
    assert all(f"演示任务{number}" in contents for number in range(1, 13))
    assert body[0].startswith("一、任务进展情况")


def test_each_entry_names_its_page(long_report: SubmissionReport, fonts_folder: Path, tmp_path: Path) -> None:
    pages = pages_of(long_report, fonts_folder, tmp_path)
    for number in range(1, 13):
        (listed,) = re.findall(rf"）演示任务{number}…+(\d+?)(?=（|三|二)", pages[1])
        assert f"）演示任务{number}1.进展情况" in pages[int(listed) - 1]


def test_a_short_report_and_one_under_a_red_header_have_none(
    submission: SubmissionReport, long_report: SubmissionReport, fonts_folder: Path, tmp_path: Path
) -> None:
    assert "目录" in pages_of(submission, fonts_folder, tmp_path)[0]
    issued = replace(long_report, issued=True, document_number="平科发〔2023〕8号", recipient="百色市科学技术局")
    first, *_ = pages_of(issued, fonts_folder, tmp_path)
    assert "平科发〔2023〕8号" in first
    assert "百色市科学技术局：现将平果市科学技术局2023年上半年" in first


def test_it_looks_as_it_did(
    long_report: SubmissionReport, fonts_folder: Path, tmp_path: Path, update_goldens: bool
) -> None:
    _compare("long", render_pdf(long_report, fonts_folder).pdf, tmp_path, update=update_goldens)
