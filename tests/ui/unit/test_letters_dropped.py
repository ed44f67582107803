"""What the city sent, dropped on the home page: together, twice, out of order, and about rows that are gone."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from baise_desktop.app.checks import sign_off
from baise_desktop.app.desk import close_desk, open_desk
from baise_desktop.app.entry import filling
from baise_desktop.app.inbox import receipts, receiving, returning
from baise_desktop.app.outgoing import exporting
from baise_desktop.exchange.return_package import Comment
from baise_desktop.ui.shell import Shell
from baise_desktop.ui.unit.pack_desk import MOST_TOLD
from baise_desktop.ui.unit.returns_news import ReturnNews
from baise_desktop.ui.unit.workspace import UnitWorkspace
from tests.evidence_files import put
from tests.round_trip import CONTRACTS, PLAN, add_contract, answer_target, contracts_of, fill_month, sign_all
from tests.ui.conftest import NOW, PASSPHRASE, settle
from tests.ui.unit.test_evidence import drop

MONTH = "2023-06"


@pytest.fixture
def letters(stores: Path) -> Path:
    """A return with comments on two rows, of which the unit has deleted one meanwhile; and the receipt before it."""
    unit, city = open_desk(stores / "unit"), open_desk(stores / "city")
    fill_month(unit, NOW, MONTH)
    gone = add_contract(unit, NOW, MONTH, contract_no="HT-2").record.row_id
    answer_target(unit, NOW, MONTH, "本月登记 2 项。")
    sign_all(unit, NOW, MONTH)
    made = exporting.export(unit, PLAN, MONTH, stores, PASSPHRASE, NOW)
    rows = [entry.record.row_id for entry in filling.list_rows(unit, contracts_of(unit, MONTH))]
    (kept,) = (row for row in rows if row != gone)
    sign_off.reopen(unit, PLAN, MONTH, "重复登记了一份合同", NOW)
    filling.delete_rows(unit, contracts_of(unit, MONTH), [gone], NOW)
    receiving.merge_files(city, [made.path], NOW)
    comments = (
        Comment(form=CONTRACTS, row_id=gone, field="amount", comment="与合同不符"),
        Comment(form=CONTRACTS, row_id=kept, field="title", comment="名称不全"),
    )
    (stores / "receipt.asice").write_bytes(receipts.make_receipt(city, made.identity, PASSPHRASE, NOW).content)
    sent = returning.return_submission(city, made.identity, comments, "", PASSPHRASE, NOW)
    (stores / "return.asice").write_bytes(sent.content)
    for desk in (unit, city):
        close_desk(desk)
    return stores


def take(qtbot: QtBot, shell: Shell, *files: Path) -> list[str]:
    """Drop files on the home page; what is told."""
    work = shell.work()
    assert isinstance(work, UnitWorkspace)
    assert drop(work.home, QPoint(30, 30), *files)
    settle(qtbot, shell)
    settle(qtbot, shell)
    return shell.notice.text().splitlines()


def test_several_letters_are_each_told(qtbot: QtBot, letters: Path, open_shell: Callable[[Path], Shell]) -> None:
    shell = open_shell(letters / "unit")
    spoilt = put(letters, "坏.asice", b"PK")
    told = take(qtbot, shell, letters / "return.asice", spoilt, letters / "receipt.asice")
    assert [line[:3] for line in told] == ["退回包", "“坏.", "回执："]
    assert "市级后来另有决定" in told[2]
    again = take(qtbot, shell, letters / "receipt.asice", letters / "return.asice")
    assert all("以前已经打开过" in line for line in again)
    many = take(qtbot, shell, *[put(letters, f"{number}.asice", b"PK") for number in range(MOST_TOLD + 3)])
    assert len(many) == MOST_TOLD + 1
    assert many[-1].startswith("另有 3 件")


def test_a_comment_on_a_row_that_was_deleted_says_so(
    qtbot: QtBot, letters: Path, open_shell: Callable[[Path], Shell]
) -> None:
    shell = open_shell(letters / "unit")
    take(qtbot, shell, letters / "return.asice")
    (news,) = shell.findChildren(ReturnNews)
    QTest.keyClick(news.mend, Qt.Key.Key_Return)
    work = shell.work()
    assert isinstance(work, UnitWorkspace)
    qtbot.waitUntil(lambda: work.ledger.form_id() == CONTRACTS and shell.jobs.is_idle(), timeout=20_000)
    settle(qtbot, shell)
    assert work.watch.result is not None
    told = {found.sentence: bool(found.row_id) for found in work.watch.result.findings}
    assert told == {"市级意见：与合同不符（这一行已删除）": True, "市级意见：名称不全": True}
    for _ in range(3):
        QTest.keyClick(shell, Qt.Key.Key_F8)
        settle(qtbot, shell)
        view = work.ledger.view
        assert view.ledger().form.fields[view.currentIndex().column()].key == "title"
