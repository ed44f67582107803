import subprocess
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography import x509

from baise_desktop.errors import BaiseError
from baise_desktop.signing import authority
from baise_desktop.signing.certificates import (
    fingerprint,
    from_pem_bundle,
    read_certificate,
    same_fingerprint,
    to_pem,
)
from baise_desktop.signing.signer import load_pkcs12
from tests.pki import FOUNDED, LINGYUN, PINGGUO, PublicKeyInfrastructure

PASSPHRASE = "右江河谷-Gangui-7"


def test_a_leaf_names_its_unit_and_outlives_nothing(keys: PublicKeyInfrastructure) -> None:
    facts = read_certificate(keys.units[PINGGUO].certificate)
    assert facts.unit == PINGGUO
    assert facts.issuer == "百色市科学技术局 根证书"
    assert facts.not_before == FOUNDED - timedelta(days=1)
    assert facts.not_after == FOUNDED + timedelta(days=authority.LEAF_DAYS)


def test_root_may_issue_leaves_only(keys: PublicKeyInfrastructure) -> None:
    root = x509.load_der_x509_certificate(keys.root.certificate)
    constraints = root.extensions.get_extension_for_class(x509.BasicConstraints)
    assert constraints.critical
    assert (constraints.value.ca, constraints.value.path_length) == (True, 0)


def test_fingerprint_is_of_the_key_not_of_the_certificate(keys: PublicKeyInfrastructure) -> None:
    text = fingerprint(keys.requests[PINGGUO].certificate)
    assert text == fingerprint(keys.units[PINGGUO].certificate)
    assert text != fingerprint(keys.units[LINGYUN].certificate)
    groups = text.split("-")
    assert [len(group) for group in groups] == [4] * 8
    assert text == text.upper()


def test_fingerprint_may_be_typed_as_people_type(keys: PublicKeyInfrastructure) -> None:
    text = fingerprint(keys.root.certificate)
    assert same_fingerprint(text.replace("-", " ").lower() + "\n", text)
    assert not same_fingerprint(text[:-1], text)
    assert not same_fingerprint("", text)


def test_pkcs12_opens_with_its_passphrase_only(keys: PublicKeyInfrastructure, tmp_path: Path) -> None:
    file = tmp_path / "unit.p12"
    file.write_bytes(authority.to_pkcs12(keys.requests[PINGGUO], PASSPHRASE))
    assert load_pkcs12(file, PASSPHRASE).certificate == keys.requests[PINGGUO].certificate
    with pytest.raises(BaiseError, match="PASSPHRASE"):
        load_pkcs12(file, PASSPHRASE + " ")
    with pytest.raises(BaiseError, match="PASSPHRASE"):
        load_pkcs12(file, "")
    file.write_bytes(b"not a key file")
    with pytest.raises(BaiseError, match="PASSPHRASE"):
        load_pkcs12(file, PASSPHRASE)
    with pytest.raises(BaiseError, match="KEY_FILE"):
        load_pkcs12(tmp_path / "none.p12", PASSPHRASE)


def test_key_speaks_with_the_certificate_the_city_issued(keys: PublicKeyInfrastructure, tmp_path: Path) -> None:
    file = tmp_path / "unit.p12"
    file.write_bytes(authority.to_pkcs12(keys.requests[PINGGUO], PASSPHRASE))
    issued = keys.units[PINGGUO].certificate
    assert load_pkcs12(file, PASSPHRASE, issued).certificate == issued
    with pytest.raises(BaiseError, match="KEY_MISMATCH"):
        load_pkcs12(file, PASSPHRASE, keys.units[LINGYUN].certificate)


def test_pem_goes_there_and_back(keys: PublicKeyInfrastructure) -> None:
    assert from_pem_bundle(to_pem(keys.root.certificate)) == (keys.root.certificate,)
    with pytest.raises(BaiseError, match="CERTIFICATE"):
        from_pem_bundle(b"nothing")
    with pytest.raises(BaiseError, match="CERTIFICATE"):
        read_certificate(b"nothing")


def test_openssl_verifies_chain_and_revocation(keys: PublicKeyInfrastructure, tmp_path: Path) -> None:
    (tmp_path / "root.pem").write_bytes(to_pem(keys.root.certificate))
    (tmp_path / "leaf.pem").write_bytes(to_pem(keys.units[PINGGUO].certificate))
    for name, crl, accepted in (("good", keys.crl, True), ("bad", keys.revoked(PINGGUO, FOUNDED), False)):
        (tmp_path / f"{name}.der").write_bytes(crl)
        convert = ["openssl", "crl", "-inform", "DER", "-in", f"{name}.der", "-out", f"{name}.pem"]
        subprocess.run(convert, cwd=tmp_path, check=True, capture_output=True)
        verify = ["openssl", "verify", "-crl_check", "-CRLfile", f"{name}.pem", "-CAfile", "root.pem"]
        moment = ["-attime", str(int((FOUNDED + timedelta(days=1)).timestamp())), "leaf.pem"]
        run = subprocess.run([*verify, *moment], cwd=tmp_path, capture_output=True, check=False)
        assert (run.returncode == 0) is accepted, run.stderr
