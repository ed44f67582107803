"""From the pages to the preview: which paper comes up, and what it says of itself."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from baise_desktop.app.desk import close_desk, open_desk
from baise_desktop.app.inbox.receiving import list_received, merge_files
from baise_desktop.app.kept.package_rows import read_packed_report
from baise_desktop.app.outgoing.exporting import export
from baise_desktop.ui.city.workspace import CityWorkspace
from baise_desktop.ui.key_sheet import KeySheet
from baise_desktop.ui.package_window import PackageWindow
from baise_desktop.ui.pdf_pages import PdfPages
from baise_desktop.ui.preview_window import PreviewWindow
from baise_desktop.ui.printing import Printers, print_text
from baise_desktop.ui.shell import Shell
from baise_desktop.ui.unit.workspace import UnitWorkspace
from tests import round_trip
from tests.round_trip import MONTH, PLAN
from tests.ui.conftest import NOW, PASSPHRASE, settle
from tests.ui.printed import A4, FilePrinters, paper


def control_p(qtbot: QtBot, shell: Shell) -> PreviewWindow:
    QTest.keyClick(shell.work(), Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: bool(shell.findChildren(PreviewWindow)), timeout=20_000)
    (window,) = shell.findChildren(PreviewWindow)
    settle(qtbot, shell)
    return window


def send(stores: Path) -> bytes:
    """Seal April at the unit and merge it at the city; the report that the package carries."""
    unit, city = open_desk(stores / "unit"), open_desk(stores / "city")
    round_trip.fill_month(unit, NOW)
    round_trip.sign_all(unit, NOW)
    package = export(unit, PLAN, MONTH, stores, PASSPHRASE, NOW)
    report = read_packed_report(unit, package.identity)
    merge_files(city, [package.path], NOW)
    for desk in (unit, city):
        close_desk(desk)
    return report


def test_a_draft_is_shown_with_a_warning_and_other_papers(
    qtbot: QtBot, stores: Path, open_shell: Callable[[Path], Shell]
) -> None:
    shell = open_shell(stores / "unit")
    work = shell.work()
    assert isinstance(work, UnitWorkspace)
    work.open_submission(PLAN, MONTH)
    settle(qtbot, shell)
    window = control_p(qtbot, shell)
    assert "未签名预览" in window.warning.text()
    assert window.file.file_name.startswith("平果市_")
    kinds = [window.paper.itemData(row) for row in range(window.paper.count())]
    assert kinds[:2] == ["submission", "audit"]
    window.paper.setFocus()
    QTest.keyClick(window.paper, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: window.file.kind == "audit", timeout=20_000)
    assert isinstance(window.page, PdfPages)
    assert window.page.is_readable()
    QTest.keyClick(window, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not shell.findChildren(PreviewWindow))


def test_what_is_sealed_is_the_paper_of_the_package_at_both_ends(
    qtbot: QtBot, stores: Path, open_shell: Callable[[Path], Shell]
) -> None:
    report = send(stores)
    shell = open_shell(stores / "unit")
    work = shell.work()
    assert isinstance(work, UnitWorkspace)
    work.open_submission(PLAN, MONTH)
    settle(qtbot, shell)
    work.go("export")
    settle(qtbot, shell)
    window = control_p(qtbot, shell)
    assert window.file.source == report
    assert not window.warning.isVisible()
    window.close()
    city = open_shell(stores / "city")
    assert isinstance(city.work(), CityWorkspace)
    desk = open_desk(stores / "city")
    (held,) = list_received(desk)
    close_desk(desk)
    contents = PackageWindow(city.jobs, held.identity, "平果市", city)
    contents.show()
    contents.report.click()
    qtbot.waitUntil(lambda: bool(contents.findChildren(PreviewWindow)), timeout=20_000)
    assert contents.findChildren(PreviewWindow)[0].file.source == report
    contents.findChildren(PreviewWindow)[0].close()
    contents.close()


def test_a_paper_that_was_written_is_looked_at_in_the_program(
    qtbot: QtBot, stores: Path, open_shell: Callable[[Path], Shell], tmp_path: Path
) -> None:
    shell = open_shell(stores / "unit")
    work = shell.work()
    assert isinstance(work, UnitWorkspace)
    work.open_submission(PLAN, MONTH)
    settle(qtbot, shell)
    work.go("export")
    settle(qtbot, shell)
    made = tmp_path / "盖章件.pdf"
    made.write_bytes(paper(A4, A4))
    work.export.paper.result.show_path(made, "已写出", readable=True)
    work.export.paper.result.open_file.click()
    (window,) = shell.findChildren(PreviewWindow)
    qtbot.waitUntil(lambda: isinstance(window.page, PdfPages))
    assert window.title.text() == "盖章件.pdf"
    assert window.tools.print.isEnabled()
    window.close()


def test_the_figures_of_the_city(qtbot: QtBot, stores: Path, open_shell: Callable[[Path], Shell]) -> None:
    shell = open_shell(stores / "city")
    work = shell.work()
    assert isinstance(work, CityWorkspace)
    work.show_page("figures")
    settle(qtbot, shell)
    window = control_p(qtbot, shell)
    assert window.file.kind == "figures"
    assert isinstance(window.page, PdfPages)
    assert window.page.is_readable()
    window.close()


def test_lists_and_keys_go_the_same_way(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qapp: object
) -> None:
    behind = QWidget()
    qtbot.addWidget(behind)
    sheet = KeySheet([], behind)
    printers = FilePrinters(tmp_path)
    print_text(sheet.document(), behind, printers)
    assert (tmp_path / "office.pdf").read_bytes().startswith(b"%PDF")
    told: list[str] = []
    monkeypatch.setattr(Printers, "names", lambda _: ())
    monkeypatch.setattr("baise_desktop.ui.key_sheet.show_refusal", lambda _, error: told.append(error.code))
    sheet.print.click()
    assert told == ["NO_PRINTER"]
