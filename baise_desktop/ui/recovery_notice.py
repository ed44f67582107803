"""Says after an end without closing what was kept, so that nobody wonders what has to be typed again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from baise_desktop.texts import say
from baise_desktop.ui.moments import show_moment

if TYPE_CHECKING:
    from baise_desktop.app.desk import Desk
    from baise_desktop.app.installation.recovery import LastAct
    from baise_desktop.ui.shell import Shell


def tell_recovery(shell: Shell) -> None:
    """Show what was last kept, in the notice bar."""
    shell.jobs.run(_read, lambda last: shell.notice.show_warning(_tell(last)) if last else None)


def _tell(last: LastAct) -> str:
    place = say("window.recovered_form", title=last.form) if last.form else ""
    return say("window.recovered", moment=show_moment(last.at), act=place + last.act)


def _read(desk: Desk) -> LastAct | None:
    from baise_desktop.app.installation.recovery import read_last_act

    return read_last_act(desk)
