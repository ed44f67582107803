"""The dialog tells what runs, whether it works and what to do, and judges what is typed."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from baise_desktop.texts import say
from baise_desktop.ui.input_method import self_check
from baise_desktop.ui.input_method.route import Route
from baise_desktop.ui.input_method.self_check import InputCheck, situation

FOUR, FIVE, IBUS = (
    ("org.fcitx.Fcitx-0",),
    ("org.fcitx.Fcitx5", "org.freedesktop.portal.Fcitx"),
    ("org.freedesktop.IBus",),
)


@pytest.mark.parametrize(
    ("route", "works", "running", "expected"),
    [
        (Route.SYSTEM, True, (), "system"),
        (Route.PLUGIN, True, FOUR, "plugin"),
        (Route.IBUS, True, IBUS, "ibus"),
        (Route.BRIDGE, True, FOUR, "bridge"),
        (Route.BRIDGE, False, (), "lost"),
        (Route.IBUS, False, (), "lost"),
        (Route.NONE, False, (), "none"),
        (Route.NONE, False, IBUS, "late"),
        (Route.UNPLUGGED, True, IBUS, "unplugged"),
    ],
)
def test_each_situation_is_told(
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
    route: Route,
    works: bool,
    running: tuple[str, ...],
    expected: str,
) -> None:
    assert situation(route, works, running) == expected
    monkeypatch.setattr(self_check, "_route", lambda: (route, works))
    monkeypatch.setattr(self_check, "list_running", lambda: running)
    check = InputCheck()
    qtbot.addWidget(check)
    check.show()
    assert check.state.text() == say(f"window.input_route_{expected}")
    well = expected in {"system", "plugin", "ibus", "bridge"}
    assert check.head.text() == say("window.input_head_well" if well else "window.input_head_ill")


@pytest.mark.parametrize(
    ("running", "name"), [(FOUR, "fcitx4"), ((*FIVE, *FOUR, *IBUS), "fcitx5"), (IBUS, "ibus"), ((), "none")]
)
def test_what_runs_is_named(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, running: tuple[str, ...], name: str) -> None:
    monkeypatch.setattr(self_check, "list_running", lambda: running)
    monkeypatch.setenv("QT_IM_MODULE", "fcitx")
    check = InputCheck()
    qtbot.addWidget(check)
    assert say(f"window.input_name_{name}") in check.seen.text()
    assert "QT_IM_MODULE=fcitx" in check.seen.text()


def test_what_is_typed_is_judged(qtbot: QtBot, qapp: QApplication) -> None:
    check = InputCheck()
    qtbot.addWidget(check)
    check.show()
    qtbot.keyClicks(check.line, "nihao")
    assert check.outcome.text() == say("window.input_check_letters")
    check.line.setText("你好")
    assert check.outcome.text() == say("window.input_check_well")
    qtbot.keyClick(check, Qt.Key.Key_Escape)
    assert not check.isVisible()
