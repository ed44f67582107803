"""Is the clock of this computer to be believed? Certificates are judged by it, and it may have been set.

The city's journal says how late it was already. A clock that is earlier than that was set back, or forward before:
nothing is judged by it until somebody says that it is right. A clock that leapt far ahead is told, and refuses nothing:
what has run out by then is refused for that reason, with the dates.
"""

from datetime import datetime, timedelta

from baise_desktop.app.desk import Desk
from baise_desktop.errors import BaiseError
from baise_desktop.form.dates import BEIJING
from baise_desktop.store import journal
from baise_desktop.texts import say

SLACK = timedelta(minutes=10)
"""By so much a clock may be put back unnoticed, as network time does."""
LEAP = timedelta(days=180)
"""An office that has not opened the program for so long hears the date."""


def require_clock(desk: Desk, now: datetime) -> None:
    """Refuse to judge by a clock that is earlier than the journal.

    Raises:
        BaiseError: CLOCK_BACK, with both times and what to do.
    """
    last = _latest(desk)
    if last is not None and now < last - SLACK:
        raise BaiseError("CLOCK_BACK", now=_show(now), last=_show(last))


def confirm_clock(desk: Desk, now: datetime) -> None:
    """Write down that the clock was looked at and is right: from then on what the journal said before does not count.

    Where nothing speaks against the clock, nothing is written.
    """
    last = _latest(desk)
    if last is None or now >= last - SLACK:
        return
    with desk.store.write() as connection:
        detail = {"before": _show(last)}
        journal.append(connection, desk.office.unit, say("store.act_clock"), detail, now)


def tell_leap(desk: Desk, now: datetime) -> str:
    """A sentence where the clock is far ahead of the journal; empty else."""
    last = _latest(desk)
    if last is None or now < last + LEAP:
        return ""
    return say("clock.leap", days=(now - last).days, today=now.astimezone(BEIJING).strftime("%Y-%m-%d"))


def _latest(desk: Desk) -> datetime | None:
    return journal.latest_moment(desk.store, say("store.act_clock"))


def _show(at: datetime) -> str:
    return at.astimezone(BEIJING).strftime("%Y-%m-%d %H:%M")
