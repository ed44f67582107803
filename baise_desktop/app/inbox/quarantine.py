"""Files that were refused for what they are: kept apart with the reason, for whoever asks the sender."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from hashlib import sha256
from os import fsencode
from pathlib import Path

from baise_desktop.app.desk import Desk, require_role
from baise_desktop.app.files.output_file import write_whole
from baise_desktop.app.inbox.receiving import Outcome
from baise_desktop.errors import BaiseError
from baise_desktop.exchange.zip_layout import STANDARD
from baise_desktop.form.dates import BEIJING
from baise_desktop.store.files import copy_whole, digest_file
from baise_desktop.texts import say

FOLDER = "refused"
"""In the city's own folder; it enters no backup and no figure, and may be emptied by hand."""
MOST_BYTES = 1 << 30
"""Of all copies together; beyond that only the reason is written down."""
_NOT_THE_FILE = frozenset(
    {
        "ENCRYPTED",
        "PASSPHRASE",
        "NO_KEY",
        "FILE_UNREADABLE",
        "FILE_GONE",
        "ENROLMENT_HERE",
        "KIND",
        "PARTS_MISSING",
        "RECIPIENT",
    }
)
"""Codes that say nothing against the file: it only came to the wrong place, or too early."""
_OURS = ("STORE_", "BACKUP_")


def summarise(outcomes: Sequence[Outcome]) -> str:
    """What became of a batch, in one sentence."""
    reports = [each.report for each in outcomes if each.report is not None]
    seen = sum(report.already for report in reports)
    return say(
        "quarantine.summary",
        files=len(outcomes),
        merged=len(reports) - seen,
        seen=seen,
        refused=len(outcomes) - len(reports),
        conflict=sum(any(not each.kept for each in report.conflicts) for report in reports),
    )


def set_aside(desk: Desk, outcomes: Sequence[Outcome], now: datetime) -> dict[Path, Path]:
    """Copy what was refused into a folder of the city's, with a note that says why; the files stay where they are.

    A copy has no name that anything would open it by. The same file again is not copied again.

    Returns:
        By file: the note that was written about it.

    Raises:
        BaiseError: ROLE_CITY_ONLY.
    """
    require_role(desk, "city")
    folder = desk.folder / FOLDER
    noted: dict[Path, Path] = {}
    for outcome in outcomes:
        if outcome.error is None or outcome.error.code in _NOT_THE_FILE or outcome.error.code.startswith(_OURS):
            continue
        for file in outcome.sources:
            # A disk without room for it takes nothing back of what became of the batch.
            with suppress(OSError, BaiseError):
                if file.is_file() and not file.is_symlink():
                    noted[file] = _set_aside(folder, file, outcome, now)
    return noted


def _set_aside(folder: Path, file: Path, outcome: Outcome, now: datetime) -> Path:
    size = file.stat().st_size
    digest = digest_file(file) if size <= STANDARD.file else ""
    folder.mkdir(exist_ok=True)
    # Nobody reads a file to its end that is larger than any package; two of them are told apart by their names.
    name = digest[:16] or f"{now:%Y%m%d%H%M%S}-{size}-{sha256(fsencode(file.name)).hexdigest()[:8]}"
    copy, note = folder / f"{name}.bin", folder / f"{name}.txt"
    held = sum(each.stat().st_size for each in folder.glob("*.bin"))
    if digest and not copy.exists() and held + size <= MOST_BYTES:
        copy_whole(file, copy)
    told = {
        "name": ascii(file.name) if not file.name.isprintable() else file.name,
        "at": now.astimezone(BEIJING).strftime("%Y-%m-%d %H:%M:%S"),
        "size": size,
        "digest": digest,
        "reason": outcome.error,
        "copy": copy.name if copy.exists() else say("quarantine.no_copy"),
    }
    text = say("quarantine.note", **told).replace("\n", "\r\n")
    return write_whole(note, b"\xef\xbb\xbf" + text.encode("utf-8", "replace"))
