"""A submission under its unit's red header: what may stand in it, and what it leaves alone."""

import subprocess
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baise_desktop.app.checks.sign_off import reopen
from baise_desktop.app.desk import Desk
from baise_desktop.app.outgoing import exporting
from baise_desktop.app.outgoing.issuing import Issue, check_number, list_problems, own_names, propose_issue, read_number
from baise_desktop.app.outgoing.stamping import read_seal, stamp_submission
from baise_desktop.errors import BaiseError
from baise_desktop.exchange.paper import inspect_paper
from baise_desktop.store.packages import list_packages, read_package
from tests.app.conftest import NOW
from tests.report.seal_pictures import ring, saved
from tests.round_trip import MONTH, PASSPHRASE, PLAN, fill_month, sign_all

TODAY = date(2023, 5, 4)
ISSUE = Issue(number="平科报〔2023〕3号", recipient="百色市科学技术局", issuer="平果市科学技术局", names_signer=True)


@pytest.fixture
def signed(county: Desk) -> Desk:
    """All three have signed; nothing has left."""
    fill_month(county, NOW)
    sign_all(county, NOW)
    return county


@pytest.fixture
def sealed(signed: Desk, tmp_path: Path) -> Desk:
    """Its package has left."""
    exporting.export(signed, PLAN, MONTH, tmp_path / "stick", PASSPHRASE, NOW)
    return signed


def _text(pdf: bytes, folder: Path) -> str:
    file = folder / "issued.pdf"
    file.write_bytes(pdf)
    told = subprocess.run(["pdftotext", "-raw", str(file), "-"], capture_output=True, text=True, check=True).stdout
    return "".join(told.split())


def _write(desk: Desk, out: Path, issue: Issue = ISSUE) -> bytes:
    return exporting.write_submission(desk, PLAN, MONTH, out, NOW, issue=issue).read_bytes()


@pytest.mark.parametrize(
    "typed",
    [
        "平科报〔2023〕3号",
        " 平科报 [2023] 3 号 ",
        "平科报【２０２３】３号",
        "平科报（2023）3号",
        "平科报［2023］3号",
        "平科报﹝2023﹞3号",
        "平科报<2023>3号",
    ],
)
def test_brackets_and_figures_of_any_width_are_taken(typed: str) -> None:
    assert read_number(typed) == "平科报〔2023〕3号"
    assert check_number(typed, TODAY) is None


@pytest.mark.parametrize(
    ("typed", "code", "says"),
    [
        ("", "ISSUE_NUMBER", "凌科〔2023〕5号"),
        ("平科报〔2023〕号", "ISSUE_NUMBER", "看不懂“平科报〔2023〕号”"),
        ("〔2023〕3号", "ISSUE_NUMBER", "机关代字"),
        ("平科报〔23〕3号", "ISSUE_NUMBER", "机关代字"),
        ("平科报2023-3", "ISSUE_NUMBER", "机关代字"),
        ("abc〔2023〕3号", "ISSUE_NUMBER", "机关代字"),
        ("平科报〔2023〕3号，另有", "ISSUE_NUMBER", "机关代字"),
        ("平科报〔2023〕第3号", "ISSUE_SERIAL", "应写 3号"),
        ("平科报〔2023〕003号", "ISSUE_SERIAL", "应写 3号"),
        ("平科报〔2023〕0号", "ISSUE_NUMBER", "机关代字"),
        ("平科报〔2024〕3号", "ISSUE_YEAR", "2000—2023"),
        ("平科报〔1999〕3号", "ISSUE_YEAR", "2000—2023"),
    ],
)
def test_what_is_wrong_with_a_number_is_said(typed: str, code: str, says: str) -> None:
    problem = check_number(typed, TODAY)
    assert problem is not None
    assert (problem.field, problem.code) == ("number", code)
    assert says in problem.message


@given(st.text(max_size=30))
def test_any_text_is_a_number_or_a_problem(typed: str) -> None:
    problem = check_number(typed, TODAY)
    assert problem is not None or read_number(read_number(typed)) == read_number(typed)


@pytest.mark.parametrize(
    ("changed", "fields"),
    [
        ({"recipient": " ： "}, ["recipient"]),
        ({"recipient": "百色市\n科学技术局"}, ["recipient"]),
        ({"recipient": "局" * 41}, ["recipient"]),
        ({"issuer": "田东县科学技术局"}, ["issuer"]),
        ({"number": "3号", "issuer": ""}, ["number", "issuer", "issuer"]),
        ({}, []),
    ],
)
def test_names_are_checked(county: Desk, changed: dict[str, str], fields: list[str]) -> None:
    problems = list_problems(replace(ISSUE, **changed), own_names(county, MONTH, TODAY), TODAY)  # type: ignore[arg-type]
    assert [each.field for each in problems] == fields


def test_the_issued_paper_is_bound_to_the_package_and_leaves_it_alone(sealed: Desk, tmp_path: Path) -> None:
    (before,) = list_packages(sealed.store, "submission")
    content = read_package(sealed.store, before.identity)
    plain = exporting.write_submission(sealed, PLAN, MONTH, tmp_path / "plain.pdf", NOW).read_bytes()
    text = _text(_write(sealed, tmp_path / "issued.pdf"), tmp_path)
    assert text.startswith("平果市科学技术局平科报〔2023〕3号签发人：")
    assert "百色市科学技术局：现将平果市2023年4月执行《百色市落实〈科技强桂" in text
    assert before.content in text
    assert before.content in _text(plain, tmp_path)
    assert list_packages(sealed.store, "submission") == (before,)
    assert read_package(sealed.store, before.identity) == content
    again = exporting.export(sealed, PLAN, MONTH, tmp_path / "stick", "", NOW)
    assert not again.fresh


def test_one_between_equals_names_no_signer(sealed: Desk, tmp_path: Path) -> None:
    text = _text(_write(sealed, tmp_path / "issued.pdf", replace(ISSUE, names_signer=False)), tmp_path)
    assert text.startswith("平果市科学技术局平科报〔2023〕3号百色市落实")


def test_it_is_signed_under_a_seal(signed: Desk, tmp_path: Path) -> None:
    """Sealed for it when it was not yet."""
    (tmp_path / "章.png").write_bytes(saved(ring()))
    pdf = stamp_submission(signed, PLAN, MONTH, PASSPHRASE, NOW, read_seal(tmp_path / "章.png"), ISSUE)
    told = inspect_paper(pdf, None, NOW)
    (package,) = list_packages(signed.store, "submission")
    assert told.intact.holds
    assert told.content == package.content
    assert "平科报〔2023〕3号" in _text(pdf, tmp_path)


def test_no_red_header_before_there_is_a_package(signed: Desk, tmp_path: Path) -> None:
    with pytest.raises(BaiseError, match="ISSUE_EARLY"):
        _write(signed, tmp_path / "issued.pdf")
    assert not (tmp_path / "issued.pdf").exists()
    assert propose_issue(signed, PLAN, MONTH, TODAY).number == ""


def test_nor_once_it_is_opened_again(sealed: Desk, tmp_path: Path) -> None:
    reopen(sealed, PLAN, MONTH, "漏报一项合同", NOW)
    with pytest.raises(BaiseError, match="ISSUE_EARLY"):
        _write(sealed, tmp_path / "issued.pdf")


def test_a_wrong_number_seals_nothing(signed: Desk) -> None:
    with pytest.raises(BaiseError, match=r"ISSUE_WORDS.*凌科"):
        stamp_submission(signed, PLAN, MONTH, PASSPHRASE, NOW, None, replace(ISSUE, number="3号"))
    assert list_packages(signed.store, "submission") == ()


def test_a_workbook_has_no_red_header(sealed: Desk, tmp_path: Path) -> None:
    with pytest.raises(BaiseError, match="SUFFIX_ISSUED"):
        _write(sealed, tmp_path / "issued.xlsx")


def test_what_was_typed_is_proposed_again(sealed: Desk, tmp_path: Path) -> None:
    first = propose_issue(sealed, PLAN, MONTH, TODAY)
    assert (first.number, first.recipient, first.issuer) == ("", "百色市科学技术局", "平果市人民政府")
    _write(sealed, tmp_path / "issued.pdf", replace(ISSUE, number="平科报[2023]3号", recipient=" 百色市人民政府： "))
    kept = propose_issue(sealed, PLAN, MONTH, TODAY)
    assert kept == replace(ISSUE, recipient="百色市人民政府")
    later = propose_issue(sealed, PLAN, "2023-05", date(2024, 1, 5))
    assert later == replace(kept, number="平科报〔2024〕号")


def test_the_same_paper_has_the_same_bytes(sealed: Desk, tmp_path: Path) -> None:
    assert _write(sealed, tmp_path / "one.pdf") == _write(sealed, tmp_path / "other.pdf")
