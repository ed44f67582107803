"""The genuine things that villains spoil: installations, a submission, a receipt, and the keys to sign the spoilt."""

import io
import json
import shutil
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path

from baise_desktop.app.desk import close_desk, open_desk
from baise_desktop.app.enrolment.setup import root_certificate_pem
from baise_desktop.app.inbox.receipts import make_receipt
from baise_desktop.app.inbox.receiving import list_received, merge_files
from baise_desktop.app.inbox.returning import return_submission
from baise_desktop.app.keys.own_keys import unit_signer
from baise_desktop.app.keys.trust import city_signer
from baise_desktop.exchange.container import ContainerWriter
from baise_desktop.exchange.digests import sign_for
from baise_desktop.exchange.manifest import write_manifest
from baise_desktop.exchange.package_file import PackedFile
from baise_desktop.exchange.zip_layout import MANIFEST, MIMETYPE, SIGNATURE
from baise_desktop.signing.signer import Signer
from baise_desktop.store.verify import logical_digest
from tests.round_trip import LINGYUN, PASSPHRASE, found_offices, report_month

NOW = datetime(2023, 5, 4, 8, 0, tzinfo=UTC)
Files = Mapping[str, bytes]
_FRAME = (MIMETYPE, MANIFEST, SIGNATURE)


@dataclass(frozen=True)
class Estate:
    """Closed installations in `folder`: `city`, which holds nothing yet, `county`, which sent April, and `before`, the
    same county when it had sent nothing; `fresh`, 凌云县 before it was admitted, whose fingerprint is in `marks.json`
    with that of the root."""

    folder: Path
    april: bytes
    """The genuine submission."""
    receipt: bytes
    """The city's genuine receipt for it."""
    returned: bytes
    """The city's genuine return of it."""
    county_signer: Signer
    city_signer: Signer
    root: bytes
    """PEM."""
    city: str
    """Logical digest of the city as it stands."""
    county: str
    """Logical digest of the county."""
    good: str
    """Logical digest of the city once it holds April and nothing else."""

    @cached_property
    def files(self) -> dict[str, bytes]:
        """What April consists of, without its frame and signature."""
        return unpacked(self.april)

    def submission(self, files: Files) -> bytes:
        """Any files, packed in the one layout and signed by the county as if they were right."""
        return sealed(files, self.county_signer)

    def letter(self, files: Files) -> bytes:
        """The same from the city."""
        return sealed(files, self.city_signer)


def unpacked(package: bytes) -> dict[str, bytes]:
    """The files of a package, without its frame and signature."""
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        return {name: archive.read(name) for name in archive.namelist() if name not in _FRAME}


def sealed(files: Files, signer: Signer) -> bytes:
    """A package of these files, however senseless, whose frame, manifest and signature are right."""
    listed = [sign_for(PackedFile(name, "application/json", data)) for name, data in files.items()]
    return packed({**files, MANIFEST: (manifest := write_manifest(listed)), SIGNATURE: signer.sign(manifest, NOW)})


def packed(files: Files) -> bytes:
    """Any files in the one layout."""
    out = io.BytesIO()
    container = ContainerWriter(out)
    for name, data in files.items():
        container.add(name, (data,))
    container.finish()
    return out.getvalue()


def found_estate(folder: Path) -> Estate:
    """Make everything, through the doors that offices use."""
    founded = found_offices(folder, NOW)
    marks = {"root": founded.root_fingerprint, "fresh": founded.fingerprints[LINGYUN]}
    (folder / "marks.json").write_text(json.dumps(marks), "utf-8")
    shutil.copytree(folder / "county", folder / "before")
    county = open_desk(folder / "county")
    april = report_month(county, NOW, folder).path.rename(folder / "april.asice")
    county_signer = unit_signer(county, PASSPHRASE)
    county_digest = logical_digest(county.store)
    close_desk(county)
    shutil.copytree(folder / "city", folder / "later")
    city = open_desk(folder / "later")
    empty = logical_digest(city.store)
    merge_files(city, [april], NOW, with_backup=False)
    good = logical_digest(city.store)
    (held,) = list_received(city)
    receipt = make_receipt(city, held.identity, PASSPHRASE, NOW).content
    returned = return_submission(city, held.identity, (), "请补充说明。", PASSPHRASE, NOW).content
    signer, root = city_signer(city, PASSPHRASE, NOW), root_certificate_pem(city)
    close_desk(city)
    return Estate(
        folder, april.read_bytes(), receipt, returned, county_signer, signer, root, empty, county_digest, good
    )
