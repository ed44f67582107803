"""The end of a submission: findings with what the unit says to them, signatures, the place for the seal."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from baise_desktop.errors import Severity
from baise_desktop.report import blocks
from baise_desktop.report.fonts import Role
from baise_desktop.report.geometry import AREA_WIDTH, MM, Orientation, Rule, Strip
from baise_desktop.report.grid import Grid, GridSetter
from baise_desktop.report.model import (
    Binding,
    Column,
    ExplanationLine,
    FindingLine,
    Statement,
    SubmissionReport,
)
from baise_desktop.report.part import Manuscript
from baise_desktop.report.seal_place import seal_strip
from baise_desktop.report.sections import columns_of
from baise_desktop.report.titles import long_date
from baise_desktop.report.typesetting import Setting, Typesetter
from baise_desktop.texts import say

_SEVERITIES = {
    Severity.BLOCKING: "report.severity_blocking",
    Severity.EXPLAIN: "report.severity_explain",
    Severity.HINT: "report.severity_hint",
}
_SIGN_ROW = 10 * MM
_COLOPHON = Setting(Role.SONG, 8.5, 13)


def _explanation(explanation: ExplanationLine | None) -> str:
    if explanation is None:
        return ""
    if not explanation.by:
        return explanation.text
    return explanation.text + say("report.explained_by", by=explanation.by, on=explanation.on)


def _finding_rows(
    findings: tuple[FindingLine, ...], explanations: Mapping[str, ExplanationLine]
) -> Iterator[tuple[str, ...]]:
    for number, finding in enumerate(findings, 1):
        severity = say(_SEVERITIES[finding.severity])
        said = _explanation(explanations.get(finding.id))
        yield str(number), severity, f"{finding.form}\n{finding.row}".strip(), finding.sentence, said


def add_findings(manuscript: Manuscript, report: SubmissionReport) -> None:
    """The part on findings and explanations."""
    manuscript.begin_part(say("report.part_findings"))
    manuscript.add_text(report.verdict)
    if not report.findings:
        manuscript.add_text(say("report.no_findings"))
        return
    explanations = {explanation.finding: explanation for explanation in report.explanations}
    rows = tuple(_finding_rows(report.findings, explanations))
    columns = columns_of("finding_columns", center=(0, 1))
    grid = Grid(columns=columns, rows=rows, title=say("report.part_findings"))
    manuscript.add(GridSetter(manuscript.typesetter, grid).strips(Orientation.PORTRAIT))
    manuscript.add([blocks.space(6)])


def add_sign_off(manuscript: Manuscript, report: SubmissionReport) -> None:
    """The part on who answers for the submission."""
    add_signatures(
        manuscript, report.statements, report.contact, report.issued_by, report.signed_on or report.created_on
    )


def add_signatures(
    manuscript: Manuscript,
    statements: Sequence[Statement],
    contact: Mapping[str, str] | None,
    unit_name: str,
    day: date,
    *,
    is_part: bool = True,
) -> None:
    """Who answers for a paper, how to reach them, and the place for the seal, all on one page.

    Args:
        manuscript: that it ends.
        statements: one for each role; what nobody stated yet is left free for a pen.
        contact: name and text of what else is told; people who sign are not told twice. None: nothing.
        unit_name: under which the seal goes.
        day: of the paper; left free while somebody has still to sign.
        is_part: whether it has a heading.
    """
    if is_part:
        manuscript.begin_part(say("report.part_sign_off"))
    free = say("report.date_free")
    rows = tuple((each.role, each.name, "", each.date or free) for each in statements)
    _hold_grid(
        manuscript,
        Grid(columns=columns_of("sign_columns", center=(0, 1, 2, 3)), rows=rows, least_row=_SIGN_ROW, even=True),
    )
    if contact is not None:
        _add_contact(manuscript, contact, frozenset(each.role for each in statements))
    written = long_date(day) if all(each.name for each in statements) else free
    manuscript.add(blocks.hold((seal_strip(manuscript.typesetter, unit_name, written, manuscript.seal),)))


def _add_contact(manuscript: Manuscript, contact: Mapping[str, str], roles: frozenset[str]) -> None:
    known = {say("contact.telephone"): "", say("contact.reported_on"): "", **contact}
    cells = tuple(text for name, told in known.items() if name not in roles for text in (name, told))
    places = tuple(Column("", align="center") for _ in cells)
    manuscript.add([replace(blocks.space(6), keep_with_next=True)])
    _hold_grid(manuscript, Grid(columns=places, rows=(cells,), least_row=_SIGN_ROW, has_head=False, even=True))


def _hold_grid(manuscript: Manuscript, grid: Grid) -> None:
    strips = GridSetter(manuscript.typesetter, replace(grid, title=say("report.part_sign_off"))).strips(
        Orientation.PORTRAIT
    )
    manuscript.add(blocks.hold(strips))


def colophon(
    typesetter: Typesetter,
    binding: Binding,
    missing: tuple[str, ...],
    identity: str | None = None,
    *,
    pictured: bool = False,
) -> Strip:
    """The digests in full between two rules, for a check by hand; or that there is no file yet to check against.

    Args:
        typesetter: sets the lines.
        binding: what the paper belongs to.
        missing: characters printed as 〓.
        identity: of the package, once there is one.
        pictured: whether it bears a picture of a seal, which is no seal before the law.
    """
    if not binding.content_digest:
        texts = [say("report.colophon_draft")]
    else:
        digest = say("report.colophon_digest", digest=binding.content_digest)
        package = [say("report.colophon_identity", identity=identity)] if identity else []
        texts = [digest, *package, say("report.colophon_check")]
    if pictured:
        texts.append(say("report.colophon_picture"))
    if missing:
        texts.append(missing_sentence(missing))
    lines = [line for text in texts for line in typesetter.set(text, _COLOPHON, AREA_WIDTH)]
    height = len(lines) * _COLOPHON.leading + 8
    marks = [blocks.text_mark(line, _COLOPHON, 0.0, 4 + row * _COLOPHON.leading) for row, line in enumerate(lines)]
    rules = (Rule(0, 0, AREA_WIDTH, 0, 0.8), Rule(0, height, AREA_WIDTH, height, 0.8))
    return Strip(height=height + 4, marks=(*marks, *rules))


def missing_sentence(missing: tuple[str, ...]) -> str:
    """Which characters are printed as 〓, by code point."""
    codes = (say("report.missing_character", code=f"U+{ord(character):04X}") for character in missing)
    return say("report.colophon_missing", characters="、".join(codes))
