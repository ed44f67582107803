from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from baise_desktop.app.desk import Desk, close_desk, open_desk
from baise_desktop.app.enrolment import setup
from baise_desktop.app.entry import filling
from baise_desktop.app.packs.opening import OpenedPack
from baise_desktop.app.packs.publishing import publish, put_draft_forms
from baise_desktop.app.results.target_facts import target_facts
from baise_desktop.app.terms.allocation import check_lines, issued_lines, read_shares
from baise_desktop.app.terms.obligations import list_adjustments
from baise_desktop.errors import BaiseError
from baise_desktop.form.adjustment import Adjustment, Exempt, write_adjustments
from baise_desktop.store.entries import Sheet
from baise_desktop.store.obligations import list_owed_forms
from baise_desktop.store.settings import put_setting
from tests.app.conftest import NOW
from tests.drafted_forms import CONTRACT_FILE, draft_folder, edit
from tests.round_trip import CONTRACT_TARGET, MONTH, PASSPHRASE, PINGGUO, PLAN

LATER = NOW + timedelta(days=1)


def allocate(desk: Desk, unit: str, value: str, status: str = "已下达") -> None:
    texts = {"target_id": CONTRACT_TARGET, "unit": unit, "year": "2023", "value": value, "status": status}
    filling.add_row(desk, Sheet(desk.office.unit, PLAN, "2023", "r.decomp"), NOW, {**texts, "basis": "本级下达"})


def send(city: Desk, county: Desk, out: Path) -> OpenedPack:
    pack = publish(city, PLAN, "", out, PASSPHRASE, LATER).path
    return setup.open_task_pack(county, pack, None, LATER)


def test_the_breakdown_reaches_the_unit(city: Desk, county: Desk, tmp_path: Path) -> None:
    allocate(city, PINGGUO, "20")
    allocate(city, "c.lingyun", "30", status="拟分解")
    assert len(issued_lines(city, PLAN, city.catalogue)) == 1
    before = target_facts(county, CONTRACT_TARGET, "2023").requirement
    (change,) = send(city, county, tmp_path / "pack.asice").changes
    assert (change.section, change.what) == ("allocation", "新增 1 行")
    after = target_facts(county, CONTRACT_TARGET, "2023").requirement
    assert before != after
    assert "20" in after
    told = [share for share in read_shares(county, PLAN) if share.target == CONTRACT_TARGET and share.unit]
    assert [(share.unit, share.value) for share in told] == [(PINGGUO, Decimal(20))]


def test_what_the_city_sets_about_obligations_reaches_the_unit(city: Desk, county: Desk, tmp_path: Path) -> None:
    exempt = Adjustment(change=Exempt(), reason="没有此项业务", unit=PINGGUO, form=CONTRACT_TARGET)
    put_setting(city.store, f"obligation_terms:{PLAN}", write_adjustments((exempt,)))
    (change,) = send(city, county, tmp_path / "pack.asice").changes
    assert (change.section, change.subject) == ("obligation", CONTRACT_TARGET)
    assert "期不用报了" in change.what
    assert CONTRACT_TARGET not in list_owed_forms(county.store, PINGGUO, PLAN, MONTH)
    assert list_adjustments(county, PLAN) == (exempt,)


def test_lines_that_are_no_breakdown_are_refused(county: Desk, city: Desk) -> None:
    allocate(city, PINGGUO, "20")
    (line,) = issued_lines(city, PLAN, city.catalogue)
    check_lines(county.catalogue, [line])
    entry = filling.add_row(city, Sheet("city.baise", PLAN, "2023", "r.decomp"), NOW, {})
    assert entry.record.form == "r.decomp"
    for spoilt in (line.replace(b'"form":"r.decomp"', b'"form":"r.nothing"'), line.replace(b'"20', b'"xx')):
        with pytest.raises(BaiseError):
            check_lines(county.catalogue, [spoilt])


def test_forms_that_lose_something_are_not_taken_over(
    city: Desk,
    county: Desk,
    forms_folder: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    open_copy: Callable[[Path], Desk],
) -> None:
    folder = draft_folder(forms_folder, tmp_path / "less")
    edit(folder, CONTRACT_FILE, '  { key = "seller_uscc"', '  { key = "seller_code"')
    monkeypatch.setattr("baise_desktop.app.packs.publishing.find_losses", lambda *_: ())
    put_draft_forms(city, folder, NOW)
    with pytest.raises(BaiseError, match="FORMS_LOSE"):
        send(city, county, tmp_path / "pack.asice")
    again = open_copy(county.folder)
    assert again.catalogue.digest == county.catalogue.digest


def test_a_later_program_changes_nothing_before_the_city_publishes(county: Desk) -> None:
    kept = county.folder / "forms" / county.catalogue.digest
    assert (kept / CONTRACT_FILE).is_file()
    again = open_desk(county.folder)
    assert again.catalogue.digest == kept.name
    close_desk(again)
