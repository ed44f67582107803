"""The window is seen before its desk is opened, with its places; then the desk's pages move in, part by part."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from baise_desktop.ui import window
from baise_desktop.ui.ahead import Ahead
from baise_desktop.ui.jobs import Jobs
from baise_desktop.ui.navigation import KEY_ROLE
from baise_desktop.ui.opening import Opening
from baise_desktop.ui.shell import Shell


def places(opening: Opening) -> list[str]:
    model = opening.navigation.fixed.model()
    return [model.index(line, 0).data(KEY_ROLE) for line in range(model.rowCount())]


def test_the_frame_has_the_places_of_whose_desk_it_is(qtbot: QtBot, tmp_path: Path) -> None:
    unit = Opening(tmp_path)
    qtbot.addWidget(unit)
    assert places(unit)[0] == "home"
    (tmp_path / "keys").mkdir()
    (tmp_path / "keys" / "city.p12").touch()
    city = Opening(tmp_path)
    qtbot.addWidget(city)
    assert places(city)[0] == "inbox"


def test_what_waits_for_the_first_sight_is_done_once(qtbot: QtBot) -> None:
    done: list[int] = []
    shell = Shell(Jobs())
    qtbot.addWidget(shell)
    shell.when_painted(lambda: done.append(1))
    assert done == []
    shell.show()
    qtbot.waitUntil(lambda: bool(done))
    shell.repaint()
    qtbot.wait(20)
    assert done == [1]


def test_a_window_that_nobody_sees_opens_all_the_same(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("baise_desktop.ui.shell._UNSEEN_MS", 10)
    done: list[int] = []
    shell = Shell(Jobs())
    qtbot.addWidget(shell)
    shell.when_painted(lambda: done.append(1))
    qtbot.waitUntil(lambda: done == [1])


def test_parts_are_made_one_by_one_while_nobody_waits(qtbot: QtBot) -> None:
    made: list[str] = []

    class Parts(Shell):
        def __getattr__(self, name: str) -> str:
            if not name.startswith("part_"):
                raise AttributeError(name)
            made.append(name)
            return name

    shell = Parts(Jobs())
    qtbot.addWidget(shell)
    Ahead(shell, shell.jobs, (("part_one", "textwrap"), ("part_two", "string")))
    qtbot.waitUntil(lambda: made == ["part_one", "part_two"])
    shell.jobs.close()


def test_a_store_that_cannot_be_opened_is_not_waited_for(qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / window.STORE_FILE).write_bytes(b"no database")
    shell = Shell(Jobs())
    qtbot.addWidget(shell)
    frame = Opening(tmp_path)
    shell.install(frame)
    shell.show()
    assert frame.line.isVisible()
    window.start(shell, tmp_path)
    qtbot.waitUntil(lambda: bool(shell.notice.text()))
    assert "STORE_NOT_DATABASE" in shell.notice.text()
    assert not frame.line.isVisible()
    shell.close()


def test_the_store_is_the_one_that_was_named(tmp_path: Path) -> None:
    assert window._parse(["--store", str(tmp_path)]) == tmp_path
