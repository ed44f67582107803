"""What one would write first: zipfile, pyHanko, json, sqlite-utils' `insert_all`; records are parsed, never checked.

Its table is the one that `insert_all` makes of the parsed records: a key over what names a record, and an index for
totals by period and form. It is helped along by a write-ahead log, a thousand rows at a time, and no second look.
"""

import asyncio
import hashlib
import json
from base64 import b64decode
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from xml.etree import ElementTree as ET
from zipfile import ZipFile

import sqlite_utils
from asn1crypto import cms, crl, x509
from pyhanko.sign.validation.generic_cms import async_validate_detached_cms
from pyhanko_certvalidator import ValidationContext

from baise_desktop.exchange.trust import TrustList
from baise_desktop.exchange.zip_layout import MANIFEST, SIGNATURE


def merge_all(place: Path, files: Sequence[Path], trust: TrustList, now: datetime) -> None:
    """Verify and insert packages, one after the other."""
    database = sqlite_utils.Database(place)
    database.enable_wal()
    for file in files:
        _merge(database, file, trust, now)
        database.table("record").create_index(["period", "form", "unit"], if_not_exists=True)
    database.close()


def _merge(database: sqlite_utils.Database, file: Path, trust: TrustList, now: datetime) -> None:
    with ZipFile(file) as package:
        manifest = package.read(MANIFEST)
        _verify(manifest, package.read(SIGNATURE), trust, now)
        contents = {}
        for reference in list(ET.fromstring(manifest))[1:]:
            contents[reference.attrib["URI"]] = data = package.read(reference.attrib["URI"])
            if hashlib.sha256(data).digest() != b64decode(reference[1].text or ""):
                raise ValueError(reference.attrib["URI"])
    unit = json.loads(contents["header.json"])["unit"]
    rows = []
    for line in contents["records.jsonl"].splitlines():
        record = json.loads(line)
        if record["unit"] != unit:
            raise ValueError(unit)
        rows.append(
            record | {"digest": hashlib.sha256(line).hexdigest(), "package": hashlib.sha256(manifest).hexdigest()}
        )
    database.table("record").insert_all(rows, pk=("unit", "plan", "period", "form", "row_id"), batch_size=1000)


def _verify(manifest: bytes, signature: bytes, trust: TrustList, now: datetime) -> None:
    context = ValidationContext(
        trust_roots=[x509.Certificate.load(trust.root)],
        crls=[crl.CertificateList.load(trust.crl)],
        revocation_mode="require",
        allow_fetching=False,
        moment=now,
    )
    signed = cms.ContentInfo.load(signature)["content"]
    status = asyncio.run(async_validate_detached_cms(manifest, signed, signer_validation_context=context))
    if not (status.intact and status.valid and status.trusted):
        raise ValueError(status.summary())
