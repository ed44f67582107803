import json
import re
import sys
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from baise_desktop.errors import BaiseError
from baise_desktop.form.definition import Form
from baise_desktop.form.line_check import Run, accept_runs, is_ordinary
from baise_desktop.form.record import check_complete, from_line, list_evidence, new_row_id, to_line
from baise_desktop.form.uscc import check_character
from baise_desktop.form.value import Missing, Value
from baise_desktop.form.words import MANY_LINES, ONE_LINE
from tests.form.samples import FORM, FORMS, NOW, TASK, VALUES, a_record, a_task_record

PLACE = ("c.debao", "p2", "2023H1")
USCC_BODY = "91451000MA5000994"
REQUIRED: Mapping[str, Value] = {"name": "德保演示科技有限公司", "year": 2023}


def accept_lines(block: bytes, form: Form, *place: str) -> Sequence[str]:
    """What is said of a single run."""
    unit, plan, period = place
    (row_ids,) = accept_runs([Run(form, block)], (unit, plan, period))
    return row_ids


def is_right(line: bytes) -> bool:
    """Whether the checks that make a record of a line let it pass."""
    try:
        record = from_line(line, FORMS)
        check_complete(record, FORMS[record.form])
    except BaiseError:
        return False
    return (record.unit, record.plan, record.period) == PLACE


def accepts(text: bytes, form: Form = FORM) -> bool:
    """Whether a line is accepted; what is accepted is right, and is called by its own row id."""
    lines = text.split(b"\n")
    row_ids = accept_lines(text + b"\n", form, *PLACE)
    for line, row_id in zip(lines, row_ids, strict=True):
        if row_id:
            assert is_right(line), line
            record = from_line(line, FORMS)
            assert row_id == record.row_id
            assert to_line(record, FORMS[record.form]) == line
            assert not any(list_evidence(record))
    return all(row_ids)


def good(values: Mapping[str, Value] = REQUIRED) -> dict[str, object]:
    document = json.loads(to_line(a_record(values), FORM))
    assert isinstance(document, dict)
    return document


def canonical(document: object) -> bytes:
    text = json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode("utf-8", "surrogatepass")


@given(VALUES, st.sampled_from(["", "p2.k.1"]))
def test_what_is_written_is_accepted_or_unusual(values: dict[str, Value], task: str) -> None:
    line = to_line(replace(a_record({**REQUIRED, **values}), task=task), FORM)
    assert accepts(line) or is_unusual(line)


def is_unusual(line: bytes) -> bool:
    """Whether a right line has something that the quick look leaves to the thorough one."""
    text = line.decode()
    digits = [each.partition(".")[0] for each in re.findall(r'":"?(-?[0-9.]+)["},]', text)]
    return (
        "\\" in text
        or not is_ordinary(line)
        or any(len(each) > 12 or each.startswith("-") for each in digits)
        or re.search(r'"[0-9]{4}-02-29|"seen":"(?!20)|"(?:start|due)":"[03-9]|"proof":\[|"(?:name|year)":\{', text)
        is not None
    )


@given(st.lists(VALUES, min_size=2, max_size=6))
def test_of_lines_together_the_same_is_said_as_of_each(values: list[dict[str, Value]]) -> None:
    ids = [new_row_id(NOW, bytes([number]) * 10) for number in range(len(values))]
    lines = [to_line(a_record({**REQUIRED, **each}, row_id), FORM) for each, row_id in zip(values, ids, strict=True)]
    block = b"".join(line + b"\n" for line in lines)
    said = accept_lines(block, FORM, *PLACE)
    assert said == [row_id if accepts(line) else "" for line, row_id in zip(lines, ids, strict=True)]
    assert accept_lines(block + lines[0][:-1] + b"\n", FORM, *PLACE) == [*said, ""]
    assert accept_lines(b"\n" + block, FORM, *PLACE) == ["", *said]


def test_a_line_feed_in_an_answer_is_no_end_of_a_line() -> None:
    line = to_line(a_record({**REQUIRED, "note": "甲乙"}), FORM)
    torn = line.replace("甲".encode(), "甲\n".encode())
    assert accept_lines(torn + b"\n", FORM, *PLACE) == ["", ""]
    assert accept_lines(line + b"\n" + torn + b"\n", FORM, *PLACE)[1:] == ["", ""]


def test_what_stands_before_or_behind_a_line_is_not_overlooked() -> None:
    line = to_line(a_record(REQUIRED), FORM)
    for spoilt in (b" " + line, line + b" ", b"x" + line, line + b"}", line + line, line[:-1] + b",}"):
        assert not accepts(spoilt)
        assert accept_lines(line + b"\n" + spoilt + b"\n", FORM, *PLACE)[1] == ""


def test_half_a_character_here_and_half_there_make_none() -> None:
    line = to_line(a_record({**REQUIRED, "note": "甲A"}), FORM)
    first, rest = "甲".encode()[:1], "甲".encode()[1:]
    for torn in (first + b"A" + rest, rest + b"A" + first, first + b"A", b"A" + rest):
        assert not accepts(line.replace("甲A".encode(), torn))


def test_a_form_with_a_field_called_as_a_member_is_read_line_by_line() -> None:
    question = replace(FORM.fields[0], key="row_id")
    form = replace(FORM, fields=(*FORM.fields, question))
    line = to_line(a_record(REQUIRED), FORM)
    assert accepts(line)
    assert accept_lines(line + b"\n", form, *PLACE) == [""]


def test_a_moment_of_another_time_zone_is_not_hidden_by_its_equal() -> None:
    first, second = (good({**REQUIRED, "seen": NOW}) for _ in range(2))
    second["row_id"] = new_row_id(NOW, b"\xac" * 10)
    right = canonical(first) + b"\n" + canonical(second) + b"\n"
    assert all(accept_lines(right, FORM, *PLACE))
    before, _, after = right.rpartition(b'"seen":"2023-07-01T08:00:00Z"')
    wrong = before + b'"seen":"2023-07-01T16:00:00+08:00"' + after
    assert not is_right(wrong.splitlines()[1])
    assert accept_lines(wrong, FORM, *PLACE) == [first["row_id"], ""]


def test_a_wrong_line_spoils_no_other() -> None:
    task = replace(a_task_record({"next": "按计划推进"}), updated_at="2023-07-01T08:00:00Z")
    ids = [new_row_id(NOW, bytes([number]) * 10) for number in range(3)]
    rows = [to_line(a_record(REQUIRED, row_id), FORM) + b"\n" for row_id in ids]
    runs = [Run(FORM, b"".join(rows)), Run(TASK, to_line(task, TASK) + b"\n")]
    assert accept_runs(runs, PLACE) == [ids, [task.row_id]]
    assert accept_runs([], PLACE) == []
    for change in ((b'"2023H1"', b'"2023H2"'), (b"c.debao", b"c.napo1"), (b'"p2"', b'"p1"'), (b'"01"', b'"xx"')):
        spoilt = Run(FORM, rows[0] + rows[1].replace(*change) + rows[2])
        assert spoilt.block != runs[0].block
        assert accept_runs([spoilt, runs[1]], PLACE) == [[ids[0], "", ids[2]], [task.row_id]]
        assert accept_runs([runs[1], spoilt], PLACE) == [[task.row_id], [ids[0], "", ids[2]]]
    assert accept_runs(runs, ("c.napo", *PLACE[1:])) == [["", "", ""], [""]]


def test_a_wrong_credit_code_or_row_id_leaves_its_run_unknown() -> None:
    task = replace(a_task_record({"next": "按计划推进"}), updated_at="2023-07-01T08:00:00Z")
    code = USCC_BODY + check_character(USCC_BODY)
    line = to_line(a_record({**REQUIRED, "code": code}), FORM)
    assert accepts(line)
    others = [Run(FORM, line + b"\n"), Run(TASK, to_line(task, TASK) + b"\n")]
    bad_code = code[:-1] + ("0" if code[-1] != "0" else "1")
    row_id = json.loads(line)["row_id"]
    for before, after in ((code, bad_code), (row_id, row_id[:14] + "9" + row_id[15:]), (row_id, "-" * 36)):
        spoilt = line.replace(before.encode(), after.encode())
        assert not is_right(spoilt)
        told = accept_runs([Run(FORM, spoilt + b"\n"), *others], PLACE)
        assert told == [[""], [row_id], [task.row_id]]


def test_a_record_of_a_task_is_accepted_under_its_own_row_id_alone() -> None:
    record = replace(a_task_record({"next": "按计划推进，下一步"}), updated_at="2023-07-01T08:00:00Z")
    assert accepts(to_line(record, TASK), TASK)
    assert not accepts(to_line(replace(record, row_id=a_record().row_id), TASK), TASK)


def test_what_clerks_write_is_ordinary() -> None:
    for word in ("㛃𬭎䶮", "“引号”", "№ ① Ⅳ ㎡", "（一）2×3＝6 ±5%", "2023年·上半年——《办法》…", "￥100～200"):
        assert accepts(to_line(a_record({**REQUIRED, "name": word}), FORM)), word
    assert accepts(to_line(a_record({**REQUIRED, "note": Missing("𬭎还没有")}), FORM))


def test_what_is_less_ordinary_is_left_to_the_thorough_look() -> None:
    for word in ("Müller–é", '"直" \\ 反斜杠', "한글", "\ue000"):
        line = to_line(a_record({**REQUIRED, "name": word}), FORM)
        assert is_right(line)
        assert not accepts(line)


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
        assert accept_lines(line + b"\n", FORM, *place) == [""]
    for place in (
        ("c.deba", "p2", "2023H1"),
        ("bao", "p2", "2023H1"),
        ("c.debao", "p2", "H1"),
        ("c.debao", "2", "2023H1"),
    ):
        assert accept_lines(line + b"\n", FORM, *place) == [""]
    assert accept_lines(line + b"\n", replace(FORM, plans=("p1",)), *PLACE) == [""]
    assert accept_lines(line + b"\n", TASK, *PLACE) == [""]


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
