"""Section C of the list of bad inputs, each package shown at every door; X numbers are not on the list.

Where a stock library takes a signature that is refused here, a test beside it shows that it does.
"""

import asyncio
import subprocess
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from asn1crypto import cms
from asn1crypto import x509 as asn1_x509

from baise_desktop.app.desk import Desk
from baise_desktop.app.enrolment import renewing, setup
from baise_desktop.app.enrolment.rotating import rotate
from baise_desktop.app.inbox.receiving import list_received, merge_files, preview
from baise_desktop.app.inbox.revoking import revoke
from baise_desktop.app.keys.trust import decide_trust, require_trust
from baise_desktop.app.mail.letters import open_received
from baise_desktop.app.packs.publishing import publish
from baise_desktop.errors import BaiseError
from baise_desktop.exchange.trust import TrustedUnit
from baise_desktop.signing.certificates import fingerprint
from baise_desktop.store.packages import get_package, list_packages
from baise_desktop.store.verify import find_damage, logical_digest
from tests.round_trip import LINGYUN, PASSPHRASE, PINGGUO, PLAN, report_month
from tests.villains.bad_signatures import CLAIMS, LISTED, UNLISTED, Make
from tests.villains.estate import NOW, Estate
from tests.villains.forger import CURVE_KEY, Forger, bare, carrying, drop_attributes, indefinite, mirrored, signers
from tests.villains.order import renumbered
from tests.villains.refusal import Ward

BAD = LISTED | UNLISTED


@pytest.fixture(scope="module")
def forger(estate: Estate) -> Forger:
    return Forger(estate)


def test_the_forger_packs_the_genuine_bytes(forger: Forger) -> None:
    assert forger.package(forger.genuine) == forger.estate.april


@pytest.mark.parametrize(("make", "code"), BAD.values(), ids=BAD.keys())
def test_bad_signatures(ward: Ward, forger: Forger, make: Make, code: str) -> None:
    ward.refuse_signature(make(forger), code)


@pytest.mark.parametrize("item", [item for item in LISTED if item.startswith("C075")])
def test_c075_both_dates_are_told(ward: Ward, forger: Forger, item: str) -> None:
    make, code = LISTED[item]
    sentence = ward.refuse_signature(make(forger), code).sentence
    assert NOW.date().isoformat() in sentence
    assert "2023-05-0" in sentence.replace(NOW.date().isoformat(), "")


@pytest.mark.parametrize("at", CLAIMS.values(), ids=CLAIMS.keys())
def test_a_claimed_time_of_signing_decides_nothing(ward: Ward, forger: Forger, at: datetime) -> None:
    ward.take(forger.package(forger.signed_by(forger.county.key, forger.county.certificate, at=at)))
    assert logical_digest(ward.city.store) == ward.estate.good


# --- what stock libraries say of the same ---------------------------------------------------------------------------


def openssl_takes(folder: Path, forger: Forger, signature: bytes, manifest: bytes | None = None) -> bool:
    """Whether `openssl cms -verify` is content."""
    (folder / "manifest").write_bytes(forger.manifest if manifest is None else manifest)
    (folder / "signature").write_bytes(signature)
    (folder / "root.pem").write_bytes(forger.estate.root)
    words = ["openssl", "cms", "-verify", "-binary", "-inform", "DER", "-in", "signature", "-content", "manifest"]
    words += ["-CAfile", "root.pem", "-attime", str(int(NOW.timestamp())), "-out", "out"]
    return subprocess.run(words, cwd=folder, capture_output=True, check=False).returncode == 0


def pyhanko_takes(forger: Forger, signature: bytes, manifest: bytes | None = None) -> bool:
    """Whether pyHanko, asked plainly, is content."""
    from pyhanko.sign.validation.generic_cms import async_validate_detached_cms
    from pyhanko_certvalidator import ValidationContext

    roots = [asn1_x509.Certificate.load(forger.root.certificate)]
    context = ValidationContext(trust_roots=roots, allow_fetching=False, moment=NOW)
    signed = cms.ContentInfo.load(signature)["content"]
    data = forger.manifest if manifest is None else manifest
    found = asyncio.run(async_validate_detached_cms(data, signed, signer_validation_context=context))
    return bool(found.intact and found.valid and found.trusted)


def test_both_libraries_take_the_genuine_signature(forger: Forger, tmp_path: Path) -> None:
    assert openssl_takes(tmp_path, forger, forger.genuine)
    assert pyhanko_takes(forger, forger.genuine)


STOCK: dict[str, Callable[[Forger], tuple[bytes, bytes]]] = {
    "C060": lambda forger: (forger.edited(drop_attributes), forger.attributes),
    "C061": lambda forger: (forger.edited(bare(forger)), forger.manifest),
    "C068": lambda forger: (forger.edited(signers(2)), forger.manifest),
    "C071": lambda forger: (indefinite(forger.genuine), forger.manifest),
    "C071 behind": lambda forger: (forger.genuine + b"\0", forger.manifest),
}


@pytest.mark.parametrize("make", STOCK.values(), ids=STOCK.keys())
def test_openssl_takes_what_is_refused_here(
    forger: Forger, tmp_path: Path, make: Callable[[Forger], tuple[bytes, bytes]]
) -> None:
    signature, manifest = make(forger)
    assert openssl_takes(tmp_path, forger, signature, manifest)


def test_c070_openssl_takes_content_of_its_own(forger: Forger, tmp_path: Path) -> None:
    assert openssl_takes(tmp_path, forger, forger.edited(carrying(forger.manifest)))


def test_c078_pyhanko_takes_any_leaf_of_the_root(forger: Forger) -> None:
    foreign = forger.certificate(serials=(LINGYUN,))
    assert pyhanko_takes(forger, forger.signed_by(forger.county.key, foreign))


# --- keys over time ------------------------------------------------------------------------------------------------


def test_c080_a_revoked_certificate_without_a_distribution_point(ward: Ward, forger: Forger) -> None:
    """Revoked after package 1: the first still counts, the second is refused, though pyHanko by itself takes both."""
    revoke(ward.city, PINGGUO, PASSPHRASE, NOW, after_seq=1, reason="被盗")
    second = renumbered(ward.estate, seq=2, prev="a" * 64, version=2)
    assert pyhanko_takes(forger, forger.genuine)
    before = logical_digest(ward.city.store)
    refused(ward, second, "REVOKED")
    assert logical_digest(ward.city.store) == before
    ward.take(ward.estate.april)


def refused(ward: Ward, package: bytes, code: str) -> None:
    """Refused at both doors of the city, in a state that is not the first."""
    file = ward.file(package)
    for act in (preview, merge_files):
        (outcome,) = act(ward.city, [file], NOW)
        assert outcome.error is not None
        assert outcome.error.code == code
    assert file.read_bytes() == package


def published(ward: Ward, name: str, now: datetime = NOW) -> Path:
    """The city's next task pack."""
    out = ward.folder / f"{name}.asice"
    publish(ward.city, PLAN, "", out, PASSPHRASE, now)
    return out


def admitted(ward: Ward, request: Path, mark: str) -> None:
    setup.admit(ward.city, request, mark, PASSPHRASE, NOW)


def refused_pack(county: Desk, pack: Path, code: str) -> None:
    """A task pack that changes nothing at the county."""
    before, trust = logical_digest(county.store), require_trust(county)
    with pytest.raises(BaiseError) as caught:
        open_received(county, pack, None, NOW)
    assert caught.value.code == code
    assert "请" in caught.value.sentence
    assert (logical_digest(county.store), require_trust(county)) == (before, trust)
    assert find_damage(county.store) == ()


def test_c082_an_older_trust_list(letters: Ward) -> None:
    first = published(letters, "first")
    revoke(letters.city, PINGGUO, PASSPHRASE, NOW, after_seq=0)
    second = published(letters, "second")
    open_received(letters.county, second, None, NOW)
    refused_pack(letters.county, first, "ROLLBACK")


def test_c082_an_older_trust_list_under_the_old_root(letters: Ward) -> None:
    first = published(letters, "first")
    rotate(letters.city, PASSPHRASE, NOW, "到期")
    second = published(letters, "second")
    open_received(letters.county, second, None, NOW)
    refused_pack(letters.county, first, "ROLLBACK")


def test_c086_a_lost_key_leaves_its_packages_good(letters: Ward) -> None:
    """A new key is admitted; packages of both are taken in, the old one after the new, and each names its own key."""
    request = letters.folder / "again.asice"
    mark = renewing.ask_again(letters.county, request, PASSPHRASE, NOW)
    admitted(letters, request, mark)
    open_received(letters.county, published(letters, "pack"), None, NOW)
    later = report_month(letters.county, NOW, letters.folder, "2023-03").path
    files = [later, letters.file(letters.estate.april, "april.asice")]
    outcomes = merge_files(letters.city, files, NOW)
    assert [outcome.error for outcome in outcomes] == [None, None]
    keys = {package.period: package.certificate for package in list_packages(letters.city.store, "submission")}
    assert keys == {"2023-03": mark, "2023-04": fingerprint(letters.estate.county_signer.certificate)}
    assert all(each.counts for each in list_received(letters.city))


@pytest.mark.parametrize("mirror_first", [False, True], ids=["C087 after", "C087 before"])
def test_c087_another_signature_over_the_same_manifest_is_the_same_package(
    ward: Ward, forger: Forger, mirror_first: bool
) -> None:
    certificate = forger.certificate(key=CURVE_KEY)
    listed = require_trust(ward.city).with_unit(TrustedUnit(PINGGUO, certificate, 2))
    decide_trust(ward.city.store, "admit", listed, PINGGUO, NOW)
    signature = forger.signed_by(CURVE_KEY, certificate)
    assert mirrored(signature) != signature
    files = [forger.package(signature), forger.package(mirrored(signature))]
    first, second = files[::-1] if mirror_first else files
    ward.take(first, "first.asice")
    held = logical_digest(ward.city.store)
    report = ward.take(second, "second.asice").report
    assert report is not None
    assert report.already
    assert logical_digest(ward.city.store) == held
    assert len(list_packages(ward.city.store, "submission")) == 1
    assert find_damage(ward.city.store) == ()


def test_c087_the_genuine_package_signed_again_is_the_same(ward: Ward, forger: Forger) -> None:
    ward.take(ward.estate.april)
    again = forger.package(forger.signed_by(forger.county.key, forger.county.certificate, at=NOW + timedelta(days=1)))
    assert again != ward.estate.april
    report = ward.take(again).report
    assert report is not None
    assert report.already
    assert logical_digest(ward.city.store) == ward.estate.good
    held = get_package(ward.city.store, report.identity)
    assert held is not None
    assert (ward.city.store.packages / f"{held.identity}.asice").read_bytes() == ward.estate.april
