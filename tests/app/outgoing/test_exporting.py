import io
import subprocess
import zipfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from baise_desktop.app.checks.sign_off import reopen
from baise_desktop.app.desk import Desk
from baise_desktop.app.installation.home import due_submissions
from baise_desktop.app.outgoing import exporting
from baise_desktop.errors import BaiseError
from baise_desktop.store.packages import list_packages
from tests.app.conftest import NOW
from tests.round_trip import MONTH, PASSPHRASE, PLAN, add_contract, fill_month, report_month, sign_all


def text_of(pdf: Path) -> str:
    return subprocess.run(["pdftotext", "-layout", pdf, "-"], capture_output=True, text=True, check=True).stdout


def state_of(desk: Desk) -> tuple[str, int]:
    due = next(due for due in due_submissions(desk, NOW.date()) if due.period == MONTH)
    return due.state, due.version


@pytest.fixture
def sender(reported: Path, open_copy: Callable[[Path], Desk]) -> Desk:
    """平果市 after it reported April."""
    return open_copy(reported / "county")


# --- packages -----------------------------------------------------------------------------------------------------


def test_nothing_leaves_before_all_have_signed(county: Desk, tmp_path: Path) -> None:
    fill_month(county, NOW)
    with pytest.raises(BaiseError, match="NOT_SIGNED"):
        exporting.export(county, PLAN, MONTH, tmp_path / "stick", PASSPHRASE, NOW)
    assert not (tmp_path / "stick").exists()


def test_wrong_passphrase_seals_nothing(county: Desk, tmp_path: Path) -> None:
    fill_month(county, NOW)
    sign_all(county, NOW)
    with pytest.raises(BaiseError, match="PASSPHRASE:"):
        exporting.export(county, PLAN, MONTH, tmp_path / "stick", "another passphrase", NOW)
    assert list_packages(county.store, "submission") == ()
    assert state_of(county) == ("signed", 1)


def test_package_carries_its_papers(april: Path) -> None:
    with zipfile.ZipFile(april) as archive:
        assert {"header.json", "records.jsonl", "signoff.json", "report.pdf", "report.xlsx", "说明.txt"} <= set(
            archive.namelist()
        )
        assert archive.read("report.pdf").startswith(b"%PDF-")
        assert zipfile.is_zipfile(io.BytesIO(archive.read("report.xlsx")))
        assert "平果市" in archive.read("说明.txt").decode()


def test_same_version_again_is_the_same_bytes(sender: Desk, april: Path, tmp_path: Path) -> None:
    again = exporting.export(sender, PLAN, MONTH, tmp_path / "stick", PASSPHRASE, NOW + timedelta(days=1))
    assert again.path.read_bytes() == april.read_bytes()
    assert (again.version, again.seq) == (1, 1)
    assert len(list_packages(sender.store, "submission")) == 1
    assert state_of(sender) == ("exported", 1)


def test_file_name_is_one_that_every_mail_program_keeps(sender: Desk, tmp_path: Path) -> None:
    path = exporting.export(sender, PLAN, MONTH, tmp_path, PASSPHRASE, NOW).path
    assert path.name == "c.pingguo_p2_2023-04_v1.asice"


def test_opened_again_it_leaves_as_the_next_version(sender: Desk, tmp_path: Path) -> None:
    first = exporting.export(sender, PLAN, MONTH, tmp_path, PASSPHRASE, NOW)
    reopen(sender, PLAN, MONTH, "漏报一项合同", NOW)
    add_contract(sender, NOW, contract_no="HT-002")
    sign_all(sender, NOW)
    second = exporting.export(sender, PLAN, MONTH, tmp_path, PASSPHRASE, NOW)
    assert (second.version, second.seq) == (2, 2)
    assert len({first.identity, second.identity, first.content, second.content}) == 4
    assert first.path != second.path


def test_each_submission_has_the_next_number(sender: Desk, tmp_path: Path) -> None:
    assert report_month(sender, NOW, tmp_path, "2023-05").seq == 2


def test_stick_that_is_full_does_not_lose_the_package(county: Desk, april: Path, tmp_path: Path) -> None:
    fill_month(county, NOW)
    sign_all(county, NOW)
    (tmp_path / "file").write_text("x")
    with pytest.raises(BaiseError, match="OUT_FOLDER"):
        exporting.export(county, PLAN, MONTH, tmp_path / "file", PASSPHRASE, NOW)
    assert state_of(county) == ("signed", 1)
    assert exporting.export(county, PLAN, MONTH, tmp_path / "stick", PASSPHRASE, NOW).version == 1


def test_city_exports_nothing(city: Desk, tmp_path: Path) -> None:
    with pytest.raises(BaiseError, match="ROLE_UNIT_ONLY"):
        exporting.export(city, PLAN, MONTH, tmp_path, PASSPHRASE, NOW)


# --- paper --------------------------------------------------------------------------------------------------------


def test_draft_on_paper_claims_no_package(county: Desk, tmp_path: Path) -> None:
    fill_month(county, NOW)
    text = text_of(exporting.write_submission(county, PLAN, MONTH, tmp_path / "draft.pdf", NOW))
    assert "平果市" in text
    assert f"HT-{MONTH}" in text


def test_paper_can_be_signed_once_the_head_has(sender: Desk, county: Desk, tmp_path: Path) -> None:
    fill_month(county, NOW)
    with pytest.raises(BaiseError, match="SEAL_EARLY"):
        exporting.write_submission(county, PLAN, MONTH, tmp_path / "early.pdf", NOW, passphrase=PASSPHRASE)
    assert not (tmp_path / "early.pdf").exists()
    signed = exporting.write_submission(sender, PLAN, MONTH, tmp_path / "signed.pdf", NOW, passphrase=PASSPHRASE)
    told = subprocess.run(["pdfsig", signed], capture_output=True, text=True, check=False).stdout
    assert "Signature is Valid" in told
    assert "演示人员03" in text_of(signed)


def test_suffix_chooses_and_only_a_pdf_is_signed(sender: Desk, tmp_path: Path) -> None:
    book = exporting.write_submission(sender, PLAN, MONTH, tmp_path / "april.XLSX", NOW)
    assert zipfile.is_zipfile(book)
    with pytest.raises(BaiseError, match="SUFFIX_SEALED"):
        exporting.write_submission(sender, PLAN, MONTH, tmp_path / "signed.xlsx", NOW, passphrase=PASSPHRASE)
    with pytest.raises(BaiseError, match="SUFFIX:"):
        exporting.write_submission(sender, PLAN, MONTH, tmp_path / "april.docx", NOW)
    assert [file.name for file in tmp_path.iterdir() if file.is_file()] == ["april.XLSX"]
