"""The keys of a unit's installation: which it has, and by which of them the city lets it sign."""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from baise_desktop.app.desk import Desk
from baise_desktop.app.keys.trust import UNIT_KEY, key_file, require_trust
from baise_desktop.errors import BaiseError
from baise_desktop.exchange.trust import TrustedUnit, TrustList
from baise_desktop.signing.certificates import fingerprint, read_certificate
from baise_desktop.signing.signer import PLACE_SUFFIX, Signer, load_signer
from baise_desktop.store.settings import get_setting

OWN_KEYS = "own_keys"
"""Setting of a unit: fingerprints of the keys made here, a line each; the first lies in `UNIT_KEY`."""

REQUEST_FILE = "request_file"
"""Setting of a unit: where its last enrolment request was written."""


def with_key(fingerprints: Iterable[str], new: str) -> dict[str, str]:
    """The setting with one more key."""
    return {OWN_KEYS: "\n".join(dict.fromkeys((*fingerprints, new)))}


def own_keys(desk: Desk) -> tuple[str, ...]:
    """Fingerprints of the keys that this installation made, in the order of their making."""
    return tuple(get_setting(desk.store, OWN_KEYS).split())


def key_name(mark: str, first: str) -> str:
    """Name of the file that a key lies in."""
    return UNIT_KEY if mark == first else f"unit-{mark.replace('-', '')}.p12"


def own_entry(trust: TrustList, unit: str, keys: Iterable[str]) -> TrustedUnit | None:
    """The newest certificate in force that the city issued for one of these keys."""
    marks = set(keys)
    held = [each for each in trust.certificates_of(unit) if each.revoked_after_seq is None]
    return next((each for each in reversed(held) if fingerprint(each.certificate) in marks), None)


def unit_signer(desk: Desk, passphrase: str) -> Signer:
    """The unit under the newest certificate that the city issued for a key of this installation.

    Raises:
        BaiseError: NO_TASK_PACK, NO_CERTIFICATE, NO_KEY, PASSPHRASE, KEY_MISMATCH; of a key on a token, those of
            `signing.token.open_key`.
    """
    trust, keys = require_trust(desk), own_keys(desk)
    entry = own_entry(trust, desk.office.unit, keys) or trust.current(desk.office.unit)
    if entry is None:
        raise BaiseError("NO_CERTIFICATE", unit=desk.unit.name)
    return load_signer(_file(desk, entry, keys), passphrase, entry.certificate)


def require_in_force(signer: Signer, now: datetime) -> None:
    """Refuse to sign what the city would refuse for its date. Raises: BaiseError OWN_CERTIFICATE_OVER."""
    end = read_certificate(signer.certificate).not_after
    if now > end:
        raise BaiseError("OWN_CERTIFICATE_OVER", end=end.date().isoformat(), now=now.date().isoformat())


def _file(desk: Desk, entry: TrustedUnit, keys: tuple[str, ...]) -> Path:
    mark = fingerprint(entry.certificate)
    name = key_name(mark, keys[0]) if mark in keys else UNIT_KEY
    token = (desk.keys / name).with_suffix(PLACE_SUFFIX)
    return token if token.is_file() else key_file(desk, name)
