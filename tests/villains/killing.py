"""Acts that are killed at numbered points: run as `python -m tests.villains.killing ESTATE FOLDER KILLS`.

A point is a statement that reaches SQLite, or a change of a file's name or content. Every act is done once to count
its points; then a child of this process does it again, on its own copy, and kills itself before one of them. What is
left must open, hold no damage, mean what it meant before or after, and let the act be done again. Prints a JSON object:
for each act the number of its points, of kills, and what went wrong.
"""

import json
import os
import shutil
import signal
import sqlite3
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from baise_desktop import paths
from baise_desktop.app.desk import close_desk, open_desk
from baise_desktop.app.enrolment import setup
from baise_desktop.app.enrolment.restoring import bring_back
from baise_desktop.app.inbox.receiving import merge_files
from baise_desktop.app.keys.trust import held_trust, require_trust
from baise_desktop.app.outgoing import exporting
from baise_desktop.errors import BaiseError
from baise_desktop.exchange.inspection import inspect
from baise_desktop.signing.anchors import Anchors
from baise_desktop.signing.certificates import from_pem_bundle
from baise_desktop.store.backup import backup
from baise_desktop.store.database import open_store
from baise_desktop.store.verify import find_damage, logical_digest
from tests.round_trip import MONTH, PASSPHRASE, PLAN, fill_month, sign_all

NOW = datetime(2023, 5, 4, 8, 0, tzinfo=UTC)
_CHANGES = ("os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.link", "os.truncate", "os.chmod")
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT
_STEP = """
CREATE TABLE extra (x TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
CREATE TRIGGER extra_stays BEFORE DELETE ON extra
BEGIN
    SELECT raise(ABORT, 'no');
END;
"""
_state = {"counting": False, "points": 0, "last": -1, "signal": signal.SIGKILL}


def _point() -> None:
    if not _state["counting"]:
        return
    if _state["points"] == _state["last"]:
        os.kill(os.getpid(), _state["signal"])
    _state["points"] += 1


def _hear(event: str, args: tuple[Any, ...]) -> None:
    if event in _CHANGES or (event == "open" and isinstance(args[2], int) and args[2] & _WRITING):
        _point()


def _listen() -> None:
    """Let every statement and every change of a file be a point."""
    connect = sqlite3.connect

    def connected(*args: Any, **options: Any) -> sqlite3.Connection:
        connection: sqlite3.Connection = connect(*args, **options)
        connection.set_trace_callback(lambda _: _point())
        return connection

    sqlite3.connect = connected  # type: ignore[assignment]
    sys.addaudithook(_hear)


@dataclass(frozen=True)
class Act:
    """Something that must be all or nothing."""

    start: Callable[[Path], object]
    """Makes what the act begins with, in an empty folder."""
    do: Callable[[Path], object]
    """May be called again after it was killed, or done."""
    state: Callable[[Path], object]
    """What is there, as something that can be compared. Raises: AssertionError where it is damaged."""


class Acts:
    """The acts, on copies of an estate."""

    def __init__(self, estate: Path) -> None:
        self.estate = estate

    def all(self) -> dict[str, Act]:
        """By name."""
        return {
            "merge": Act(self._copy("city"), self._merge, lambda at: _digest(at / "city")),
            "export": Act(self._signed, self._export, self._exported),
            "backup": Act(self._copy("county"), _back_up, _backed_up),
            "migration": Act(self._copy("county"), self._migrate, self._migrated),
            "admission": Act(self._copy("city"), self._admit, _admitted),
            "first task pack": Act(self._copy("fresh"), self._open_pack, _opened),
        }

    def _copy(self, name: str) -> Callable[[Path], object]:
        return lambda at: shutil.copytree(self.estate / name, at / name)

    def _merge(self, at: Path) -> None:
        desk = open_desk(at / "city")
        (outcome,) = merge_files(desk, [self.estate / "april.asice"], NOW)
        close_desk(desk)
        assert outcome.error is None

    def _signed(self, at: Path) -> None:
        if not (self.estate / "signed").exists():
            shutil.copytree(self.estate / "before", self.estate / "signed")
            desk = open_desk(self.estate / "signed")
            fill_month(desk, NOW)
            sign_all(desk, NOW)
            close_desk(desk)
        shutil.copytree(self.estate / "signed", at / "county")

    def _export(self, at: Path) -> None:
        desk = open_desk(at / "county")
        exporting.export(desk, PLAN, MONTH, at / "stick", PASSPHRASE, NOW)
        close_desk(desk)

    def _exported(self, at: Path) -> object:
        """A name that ends in .asice stands for a whole package, which the city would take."""
        _digest(at / "county")
        anchors = Anchors(from_pem_bundle((self.estate / "city" / "root.pem").read_bytes()))
        found = sorted((at / "stick").glob("*")) if (at / "stick").exists() else []
        whole = [each for each in found if not each.name.startswith(".")]
        for each in whole:
            verdict = inspect(each, anchors, NOW)
            assert all(fact.holds for fact in (verdict.intact, verdict.valid, verdict.trusted)), each
        return [each.name for each in whole]

    def _newer(self, at: Path) -> Path:
        """The product's schema with one step more."""
        folder = Path(shutil.copytree(paths.database_folder(), at.parent / f"{at.name}-db"))
        text = (folder / "schema.sql").read_text("utf-8")
        (folder / "schema.sql").write_text(f"{text}\n{_STEP}", "utf-8")
        number = len(list((folder / "migrations").glob("*.sql"))) + 2
        (folder / "migrations" / f"{number:04}_add_extra.sql").write_text(_STEP, "utf-8")
        return folder

    def _migrate(self, at: Path) -> None:
        open_store(at / "county", self._schema(at), now=NOW).close()

    def _schema(self, at: Path) -> Path:
        folder = at.parent / f"{at.name}-db"
        counting, _state["counting"] = _state["counting"], False
        made = folder if folder.exists() else self._newer(at)
        _state["counting"] = counting
        return made

    def _migrated(self, at: Path) -> object:
        """The store says of itself which version it has, and either one opens it."""
        with sqlite3.connect(at / "county" / "baise.sqlite3") as connection:
            (version,) = connection.execute("PRAGMA user_version").fetchone()
        connection.close()
        is_new = version == len(list((self._schema(at) / "migrations").glob("*.sql"))) + 1
        store = open_store(at / "county", self._schema(at) if is_new else paths.database_folder(), now=NOW)
        assert find_damage(store) == ()
        store.close()
        return version

    def _admit(self, at: Path) -> None:
        desk = open_desk(at / "city")
        request = self.estate / "fresh.asice"
        marks = json.loads((self.estate / "marks.json").read_text("utf-8"))
        setup.admit(desk, request, marks["fresh"], PASSPHRASE, NOW)
        close_desk(desk)

    def _open_pack(self, at: Path) -> None:
        desk = open_desk(at / "fresh")
        marks = json.loads((self.estate / "marks.json").read_text("utf-8"))
        setup.open_task_pack(desk, self.estate / "pack.asice", marks["root"], NOW)
        close_desk(desk)


def _digest(folder: Path) -> str:
    desk = open_desk(folder)
    try:
        assert find_damage(desk.store) == ()
        return logical_digest(desk.store)
    finally:
        close_desk(desk)


def _back_up(at: Path) -> None:
    desk = open_desk(at / "county")
    if not (at / "backup").exists():
        backup(desk.store, at / "backup", NOW)
    close_desk(desk)


def _backed_up(at: Path) -> object:
    """A backup that has its name can be restored."""
    _digest(at / "county")
    if not (at / "backup").exists():
        return False
    shutil.rmtree(at / "again", ignore_errors=True)
    bring_back(at / "backup", at / "again", NOW)
    return _digest(at / "again")


def _admitted(at: Path) -> object:
    _digest(at / "city")
    desk = open_desk(at / "city")
    units = [each.unit for each in require_trust(desk).units]
    close_desk(desk)
    return units


def _opened(at: Path) -> object:
    _digest(at / "fresh")
    desk = open_desk(at / "fresh")
    trust = held_trust(desk)
    close_desk(desk)
    return trust.version if trust else None


def kill_often(act: Act, folder: Path, kills: int) -> dict[str, Any]:
    """Do an act whole, then kill it so many times, at points spread over all of it."""
    whole = folder / "whole"
    whole.mkdir(parents=True)
    act.start(whole)
    before = act.state(whole)
    _state.update(counting=True, points=0, last=-1)
    act.do(whole)
    _state["counting"] = False
    points, after = _state["points"], act.state(whole)
    wrong, stopped = [], 0
    for number in sorted({points * each // kills for each in range(kills)} | {points - 1}):
        at = folder / str(number)
        at.mkdir()
        act.start(at)
        child = os.fork()
        if not child:
            _state.update(counting=True, points=0, last=number)
            act.do(at)
            os._exit(0)
        _, status = os.waitpid(child, 0)
        stopped += os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL
        try:
            left = act.state(at)
            assert left in (before, after), f"{left} is neither {before} nor {after}"
            act.do(at)
            assert act.state(at) == after, f"a second attempt left {act.state(at)}"
        except (AssertionError, BaiseError, sqlite3.Error, OSError) as error:
            wrong.append(f"point {number}: {error!r}")
        shutil.rmtree(at)
    return {"points": points, "kills": stopped, "changes": before != after, "wrong": wrong}


def main(estate: Path, folder: Path, kills: int) -> None:
    """Kill every act and print what was found."""
    _listen()
    acts = Acts(estate).all()
    told = {name: kill_often(act, folder / name.replace(" ", "-"), kills) for name, act in acts.items()}
    sys.stdout.write(json.dumps(told, ensure_ascii=False))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]))
