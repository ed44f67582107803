"""`records.jsonl`: one canonical record per line, sorted by form and row id, each row once.

Lines are proven right by the block (`form.line_check`), as the header counts them; a line that is not is read one by
one, in order, so that the first wrong one is named.
"""

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby, islice
from operator import lt

from baise_desktop.errors import BaiseError
from baise_desktop.exchange import shape
from baise_desktop.exchange.header import SubmissionHeader
from baise_desktop.exchange.verified_package import RecordLines
from baise_desktop.form.definition import Form
from baise_desktop.form.line_check import Run, accept_runs
from baise_desktop.form.record import Record, check_complete, from_line, list_evidence

RECORDS = "records.jsonl"
_BLOCK, _BATCH = 256, 4096
"""Lines: a wrong one makes its block be read line by line, and its batch block by block."""


@dataclass(frozen=True, slots=True)
class _Block:
    """Lines that may be of one form."""

    form: str
    lines: list[bytes]


@dataclass(slots=True)
class _Found:
    """What is known of the lines so far, one entry for each."""

    forms: list[str] = field(default_factory=list)
    row_ids: list[str] = field(default_factory=list)
    deleted: bytearray = field(default_factory=bytearray)
    name_files: bytearray = field(default_factory=bytearray)

    def add(self, form: str, row_ids: Sequence[str], *, deleted: bool, name_files: bool) -> None:
        count = len(row_ids)
        self.forms += [form] * count
        self.row_ids += row_ids
        self.deleted += bytes([deleted]) * count
        self.name_files += bytes([name_files]) * count


def read_records(data: bytes, header: SubmissionHeader, forms: Mapping[str, Form]) -> RecordLines:
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
    lines, found = data.split(b"\n")[:-1], _Found()
    for batch in _batches(_blocks(lines, header)):
        if not _accept(batch, header, forms, found):
            for block in batch:
                if not _accept([block], header, forms, found):
                    _read_each(block, header, forms, found)
    _check_order(found, lines)
    counts = Counter(found.forms)
    _check_counts(counts, header, forms)
    return RecordLines(
        data=data,
        counts=counts,
        sizes=_measure(lines, counts),
        row_ids="".join(found.row_ids),
        digests=b"".join([hashlib.sha256(line).digest() for line in lines]),
        deleted=bytes(found.deleted),
        name_files=bytes(found.name_files),
        definitions=forms,
    )


def _measure(lines: list[bytes], counts: Mapping[str, int]) -> dict[str, int]:
    """Bytes by form, line feeds included."""
    rest = iter(lines)
    return {form: sum(map(len, islice(rest, count))) + count for form, count in counts.items()}


def _blocks(lines: list[bytes], header: SubmissionHeader) -> Iterator[_Block]:
    """The lines, some at a time, with the form that they are of if they are as many as the header says."""
    start = 0
    for form in sorted(header.counts):
        end = start + header.counts[form]
        for at in range(start, min(end, len(lines)), _BLOCK):
            yield _Block(form, lines[at : min(at + _BLOCK, end)])
        start = end
    yield _Block("", lines[start:])


def _batches(blocks: Iterator[_Block]) -> Iterator[list[_Block]]:
    """Blocks that are looked at together: one look costs as much as some dozens of lines."""
    batch: list[_Block] = []
    count = 0
    for block in blocks:
        batch += [block] if block.lines else []
        count += len(block.lines)
        if count >= _BATCH:
            yield batch
            batch, count = [], 0
    if batch:
        yield batch


def _accept(batch: Sequence[_Block], header: SubmissionHeader, forms: Mapping[str, Form], found: _Found) -> bool:
    if any(block.form not in forms for block in batch):
        return False
    runs = [Run(forms[block.form], b"\n".join((*block.lines, b""))) for block in batch]
    accepted = accept_runs(runs, (header.unit, header.plan, header.period))
    if accepted is None or [len(each.row_ids) for each in accepted] != [len(block.lines) for block in batch]:
        return False
    for run, each in zip(runs, accepted, strict=True):
        found.add(run.form.id, each.row_ids, deleted=False, name_files=each.names_files)
    return True


def _read_each(block: _Block, header: SubmissionHeader, forms: Mapping[str, Form], found: _Found) -> None:
    for line in block.lines:
        if not _accept([_Block(block.form, [line])], header, forms, found):
            record = _read(line, header, forms)
            files = any(list_evidence(record))
            found.add(record.form, [record.row_id], deleted=record.deleted, name_files=files)


def _read(line: bytes, header: SubmissionHeader, forms: Mapping[str, Form]) -> Record:
    record = from_line(line, forms)
    if record.unit != header.unit:
        raise BaiseError("AUTHORITY", signer=header.unit, claimed=record.unit)
    if (record.plan, record.period) != (header.plan, header.period):
        raise _other_period(record, header)
    check_complete(record, forms[record.form])
    return record


def _other_period(record: Record, header: SubmissionHeader) -> BaiseError:
    expected = {"expected_plan": header.plan, "expected_period": header.period}
    return BaiseError("OTHER_PERIOD", plan=record.plan, period=record.period, **expected)


def _check_order(found: _Found, lines: Sequence[bytes]) -> None:
    if len(set(found.row_ids)) != len(lines):
        if len(set(lines)) != len(lines):
            raise BaiseError("DUPLICATE", name=RECORDS)
        raise shape.wrong(RECORDS, "row_id", "ORDER")
    runs = [(form, len(list(run))) for form, run in groupby(found.forms)]
    rest = iter(found.row_ids)
    if not _rises([form for form, _ in runs]) or not all(_rises(list(islice(rest, count))) for _, count in runs):
        raise shape.wrong(RECORDS, "row_id", "ORDER")


def _rises(texts: list[str]) -> bool:
    return all(map(lt, texts, texts[1:]))


def _check_counts(found: Mapping[str, int], header: SubmissionHeader, forms: Mapping[str, Form]) -> None:
    for form in sorted(header.counts.keys() - forms.keys()):
        raise shape.wrong("header.json/counts", form, "UNKNOWN")
    for form in sorted(header.counts.keys() | found.keys()):
        if header.counts.get(form, -1) != found.get(form, 0):
            raise BaiseError("COUNTS", stated=header.counts.get(form, 0), found=found.get(form, 0))
