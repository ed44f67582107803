"""A third plan, authored in the workbook, goes the whole way without a line of code."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from baise_desktop.__main__ import main
from baise_desktop.app.checks import sign_off
from baise_desktop.app.clock import utc_now
from baise_desktop.app.desk import Desk, close_desk, open_desk
from baise_desktop.app.enrolment import setup
from baise_desktop.app.entry import filling
from baise_desktop.app.inbox import receiving
from baise_desktop.app.installation.home import open_submission, owed_here
from baise_desktop.app.outgoing import exporting
from baise_desktop.app.packs.publishing import publish
from baise_desktop.app.results import figures
from baise_desktop.errors import BaiseError
from baise_desktop.form.check import find_defects
from baise_desktop.form.definition import FieldType, FormKind
from baise_desktop.store.entries import Sheet
from baise_desktop.store.verify import find_damage
from tests.flow.third_plan import BASES, PLAN, TARGETS, TASKS, TRAININGS, author

SECRET = "演示专用口令2024"
COUNTY = "c.lingyun"
QUARTER, HALF = "2024Q2", "2024H1"
ROWS: tuple[tuple[str, Mapping[str, str]], ...] = (
    (BASES, {"name": "演示基地甲", "county": "凌云县", "done_on": "2024-03-01", "firms": "4", "fund": "80.5"}),
    (BASES, {"name": "演示基地乙", "county": "凌云县", "done_on": "2024.5.20", "firms": "3", "fund": "19.5"}),
    (BASES, {"name": "演示基地丙", "county": "凌云县", "done_on": "2024-07-02", "firms": "9", "fund": "900"}),
    (TRAININGS, {"title": "演示培训一班", "county": "凌云县", "held_on": "20240612", "people": "120"}),
)
EXPECTED = {"p3.t.base": "2", "p3.t.lesson": "120", "p3.t.firm": "7", "p3.t.fund": "100"}


@pytest.fixture(scope="module")
def forms(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped definitions and the third plan, as a folder."""
    folder = tmp_path_factory.mktemp("third")
    assert main(["forms", "to-xlsx", str(folder / "forms.xlsx")]) == 0
    book = load_workbook(folder / "forms.xlsx")
    author(book)
    book.save(folder / "authored.xlsx")
    assert main(["forms", "from-xlsx", str(folder / "authored.xlsx"), str(folder / "forms")]) == 0
    return folder / "forms"


def adopt(forms: Path, store: Path) -> Desk:
    """The desk that goes by these definitions."""
    assert main(["forms", "adopt", str(forms), "--store", str(store)]) == 0
    return open_desk(store)


def reopened(desk: Desk) -> Desk:
    """The same installation with the definitions it goes by now."""
    close_desk(desk)
    return open_desk(desk.folder)


def fill(desk: Desk, period: str) -> None:
    """Every required answer of the period, and the rows."""
    open_submission(desk, PLAN, period, utc_now())
    owed = {form.id: form for form in owed_here(desk, PLAN, period)}
    for form in owed.values():
        if form.kind is not FormKind.REGISTER:
            sheet = Sheet(COUNTY, PLAN, period, form.id)
            answered = filling.single_entry(desk, sheet, utc_now()).record.row_id
            for field in form.fields:
                if field.required and field.type is not FieldType.COMPUTED:
                    text = "推进中" if field.type is FieldType.CHOICE else "已建成 2 个，均有验收材料。"
                    assert filling.set_cell(desk, sheet, answered, field.key, text, utc_now()).problem is None
    for register, values in ROWS:
        if register in owed:
            filling.add_row(desk, Sheet(COUNTY, PLAN, period, register), utc_now(), dict(values))


def send(desk: Desk, period: str, out: Path) -> Path:
    """Sign and export."""
    for role, name in (("filler", "演示人员01"), ("reviewer", "演示人员02"), ("head", "演示人员03")):
        sign_off.sign_off(desk, PLAN, period, role, name, utc_now())
    return exporting.export(desk, PLAN, period, out, SECRET, utc_now()).path


def test_from_the_workbook_to_the_citys_figures(forms: Path, tmp_path: Path) -> None:
    root = setup.create_city(tmp_path / "city", SECRET, utc_now())
    told = setup.create_unit(tmp_path / "county", COUNTY, tmp_path / "request.asice", SECRET, utc_now())
    city, county = adopt(forms, tmp_path / "city"), open_desk(tmp_path / "county")
    assert PLAN not in city.catalogue.plans
    assert PLAN not in county.catalogue.plans
    setup.admit(city, tmp_path / "request.asice", told, SECRET, utc_now())
    pack = publish(city, PLAN, "", tmp_path / "pack.asice", SECRET, utc_now()).path
    opened = setup.open_task_pack(county, pack, root, utc_now())
    assert opened.count > 0
    assert opened.has_new_forms
    city, county = reopened(city), reopened(county)
    assert city.catalogue.digest == county.catalogue.digest

    fill(county, QUARTER)
    fill(county, HALF)
    assert {form.id for form in owed_here(county, PLAN, HALF)} == {task[0] for task in TASKS}
    assert len(owed_here(county, PLAN, QUARTER)) == len(TARGETS) + 2
    sent = [send(county, period, tmp_path / "stick") for period in (QUARTER, HALF)]
    for outcome in receiving.merge_files(city, sent, utc_now()):
        assert outcome.error is None
    table = figures.figure_table(city, PLAN, date(2024, 6, 30))
    for unit in ("", COUNTY):
        rows = {row.target: row for row in table.rows if row.unit_id == unit}
        assert {name: row.figure for name, row in rows.items()} == EXPECTED
    assert find_damage(city.store) == ()
    close_desk(city)
    close_desk(county)


def test_the_other_plans_stay_as_they_were(forms: Path) -> None:
    assert find_defects(forms) == ()


def test_a_store_goes_by_what_it_took_over_and_by_nothing_else(
    forms: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = setup.create_city(tmp_path / "city", SECRET, utc_now())
    setup.create_unit(tmp_path / "county", COUNTY, tmp_path / "request.asice", SECRET, utc_now())
    city, county = adopt(forms, tmp_path / "city"), open_desk(tmp_path / "county")
    setup.open_task_pack(county, publish(city, PLAN, "", tmp_path / "pack", SECRET, utc_now()).path, root, utc_now())
    close_desk(city)
    adopted = reopened(county)
    assert PLAN in adopted.catalogue.plans
    own = tmp_path / "county" / "forms" / adopted.catalogue.digest
    close_desk(adopted)
    assert main(["store", "backup", str(tmp_path / "backup"), "--store", str(tmp_path / "county")]) == 0
    assert main(["store", "restore", str(tmp_path / "backup"), "--store", str(tmp_path / "again")]) == 0
    again = open_desk(tmp_path / "again")
    assert PLAN in again.catalogue.plans
    close_desk(again)
    own.joinpath("narratives.toml").write_bytes(b"\n" + own.joinpath("narratives.toml").read_bytes())
    with pytest.raises(BaiseError, match="FORMS_CHANGED"):
        open_desk(tmp_path / "county")
    own.joinpath("registers", "voucher.toml").write_bytes(b"id = ")
    capsys.readouterr()
    assert main(["figures", "--store", str(tmp_path / "county"), "--plan", PLAN, "--as-of", "2024-06-30"]) == 0
    assert "表单定义有 1 处错误" in capsys.readouterr().err
    limping = open_desk(tmp_path / "county")
    assert [defect.file for defect in limping.broken_forms] == ["registers/voucher.toml"]
    assert {*limping.catalogue.plans} == {"p1", "p2", PLAN}
    with pytest.raises(BaiseError, match="FORM_FILE"):
        sign_off.sign_off(limping, "p2", QUARTER, "filler", "演示人员01", utc_now())
    close_desk(limping)
    own.rename(tmp_path / "elsewhere")
    with pytest.raises(BaiseError, match="FORMS_GONE"):
        open_desk(tmp_path / "county")


def test_only_the_city_drafts_definitions(forms: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    setup.create_unit(tmp_path / "county", COUNTY, tmp_path / "request.asice", SECRET, utc_now())
    assert main(["forms", "adopt", str(forms), "--store", str(tmp_path / "county")]) == 1
    assert capsys.readouterr().err.startswith("ROLE_CITY_ONLY: ")


def test_definitions_that_records_rest_on_cannot_be_dropped(
    forms_folder: Path, forms: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    setup.create_city(tmp_path / "city", SECRET, utc_now())
    city = adopt(forms, tmp_path / "city")
    assert main(["forms", "adopt", str(forms_folder), "--store", str(tmp_path / "city")]) == 0
    assert main(["forms", "adopt", str(forms), "--store", str(tmp_path / "city")]) == 0
    publish(city, PLAN, "", tmp_path / "pack.asice", SECRET, utc_now())
    close_desk(city)
    capsys.readouterr()
    assert main(["forms", "adopt", str(forms_folder), "--store", str(tmp_path / "city")]) == 1
    error = capsys.readouterr().err
    assert error.startswith("FORMS_LOSE: ")
    assert "请保留它" in error
