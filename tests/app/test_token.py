"""A unit whose key is on a token: SoftHSM stands for the stick, and openssl checks what was signed with it."""

import os
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest

from baise_desktop.app.desk import Desk, close_desk, open_desk
from baise_desktop.app.enrolment import setup
from baise_desktop.app.enrolment.renewing import ask_again
from baise_desktop.app.enrolment.setup import root_certificate_pem
from baise_desktop.app.inbox.receiving import merge_files
from baise_desktop.app.keys.own_keys import unit_signer
from baise_desktop.app.keys.unit_keys import TokenWish
from baise_desktop.app.outgoing import exporting
from baise_desktop.app.packs.publishing import publish
from baise_desktop.errors import BaiseError
from baise_desktop.exchange.envelope import examine
from baise_desktop.signing.token import TokenKey, open_key, read_token
from tests.app.conftest import NOW
from tests.round_trip import LINGYUN, MONTH, PASSPHRASE, PLAN, fill_month, sign_all
from tests.softhsm import MODULE, PIN, STICK, plug_in


@pytest.fixture(scope="module", autouse=True)
def _stick() -> None:
    plug_in()


@pytest.fixture
def unit(city: Desk, tmp_path: Path) -> Iterator[Desk]:
    """凌云县 with its key on the token, admitted, with its task pack."""
    request, pack = tmp_path / "request.asice", tmp_path / "pack.asice"
    mark = setup.create_unit(tmp_path / "lingyun", LINGYUN, request, PIN, NOW, STICK)
    setup.admit(city, request, mark, PASSPHRASE, NOW)
    publish(city, PLAN, "", pack, PASSPHRASE, NOW)
    desk = open_desk(tmp_path / "lingyun")
    setup.open_task_pack(desk, pack, _root(city), NOW)
    fill_month(desk, NOW)
    sign_all(desk, NOW)
    yield desk
    close_desk(desk)


def _root(city: Desk) -> str:
    from baise_desktop.app.keys.trust import require_trust

    return require_trust(city).root_fingerprint


def refusal(token: TokenWish, key: str, pin: str) -> str:
    from baise_desktop.signing.token import Token

    with pytest.raises(BaiseError) as refused:
        open_key(Token(token.module, token.label, key), pin)
    assert refused.value.sentence
    return refused.value.code


def test_a_key_on_a_token_signs_what_the_city_and_openssl_accept(city: Desk, unit: Desk, tmp_path: Path) -> None:
    assert not list(unit.keys.glob("*.p12"))
    made = exporting.export(unit, PLAN, MONTH, tmp_path / "stick", PIN, NOW)
    (outcome,) = merge_files(city, [made.path], NOW)
    assert outcome.error is None
    unverified = examine(BytesIO(made.path.read_bytes()))
    (tmp_path / "manifest").write_bytes(unverified.manifest)
    (tmp_path / "signature").write_bytes(unverified.signature)
    (tmp_path / "root").write_bytes(root_certificate_pem(city))
    words = ["openssl", "cms", "-verify", "-cades", "-binary", "-inform", "DER", "-in", "signature"]
    at = str(int(NOW.timestamp()))
    words += ["-content", "manifest", "-CAfile", "root", "-attime", at, "-out", os.devnull]
    checked = subprocess.run(words, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stderr


def test_it_seals_papers_as_well(unit: Desk, tmp_path: Path) -> None:
    out = exporting.write_submission_pdf(unit, PLAN, MONTH, tmp_path / "paper.pdf", NOW, passphrase=PIN)
    assert b"/ByteRange" in out.read_bytes()


def test_the_key_itself_cannot_be_had(unit: Desk) -> None:
    (place,) = unit.keys.glob("*.token")
    key = open_key(read_token(place.read_bytes()), PIN)
    assert isinstance(key, TokenKey)
    for ask in (key.private_numbers, lambda: key.decrypt(b"", None), lambda: key.private_bytes(None, None, None)):
        with pytest.raises(TypeError):
            ask()


def test_what_is_wrong_with_a_token_is_told_apart(unit: Desk) -> None:
    (place,) = unit.keys.glob("*.token")
    key = read_token(place.read_bytes()).key
    assert refusal(STICK, key, "000000") == "TOKEN_PIN"
    assert refusal(STICK, "no such key", PIN) == "TOKEN_KEY"
    assert refusal(replace(STICK, label="another"), key, PIN) == "TOKEN_GONE"
    assert refusal(replace(STICK, module="/no/such/library.so"), key, PIN) == "TOKEN_GONE"
    with pytest.raises(BaiseError, match="TOKEN_PIN:"):
        unit_signer(unit, "999999")
    place.write_text("{}")
    with pytest.raises(BaiseError, match="KEY_FILE:"):
        unit_signer(unit, PIN)


def test_a_wrong_pin_makes_no_installation(tmp_path: Path) -> None:
    with pytest.raises(BaiseError, match="TOKEN_PIN:"):
        setup.create_unit(tmp_path / "none", LINGYUN, tmp_path / "request.asice", "wrong", NOW, STICK)
    assert not list(tmp_path.iterdir())


def test_a_unit_moves_from_a_file_to_a_token(city: Desk, county: Desk, tmp_path: Path) -> None:
    request, pack = tmp_path / "again.asice", tmp_path / "pack.asice"
    mark = ask_again(county, request, PIN, NOW, replace(STICK, key="pingguo"))
    setup.admit(city, request, mark, PASSPHRASE, NOW)
    setup.open_task_pack(county, publish(city, PLAN, "", pack, PASSPHRASE, NOW).path, None, NOW)
    fill_month(county, NOW)
    sign_all(county, NOW)
    made = exporting.export(county, PLAN, MONTH, tmp_path / "stick", PIN, NOW)
    assert merge_files(city, [made.path], NOW)[0].error is None


def test_the_only_token_need_not_be_named(city: Desk, tmp_path: Path) -> None:
    setup.create_unit(tmp_path / "lingyun", LINGYUN, tmp_path / "r.asice", PIN, NOW, TokenWish(MODULE, ""))
    assert read_token((tmp_path / "lingyun" / "keys" / "unit.token").read_bytes()).label == STICK.label
    with pytest.raises(BaiseError, match="TOKEN_GONE"):
        setup.create_unit(tmp_path / "other", LINGYUN, tmp_path / "o.asice", PIN, NOW, TokenWish("/no/such.so", ""))
    assert not (tmp_path / "other").exists()
