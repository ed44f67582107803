"""练习: each planted mistake is there, its hint mends it, and nothing of it leaves."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from baise_desktop.app.checks import sign_off
from baise_desktop.app.checks.checking import check_submission
from baise_desktop.app.desk import Desk, close_desk, open_desk
from baise_desktop.app.enrolment import setup
from baise_desktop.app.entry import evidence, filling
from baise_desktop.app.outgoing import exporting
from baise_desktop.app.practice import practice
from baise_desktop.errors import BaiseError
from baise_desktop.form.uscc import is_uscc
from baise_desktop.store.entries import Sheet
from tests.app.conftest import NOW
from tests.evidence_files import pdf_bytes, put

RIGHT = {
    "cert_date": {"演示生物科技有限公司": "2023-05-09", "演示农业机械有限公司": "2023-06-12"},
    "valid_to": {"演示电子有限公司": "2026-09-19"},
    "revoke_date": {"演示食品有限公司": "2023-10-11"},
    "amount": {"农机导航技术转让": "118"},
    "reg_date": {"污水处理工艺咨询": "2023-12-28"},
    "buyer": {"检测平台共享服务": "演示食品有限公司"},
    "newprod_rev": {"演示环保设备有限公司": "3200"},
    "rd_expense": {"演示电子有限公司": "820"},
}
"""What the hints say, by field and row."""


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    assert practice.make_practice(tmp_path / "practice", "平果市", NOW) == 12
    opened = open_desk(tmp_path / "practice")
    yield opened
    close_desk(opened)


def sheet_of(desk: Desk, each: practice.Planted) -> Sheet:
    return Sheet(desk.office.unit, practice.PLAN, practice.PERIOD, each.form)


def mend(desk: Desk, each: practice.Planted, folder: Path) -> None:
    """Do what the hint says."""
    sheet = sheet_of(desk, each)
    if each.field == "cert_no":
        filling.delete_rows(desk, sheet, [each.row_id], NOW)
    elif each.field == "uscc":
        row = next(entry for entry in filling.list_rows(desk, sheet) if entry.record.row_id == each.row_id)
        typed = row.wrong["uscc"]
        right = next(code for last in "0123456789ABCDEFGHJKLMNPQRTUWXY" if is_uscc(code := typed[:-1] + last))
        filling.set_cell(desk, sheet, each.row_id, "uscc", right, NOW)
    elif each.form == practice.TASK:
        evidence.attach(desk, sheet, each.row_id, "", put(folder, "批文.pdf", pdf_bytes()), NOW)
    else:
        filling.set_cell(desk, sheet, each.row_id, each.field, RIGHT[each.field][each.row], NOW)


def test_every_mistake_is_found_and_its_hint_mends_it_alone(desk: Desk, tmp_path: Path) -> None:
    planted = practice.list_planted(desk)
    assert [each.number for each in planted] == list(range(1, 13))
    assert not any(each.mended for each in planted)
    assert len({each.hint for each in planted}) == 12
    for done, each in enumerate(planted, 1):
        mend(desk, each, tmp_path)
        assert [now.mended for now in practice.list_planted(desk)] == [True] * done + [False] * (12 - done), each
    assert check_submission(desk, practice.PLAN, practice.PERIOD).verdict.ready


def test_an_explanation_answers_what_only_needs_one(desk: Desk) -> None:
    from baise_desktop.app.checks.checking import explain

    outlier = next(each for each in practice.list_planted(desk) if each.field == "rd_expense")
    findings = check_submission(desk, practice.PLAN, practice.PERIOD).findings
    finding = next(each for each in findings if each.row_id == outlier.row_id)
    explain(desk, practice.PLAN, practice.PERIOD, finding.id, "新建研发中心，购置设备 7560 万元。", NOW)
    assert practice.list_planted(desk)[outlier.number - 1].mended


def test_nothing_of_an_exercise_leaves(desk: Desk, founded_pack: Path, tmp_path: Path) -> None:
    for act in (
        lambda: exporting.export(desk, practice.PLAN, practice.PERIOD, tmp_path, "whatever it is", NOW),
        lambda: sign_off.sign_off(desk, practice.PLAN, practice.PERIOD, "filler", "演示人员01", NOW),
        lambda: setup.open_task_pack(desk, founded_pack, "", NOW),
    ):
        with pytest.raises(BaiseError, match="TRIAL"):
            act()
    assert not list(desk.keys.iterdir())


@pytest.fixture
def founded_pack(founded: object) -> Path:
    return founded.folder / "pack.asice"  # type: ignore[attr-defined, no-any-return]


def test_its_papers_say_what_they_are(desk: Desk, tmp_path: Path) -> None:
    pdf = exporting.write_submission_pdf(desk, practice.PLAN, practice.PERIOD, tmp_path / "exercise.pdf", NOW)
    text = subprocess.run(["pdftotext", pdf, "-"], capture_output=True, text=True, check=True).stdout
    pages = [page.splitlines() for page in text.split("\f")[:-1]]
    assert len(pages) > 1
    assert all({"演", "示"} <= set(lines) or "演示" in lines for lines in pages)  # it stands aslant, letter by letter


def test_it_can_be_begun_anew_and_nothing_else_can(desk: Desk, county: Desk, tmp_path: Path) -> None:
    mend(desk, practice.list_planted(desk)[2], tmp_path)
    close_desk(desk)
    (desk.folder / "window.lock").touch()
    practice.reset_practice(desk.folder, NOW)
    assert (desk.folder / "window.lock").exists()
    again = open_desk(desk.folder)
    assert not any(each.mended for each in practice.list_planted(again))
    close_desk(again)
    with pytest.raises(BaiseError, match="NOT_PRACTICE"):
        practice.reset_practice(county.folder, NOW)
    assert practice.list_planted(county) == ()
    assert (county.folder / "baise.sqlite3").exists()


def test_only_a_county_practises(tmp_path: Path) -> None:
    with pytest.raises(BaiseError, match="UNIT_NOT_REPORTER"):
        practice.make_practice(tmp_path / "practice", "d.keji", NOW)
    assert not (tmp_path / "practice").exists()
