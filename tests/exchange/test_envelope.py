"""The envelope around every kind of package. Numbers are those of the list of bad inputs."""

import io
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from baise_desktop.errors import BaiseError
from baise_desktop.exchange.container import ContainerWriter
from baise_desktop.exchange.digests import content_digest, identity_of, sign_for
from baise_desktop.exchange.envelope import examine, open_envelope, wrap
from baise_desktop.exchange.header import CITY, Kind
from baise_desktop.exchange.inspection import inspect
from baise_desktop.exchange.package_file import PackedFile, SignedFile
from baise_desktop.exchange.signed_body import read_body, write_body
from baise_desktop.exchange.zip_layout import MANIFEST, MIMETYPE, SIGNATURE
from baise_desktop.signing.certificates import to_pem
from tests.exchange.workshop import Workshop
from tests.pki import NOW, PINGGUO, PublicKeyInfrastructure

Files = dict[str, bytes]


def contents(package: bytes) -> Files:
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(files: Files) -> bytes:
    """Any files in the right byte layout, without anything that makes them a package."""
    out = io.BytesIO()
    container = ContainerWriter(out)
    for name, data in files.items():
        if name != MIMETYPE:
            container.add(name, (data,))
    container.finish()
    return out.getvalue()


def refusal(keys: PublicKeyInfrastructure, package: bytes, kind: Kind = Kind.RECEIPT) -> str:
    with pytest.raises(BaiseError) as caught:
        open_envelope(io.BytesIO(package), kind, keys.anchors, NOW)
    assert caught.value.sentence
    return caught.value.code


@pytest.fixture(scope="module")
def receipt(keys: PublicKeyInfrastructure) -> bytes:
    return write_body(Kind.RECEIPT, PINGGUO, {"identity": "0" * 64, "verdict": "已接收"}, keys.signer(CITY), NOW)


def test_openssl_and_unzip_alone_can_check_a_package(
    keys: PublicKeyInfrastructure, receipt: bytes, tmp_path: Path
) -> None:
    (tmp_path / "package.asice").write_bytes(receipt)
    (tmp_path / "root.pem").write_bytes(to_pem(keys.root.certificate))
    subprocess.run(["unzip", "-q", "package.asice"], cwd=tmp_path, check=True)
    verify = ["openssl", "cms", "-verify", "-binary", "-inform", "DER", "-in", SIGNATURE, "-content", MANIFEST]
    trust = ["-CAfile", "root.pem", "-attime", str(int(NOW.timestamp())), "-out", "signed"]
    run = subprocess.run([*verify, *trust], cwd=tmp_path, capture_output=True, check=False)
    assert run.returncode == 0, run.stderr
    assert identity_of((tmp_path / "signed").read_bytes()) == examine_identity(receipt)


def examine_identity(package: bytes) -> str:
    return identity_of(examine(io.BytesIO(package)).manifest)


def test_a_package_says_what_was_wrapped(keys: PublicKeyInfrastructure, receipt: bytes) -> None:
    envelope = open_envelope(io.BytesIO(receipt), Kind.RECEIPT, keys.anchors, NOW)
    assert envelope.kind is Kind.RECEIPT
    assert envelope.identity == examine_identity(receipt)
    assert [file.name for file in envelope.files] == ["header.json", "body.json"]
    assert envelope.content == content_digest(envelope.files)
    assert envelope.status.unit == CITY


def test_content_digest_ignores_order_and_files_for_people() -> None:
    header, body = SignedFile("header.json", "a/b", "1" * 64), SignedFile("body.json", "a/b", "2" * 64)
    for_people = SignedFile("说明.txt", "text/plain", "3" * 64)
    assert content_digest([header, body]) == content_digest([body, for_people, header])
    assert content_digest([header]) != content_digest([header, body])


def test_files_are_streamed_from_disk(keys: PublicKeyInfrastructure, tmp_path: Path) -> None:
    body = tmp_path / "body.json"
    body.write_bytes(b'{"a":1}')
    header = PackedFile("header.json", "application/json", b'{"kind":"receipt"}')
    files = [header, PackedFile("body.json", "application/json", body)]
    package = wrap(Kind.RECEIPT, files, keys.signer(CITY), NOW)
    assert contents(package)["body.json"] == b'{"a":1}'
    assert sign_for(files[1]).digest == "015abd7f5cc57a2dd94b7590f04ad8084273905ee33ec5cebeae62276a97f862"
    with pytest.raises(BaiseError, match="FILE_UNREADABLE"):
        wrap(Kind.RECEIPT, [header, PackedFile("body.json", "a/b", tmp_path / "none")], keys.signer(CITY), NOW)


def test_files_of_another_kind_are_a_bug(keys: PublicKeyInfrastructure) -> None:
    with pytest.raises(ValueError, match="submission"):
        wrap(Kind.SUBMISSION, [PackedFile("header.json", "a/b", b"{}")], keys.signer(CITY), NOW)


@pytest.mark.parametrize("expected", [kind for kind in Kind if kind is not Kind.RECEIPT])
def test_every_kind_is_refused_where_another_is_expected(
    keys: PublicKeyInfrastructure, receipt: bytes, expected: Kind
) -> None:
    assert refusal(keys, receipt, expected) == "KIND"


SPOILT: dict[str, tuple[Callable[[Files], Files], str]] = {
    "058 no signature": (lambda f: {n: d for n, d in f.items() if n != SIGNATURE}, "SIG"),
    "058 empty signature": (lambda f: f | {SIGNATURE: b""}, "SIG"),
    "058 random signature": (lambda f: f | {SIGNATURE: b"\x30\x82" + bytes(range(200))}, "SIG"),
    "059 manifest with one more space": (
        lambda f: f | {MANIFEST: f[MANIFEST].replace(b"<asic:ASiCManifest ", b"<asic:ASiCManifest  ")},
        "SIG",
    ),
    "059 manifest that is no manifest": (lambda f: f | {MANIFEST: b""}, "SIG"),
    "another media type": (lambda f: f | {MANIFEST: f[MANIFEST].replace(b"application/json", b"text/plain", 1)}, "SIG"),
    "no manifest": (lambda f: {n: d for n, d in f.items() if n != MANIFEST}, "LAYOUT"),
    "manifest not at its place": (lambda f: {MANIFEST: f[MANIFEST]} | f, "LAYOUT"),
    "changed file": (lambda f: f | {"body.json": b"{}"}, "DIGEST"),
    "file taken out": (lambda f: {n: d for n, d in f.items() if n != "body.json"}, "COVERAGE"),
    "file added": (lambda f: {"trust.json": b"{}"} | f, "COVERAGE"),
    "files in another order": (
        lambda f: {n: f[n] for n in ("body.json", "header.json", MANIFEST, SIGNATURE)},
        "LAYOUT",
    ),
}


@pytest.mark.parametrize(("spoil", "code"), SPOILT.values(), ids=SPOILT.keys())
def test_spoilt_packages(
    keys: PublicKeyInfrastructure, receipt: bytes, spoil: Callable[[Files], Files], code: str
) -> None:
    package = packed(spoil(contents(receipt)))
    assert refusal(keys, package) == code
    assert not inspect(io.BytesIO(package), keys.anchors, NOW).trusted.holds or code in {"DIGEST", "COVERAGE", "LAYOUT"}
    assert not inspect(io.BytesIO(package), keys.anchors, NOW).intact.holds


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [(b"?>\n", b"?>", "MANIFEST"), (b'URI="header.json"', b'URI="./header.json"', "COVERAGE")],
)
def test_signed_manifests_of_another_writer(
    keys: PublicKeyInfrastructure, receipt: bytes, old: bytes, new: bytes, code: str
) -> None:
    files = contents(receipt)
    manifest = files[MANIFEST].replace(old, new)
    signature = keys.signer(CITY).sign(manifest, NOW)
    assert refusal(keys, packed(files | {MANIFEST: manifest, SIGNATURE: signature})) == code


def test_what_is_packed_anew_in_the_same_way_is_the_same(receipt: bytes) -> None:
    assert packed(contents(receipt)) == receipt


def test_receipts_are_for_one_reader_and_from_the_city(keys: PublicKeyInfrastructure, receipt: bytes) -> None:
    body = read_body(io.BytesIO(receipt), Kind.RECEIPT, PINGGUO, keys.trust, NOW)
    assert body.body == {"identity": "0" * 64, "verdict": "已接收"}
    with pytest.raises(BaiseError, match="RECIPIENT"):
        read_body(io.BytesIO(receipt), Kind.RECEIPT, "c.lingyun", keys.trust, NOW)
    forged = write_body(Kind.RECEIPT, PINGGUO, {}, keys.signer(PINGGUO), NOW)
    with pytest.raises(BaiseError, match="TRUST"):
        read_body(io.BytesIO(forged), Kind.RECEIPT, PINGGUO, keys.trust, NOW)


def test_the_same_receipt_is_the_same_bytes(keys: PublicKeyInfrastructure, receipt: bytes) -> None:
    body = {"identity": "0" * 64, "verdict": "已接收"}
    assert write_body(Kind.RECEIPT, PINGGUO, dict(body), keys.signer(CITY), NOW) == receipt


def test_inspection_tells_three_facts_apart(keys: PublicKeyInfrastructure, workshop: Workshop) -> None:
    package = workshop.pack()
    good = inspect(io.BytesIO(package), keys.anchors, NOW)
    assert (good.intact.holds, good.valid.holds, good.trusted.holds) == (True, True, True)
    assert (good.kind, good.unit, good.plan, good.period, good.version) == (Kind.SUBMISSION, PINGGUO, "p2", "2023H1", 1)
    assert (good.signer, good.identity) == (PINGGUO, examine_identity(package))
    unanchored = inspect(io.BytesIO(package), None, NOW)
    assert (unanchored.intact.holds, unanchored.valid.holds, unanchored.trusted.code) == (True, True, "TRUST")
    files = contents(package) | {"report.pdf": b"%PDF-1.4"}
    spoilt = inspect(io.BytesIO(packed(files)), keys.anchors, NOW)
    assert (spoilt.intact.code, spoilt.valid.holds, spoilt.trusted.holds) == ("DIGEST", True, True)
    workshop.signer = keys.signer("c.lingyun")
    foreign = inspect(io.BytesIO(workshop.pack()), keys.anchors, NOW)
    assert (foreign.intact.holds, foreign.valid.holds, foreign.trusted.code) == (True, True, "AUTHORITY")
    nothing = inspect(io.BytesIO(b"nothing"), keys.anchors, NOW)
    assert (nothing.intact.code, nothing.kind, nothing.identity) == ("NOT_PACKAGE", None, "")
