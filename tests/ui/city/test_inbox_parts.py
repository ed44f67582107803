"""A package in parts dropped into the inbox: what is missing is named, and what comes later completes it."""

from collections.abc import Callable
from pathlib import Path

from pytestqt.qtbot import QtBot

from baise_desktop.app.clock import utc_now
from baise_desktop.app.desk import close_desk, open_desk
from baise_desktop.exchange.parts import split
from baise_desktop.ui.shell import Shell
from tests.round_trip import fill_month, sign_all
from tests.ui.conftest import PASSPHRASE, settle


def test_parts_are_joined_when_the_last_one_comes(
    stores: Path, tmp_path: Path, open_shell: Callable[[Path], Shell], qtbot: QtBot
) -> None:
    from baise_desktop.app.outgoing.exporting import export

    now = utc_now()
    desk = open_desk(stores / "unit")
    fill_month(desk, now)
    sign_all(desk, now)
    package = export(desk, "p2", "2023-04", tmp_path / "whole", PASSPHRASE, now).path
    close_desk(desk)
    parts = []
    for number, piece in enumerate(split(package.name, package.read_bytes(), package.stat().st_size // 3 + 1)):
        folder = tmp_path / f"mail{number}"
        folder.mkdir()
        parts.append(folder / piece.name)
        parts[-1].write_bytes(piece.content)
    shell = open_shell(stores / "city")
    inbox = shell.work().inbox  # type: ignore[union-attr]
    inbox.add_files(parts[:2])
    settle(qtbot, shell)
    assert inbox.waiting.table.rowCount() == 1
    assert "part03of03" in inbox.changes_count.text()
    assert not inbox.merge.isEnabled()
    inbox.add_files(parts[2:])
    settle(qtbot, shell)
    assert inbox.waiting.table.rowCount() == 1
    assert inbox.merge.isEnabled()
    inbox.merge.click()
    settle(qtbot, shell)
    assert inbox.received.table.rowCount() == 1
