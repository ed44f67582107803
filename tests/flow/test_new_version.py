"""A second version of the forms: drafted, tried, published, opened; what the first was used for stays its own."""

import shutil
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from baise_desktop.__main__ import main
from baise_desktop.app.checks import sign_off
from baise_desktop.app.checks.checking import check_submission
from baise_desktop.app.clock import utc_now
from baise_desktop.app.desk import Desk, close_desk, open_desk
from baise_desktop.app.enrolment import setup
from baise_desktop.app.entry import filling
from baise_desktop.app.inbox import receiving
from baise_desktop.app.installation.home import open_submission
from baise_desktop.app.outgoing import exporting
from baise_desktop.app.outgoing.submission_report import describe_submission
from baise_desktop.app.packs.publishing import publish, put_draft_forms
from baise_desktop.app.practice.trial import make_trial
from baise_desktop.errors import BaiseError
from baise_desktop.store.verify import find_damage
from tests.drafted_forms import AMOUNT, CONTRACT_FILE, add_code, draft_folder, edit
from tests.round_trip import (
    LINGYUN,
    MONTH,
    PASSPHRASE,
    PEOPLE,
    PLAN,
    add_contract,
    answer_target,
    contracts_of,
    fill_month,
    found_offices,
    report_month,
    sign_all,
)

NOW = utc_now()
LATER = NOW + timedelta(seconds=1)
MAY = "2023-05"


@pytest.fixture(scope="module")
def offices(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """City and county with version 1; April is reported, May is half filled in."""
    folder = tmp_path_factory.mktemp("offices")
    found_offices(folder, NOW)
    county = open_desk(folder / "county")
    report_month(county, NOW, folder).path.rename(folder / "april.asice")
    open_submission(county, PLAN, MAY, NOW)
    add_contract(county, NOW, MAY, contract_no="HT-May")
    close_desk(county)
    return folder


@pytest.fixture
def copy(offices: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(offices, tmp_path / "offices"))


@pytest.fixture(scope="module")
def drafted(forms_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = draft_folder(forms_folder, tmp_path_factory.mktemp("drafted") / "forms")
    add_code(folder, "cl.contract_type", "zz", "其他合同")
    return folder


def publish_second(folder: Path, drafted: Path) -> Path:
    """Version 2 with the drafted forms."""
    city = open_desk(folder / "city")
    put_draft_forms(city, drafted, NOW)
    pack = publish(city, PLAN, "登记台账加了补充说明。", folder / "second.asice", PASSPHRASE, LATER).path
    close_desk(city)
    return pack


def open_second(folder: Path, pack: Path) -> Desk:
    """The county's desk with version 2."""
    county = open_desk(folder / "county")
    assert setup.open_task_pack(county, pack, None, LATER).has_new_forms
    close_desk(county)
    return open_desk(folder / "county")


def test_from_draft_to_second_version(copy: Path, drafted: Path, capsys: pytest.CaptureFixture[str]) -> None:
    secret = copy / "secret"
    secret.write_text(PASSPHRASE, "utf-8")
    city_store, county_store = ("--store", str(copy / "city")), ("--store", str(copy / "county"))
    wrong = Path(shutil.copytree(drafted, copy / "wrong"))
    edit(wrong, CONTRACT_FILE, AMOUNT, 'name = "合同成交额", type = "integer"')
    assert main(["forms", "adopt", str(wrong), *city_store]) == 1
    assert "合同成交额" in capsys.readouterr().err
    assert main(["forms", "adopt", str(drafted), *city_store]) == 0
    packing = ["city", "task-pack", "--plan", PLAN, "--out", str(copy / "second.asice"), *city_store]
    assert main([*packing, "--dry-run"]) == 0
    told = capsys.readouterr().out
    assert "新增列“技术合同登记台账·补充说明”（r.tech_contract.remark）" in told
    assert not (copy / "second.asice").exists()
    assert main([*packing, "--note", "加了一列。", "--passphrase-file", str(secret)]) == 0
    assert main(["city", "packs", *city_store]) == 0
    assert "加了一列。" in capsys.readouterr().out
    assert main(["open", str(copy / "second.asice"), *county_store]) == 0
    told = capsys.readouterr().out
    assert "第 2 版" in told
    assert "加了一列。" in told
    assert "新增选项“技术合同类型·其他合同”（cl.contract_type.zz）" in told


def test_old_packages_still_merge_and_say_their_version(copy: Path, drafted: Path) -> None:
    pack = publish_second(copy, drafted)
    city = open_desk(copy / "city")
    (outcome,) = receiving.merge_files(city, [copy / "april.asice"], LATER)
    assert outcome.error is None
    county = open_second(copy, pack)
    # The May draft goes on under the new forms.
    sheet = contracts_of(county, MAY)
    rows = filling.list_rows(county, sheet)
    (row,) = [each for each in rows if each.record.values["contract_no"] == "HT-May"]
    assert filling.set_cell(county, sheet, row.record.row_id, "remark", "新列", LATER).problem is None
    assert filling.set_cell(county, sheet, row.record.row_id, "kind", "其他合同", LATER).problem is None
    report_may(county, LATER)
    may = exporting.export(county, PLAN, MAY, copy, PASSPHRASE, LATER).path
    (outcome,) = receiving.merge_files(city, [may], LATER)
    assert outcome.error is None
    assert [(each.period, each.task_pack) for each in receiving.list_received(city)] == [(MONTH, 1), (MAY, 2)]
    assert find_damage(city.store) == ()
    # Exported again, April is the same bytes as before: version 1.
    again = exporting.export(county, PLAN, MONTH, copy / "again", PASSPHRASE, LATER).path
    assert again.read_bytes() == (copy / "april.asice").read_bytes()
    for period, number in ((MONTH, "第 1 版"), (MAY, "第 2 版")):
        report = describe_submission(county, PLAN, period, LATER.date(), "")
        assert number in report.version_note
    close_desk(county)
    close_desk(city)


def report_may(county: Desk, now: datetime) -> None:
    """What May lacks, and three signatures."""
    answer_target(county, now, MAY)
    sign_all(county, now, MAY)


def test_forms_that_were_never_published_are_refused(copy: Path, drafted: Path) -> None:
    pack = publish_second(copy, drafted)
    stranger = Path(shutil.copytree(copy / "city", copy / "stranger"))
    county = open_second(copy, pack)
    report_may(county, LATER)
    may = exporting.export(county, PLAN, MAY, copy, PASSPHRASE, LATER).path
    close_desk(county)
    city = open_desk(stranger)
    with city.store.write() as connection:
        connection.execute("DELETE FROM setting WHERE name IN ('forms', 'forms_published')")
    close_desk(city)
    city = open_desk(stranger)
    (outcome,) = receiving.merge_files(city, [may], LATER)
    assert outcome.error is not None
    assert outcome.error.code == "CATALOGUE_UNKNOWN"
    assert "第 2 版" in outcome.error.sentence
    close_desk(city)


def test_a_signature_is_not_moved_to_other_forms(copy: Path, drafted: Path) -> None:
    county = open_desk(copy / "county")
    report_may(county, NOW)
    close_desk(county)
    pack = publish_second(copy, drafted)
    county = open_desk(copy / "county")
    assert setup.open_task_pack(county, pack, None, LATER).overtaken == (f"{PLAN} {MAY}",)
    close_desk(county)
    county = open_desk(copy / "county")
    with pytest.raises(BaiseError, match="FORMS_MOVED"):
        exporting.export(county, PLAN, MAY, copy, PASSPHRASE, LATER)
    sign_off.reopen(county, PLAN, MAY, "任务包更新", LATER)
    sign_all(county, LATER, MAY)
    assert exporting.export(county, PLAN, MAY, copy, PASSPHRASE, LATER).version == 1
    close_desk(county)


def test_half_signed_it_is_not_signed_on(copy: Path, drafted: Path) -> None:
    county = open_desk(copy / "county")
    fill_month(county, NOW, MAY)
    sign_off.sign_off(county, PLAN, MAY, "filler", PEOPLE["filler"], NOW)
    close_desk(county)
    county = open_second(copy, publish_second(copy, drafted))
    with pytest.raises(BaiseError, match="FORMS_MOVED"):
        sign_off.sign_off(county, PLAN, MAY, "reviewer", PEOPLE["reviewer"], LATER)
    close_desk(county)


def test_a_trial_fills_and_checks_and_sends_nothing(copy: Path, drafted: Path) -> None:
    city = open_desk(copy / "city")
    put_draft_forms(city, drafted, NOW)
    folder = make_trial(city, PLAN, "凌云县", copy / "trial", NOW)
    with pytest.raises(BaiseError, match="FOLDER_NOT_EMPTY"):
        make_trial(city, PLAN, LINGYUN, folder, NOW)
    with pytest.raises(BaiseError, match="TRIAL_UNIT"):
        make_trial(city, PLAN, "city.baise", copy / "other", NOW)
    trial = open_desk(folder)
    assert trial.trial
    assert not city.trial
    assert trial.office.unit == LINGYUN
    open_submission(trial, PLAN, MONTH, NOW)
    entry = add_contract(trial, NOW, remark="说" * 21, kind="其他合同")
    assert entry.wrong == {}
    assert "r.tech_contract.remark" in {each.rule for each in check_submission(trial, PLAN, MONTH).findings}
    for act in (
        lambda: sign_off.sign_off(trial, PLAN, MONTH, "filler", "演示人员01", NOW),
        lambda: exporting.export(trial, PLAN, MONTH, copy, PASSPHRASE, NOW),
        lambda: setup.open_task_pack(trial, copy / "pack.asice", None, NOW),
        lambda: exporting.write_submission(trial, PLAN, MONTH, copy / "x.pdf", NOW, passphrase=PASSPHRASE),
    ):
        with pytest.raises(BaiseError, match="TRIAL"):
            act()
    assert find_damage(trial.store) == ()
    close_desk(trial)
    close_desk(city)
