"""What a package says, form by form and row by row, to be read."""

from dataclasses import dataclass
from io import BytesIO

from baise_desktop.app.desk import Desk
from baise_desktop.errors import BaiseError
from baise_desktop.exchange.container import open_container
from baise_desktop.form.definition import FieldType
from baise_desktop.form.fields import show
from baise_desktop.form.period import parse_period
from baise_desktop.form.record import from_line
from baise_desktop.form.row_names import name_row
from baise_desktop.store.packages import get_package, read_package
from baise_desktop.store.revisions import list_form_revisions, list_revised_forms

REPORT, WORKBOOK = "report.pdf", "report.xlsx"


@dataclass(frozen=True, slots=True)
class PackedForm:
    """One form of a package."""

    form: str
    title: str
    rows: int


@dataclass(frozen=True, slots=True)
class PackedRow:
    """One row of a package as people read it."""

    row_id: str
    name: str
    """What the row is about."""
    texts: tuple[str, ...]
    """In the order of the fields."""


@dataclass(frozen=True, slots=True)
class PackedRows:
    """The live rows of one form of a package."""

    form: str
    keys: tuple[str, ...]
    """Of the fields that somebody filled in."""
    names: tuple[str, ...]
    rows: tuple[PackedRow, ...]


def list_packed_forms(desk: Desk, identity: str) -> tuple[PackedForm, ...]:
    """The forms of which a package has rows, in the order of the catalogue."""
    counts = list_revised_forms(desk.store, identity)
    forms = desk.catalogue.forms
    return tuple(PackedForm(form.id, form.title, counts[form.id]) for form in forms.values() if form.id in counts)


def read_packed_rows(desk: Desk, identity: str, form_id: str) -> PackedRows:
    """The rows of one form of a package. Raises: BaiseError PACKAGE_UNKNOWN, and those of `from_line`."""
    package = get_package(desk.store, identity)
    if package is None:
        raise BaiseError("PACKAGE_UNKNOWN", text=identity)
    form = desk.catalogue.forms[form_id]
    context = desk.context.on(parse_period(package.period).end)
    fields = [question for question in form.fields if question.type is not FieldType.COMPUTED]
    rows = []
    for row_id, line in list_form_revisions(desk.store, identity, form_id).items():
        record = from_line(line, desk.catalogue.forms)
        values = [record.values.get(question.key) for question in fields]
        texts = (
            "" if value is None else show(value, question, context)
            for value, question in zip(values, fields, strict=True)
        )
        rows.append(PackedRow(row_id, name_row(form, record, context), tuple(texts)))
    keys, names = (tuple(getattr(question, name) for question in fields) for name in ("key", "name"))
    return PackedRows(form_id, keys, names, tuple(rows))


def read_packed_report(desk: Desk, identity: str, name: str = REPORT) -> bytes:
    """The report that a package carries for people, or its workbook. Raises: BaiseError PACKAGE_FILE, NO_REPORT."""
    container = open_container(BytesIO(read_package(desk.store, identity)))
    if name not in container.entries:
        raise BaiseError("NO_REPORT", identity=identity[:12], file=name)
    return container.read(name)
