"""A key that never leaves a token, reached through PKCS#11. Needs python-pkcs11, imported when a token is used.

The token makes the raw RSA signature and nothing else: whatever is signed with it is built by the same code as with a
key from a file, so that both pass the same strict reading.
Source: PKCS#11 2.40.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, NoReturn

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15

from baise_desktop.errors import BaiseError
from baise_desktop.signing.authority import KEY_BITS, Identity
from baise_desktop.signing.certificates import public_key_bytes

if TYPE_CHECKING:
    from pkcs11 import Session

LEAST_BITS = 2048
_KEYS = {"key", "label", "module"}


@dataclass(frozen=True, slots=True)
class Token:
    """Where a key is: kept beside the store in the place of the key itself."""

    module: str
    """Path of the PKCS#11 library that came with the token."""
    label: str
    """Of the token."""
    key: str
    """Label of the key on it."""


def write_token(token: Token) -> bytes:
    """As a file in `keys/`."""
    return json.dumps(asdict(token), ensure_ascii=False, sort_keys=True, indent=1).encode()


def read_token(data: bytes) -> Token:
    """The file read back. Raises: BaiseError KEY_FILE."""
    try:
        found = json.loads(data)
    except ValueError:
        found = None
    if not isinstance(found, dict) or found.keys() != _KEYS or {*map(type, found.values())} != {str}:
        raise BaiseError("KEY_FILE", file="token")
    return Token(**found)


def only_token(module: str) -> str:
    """Label of the token that is plugged in.

    Raises:
        BaiseError: TOKEN_SUPPORT, TOKEN_GONE; TOKEN_SEVERAL, with their labels.
    """
    pkcs11 = _library()
    try:
        slots = pkcs11.lib(module).get_slots(token_present=True)
        labels = sorted({token.label for token in (slot.get_token() for slot in slots) if _is_ready(token)})
    except (pkcs11.PKCS11Error, RuntimeError):
        raise BaiseError("TOKEN_GONE", label="", module=module) from None
    if len(labels) > 1:
        raise BaiseError("TOKEN_SEVERAL", labels="、".join(labels))
    if not labels:
        raise BaiseError("TOKEN_GONE", label="", module=module)
    return str(labels[0])


def _is_ready(token: Any) -> bool:
    from pkcs11.constants import TokenFlag

    return bool(token.flags & TokenFlag.TOKEN_INITIALIZED)


def _library() -> Any:
    try:
        import pkcs11
    except ImportError:
        raise BaiseError("TOKEN_SUPPORT") from None
    return pkcs11


def make_key(token: Token, pin: str) -> "TokenKey":
    """The key of that label; made on the token when there is none, so that it cannot be taken off.

    Raises:
        BaiseError: those of `open_key`.
    """
    from pkcs11 import Attribute, KeyType

    with _session(token, pin) as session:
        if not _find(session, token):
            session.generate_keypair(
                KeyType.RSA,
                KEY_BITS,
                store=True,
                label=token.key,
                id=token.key.encode(),
                private_template={Attribute.SENSITIVE: True, Attribute.EXTRACTABLE: False},
            )
    return open_key(token, pin)


def open_key(token: Token, pin: str) -> "TokenKey":
    """The key on a token.

    Raises:
        BaiseError: TOKEN_SUPPORT, python-pkcs11 is not installed; TOKEN_GONE, the library cannot be used or the token
            is not plugged in; TOKEN_PIN, TOKEN_LOCKED; TOKEN_KEY, no RSA key of that label, or a short one; TOKEN.
    """
    from pkcs11 import Attribute, KeyType, ObjectClass

    with _session(token, pin) as session:
        held = list(session.get_objects({Attribute.CLASS: ObjectClass.PUBLIC_KEY, Attribute.LABEL: token.key}))
        if not _find(session, token) or len(held) != 1 or held[0][Attribute.KEY_TYPE] != KeyType.RSA:
            raise BaiseError("TOKEN_KEY", key=token.key, label=token.label)
        modulus, exponent = held[0][Attribute.MODULUS], held[0][Attribute.PUBLIC_EXPONENT]
    numbers = rsa.RSAPublicNumbers(int.from_bytes(exponent), int.from_bytes(modulus))
    public = numbers.public_key()
    if public.key_size < LEAST_BITS:
        raise BaiseError("TOKEN_KEY", key=token.key, label=token.label)
    return TokenKey(token, pin, public)


def open_identity(token: Token, pin: str, certificate: bytes) -> Identity:
    """The key on a token, with the certificate issued for it. Raises: BaiseError KEY_MISMATCH, those of `open_key`."""
    key = open_key(token, pin)
    encoding, form = serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    if public_key_bytes(certificate) != key.public_key().public_bytes(encoding, form):
        raise BaiseError("KEY_MISMATCH")
    return Identity(key, certificate)


class TokenKey(rsa.RSAPrivateKey):
    """Signs on the token, which is unlocked for as long as that takes; it can do nothing else."""

    def __init__(self, token: Token, pin: str, public: rsa.RSAPublicKey) -> None:
        """`public`: read from the token."""
        self._token, self._pin, self._public = token, pin, public

    @property
    def key_size(self) -> int:
        """Bits."""
        return self._public.key_size

    def public_key(self) -> rsa.RSAPublicKey:
        """Its public half."""
        return self._public

    def sign(self, data: Any, padding: Any, algorithm: Any) -> bytes:
        """RSA PKCS#1 v1.5 with SHA-256. Raises: BaiseError as `open_key`."""
        from pkcs11 import Mechanism

        if not isinstance(padding, PKCS1v15) or not isinstance(algorithm, hashes.SHA256):
            raise TypeError("a token signs with PKCS#1 v1.5 and SHA-256")
        with _session(self._token, self._pin) as session:
            (key,) = _find(session, self._token)
            return bytes(key.sign(bytes(data), mechanism=Mechanism.SHA256_RSA_PKCS))

    def decrypt(self, ciphertext: bytes, padding: Any) -> NoReturn:
        """Never."""
        raise TypeError("a token only signs")

    def private_numbers(self) -> NoReturn:
        """Never."""
        raise TypeError("the key does not leave the token")

    def private_bytes(self, encoding: Any, format: Any, encryption_algorithm: Any) -> NoReturn:  # noqa: A002 - its name
        """Never."""
        raise TypeError("the key does not leave the token")

    def __copy__(self) -> "TokenKey":
        return self

    def __deepcopy__(self, memo: dict[int, object]) -> "TokenKey":
        return self


def _find(session: "Session", token: Token) -> list[Any]:
    from pkcs11 import Attribute, ObjectClass

    return list(session.get_objects({Attribute.CLASS: ObjectClass.PRIVATE_KEY, Attribute.LABEL: token.key}))[:1]


@contextmanager
def _session(token: Token, pin: str) -> "Iterator[Session]":
    pkcs11 = _library()
    try:
        # Making a key writes to the token; a session for reading alone would not do.
        session = pkcs11.lib(token.module).get_token(token_label=token.label).open(user_pin=pin, rw=True)
    except (pkcs11.PinIncorrect, pkcs11.PinLenRange, pkcs11.PinInvalid):
        raise BaiseError("TOKEN_PIN") from None
    except pkcs11.PinLocked:
        raise BaiseError("TOKEN_LOCKED") from None
    except (pkcs11.PKCS11Error, RuntimeError):
        raise BaiseError("TOKEN_GONE", label=token.label, module=token.module) from None
    try:
        yield session
    except pkcs11.PKCS11Error as cause:
        raise BaiseError("TOKEN", label=token.label, reason=type(cause).__name__) from None
    finally:
        session.close()
