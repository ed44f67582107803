"""A unit's new key: made here and kept in a file, or on a token that it never leaves."""

import secrets
from dataclasses import dataclass, field
from datetime import datetime

from baise_desktop.app.keys.trust import require_passphrase
from baise_desktop.form.definition import Unit
from baise_desktop.signing.authority import Identity, make_request, to_pkcs12
from baise_desktop.signing.signer import PLACE_SUFFIX

KEY_SUFFIX = ".p12"


@dataclass(frozen=True, slots=True)
class TokenWish:
    """The token that a key is to be on."""

    module: str
    """Path of its PKCS#11 library."""
    label: str
    """Of the token; '' for the only one that is plugged in."""
    key: str = ""
    """Label of a key that is on it, or shall be; one of its own is made for ''."""


@dataclass(frozen=True, slots=True)
class NewKey:
    """A key with the certificate for its enrolment request, and what is kept of it in `keys/`."""

    identity: Identity = field(repr=False)
    suffix: str
    """`.p12` for a key in a file, `.token` for the place of one on a token."""
    content: bytes = field(repr=False)


def make_unit_key(unit: Unit, passphrase: str, now: datetime, token: TokenWish | None = None) -> NewKey:
    """Make a key.

    Args:
        unit: whose.
        passphrase: of the file, or the token's PIN.
        now: aware.
        token: to be used instead of a file.

    Raises:
        BaiseError: PASSPHRASE_SHORT; those of `signing.token.only_token` and `make_key`.
    """
    if token is None:
        require_passphrase(passphrase)
        identity = make_request(unit.id, unit.name, now)
        return NewKey(identity, KEY_SUFFIX, to_pkcs12(identity, passphrase))
    from baise_desktop.signing.token import Token, make_key, only_token, write_token

    label = token.label or only_token(token.module)
    place = Token(token.module, label, token.key or f"baise-{secrets.token_hex(4)}")
    made = make_request(unit.id, unit.name, now, make_key(place, passphrase))
    return NewKey(made, PLACE_SUFFIX, write_token(place))
