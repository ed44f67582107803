"""The inbox as lines: files looked at, submissions held, cells that would change."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from baise_desktop.texts import say
from baise_desktop.ui.city.paper_lines import seen_cell
from baise_desktop.ui.moments import period_text, show_moment
from baise_desktop.ui.plain_table import Cell, Heading, Line

if TYPE_CHECKING:
    from baise_desktop.app.checks.double_claims import DoubleClaim
    from baise_desktop.app.inbox.receiving import Outcome, ReceivedPackage
    from baise_desktop.exchange.comparison import Comparison
    from baise_desktop.form.definition import Catalogue

_STATES = {
    "received": ("inbox", "text"),
    "accepted": ("done", "good"),
    "returned": ("explain", "warning"),
    "withdrawn": ("close", "muted"),
    "conflict": ("blocking", "danger"),
    "hold": ("explain", "warning"),
}
_KINDS = {
    "added": ("done", "good"),
    "changed": ("hint", "accent"),
    "removed": ("close", "warning"),
    "conflict": ("blocking", "danger"),
}


_MOST_CLAIMS = 1
"""Told beside the changes."""


def waiting_headings() -> tuple[Heading, ...]:
    """Columns of the files looked at."""
    return (
        Heading(say("window.column_file"), 220),
        Heading(say("window.column_unit"), 160),
        Heading(say("window.column_period"), 120, is_whole=True),
        Heading(say("window.column_version"), 64, is_number=True),
        Heading(say("window.column_rows"), 70, is_number=True),
        Heading(say("window.column_result"), 0),
    )


def received_headings() -> tuple[Heading, ...]:
    """Columns of the submissions held."""
    return (
        Heading(say("window.column_unit"), 140, is_whole=True),
        Heading(say("window.column_plan"), 0),
        Heading(say("window.column_period"), 120, is_whole=True),
        Heading(say("window.column_version"), 64, is_number=True),
        Heading(say("window.column_pack"), 80, is_number=True, is_spare=True),
        Heading(say("window.column_rows"), 80, is_number=True),
        Heading(say("window.column_state"), 110, is_whole=True),
        Heading(say("window.paper_check_column_stamped"), 110, is_whole=True),
        Heading(say("window.column_received"), 160, is_whole=True),
        Heading(say("window.column_identity"), 120, is_spare=True),
    )


def change_headings() -> tuple[Heading, ...]:
    """Columns of the cells that would change."""
    return (
        Heading(say("window.column_change"), 84),
        Heading(say("window.column_form"), 180),
        Heading(say("window.inbox_column_row"), 220),
        Heading(say("window.column_field"), 160),
        Heading(say("window.column_before"), 200),
        Heading(say("window.column_after"), 0),
    )


def waiting_line(outcome: Outcome) -> Line:
    """One file, fit to be merged or refused with its code and sentence."""
    name = Cell(outcome.file.name, tip=str(outcome.file))
    if outcome.error is not None:
        words = say("window.refusal", code=outcome.error.code, sentence=outcome.error.sentence)
        return Line((name, *(Cell("—", tone="muted"),) * 4, Cell(words, "blocking", "danger")), outcome)
    found = outcome.comparison
    if found is None:
        raise ValueError(outcome.file)
    return Line(
        (
            name,
            Cell(outcome.sender),
            Cell(period_text(found.period)),
            Cell(str(found.version)),
            Cell(str(found.rows)),
            _result(found, outcome.sentence),
        ),
        outcome,
    )


def received_line(package: ReceivedPackage, catalogue: Catalogue) -> Line:
    """One submission held."""
    icon, tone = _STATES[package.state]
    return Line(
        (
            Cell(say("words.named", name=package.unit_name, id=package.unit)),
            Cell(catalogue.plans[package.plan].short_name, tip=catalogue.plans[package.plan].full_name),
            Cell(period_text(package.period)),
            Cell(str(package.version)),
            Cell(say("window.of_pack", number=package.task_pack), tip=say("window.by_pack", number=package.task_pack)),
            Cell(str(package.rows)),
            Cell(say(f"words.state_{package.state}"), icon, tone),
            seen_cell(package.paper),
            Cell(show_moment(datetime.fromisoformat(package.received_at))),
            Cell(package.identity[:12], tone="muted", tip=package.identity),
        ),
        package,
    )


def change_lines(found: Comparison, catalogue: Catalogue) -> Iterator[Line]:
    """Every cell that merging would change."""
    names: dict[str, Mapping[str, str]] = {}
    for cell in found.cells:
        form = catalogue.forms[cell.form]
        fields = names.setdefault(cell.form, {question.key: question.name for question in form.fields})
        icon, tone = _KINDS[cell.kind]
        yield Line(
            (
                Cell(say(f"window.change_{cell.kind}"), icon, tone),
                Cell(form.title),
                Cell(cell.row),
                Cell(fields.get(cell.field, say("window.change_files"))),
                Cell(cell.old),
                Cell(cell.new),
            ),
            cell,
        )


def claim_words(claims: Sequence[DoubleClaim]) -> list[str]:
    """The first open double claims that a package would take part in, and how many more."""
    waiting = [claim for claim in claims if claim.judged is None]
    told = [say("window.inbox_claim", sentence=claim.sentence) for claim in waiting[:_MOST_CLAIMS]]
    more = len(waiting) - len(told)
    return [*told, say("window.inbox_claims_more", count=more)] if more else told


def _result(found: Comparison, sentence: str) -> Cell:
    if found.already:
        return Cell(say("window.result_same"), "hint", "muted")
    if found.contradicting:
        return Cell(sentence, "blocking", "danger")
    if found.not_owed or found.not_reported:
        return Cell(sentence, "explain", "warning")
    counts = {name: getattr(found, name) for name in ("added", "changed", "removed", "unchanged")}
    return Cell(say("window.result_good", **counts), "done", "good", sentence)
