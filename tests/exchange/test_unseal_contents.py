"""What a well signed submission may not say. Numbers are those of the list of bad inputs."""

import hashlib
from dataclasses import replace

import pytest

from baise_desktop.errors import BaiseError
from baise_desktop.exchange.signoff import write_signoff
from baise_desktop.form.canonical import dump, load, load_canonical
from baise_desktop.form.record import to_line
from tests.exchange.workshop import PAPER, PERIOD, Workshop, good_signoff, record


@pytest.mark.parametrize(
    "change",
    [
        {"seq": 10**6 + 1, "prev": "a" * 64},
        {"seq": 0},
        {"seq": 2},
        {"prev": "a" * 64},
        {"version": 0},
        {"epoch": 0},
        {"prev": "A" * 64},
        {"unit": "c pingguo"},
        {"counts": {"r.firms": 3, "t.p2.1": -1}},
        {"counts": {"r.firms": 3, "t.p2.1": 1, "r.unknown": 0}},
    ],
)
def test_049_header_out_of_bounds(workshop: Workshop, change: dict[str, object]) -> None:
    workshop.header_changes = change
    assert workshop.refusal() == "SCHEMA"


def test_049_header_keys(workshop: Workshop) -> None:
    header = load(workshop.files()[0].content)  # type: ignore[arg-type]
    assert isinstance(header, dict)
    for key in header:
        workshop.raw_files["header.json"] = dump({name: value for name, value in header.items() if name != key})
        with pytest.raises(BaiseError) as caught:
            workshop.open()
        assert caught.value.code == "SCHEMA"
        assert key in caught.value.sentence
    workshop.raw_files["header.json"] = dump(header | {"extra": 1})
    assert workshop.refusal() == "SCHEMA"
    workshop.raw_files["header.json"] = dump(header | {"format": 2})
    assert workshop.refusal() == "FORMAT"
    workshop.raw_files["header.json"] = dump(header | {"kind": "receipt"})
    assert workshop.refusal() == "KIND"
    workshop.raw_files["header.json"] = dump(header) + b"\n"
    assert workshop.refusal() == "JSON"


def test_counts_must_be_those_of_the_records(workshop: Workshop) -> None:
    workshop.header_changes["counts"] = {"r.firms": 2, "t.p2.1": 1}
    assert workshop.refusal() == "COUNTS"
    workshop.header_changes["counts"] = {"r.firms": 3}
    assert workshop.refusal() == "COUNTS"


def test_another_period_or_plan(workshop: Workshop) -> None:
    for other in (replace(record(1), period="2023Q2"), replace(record(1), plan="p1")):
        workshop.lines[0] = to_line(other, workshop.forms["r.firms"])
        assert workshop.refusal() == "OTHER_PERIOD"
    assert record(1).period == PERIOD


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        ((0, 0), "DUPLICATE"),  # 052
        ((1, 0), "SCHEMA"),
    ],
)
def test_052_order(workshop: Workshop, lines: tuple[int, ...], code: str) -> None:
    workshop.lines = [workshop.lines[number] for number in lines]
    workshop.attachments = {}
    assert workshop.refusal() == code


def test_051_same_row_with_other_content(workshop: Workshop) -> None:
    other = to_line(record(1, name="演示企业甲"), workshop.forms["r.firms"])
    workshop.lines = sorted([workshop.lines[0], other])
    workshop.attachments = {}
    assert workshop.refusal() == "SCHEMA"


def test_049_051_records(workshop: Workshop) -> None:
    line = workshop.lines[0]
    for old, new, code in (
        (b'"form":"r.firms"', b'"form":"r.other"', "SCHEMA"),
        (b'"name":"', b'"nome":"', "SCHEMA"),
        (b'"spent":"12.3400"', b'"spent":"12.34"', "TYPE"),
        (b'"spent":"12.3400"', b'"spent":12.34', "JSON"),
        (b'"row_id":"018f', b'"row_id":"018F', "SCHEMA"),
        (b'"spent":"12.3400"', b'"spent":12', "TYPE"),
        (b'"plan":"p2",', b"", "SCHEMA"),
        (b'"plan":"p2"', b'"plan":"p9"', "SCHEMA"),
        (b'"plan":"p2"', b'"plan": "p2"', "JSON"),
    ):
        assert old in line
        workshop.raw_files["records.jsonl"] = b"".join([line.replace(old, new) + b"\n"])
        assert workshop.refusal() == code


def test_049_required_field_left_blank(workshop: Workshop) -> None:
    blank = replace(record(1), values={})
    workshop.lines[0] = to_line(blank, workshop.forms["r.firms"])
    assert workshop.refusal() == "SCHEMA"


@pytest.mark.parametrize("ending", [b"", b"\r\n", b"\n\n", b"\n \n", b"\n{}\n"])
def test_lines_end_with_one_line_feed(workshop: Workshop, ending: bytes) -> None:
    workshop.raw_files["records.jsonl"] = b"\n".join(workshop.lines) + ending
    assert workshop.refusal() in {"JSON", "SCHEMA"}


def test_054_text_is_text(workshop: Workshop) -> None:
    for text in ("<img src=//h/s/x.png>", "{{7*7}}", "%s%n", "${jndi:ldap://x}", "'; DROP TABLE records; --", "=1+1"):
        workshop.lines[0] = to_line(record(1, name=text), workshop.forms["r.firms"])
        assert next(iter(workshop.open().rows)).record.values["name"] == text


def test_attachments_are_those_that_records_name(workshop: Workshop) -> None:
    workshop.attachments[hashlib.sha256(b"x").hexdigest()] = b"x"
    assert workshop.refusal() == "ATTACHMENT"
    workshop.attachments = {"0" * 64: PAPER}
    assert workshop.refusal() == "ATTACHMENT"
    workshop.attachments = {}
    assert workshop.open().attachments == ()


def test_signoff_is_read_strictly(workshop: Workshop) -> None:
    good = dump({"explanations": [], "findings": [], "statements": []})
    statement = b'{"at":"2023-07-10T08:00:00Z","name":"x","role":"head"}'
    for bad, code in (
        (good.replace(b'"findings":[],', b""), "SCHEMA"),
        (good.replace(b'"statements":[]', b'"statements":[%b,%b]' % (statement, statement)), "DUPLICATE"),
        (good.replace(b'"statements":[]', b'"statements":[%b]' % statement.replace(b"head", b"boss")), "SCHEMA"),
        (good.replace(b'"statements":[]', b'"statements":[%b]' % statement.replace(b"07-10", b"02-30")), "SCHEMA"),
        (good.replace(b"[]", b"{}"), "SCHEMA"),
    ):
        workshop.raw_files["signoff.json"] = bad
        assert workshop.refusal() == code


def test_a_submission_that_nobody_signed_off(workshop: Workshop) -> None:
    signed = good_signoff()
    for missing in range(len(signed.statements)):
        kept = tuple(each for number, each in enumerate(signed.statements) if number != missing)
        workshop.raw_files["signoff.json"] = write_signoff(replace(signed, statements=kept))
        assert workshop.refusal() == "SCHEMA"


def test_forms_stated_unchanged_travel_in_the_signoff(workshop: Workshop) -> None:
    workshop.raw_files["signoff.json"] = write_signoff(replace(good_signoff(), unchanged=("r.firms", "t.p2.1")))
    assert workshop.open().signoff.unchanged == ("r.firms", "t.p2.1")
    assert b"unchanged" not in write_signoff(good_signoff())


@pytest.mark.parametrize("stated", [(), ("t.p2.1", "r.firms"), ("r.firms", "r.firms"), ("r.other",), (1,), ("../x",)])
def test_statements_of_no_change_are_read_strictly(workshop: Workshop, stated: tuple[str | int, ...]) -> None:
    members = load_canonical(write_signoff(good_signoff()))
    assert isinstance(members, dict)
    workshop.raw_files["signoff.json"] = dump({**members, "unchanged": list(stated)})
    assert workshop.refusal() in ("SCHEMA", "DUPLICATE")
