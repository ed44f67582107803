"""How large evidence may be: settings of each installation, with the defaults of the product."""

from datetime import datetime

from baise_desktop.app.desk import Desk
from baise_desktop.app.entry.filling import CLERK
from baise_desktop.errors import BaiseError
from baise_desktop.form.file_kind import FileKind
from baise_desktop.store.entries import Sheet
from baise_desktop.store.evidence import Copy, weigh
from baise_desktop.store.settings import get_setting, put_choice
from baise_desktop.texts import say

FILE_LIMIT, TOTAL_LIMIT = "evidence_file_mb", "evidence_total_mb"
"""Names of the settings."""
DEFAULTS = {FILE_LIMIT: 20, TOTAL_LIMIT: 150}
"""Megabytes of one file, and of all the files that one package carries."""
MOST = {FILE_LIMIT: 60, TOTAL_LIMIT: 180}
"""What a package can hold. Source: bad-input limits of the package format."""
MOST_FILES = 1_500
LARGE_BYTES, LARGE_SIDE = 2 * 2**20, 3_000
"""Pictures past either are offered smaller."""


def limit_of(desk: Desk, name: str) -> int:
    """A limit in megabytes, as it was set or as it is by default."""
    return int(get_setting(desk.store, name, str(DEFAULTS[name])))


def set_limit(desk: Desk, name: str, megabytes: int, now: datetime) -> None:
    """Set a limit. Raises: BaiseError EVIDENCE_LIMIT."""
    if not 1 <= megabytes <= MOST[name]:
        raise BaiseError("EVIDENCE_LIMIT", most=MOST[name])
    put_choice(desk.store, name, str(megabytes), CLERK, say("journal.evidence_limit"), now)


def is_large_picture(kind: FileKind, size: int) -> bool:
    """Whether a smaller copy should be offered."""
    return kind.is_picture and (size > LARGE_BYTES or max(kind.width, kind.height) > LARGE_SIDE)


def refuse_total(desk: Desk, sheet: Sheet, copy: Copy) -> None:
    """Refuse what one package could not carry. Raises: BaiseError EVIDENCE_TOTAL."""
    count, size = weigh(desk.store, sheet, besides=copy.sha256)
    limit = limit_of(desk, TOTAL_LIMIT)
    if count >= MOST_FILES or size + copy.size > limit << 20:
        raise BaiseError("EVIDENCE_TOTAL", file="", limit=limit, files=MOST_FILES, count=count, size=size >> 20)
