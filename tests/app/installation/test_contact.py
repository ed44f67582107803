"""Whom to ring: kept once, printed, carried in the package, read strictly."""

import json
import zipfile
from pathlib import Path

import pytest

from baise_desktop.app.checks import sign_off
from baise_desktop.app.desk import Desk
from baise_desktop.app.installation import contact
from baise_desktop.app.outgoing import exporting
from baise_desktop.app.outgoing.submission_report import describe_submission
from baise_desktop.errors import BaiseError
from baise_desktop.exchange.signoff import read_signoff
from tests.app.conftest import NOW
from tests.round_trip import MONTH, PASSPHRASE, PEOPLE, PLAN, fill_month, sign_all

TELEPHONE = "0776-2824000 转 8012"


def test_the_package_and_the_paper_say_whom_to_ring(county: Desk, tmp_path: Path) -> None:
    fill_month(county, NOW)
    contact.keep_telephone(county, f" {TELEPHONE} ", NOW)
    sign_all(county, NOW)
    path = exporting.export(county, PLAN, MONTH, tmp_path, PASSPHRASE, NOW).path
    with zipfile.ZipFile(path) as package:
        document = json.loads(package.read("signoff.json"))
    assert document["contact"] == {"reported_on": "2023-05-04", "telephone": TELEPHONE}
    assert [each["name"] for each in document["statements"]] == list(PEOPLE.values())
    report = describe_submission(county, PLAN, MONTH, NOW.date(), "")
    assert list(report.contact) == ["填表人", "复核人", "负责人", "电话", "报出日期"]
    assert report.contact["电话"] == TELEPHONE
    assert contact.read_contact(county).people["head"] == (PEOPLE["head"],)


def test_without_a_telephone_the_package_is_as_it_was(county: Desk, tmp_path: Path) -> None:
    fill_month(county, NOW)
    sign_all(county, NOW)
    path = exporting.export(county, PLAN, MONTH, tmp_path, PASSPHRASE, NOW).path
    with zipfile.ZipFile(path) as package:
        data = package.read("signoff.json")
    assert "contact" not in json.loads(data)
    assert read_signoff(data).contact is None


@pytest.mark.parametrize("text", ["12", "电话", "0776_282400", "x" * 80, "<b>0776-2824000</b>", "１２３"])
def test_what_cannot_be_dialled_is_refused(county: Desk, text: str) -> None:
    with pytest.raises(BaiseError, match="TELEPHONE"):
        contact.keep_telephone(county, text, NOW)


@pytest.mark.parametrize("text", ["０７７６－２８２４０００", "138 0000 0000", "(0776)2824000、2824001"])
def test_what_people_write_is_taken(county: Desk, text: str) -> None:
    assert contact.keep_telephone(county, text, NOW) == contact.read_contact(county).telephone
    assert contact.keep_telephone(county, "", NOW) == ""


@pytest.mark.parametrize(
    "contact_block",
    [
        {"telephone": "0776-2824000"},
        {"telephone": "0776-2824000", "reported_on": "2023-5-4"},
        {"telephone": "0776-2824000", "reported_on": "20230504"},
        {"telephone": "打电话", "reported_on": "2023-05-04"},
        {"telephone": "0776-2824000", "reported_on": "2023-05-04", "name": "演示"},
        [],
    ],
)
def test_a_contact_of_another_shape_is_refused(contact_block: object) -> None:
    document = {"contact": contact_block, "explanations": [], "findings": [], "statements": []}
    data = json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    with pytest.raises(BaiseError, match="SCHEMA"):
        read_signoff(data)


def test_one_person_in_two_roles_is_noticed(county: Desk) -> None:
    fill_month(county, NOW)
    sign_off.sign_off(county, PLAN, MONTH, "filler", "演示人员01", NOW)
    signed = sign_off.list_statements(county, PLAN, MONTH)
    assert sign_off.roles_of(signed, "演示人员 01") == ("filler",)
    assert sign_off.roles_of(signed, "演示人员02") == ()


def test_a_reason_to_reopen_says_why(county: Desk) -> None:
    fill_month(county, NOW)
    sign_off.sign_off(county, PLAN, MONTH, "filler", "演示人员01", NOW)
    for reason in ("改", "核实无误", "。。。。。"):
        with pytest.raises(BaiseError, match="REASON_SHORT"):
            sign_off.reopen(county, PLAN, MONTH, reason, NOW)
    assert sign_off.list_statements(county, PLAN, MONTH)
