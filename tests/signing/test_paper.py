"""The signature as it lies in the bytes of a paper: each rule by itself."""

from datetime import UTC, datetime

import pytest

from baise_desktop.errors import BaiseError
from baise_desktop.signing.paper import find_signature

DER = "3003020101"


def made(contents: str = f"<{DER}0000>", figures: str = "", key: str = "/Contents ", time: str = "") -> bytes:
    """The least that has the shape of a signed paper; the range is right unless another is given."""
    head = f"%PDF-1.7\n1 0 obj <<{key}"
    tail = f"/M ({time or 'D:20230705080000Z'}) >> endobj %%EOF\n"
    start, resumed = len(head), len(head) + len(contents)
    for _ in range(3):
        written = figures or f"0 {start} {resumed} {len(tail)}"
        tail = f"/ByteRange [{written}] /M ({time or 'D:20230705080000Z'}) >> endobj %%EOF\n"
    return f"{head}{contents}{tail}".encode()


def test_what_is_signed_is_all_but_the_contents() -> None:
    found = find_signature(made())
    assert found.der == bytes.fromhex(DER)
    assert found.covered == made().replace(f"<{DER}0000>".encode(), b"")
    assert found.claimed == datetime(2023, 7, 5, 8, tzinfo=UTC)
    assert found.whole


def test_what_follows_is_told() -> None:
    found = find_signature(made() + b"x")
    assert not found.whole
    assert found.end == len(made())


def test_the_first_signature_counts() -> None:
    assert find_signature(made() + made()).end == len(made())


@pytest.mark.parametrize(
    "data",
    [
        made(f"({DER}0000)"),
        made(f"<{DER}0001>"),
        made(f"<{DER}000>"),
        made(f"<{DER} 000>"),
        made(f"<{DER}00\n\n>"),
        made(key="/Contexts "),
        made(key="/Contents %"),
        made(figures="1 24 38 99"),
        made(figures="0 24"),
        made(figures="0 24 38 1 0"),
        made(figures="0 24 38 0"),
        made(figures="0 24 25 9"),
        made(figures="0 38 24 9"),
        made(figures="0 24 38 +9"),
        made(figures="0 99999999999999 38 9"),
        made(time="20230705080000Z"),
        made(time="D:20230705080000+08'00'"),
        made(time="D:20231305080000Z"),
        made().replace(b"/M (", b"/N ("),
    ],
)
def test_a_range_that_is_not_plain_is_refused(data: bytes) -> None:
    with pytest.raises(BaiseError, match="PAPER_RANGE"):
        find_signature(data)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "PAPER_FORM"),
        (b" " + made(), "PAPER_FORM"),
        (b"%PDF-1.7\n", "PAPER_UNSIGNED"),
        (made("<00000000>"), "PAPER_EMPTIED"),
        (made("<>"), "PAPER_EMPTIED"),
    ],
)
def test_other_files(data: bytes, code: str) -> None:
    with pytest.raises(BaiseError, match=code):
        find_signature(data)
