"""Encryption to the city: who can open, whom a file names, and what damage is told as."""

import io
import subprocess
from pathlib import Path

import pyrage
import pytest

from baise_desktop.errors import BaiseError
from baise_desktop.signing.encryption import (
    EncryptionKey,
    addressees,
    decrypt,
    decrypt_bytes,
    encrypt,
    is_recipient,
    make_key,
    mark_of,
    open_key,
)

PASSPHRASE = "演示专用口令2023"
PLAIN = b"PK what only the city may read"


def new_key() -> EncryptionKey:
    _, content = make_key(PASSPHRASE)
    return open_key(content, PASSPHRASE)


@pytest.fixture(scope="module")
def key() -> EncryptionKey:
    return new_key()


@pytest.fixture(scope="module")
def other() -> EncryptionKey:
    return new_key()


def refusal(data: bytes, *keys: EncryptionKey) -> BaiseError:
    with pytest.raises(BaiseError) as refused:
        decrypt_bytes(data, keys)
    return refused.value


def test_the_key_lies_under_its_passphrase() -> None:
    recipient, content = make_key(PASSPHRASE)
    assert is_recipient(recipient)
    assert open_key(content, PASSPHRASE).recipient == recipient
    with pytest.raises(BaiseError, match="PASSPHRASE:"):
        open_key(content, "wrong")
    with pytest.raises(BaiseError, match="PASSPHRASE:"):
        open_key(b"no key", PASSPHRASE)


@pytest.mark.parametrize("text", ["", "age1qqqq", "ssh-ed25519 AAAA", "ssh-ed25519 " + "A" * 68, "ssh-rsa AAAA"])
def test_other_texts_name_no_key(text: str) -> None:
    assert not is_recipient(text)


def test_whoever_has_the_key_reads_it_and_nobody_else(key: EncryptionKey, other: EncryptionKey) -> None:
    sealed = encrypt(PLAIN, key.recipient)
    assert PLAIN not in sealed
    assert decrypt_bytes(sealed, (other, key)) == PLAIN
    assert encrypt(PLAIN, key.recipient) != sealed


def test_c084_a_file_for_another_city_is_named(key: EncryptionKey, other: EncryptionKey) -> None:
    sealed = encrypt(PLAIN, other.recipient)
    assert addressees(sealed) == (mark_of(other.recipient),)
    error = refusal(sealed, key)
    assert error.code == "RECIPIENT"
    assert mark_of(other.recipient) in error.sentence
    assert mark_of(key.recipient) in error.sentence


def test_c084_a_file_of_another_program_for_somebody_else_is_not_for_this_city(key: EncryptionKey) -> None:
    stranger = pyrage.x25519.Identity.generate().to_public()
    assert refusal(pyrage.encrypt(PLAIN, [stranger]), key).code == "RECIPIENT"


def test_c085_every_byte_flipped_gives_one_and_the_same_message(key: EncryptionKey) -> None:
    sealed = encrypt(PLAIN, key.recipient)
    told = set()
    for place in range(len(sealed)):
        for bit in range(8):
            damaged = bytearray(sealed)
            damaged[place] ^= 1 << bit
            told.add(str(refusal(bytes(damaged), key)))
    assert len(told) == 1
    assert told.pop().startswith("DECRYPT: ")


def test_c085_cut_off_lengthened_or_nothing_of_its_kind(key: EncryptionKey) -> None:
    sealed = encrypt(PLAIN, key.recipient)
    many = b"age-encryption.org/v1\n" + b"-> a\n\n" * 100_000 + b"--- \n"
    for data in (b"", b"age-encryption.org/v1\n", b"PK\3\4" * 50, sealed + b"x", many):
        assert refusal(data, key).code == "DECRYPT"
    for length in range(len(sealed)):
        assert refusal(sealed[:length], key).code == "DECRYPT"


def test_a_full_disk_is_not_taken_for_a_damaged_file(key: EncryptionKey) -> None:
    class Full(io.BytesIO):
        def write(self, data: object) -> int:
            raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space"):
        decrypt(io.BytesIO(encrypt(PLAIN, key.recipient)), Full(), (key,))


def test_age_itself_opens_and_makes_such_files(key: EncryptionKey, tmp_path: Path) -> None:
    (tmp_path / "key").write_bytes(key.secret)
    (tmp_path / "key").chmod(0o600)
    opened = subprocess.run(
        ["age", "-d", "-i", str(tmp_path / "key")],
        input=encrypt(PLAIN, key.recipient),
        capture_output=True,
        check=True,
    )
    assert opened.stdout == PLAIN
    made = subprocess.run(["age", "-r", key.recipient], input=PLAIN, capture_output=True, check=True)
    assert decrypt_bytes(made.stdout, (key,)) == PLAIN
