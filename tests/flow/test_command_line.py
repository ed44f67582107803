"""The round trip as README shows it: every verb its own process, two stores, nothing but files between them."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from openpyxl import Workbook

from baise_desktop.app.clock import utc_now
from baise_desktop.app.desk import close_desk, open_desk
from baise_desktop.app.entry import filling
from baise_desktop.app.installation.contact import read_contact
from baise_desktop.app.installation.home import owed_here
from baise_desktop.form.definition import FormKind
from baise_desktop.store.entries import Sheet

PERIOD = "2023-04"
PASSPHRASE = "演示专用口令2023"
HEADINGS = (
    "合同登记编号",
    "合同名称",
    "合同类型",
    "卖方（让与方/受托方）",
    "买方（受让方/委托方）",
    "签订日期",
    "认定登记日期",
    "合同成交额（万元）",
    "登记有效",
)
ROWS = (
    ("HT-001", "演示合同一", "技术开发", "演示甲有限公司", "演示乙有限公司", "2023.3.5", "20230310", 120.5, "是"),
    (
        "HT-002",
        "演示合同二",
        "技术服务",
        "演示丙有限公司",
        "演示丁有限公司",
        "2023年4月1日",
        "2023-04-02",
        "1.2亿",
        "是",
    ),
)


class Office:
    """A folder that commands are run in."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "pass").write_text(PASSPHRASE, "utf-8")

    def run(self, *words: str, code: int = 0) -> str:
        """Run one verb in a process of its own; the text it printed."""
        command = [sys.executable, "-m", "baise_desktop", *words]
        done = subprocess.run(command, cwd=self.folder, capture_output=True, text=True, check=False)
        assert done.returncode == code, done.stdout + done.stderr
        return done.stderr if code else done.stdout

    def sign(self, *words: str) -> str:
        """Run a verb that needs the passphrase."""
        return self.run(*words, "--passphrase-file", "pass")


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """City and county have met: fingerprints read out, task pack opened."""
    desk = Office(tmp_path)
    root = desk.sign("city", "init", "--store", "city").splitlines()[-1]
    told = desk.sign("county", "init", "--store", "county", "--unit", "凌云县", "--out", "request.asice")
    desk.sign("city", "admit", "request.asice", "--fingerprint", told.splitlines()[-1], "--store", "city")
    desk.sign("city", "task-pack", "--plan", "p2", "--out", "pack.asice", "--store", "city")
    assert "FINGERPRINT" in desk.run("county", "open", "pack.asice", "--store", "county", code=1)
    desk.run("county", "open", "pack.asice", "--root-fingerprint", root, "--store", "county")
    return desk


def write_workbook(file: Path) -> None:
    """A clerk's workbook with the dates and numbers that clerks type."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (HEADINGS, *ROWS):
        sheet.append(row)
    book.save(file)


def fill_target(folder: Path) -> None:
    """Answer the one target form of the period, as the window does."""
    desk = open_desk(folder / "county")
    try:
        for form in owed_here(desk, "p2", PERIOD):
            if form.kind is FormKind.TARGET:
                sheet = Sheet(desk.office.unit, "p2", PERIOD, form.id)
                row = filling.single_entry(desk, sheet, utc_now()).record.row_id
                filling.set_cell(desk, sheet, row, "analysis", "本月登记 2 项，成交额按合同填列。", utc_now())
    finally:
        close_desk(desk)


def kept_telephone(folder: Path) -> str:
    """What the county's packages carry."""
    desk = open_desk(folder / "county")
    try:
        return read_contact(desk).telephone
    finally:
        close_desk(desk)


def test_from_workbook_to_the_citys_figures(office: Office) -> None:
    where = ("--store", "county", "--plan", "p2", "--period", PERIOD)
    write_workbook(office.folder / "ht.xlsx")
    assert "2 行，18 格，0 格有误" in office.run("import", "ht.xlsx", *where, "--form", "r.tech_contract", "--dry-run")
    for _ in range(2):
        office.run("import", "ht.xlsx", *where, "--form", "r.tech_contract")
    assert "NOT_READY" in office.run("sign-off", *where, "--role", "filler", "--name", "演示人员01", code=1)
    fill_target(office.folder)
    assert json.loads(office.run("check", *where, "--json"))["ready"]
    assert "NOT_SIGNED" in office.run("export", *where, "--out", "stick", "--passphrase-file", "pass", code=1)
    signs = ("sign-off", *where, "--role", "filler", "--name", "演示人员01")
    assert "TELEPHONE" in office.run(*signs, "--phone", "打给我", code=1)
    assert "SIGN_ORDER" in office.run("sign-off", *where, "--role", "head", "--name", "演示人员03", code=1)
    for role, name in (("filler", "演示人员01"), ("reviewer", "演示人员02"), ("head", "演示人员03")):
        office.run("sign-off", *where, "--role", role, "--name", name, "--phone", "０７７６－０００００００")
    assert kept_telephone(office.folder) == "0776-0000000"
    (office.folder / "wrong").write_text("another passphrase", "utf-8")
    assert "PASSPHRASE" in office.run("export", *where, "--out", "stick", "--passphrase-file", "wrong", code=1)
    office.sign("export", *where, "--out", "stick")
    (package,) = (office.folder / "stick").iterdir()

    office.run("merge", str(package), "--store", "city", "--dry-run")
    report = json.loads(office.run("merge", str(package), "--store", "city", "--json"))
    assert (report[0]["ok"], report[0]["rows"], report[0]["already"]) == (True, 3, False)
    again = json.loads(office.run("merge", str(package), "--store", "city", "--json"))
    assert (again[0]["ok"], again[0]["already"]) == (True, True)
    office.sign("accept", report[0]["identity"][:12], "--store", "city")
    asked = ("figures", "--store", "city", "--plan", "p2", "--as-of", "2023-04-30", "--json")
    told = office.run(*asked, "--accepted-only")
    figures = {(row["target"], row["unit_id"]): row["figure"] for row in json.loads(told)["figures"]}
    assert figures["p2.t.contract", ""] == figures["p2.t.contract", "c.lingyun"] == "1.2121"
    office.sign("withdraw", report[0]["identity"][:12], "--store", "city")
    after = json.loads(office.run(*asked))["figures"]
    (whole,) = [row for row in after if row["target"] == "p2.t.contract" and not row["unit_id"]]
    assert (whole["figure"], whole["state"]) == ("", "unreported")
    assert office.run("store", "verify", "--store", "city").splitlines()[-1].startswith("逻辑摘要 ")


def test_wrong_use_is_refused_in_words(office: Office) -> None:
    refusals = {
        ("merge", "nowhere.asice", "--store", "city"): "FILE_UNREADABLE",
        ("merge", "pass", "--store", "city"): "NOT_PACKAGE",
        ("merge", "pack.asice", "--store", "city"): "KIND",
        ("merge", "pack.asice", "--store", "county"): "ROLE_CITY_ONLY",
        ("check", "--store", "city", "--plan", "p2", "--period", PERIOD): "ROLE_UNIT_ONLY",
        ("check", "--store", "county", "--plan", "p9", "--period", PERIOD): "PLAN_UNKNOWN",
        ("check", "--store", "county", "--plan", "p2", "--period", "2023Q5"): "PERIOD",
        ("check", "--store", "elsewhere", "--plan", "p2", "--period", PERIOD): "STORE_MISSING",
        ("figures", "--store", "city", "--plan", "p2", "--as-of", "soon"): "DATE",
        ("forms", "from-xlsx", "pass", "out"): "NOT_XLSX",
    }
    for words, expected in refusals.items():
        code, _, sentence = office.run(*words, code=1).partition(": ")
        assert code == expected, words
        assert any("一" <= character <= "龥" for character in sentence)
    office.run("no-such-verb", code=2)


def test_a_reader_that_has_enough_is_no_bug(office: Office) -> None:
    command = f"{sys.executable} -m baise_desktop figures --store city --plan p2 --as-of 2023-12-31 | head -1"
    done = subprocess.run(command, shell=True, cwd=office.folder, capture_output=True, text=True, check=True)
    assert done.stderr == ""
    assert len(done.stdout.splitlines()) == 1


def test_the_window_needs_a_screen(office: Office) -> None:
    screens = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    bare = {name: value for name, value in os.environ.items() if name not in screens}
    command = [sys.executable, "-m", "baise_desktop", "--store", "county"]
    done = subprocess.run(command, cwd=office.folder, env=bare, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.startswith("NO_DISPLAY: ")


def test_the_root_lies_beside_both_stores(office: Office) -> None:
    pems = [(office.folder / name / "root.pem").read_bytes() for name in ("city", "county")]
    assert pems[0] == pems[1]
    assert pems[0].startswith(b"-----BEGIN CERTIFICATE-----")
