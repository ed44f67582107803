"""The city looks at what came with a submission, and takes it out."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from baise_desktop.app.clock import utc_now
from baise_desktop.app.desk import close_desk, open_desk
from baise_desktop.app.entry import evidence
from baise_desktop.app.inbox import receiving
from baise_desktop.app.installation.home import open_submission
from baise_desktop.app.outgoing import exporting
from baise_desktop.ui.city import evidence_window as module
from baise_desktop.ui.city.workspace import CityWorkspace
from baise_desktop.ui.preview_window import PreviewWindow
from baise_desktop.ui.shell import Shell
from tests.evidence_files import docx_bytes, pdf_bytes, put
from tests.round_trip import MONTH, PLAN, add_contract, answer_target, contracts_of, sign_all
from tests.ui.conftest import PASSPHRASE, settle


@pytest.fixture
def shell(stores: Path, open_shell: Callable[[Path], Shell], qtbot: QtBot, tmp_path: Path) -> Shell:
    """A city that holds a submission with three files, two of one name."""
    now = utc_now()
    unit = open_desk(stores / "unit")
    open_submission(unit, PLAN, MONTH, now)
    rows = [add_contract(unit, now, contract_no=number).record.row_id for number in ("HT-1", "HT-2")]
    for number, row in enumerate(rows):
        file = put(tmp_path / str(number), "扫描.pdf", pdf_bytes(str(number)))
        evidence.attach(unit, contracts_of(unit), row, "", file, now)
    evidence.attach(unit, contracts_of(unit), rows[0], "", put(tmp_path, "说明.docx", docx_bytes()), now)
    answer_target(unit, now)
    sign_all(unit, now)
    package = exporting.export(unit, PLAN, MONTH, tmp_path / "stick", PASSPHRASE, now).path
    close_desk(unit)
    city = open_desk(stores / "city")
    assert receiving.merge_files(city, [package], now)[0].error is None
    close_desk(city)
    shell = open_shell(stores / "city")
    settle(qtbot, shell)
    return shell


def test_files_of_a_submission_are_listed_seen_and_saved(
    qtbot: QtBot, shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    work = shell.work()
    assert isinstance(work, CityWorkspace)
    inbox = work.inbox
    work.navigation.chosen.emit("inbox")
    settle(qtbot, shell)
    inbox.received_chip.click()
    assert not inbox.evidence.isEnabled()
    inbox.received.selectRow(0)
    QTest.mouseClick(inbox.evidence, Qt.MouseButton.LeftButton)
    (window,) = shell.findChildren(module.EvidenceWindow)
    settle(qtbot, shell)
    assert window.files.table.rowCount() == 3
    assert "平果市" in window.windowTitle()
    names = [file.evidence.name for file in (window.files.table.line(line).value for line in range(3))]
    window.files.selectRow(names.index("说明.docx"))
    assert not window.preview.isEnabled()
    window.files.selectRow(names.index("扫描.pdf"))
    QTest.keyClick(window.preview, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: bool(shell.findChildren(PreviewWindow)))
    shell.findChildren(PreviewWindow)[0].close()
    window.files.selectAll()
    (tmp_path / "out").mkdir()
    monkeypatch.setattr(module, "choose_folder", lambda *_: tmp_path / "out")
    QTest.keyClick(window.save, Qt.Key.Key_Return)
    settle(qtbot, shell)
    saved = {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()}
    assert sorted(saved) == ["扫描(2).pdf", "扫描.pdf", "说明.docx"]
    assert sorted(saved.values()) == sorted([pdf_bytes("0"), pdf_bytes("1"), docx_bytes()])
    window.close()
