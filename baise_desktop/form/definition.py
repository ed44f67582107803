"""What a catalogue of plans is: units, clauses, tasks, indicators, targets, mechanisms. Data, no behaviour."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from baise_desktop.form.meaning import (
    Aggregation,
    Comparator,
    DecimalText,
    IndicatorId,
    IsoDate,
    Level,
    MechanismFrequency,
    NarrativeId,
    Nature,
    Operation,
    Origin,
    PeriodKind,
    PlanId,
    RegisterId,
    Strength,
    TargetId,
    TaskId,
    TaskKind,
    UnitId,
    UnitKind,
)
from baise_desktop.form.period import Frequency
from baise_desktop.form.question import CodeItem, CodeList, Exclusive, Field, FieldType, Form, FormKind, Rule

__all__ = [
    "Catalogue",
    "Clause",
    "CodeItem",
    "CodeList",
    "Deliverable",
    "Exclusive",
    "Field",
    "FieldType",
    "Form",
    "FormKind",
    "Indicator",
    "IndicatorSource",
    "Measure",
    "Mechanism",
    "NameSpan",
    "NarrativeField",
    "Occurrence",
    "Parameter",
    "Plan",
    "RegisterUse",
    "Rule",
    "Target",
    "TargetFilter",
    "Task",
    "Unit",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class NameSpan:
    """A name and code that a unit bore during some time; open ends are empty strings."""

    name: str
    code: str
    valid_from: IsoDate
    valid_to: IsoDate
    """Inclusive."""
    verified: bool = True
    """False when the source knows only the year and the day is a setting."""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A reporting unit, or a body that the plans name."""

    id: str
    name: str
    short: str
    kind: UnitKind
    plans: tuple[PlanId, ...]
    reporter: bool
    code: str = ""
    lineage: str = ""
    predecessor: UnitId = ""
    successor: UnitId = ""
    parent: UnitId = ""
    members: tuple[UnitId, ...] = ()
    """Units that a collective such as 各县（市、区）人民政府 stands for, as far as the plans list them."""
    members_complete: bool = True
    answered_by: tuple[UnitId, ...] = ()
    """Units that report for members that the plans do not list; a setting, not from the document."""
    aliases: tuple[str, ...] = ()
    names: tuple[NameSpan, ...] = ()
    plan_names: Mapping[str, str] = field(default_factory=dict)
    """The name that each plan prints, by plan id, for a unit that has been renamed."""
    name_source: str = ""
    """Where name or code come from when it is not the document; empty when it is."""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """One plan document."""

    id: str
    short_name: str
    full_name: str
    doc_number: str
    period_start: IsoDate
    period_end: IsoDate
    """Inclusive."""
    years: tuple[int, ...]
    text_date: IsoDate
    office: UnitId = ""
    """Unit that answers where a clause or figure names nobody; a setting, not from the document."""
    text_date_note: str = ""
    doc_number_note: str = ""
    issuers: tuple[UnitId, ...] = ()
    issuers_note: str = ""
    basis: tuple[str, ...] = ()
    """Documents that the plan carries out, with their numbers."""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """A numbered clause of a plan."""

    id: str
    plan: PlanId
    clause: str
    number: str
    heading: str
    title: str
    has_body: bool
    tasks: tuple[TaskId, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterUse:
    """A register that a task is proven by, with the filter to open it with."""

    register: RegisterId
    prefill: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Labels by field key; a row fits when each of these fields has one of its labels."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One sentence of a clause."""

    number: int
    quote: str
    registers: tuple[RegisterId, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Deliverable:
    """Something named that is done or not, without a quantity."""

    number: int
    quote: str
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """A clause as something to report on."""

    id: str
    plan: PlanId
    kind: TaskKind
    clause: str
    clause_path: str
    title: str
    reportable: bool
    lead: tuple[UnitId, ...]
    supporting: tuple[UnitId, ...]
    lead_source: str
    """clause, none, or `inferred:` and the clause that the units were taken from."""
    levels: tuple[Level, ...]
    targets: tuple[TargetId, ...]
    registers: tuple[RegisterUse, ...]
    measures: tuple[Measure, ...]
    deliverables: tuple[Deliverable, ...]
    narratives: tuple[NarrativeId, ...]
    indirect_targets: tuple[TargetId, ...] = ()
    units_quote: str = ""
    """The bracket of the clause that names the units, as printed."""
    parent: TaskId = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NarrativeField:
    """A free text that task reports ask for."""

    id: str
    name: str
    required: bool
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorSource:
    """Where an indicator's figure is computed from."""

    register: RegisterId
    operation: Operation
    where: str
    """Formula over the register's Chinese field names, with 期末日, 本年度, 本报告期, 方案起始日, 方案截止日."""
    value: str = ""
    """Field key that is summed or read."""
    key: str = ""
    """Field key whose distinct values are counted."""
    numerator: str = ""
    """Field key that is summed, or a formula: the rows for which it is true are counted. So is the denominator."""
    denominator: str = ""
    scope: str = ""
    """Field key whose unit a row counts for; empty when only the city counts it."""
    park: str = "park"
    """Field key of the park that a row counts for as well, where the register has it."""
    numerator_before: str = ""
    """Field key of the numerator a year before, as the same row states it; so is the denominator's."""
    denominator_before: str = ""
    standing: bool = False
    """What the last report of a year states holds until there is one in the next."""
    caliber: str = ""
    """Another way of counting, which the city may choose by this name; sources without one are the usual way."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """How something is counted."""

    id: str
    name: str
    unit: str
    nature: Nature
    frequency: Frequency
    reporters: tuple[Level, ...]
    aggregation: Aggregation
    dedupe: tuple[str, ...]
    """Field keys that make a row the same thing across units."""
    sources: tuple[IndicatorSource, ...]
    scale: DecimalText = "1"
    """Decimal by which the sum of the stored values is multiplied, such as 0.0001 for 万元 to 亿元."""
    decimals: int = 2
    """Digits after the point when shown: 0 for things counted, 2 for % and others, 4 for 亿元 made of 万元."""
    lag: str = ""
    """When the official figure comes out."""
    numerator: str = ""
    """In words, for people; so is the denominator."""
    denominator: str = ""
    counted_units: tuple[str, ...] = ()
    """Kinds or ids of the units in the scope column, or that reported where there is none, that the city adds up."""
    each_unit: bool = False
    """What the city must reach, every unit must reach as well, 市本级 included."""
    net_of: IndicatorId = ""
    """A stock whose change within the year is told beside this gross figure."""
    narrowed_by: tuple[str, ...] = ()
    """Field keys by whose values the city may narrow what counts, where the plans leave it open."""
    roster: bool = False
    """The denominator is a list that the plans do not give: the city may set how long it is."""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetFilter:
    """A further condition on the rows of one register."""

    register: RegisterId
    column: str
    value: str
    """Label of a choice, or the value as typed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Occurrence:
    """Another place that states a target."""

    clause: str
    quote: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """How much of an indicator is required, and by when."""

    id: str
    plan: PlanId
    indicator: IndicatorId
    clause: str
    quote: str
    name: str
    unit: str
    comparator: Comparator
    """>= or > of the figure; delta>= or delta> of its change since the base."""
    value: DecimalText
    deadline: IsoDate
    period_kind: PeriodKind
    strength: Strength
    """binding or aspirational (力争)."""
    nature: Nature
    frequency: Frequency
    reporters: tuple[Level, ...]
    tasks: tuple[TaskId, ...]
    value_max: DecimalText = ""
    """The upper end of a range, or empty."""
    deadline_source: str = ""
    """stated, plan_end, each_year, or `inferred:` and why."""
    literal: str = ""
    """The document's own word for the comparison, such as 突破."""
    lead: UnitId = ""
    supporting: tuple[UnitId, ...] = ()
    lead_source: str = ""
    """As in `Task.lead_source`."""
    parent: TargetId = ""
    breakdown: str = ""
    year: int = 0
    """0 when the target is not of one year."""
    scope_unit: UnitId = ""
    baseline: DecimalText = ""
    """Or empty."""
    baseline_note: str = ""
    baseline_clause: str = ""
    baseline_quote: str = ""
    filters: tuple[TargetFilter, ...] = ()
    occurrences: tuple[Occurrence, ...] = ()
    """Where the document says it again."""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Mechanism:
    """A standing procedure that a plan orders: reporting, supervision, appraisal, reward."""

    id: str
    plan: PlanId
    clause: str
    name: str
    kind: str
    quote: str
    obliged: tuple[UnitId, ...]
    recipient: tuple[UnitId, ...]
    frequency: MechanismFrequency
    frequency_source: Origin
    software_must: tuple[str, ...]
    registers: tuple[RegisterId, ...]
    targets: tuple[TargetId, ...]
    tasks: tuple[TaskId, ...]
    trigger: str = ""
    notes: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """A constant of a plan's text that checks use; not a target."""

    id: str
    plan: PlanId
    clause: str
    name: str
    quote: str
    value: DecimalText
    unit: str
    used_for: str
    notes: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """Everything `forms/` says, by id, in the order of the files."""

    plans: Mapping[str, Plan]
    units: Mapping[str, Unit]
    code_lists: Mapping[str, CodeList]
    registers: Mapping[str, Form]
    indicators: Mapping[str, Indicator]
    targets: Mapping[str, Target]
    tasks: Mapping[str, Task]
    narratives: Mapping[str, NarrativeField]
    mechanisms: Mapping[str, Mechanism]
    parameters: Mapping[str, Parameter]
    clauses: Mapping[str, Clause]
    documents: Mapping[str, str]
    """The full text of each plan, by plan id."""
    forms: Mapping[str, Form]
    """Every form of every kind by id: registers, tasks (TEXT for the two clauses of principle) and targets."""
    digest: str
    """SHA-256 hex over the files read, in name order; names the catalogue's version."""
