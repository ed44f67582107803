"""Who has been admitted, as the city's officer reads it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from baise_desktop.app.desk import Desk, require_role
from baise_desktop.app.enrolment.renewing import SOON
from baise_desktop.app.inbox.waiting import list_waiting
from baise_desktop.app.keys.trust import require_trust
from baise_desktop.signing.certificates import fingerprint, read_certificate
from baise_desktop.store.instant import to_text
from baise_desktop.texts import say

CertificateState = Literal["in_force", "ending", "ended", "revoked"]


@dataclass(frozen=True, slots=True)
class AdmittedUnit:
    """One unit's certificate."""

    unit: str
    unit_name: str
    unit_code: str
    """Of GB/T 2260; empty where a unit has none."""
    fingerprint: str
    valid_until: datetime
    """UTC."""
    epoch: int = 1
    revoked_after: int | None = None
    """None: in force. n: nothing of it after its package n counts."""
    is_newest: bool = True
    """Whether it is the unit's last one in force."""

    def state(self, now: datetime) -> CertificateState:
        """How it stands."""
        if self.revoked_after is not None:
            return "revoked"
        left = self.valid_until - now
        return "ended" if left <= timedelta(0) else "ending" if left < SOON else "in_force"

    def state_words(self, now: datetime) -> str:
        """That for people."""
        days = (self.valid_until - now).days
        return say(f"trust.state_{self.state(now)}", after=self.revoked_after or 0, days=days)

    def as_json(self, now: datetime) -> dict[str, Any]:
        """As `baise city certificates --json` prints it."""
        told: dict[str, Any] = {name: getattr(self, name) for name in ("unit", "fingerprint", "epoch", "is_newest")}
        told |= {"name": self.unit_name, "code": self.unit_code, "valid_until": to_text(self.valid_until)}
        return told | {"revoked_after": self.revoked_after, "state": self.state(now)}


@dataclass(frozen=True, slots=True)
class Admissions:
    """The city's root and whom it has admitted."""

    root_fingerprint: str
    units: tuple[AdmittedUnit, ...]
    """In order of admission."""
    version: int = 0
    """Of the trust list."""
    root_until: datetime | None = None
    """UTC."""
    former: tuple[str, ...] = ()
    """Fingerprints of the roots before, the oldest first."""
    waiting: tuple[str, ...] = ()
    """Acts that wait for the city's signature, for people."""


def list_admissions(desk: Desk) -> Admissions:
    """The certificates that the city has issued. Raises: BaiseError ROLE_CITY_ONLY."""
    require_role(desk, "city")
    trust = require_trust(desk)
    units = tuple(
        AdmittedUnit(
            entry.unit,
            desk.catalogue.units[entry.unit].name,
            desk.catalogue.units[entry.unit].code,
            fingerprint(entry.certificate),
            read_certificate(entry.certificate).not_after,
            entry.epoch,
            entry.revoked_after_seq,
            trust.current(entry.unit) is entry,
        )
        for entry in trust.units
    )
    return Admissions(
        trust.root_fingerprint,
        units,
        trust.version,
        read_certificate(trust.root).not_after,
        tuple(fingerprint(each.root) for each in trust.former),
        list_waiting(desk),
    )
