"""What a form asks: its fields, its rules, and the code lists it chooses from. Data, no behaviour."""

from dataclasses import dataclass
from enum import StrEnum

from baise_desktop.errors import Severity
from baise_desktop.form.meaning import AcceptedUnits, CodeListId, Level, PlanId, RegisterId
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
    choices: CodeListId = ""
    """Id of the code list of a choice or multi."""
    unit_kind: AcceptedUnits = ""
    """Units that a unit field accepts: county, park, city_dept (any department), county_or_park, county_or_city;
    empty or any for all."""
    ref: RegisterId = ""
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
class Exclusive:
    """What only one row of the whole city may lay claim to: rows alike in it are listed to the city."""

    id: str
    severity: Severity
    columns: tuple[str, ...]
    """Field keys in which the rows are the same but for spaces, brackets and full-width characters; a row that leaves
    one of them blank claims nothing."""
    near: str = ""
    """Field key of a name in which the rows need only be near: a slip of the pen or of the sound apart."""
    where: str = ""
    """Formula that a row must fulfil to lay claim; empty for every row."""
    inside: bool = True
    """Whether two rows of one unit are too many as well."""
    message: str
    """Chinese sentence with `{Chinese field name}` of the first row, `{对方·Chinese field name}` of the next, and
    `{双方}` for the units."""
    source: str
    """The clause or catalogue note it comes from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """What a unit fills in for one task, target or register."""

    id: str
    kind: FormKind
    title: str
    plans: tuple[PlanId, ...]
    fields: tuple[Field, ...]
    key: tuple[str, ...] = ()
    """Business key of a register row: field keys."""
    rules: tuple[Rule, ...] = ()
    city_rules: tuple[Rule, ...] = ()
    """Judged by the city alone: `台账名[列]` is there the register of all units, across their submissions."""
    exclusive: tuple[Exclusive, ...] = ()
    levels: tuple[Level, ...] = ()
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
    source: tuple[PlanId, ...] = ()
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
