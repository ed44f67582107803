"""以红头文件印发 on the card of the paper: typed, judged where it stands, printed, and filled in the next time."""

import subprocess
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from baise_desktop.app.clock import utc_now
from baise_desktop.exchange.paper import inspect_paper
from baise_desktop.ui.shell import Shell
from baise_desktop.ui.unit.export_page import ExportPage
from baise_desktop.ui.unit.paper_card import PaperCard
from baise_desktop.ui.unit.paper_jobs import SIGNED, IssueStart, read_issue
from tests.ui.conftest import PASSPHRASE, press, settle, type_text
from tests.ui.unit.test_paper_card import open_page, out, page  # noqa: F401 -- fixtures

YEAR = utc_now().year


def _tick(card: PaperCard) -> None:
    card.issue.wanted.setFocus()
    press(Qt.Key.Key_Space)


def _type_into(line: QLineEdit, text: str) -> None:
    line.setFocus()
    line.selectAll()
    type_text(text)


def _words(pdf: Path) -> str:
    told = subprocess.run(["pdftotext", "-raw", str(pdf), "-"], capture_output=True, text=True, check=True).stdout
    return "".join(told.split())


def _sign(qtbot: QtBot, page: ExportPage) -> None:  # noqa: F811
    page.paper.ways[SIGNED].click()
    page.paper.secret.setFocus()
    type_text(PASSPHRASE)
    press(Qt.Key.Key_Return)
    window = page.window()
    assert isinstance(window, Shell)
    settle(qtbot, window)


def test_a_document_is_typed_signed_and_proposed_again(page: ExportPage, out: Path, qtbot: QtBot) -> None:  # noqa: F811
    card, lines = page.paper, page.paper.issue.lines
    assert not lines["number"].isVisible()
    _tick(card)
    assert lines["number"].isVisible()
    assert QApplication.focusWidget() is lines["number"]
    assert (lines["issuer"].text(), lines["recipient"].text()) == ("平果市人民政府", "百色市科学技术局")
    assert card.issue.signer.isChecked()
    # for ink there must be a package first; signing makes it
    assert not card.pdf.isEnabled()
    assert "先在上面导出上报包" in card.needs.text()
    _type_into(lines["issuer"], "平果市科学技术局")
    _type_into(lines["number"], f"平科报[{YEAR}]7号")
    press(Qt.Key.Key_Tab)
    assert lines["number"].text() == f"平科报〔{YEAR}〕7号"
    _sign(qtbot, page)
    assert inspect_paper(out.read_bytes(), None, utc_now() + timedelta(seconds=2)).intact.holds
    assert _words(out).startswith(f"平果市科学技术局平科报〔{YEAR}〕7号签发人：")
    # now for ink as well, the package being there, and between equals
    card.ways[0].click()
    card.issue.signer.click()
    assert card.pdf.isEnabled()
    card.pdf.click()
    settle(qtbot, page.window())  # type: ignore[arg-type]
    assert _words(out).startswith(f"平果市科学技术局平科报〔{YEAR}〕7号百色市")
    card.issue.show_start(_with_another_submission(page, qtbot))
    assert not card.issue.wanted.isChecked()
    assert lines["number"].text() == f"平科报〔{YEAR}〕号"
    _tick(card)
    type_text("8")  # the cursor stands where the serial number is missing
    assert lines["number"].text() == f"平科报〔{YEAR}〕8号"
    assert card.issue.is_sound()


def _with_another_submission(page: ExportPage, qtbot: QtBot) -> IssueStart:  # noqa: F811
    found: list[IssueStart] = []
    page.window().jobs.run(lambda desk: read_issue("p2", "2023-06", desk), found.append)  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: bool(found))
    return found[0]


@pytest.mark.parametrize(
    ("part", "typed", "says"),
    [
        ("number", "平科报3", "凌科〔2023〕5号"),
        ("recipient", " ", "“主送机关”要写机关全称"),
        ("issuer", "田东县科学技术局", "红头只能是本单位的"),
    ],
)
def test_what_is_wrong_is_said_there_and_nothing_is_written(
    part: str,
    typed: str,
    says: str,
    page: ExportPage,  # noqa: F811
    out: Path,  # noqa: F811
    qtbot: QtBot,
) -> None:
    card = page.paper
    _tick(card)
    _type_into(card.issue.lines["number"], f"平政报〔{YEAR}〕7号")
    _type_into(card.issue.lines[part], typed)
    _sign(qtbot, page)
    assert not out.exists()
    assert says in card.issue.state.text()
    assert card.issue.state.isVisible()
    assert QApplication.focusWidget() is card.issue.lines[part]


def test_nothing_is_issued_before_the_head_has_signed(
    open_page: Callable[[bool], ExportPage],  # noqa: F811
) -> None:
    card = open_page(False).paper
    assert not card.issue.isEnabled()
