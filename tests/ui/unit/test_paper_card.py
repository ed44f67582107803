"""盖章用 PDF: for ink, signed, and with the kept picture; what can go wrong, and what is asked once."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QScrollArea
from pytestqt.qtbot import QtBot

from baise_desktop.app.clock import utc_now
from baise_desktop.app.desk import close_desk, open_desk
from baise_desktop.exchange.paper import inspect_paper
from baise_desktop.texts import say
from baise_desktop.ui.shell import Shell
from baise_desktop.ui.unit import paper_card
from baise_desktop.ui.unit.export_page import ExportPage
from baise_desktop.ui.unit.paper_card import PaperCard
from baise_desktop.ui.unit.paper_jobs import INK, PICTURE, SIGNED
from tests.report.seal_pictures import ring, saved
from tests.round_trip import MONTH, PLAN, fill_month, sign_all
from tests.ui.conftest import PASSPHRASE, press, settle, type_text


@pytest.fixture
def out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the reader saves every paper, and the picture that he chooses."""
    (tmp_path / "章.png").write_bytes(saved(ring()))
    monkeypatch.setattr(paper_card, "choose_new_file", lambda *_: tmp_path / "paper.pdf")
    monkeypatch.setattr(paper_card, "choose_file", lambda *_: tmp_path / "章.png")
    return tmp_path / "paper.pdf"


@pytest.fixture
def open_page(stores: Path, open_shell: Callable[[Path], Shell], qtbot: QtBot) -> Callable[[bool], ExportPage]:
    """The export page of a unit whose April is filled in, signed by all or by nobody."""

    def opened(signed: bool) -> ExportPage:
        desk = open_desk(stores / "unit")
        fill_month(desk, utc_now())
        if signed:
            sign_all(desk, utc_now())
        close_desk(desk)
        shell = open_shell(stores / "unit")
        work = shell.work()
        work.open_submission(PLAN, MONTH)  # type: ignore[union-attr]
        settle(qtbot, shell)
        work.navigation.chosen.emit("export")  # type: ignore[union-attr]
        settle(qtbot, shell)
        found: ExportPage = work.export  # type: ignore[union-attr]
        return found

    return opened


@pytest.fixture
def page(open_page: Callable[[bool], ExportPage]) -> ExportPage:
    return open_page(True)


def _shell(page: ExportPage) -> Shell:
    window = page.window()
    assert isinstance(window, Shell)
    return window


def _sign(qtbot: QtBot, page: ExportPage, way: int, passphrase: str = PASSPHRASE) -> PaperCard:
    card = page.paper
    card.ways[way].setFocus()
    press(Qt.Key.Key_Space)
    card.secret.setFocus()
    type_text(passphrase)
    press(Qt.Key.Key_Return)
    settle(qtbot, _shell(page))
    return card


def _keep(qtbot: QtBot, page: ExportPage) -> None:
    page.paper.ways[PICTURE].click()
    page.paper.keep.setFocus()
    press(Qt.Key.Key_Return)
    settle(qtbot, _shell(page))


def test_ink_is_the_default_and_needs_no_passphrase(page: ExportPage, out: Path, qtbot: QtBot) -> None:
    card = page.paper
    assert card.way() == INK
    assert card.secret.isHidden()
    card.pdf.click()
    settle(qtbot, _shell(page))
    assert inspect_paper(out.read_bytes(), None, utc_now()).intact.code == "PAPER_UNSIGNED"
    assert "骑缝章" in card.result.text.text()
    assert QApplication.focusWidget() is card.result.open_file


def test_signed_by_keys_alone_the_passphrase_asked_once(page: ExportPage, out: Path, qtbot: QtBot) -> None:
    card = _sign(qtbot, page, SIGNED)
    told = inspect_paper(out.read_bytes(), None, utc_now() + timedelta(seconds=2))
    assert told.intact.holds
    assert told.unit == "c.pingguo"
    assert card.secret.text() == ""
    # the package was sealed with it, so that it leaves without the passphrase
    assert page.passphrase.isHidden()


def test_a_picture_is_kept_shown_and_used(page: ExportPage, out: Path, qtbot: QtBot) -> None:
    card = page.paper
    card.ways[PICTURE].click()
    assert not card.pdf.isEnabled()
    assert card.needs.text() == "请先登记印章图样"
    _keep(qtbot, page)
    assert not card.shown.pixmap().isNull()
    assert card.needs.text() == "请输入密钥口令"
    _sign(qtbot, page, PICTURE)
    assert inspect_paper(out.read_bytes(), None, utc_now() + timedelta(seconds=2)).intact.holds
    assert "不是法定电子印章" in card.result.text.text()


def test_another_diameter_is_kept(page: ExportPage, out: Path, qtbot: QtBot) -> None:
    _keep(qtbot, page)
    card = page.paper
    card.diameter.setFocus()
    card.diameter.selectAll()
    type_text("40")
    press(Qt.Key.Key_Tab)
    settle(qtbot, _shell(page))
    card.read()
    settle(qtbot, _shell(page))
    assert card.diameter.value() == 40
    assert (card.diameter.minimum(), card.diameter.maximum()) == (20, 45)


def test_a_dropped_picture_is_gone(page: ExportPage, out: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    _keep(qtbot, page)
    monkeypatch.setattr(paper_card, "confirm", lambda *_: True)
    page.paper.drop.click()
    settle(qtbot, _shell(page))
    assert page.paper.shown.isHidden()
    assert not page.paper.drop.isEnabled()


def test_a_bad_picture_is_told(page: ExportPage, out: Path, qtbot: QtBot) -> None:
    (out.parent / "章.png").write_bytes(saved(ring().resize((800, 300))))
    told: list[object] = []
    page.refused.connect(told.append)
    _keep(qtbot, page)
    assert [getattr(error, "code", "") for error in told] == ["SEAL_IMAGE"]


def test_a_wrong_passphrase_is_said_where_it_was_typed(page: ExportPage, out: Path, qtbot: QtBot) -> None:
    card = _sign(qtbot, page, SIGNED, "wrong passphrase")
    assert "口令不对" in card.secret_state.text()
    assert QApplication.focusWidget() is card.secret
    assert not out.exists()


def test_before_the_head_has_signed_there_is_paper_for_reading_only(
    open_page: Callable[[bool], ExportPage], out: Path, qtbot: QtBot
) -> None:
    card = open_page(False).paper
    assert [way.isEnabled() for way in card.ways] == [True, False, False]
    assert "负责人签发后" in card.needs.text()
    assert card.pdf.isEnabled()


def test_who_handed_over_only_prints(page: ExportPage, out: Path) -> None:
    page.paper.allow(signed=True, closed=True)
    assert [way.isEnabled() for way in page.paper.ways] == [True, False, False]
    assert page.paper.needs.text() == ""


def test_what_comes_in_at_the_foot_is_brought_into_sight(page: ExportPage, out: Path, qtbot: QtBot) -> None:
    card, area = page.paper, page.findChild(QScrollArea)
    assert area is not None
    area.verticalScrollBar().setValue(0)
    card.ways[PICTURE].click()
    settle(qtbot, _shell(page))
    assert not card.pdf.visibleRegion().isEmpty()
    area.verticalScrollBar().setValue(0)
    card.ways[INK].click()
    card.pdf.click()
    settle(qtbot, _shell(page))
    assert not card.result.open_file.visibleRegion().isEmpty()


def test_a_sealed_package_says_what_comes_next(page: ExportPage, out: Path, qtbot: QtBot) -> None:
    assert page.state.text() == say("window.export_ready")
    _sign(qtbot, page, SIGNED)
    assert page.state.text() == say("window.export_done")
