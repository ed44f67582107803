"""The way of a submission there and back: receipts, returns, answers, whatever the order in which they arrive."""

import shutil
from collections.abc import Callable, Sequence
from datetime import timedelta
from itertools import permutations
from pathlib import Path

import pytest

from baise_desktop.app.checks import sign_off
from baise_desktop.app.checks.checking import check_submission, explain
from baise_desktop.app.desk import Desk, close_desk, open_desk
from baise_desktop.app.entry import filling
from baise_desktop.app.inbox.deciding import decide, decide_all
from baise_desktop.app.inbox.receipts import make_receipt
from baise_desktop.app.inbox.receiving import ReceivedPackage, list_received, merge_files, preview
from baise_desktop.app.inbox.returning import read_comments, return_submission
from baise_desktop.app.mail.letters import OpenedLetter, open_received
from baise_desktop.app.outgoing import exporting
from baise_desktop.errors import BaiseError
from baise_desktop.exchange.return_package import Comment
from baise_desktop.store.decisions import PACKAGE_ACTS, list_decisions
from baise_desktop.store.entries import list_submission_entries
from baise_desktop.store.packages import list_packages
from baise_desktop.store.revisions import list_form_revisions
from baise_desktop.store.submissions import Submission, read_submission
from tests.app.conftest import NOW
from tests.round_trip import (
    CONTRACT_TARGET,
    CONTRACTS,
    MONTH,
    PASSPHRASE,
    PINGGUO,
    PLAN,
    Founded,
    add_contract,
    contracts_of,
    report_month,
    sign_all,
)


class Loop:
    """A city and a county with one submission on its way between them."""

    def __init__(self, city: Desk, county: Desk, folder: Path) -> None:
        self.city, self.county, self.folder = city, county, folder
        self.letters: dict[str, Path] = {}
        merge_files(city, [report_month(county, NOW, folder).path], NOW)

    @property
    def held(self) -> ReceivedPackage:
        return list_received(self.city)[-1]

    @property
    def row(self) -> str:
        return next(iter(list_form_revisions(self.city.store, self.held.identity, CONTRACTS)))

    def comment(self, field: str, words: str = "请核对") -> Comment:
        return Comment(CONTRACTS, self.row, field, words)

    def give_back(self, name: str, *comments: Comment, reason: str = "请改") -> Path:
        made = return_submission(self.city, self.held.identity, comments, reason, PASSPHRASE, NOW)
        return self._keep(name, made.content)

    def receipt(self, name: str) -> Path:
        return self._keep(name, make_receipt(self.city, self.held.identity, PASSPHRASE, NOW).content)

    def open(self, file: Path) -> OpenedLetter:
        opened = open_received(self.county, file, None, NOW)
        assert isinstance(opened, OpenedLetter)
        return opened

    def export(self) -> Path:
        sign_all(self.county, NOW)
        return exporting.export(self.county, PLAN, MONTH, self.folder, PASSPHRASE, NOW).path

    def type(self, field: str, text: str) -> None:
        filling.set_cell(self.county, contracts_of(self.county), self.row, field, text, NOW)

    @property
    def stands(self) -> Submission:
        return read_submission(self.county.store, PINGGUO, PLAN, MONTH)

    def _keep(self, name: str, content: bytes) -> Path:
        file = self.folder / f"{name}.asice"
        file.write_bytes(content)
        return file


@pytest.fixture
def elsewhere(founded: Founded, open_copy: Callable[[Path], Desk]) -> Desk:
    """平果市 on a computer that has sent nothing."""
    return open_copy(founded.folder / "county")


@pytest.fixture
def loop(city: Desk, county: Desk, tmp_path: Path) -> Loop:
    return Loop(city, county, tmp_path)


def comments_in(desk: Desk) -> list[tuple[str, str]]:
    found = check_submission(desk, PLAN, MONTH).findings
    return [(each.severity.value, each.sentence) for each in found if each.rule.startswith("returned.")]


def test_the_same_state_gives_the_same_receipt_byte_for_byte(loop: Loop) -> None:
    first = make_receipt(loop.city, loop.held.identity, PASSPHRASE, NOW)
    assert make_receipt(loop.city, loop.held.identity[:12], PASSPHRASE, NOW + timedelta(days=3)) == first
    decide(loop.city, loop.held.identity, "withdraw", PASSPHRASE, NOW)
    assert make_receipt(loop.city, loop.held.identity, PASSPHRASE, NOW) == first
    decide(loop.city, loop.held.identity, "restore", PASSPHRASE, NOW)
    assert make_receipt(loop.city, loop.held.identity, PASSPHRASE, NOW) == first
    decide(loop.city, loop.held.identity, "accept", PASSPHRASE, NOW)
    accepted = make_receipt(loop.city, loop.held.identity, PASSPHRASE, NOW)
    assert accepted != first
    assert make_receipt(loop.city, loop.held.identity, PASSPHRASE, NOW) == accepted


def test_receipts_move_the_state_and_twice_changes_nothing(loop: Loop) -> None:
    assert loop.stands.state == "exported"
    first = loop.receipt("first")
    assert loop.open(first).state == "received"
    decide(loop.city, loop.held.identity, "accept", PASSPHRASE, NOW)
    assert loop.open(loop.receipt("second")).state == "accepted"
    again = loop.open(first)
    assert (again.already, loop.stands.state) == (True, "accepted")
    (sent,) = list_packages(loop.county.store, "submission")
    assert sent.receipt


def test_a_return_reopens_as_the_next_version_with_its_comments(loop: Loop) -> None:
    opened = loop.open(loop.give_back("back", loop.comment("amount", "与合同不符"), loop.comment("title")))
    assert (opened.state, opened.draft, opened.reason, len(opened.comments)) == ("returned", 2, "请改", 2)
    assert "第 2 版" in opened.sentence
    assert (loop.stands.statements, loop.stands.reason) == ((), "请改")
    check = check_submission(loop.county, PLAN, MONTH)
    assert (check.verdict.ready, check.verdict.unexplained) == (False, 2)
    assert "合同名称" not in check.findings[0].sentence
    assert "与合同不符" in check.findings[0].told


def test_comments_are_changed_or_answered_and_the_city_sees_which(loop: Loop) -> None:
    three = (loop.comment("amount", "与合同不符"), loop.comment("title"), Comment(CONTRACTS, "", "", "缺下旬合同"))
    loop.open(loop.give_back("back", *three, Comment("", "", "", "附件不清"), loop.comment("buyer")))
    loop.type("amount", "99.5")
    waiting = [each for each in check_submission(loop.county, PLAN, MONTH).findings if each.rule.startswith("returned")]
    assert [each.severity.value for each in waiting] == ["hint", "explain", "explain", "explain", "explain"]
    assert "原为“120.5000”" in waiting[0].sentence
    explain(loop.county, PLAN, MONTH, waiting[1].id, "名称与合同首页一致", NOW)
    explain(loop.county, PLAN, MONTH, waiting[2].id, "下旬没有新登记的合同", NOW)
    explain(loop.county, PLAN, MONTH, waiting[3].id, "已重新扫描", NOW)
    with pytest.raises(BaiseError, match="NOT_READY:"):
        sign_all(loop.county, NOW)
    explain(loop.county, PLAN, MONTH, waiting[4].id, "买方更名，附更名通知", NOW)
    (seen,) = preview(loop.city, [loop.export()], NOW)
    assert seen.comparison is not None
    assert [(each.field, each.old, each.new) for each in seen.comparison.cells] == [("amount", "120.5000", "99.5000")]
    told = [(each.state, each.old, each.new, each.answer) for each in seen.answers]
    assert told[0] == ("changed", "120.5000", "99.5000", "")
    assert told[1][0::3] == ("answered", "名称与合同首页一致")
    assert told[2] == ("answered", "", "", "下旬没有新登记的合同")
    assert told[3:] == [("answered", "", "", "已重新扫描"), ("answered", *told[4][1:3], "买方更名，附更名通知")]
    assert seen.as_json()["answers"][0]["place"].startswith("技术合同")
    assert "退回意见〔已改〕" in seen.answer_lines[0]


def test_a_register_has_changed_when_rows_came(loop: Loop) -> None:
    loop.open(loop.give_back("back", Comment(CONTRACTS, "", "", "缺下旬合同")))
    loop.type("amount", "99.5")
    assert [severity for severity, _ in comments_in(loop.county)] == ["explain"]
    add_contract(loop.county, NOW, contract_no="HT-002")
    assert [severity for severity, _ in comments_in(loop.county)] == ["hint"]


def test_a_deleted_row_counts_as_changed(loop: Loop) -> None:
    loop.open(loop.give_back("back", loop.comment("amount")))
    filling.delete_rows(loop.county, contracts_of(loop.county), [loop.row], NOW)
    ((severity, _),) = comments_in(loop.county)
    assert severity == "hint"


def second_version(loop: Loop) -> None:
    """The county opens the return, corrects, and sends version 2, which the city merges."""
    loop.open(loop.give_back("back-1", loop.comment("amount")))
    loop.type("amount", "99.5")
    merge_files(loop.city, [loop.export()], NOW)


def test_the_whole_loop_ends_with_accepted(loop: Loop) -> None:
    second_version(loop)
    assert (loop.stands.state, loop.stands.version) == ("exported", 2)
    decide(loop.city, loop.held.identity, "accept", PASSPHRASE, NOW)
    assert loop.open(loop.receipt("r2")).state == "accepted"
    assert comments_in(loop.county) == []
    states = [(package.version, package.state, package.counts) for package in list_received(loop.city)]
    assert states == [(1, "returned", False), (2, "accepted", True)]


def test_a_receipt_that_comes_after_the_return_says_so(loop: Loop) -> None:
    receipt = loop.receipt("r1")
    loop.open(loop.give_back("back", loop.comment("amount")))
    opened = loop.open(receipt)
    assert opened.state == "returned"
    assert "市级后来另有决定" in opened.sentence


def test_late_letters_about_older_versions_are_kept_and_move_nothing(loop: Loop) -> None:
    late = loop.receipt("late")
    second_version(loop)
    opened = loop.open(late)
    assert (opened.already, opened.state, opened.draft) == (False, "exported", 2)
    assert "留存备查" in opened.sentence


def test_a_receipt_for_a_version_that_was_reopened_leaves_the_draft(loop: Loop) -> None:
    receipt = loop.receipt("r1")
    sign_off.reopen(loop.county, PLAN, MONTH, "补一份合同", NOW)
    opened = loop.open(receipt)
    assert (opened.state, opened.draft) == ("draft", 2)


def test_a_return_meets_a_draft_that_three_have_signed(loop: Loop) -> None:
    back = loop.give_back("back", loop.comment("amount"))
    sign_off.reopen(loop.county, PLAN, MONTH, "补一份合同", NOW)
    sign_all(loop.county, NOW)
    opened = loop.open(back)
    assert (opened.state, opened.draft, loop.stands.statements) == ("returned", 2, ())


def test_acceptance_after_a_return_closes_its_comments(loop: Loop) -> None:
    back = loop.give_back("back", loop.comment("amount"))
    decide(loop.city, loop.held.identity, "accept", PASSPHRASE, NOW)
    accepted = loop.receipt("accepted")
    received = make_receipt(loop.city, loop.held.identity, PASSPHRASE, NOW)
    loop.open(back)
    assert received.content == accepted.read_bytes()
    assert loop.open(accepted).state == "draft"
    assert comments_in(loop.county) == []


def outcome(loop: Loop, order: Sequence[Path]) -> tuple[str, int, int]:
    for file in order:
        loop.open(file)
    return loop.stands.state, loop.stands.version, len(comments_in(loop.county))


def test_the_order_of_arrival_does_not_matter(city: Desk, county: Desk, tmp_path: Path) -> None:
    """Received, accepted, returned after all: whichever comes first, the highest decision has the last word."""
    loop = Loop(city, county, tmp_path)
    letters = [loop.receipt("received")]
    decide(city, loop.held.identity, "accept", PASSPHRASE, NOW)
    letters.append(loop.receipt("accepted"))
    letters.append(loop.give_back("returned", loop.comment("amount")))
    folder = Path(shutil.copytree(county.folder, tmp_path / "start"))
    seen = set()
    for number, order in enumerate(permutations(letters)):
        desk = open_desk(Path(shutil.copytree(folder, tmp_path / f"county-{number}")))
        loop.county = desk
        seen.add(outcome(loop, order))
        close_desk(desk)
    assert seen == {("returned", 2, 1)}


def test_another_installation_of_the_unit_refuses_by_name(loop: Loop, elsewhere: Desk) -> None:
    loop.county, sender = elsewhere, loop.county
    for file in (loop.receipt("r"), loop.give_back("b", loop.comment("amount"))):
        with pytest.raises(BaiseError, match=r"NOT_SENT_HERE:.*第 1 版"):
            loop.open(file)
    assert list_packages(elsewhere.store, "return") == ()
    loop.county = sender


def test_files_that_no_unit_opens_are_refused_by_kind(loop: Loop) -> None:
    (sent,) = loop.folder.glob("c.*.asice")
    with pytest.raises(BaiseError, match="KIND: 这是上报包"):
        loop.open(sent)


def test_the_same_return_again_is_the_same_file_and_other_words_are_another(loop: Loop) -> None:
    comments = [loop.comment("amount")]
    signed = len(list_packages(loop.city.store, "decision"))
    one = return_submission(loop.city, loop.held.identity, comments, "请改", PASSPHRASE, NOW)
    again = return_submission(loop.city, loop.held.identity, comments * 2, " 请改", PASSPHRASE, NOW + timedelta(1))
    assert again == one
    assert len(list_decisions(loop.city.store, PACKAGE_ACTS)) == 1
    other = return_submission(loop.city, loop.held.identity, comments, "再改", PASSPHRASE, NOW)
    assert other.identity != one.identity
    assert [each.act for each in list_decisions(loop.city.store, PACKAGE_ACTS)] == ["return", "return"]
    assert len(list_packages(loop.city.store, "decision")) == signed + 2


@pytest.mark.parametrize(
    ("comment", "reason", "code"),
    [
        (None, " ", "RETURN_EMPTY"),
        (None, "长" * 2_001, "RETURN_REASON"),
        (Comment("r.none", "", "", "好"), "", "COMMENT_PLACE"),
        (Comment(CONTRACTS, "x", "", "好"), "", "COMMENT_PLACE"),
        (Comment(CONTRACTS, "", "amount", "好"), "", "COMMENT_PLACE"),
        (Comment("", "", "amount", "好"), "", "COMMENT_PLACE"),
        (Comment(CONTRACTS, "", "", "\n"), "", "COMMENT_TEXT"),
    ],
)
def test_a_return_that_says_nothing_or_points_nowhere_is_refused(
    loop: Loop, comment: Comment | None, reason: str, code: str
) -> None:
    comments = [comment] if comment else []
    with pytest.raises(BaiseError, match=f"{code}:"):
        return_submission(loop.city, loop.held.identity, comments, reason, PASSPHRASE, NOW)
    assert (list_decisions(loop.city.store, PACKAGE_ACTS), list_packages(loop.city.store, "return")) == ((), ())


def test_what_is_withdrawn_cannot_be_returned(loop: Loop) -> None:
    decide(loop.city, loop.held.identity, "withdraw", PASSPHRASE, NOW)
    with pytest.raises(BaiseError, match="RETURN_WITHDRAWN:"):
        loop.give_back("back")


def test_a_batch_costs_one_decision(loop: Loop, tmp_path: Path) -> None:
    merge_files(loop.city, [report_month(loop.county, NOW, tmp_path, "2023-03").path], NOW)
    held = [package.identity for package in list_received(loop.city)]
    signed = len(list_packages(loop.city.store, "decision"))
    assert {each.state for each in decide_all(loop.city, held, "accept", PASSPHRASE, NOW)} == {"accepted"}
    (decision,) = list_decisions(loop.city.store, PACKAGE_ACTS)
    assert decision.targets == tuple(sorted(held))
    assert len(list_packages(loop.city.store, "decision")) == signed + 1


@pytest.mark.parametrize("text", ["{}", "[", '[{"form": "x"}]', '[{"comment": 1}]', '[{"comment": "a", "b": ""}]'])
def test_a_file_of_comments_is_read_strictly(tmp_path: Path, text: str) -> None:
    (tmp_path / "c.json").write_text(text)
    with pytest.raises(BaiseError, match="COMMENTS_FILE:"):
        read_comments(tmp_path / "c.json")
    (tmp_path / "c.json").write_text('[{"comment": "好", "form": "r.x"}]')
    assert read_comments(tmp_path / "c.json") == (Comment("r.x", "", "", "好"),)


def test_a_target_form_may_be_commented_on(loop: Loop) -> None:
    rows = list_form_revisions(loop.city.store, loop.held.identity, CONTRACT_TARGET)
    loop.open(loop.give_back("back", Comment(CONTRACT_TARGET, next(iter(rows)), "analysis", "太简单")))
    entries = list_submission_entries(loop.county.store, PINGGUO, PLAN, MONTH, loop.county.catalogue.forms)
    assert len(entries) == 2
    assert comments_in(loop.county) == [("explain", "市级意见：太简单")]
