"""Who has been admitted, as the city's officer reads it."""

from dataclasses import dataclass
from datetime import datetime

from baise_desktop.app.desk import Desk, require_role
from baise_desktop.app.trust import require_trust
from baise_desktop.signing.certificates import fingerprint


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


@dataclass(frozen=True, slots=True)
class Admissions:
    """The city's root and whom it has admitted."""

    root_fingerprint: str
    units: tuple[AdmittedUnit, ...]
    """In order of admission."""


def list_admissions(desk: Desk) -> Admissions:
    """The certificates that the city has issued. Raises: BaiseError ROLE_CITY_ONLY."""
    from cryptography.x509 import load_der_x509_certificate

    require_role(desk, "city")
    trust = require_trust(desk)
    units = tuple(
        AdmittedUnit(
            entry.unit,
            desk.catalogue.units[entry.unit].name,
            desk.catalogue.units[entry.unit].code,
            fingerprint(entry.certificate),
            load_der_x509_certificate(entry.certificate).not_valid_after_utc,
        )
        for entry in trust.units
    )
    return Admissions(trust.root_fingerprint, units)
