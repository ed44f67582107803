"""`ASiCManifest001.xml`: the signed list of every file in a package, with its digest.

Source: ETSI EN 319 162-1, annex A.4 (ASiCManifest).
"""

import base64
import binascii
import hashlib
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

from baise_desktop.errors import BaiseError, printable
from baise_desktop.exchange.package_file import SignedFile
from baise_desktop.exchange.zip_layout import SIGNATURE

if TYPE_CHECKING:
    from lxml.etree import _Element

_ASIC = "http://uri.etsi.org/02918/v1.2.1#"
_DSIG = "http://www.w3.org/2000/09/xmldsig#"
_SHA256 = "http://www.w3.org/2001/04/xmlenc#sha256"
_MEDIA_TYPE = re.compile(r"[a-z]+/[a-z0-9.+-]{1,100}")
_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    f'<asic:ASiCManifest xmlns:asic="{_ASIC}" xmlns:ds="{_DSIG}">'
    f'<asic:SigReference URI="{SIGNATURE}" MimeType="application/pkcs7-signature"/>'
)
_TAIL = "</asic:ASiCManifest>\n"


def write_manifest(files: Sequence[SignedFile]) -> bytes:
    """The manifest that names these files, in this order.

    Raises:
        ValueError: a media type that XML or ASiC could not carry as it is; a bug.
    """
    return (_HEAD + "".join(_reference(file) for file in files) + _TAIL).encode()


def read_manifest(data: bytes) -> tuple[SignedFile, ...]:
    """The files that a manifest names.

    Raises:
        BaiseError: MANIFEST, it is not byte for byte what `write_manifest` writes; DUPLICATE, a file named twice.
    """
    try:
        files = tuple(_file(each) for each in list(_root(data))[1:])
        same = write_manifest(files) == data
    except (ValueError, KeyError, IndexError, TypeError):
        raise BaiseError("MANIFEST") from None
    if not same:
        raise BaiseError("MANIFEST")
    names = [file.name for file in files]
    if len(set(names)) != len(names):
        raise BaiseError("DUPLICATE", name=printable(next(name for name in names if names.count(name) > 1)))
    return files


def _reference(file: SignedFile) -> str:
    if _MEDIA_TYPE.fullmatch(file.media_type) is None:
        raise ValueError(file.media_type)
    digest = base64.b64encode(bytes.fromhex(file.digest)).decode()
    return (
        f'<asic:DataObjectReference URI="{quote(file.name)}" MimeType="{file.media_type}">'
        f'<ds:DigestMethod Algorithm="{_SHA256}"/><ds:DigestValue>{digest}</ds:DigestValue>'
        "</asic:DataObjectReference>"
    )


def _root(data: bytes) -> "_Element":
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False)
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError:
        raise BaiseError("MANIFEST") from None


def _file(reference: "_Element") -> SignedFile:
    digest = reference[1].text or ""
    try:
        octets = base64.b64decode(digest, validate=True)
    except binascii.Error:
        raise BaiseError("MANIFEST") from None
    if len(octets) != hashlib.sha256().digest_size:
        raise BaiseError("MANIFEST")
    return SignedFile(unquote(str(reference.attrib["URI"])), str(reference.attrib["MimeType"]), octets.hex())
