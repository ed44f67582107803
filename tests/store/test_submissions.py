import pytest

from baise_desktop.errors import BaiseError
from baise_desktop.store.submissions import (
    add_statement,
    list_explanations,
    put_explanation,
    read_submission,
    reopen,
)
from tests.offices import PLAN, County
from tests.pki import NOW, PINGGUO

KEY = (PINGGUO, PLAN, "2023Q1")


def sign(county: County, role: str) -> None:
    add_statement(county.store, *KEY, role, "演示人员01", NOW)


def test_a_fresh_submission_is_a_draft(county: County) -> None:
    submission = read_submission(county.store, *KEY)
    assert (submission.version, submission.state, submission.statements) == (1, "draft", ())
    assert not submission.is_signed


def test_three_sign_in_order_over_one_content(county: County) -> None:
    for role in ("reviewer", "head"):
        with pytest.raises(BaiseError) as caught:
            sign(county, role)
        assert caught.value.code == "SIGN_ORDER"
    for role in ("filler", "reviewer", "head"):
        sign(county, role)
    submission = read_submission(county.store, *KEY)
    assert submission.is_signed
    assert submission.state == "signed"
    assert [statement.role for statement in submission.statements] == ["filler", "reviewer", "head"]
    assert len({statement.content for statement in submission.statements}) == 1
    assert submission.statements[0].at == NOW
    with pytest.raises(BaiseError) as caught:
        sign(county, "head")
    assert caught.value.code == "SIGNED_ALREADY"


def test_nobody_signs_for_what_others_did_not_see(county: County) -> None:
    county.fill("2023Q1", {1: "甲"})
    sign(county, "filler")
    county.store.connection.execute("UPDATE entry SET body = replace(body, '甲', '乙')")
    with pytest.raises(BaiseError) as caught:
        sign(county, "reviewer")
    assert caught.value.code == "SIGNED_OTHER"


def test_reopening_drops_the_statements_and_a_sealed_version_gets_a_successor(county: County) -> None:
    sign(county, "filler")
    reopen(county.store, *KEY, "漏填", NOW)
    submission = read_submission(county.store, *KEY)
    assert (submission.version, submission.state, submission.reason) == (1, "draft", "漏填")
    county.report("2023Q1", {1: "甲"})
    assert read_submission(county.store, *KEY).state == "exported"
    reopen(county.store, *KEY, "改正", NOW)
    submission = read_submission(county.store, *KEY)
    assert (submission.version, submission.state, submission.statements) == (2, "draft", ())


def test_explanations_are_kept_by_finding_until_someone_signs(county: County) -> None:
    put_explanation(county.store, *KEY, "f1", "迁出一家", "clerk", NOW)
    put_explanation(county.store, *KEY, "f1", "迁出两家", "clerk", NOW)
    (explanation,) = list_explanations(county.store, *KEY)
    assert (explanation.finding, explanation.text, explanation.by, explanation.at) == ("f1", "迁出两家", "clerk", NOW)
    assert list_explanations(county.store, PINGGUO, PLAN, "2023Q2") == ()
    sign(county, "filler")
    with pytest.raises(BaiseError) as caught:
        put_explanation(county.store, *KEY, "f1", "迁出三家", "clerk", NOW)
    assert caught.value.code == "LOCKED"
