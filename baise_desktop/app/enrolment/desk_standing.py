"""How a unit's installation itself stands: asked for, about to lose its certificate, restored from a backup."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from baise_desktop.app.desk import Desk, require_role
from baise_desktop.app.enrolment.catching_up import CaughtUp, catch_up
from baise_desktop.app.enrolment.renewing import OwnCertificate, own_certificate
from baise_desktop.app.keys.own_keys import REQUEST_FILE
from baise_desktop.app.packs.opening import newest_version, opened_changes
from baise_desktop.store.journal import search_journal
from baise_desktop.store.office import Office
from baise_desktop.store.settings import get_setting, put_setting
from baise_desktop.texts import say

_CAUGHT_UP = "caught_up_epoch"
"""Setting: id of the installation that was compared with the newest receipts; before a restore made another
installation of it, the epoch it began."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskStanding:
    """What a clerk should know before going to work."""

    certificate: OwnCertificate
    has_pack: bool
    """Whether a task pack was ever opened."""
    request_file: str
    """Where the last enrolment request was written; empty where nobody knows."""
    request_is_there: bool
    restored_at: str
    """When it was restored from a backup, while receipts should be compared; empty otherwise. ISO 8601, UTC."""
    has_update: bool
    """Whether the last task pack took the place of an earlier one."""


def read_desk_standing(desk: Desk) -> DeskStanding:
    """How it stands. Raises: BaiseError ROLE_UNIT_ONLY."""
    require_role(desk, "unit")
    file = get_setting(desk.store, REQUEST_FILE)
    last = opened_changes(desk)
    return DeskStanding(
        certificate=own_certificate(desk),
        has_pack=newest_version(desk) > 0,
        request_file=file,
        request_is_there=bool(file) and Path(file).is_file(),
        restored_at=_restored_at(desk),
        has_update=last is not None and bool(last.before or last.changes),
    )


def catch_up_all(desk: Desk, files: Sequence[Path], now: datetime) -> tuple[CaughtUp, ...]:
    """`catch_up` by several receipts, those before one that is refused too. Raises: BaiseError, as that."""
    return tuple(catch_up(desk, file, now) for file in files)


def end_catching_up(desk: Desk) -> None:
    """The newest receipts were compared: nothing more is asked for until another restore."""
    put_setting(desk.store, _CAUGHT_UP, desk.office.installation)


def _restored_at(desk: Desk) -> str:
    office = desk.office
    if office.epoch == 1 or get_setting(desk.store, _CAUGHT_UP) in (office.installation, str(office.epoch)):
        return ""
    # A planned change of PC begins a new epoch as well, without a restore.
    _, lines = search_journal(desk.store, say("store.act_restored"), 1)
    return next((line.at for line in lines if _made(json.loads(line.detail), office)), "")


def _made(detail: Mapping[str, object], office: Office) -> bool:
    """Whether that restore made this installation what it is."""
    named = detail.get("installation")
    return named == office.installation if named else detail.get("epoch") == office.epoch
