"""Records and their canonical lines. Numbers are those of bad inputs B."""

import json
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baise_desktop.errors import BaiseError
from baise_desktop.form.record import Record, check_complete, digest, fixed_row_id, from_line, new_row_id, to_line
from baise_desktop.form.value import NOT_APPLICABLE, Evidence, Missing, Value
from tests.form.samples import EVIDENCE, FORM, FORMS, NOW, ROW, TASK, VALUES, a_record, a_task_record

LINE = to_line(a_record({"name": "德保演示公司", "staff": 3}), FORM)


def changed(**members: object) -> bytes:
    """The sample line with other members, still canonical; None takes a member out."""
    line = json.loads(LINE) | members
    kept = {key: value for key, value in line.items() if value is not None}
    return json.dumps(kept, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def with_values(**values: object) -> bytes:
    return changed(values=json.loads(LINE)["values"] | values)


@given(VALUES, st.sets(EVIDENCE, max_size=2), st.sampled_from(["", "p2.k.1"]))
def test_a_record_comes_back_from_its_line(values: dict[str, Value], files: set[Evidence], task: str) -> None:
    record = replace(a_record(values), evidence=tuple(sorted(files)), task=task)
    line = to_line(record, FORM)
    again = from_line(line, FORMS)
    assert again == record
    assert to_line(again, FORM) == line
    assert b"\n" not in line


def test_a_tombstone_comes_back() -> None:
    record = replace(a_record(), deleted=True)
    assert from_line(to_line(record, FORM), FORMS) == record


def test_a_line_says_it_all_in_one_way() -> None:
    assert LINE.decode() == (
        '{"fill_state":"01","form":"r.sample","period":"2023H1","plan":"p2","row_id":"' + ROW + '","unit":"c.debao",'
        '"updated_at":"2023-07-01T08:00:00Z","values":{"name":"德保演示公司","staff":3}}'
    )
    assert len(digest(LINE)) == 64


def test_the_states_of_a_value_in_a_line() -> None:
    line = to_line(a_record({"name": NOT_APPLICABLE, "staff": Missing("待核"), "note": None}), FORM)
    assert b'"values":{"name":{"na":true},"staff":{"missing":"\xe5\xbe\x85\xe6\xa0\xb8"}}' in line


SCHEMA = {
    "049 unknown field": with_values(sort="1"),
    "049 computed field": with_values(growth="1.00"),
    "049 missing member": changed(period=None),
    "049 unknown member": changed(extra="1"),
    "049 wrong form": changed(form="r.none"),
    "049 form not a text": changed(form=7),
    "051 row id not a UUID": changed(row_id="1"),
    "051 row id in capitals": changed(row_id=ROW.upper()),
    "unit": changed(unit="../x"),
    "plan of another form": changed(plan="p9"),
    "period": changed(period="2023H3"),
    "period in other digits": changed(period="２０２３"),
    "fill state": changed(fill_state="draft"),
    "time": changed(updated_at="2023-07-01 08:00:00"),
    "057 time of no day": changed(updated_at="9999-12-31T24:00:00Z"),
    "deleted false": changed(deleted=False),
    "deleted with values": changed(deleted=True),
    "empty evidence": changed(evidence=[]),
    "evidence": changed(evidence=[{"name": "x"}]),
    "values": changed(values=[]),
    "empty task": changed(task=""),
    "row id of a task form": changed(form=TASK.id, values={}),
}


@pytest.mark.parametrize("line", SCHEMA.values(), ids=SCHEMA.keys())
def test_a_line_of_another_shape_is_refused(line: bytes) -> None:
    with pytest.raises(BaiseError) as refused:
        from_line(line, FORMS)
    assert refused.value.code == "SCHEMA"
    assert refused.value.sentence


NOT_JSON = {
    "041 NaN": LINE.replace(b":3}", b":NaN}"),
    "041 1e999": LINE.replace(b":3}", b":1e999}"),
    "041 fraction": LINE.replace(b":3}", b":3.5}"),
    "042 repeated key": LINE.replace(b'"staff":3', b'"staff":3,"staff":4'),
    "044 digits": LINE.replace(b":3}", b":" + b"1" * 5000 + b"}"),
    "044 2^53+1": LINE.replace(b":3}", b":9007199254740993}"),
    "045 depth": LINE.replace(b":3}", b":" + b"[" * 100_000 + b"}"),
    "046 byte order mark": b"\xef\xbb\xbf" + LINE,
    "046 trailing": LINE + b"\n",
    "046 surrogate": LINE.replace(b":3}", b':"\\ud800"}'),
    "white space": LINE.replace(b":3}", b": 3}"),
    "order": LINE.replace(b'"fill_state":"01",', b"")
    .replace(b'"form"', b'"fill_state":"01","form"')
    .replace(b'{"fill_state":"01","form":"r.sample"', b'{"form":"r.sample","fill_state":"01"'),
    "not an object": b"[]",
    "U+0000": with_values(name="a\0b"),
    "not NFC": LINE.replace("德保".encode(), "e\u0301".encode()),
}


@pytest.mark.parametrize("line", NOT_JSON.values(), ids=NOT_JSON.keys())
def test_a_line_that_is_not_canonical_is_refused(line: bytes) -> None:
    assert line != LINE
    with pytest.raises(BaiseError) as refused:
        from_line(line, FORMS)
    assert refused.value.code == "JSON"


@pytest.mark.parametrize(
    "line",
    [
        with_values(staff="3"),
        with_values(start="2025-02-29"),
        with_values(start="0000-00-00"),
        with_values(seen="9999-12-31T24:00:00Z"),
        with_values(name="x" * 2001),
        with_values(note="x" * 65537),
    ],
)
def test_057_a_value_of_another_type_is_refused_naming_form_and_field(line: bytes) -> None:
    with pytest.raises(BaiseError) as refused:
        from_line(line, FORMS)
    assert refused.value.code == "TYPE"
    assert FORM.title in refused.value.sentence
    assert str(refused.value.values["field"]) in refused.value.sentence


@given(st.integers(0, len(LINE) - 1), st.integers(1, 255))
def test_005_a_changed_byte_never_gives_the_same_record(place: int, change: int) -> None:
    line = bytearray(LINE)
    line[place] ^= change
    with suppress(BaiseError):
        record = from_line(bytes(line), FORMS)
        assert to_line(record, FORM) == bytes(line)
        assert record != from_line(LINE, FORMS)


def test_049_a_finished_record_has_every_required_field() -> None:
    check_complete(a_record({"name": "x", "year": NOT_APPLICABLE}), FORM)
    check_complete(replace(a_record(), deleted=True), FORM)
    with pytest.raises(BaiseError, match="年度") as refused:
        check_complete(a_record({"name": "x"}), FORM)
    assert refused.value.code == "SCHEMA"


def test_a_value_that_does_not_fit_is_a_bug_of_the_caller() -> None:
    for values in ({"staff": "3"}, {"active": 1}, {"start": NOW}):
        with pytest.raises(TypeError):
            to_line(a_record(values), FORM)
    for key in ("none", "growth"):
        with pytest.raises(KeyError, match=key):
            to_line(a_record({key: 1}), FORM)


def test_row_ids_are_in_the_order_of_time() -> None:
    early = new_row_id(datetime(2020, 1, 1, tzinfo=UTC), b"\xff" * 10)
    late = new_row_id(datetime(2020, 1, 1, 0, 0, 1, tzinfo=UTC), bytes(10))
    assert early < late
    assert UUID(early).version == UUID(late).version == 7
    assert UUID(early).variant == "specified in RFC 4122"
    assert len({new_row_id(NOW, bytes(9) + bytes([last])) for last in range(256)}) == 256


def test_a_task_form_has_one_record() -> None:
    record = a_task_record({"next": "继续"})
    assert record.row_id == fixed_row_id("c.debao", "p2", "2023H1", TASK.id) == str(UUID(record.row_id))
    assert isinstance(from_line(to_line(record, TASK), FORMS), Record)
    with pytest.raises(BaiseError, match="SCHEMA"):
        from_line(to_line(replace(record, row_id=ROW), TASK), FORMS)
