"""CAdES B-B signatures made through pyHanko. Imported only when something is signed: pyHanko is slow to load.

Source: ETSI EN 319 122-1, level B-B; RFC 5652.
"""

import asyncio
from datetime import datetime

from asn1crypto import algos, keys, x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from pyhanko.sign.ades.api import CAdESSignedAttrSpec
from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes, SimpleSigner
from pyhanko_certvalidator.registry import SimpleCertificateStore

from baise_desktop.errors import BaiseError
from baise_desktop.signing.authority import Identity

_DIGEST = "sha256"
_LAST_YEAR = 2049
"""A later signing time needs another encoding, and no certificate of today lasts so long: the clock is wrong."""


class ParsedKeySigner(SimpleSigner):
    """pyHanko's signer with the private key parsed once; its own parses an RSA key anew for each signature (0.1 s)."""

    def __init__(self, identity: Identity, chain: tuple[bytes, ...] = ()) -> None:
        """`chain`: DER of further certificates to be embedded."""
        registry = SimpleCertificateStore()
        registry.register_multiple([x509.Certificate.load(each) for each in chain])
        super().__init__(
            signing_cert=x509.Certificate.load(identity.certificate),
            signing_key=keys.PrivateKeyInfo({"version": 0, "private_key_algorithm": {"algorithm": "rsa"}}),
            cert_registry=registry,
            signature_mechanism=algos.SignedDigestAlgorithm({"algorithm": "sha256_rsa"}),
        )
        self._parsed_key = identity.key

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
        """RSA PKCS#1 v1.5 with SHA-256, always: the signature's algorithm field says so."""
        if digest_algorithm != _DIGEST:
            raise ValueError(digest_algorithm)
        if dry_run:  # only to learn how long a signature is: nothing is worth the key for that
            return bytes(self._parsed_key.key_size // 8)
        return self._parsed_key.sign(data, PKCS1v15(), hashes.SHA256())


class IdentitySigner:
    """Signs with a private key held in memory."""

    def __init__(self, identity: Identity, chain: tuple[bytes, ...] = ()) -> None:
        """`chain`: DER of further certificates to be embedded, such as the root."""
        self._identity = identity
        self.pdf_signer = ParsedKeySigner(identity, chain)
        """The same key for pyHanko's PDF signing."""

    @property
    def certificate(self) -> bytes:
        """DER of the certificate that speaks for the key."""
        return self._identity.certificate

    def sign(self, data: bytes, at: datetime) -> bytes:
        """A detached CAdES B-B signature; see `Signer.sign`. Raises: BaiseError CLOCK_AHEAD, from 2050 on."""
        if at.year > _LAST_YEAR:
            raise BaiseError("CLOCK_AHEAD", now=at.date().isoformat())
        attributes = PdfCMSSignedAttributes(signing_time=at, cades_signed_attrs=CAdESSignedAttrSpec())
        made = asyncio.run(
            self.pdf_signer.async_sign_general_data(
                data, _DIGEST, detached=True, use_cades=True, signed_attr_settings=attributes
            )
        )
        return bytes(made.dump())
