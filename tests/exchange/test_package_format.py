"""`docs/package-format.md` is true and enough: its commands run, and a reader made from it alone reads all."""

import hmac
import io
import json
import re
import subprocess
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from baise_desktop.app.clock import utc_now
from baise_desktop.app.practice import demo
from baise_desktop.exchange.header import Kind
from baise_desktop.exchange.telephone import receipt_code
from baise_desktop.exchange.zip_layout import DEFINITIONS, MANIFEST, SIGNATURE
from baise_desktop.signing.certificates import to_pem
from baise_desktop.signing.encryption import encrypt, make_key, open_key
from baise_desktop.store.decisions import ACTS
from baise_desktop.texts import knows
from tests.exchange.independent_reader import RefusedError, read
from tests.exchange.repacking import repack
from tests.exchange.workshop import Workshop
from tests.pki import NOW, PublicKeyInfrastructure
from tests.six_kinds import SixKinds

DOCUMENT = (Path(__file__).parents[2] / "docs" / "package-format.md").read_text("utf-8")
COMMANDS = re.findall(r"```sh\n(.*?)```", DOCUMENT, re.DOTALL)
HERE = int(time.time())


def own_certificate(package: Path, folder: Path) -> Path:
    """The certificate in a package, as PEM: what a request is checked against."""
    with zipfile.ZipFile(package) as archive:
        (folder / "signature").write_bytes(archive.read(SIGNATURE))
    out = folder / "own.pem"
    tell = ["openssl", "pkcs7", "-inform", "DER", "-in", "signature", "-print_certs", "-out", "own.pem"]
    subprocess.run(tell, cwd=folder, check=True)
    return out


@pytest.mark.parametrize("kind", Kind)
def test_the_commands_run_as_they_are_written(six_kinds: SixKinds, kind: Kind, tmp_path: Path) -> None:
    package = six_kinds.files[kind]
    (tmp_path / "package.asice").write_bytes(package.read_bytes())
    root = own_certificate(package, tmp_path) if kind is Kind.ENROLMENT else six_kinds.root
    (tmp_path / "root.pem").write_bytes(root.read_bytes())
    told = []
    for block in COMMANDS:
        run = subprocess.run(["sh", "-eu", "-c", block], cwd=tmp_path, capture_output=True, text=True, check=False)
        assert run.returncode == 0, run.stderr
        told.append(run.stdout + run.stderr)
    by_hand, by_gnutls, whose = told
    assert "CAdES Verification successful" in by_hand
    assert by_hand.rstrip().endswith("1") or by_hand.count("\n1\n")
    assert "Signature status: ok" in by_gnutls
    assert re.search(r"serialNumber=(c\.pingguo|city\.baise)", whose)
    assert re.search(r"^[0-9a-f]{32}$", whose, re.MULTILINE)


def test_the_reader_agrees_with_every_package_of_a_demonstration(six_kinds: SixKinds, tmp_path: Path) -> None:
    demo.play(tmp_path / "demo", demo.DemoPlan(units=1, periods=1, rows=20, seed=3), utc_now(), lambda _: None)
    seen = set()
    for folder, root in ((tmp_path / "demo", tmp_path / "demo" / "root.pem"), (six_kinds.city.parent, six_kinds.root)):
        for package in sorted(folder.rglob("*.asice")):
            is_request = zipfile.ZipFile(package).read("header.json").find(b'"kind":"enrolment"') > 0
            found = read(package, own_certificate(package, tmp_path) if is_request else root, HERE + 60)
            seen.add(found["header"]["kind"])
            if package.parent.name == "packages":
                assert package.stem == found["identity"]
    assert seen == {kind.value for kind in Kind}


def test_the_reader_accepts_attachments_and_tombstones(
    workshop: Workshop, keys: PublicKeyInfrastructure, tmp_path: Path
) -> None:
    assert refusal(workshop.pack(), keys, tmp_path) == ""


def re_signed(change: Callable[[Workshop], None]) -> Callable[[Workshop], bytes]:
    """A package with something wrong inside, signed by the right key all the same."""

    def make(workshop: Workshop) -> bytes:
        change(workshop)
        return workshop.pack()

    return make


def other_record(workshop: Workshop) -> None:
    workshop.lines[0] = workshop.lines[0].replace(b"c.pingguo", b"c.lingyun")


def spaced_header(workshop: Workshop) -> None:
    header = next(file.content for file in workshop.files() if file.name == "header.json")
    assert isinstance(header, bytes)
    workshop.raw_files = {"header.json": header.replace(b":", b": ", 1)}


PLANTED: dict[str, tuple[Callable[[Workshop], bytes], str]] = {
    "bytes behind the end": (lambda workshop: workshop.pack() + b"\0" * 40, "central directory"),
    "another record under the old signature": (
        lambda workshop: repack(workshop.pack(), {"records.jsonl": b""}),
        "manifest",
    ),
    "a file that nobody signed": (lambda workshop: repack(workshop.pack(), {"report.xlsx": b"x"}), "coverage"),
    "one more space in the manifest": (
        lambda workshop: spaced_manifest(workshop.pack()),
        "signature",
    ),
    "a record of another unit": (re_signed(other_record), "authority"),
    "JSON that is not canonical": (re_signed(spaced_header), "canonical JSON"),
    "the wrong number of the first package": (
        re_signed(lambda workshop: workshop.header_changes.update(prev="a" * 64)),
        "prev",
    ),
}


def spaced_manifest(package: bytes) -> bytes:
    return repack(package, {MANIFEST: package_files(package)[MANIFEST].replace(b" URI", b"  URI", 1)})


def package_files(package: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def refusal(package: bytes, keys: PublicKeyInfrastructure, folder: Path) -> str:
    file, root = folder / "package.asice", folder / "root.pem"
    file.write_bytes(package)
    root.write_bytes(to_pem(keys.root.certificate))
    try:
        read(file, root, int(NOW.timestamp()))
    except RefusedError as error:
        return str(error)
    return ""


@pytest.mark.parametrize(("make", "reason"), PLANTED.values(), ids=PLANTED.keys())
def test_both_readers_refuse_what_was_planted(
    make: Callable[[Workshop], bytes], reason: str, workshop: Workshop, keys: PublicKeyInfrastructure, tmp_path: Path
) -> None:
    package = make(workshop)
    assert refusal(package, keys, tmp_path) == reason
    assert workshop.refusal(package)


def members(value: Any) -> Iterator[str]:
    """The names of all members of a JSON value, save of objects whose names are data."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield name
            if name not in {"counts", "values", "choices", "due", "line", "wrong"}:
                yield from members(inner)
    if isinstance(value, list):
        for inner in value:
            yield from members(inner)


def test_the_document_names_every_member_act_and_code(six_kinds: SixKinds) -> None:
    named = {name.rpartition(".")[2] for name in re.findall(r"`([^`\n]+)`", DOCUMENT)}
    for kind, file in six_kinds.files.items():
        for name, content in package_files(file.read_bytes()).items():
            if name.endswith((".json", ".jsonl")) and not name.startswith(DEFINITIONS):
                for line in content.splitlines():
                    missing = set(members(json.loads(line))) - named
                    assert not missing, (kind, name)
        assert f"`{kind.value}`" in DOCUMENT
    assert set(ACTS) <= named
    codes = set(re.findall(r"`([A-Z][A-Z_]+)`", DOCUMENT)) - {"LF"}
    assert {code for code in codes if not knows(f"errors.{code}")} <= {"CN", "URI"}


def code_by_the_document(nonce: bytes, identity: str) -> str:
    number = int.from_bytes(hmac.digest(nonce, identity.encode(), "sha256"), "big") % 10**9
    digits, rest = f"{number:09}", 10
    for digit in digits:
        rest = ((rest + int(digit)) % 10 or 10) * 2 % 11
    return f"{digits}{(11 - rest) % 10}"


def test_the_code_read_over_the_telephone_is_that_of_the_document() -> None:
    for number in range(50):
        nonce, identity = bytes([number]) * 16, f"{number:064x}"
        assert code_by_the_document(nonce, identity) == receipt_code(nonce, identity)


def test_age_itself_opens_an_encrypted_package(tmp_path: Path) -> None:
    recipient, locked = make_key("a long passphrase")
    secret = tmp_path / "secret"
    secret.write_bytes(open_key(locked, "a long passphrase").secret)
    secret.chmod(0o600)
    (tmp_path / "package.asice.age").write_bytes(encrypt(b"a package", recipient))
    opened = ["age", "-d", "-i", "secret", "-o", "package.asice", "package.asice.age"]
    subprocess.run(opened, cwd=tmp_path, check=True)
    assert (tmp_path / "package.asice").read_bytes() == b"a package"
