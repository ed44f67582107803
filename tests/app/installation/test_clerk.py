import pytest

from baise_desktop.app.desk import Desk
from baise_desktop.app.installation.clerk import clerk_name, keep_clerk, read_clerk, settle_clerk
from baise_desktop.app.installation.contact import read_contact, remember_person
from baise_desktop.errors import BaiseError
from tests.app.conftest import NOW
from tests.round_trip import add_contract


def test_nobody_works_here_until_somebody_says_so(county: Desk) -> None:
    assert settle_clerk(county, NOW).name == ""
    assert keep_clerk(county, "  韦　小明 ", NOW).name == "韦 小明"
    assert clerk_name(county) == "韦 小明"
    assert keep_clerk(county, "", NOW).name == ""


def test_who_signed_last_is_taken_over_and_only_where_nobody_is_known(county: Desk) -> None:
    remember_person(county, "filler", "黄大力")
    assert settle_clerk(county, NOW).name == "黄大力"
    remember_person(county, "filler", "农芳")
    assert settle_clerk(county, NOW).name == "黄大力"


def test_names_that_typed_here_are_offered(county: Desk) -> None:
    remember_person(county, "filler", "农芳")
    keep_clerk(county, "韦小明", NOW)
    add_contract(county, NOW)
    keep_clerk(county, "黄大力", NOW)
    assert read_clerk(county).known == ("黄大力", "农芳", "韦小明")


def test_a_sentence_is_no_name(county: Desk, city: Desk) -> None:
    with pytest.raises(BaiseError, match="CLERK_LONG"):
        keep_clerk(county, "某" * 31, NOW)
    with pytest.raises(BaiseError):
        keep_clerk(city, "韦小明", NOW)


def test_whoever_works_here_is_offered_for_the_signature(county: Desk) -> None:
    keep_clerk(county, "韦小明", NOW)
    assert read_contact(county).people["filler"] == ("韦小明",)
    remember_person(county, "filler", "农芳")
    assert read_contact(county).people["filler"][0] == "农芳"
