"""Whoever can sign: a PKCS#12 file, or a token."""

from datetime import datetime
from pathlib import Path
from typing import Protocol

from baise_desktop.errors import BaiseError


class Signer(Protocol):
    """Signs bytes in the name of one certificate."""

    @property
    def certificate(self) -> bytes:
        """DER of the certificate that speaks for the key."""

    def sign(self, data: bytes, at: datetime) -> bytes:
        """A detached CAdES B-B signature over `data`.

        Args:
            data: the bytes to be signed.
            at: claimed signing time, aware.

        Returns:
            DER of the CMS ContentInfo.
        """


PLACE_SUFFIX = ".token"
"""Of a file that says where a key is, instead of holding it."""


def load_signer(path: Path, passphrase: str, certificate: bytes) -> Signer:
    """The signer of a key in a file, or of one on the token that the file names.

    Args:
        path: the file.
        passphrase: of the file, or the token's PIN.
        certificate: DER of the certificate the city issued for this key.

    Raises:
        BaiseError: those of `load_pkcs12` and of `token.open_identity`.
    """
    if path.suffix != PLACE_SUFFIX:
        return load_pkcs12(path, passphrase, certificate)
    from baise_desktop.signing.token import open_identity, read_token

    try:
        token = read_token(path.read_bytes())
    except OSError:
        raise BaiseError("KEY_FILE", file=path.name) from None
    from baise_desktop.signing.cades import IdentitySigner

    return IdentitySigner(open_identity(token, passphrase, certificate))


def load_pkcs12(path: Path, passphrase: str, certificate: bytes | None = None, chain: tuple[bytes, ...] = ()) -> Signer:
    """The signer of a PKCS#12 file.

    Args:
        path: the file.
        passphrase: as typed.
        certificate: DER of the certificate the city issued for this key, when the file still holds the request's.
        chain: DER of further certificates to travel with each signature, such as the root.

    Raises:
        BaiseError: KEY_FILE; PASSPHRASE; KEY_MISMATCH, the certificate belongs to another key.
    """
    from baise_desktop.signing.authority import open_pkcs12

    try:
        data = path.read_bytes()
    except OSError:
        raise BaiseError("KEY_FILE", file=path.name) from None
    from baise_desktop.signing.cades import IdentitySigner

    return IdentitySigner(open_pkcs12(data, passphrase, certificate), chain)
