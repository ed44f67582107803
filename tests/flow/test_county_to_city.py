"""The whole way, without mocks: an empty folder, two stores, a merged city and a stamped PDF."""

import hashlib
import subprocess
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from baise_desktop.__main__ import main
from baise_desktop.app.checks import checking, sign_off
from baise_desktop.app.clock import utc_now
from baise_desktop.app.desk import Desk, close_desk, open_desk
from baise_desktop.app.enrolment import setup
from baise_desktop.app.entry import filling
from baise_desktop.app.inbox import receiving
from baise_desktop.app.installation.home import due_submissions, open_submission, owed_here
from baise_desktop.app.outgoing import exporting
from baise_desktop.app.packs.publishing import publish
from baise_desktop.app.results import figures
from baise_desktop.errors import BaiseError
from baise_desktop.form.definition import FieldType, FormKind
from baise_desktop.store.entries import Sheet
from baise_desktop.store.verify import find_damage, logical_digest

NOW = utc_now()
SECRET = "long enough to keep"
PERIOD = "2023Q4"
COUNTY = "c.pingguo"
USCC = "91451082MA5K00001E"
RARE = "演示㛃𬭎䶮企业"


@pytest.fixture
def offices(tmp_path: Path) -> Iterator[tuple[Desk, Desk]]:
    """A city and one county that know each other."""
    root = setup.create_city(tmp_path / "city", SECRET, NOW)
    city = open_desk(tmp_path / "city")
    request = tmp_path / "enrolment.asice"
    fingerprint = setup.create_unit(tmp_path / "county", COUNTY, request, SECRET, NOW)
    setup.admit(city, request, fingerprint, SECRET, NOW)
    pack = publish(city, "p2", "", tmp_path / "pack.asice", SECRET, NOW).path
    county = open_desk(tmp_path / "county")
    setup.open_task_pack(county, pack, root, NOW)
    yield city, county
    close_desk(city)
    close_desk(county)


def fill_required(desk: Desk, period: str) -> None:
    """Answer every required field of the task and target forms."""
    for form in owed_here(desk, "p2", period):
        if form.kind is FormKind.REGISTER:
            continue
        sheet = Sheet(desk.office.unit, "p2", period, form.id)
        entry = filling.single_entry(desk, sheet, NOW)
        for field in form.fields:
            if field.required and field.type is not FieldType.COMPUTED:
                text = "推进中" if field.type is FieldType.CHOICE else f"{period}已建成 2 个，均有批复文件。"
                assert filling.set_cell(desk, sheet, entry.record.row_id, field.key, text, NOW).problem is None


def add_hightech_firm(desk: Desk, period: str) -> str:
    """One certified firm, typed as a clerk types."""
    sheet = Sheet(desk.office.unit, "p2", period, "r.hightech_firm")
    row = filling.add_row(desk, sheet, NOW).record.row_id
    for key, text in {
        "uscc": USCC,
        "ent_name": RARE,
        "county": "平果市",
        "change": "新认定",
        "cert_no": "GR202345000001",
        "cert_date": "2023.11.20",
        "valid_to": "20261119",
        "above_scale": "是",
    }.items():
        change = filling.set_cell(desk, sheet, row, key, text, NOW)
        assert change.problem is None, (key, change.problem)
    return row


def sign_all(desk: Desk, period: str) -> None:
    """Three statements in order."""
    for role, name in (("filler", "演示人员01"), ("reviewer", "演示人员02"), ("head", "演示人员03")):
        sign_off.sign_off(desk, "p2", period, role, name, NOW)


def test_county_to_city(offices: tuple[Desk, Desk], tmp_path: Path) -> None:
    city, county = offices
    assert PERIOD in {due.period for due in due_submissions(county, date(2024, 1, 10))}
    open_submission(county, "p2", PERIOD, NOW)
    fill_required(county, PERIOD)
    row = add_hightech_firm(county, PERIOD)
    sheet = Sheet(COUNTY, "p2", PERIOD, "r.hightech_firm")

    wrong = filling.set_cell(county, sheet, row, "cert_date", "下周三", NOW)
    assert wrong.problem is not None
    assert wrong.entry.wrong["cert_date"] == "下周三"
    with pytest.raises(BaiseError, match="NOT_READY"):
        sign_off.sign_off(county, "p2", PERIOD, "filler", "演示人员01", NOW)
    filling.set_cell(county, sheet, row, "cert_date", "2023-11-20", NOW)
    assert checking.check_submission(county, "p2", PERIOD).verdict.ready

    sign_all(county, PERIOD)
    with pytest.raises(BaiseError, match="LOCKED"):
        filling.set_cell(county, sheet, row, "ent_name", "改名", NOW)
    exported = exporting.export(county, "p2", PERIOD, tmp_path / "stick", SECRET, NOW)

    (outcome,) = receiving.merge_files(city, [exported.path], NOW)
    assert outcome.error is None
    once = logical_digest(city.store)
    (again,) = receiving.merge_files(city, [exported.path], NOW)
    assert (again.error, again.report and again.report.identity, logical_digest(city.store)) == (
        None,
        exported.identity,
        once,
    )
    assert find_damage(city.store) == ()
    assert find_damage(county.store) == ()

    table = figures.figure_table(city, "p2", date(2023, 12, 31))
    stock = {row.unit_id: row.figure for row in table.rows if row.target == "p2.t.hightech"}
    assert (stock[""], stock[COUNTY], stock["c.leye"]) == ("1", "1", "")

    pdf = exporting.write_submission_pdf(county, "p2", PERIOD, tmp_path / "report.pdf", NOW, passphrase=SECRET)
    text = subprocess.run(["pdftotext", pdf, "-"], capture_output=True, text=True, check=True).stdout
    assert RARE in text.replace("\n", "")
    assert "平果市" in text
    assert "Signature is Valid" in subprocess.run(["pdfsig", pdf], capture_output=True, text=True, check=False).stdout


def test_one_flipped_byte_is_refused(
    offices: tuple[Desk, Desk], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    city, county = offices
    open_submission(county, "p2", PERIOD, NOW)
    fill_required(county, PERIOD)
    add_hightech_firm(county, PERIOD)
    sign_all(county, PERIOD)
    good = exporting.export(county, "p2", PERIOD, tmp_path, SECRET, NOW).path
    before = logical_digest(city.store)
    content = good.read_bytes()
    with zipfile.ZipFile(good) as archive:
        places = {entry.filename: entry.header_offset + 30 + len(entry.filename) for entry in archive.infolist()}
    for name in ("records.jsonl", "META-INF/ASiCManifest001.xml", "META-INF/signature001.p7s"):
        spoilt = bytearray(content)
        spoilt[places[name] + 20] ^= 1
        bad = tmp_path / "bad.asice"
        bad.write_bytes(spoilt)
        assert main(["merge", str(bad), "--store", str(city.folder)]) == 1
        code, _, sentence = capsys.readouterr().err.partition(": ")
        assert code.isupper(), name
        assert any("一" <= character <= "龥" for character in sentence)
        assert logical_digest(city.store) == before
        assert hashlib.sha256(bad.read_bytes()).digest() == hashlib.sha256(spoilt).digest()
    assert main(["merge", str(good), "--store", str(city.folder)]) == 0


def test_another_countys_key_is_refused(offices: tuple[Desk, Desk], tmp_path: Path) -> None:
    city, county = offices
    request = tmp_path / "other.asice"
    fingerprint = setup.create_unit(tmp_path / "other", "c.leye", request, SECRET, NOW)
    setup.admit(city, request, fingerprint, SECRET, NOW)
    open_submission(county, "p2", PERIOD, NOW)
    fill_required(county, PERIOD)
    sign_all(county, PERIOD)
    (county.keys / "unit.p12").write_bytes((tmp_path / "other" / "keys" / "unit.p12").read_bytes())
    with pytest.raises(BaiseError, match="KEY_MISMATCH"):
        exporting.export(county, "p2", PERIOD, tmp_path, SECRET, NOW)


def test_rows_live_on_into_the_next_period(offices: tuple[Desk, Desk]) -> None:
    _, county = offices
    open_submission(county, "p2", "2023Q3", NOW)
    row = add_hightech_firm(county, "2023Q3")
    open_submission(county, "p2", PERIOD, NOW)
    (carried,) = filling.list_rows(county, Sheet(COUNTY, "p2", PERIOD, "r.hightech_firm"))
    assert carried.record.row_id == row
    assert carried.record.period == PERIOD
