import json
import sys
import unicodedata
from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from baise_desktop.errors import BaiseError
from baise_desktop.form.definition import Form
from baise_desktop.form.line_check import Accepted, Run, accept_runs, is_ordinary
from baise_desktop.form.record import check_complete, from_line, new_row_id, to_line
from baise_desktop.form.value import Evidence, Missing, Value
from baise_desktop.form.words import MANY_LINES, ONE_LINE
from tests.form.samples import EVIDENCE, FORM, FORMS, NOW, TASK, VALUES, a_record, a_task_record

PLACE = ("c.debao", "p2", "2023H1")
REQUIRED: Mapping[str, Value] = {"name": "德保演示科技有限公司", "year": 2023}


def accept_lines(block: bytes, form: Form, *place: str) -> Accepted | None:
    """What is said of a single run."""
    unit, plan, period = place
    accepted = accept_runs([Run(form, block)], (unit, plan, period))
    return accepted[0] if accepted else None


def is_right(line: bytes) -> bool:
    """Whether the checks that make a record of a line let it pass."""
    try:
        record = from_line(line, FORMS)
        check_complete(record, FORMS[record.form])
    except BaiseError:
        return False
    return (record.unit, record.plan, record.period) == PLACE


def accepts(line: bytes, form: Form = FORM) -> bool:
    """Whether a line is accepted; what is accepted is right, and is called by its own row id."""
    accepted = accept_lines(line + b"\n", form, *PLACE)
    if accepted is None:
        return False
    assert is_right(line), line
    record = from_line(line, FORMS)
    assert accepted.row_ids == [record.row_id]
    assert to_line(record, FORMS[record.form]) == line
    assert accepted.names_files or b"sha256" not in line
    return True


def good(values: Mapping[str, Value] = REQUIRED) -> dict[str, object]:
    document = json.loads(to_line(a_record(values), FORM))
    assert isinstance(document, dict)
    return document


def canonical(document: object) -> bytes:
    text = json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode("utf-8", "surrogatepass")


@given(VALUES, st.sets(EVIDENCE, max_size=2), st.sampled_from(["", "p2.k.1"]))
def test_every_finished_record_is_accepted(values: dict[str, Value], files: set[Evidence], task: str) -> None:
    record = replace(a_record({**REQUIRED, **values}), evidence=tuple(sorted(files)), task=task)
    proof = replace(record, values={**record.values, "proof": tuple(sorted(files))}) if files else record
    assert accepts(to_line(record, FORM))
    assert accepts(to_line(proof, FORM))


@given(st.lists(VALUES, min_size=2, max_size=6))
def test_lines_are_accepted_together(values: list[dict[str, Value]]) -> None:
    ids = [new_row_id(NOW, bytes([number]) * 10) for number in range(len(values))]
    lines = [to_line(a_record({**REQUIRED, **each}, row_id), FORM) for each, row_id in zip(values, ids, strict=True)]
    block = b"".join(line + b"\n" for line in lines)
    accepted = accept_lines(block, FORM, *PLACE)
    assert accepted is not None
    assert accepted.row_ids == ids
    assert accept_lines(block + lines[0][:-1] + b"\n", FORM, *PLACE) is None
    assert accept_lines(block[:-1], FORM, *PLACE) is None
    assert accept_lines(b"\n" + block, FORM, *PLACE) is None


def test_a_moment_of_another_time_zone_is_not_hidden_by_its_equal() -> None:
    first, second = (good({**REQUIRED, "seen": NOW}) for _ in range(2))
    second["row_id"] = new_row_id(NOW, b"\xac" * 10)
    right = canonical(first) + b"\n" + canonical(second) + b"\n"
    assert accept_lines(right, FORM, *PLACE)
    before, _, after = right.rpartition(b'"seen":"2023-07-01T08:00:00Z"')
    wrong = before + b'"seen":"2023-07-01T16:00:00+08:00"' + after
    assert not is_right(wrong.splitlines()[1])
    assert accept_lines(wrong, FORM, *PLACE) is None


def test_runs_of_several_forms_are_accepted_together_and_a_wrong_one_spoils_all() -> None:
    task = replace(a_task_record({"next": "按计划推进"}), updated_at="2023-07-01T08:00:00Z")
    rows = [to_line(a_record(REQUIRED, new_row_id(NOW, bytes([n]) * 10)), FORM) + b"\n" for n in range(3)]
    runs = [Run(FORM, b"".join(rows)), Run(TASK, to_line(task, TASK) + b"\n")]
    accepted = accept_runs(runs, PLACE)
    assert accepted is not None
    assert [len(each.row_ids) for each in accepted] == [3, 1]
    assert accept_runs([], PLACE) == []
    for change in ((b'"2023H1"', b'"2023H2"'), (b"c.debao", b"c.napo1"), (b'"p2"', b'"p1"'), (b'"01"', b'"xx"')):
        spoilt = Run(FORM, rows[0] + rows[1].replace(*change) + rows[2])
        assert spoilt.block != runs[0].block
        assert accept_runs([spoilt, runs[1]], PLACE) is None
        assert accept_runs([runs[1], spoilt], PLACE) is None
    assert accept_runs(runs, ("c.napo", *PLACE[1:])) is None


def test_a_record_of_a_task_is_accepted_under_its_own_row_id_alone() -> None:
    record = replace(a_task_record({"next": "按计划推进\n下一步"}), updated_at="2023-07-01T08:00:00Z")
    assert accepts(to_line(record, TASK), TASK)
    assert not accepts(to_line(replace(record, row_id=a_record().row_id), TASK), TASK)


def test_an_unusual_character_is_accepted_where_it_is_right() -> None:
    for word in ("㛃𬭎䶮", "Müller–é", '“引号” "直" \\ 反斜杠', "한글", "№ ① Ⅳ ㎡", "\ue000"):
        assert accepts(to_line(a_record({**REQUIRED, "name": word}), FORM)), word
    for word in ("甲\n乙", "甲\t乙", "𬭎\n"):
        assert accepts(to_line(a_record({**REQUIRED, "note": word}), FORM)), word
    assert accepts(to_line(a_record({**REQUIRED, "note": Missing("𬭎还没有")}), FORM))


_ODD: tuple[object, ...] = (
    *("", " ", "甲\n", "甲\x7f", "甲\x85", "甲\u2028", "\ufffe", "e\u0301", "\u0301", "\uf900", "\u212b", "\u2000"),
    *(
        "x" * 2000,
        "x" * 2001,
        "字" * 16384,
        "字" * 21846,
        "01",
        "01\n02",
        "1.0000\n2.0000",
        "09",
        "c.napo",
        "c.gone",
        "-",
        ".x",
        "a/b",
        "甲",
    ),
    *(0, -0.0, 1.0, 1.5, -1, 999, 1000, 9999, 10_000, 9_200_000_000_000, 9_200_000_000_001, 2**53, 2**64, True, False),
    *("0.0000", "-0.0000", "-0.5000", "1.00", "01.00", "1.0000", "9200000000000.0000", "9200000000000.0001", "+1.0000"),
    *("1.0000\n", "１.0000", "999999999999.9999", "1000000000000.0000", "1e5", "NaN", None, [], {}, [[]], ["01"]),
    *(["02", "01"], ["01", "01"], ["01", "02"], [""], [1], {"na": True}, {"na": False}, {"na": 1}, {"missing": "未到"}),
    *(
        {"missing": ""},
        {"missing": "甲\n乙"},
        {"missing": "e\u0301"},
        {"missing": "x", "na": True},
        {"na": True, "x": 1},
    ),
    *("01\n02", "1.0000\n2.0000", "018f0000-0000-7000-8000-000000000001\n"),
    *("2023-02-29", "2024-02-29", "2023-13-01", "0000-01-01", "2023-1-1", "2023-01-01 ", "20230101", "9999-12-31"),
    *("2023-07-01T08:00:00Z", "2023-07-01T08:00:60Z", "2023-07-01T24:00:00Z", "2023-07-01T08:00:00+08:00"),
    *("2023-07-01T08:00:00.500000Z", "2023-07-01T08:00:00.000000Z", "2023-07-01t08:00:00z", "2023-07-01T08:00:00"),
    *("0001-01-01T00:00:00Z", "018f0000-0000-7000-8000-000000000001", "018F0000-0000-7000-8000-000000000001"),
    *("018f0000-0000-9000-8000-000000000001", "018f0000-0000-7000-c000-000000000001", "914510247ABCDEFGH0"),
    *([{"media_type": "a/b", "name": "a", "sha256": "0" * 64, "size": 1}], [{"name": "a"}]),
    [{"media_type": "a/b", "name": "a/b", "sha256": "0" * 64, "size": 1}],
    [{"media_type": "a/b", "name": "a", "sha256": "0" * 64, "size": -1}],
    [{"media_type": "a/b", "name": "a", "sha256": "0" * 64, "size": 1}] * 2,
)
_KEYS = sorted([each.key for each in FORM.fields] + ["unknown"])
_MEMBERS = sorted([*good(), "deleted", "evidence", "task", "unknown"])


@pytest.mark.parametrize("key", _KEYS)
def test_what_is_accepted_is_right_whatever_stands_in_a_field(key: str) -> None:
    for odd in _ODD:
        document = good()
        accepts(canonical({**document, "values": {**document["values"], key: odd}}))  # type: ignore[dict-item]


@pytest.mark.parametrize("key", _MEMBERS)
def test_what_is_accepted_is_right_whatever_stands_in_a_member(key: str) -> None:
    for odd in (*_ODD, "p1", "p2", "2023", "2023H3", "c.debao", "r.sample", "p2.k.1"):
        accepts(canonical({**good(), key: odd}))


@given(VALUES, st.data())
def test_what_is_accepted_is_right_whatever_byte_is_changed(values: dict[str, Value], data: st.DataObject) -> None:
    line = to_line(a_record({**REQUIRED, **values}), FORM)
    place = data.draw(st.integers(0, len(line) - 1))
    accepts(line[:place] + bytes([data.draw(st.integers(0, 255))]) + line[place + 1 :])
    accepts(line[:place] + data.draw(st.sampled_from([b" ", b"\\", b'"', b"\\u0041", b",", b"\x00"])) + line[place:])


@given(st.sampled_from(["name", "note"]), st.text(max_size=20))
@example("name", "한" + "\u1161")
@example("note", "\u0344")
def test_what_is_accepted_is_right_whatever_is_written(key: str, text: str) -> None:
    document = good()
    accepts(canonical({**document, "values": {**document["values"], key: text}}))  # type: ignore[dict-item]


def test_what_is_unfinished_or_elsewhere_is_not_accepted() -> None:
    assert not accepts(to_line(a_record(), FORM))
    assert not accepts(to_line(replace(a_record(), deleted=True), FORM))
    line = to_line(a_record(REQUIRED), FORM)
    assert accepts(line)
    for place in (("c.napo", "p2", "2023H1"), ("c.debao", "p1", "2023H1"), ("c.debao", "p2", "2023H2")):
        assert accept_lines(line + b"\n", FORM, *place) is None
    assert accept_lines(line + b"\n", replace(FORM, plans=("p1",)), *PLACE) is None
    assert accept_lines(line + b"\n", TASK, *PLACE) is None


def test_ordinary_characters_are_right_in_any_company() -> None:
    # Characters below a space are escaped wherever JSON is canonical.
    joining = {
        unicodedata.normalize("NFD", chr(code))[1:2]
        for code in range(sys.maxunicode + 1)
        if unicodedata.decomposition(chr(code)) and not unicodedata.decomposition(chr(code)).startswith("<")
    }
    ordinary = [chr(code) for code in range(0x20, sys.maxunicode + 1) if not 0xD800 <= code < 0xE000]
    ordinary = [each for each in ordinary if is_ordinary(each.encode())]
    assert len(ordinary) > 20_000
    for each in ordinary:
        assert not ONE_LINE.search(each), each
        assert not MANY_LINES.search(each), each
        assert unicodedata.is_normalized("NFC", each), each
        assert each not in joining, each
        assert not unicodedata.combining(each), each
