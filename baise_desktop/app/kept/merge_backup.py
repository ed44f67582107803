"""Before a batch of submissions is merged the city's database is copied, once, into its own folder."""

from datetime import datetime
from pathlib import Path

from baise_desktop.app.desk import Desk
from baise_desktop.errors import BaiseError
from baise_desktop.form.dates import BEIJING
from baise_desktop.store.backup import copy_database

FOLDER = "backups"
"""Below the store's folder."""
KEPT = 10
_NAMES = "before-merge-*.sqlite"


class MergeBackup:
    """The copy of one batch: made when the first submission is about to change anything, and not again."""

    def __init__(self, desk: Desk, now: datetime) -> None:
        self._desk, self._now = desk, now
        self._is_made = False
        self._refusal: BaiseError | None = None

    def make(self) -> None:
        """Copy, the first time; without a copy nothing of the batch is merged. Raises: BaiseError MERGE_BACKUP."""
        if self._refusal is not None:
            raise self._refusal
        if not self._is_made:
            try:
                _back_up(self._desk, self._now)
            except BaiseError as error:
                reason = error.values.get("reason", error.sentence)
                self._refusal = BaiseError("MERGE_BACKUP", folder=self._desk.folder / FOLDER, reason=reason)
                raise self._refusal from error
            self._is_made = True


def list_merge_backups(folder: Path) -> list[Path]:
    """The copies in a store's folder, the oldest first."""
    return sorted((folder / FOLDER).glob(_NAMES), key=lambda path: path.stem)


def _back_up(desk: Desk, now: datetime) -> Path:
    name = f"before-merge-{now.astimezone(BEIJING):%Y%m%d-%H%M%S}"
    names = (name if number == 1 else f"{name}-{number:02}" for number in range(1, 100))
    target = next(path for each in names if not (path := desk.folder / FOLDER / f"{each}.sqlite").exists())
    copy_database(desk.store, target)
    for old in list_merge_backups(desk.folder)[:-KEPT]:
        old.unlink(missing_ok=True)
    return target
