"""A planned change of computer: the old installation closes, the new one goes on in its chain.

The two are one installation to the city: same id, same epoch, the next sequence number. That holds only while no more
than one of them goes on, so the old one is closed before its copy is made, and a copy that says so is the only one
that can be taken over. Source: design section 7, order.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from baise_desktop import paths
from baise_desktop.app.desk import Desk, close_desk, open_desk, require_real, require_role
from baise_desktop.app.files.output_file import write_whole
from baise_desktop.errors import BaiseError, disk_reason
from baise_desktop.store.backup import backup, restore
from baise_desktop.store.files import digest_file
from baise_desktop.store.instant import to_text
from baise_desktop.store.settings import HANDED_OVER, get_setting, put_choice, refuse_handed_over
from baise_desktop.texts import say

PAPER = "handover.json"
_TAKEN = "taken-over.json"
_FORMAT = 1
_DATABASE = "baise.sqlite3"


@dataclass(frozen=True, slots=True)
class Handover:
    """That an installation was handed over."""

    to: str
    """Whom or what to, as typed."""
    at: str
    """ISO 8601, UTC."""


def handed_over(desk: Desk) -> Handover | None:
    """To whom this installation was handed over; None while it is in charge."""
    text = get_setting(desk.store, HANDED_OVER)
    if not text:
        return None
    members = json.loads(text)
    return Handover(str(members["to"]), str(members["at"]))


def require_in_charge(desk: Desk) -> None:
    """Refuse what only the installation in charge may do. Raises: BaiseError HANDED_OVER."""
    refuse_handed_over(desk.store.connection)


def hand_over(desk: Desk, out: Path, to: str, now: datetime) -> Path:
    """Close this installation and write the package that another computer takes it over from.

    Handing over again, when the first package was lost before anybody took it over, writes the same state once more.

    Args:
        desk: of a unit.
        out: a folder that is not there yet, or is empty.
        to: name of whoever goes on.
        now: aware.

    Raises:
        BaiseError: ROLE_UNIT_ONLY, TRIAL; HANDOVER_NAME, nobody named; those of `backup`. It stays in charge then.
    """
    require_role(desk, "unit")
    require_real(desk)
    if not to.strip():
        raise BaiseError("HANDOVER_NAME")
    before = get_setting(desk.store, HANDED_OVER)
    mark = before or json.dumps({"to": to.strip(), "at": to_text(now)}, ensure_ascii=False)
    # Closed first: a copy of an installation that is still open could never be told from a fork.
    _mark(desk, mark, "handover.act_out", now)
    try:
        made = backup(desk.store, out, now)
        write_whole(made / PAPER, _paper(desk, made, mark))
    except BaseException:
        if not before:
            _mark(desk, "", "handover.act_kept", now)
        raise
    return made


def take_over(source: Path, folder: Path, now: datetime) -> str:
    """Bring a handed over installation into a new folder, where it goes on.

    Args:
        source: the folder that `hand_over` wrote, or the stick that it alone lies on.
        folder: of the new installation; must not hold a store.
        now: aware.

    Returns:
        The unit's id.

    Raises:
        BaiseError: NO_HANDOVER, it is a plain backup or something else; HANDOVER_TAKEN, it was taken over before; those
            of `restore`. Nothing has changed then.
    """
    source = find_handover(source)
    paper = _read(source)
    if (source / _TAKEN).exists():
        raise BaiseError("HANDOVER_TAKEN", folder=source)
    _claim(source, now)
    try:
        restore(source, folder, paths.database_folder(), now).close()
    except BaseException:
        (source / _TAKEN).unlink(missing_ok=True)
        raise
    desk = open_desk(folder)
    try:
        _mark(desk, "", "handover.act_in", now)
    finally:
        close_desk(desk)
    return str(paper["unit"])


def find_handover(folder: Path) -> Path:
    """The handover in a folder: the folder itself, or the only one right below it.

    Raises:
        BaiseError: NO_HANDOVER, HANDOVER_SEVERAL, FILE_UNREADABLE.
    """
    try:
        places = [folder] if (folder / PAPER).exists() else sorted(paper.parent for paper in folder.glob(f"*/{PAPER}"))
    except OSError as cause:
        raise BaiseError("FILE_UNREADABLE", file=folder, reason=disk_reason(cause)) from cause
    if not places:
        raise BaiseError("NO_HANDOVER", folder=folder)
    if len(places) > 1:
        raise BaiseError("HANDOVER_SEVERAL", folder=folder, names="、".join(place.name for place in places))
    return places[0]


def _claim(source: Path, now: datetime) -> None:
    """Note on the package that it is being taken over, before anything goes on from it."""
    try:
        write_whole(source / _TAKEN, json.dumps({"at": to_text(now)}).encode())
    except BaiseError:
        # A medium that is write-protected carries no note; the city still flags two that go on.
        return


def _mark(desk: Desk, mark: str, act: str, now: datetime) -> None:
    put_choice(desk.store, HANDED_OVER, mark, desk.office.unit, say(act), now)


def _paper(desk: Desk, made: Path, mark: str) -> bytes:
    office = desk.office
    paper: dict[str, Any] = {
        "format": _FORMAT,
        "unit": office.unit,
        "installation": office.installation,
        "epoch": office.epoch,
        "database": digest_file(made / _DATABASE),
    } | json.loads(mark)
    return json.dumps(paper, ensure_ascii=False, indent=1, sort_keys=True).encode()


def _read(source: Path) -> dict[str, Any]:
    try:
        paper = json.loads((source / PAPER).read_text("utf-8"))
        digest = digest_file(source / _DATABASE)
    except (ValueError, FileNotFoundError, NotADirectoryError) as cause:
        raise BaiseError("NO_HANDOVER", folder=source) from cause
    except OSError as cause:
        raise BaiseError("FILE_UNREADABLE", file=source, reason=disk_reason(cause)) from cause
    if not isinstance(paper, dict) or paper.get("format") != _FORMAT or paper.get("database") != digest:
        raise BaiseError("NO_HANDOVER", folder=source)
    return paper
