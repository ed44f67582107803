"""What a form is: fields, rules, and the catalogue of plans that they come from. Data, no behaviour."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from baise_desktop.errors import Severity
from baise_desktop.form.period import Frequency


class FieldType(StrEnum):
    """The types a field can have; one parser and one printer each, in `fields`."""

    TEXT = "text"
    LONGTEXT = "longtext"
    INTEGER = "integer"
    DECIMAL = "decimal"
    DATE = "date"
    DATETIME = "datetime"
    YEAR = "year"
    BOOL = "bool"
    CHOICE = "choice"
    MULTI = "multi"
    UNIT = "unit"
    USCC = "uscc"
    REF = "ref"
    EVIDENCE = "evidence"
    COMPUTED = "computed"


class FormKind(StrEnum):
    """What a form reports on."""

    TASK = "task"
    TARGET = "target"
    REGISTER = "register"
    TEXT = "text"
    """A clause of principle: read, never filled in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One question of a form, or one column of a register."""

    key: str
    """ASCII name in JSON, unique within the form."""
    name: str
    """Chinese name that screens, workbooks and formulas use, unique within the form."""
    type: FieldType
    required: bool = False
    unit: str = ""
    """Unit of measure, such as 万元; part of the question, never of the answer."""
    decimals: int = 0
    """Digits after the point of a decimal: 4 for 万元, 2 for % and others unless declared."""
    choices: str = ""
    """Id of the code list of a choice or multi."""
    unit_kind: str = ""
    """Kind of units that a unit field accepts; empty for any."""
    ref: str = ""
    """Id of the register that a reference points into."""
    formula: str = ""
    """Formula of a computed field, over Chinese field names."""
    note: str = ""
    section: str = ""
    """Heading under which the field stands in a one-record form; empty in registers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A statement that must hold for each record of a form."""

    id: str
    severity: Severity
    formula: str
    """True when all is well; a missing operand gives no verdict (未判)."""
    message: str
    """Chinese sentence with `{Chinese field name}` where live values stand."""
    source: str
    """The clause, register rule or catalogue note it comes from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """What a unit fills in for one task, target or register."""

    id: str
    kind: FormKind
    title: str
    plans: tuple[str, ...]
    fields: tuple[Field, ...]
    key: tuple[str, ...] = ()
    """Business key of a register row: field keys."""
    rules: tuple[Rule, ...] = ()
    levels: tuple[str, ...] = ()
    """county, park, city_dept, org."""
    frequency: Frequency = Frequency.HALF_YEARLY
    frequency_from_document: bool = False
    grain: str = ""
    """What one row stands for."""
    note: str = ""

    def field(self, key: str) -> Field:
        """The field of that key. Raises: KeyError."""
        for candidate in self.fields:
            if candidate.key == key:
                return candidate
        raise KeyError(key)


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeItem:
    """One choice of a code list."""

    code: str
    label: str
    group: str = ""
    source: tuple[str, ...] = ()
    """Plans whose text holds the word; empty for a supplement of the design."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeList:
    """The choices of a choice field."""

    id: str
    title: str
    items: tuple[CodeItem, ...]
    note: str = ""

    def label(self, code: str) -> str:
        """The label of a code, or the code itself when the list lacks it."""
        return next((item.label for item in self.items if item.code == code), code)

    def code(self, label: str) -> str | None:
        """The code of a label."""
        return next((item.code for item in self.items if item.label == label), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class NameSpan:
    """A name and code that a unit bore during some time; open ends are empty strings."""

    name: str
    code: str
    valid_from: str
    valid_to: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A reporting unit, or a body that the plans name."""

    id: str
    name: str
    short: str
    kind: str
    plans: tuple[str, ...]
    reporter: bool
    code: str = ""
    lineage: str = ""
    predecessor: str = ""
    successor: str = ""
    members: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    names: tuple[NameSpan, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """One plan document."""

    id: str
    short_name: str
    full_name: str
    doc_number: str
    period_start: str
    """ISO date."""
    period_end: str
    """ISO date, inclusive."""
    years: tuple[int, ...]
    text_date: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """A numbered clause of a plan."""

    id: str
    plan: str
    clause: str
    number: str
    heading: str
    title: str
    has_body: bool
    tasks: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterUse:
    """A register that a task is proven by, with the filter to open it with."""

    register: str
    prefill: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One sentence of a clause."""

    number: int
    quote: str
    registers: tuple[str, ...]


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
    plan: str
    kind: str
    clause: str
    clause_path: str
    title: str
    reportable: bool
    lead: tuple[str, ...]
    supporting: tuple[str, ...]
    lead_source: str
    levels: tuple[str, ...]
    targets: tuple[str, ...]
    registers: tuple[RegisterUse, ...]
    measures: tuple[Measure, ...]
    deliverables: tuple[Deliverable, ...]
    narratives: tuple[str, ...]
    parent: str = ""
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

    register: str
    operation: str
    """count, count_distinct, sum, ratio, growth, latest, rank_delta, pp_delta."""
    where: str
    """Formula over the register's Chinese field names, with 期末日, 年度, 报告期, 方案起始日, 方案截止日."""
    value: str = ""
    key: str = ""
    numerator: str = ""
    denominator: str = ""
    scope: str = ""
    """Field key whose unit a row counts for; empty when only the city counts it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """How something is counted."""

    id: str
    name: str
    unit: str
    nature: str
    frequency: Frequency
    reporters: tuple[str, ...]
    aggregation: str
    dedupe: tuple[str, ...]
    """Field keys that make a row the same thing across units."""
    sources: tuple[IndicatorSource, ...]
    scale: str = "1"
    """Decimal by which the sum of the stored values is multiplied, such as 0.0001 for 万元 to 亿元."""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetFilter:
    """A further condition on the rows of one register."""

    register: str
    column: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """How much of an indicator is required, and by when."""

    id: str
    plan: str
    indicator: str
    clause: str
    quote: str
    name: str
    unit: str
    comparator: str
    """>= or > of the figure; delta>= or delta> of its change since the base."""
    value: str
    """Decimal."""
    value_max: str
    """Decimal or empty; the upper end of a range."""
    deadline: str
    """ISO date."""
    period_kind: str
    """plan_end, year_end, year, each_year, milestone."""
    strength: str
    """binding or aspirational (力争)."""
    nature: str
    frequency: Frequency
    reporters: tuple[str, ...]
    tasks: tuple[str, ...]
    parent: str = ""
    breakdown: str = ""
    year: int = 0
    """0 when the target is not of one year."""
    scope_unit: str = ""
    baseline: str = ""
    """Decimal or empty."""
    baseline_note: str = ""
    filters: tuple[TargetFilter, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Mechanism:
    """A standing procedure that a plan orders: reporting, supervision, appraisal, reward."""

    id: str
    plan: str
    clause: str
    name: str
    kind: str
    quote: str
    obliged: tuple[str, ...]
    recipient: tuple[str, ...]
    frequency: str
    frequency_source: str
    software_must: tuple[str, ...]
    registers: tuple[str, ...]
    targets: tuple[str, ...]
    tasks: tuple[str, ...]
    trigger: str = ""
    notes: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """A constant of a plan's text that checks use; not a target."""

    id: str
    plan: str
    clause: str
    name: str
    quote: str
    value: str
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
