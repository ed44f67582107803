"""What trust starts from."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Anchors:
    """Root certificates, and the lists of what they revoked."""

    roots: tuple[bytes, ...]
    """DER of the root certificates."""
    crls: tuple[bytes, ...] = ()
    """DER of the roots' revocation lists. Without any, revocation is not looked at; with one, it is demanded."""
