"""What the code of a page says is what is read from it."""

import string
from dataclasses import replace
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baise_desktop.report.check_code import (
    BOUND,
    DRAFT,
    EXERCISE,
    PageMark,
    page_code,
    page_payload,
    read_code,
    read_payload,
    spelt_by,
)
from baise_desktop.report.foot import QR_SIZE, Foot, foot_qr
from baise_desktop.report.geometry import AREA_HEIGHT, MM, PAGE_HEIGHT, TOP
from baise_desktop.report.model import Binding

DIGEST = "bc4a71180870f7945155fbb02f4b0a2e3faa2a62d6d31b7039013055ed19869a"
BINDING = Binding("c.pingguo", "p2", "2023H1", 2, DIGEST)
_names = st.text(string.ascii_lowercase + string.digits + "._", min_size=1, max_size=30)


@given(
    _names,
    st.sampled_from(["p1", "p2"]),
    st.sampled_from(["2023", "2023H1", "2023Q4", "2023-05"]),
    st.integers(1, 999_999),
    st.binary(min_size=32, max_size=32),
    st.sampled_from(["", "audit"]),
    st.integers(1, 9_999),
)
def test_what_is_printed_is_read(
    unit: str, plan: str, period: str, version: int, digest: bytes, paper: str, page: int
) -> None:
    binding = Binding(unit, plan, period, version, digest.hex(), paper)
    assert read_payload(page_payload(binding, page, page)) == PageMark(binding, page, page)


@pytest.mark.parametrize("word", [DRAFT, EXERCISE])
def test_a_paper_without_a_package_says_so(word: str) -> None:
    bare = replace(BINDING, content_digest="")
    assert read_payload(page_payload(bare, 1, 3, word)) == PageMark(bare, 1, 3, word)


@given(st.text(max_size=120))
def test_what_others_print_is_none_of_ours(text: str) -> None:
    assert read_payload(text) is None


@pytest.mark.parametrize(
    "spoilt",
    [
        page_payload(BINDING, 4, 3),
        page_payload(BINDING, 1, 3).replace("BSKJ1", "BSKJ9"),
        page_payload(BINDING, 1, 3)[:-1],
        page_payload(BINDING, 1, 3).lower(),
        page_payload(BINDING, 1, 3) + "\n",
        page_payload(replace(BINDING, paper="audit"), 1, 3) + "/X",
        page_payload(BINDING, 1, 3).replace("/1/3/", "/01/3/"),
        page_payload(BINDING, 1, 3).replace("/1/3/", "/１/３/"),
    ],
)
def test_nearly_ours_is_none_of_ours(spoilt: str) -> None:
    assert read_payload(spoilt) is None


@given(st.integers(1, 99), st.integers(0, 8))
def test_a_code_is_read_as_people_type_it(page: int, cut: int) -> None:
    code = page_code(BINDING, page, 99)
    wide = "".join(chr(ord(each) + 0xFEE0) for each in code)
    misread = code.replace("0", "O").replace("1", "l").lower()
    payload = page_payload(BINDING, page, 99).encode()
    assert spelt_by(code) == sha256(payload).digest()[:BOUND]
    for typed in (code, code.lower(), wide, misread, f" {code[:cut]} {code[cut:]} ", code.replace("-", "")):
        assert read_code(typed) == code
    assert read_code(code[:-1]) == read_code(f"{code}7") == read_code(code.replace("-", "U", 1)[:8]) == ""


def test_papers_about_one_submission_are_told_apart() -> None:
    audit = replace(BINDING, paper="audit")
    assert page_payload(audit, 1, 2) == page_payload(BINDING, 1, 2) + "/AUDIT"
    for each in (BINDING, audit, replace(audit, content_digest="")):
        mark = read_payload(page_payload(each, 1, 2))
        assert mark is not None
        assert mark.binding == each


def test_page_version_content_paper_and_number_of_pages_change_the_code() -> None:
    others = (
        replace(BINDING, version=3),
        replace(BINDING, content_digest="0" * 64),
        replace(BINDING, paper="audit"),
        replace(BINDING, period="2023H2"),
    )
    codes = {page_code(each, 1, 9) for each in (BINDING, *others)} | {
        page_code(BINDING, 2, 9),
        page_code(BINDING, 1, 8),
    }
    assert len(codes) == 7


@pytest.mark.parametrize("page", [1, 2])
def test_the_code_stays_clear_of_text_and_of_what_printers_cannot_print(page: int) -> None:
    qr = foot_qr(Foot("", BINDING), page, 9)
    assert qr is not None
    assert qr.size == QR_SIZE >= 24 * MM
    assert qr.y >= AREA_HEIGHT + 3 * MM
    assert TOP + qr.y + qr.size <= PAGE_HEIGHT - 6 * MM


def test_a_watermarked_paper_carries_the_code_of_an_exercise() -> None:
    bare = replace(BINDING, content_digest="")
    shown, plain = foot_qr(Foot("", bare, "练习"), 1, 2), foot_qr(Foot("", bare), 1, 2)
    assert shown is not None
    assert plain is not None
    assert shown.stretches != plain.stretches


def test_papers_that_no_package_holds_are_marked_across_every_page() -> None:
    bare = replace(BINDING, content_digest="")
    assert Foot("", BINDING).across == ""
    assert Foot("", bare).across == "未签名预览"
    assert Foot("", bare, "演示").across == "演示"
    assert Foot("", replace(bare, paper="blank")).across == ""
    assert Foot("", None).across == ""
