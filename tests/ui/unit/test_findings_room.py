"""The list of findings gives its room to what was found as long as little is explained."""

from collections.abc import Callable
from pathlib import Path

from pytestqt.qtbot import QtBot

from baise_desktop.ui.shell import Shell
from baise_desktop.ui.unit.findings_model import EXPLANATION, SENTENCE
from baise_desktop.ui.unit.workspace import UnitWorkspace
from tests.ui.conftest import settle


def test_a_long_sentence_takes_what_explanations_do_not_need(
    qtbot: QtBot, stores: Path, open_shell: Callable[[Path], Shell]
) -> None:
    shell = open_shell(stores / "unit")
    shell.resize(1366, 768)
    work = shell.work()
    assert isinstance(work, UnitWorkspace)
    work.open_submission("p2", "2023H1")
    settle(qtbot, shell)
    work.findings.step(1)
    settle(qtbot, shell)
    view = work.findings.view
    needed = max(
        view.fontMetrics().horizontalAdvance(str(work.findings.model.index(line, SENTENCE).data()))
        for line in range(work.findings.model.rowCount())
    )
    least = view.viewport().width() * 2 // 10
    assert view.columnWidth(SENTENCE) >= needed or view.columnWidth(EXPLANATION) <= least
