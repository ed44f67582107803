"""A check that takes long keeps nobody waiting, and very many findings alike are one line."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from baise_desktop.app.checks import live_submission
from baise_desktop.app.checks.live_submission import LiveSubmission
from baise_desktop.form import found
from baise_desktop.ui.shell import Shell
from baise_desktop.ui.unit.findings_model import SENTENCE
from tests.ui.conftest import press, settle, type_text
from tests.ui.unit.registers import Register

FORM, PERIOD = "r.tech_demand", "2023Q2"
ROWS = 12


@pytest.fixture
def register(
    qtbot: QtBot, stores: Path, open_shell: Callable[[Path], Shell], monkeypatch: pytest.MonkeyPatch
) -> Register:
    monkeypatch.setattr(live_submission, "MOST_ROWS", 2)
    monkeypatch.setattr(live_submission, "MOST_COUNTED", 5)
    monkeypatch.setattr(found, "MOST_ALIKE", 4)
    register = Register(qtbot, open_shell(stores / "unit"), FORM, PERIOD)
    register.carry()
    register.fill([{"title": f"演示需求{number}"} for number in range(ROWS)])
    return register


def test_a_cell_is_durable_before_the_check_is_over(
    register: Register, stores: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = True
    go_on = LiveSubmission.go_on

    def slow(live: LiveSubmission, desk: object) -> bool:
        return go_on(live, desk) if live.percent < 50 or not held else True  # type: ignore[arg-type]

    monkeypatch.setattr(LiveSubmission, "go_on", slow)
    shell, work, qtbot = register.shell, register.work, register.qtbot
    work.open_submission("p2", PERIOD, FORM)
    qtbot.waitUntil(lambda: work.ledger.form_id() == FORM and 0 < work.watch.percent < 100, timeout=20_000)
    assert "正在全审" in shell.verdict.text()
    saved: list[bool] = []
    work.session.saved.connect(lambda: saved.append(work.watch.result is None))
    work.ledger.view.setFocus()
    type_text("y")
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(saved), timeout=20_000)
    assert saved == [True]
    with sqlite3.connect(f"file:{stores / 'unit' / 'baise.sqlite3'}?mode=ro", uri=True) as store:
        ((count,),) = store.execute("SELECT count(*) FROM entry WHERE body LIKE '%\"y\"%'").fetchall()
    assert count == 1
    held = False
    qtbot.waitUntil(lambda: work.watch.result is not None, timeout=20_000)
    assert "正在全审" not in shell.verdict.text()


def test_f8_walks_very_many_alike_in_one_line(register: Register) -> None:
    register.open()
    work, qtbot = register.work, register.qtbot
    qtbot.waitUntil(lambda: work.watch.result is not None, timeout=20_000)
    settle(qtbot, register.shell)
    model, chosen = work.findings.model, list[str]()
    work.findings.finding_chosen.connect(lambda each: chosen.append(each.id))
    assert work.watch.result is not None
    total = len(work.watch.result.findings)
    assert model.rowCount() < total
    work.findings.view.setFocus()
    for _ in range(total):
        press(Qt.Key.Key_F8)
    assert len(set(chosen)) == total
    texts = [str(model.index(line, SENTENCE).data()) for line in range(model.rowCount())]
    assert any(text.startswith(f"{ROWS} 行都是：") for text in texts)
