"""The daily backup: into a folder that was chosen once, when the window closes; verified, the last ten kept."""

import json
import shutil
from datetime import date, datetime
from pathlib import Path

from baise_desktop.app.desk import Desk
from baise_desktop.errors import BaiseError, disk_reason
from baise_desktop.store.backup import LIST, backup
from baise_desktop.store.location import refuse_place
from baise_desktop.store.settings import get_setting, put_choice
from baise_desktop.texts import say

BACKUP_FOLDER = "backup_folder"
"""Name of the setting."""
KEPT = 10


def require_backup_place(folder: Path, store: Path) -> None:
    """Refuse a folder that backups must not lie in.

    Raises:
        BaiseError: BACKUP_INSIDE, it is the store's own; BACKUP_PLACE, it is on a stick, a network or in a cloud.
    """
    if folder.resolve().is_relative_to(store.resolve()):
        raise BaiseError("BACKUP_INSIDE", folder=folder)
    try:
        refuse_place(folder)
    except BaiseError as refusal:
        raise BaiseError("BACKUP_PLACE", folder=folder, reason=refusal.values["reason"]) from refusal


def backup_folder(desk: Desk) -> Path | None:
    """Where the daily backup goes; None when no folder has been chosen."""
    text = get_setting(desk.store, BACKUP_FOLDER)
    return Path(text) if text else None


def set_backup_folder(desk: Desk, folder: Path | None, now: datetime) -> None:
    """Choose the folder, or do without. Raises: BaiseError, those of `require_backup_place`."""
    if folder is not None:
        require_backup_place(folder, desk.folder)
    text = "" if folder is None else str(folder.absolute())
    put_choice(desk.store, BACKUP_FOLDER, text, desk.office.unit, say("journal.backup_folder"), now)


def back_up_today(desk: Desk, today: date, now: datetime) -> Path | None:
    """Write the backup of the day, in the place of an earlier one of the same day, and let the oldest go.

    Args:
        desk: to be backed up.
        today: at this desk.
        now: aware.

    Returns:
        The backup; None when no folder was chosen, or nothing was changed since the desk was opened.

    Raises:
        BaiseError: those of `backup`. The earlier ones stay then.
    """
    folder = backup_folder(desk)
    name = f"{desk.office.unit}-{today:%Y%m%d}"
    if folder is None or ((folder / name).exists() and not desk.store.connection.total_changes):
        return None
    fresh = folder / f"{name}.new"
    try:
        shutil.rmtree(fresh, ignore_errors=True)
        backup(desk.store, fresh, now)
        if _is_own(folder / name, desk):
            shutil.rmtree(folder / name)
        made = fresh.rename(_free(folder, name))
        for old in _list_own(folder, desk)[:-KEPT]:
            shutil.rmtree(old)
    except OSError as cause:
        raise BaiseError("BACKUP_FAILED", file=folder, reason=disk_reason(cause)) from cause
    return made


def write_backup(desk: Desk, folder: Path, today: date, now: datetime) -> Path:
    """Write a backup into a folder, under a name of its own. Raises: BaiseError BACKUP_INSIDE, those of `backup`."""
    if folder.resolve().is_relative_to(desk.folder.resolve()):
        raise BaiseError("BACKUP_INSIDE", folder=folder)
    return backup(desk.store, _free(folder, f"{desk.office.unit}-{today:%Y%m%d}"), now)


def _free(folder: Path, name: str) -> Path:
    """The name, or a numbered one when something else has it."""
    names = (name if number == 1 else f"{name}-{number}" for number in range(1, 1_000))
    return next(folder / each for each in names if not (folder / each).exists())


def _list_own(folder: Path, desk: Desk) -> list[Path]:
    """The backups of this installation, the oldest first; whatever else lies there is nobody's to delete."""
    return sorted(path for path in folder.glob(f"{desk.office.unit}-????????*") if _is_own(path, desk))


def _is_own(path: Path, desk: Desk) -> bool:
    day = path.name.removeprefix(f"{desk.office.unit}-")[:8]
    if not day.isdigit() or path.name.endswith((".new", ".part")) or not (path / LIST).is_file():
        return False
    listed = json.loads((path / LIST).read_text("utf-8"))
    return isinstance(listed, dict) and "files" in listed
