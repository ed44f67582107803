"""`records.jsonl`: one canonical record per line, sorted by form and row id, each row once.

Lines are proven right by the block (`form.line_check`), as the header counts them; a line that is not is read one by
one, in order, so that the first wrong one is named.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise

from baise_desktop.errors import BaiseError
from baise_desktop.exchange import shape
from baise_desktop.exchange.header import SubmissionHeader
from baise_desktop.exchange.verified_package import RecordLine
from baise_desktop.form.definition import Form
from baise_desktop.form.line_check import accept_lines
from baise_desktop.form.record import Record, check_complete, from_line, list_evidence

RECORDS = "records.jsonl"
_BLOCK = 256


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
    rows = tuple(
        row for block, form in _blocks(data.split(b"\n")[:-1], header) for row in _rows(block, form, header, forms)
    )
    _check_order(rows)
    _check_counts(rows, header, forms)
    return rows


def _blocks(lines: list[bytes], header: SubmissionHeader) -> Iterator[tuple[list[bytes], str]]:
    """The lines, some at a time, with the form that they are of if they are as many as the header says."""
    start = 0
    for form in sorted(header.counts):
        end = start + header.counts[form]
        for at in range(start, min(end, len(lines)), _BLOCK):
            yield lines[at : min(at + _BLOCK, end)], form
        start = end
    yield lines[start:], ""


def _rows(block: list[bytes], form: str, header: SubmissionHeader, forms: Mapping[str, Form]) -> Iterable[RecordLine]:
    if form not in forms:
        return (_row(line, header, forms) for line in block)
    accepted = _accept(block, forms[form], header)
    if accepted is not None:
        return accepted
    return (row for line in block for row in _accept([line], forms[form], header) or [_row(line, header, forms)])


def _accept(block: list[bytes], form: Form, header: SubmissionHeader) -> list[RecordLine] | None:
    accepted = accept_lines(b"\n".join((*block, b"")), form, header.unit, header.plan, header.period)
    if accepted is None or len(accepted.row_ids) != len(block):
        return None
    name, files = form.id, accepted.names_files
    return [
        RecordLine(name, row_id, False, hashlib.sha256(line).digest(), line, form, files)
        for row_id, line in zip(accepted.row_ids, block, strict=True)
    ]


def _row(line: bytes, header: SubmissionHeader, forms: Mapping[str, Form]) -> RecordLine:
    record = from_line(line, forms)
    if record.unit != header.unit:
        raise BaiseError("AUTHORITY", signer=header.unit, claimed=record.unit)
    if (record.plan, record.period) != (header.plan, header.period):
        raise _other_period(record, header)
    check_complete(record, forms[record.form])
    digest, form = hashlib.sha256(line).digest(), forms[record.form]
    return RecordLine(record.form, record.row_id, record.deleted, digest, line, form, any(list_evidence(record)))


def _other_period(record: Record, header: SubmissionHeader) -> BaiseError:
    expected = {"expected_plan": header.plan, "expected_period": header.period}
    return BaiseError("OTHER_PERIOD", plan=record.plan, period=record.period, **expected)


def _check_order(rows: tuple[RecordLine, ...]) -> None:
    if len({row.row_id for row in rows}) != len(rows):
        if len({row.line for row in rows}) != len(rows):
            raise BaiseError("DUPLICATE", name=RECORDS)
        raise shape.wrong(RECORDS, "row_id", "ORDER")
    keys = [(row.form, row.row_id) for row in rows]
    if any(before > after for before, after in pairwise(keys)):
        raise shape.wrong(RECORDS, "row_id", "ORDER")


def _check_counts(rows: tuple[RecordLine, ...], header: SubmissionHeader, forms: Mapping[str, Form]) -> None:
    for form in sorted(header.counts.keys() - forms.keys()):
        raise shape.wrong("header.json/counts", form, "UNKNOWN")
    found = Counter(row.form for row in rows)
    for form in sorted(header.counts.keys() | found.keys()):
        if form not in header.counts or header.counts[form] != found[form]:
            raise BaiseError("COUNTS", stated=header.counts.get(form, 0), found=found[form])
