"""What the wizard makes, on the job thread."""

from dataclasses import dataclass
from pathlib import Path

from baise_desktop.app.clock import utc_now
from baise_desktop.app.keys.unit_keys import TokenWish
from baise_desktop.errors import BaiseError


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What the wizard is asked to make."""

    role: str
    suggested: Path
    """The folder that was suggested for the store."""
    store: Path
    unit: str = ""
    request: Path = Path()
    passphrase: str = ""
    """Of the key, or the PIN of the token."""
    token: TokenWish | None = None
    """Where the key is made instead of in a file."""
    backup: Path | None = None
    pack: Path | None = None
    fingerprint: str = ""
    """Of the city's root, as read over the telephone."""
    package: Path = Path()
    """A handover."""


@dataclass(frozen=True, slots=True)
class Made:
    """What it made."""

    role: str
    store: Path
    fingerprint: str = ""
    request: Path = Path()
    planted: int = 0
    """Mistakes of an exercise."""
    refusal: BaiseError | None = None
    """Why the task pack was not taken over; the rest stands."""
    opened: str = ""
    """Name of the plan whose task pack was taken over."""


def make_desk(wish: Wish) -> Made:
    """Make the store and the key, or whatever was asked for. Raises: BaiseError."""
    from baise_desktop.app.installation.first_run import forget_answers, remember_store

    made = _MAKERS[wish.role](wish)
    if wish.role != "practice":
        remember_store(wish.suggested, wish.store)
    forget_answers(wish.suggested)
    return made


def _make_city(wish: Wish) -> Made:
    from baise_desktop.app.enrolment import setup

    fingerprint = setup.create_city(wish.store, wish.passphrase, utc_now())
    _finish(wish)
    return Made(wish.role, wish.store, fingerprint)


def _make_unit(wish: Wish) -> Made:
    from baise_desktop.app.enrolment import setup

    fingerprint = setup.create_unit(wish.store, wish.unit, wish.request, wish.passphrase, utc_now(), wish.token)
    try:
        opened = _finish(wish)
    except BaiseError as refusal:
        return Made(wish.role, wish.store, fingerprint, wish.request, refusal=refusal)
    return Made(wish.role, wish.store, fingerprint, wish.request, opened=opened)


def _make_practice(wish: Wish) -> Made:
    from baise_desktop.app.practice.practice import make_practice

    return Made(wish.role, wish.store, planted=make_practice(wish.store, wish.unit, utc_now()))


def _take_over(wish: Wish) -> Made:
    from baise_desktop.app.installation.handover import take_over

    take_over(wish.package, wish.store, utc_now())
    return Made(wish.role, wish.store)


def _finish(wish: Wish) -> str:
    """The backup folder, and the task pack if there is one; returns the name of its plan."""
    from baise_desktop.app.desk import close_desk, open_desk
    from baise_desktop.app.enrolment.setup import open_task_pack
    from baise_desktop.app.installation.backup_folder import set_backup_folder

    desk = open_desk(wish.store)
    try:
        if wish.backup is not None:
            set_backup_folder(desk, wish.backup, utc_now())
        if wish.pack is None:
            return ""
        return open_task_pack(desk, wish.pack, wish.fingerprint, utc_now()).plan_name
    finally:
        close_desk(desk)


_MAKERS = {"city": _make_city, "unit": _make_unit, "practice": _make_practice, "take_over": _take_over}
