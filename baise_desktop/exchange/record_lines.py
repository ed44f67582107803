"""`records.jsonl`: one canonical record per line, sorted by form and row id, each row once."""

import hashlib
from collections import Counter
from collections.abc import Mapping

from baise_desktop.errors import BaiseError
from baise_desktop.exchange import shape
from baise_desktop.exchange.header import SubmissionHeader
from baise_desktop.exchange.verified_package import RecordLine
from baise_desktop.form.definition import Form
from baise_desktop.form.record import Record, check_complete, from_line

RECORDS = "records.jsonl"


def read_records(data: bytes, header: SubmissionHeader, forms: Mapping[str, Form]) -> tuple[RecordLine, ...]:
    """The records of a submission, each of which is the header's unit's, for its plan and period.

    Args:
        data: the bytes of `records.jsonl`, LF after every line.
        header: of the same package.
        forms: every form by id.

    Raises:
        BaiseError: JSON, SCHEMA, TYPE naming the field; DUPLICATE, the same line twice; AUTHORITY, another unit's
            record; OTHER_PERIOD; COUNTS, not the numbers of lines that the header states.
    """
    if data and not data.endswith(b"\n"):
        raise shape.wrong(RECORDS, "LF", "MISSING")
    rows = tuple(_row(line, header, forms) for line in data.split(b"\n")[:-1])
    _check_order(rows)
    _check_counts(rows, header, forms)
    return rows


def _row(line: bytes, header: SubmissionHeader, forms: Mapping[str, Form]) -> RecordLine:
    record = from_line(line, forms)
    if record.unit != header.unit:
        raise BaiseError("AUTHORITY", signer=header.unit, claimed=record.unit)
    if (record.plan, record.period) != (header.plan, header.period):
        raise _other_period(record, header)
    check_complete(record, forms[record.form])
    return RecordLine(record.form, record.row_id, record.deleted, hashlib.sha256(line).digest(), line, record)


def _other_period(record: Record, header: SubmissionHeader) -> BaiseError:
    expected = {"expected_plan": header.plan, "expected_period": header.period}
    return BaiseError("OTHER_PERIOD", plan=record.plan, period=record.period, **expected)


def _check_order(rows: tuple[RecordLine, ...]) -> None:
    if len({row.row_id for row in rows}) != len(rows):
        if len({row.line for row in rows}) != len(rows):
            raise BaiseError("DUPLICATE", name=RECORDS)
        raise shape.wrong(RECORDS, "row_id", "ORDER")
    keys = [(row.form, row.row_id) for row in rows]
    if keys != sorted(keys):
        raise shape.wrong(RECORDS, "row_id", "ORDER")


def _check_counts(rows: tuple[RecordLine, ...], header: SubmissionHeader, forms: Mapping[str, Form]) -> None:
    for form in sorted(header.counts.keys() - forms.keys()):
        raise shape.wrong("header.json/counts", form, "UNKNOWN")
    found = Counter(row.form for row in rows)
    for form in sorted(header.counts.keys() | found.keys()):
        if form not in header.counts or header.counts[form] != found[form]:
            raise BaiseError("COUNTS", stated=header.counts.get(form, 0), found=found[form])
