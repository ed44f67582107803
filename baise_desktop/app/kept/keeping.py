"""Every package sent or received is kept for ever; submissions enter by merge and by seal, all others here."""

import hashlib
from datetime import datetime
from io import BytesIO
from typing import Literal

from baise_desktop.app.desk import Desk
from baise_desktop.exchange.digests import identity_of
from baise_desktop.exchange.envelope import examine
from baise_desktop.exchange.header import Kind
from baise_desktop.store.instant import to_text
from baise_desktop.store.packages import Package, keep_package


def keep(desk: Desk, kind: Kind, direction: Literal["in", "out"], sender: str, content: bytes, now: datetime) -> str:
    """Keep a package that was made here or has been verified; the same one again changes nothing.

    Returns:
        Its identity.
    """
    package = describe(desk, kind, direction, sender, content, now)
    keep_package(desk.store, package, content, now)
    return package.identity


def describe(
    desk: Desk, kind: Kind, direction: Literal["in", "out"], sender: str, content: bytes, now: datetime
) -> Package:
    """What the store will know of a package that was made here or has been verified."""
    return Package(
        identity=identity_of(examine(BytesIO(content)).manifest),
        kind=kind.value,
        direction=direction,
        unit=sender,
        actor=desk.office.unit,
        at=to_text(now),
        file_digest=hashlib.sha256(content).hexdigest(),
    )
