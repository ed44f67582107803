"""`records.jsonl`: one canonical record per line, sorted by form and row id, each row once.

Lines are proven right many at a time (`form.line_check`), as the header counts them; the others are read one by one, in
order, so that the first wrong one is named.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import islice
from operator import lt

from baise_desktop.errors import BaiseError
from baise_desktop.exchange import shape
from baise_desktop.exchange.header import SubmissionHeader
from baise_desktop.exchange.verified_package import RecordLines
from baise_desktop.form.definition import Form
from baise_desktop.form.line_check import Run, accept_runs
from baise_desktop.form.record import Record, check_complete, from_line, list_evidence

RECORDS = "records.jsonl"


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Lines that are of one form, if they are as many as the header says."""

    form: str
    """'' for what the header does not count."""
    lines: Sequence[bytes]
    block: bytes
    """The same lines, LF after each."""


@dataclass(slots=True)
class _Found:
    """What is known of the lines so far."""

    runs: list[tuple[str, int]] = field(default_factory=list)
    """Forms as they follow each other, and how many lines of each."""
    row_ids: list[str] = field(default_factory=list)
    deleted: bytearray = field(default_factory=bytearray)
    name_files: bytearray = field(default_factory=bytearray)

    def add(self, form: str, row_ids: Sequence[str], *, deleted: bool = False, name_files: bool = False) -> None:
        before = self.runs.pop()[1] if self.runs and self.runs[-1][0] == form else 0
        self.runs.append((form, before + len(row_ids)))
        self.row_ids += row_ids
        self.deleted += bytes([deleted]) * len(row_ids)
        self.name_files += bytes([name_files]) * len(row_ids)


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
    stretches = [each for each in _stretches(data, lines, header) if each.lines]
    runs = [Run(forms[each.form], each.block) for each in stretches if each.form in forms]
    told = iter(accept_runs(runs, (header.unit, header.plan, header.period)))
    for stretch in stretches:
        row_ids = next(told) if stretch.form in forms else [""] * len(stretch.lines)
        _take(stretch, row_ids, found, header, forms)
    _check_order(found, lines)
    counts = dict(found.runs)
    _check_counts(counts, header, forms)
    return RecordLines(
        data=data,
        counts=counts,
        sizes={each.form: len(each.block) for each in stretches},
        row_ids="".join(found.row_ids),
        digests=b"".join([sha256(line).digest() for line in lines]),
        deleted=bytes(found.deleted),
        name_files=bytes(found.name_files),
        definitions=forms,
    )


def _stretches(data: bytes, lines: Sequence[bytes], header: SubmissionHeader) -> Iterator[_Stretch]:
    line = start = 0
    for form, count in (*sorted(header.counts.items()), ("", len(lines))):
        taken = lines[line : line + count]
        size = sum(map(len, taken)) + len(taken)
        yield _Stretch(form, taken, data[start : start + size])
        line, start = line + len(taken), start + size


def _take(
    stretch: _Stretch, row_ids: Sequence[str], found: _Found, header: SubmissionHeader, forms: Mapping[str, Form]
) -> None:
    """Add lines to what is known, and read those of which no row id is known."""
    if all(row_ids):
        found.add(stretch.form, row_ids)
        return
    for line, row_id in zip(stretch.lines, row_ids, strict=True):
        if row_id:
            found.add(stretch.form, [row_id])
        else:
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
    rest = iter(found.row_ids)
    rises = all(_rises(list(islice(rest, count))) for _, count in found.runs)
    if not rises or not _rises([form for form, _ in found.runs]):
        raise shape.wrong(RECORDS, "row_id", "ORDER")


def _rises(texts: list[str]) -> bool:
    return all(map(lt, texts, texts[1:]))


def _check_counts(found: Mapping[str, int], header: SubmissionHeader, forms: Mapping[str, Form]) -> None:
    for form in sorted(header.counts.keys() - forms.keys()):
        raise shape.wrong("header.json/counts", form, "UNKNOWN")
    for form in sorted(header.counts.keys() | found.keys()):
        if header.counts.get(form, -1) != found.get(form, 0):
            raise BaiseError("COUNTS", stated=header.counts.get(form, 0), found=found.get(form, 0))
