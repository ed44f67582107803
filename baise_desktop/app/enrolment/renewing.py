"""A unit asks for a certificate again: its key is lost, its passphrase forgotten, or its certificate runs out."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from baise_desktop.app.desk import Desk, require_real, require_role
from baise_desktop.app.files.output_file import write_whole
from baise_desktop.app.inbox.notices import tell_request
from baise_desktop.app.keys.own_keys import REQUEST_FILE, key_name, own_entry, own_keys, with_key
from baise_desktop.app.keys.trust import held_trust
from baise_desktop.app.keys.unit_keys import TokenWish, make_unit_key
from baise_desktop.exchange.enrolment import write_enrolment
from baise_desktop.exchange.trust import TrustedUnit, TrustList
from baise_desktop.signing.certificates import fingerprint, read_certificate
from baise_desktop.store.settings import put_settings

SOON = timedelta(days=90)
"""How long before it runs out a certificate is told of."""


@dataclass(frozen=True, slots=True)
class OwnCertificate:
    """How the certificate stands that this installation signs under."""

    fingerprint: str
    """Empty while the city has issued none for a key of this installation."""
    valid_until: datetime | None
    """UTC."""
    pending: str
    """Fingerprint of a key that was asked for and that the city has not admitted yet; empty for none."""

    def is_ending(self, now: datetime) -> bool:
        """Whether it runs out soon, or has."""
        return self.valid_until is not None and self.valid_until - now < SOON


def ask_again(desk: Desk, request: Path, passphrase: str, now: datetime, token: TokenWish | None = None) -> str:
    """Make a new key, and the request that the city admits it by; the old key goes on as long as it is in force.

    Args:
        desk: of a unit.
        request: file to write.
        passphrase: of the new key, or the token's PIN.
        now: aware.
        token: to be used instead of a file.

    Returns:
        The fingerprint, to be read over the telephone.

    Raises:
        BaiseError: ROLE_UNIT_ONLY, TRIAL, OUT_FOLDER, those of `make_unit_key`.
    """
    from baise_desktop.signing.cades import IdentitySigner

    require_role(desk, "unit")
    require_real(desk)
    made = make_unit_key(desk.unit, passphrase, now, token)
    key = made.identity
    mark = fingerprint(key.certificate)
    told = tell_request(desk.unit, desk.office.installation, mark, now)
    content = write_enrolment(desk.unit.id, desk.office.installation, IdentitySigner(key), now, told)
    # The key is kept before anybody can be asked to admit it.
    place = (desk.keys / key_name(mark, "")).with_suffix(made.suffix)
    write_whole(place, made.content).chmod(0o600)
    put_settings(desk.store, with_key(own_keys(desk), mark) | {REQUEST_FILE: str(request.resolve())})
    write_whole(request, content)
    return mark


def own_certificate(desk: Desk) -> OwnCertificate:
    """How this installation's certificate stands. Raises: BaiseError ROLE_UNIT_ONLY."""
    require_role(desk, "unit")
    trust, keys = held_trust(desk), own_keys(desk)
    entry = _in_force(trust, desk.office.unit, keys) if trust else None
    listed = {fingerprint(each.certificate) for each in trust.certificates_of(desk.office.unit)} if trust else set()
    pending = keys[-1] if keys and keys[-1] not in listed else ""
    if entry is None:
        return OwnCertificate("", None, pending)
    return OwnCertificate(fingerprint(entry.certificate), read_certificate(entry.certificate).not_after, pending)


def _in_force(trust: TrustList, unit: str, keys: tuple[str, ...]) -> TrustedUnit | None:
    """Installations made long ago do not know their first key; it is the unit's newest then."""
    return own_entry(trust, unit, keys) if keys else trust.current(unit)
