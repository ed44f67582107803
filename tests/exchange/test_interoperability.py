"""Programs that know nothing of this one check every kind of package, and notice one changed byte.

The packages come from the doors that people use; `unzip`, `sha256sum`, `openssl` and GnuTLS' `certtool` are Debian's.
Source: ETSI EN 319 162-1 (ASiC-E), ETSI EN 319 122-1 (CAdES, level B-B).
"""

import base64
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

import pytest
from lxml import etree

from baise_desktop.exchange.header import Kind
from baise_desktop.exchange.zip_layout import MANIFEST, SIGNATURE
from baise_desktop.signing.certificates import to_pem
from tests.pki import PublicKeyInfrastructure
from tests.six_kinds import SixKinds

SCHEMA = Path(__file__).parent / "schema" / "asic-manifest.xsd"
ASIC, DSIG = "{http://uri.etsi.org/02918/v1.2.1#}", "{http://www.w3.org/2000/09/xmldsig#}"
BASELINE = {
    "1.2.840.113549.1.9.3": "contentType",
    "1.2.840.113549.1.9.4": "messageDigest",
    "1.2.840.113549.1.9.5": "signingTime",
    "1.2.840.113549.1.9.16.2.47": "id-smime-aa-signingCertificateV2",
}
EMAIL_PROTECTION = "1.3.6.1.5.5.7.3.4"


@dataclass(frozen=True)
class Unpacked:
    """A package unpacked by `unzip`; the trust anchor lies beside it as `root.pem`."""

    folder: Path

    def run(self, *words: str) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(words, cwd=self.folder, capture_output=True, check=False)

    def spoil(self, name: str) -> None:
        """Turn one bit in the middle of a file."""
        file = self.folder / name
        data = bytearray(file.read_bytes())
        data[len(data) // 2] ^= 1
        file.write_bytes(data)

    def references(self) -> Iterator[etree._Element]:
        return etree.parse(self.folder / MANIFEST).getroot().iterchildren(f"{ASIC}DataObjectReference")


@pytest.fixture(params=Kind)
def kind(request: pytest.FixtureRequest) -> Kind:
    return Kind(request.param)


@pytest.fixture
def unpacked(six_kinds: SixKinds, kind: Kind, tmp_path: Path) -> Unpacked:
    package = Unpacked(tmp_path / "package")
    subprocess.run(["unzip", "-q", six_kinds.files[kind], "-d", package.folder], check=True)
    (package.folder / "root.pem").write_bytes(six_kinds.root.read_bytes())
    if kind is Kind.ENROLMENT:
        # It is signed with the key that it asks for; who holds that key, only the telephone tells.
        own = package.run("openssl", "pkcs7", "-inform", "DER", "-in", SIGNATURE, "-print_certs", "-out", "root.pem")
        assert own.returncode == 0
    return package


def test_unzip_finds_every_checksum_right(six_kinds: SixKinds, kind: Kind, tmp_path: Path) -> None:
    package = six_kinds.files[kind].read_bytes()
    file = tmp_path / "package.zip"
    file.write_bytes(package)
    whole = subprocess.run(["unzip", "-tq", file], capture_output=True, text=True, check=False)
    assert whole.returncode == 0
    assert "No errors detected" in whole.stdout
    at = package.index(b"header.json") + len(b"header.json") + 20
    file.write_bytes(package[:at] + bytes([package[at] ^ 1]) + package[at + 1 :])
    assert subprocess.run(["unzip", "-tq", file], capture_output=True, check=False).returncode != 0


def test_sha256sum_finds_every_file_as_the_manifest_names_it(unpacked: Unpacked) -> None:
    lines = {}
    for reference in unpacked.references():
        digest = base64.b64decode(reference.findtext(f"{DSIG}DigestValue", "")).hex()
        lines[unquote(reference.attrib["URI"])] = digest
    frame = {"mimetype", MANIFEST, SIGNATURE, "root.pem"}
    there = {file.relative_to(unpacked.folder).as_posix() for file in unpacked.folder.rglob("*") if file.is_file()}
    assert there - frame == lines.keys()
    (unpacked.folder / "sums").write_text("".join(f"{digest}  {name}\n" for name, digest in lines.items()), "utf-8")
    assert unpacked.run("sha256sum", "--strict", "--quiet", "-c", "sums").returncode == 0
    for name in ("header.json", "说明.txt"):
        unpacked.spoil(name)
        refused = unpacked.run("sha256sum", "--strict", "--quiet", "-c", "sums")
        assert refused.returncode != 0
        assert name.encode() in refused.stdout or b"header.json" in refused.stdout


def openssl(package: Unpacked, root: str = "root.pem", *more: str) -> subprocess.CompletedProcess[bytes]:
    verify = ("openssl", "cms", "-verify", "-cades", "-binary", "-inform", "DER", "-in", SIGNATURE)
    return package.run(*verify, "-content", MANIFEST, "-CAfile", root, "-out", "checked.xml", *more)


@pytest.mark.parametrize("purpose", ["any", "smimesign"])
def test_openssl_verifies_it_as_cades(unpacked: Unpacked, purpose: str) -> None:
    found = openssl(unpacked, "root.pem", "-purpose", purpose)
    assert (found.returncode, found.stderr.strip()) == (0, b"CAdES Verification successful")
    assert (unpacked.folder / "checked.xml").read_bytes() == (unpacked.folder / MANIFEST).read_bytes()


@pytest.mark.parametrize("name", [MANIFEST, SIGNATURE])
def test_openssl_refuses_a_changed_byte(unpacked: Unpacked, name: str) -> None:
    unpacked.spoil(name)
    assert openssl(unpacked).returncode != 0


def gnutls(package: Unpacked, root: str = "root.pem") -> subprocess.CompletedProcess[bytes]:
    verify = ("certtool", "--p7-verify", "--inder", "--infile", SIGNATURE, "--load-data", MANIFEST)
    return package.run(*verify, "--load-ca-certificate", root, f"--verify-purpose={EMAIL_PROTECTION}")


def test_gnutls_verifies_it(unpacked: Unpacked) -> None:
    found = gnutls(unpacked)
    assert found.returncode == 0, found.stderr
    assert b"Signature status: ok" in found.stdout + found.stderr


@pytest.mark.parametrize("name", [MANIFEST, SIGNATURE])
def test_gnutls_refuses_a_changed_byte(unpacked: Unpacked, name: str) -> None:
    unpacked.spoil(name)
    assert gnutls(unpacked).returncode != 0


def test_neither_believes_another_root(unpacked: Unpacked, keys: PublicKeyInfrastructure) -> None:
    (unpacked.folder / "other.pem").write_bytes(to_pem(keys.root.certificate))
    assert openssl(unpacked, "other.pem").returncode != 0
    assert gnutls(unpacked, "other.pem").returncode != 0


def test_the_manifest_is_of_the_published_structure(unpacked: Unpacked) -> None:
    schema = etree.XMLSchema(etree.parse(SCHEMA))
    document = etree.parse(unpacked.folder / MANIFEST)
    schema.assertValid(document)
    (signature,) = document.getroot().iterchildren(f"{ASIC}SigReference")
    assert signature.attrib == {"URI": SIGNATURE, "MimeType": "application/pkcs7-signature"}
    methods = {each.get("Algorithm") for each in document.iterfind(f".//{DSIG}DigestMethod")}
    assert methods == {"http://www.w3.org/2001/04/xmlenc#sha256"}


def test_the_schema_refuses_what_is_no_manifest(six_kinds: SixKinds, tmp_path: Path) -> None:
    schema = etree.XMLSchema(etree.parse(SCHEMA))
    subprocess.run(["unzip", "-q", six_kinds.files[Kind.RECEIPT], MANIFEST, "-d", tmp_path], check=True)
    good = (tmp_path / MANIFEST).read_text("utf-8")
    for old, new in {
        "asic:SigReference ": "asic:Signature ",
        " URI=": " Uri=",
        "<ds:DigestMethod": "<ds:Digest",
        "</ds:DigestValue>": "</ds:DigestValue><ds:DigestValue/>",
        "<asic:DataObjectReference ": '<asic:DataObjectReference Rootfile="maybe" ',
    }.items():
        bad = good.replace(old, new, 1)
        assert bad != good
        assert not schema.validate(etree.fromstring(bad.encode())), new


def test_the_signature_has_the_attributes_of_the_baseline_and_no_other(unpacked: Unpacked) -> None:
    from asn1crypto import cms

    signed = cms.ContentInfo.load((unpacked.folder / SIGNATURE).read_bytes(), strict=True)["content"]
    (signer,) = signed["signer_infos"]
    found = [each["type"].dotted for each in signer["signed_attrs"]]
    assert sorted(found) == sorted(BASELINE)
    assert signer["unsigned_attrs"].native is None
    assert signed["encap_content_info"]["content"].native is None
    (named,) = (each["values"][0] for each in signer["signed_attrs"] if each["type"].dotted.endswith("2.47"))
    own = next(each.chosen for each in signed["certificates"] if each.chosen.sha256 == certificate_digest(named))
    assert own.serial_number == signer["sid"].chosen["serial_number"].native
    assert own.key_usage_value.native == {"digital_signature", "non_repudiation"}


def certificate_digest(attribute: object) -> bytes:
    """The SHA-256 that a signing-certificate-v2 attribute gives, under the default algorithm."""
    from asn1crypto import tsp

    assert isinstance(attribute, tsp.SigningCertificateV2)
    (first,) = attribute["certs"]
    assert first["hash_algorithm"]["algorithm"].native == "sha256"
    return bytes(first["cert_hash"].native)


def test_openssl_prints_those_attributes(unpacked: Unpacked) -> None:
    printed = unpacked.run("openssl", "cms", "-cmsout", "-print", "-noout", "-inform", "DER", "-in", SIGNATURE)
    attributes = printed.stdout.decode("utf-8", "replace").partition("signedAttrs:")[2].partition("signatureAlgorithm:")
    named = [line.split()[1:] for line in attributes[0].splitlines() if line.strip().startswith("object:")]
    assert sorted(named) == sorted([name, f"({number})"] for number, name in BASELINE.items())
    assert attributes[2].split()[-2:] == ["unsignedAttrs:", "<ABSENT>"]
