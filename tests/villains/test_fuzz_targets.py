"""Each target takes what it begins with, and some thousand spoilt copies of it, before atheris feeds it for long."""

import random
from collections.abc import Iterator

import pytest

from tests.fuzz.targets import TARGETS, feed, seeds_of
from tests.villains.estate import Estate

COPIES = 400


@pytest.fixture(scope="module")
def seeds(estate: Estate) -> dict[str, list[bytes]]:
    small = {name: data for name, data in estate.files.items() if name.endswith((".json", ".jsonl"))}
    packages = {"submission": estate.submission(small), "receipt": estate.receipt, "returned": estate.returned}
    return seeds_of(estate.files, packages)


def spoilt(data: bytes, chance: random.Random) -> bytes:
    """One to three bytes changed, left out, put in, or a piece said twice."""
    copy = bytearray(data)
    for _ in range(chance.randint(1, 3)):
        at = chance.randrange(1, len(copy))
        match chance.randrange(4):
            case 0:
                copy[at] ^= 1 << chance.randrange(8)
            case 1:
                del copy[at : at + chance.randint(1, 4)]
            case 2:
                copy[at:at] = chance.choice((b"0", b'"', b"\\u0000", b"\n", b"{}", b"\xff", b"9" * 20, "百".encode()))
            case 3:
                copy[at:at] = copy[at : at + chance.randint(1, 80)]
        if len(copy) < 2:
            return bytes(copy)
    return bytes(copy)


def copies(inputs: list[bytes]) -> Iterator[bytes]:
    chance = random.Random(7)
    for number in range(COPIES):
        yield spoilt(inputs[number % len(inputs)], chance)


@pytest.mark.parametrize("target", TARGETS)
def test_nothing_but_the_declared_error_escapes(seeds: dict[str, list[bytes]], target: str) -> None:
    assert seeds[target]
    for data in (*seeds[target], *copies(seeds[target])):
        feed(data)


@pytest.mark.parametrize("target", TARGETS)
def test_what_it_begins_with_is_right(seeds: dict[str, list[bytes]], target: str) -> None:
    """Otherwise it would never come past the first check."""
    TARGETS[target](seeds[target][0][1:])
