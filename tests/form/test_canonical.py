"""Canonical JSON: one text per value, and nothing that could be read in two ways. Numbers are those of bad inputs B."""

import json
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baise_desktop.errors import BaiseError
from baise_desktop.form.canonical import MAX_DEPTH, MAX_STRING_BYTES, SAFE_INTEGER, Json, dump, load, load_canonical

_TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\0")).map(lambda text: normalize("NFC", text))
_KEYS = st.text(st.characters(codec="ascii", exclude_characters="\0"), max_size=8)
_JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-SAFE_INTEGER, SAFE_INTEGER) | _TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_KEYS, inner, max_size=4),
    max_leaves=12,
)


def test_order_and_escapes_are_those_of_rfc_8785() -> None:
    value: Json = {"b": '\x01\b\t\n\f\r"\\/\x7f\u2028€𠮷', "B": None, "a": [True, -1], "": 0}
    written = '{"":0,"B":null,"a":[true,-1],"b":"\\u0001\\b\\t\\n\\f\\r\\"\\\\/\x7f\u2028€𠮷"}'
    assert dump(value) == written.encode()


@given(_JSON)
def test_what_is_dumped_loads_as_the_same_value_and_is_canonical(value: object) -> None:
    line = dump(value)  # type: ignore[arg-type]
    assert load(line) == value
    assert load_canonical(line) == value
    assert dump(load(line)) == line


@given(_JSON)
def test_the_standard_library_writes_the_same(value: object) -> None:
    written = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    assert dump(value) == written  # type: ignore[arg-type]


def test_text_is_brought_to_nfc() -> None:
    assert dump("e\u0301") == '"é"'.encode()


_DEEP = 100_000
REFUSED = {
    "041 NaN": b'{"a":NaN}',
    "041 -Infinity": b'{"a":-Infinity}',
    "041 1e999": b'{"a":1e999}',
    "042 repeated key": b'{"a":1,"a":2}',
    "045 deep list": b"[" * _DEEP,
    "045 deep objects": b'{"a":' * _DEEP + b"1" + b"}" * _DEEP,
    "046 lone surrogate": b'{"a":"\\ud800"}',
    "046 raw surrogate": b'{"a":"\xed\xa0\x80"}',
    "046 byte order mark": b'\xef\xbb\xbf{"a":1}',
    "046 raw control character": b'{"a":"\x01"}',
    "046 trailing text": b'{"a":1}x',
    "not UTF-8": b'{"a":"\xff"}',
    "empty": b"",
    "cut": b'{"a":1',
    "not NFC": '{"a":"e\u0301"}'.encode(),
    "minus zero": b'{"a":-0}',
}


@pytest.mark.parametrize("data", REFUSED.values(), ids=REFUSED.keys())
def test_bad_json_is_refused(data: bytes) -> None:
    for read in (load, load_canonical):
        with pytest.raises(BaiseError) as refused:
            read(data)
        assert refused.value.code == "JSON"
        assert refused.value.sentence


# The fast reader leaves these to the types of the fields.
STRICTER = {
    "041 fraction": b'{"a":1.5}',
    "044 4,000 digits": b'{"a":' + b"1" * 4000 + b"}",
    "044 5,000 digits": b'{"a":' + b"1" * 5000 + b"}",
    "044 2^53+1": b'{"a":9007199254740993}',
    "048 U+0000": b'{"a":"\\u0000"}',
    "long string": b'"' + b"x" * (MAX_STRING_BYTES + 1) + b'"',
    "key not ASCII": '{"键":1}'.encode(),
}


@pytest.mark.parametrize("data", STRICTER.values(), ids=STRICTER.keys())
def test_bad_leaves_are_refused(data: bytes) -> None:
    with pytest.raises(BaiseError, match="JSON"):
        load(data)


@pytest.mark.parametrize("data", [b'{"b":1,"a":2}', b'{"a": 1}', b'{"a":"\\u0041"}', b'{"a":"\\/"}', b" 1", b"1\n"])
def test_other_ways_to_write_the_same_are_not_canonical(data: bytes) -> None:
    load(data)
    with pytest.raises(BaiseError, match="JSON"):
        load_canonical(data)


def test_limits_are_inclusive() -> None:
    nested: object = 1
    for _ in range(MAX_DEPTH):
        nested = [nested]
    assert load(dump(nested)) == nested  # type: ignore[arg-type]
    with pytest.raises(BaiseError, match="32"):
        dump([nested])
    assert load(b'"' + b"x" * MAX_STRING_BYTES + b'"') == "x" * MAX_STRING_BYTES
    assert load(str(-SAFE_INTEGER).encode()) == -SAFE_INTEGER


@pytest.mark.parametrize("value", [1.0, SAFE_INTEGER + 1, "\ud800", "a\0b", {"键": 1}, {1: 2}, b"x", {1}])
def test_what_canonical_json_cannot_say_is_refused_when_written(value: object) -> None:
    with pytest.raises(BaiseError, match="JSON"):
        dump(value)  # type: ignore[arg-type]
