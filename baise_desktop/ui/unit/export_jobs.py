"""What the export page asks of the desk, on the job thread."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from baise_desktop.app.clock import utc_now

if TYPE_CHECKING:
    from baise_desktop.app.desk import Desk
    from baise_desktop.app.files.delivery import Delivered
    from baise_desktop.app.files.drives import Drive
    from baise_desktop.app.outgoing.exporting import Exported
    from baise_desktop.app.outgoing.mail_draft import MailTerms
    from baise_desktop.app.outgoing.outbox import Sent

DRIVE, FOLDER, MAIL = range(3)
"""The ways out, in the order in which they are offered."""


@dataclass(frozen=True, slots=True)
class Wish:
    """How a package is to leave."""

    way: int
    folder: Path
    recipient: str = ""
    limit: str = ""
    """Megabytes as typed."""
    encrypted: bool = False
    """So that the city alone can read it."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What the page has to know of the desk."""

    sealed: bool
    """The open version leaves again without a passphrase."""
    terms: MailTerms
    sent: tuple[Sent, ...]
    closed: str
    """To whom the installation was handed over; empty while it is in charge."""
    can_encrypt: bool
    """Whether the city's key is known."""
    encrypts: bool
    """Whether what left last was encrypted."""


def read_standing(plan: str, period: str, desk: Desk) -> Standing:
    """How the open submission and the outbox stand."""
    from baise_desktop.app.installation.handover import handed_over
    from baise_desktop.app.keys.encryption import can_encrypt, encrypts
    from baise_desktop.app.outgoing.mail_draft import mail_terms
    from baise_desktop.app.outgoing.outbox import list_sent
    from baise_desktop.app.outgoing.sealing import is_sealed

    handover = handed_over(desk)
    sealed = bool(period) and is_sealed(desk, plan, period)
    closed = handover.to if handover else ""
    return Standing(sealed, mail_terms(desk), list_sent(desk), closed, can_encrypt(desk), encrypts(desk))


def find_drives(_desk: Desk) -> tuple[Drive, ...]:
    """The sticks that are plugged in."""
    from baise_desktop.app.files import drives

    return drives.find_drives()


def drives_mark() -> str:
    """A text that is another one when a stick has come or gone."""
    from baise_desktop.app.files import drives

    return drives.drives_mark()


def export(plan: str, period: str, wish: Wish, passphrase: str, desk: Desk) -> Exported:
    """Let the open submission leave."""
    from baise_desktop.app.keys.encryption import note_encrypts
    from baise_desktop.app.outgoing import exporting
    from baise_desktop.app.outgoing.mail_draft import set_mail_terms

    now = utc_now()
    note_encrypts(desk, on=wish.encrypted)
    if wish.way == MAIL:
        set_mail_terms(desk, wish.recipient, wish.limit, now)
        return exporting.export_mail(desk, plan, period, wish.folder, passphrase, now, encrypted=wish.encrypted)
    on_drive = wish.way == DRIVE
    return exporting.export(
        desk, plan, period, wish.folder, passphrase, now, on_drive=on_drive, encrypted=wish.encrypted
    )


def send_again(identity: str, wish: Wish, desk: Desk) -> tuple[Delivered, ...]:
    """Let a kept package leave once more."""
    from baise_desktop.app.outgoing import outbox
    from baise_desktop.app.outgoing.mail_draft import set_mail_terms

    now = utc_now()
    if wish.way == MAIL:
        set_mail_terms(desk, wish.recipient, wish.limit, now)
        return outbox.mail_again(desk, identity, wish.folder, now, encrypted=wish.encrypted)
    on_drive = wish.way == DRIVE
    return (outbox.send_again(desk, identity, wish.folder, now, on_drive=on_drive, encrypted=wish.encrypted),)
