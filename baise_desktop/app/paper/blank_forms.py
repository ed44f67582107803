"""Blank forms of a submission, for filling in by hand where there is no computer."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from baise_desktop.app.desk import Desk, require_plan
from baise_desktop.app.entry.filling import clause_text
from baise_desktop.app.entry.row_start import known_keys
from baise_desktop.app.installation.naming import name_on, period_words
from baise_desktop.app.outgoing.submission_report import watermark_of
from baise_desktop.app.packs.opening import held_version
from baise_desktop.app.paper.blank_wish import BlankWish
from baise_desktop.app.results.figures import FigureRow, figure_table, show_own_requirement
from baise_desktop.errors import BaiseError
from baise_desktop.form.definition import Field, FieldType, Form, FormKind
from baise_desktop.form.period import parse_period
from baise_desktop.report.blank import MOST_ROWS, BlankForm, BlankForms, PenBox, PenTable
from baise_desktop.report.geometry import MM
from baise_desktop.report.model import Binding, Column
from baise_desktop.report.pen import PenQuestion, PenRegister
from baise_desktop.store.obligations import list_owed_forms
from baise_desktop.texts import say

KIND = "blank"
_PEN = {
    FieldType.TEXT: 30,
    FieldType.LONGTEXT: 46,
    FieldType.INTEGER: 17,
    FieldType.DECIMAL: 24,
    FieldType.DATE: 26,
    FieldType.DATETIME: 32,
    FieldType.YEAR: 15,
    FieldType.BOOL: 12,
    FieldType.CHOICE: 17,
    FieldType.MULTI: 22,
    FieldType.UNIT: 26,
    FieldType.USCC: 46,
    FieldType.REF: 32,
}
"""Millimetres of a cell; a code of 18 characters takes two and a half each."""
_MOST_KEYS = 2
_INTERNAL = re.compile("[a-z]")
_UNASKED = frozenset({FieldType.COMPUTED, FieldType.EVIDENCE})


def describe_blank(desk: Desk, plan: str, period: str, day: date, wish: BlankWish) -> BlankForms:
    """The forms owed in a period that are asked for.

    Raises:
        BaiseError: PLAN_UNKNOWN, PERIOD, NOTHING_OWED; BLANK_FORM for a form that is not owed; BLANK_ROWS.
    """
    unit = wish.unit or desk.office.unit
    if not 0 <= wish.rows <= MOST_ROWS:
        raise BaiseError("BLANK_ROWS", most=MOST_ROWS)
    end = parse_period(period).end
    chosen = _choose(desk, plan, period, unit, wish.forms)
    figures = _figures(desk, plan, end, unit) if any(form.kind is FormKind.TARGET for form in chosen) else {}
    return BlankForms(
        binding=Binding(unit, plan, period, max(1, held_version(desk, plan)), "", KIND),
        unit_name=name_on(desk, unit, end),
        plan_name=desk.catalogue.plans[plan].full_name,
        period_text=period_words(parse_period(period)),
        created_on=day,
        forms=tuple(BlankMaker(desk, unit, figures).make(form) for form in chosen),
        rows=wish.rows,
        on_a4=wish.on_a4,
        watermark=watermark_of(desk),
    )


def _choose(desk: Desk, plan: str, period: str, unit: str, wanted: Sequence[str]) -> tuple[Form, ...]:
    require_plan(desk, plan)
    owed = set(list_owed_forms(desk.store, unit, plan, period))
    forms = tuple(form for form in desk.catalogue.forms.values() if form.id in owed)
    if not forms:
        raise BaiseError("NOTHING_OWED", unit=desk.catalogue.units[unit].name, plan=plan, period=period)
    for text in wanted:
        if not any(text in (form.id, form.title) for form in forms):
            raise BaiseError("BLANK_FORM", text=text, period=period)
    return tuple(form for form in forms if not wanted or form.id in wanted or form.title in wanted)


def _figures(desk: Desk, plan: str, end: date, unit: str) -> Mapping[str, FigureRow]:
    return {row.target: row for row in figure_table(desk, plan, end, unit).rows}


class BlankMaker:
    """Turns forms into what is printed of them."""

    def __init__(self, desk: Desk, unit: str, figures: Mapping[str, FigureRow]) -> None:
        self._desk = desk
        self._unit = desk.catalogue.units[unit]
        self._figures = figures

    def make(self, form: Form) -> BlankForm:
        """One form."""
        making = {FormKind.TASK: self._task, FormKind.TARGET: self._target, FormKind.REGISTER: self._register}
        return making[form.kind](form)

    def _task(self, form: Form) -> BlankForm:
        task = self._desk.catalogue.tasks[form.id]
        parts: list[PenTable | PenBox] = []
        if task.measures:
            rows = tuple(
                (str(each.number), each.quote, self._options(form.field(f"m{each.number}_state")), "")
                for each in task.measures
            )
            parts.append(PenTable(columns=_columns("measure_columns", (0, 0, 26, 56)), rows=rows))
        if task.deliverables:
            named = tuple(
                (str(each.number), each.quote, self._options(form.field(f"d{each.number}_state")), "", "")
                for each in task.deliverables
            )
            parts.append(PenTable(columns=_columns("deliverable_columns", (0, 0, 26, 26, 30)), rows=named))
        parts += [self._box(form.field(key)) for key in task.narratives]
        lead = (say("report.clause", heading=clause_text(self._desk, form.id).heading),)
        hints = tuple(self._hints(form.field(key) for key in task.narratives))
        return BlankForm(
            id=form.id,
            title=form.title,
            lead=lead,
            may_repeat=True,
            parts=tuple(parts),
            notes=(*_told((form.note,)), *hints),
        )

    def _target(self, form: Form) -> BlankForm:
        target = self._desk.catalogue.targets[form.id]
        requirement = show_own_requirement(target, self._figures.get(form.id))
        columns = (
            Column(say("blank.target_requirement"), align="center"),
            Column(say("blank.target_figure"), target.unit, pen=40 * MM),
            Column(say("blank.target_basis"), pen=60 * MM),
        )
        asked = [field for field in form.fields if field.type not in _UNASKED]
        return BlankForm(
            id=form.id,
            title=form.title,
            lead=(say("blank.quote", quote=target.quote),),
            parts=(PenTable(columns=columns, rows=((requirement, "", ""),)), *(self._box(field) for field in asked)),
            notes=(say("blank.figure_by_program"), *self._hints(asked)),
        )

    def _register(self, form: Form) -> BlankForm:
        known = known_keys(form, self._unit)
        asked = [field for field in form.fields if field.type not in _UNASKED and field.key not in known]
        left_out = [field.name for field in form.fields if field.type is FieldType.COMPUTED or field.key in known]
        notes = (
            *_told((form.note,)),
            *((say("blank.left_out", names="、".join(left_out)),) if left_out else ()),
            *self._hints(asked),
            *((say("blank.evidence"),) if any(field.type is FieldType.EVIDENCE for field in form.fields) else ()),
        )
        keys = [field.key in form.key for field in asked]
        leading = max(1, keys.index(False) if False in keys else len(keys))
        register = PenRegister(
            questions=tuple(self._question(field) for field in asked), key_columns=min(leading, _MOST_KEYS)
        )
        return BlankForm(id=form.id, title=form.title, may_repeat=True, parts=(register,), notes=notes)

    def _question(self, field: Field) -> PenQuestion:
        return PenQuestion(
            column=Column(_marked(field), field.unit, pen=_PEN[field.type] * MM),
            choices=self._labels(field),
            is_multiple=field.type is FieldType.MULTI,
            is_long=field.type is FieldType.LONGTEXT,
        )

    def _labels(self, field: Field) -> tuple[str, ...]:
        if field.type in (FieldType.CHOICE, FieldType.MULTI):
            return tuple(item.label for item in self._desk.catalogue.code_lists[field.choices].items)
        return (say("report.yes"), say("report.no")) if field.type is FieldType.BOOL else ()

    def _options(self, field: Field) -> str:
        return "\n".join(say("blank.option", label=label) for label in self._labels(field))

    @staticmethod
    def _hints(fields: Iterable[Field]) -> Iterator[str]:
        for field in fields:
            for note in _told((field.note,)):
                yield say("blank.hint", name=field.name, note=note)

    @staticmethod
    def _box(field: Field) -> PenBox:
        return PenBox(name=_marked(field))


def _marked(field: Field) -> str:
    return say("blank.required", name=field.name) if field.required else field.name


def _told(notes: Iterable[str]) -> Iterator[str]:
    """The notes that are meant for those who fill in: others name keys of the definitions."""
    return (note for note in notes if note and not _INTERNAL.search(note))


def _columns(key: str, pens: Sequence[float]) -> tuple[Column, ...]:
    """Columns named in the texts of blank forms, with the millimetres that a pen needs."""
    names = say(f"blank.{key}").split()
    return tuple(
        Column(name, align="center" if number == 0 else "left", pen=pen * MM)
        for number, (name, pen) in enumerate(zip(names, pens, strict=True))
    )
