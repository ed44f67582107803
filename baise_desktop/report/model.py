"""What a report says: plain texts in their order, before any page exists."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from baise_desktop.errors import Severity

Align = Literal["left", "center", "right"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a printed table."""

    name: str
    unit: str = ""
    """Unit of measure, printed under the name."""
    align: Align = "left"
    pen: float = 0.0
    """Points that handwriting needs in a cell; 0 for what is printed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TableSection:
    """A table of texts, one per cell, already written the way the form shows them.

    An empty text prints as an empty cell, `不适用` as itself, `暂缺（原因）` as 暂缺 with the reason below the table.
    """

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    key_columns: int = 1
    """How many leading columns are repeated where a wide table is split into bands."""
    numbered: bool = True
    """Whether a 序号 column is put in front."""
    divisible: bool = True
    """Whether a table too wide for the page may be turned, and split into bands of columns."""
    unchanged: bool = False
    """Whether the unit states that it is as it was in the period before."""
    lead: str = ""
    """A sentence between the heading of a register and its table."""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureLine:
    """How far one sentence of the clause has come."""

    number: int
    quote: str
    state: str
    progress: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliverableLine:
    """A named thing that is done or not."""

    number: int
    quote: str
    state: str
    done_on: str = ""
    """Date as the form shows it."""
    document_number: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Narrative:
    """A free text under its name."""

    name: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskSection:
    """One task's report, sentence by sentence of its clause."""

    title: str
    heading: str = ""
    """Number and heading of the clause in the plan."""
    quotes: tuple[str, ...] = ()
    """Lines of the clause, where they are not already quoted by the measures."""
    unchanged: bool = False
    """Whether the unit states that it is as it was in the period before."""
    measures: tuple[MeasureLine, ...] = ()
    deliverables: tuple[DeliverableLine, ...] = ()
    narratives: tuple[Narrative, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetSection:
    """One target: what is required, what is reached, and why."""

    name: str
    requirement: str
    figure: str
    unit: str = ""
    completion: str = ""
    """Share of the requirement or a word, such as 83.3% or 未判."""
    narratives: tuple[Narrative, ...] = ()


Section = TaskSection | TargetSection | TableSection


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """Who answers for the submission in one role."""

    role: str
    """填表人, 复核人 or 负责人."""
    name: str = ""
    """Empty while nobody has signed: the place stays free for a pen."""
    date: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingLine:
    """One finding of the rules."""

    id: str
    severity: Severity
    form: str
    """Title of the form."""
    row: str
    """What the row is called by people; empty for the form as a whole."""
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ExplanationLine:
    """What the unit says about a finding that needs an explanation."""

    finding: str
    """Id of the finding."""
    text: str
    by: str = ""
    on: str = ""


@dataclass(frozen=True, slots=True)
class Binding:
    """What ties paper to file: printed on every page."""

    unit: str
    """Unit id, such as `c.pingguo`."""
    plan: str
    """Plan id, such as `p2`."""
    period: str
    """Period as written in files, such as `2023H1`."""
    version: int
    content_digest: str
    """64 lower-case hex digits; empty for papers that no package stands behind."""
    paper: str = ""
    """Which of the papers about a submission, such as `audit`; empty for its report."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmissionReport:
    """Everything that a unit's printed submission says."""

    binding: Binding
    unit_name: str
    plan_name: str
    period_text: str
    """Period in words, such as 2023年上半年."""
    created_on: date
    """报出日期."""
    signed_on: date | None = None
    """成文日期, on which 负责人 signed; None: the day it is made. Source: GB/T 9704-2012 section 7.3.5.4."""
    verdict: str
    """可上报 / 不可上报 ... in one line."""
    identity: str | None = None
    """Package identity, once there is one: 64 hex digits."""
    version_note: str = ""
    """By which version of the task pack it was filled in; follows the version."""
    statements: tuple[Statement, ...] = ()
    sections: tuple[Section, ...] = ()
    findings: tuple[FindingLine, ...] = ()
    explanations: tuple[ExplanationLine, ...] = ()
    contact: Mapping[str, str] = field(default_factory=dict)
    """Name of the datum (联系人, 联系电话 ...) to its text."""
    issued: bool = False
    """Whether it goes out as a document of the unit, under its red header."""
    watermark: str = ""
    """Across every page of an exercise."""
    document_number: str = ""
    """发文字号, only under a red header."""
    recipient: str = ""
    """主送机关, only under a red header."""
    issuer: str = ""
    """发文机关 in full, where the unit goes by another name in its registry, such as a county."""
    signer: str = ""
    """签发人 of a document that goes up; empty for one between offices of the same level."""

    @property
    def issued_by(self) -> str:
        """Under which name it is issued and sealed."""
        return self.issuer or self.unit_name


@dataclass(frozen=True, slots=True)
class FigureLine:
    """One target of one unit with the figure reached."""

    unit_name: str
    target: str
    requirement: str
    figure: str
    unit: str = ""
    gap: str = ""
    """What is missing to the requirement."""
    verdict: str = ""
    light: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FiguresReport:
    """Figures against requirements, as of one day."""

    title: str
    plan_name: str
    as_of: date
    created_on: date
    office: str
    """Who made the sheet."""
    lines: tuple[FigureLine, ...]
    tables: tuple[TableSection, ...] = ()
    """What follows the lines, such as the figures of each unit."""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a seal goes: page index from 0, and a box in points from the lower left corner of the page."""

    page: int
    box: tuple[float, float, float, float]
    """x0, y0, x1, y1."""


@dataclass(frozen=True, slots=True)
class RenderedPdf:
    """A finished PDF/A-2u file."""

    pdf: bytes
    pages: int
    seal: Place | None
    """None for papers that are not sealed."""
    missing: tuple[str, ...] = ()
    """Characters that no face holds, printed as 〓 and listed on the last page."""

    @property
    def seal_page(self) -> int:
        """Page index of the seal place. Raises: ValueError, there is none."""
        return self._seal().page

    @property
    def seal_box(self) -> tuple[float, float, float, float]:
        """Box of the seal place, in points. Raises: ValueError, there is none."""
        return self._seal().box

    def _seal(self) -> Place:
        if self.seal is None:
            raise ValueError("this paper has no seal place")
        return self.seal
