"""Whoever keeps the input method says that it went, goes on, and takes it up again."""

from collections.abc import Callable, Iterator
from typing import Any, cast

import pytest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from baise_desktop.texts import say
from baise_desktop.ui.input_method import telling
from baise_desktop.ui.input_method.fcitx_server import Commit
from baise_desktop.ui.input_method.keeper import InputKeeper
from baise_desktop.ui.input_method.route import IBUS_SERVICE, Route
from baise_desktop.ui.jobs import Jobs
from baise_desktop.ui.shell import Shell
from tests.ui.input_method.test_fcitx_bridge import Server, _line, _typed

FOUR = "org.fcitx.Fcitx-0"
Keep = Callable[..., InputKeeper]


@pytest.fixture
def keep(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> Iterator[Keep]:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere")
    made: list[InputKeeper] = []

    def make(route: Route, servers: list[Server] | None = None) -> InputKeeper:
        waiting = servers or []

        def open_server() -> Any:
            if not waiting:
                raise ConnectionRefusedError
            return waiting.pop(0)

        made.append(InputKeeper(qapp, route, open_server))
        return made[-1]

    yield make
    for keeper in made:
        keeper.close()
        keeper.setParent(None)


def test_fcitx_that_dies_and_returns_is_taken_up_again(qtbot: QtBot, keep: Keep) -> None:
    first, second = Server(), Server()
    keeper = keep(Route.BRIDGE, [first])
    line = _line(qtbot)
    assert keeper.works()
    bridge = keeper.bridge
    assert bridge is not None
    first.gone = True
    with qtbot.waitSignal(keeper.lost, timeout=1000):
        assert not bridge.eventFilter(line, _typed())
    assert not keeper.works()
    keeper.open_server = lambda: cast(Any, second)
    with qtbot.waitSignal(keeper.found, timeout=3000):
        keeper.hear(FOUR, True)
        keeper.retry.start(1)
    second.answers = [Commit("你")]
    assert bridge.eventFilter(line, _typed())
    assert line.text() == "你"


def test_fcitx_that_starts_after_the_program_is_taken_up(qtbot: QtBot, keep: Keep) -> None:
    keeper = keep(Route.NONE)
    assert (keeper.route, keeper.works()) == (Route.NONE, False)
    server = Server()
    keeper.open_server = lambda: cast(Any, server)
    with qtbot.waitSignal(keeper.found, timeout=3000):
        keeper.hear(FOUR, True)
        keeper.retry.start(1)
    assert (keeper.route, keeper.works()) == (Route.BRIDGE, True)


def test_fcitx_that_is_gone_at_the_start_is_not_promised(keep: Keep) -> None:
    assert keep(Route.BRIDGE).route is Route.NONE


def test_ibus_that_goes_leaves_the_keys_free(qtbot: QtBot, keep: Keep) -> None:
    from baise_desktop.ui.composition import guard_composition
    from tests.ui.test_composition_settles import _send

    keeper = keep(Route.IBUS)
    guard = guard_composition()
    line = _line(qtbot)
    _send(line, "nihao")
    with qtbot.waitSignal(keeper.lost, timeout=1000):
        keeper.hear(IBUS_SERVICE, False)
    assert guard is not None
    qtbot.waitUntil(lambda: not guard.is_composing())
    assert isinstance(line, QLineEdit)
    assert line.text() == "nihao"
    with qtbot.waitSignal(keeper.found, timeout=1000):
        keeper.hear(IBUS_SERVICE, True)


def test_the_window_says_what_happened(qtbot: QtBot, keep: Keep, monkeypatch: pytest.MonkeyPatch) -> None:
    keeper = keep(Route.IBUS)
    monkeypatch.setattr(telling, "find_keeper", lambda _: keeper)
    shell = Shell(Jobs())
    qtbot.addWidget(shell)
    keeper.hear(IBUS_SERVICE, False)
    assert shell.notice.text() == say("window.input_lost")
    keeper.hear(IBUS_SERVICE, True)
    assert shell.notice.text() == say("window.input_found")
    shell.close()


def test_ibus_that_starts_after_the_program_asks_to_open_it_again(qtbot: QtBot, keep: Keep) -> None:
    keeper = keep(Route.NONE)
    with qtbot.waitSignal(keeper.late, timeout=1000):
        keeper.hear(IBUS_SERVICE, True)
