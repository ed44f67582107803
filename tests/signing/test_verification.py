import subprocess
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from baise_desktop.signing.anchors import Anchors
from baise_desktop.signing.certificates import to_pem
from baise_desktop.signing.verification import SignatureStatus, verify_bytes
from tests.pki import NOW, PINGGUO, LibrarySigner, PublicKeyInfrastructure, certificate, subject

DATA = "平果市 2023 年上半年\n".encode()


def verdict(status: SignatureStatus) -> tuple[bool, bool, bool, str]:
    return status.intact, status.valid, status.trusted, status.code


def test_a_good_signature_is_intact_valid_and_trusted(keys: PublicKeyInfrastructure) -> None:
    status = verify_bytes(DATA, keys.signer(PINGGUO).sign(DATA, NOW), keys.anchors, NOW)
    assert verdict(status) == (True, True, True, "")
    assert (status.unit, status.signed_at, status.reason) == (PINGGUO, NOW, "")
    assert status.certificate == keys.units[PINGGUO].certificate


def test_the_same_bytes_signed_twice_give_the_same_signature(keys: PublicKeyInfrastructure) -> None:
    signer = keys.signer(PINGGUO)
    assert signer.sign(DATA, NOW) == signer.sign(DATA, NOW)


def test_changed_data_is_not_intact_though_the_signature_is_valid(keys: PublicKeyInfrastructure) -> None:
    status = verify_bytes(DATA + b" ", keys.signer(PINGGUO).sign(DATA, NOW), keys.anchors, NOW)
    assert verdict(status) == (False, True, False, "SIG")


def test_openssl_accepts_the_signature(keys: PublicKeyInfrastructure, tmp_path: Path) -> None:
    (tmp_path / "data").write_bytes(DATA)
    (tmp_path / "signature.p7s").write_bytes(keys.signer(PINGGUO).sign(DATA, NOW))
    (tmp_path / "root.pem").write_bytes(to_pem(keys.root.certificate))
    verify = ["openssl", "cms", "-verify", "-cades", "-binary", "-inform", "DER", "-in", "signature.p7s"]
    trust = ["-content", "data", "-CAfile", "root.pem", "-attime", str(int(NOW.timestamp())), "-out", "out"]
    run = subprocess.run([*verify, *trust], cwd=tmp_path, capture_output=True, check=False)
    assert run.returncode == 0, run.stderr
    assert (tmp_path / "out").read_bytes() == DATA


@pytest.mark.parametrize(
    ("crime", "code", "word"),
    [
        ("expired", "TRUST", "2023-07-09"),  # 075
        ("not_yet_valid", "TRUST", "2023-07-11"),  # 075
        ("for_servers_only", "TRUST", "用途"),  # 077
        ("for_encryption_only", "TRUST", "用途"),  # 077
        ("issued_by_a_leaf", "TRUST", "根证书"),  # 073
        ("issued_by_a_look_alike", "TRUST", "根证书"),  # 072
    ],
)
def test_villains_are_not_trusted(keys: PublicKeyInfrastructure, crime: str, code: str, word: str) -> None:
    status = verify_bytes(DATA, keys.villain(crime).sign(DATA, NOW), keys.anchors, NOW)
    assert verdict(status) == (True, True, False, code)
    assert word in status.reason


def test_look_alike_root_of_another_key_type_is_no_crash(keys: PublicKeyInfrastructure) -> None:
    signature = keys.signer(PINGGUO).sign(DATA, NOW)
    key = ec.generate_private_key(ec.SECP256R1())
    impostor = certificate(keys.root, key, subject("百色市科学技术局 根证书", ""))
    status = verify_bytes(DATA, signature, Anchors((impostor,), (keys.crl,)), NOW)
    assert (status.trusted, status.code) == (False, "TRUST")


def test_key_that_signed_for_itself_is_trusted_by_itself_only(keys: PublicKeyInfrastructure) -> None:
    request = keys.requests[PINGGUO]
    signature = LibrarySigner(request.key, request.certificate).sign(DATA, NOW)
    assert verify_bytes(DATA, signature, Anchors((request.certificate,)), NOW).trusted
    status = verify_bytes(DATA, signature, keys.anchors, NOW)
    assert verdict(status) == (True, True, False, "TRUST")


def test_revocation_counts_from_its_date_on(keys: PublicKeyInfrastructure) -> None:  # 080
    signature = keys.signer(PINGGUO).sign(DATA, NOW)
    anchors = Anchors((keys.root.certificate,), (keys.revoked(PINGGUO, NOW),))
    later = verify_bytes(DATA, signature, anchors, NOW + timedelta(days=1))
    assert (*verdict(later), later.revoked) == (True, True, False, "REVOKED", True)
    assert verify_bytes(DATA, signature, anchors, NOW - timedelta(days=1)).trusted


def test_an_outdated_revocation_list_is_not_enough(keys: PublicKeyInfrastructure) -> None:
    signature = keys.signer(PINGGUO).sign(DATA, NOW)
    status = verify_bytes(DATA, signature, keys.anchors, NOW + timedelta(days=500))
    assert verdict(status) == (True, True, False, "TRUST")
    assert "吊销名单" in status.reason


def test_a_list_of_another_root_is_not_enough(keys: PublicKeyInfrastructure) -> None:
    other = Anchors((keys.root.certificate,), (b"0\x00",))
    assert not verify_bytes(DATA, keys.signer(PINGGUO).sign(DATA, NOW), other, NOW).trusted


def test_p256_is_accepted(keys: PublicKeyInfrastructure) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    leaf = certificate(keys.root, key, subject("平果市科技局", PINGGUO))
    assert verify_bytes(DATA, LibrarySigner(key, leaf).sign(DATA, NOW), keys.anchors, NOW).trusted
