"""Forms to fill in by hand: boxes a pen fits into, □ before each choice, places for those who sign."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from baise_desktop.report import blocks, front
from baise_desktop.report.document import find_missing, finish
from baise_desktop.report.document_faces import load_faces
from baise_desktop.report.fonts import Role
from baise_desktop.report.foot import Foot
from baise_desktop.report.geometry import MM, Anchor, Chapter, Orientation, Strip, height_of
from baise_desktop.report.grid import Grid, GridSetter
from baise_desktop.report.model import Binding, Column, RenderedPdf
from baise_desktop.report.pagination import paginate
from baise_desktop.report.part import Manuscript
from baise_desktop.report.pen import ROW, PenRegister, choice_lists, register_grid, register_width, set_cards
from baise_desktop.report.typesetting import Setting, Typesetter
from baise_desktop.texts import say

MOST_ROWS = 500
_FEWEST = 5
_CARDS = 2
_GAP = 8.0
_LOW, _USUAL, _HIGH = 24 * MM, 45 * MM, 70 * MM
_TITLE = Setting(Role.TITLE, 18, 26, align="center")
_LEAD = Setting(Role.SUBHEADING, 10.5, 16, align="left")
_NAME = Setting(Role.HEADING, 10.5, 18, align="left")


@dataclass(frozen=True, slots=True, kw_only=True)
class PenTable:
    """A table with printed cells, and empty ones for the pen."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PenBox:
    """A box to write a text in."""

    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BlankForm:
    """One form."""

    id: str
    title: str
    lead: tuple[str, ...] = ()
    """What it reports on, such as the sentence of the plan."""
    may_repeat: bool = False
    """Whether it can be stated to be as it was in the period before."""
    parts: tuple[PenTable | PenBox | PenRegister, ...] = ()
    notes: tuple[str, ...] = ()
    """What to know about single questions."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BlankForms:
    """All forms that go out together."""

    binding: Binding
    """With the version of the task pack, and no digest: no package stands behind it."""
    unit_name: str
    plan_name: str
    period_text: str
    created_on: date
    forms: tuple[BlankForm, ...]
    rows: int = 0
    """Empty rows of each register; 0 for as many as fill its page."""
    on_a4: bool = False
    """Whether there is no A3 paper: registers too wide for A4 become cards then."""
    watermark: str = ""


def render_blank(blank: BlankForms, fonts_folder: Path, *, system_fonts: bool = False) -> RenderedPdf:
    """The forms as PDF/A-2u, each from the head of a page; of several, a list comes first.

    Args:
        blank: plain texts, never markup.
        fonts_folder: the bundled faces.
        system_fonts: whether the office's own faces go first.
    """
    faces = load_faces(fonts_folder, system=system_fonts)
    missing = find_missing(faces, blank)
    body = Manuscript(Typesetter(faces))
    for form in blank.forms:
        _Sheet(body, blank, form).write()
    manuscript = Manuscript(body.typesetter)
    if len(blank.forms) > 1:
        _add_front(manuscript, blank, body.anchors)
    for chapter in body.chapters:
        manuscript.add(chapter.strips, chapter.orientation)
    title = say("blank.document_title", unit=blank.unit_name, period=blank.period_text)
    version = blank.binding.version
    subject = say("blank.foot", unit=blank.unit_name, period=blank.period_text, version=version)
    foot = Foot(subject, blank.binding, blank.watermark)
    return finish(manuscript, foot, title=title, author=blank.unit_name, day=blank.created_on, missing=missing)


def _add_front(manuscript: Manuscript, blank: BlankForms, anchors: list[Anchor]) -> None:
    typesetter = manuscript.typesetter
    subtitle = say("report.period_in_title", period=blank.period_text)
    manuscript.add(front.title_block(typesetter, f"{blank.plan_name}\n{say('blank.title')}", subtitle))
    facts = (
        (say("report.particular_unit"), blank.unit_name),
        (say("blank.forms"), say("blank.forms_told", count=len(blank.forms))),
        (say("blank.pack"), say("blank.pack_told", version=blank.binding.version)),
    )
    manuscript.add(front.facts_table(typesetter, facts))
    for line in say("blank.how").split("\n"):
        manuscript.add_text(line, blocks.SMALL)
    manuscript.add(front.contents(typesetter, anchors))


class _Sheet:
    """One form on its way to paper."""

    def __init__(self, manuscript: Manuscript, blank: BlankForms, form: BlankForm) -> None:
        self._manuscript = manuscript
        self._typesetter = manuscript.typesetter
        self._blank = blank
        self._form = form
        registers = [part for part in form.parts if isinstance(part, PenRegister)]
        sheets = (Orientation.PORTRAIT, Orientation.LANDSCAPE, *(() if blank.on_a4 else (Orientation.WIDE,)))
        fitting = [
            each for each in sheets if all(register_width(part, self._typesetter) <= each.width for part in registers)
        ]
        self._is_card = not fitting
        self._orientation = fitting[0] if fitting else Orientation.PORTRAIT

    def write(self) -> None:
        """The head, what is filled in, and the notes."""
        head, notes = tuple(self._head()), self._notes()
        # a gap as high as a page ends the page before, and falls away at the head of one
        self._add((blocks.space(self._orientation.height), *head))
        written = head
        for part in self._form.parts:
            if isinstance(part, PenTable):
                strips = self._table(part)
                self._add(strips)
                written = (*written, *strips, blocks.space(_GAP))
            elif isinstance(part, PenRegister):
                self._add(self._register(part, self._orientation.height - height_of(written), height_of(notes)))
        boxes = [part for part in self._form.parts if isinstance(part, PenBox)]
        height = self._box_height(len(boxes), written, height_of(notes))
        for box in boxes:
            self._add(self._box(box, height))
        self._manuscript.add(notes, self._orientation)

    def _add(self, strips: Iterable[Strip]) -> None:
        self._manuscript.add((*strips, blocks.space(_GAP)), self._orientation)

    def _paragraph(self, text: str, setting: Setting) -> tuple[Strip, ...]:
        return blocks.paragraph(self._typesetter, text, setting, self._orientation.width)

    def _head(self) -> Iterator[Strip]:
        form, blank = self._form, self._blank
        anchor = Anchor(f"b{form.id}", form.title, 0)
        self._manuscript.anchors.append(anchor)
        yield from blocks.heading(self._typesetter, form.title, _TITLE, self._orientation.width, anchor)
        number = say("blank.number", id=form.id, version=blank.binding.version)
        yield from blocks.hold(self._paragraph(number, _CENTRED))
        yield blocks.space(6)
        yield from self._places(
            (say("report.particular_unit"), blank.unit_name, say("report.particular_period"), blank.period_text),
            (say("blank.day"), say("report.date_free"), say("contact.telephone"), ""),
        )
        yield from self._places(
            tuple(text for role in ("filler", "reviewer", "head") for text in (say(f"words.role_{role}"), ""))
        )
        yield blocks.space(6)
        repeat = (say("blank.may_repeat"),) if form.may_repeat else ()
        for line in (*form.lead, *repeat, say("blank.short_how")):
            yield from blocks.hold(self._paragraph(line, _LEAD))
        yield blocks.space(4)

    def _places(self, *rows: tuple[str, ...]) -> Iterator[Strip]:
        """Names and places beside them, in pairs."""
        room = self._orientation.width / len(rows[0])
        columns = tuple(
            Column("", align="left" if place % 2 else "center", pen=room if place % 2 else 0.0)
            for place in range(len(rows[0]))
        )
        grid = Grid(columns=columns, rows=rows, has_head=False, least_row=ROW * 0.8)
        yield from blocks.hold(GridSetter(self._typesetter, grid).strips(self._orientation))

    def _table(self, table: PenTable) -> tuple[Strip, ...]:
        grid = Grid(columns=table.columns, rows=table.rows, title=self._form.title, least_row=ROW)
        return GridSetter(self._typesetter, grid).strips(self._orientation)

    def _box(self, box: PenBox, height: float) -> tuple[Strip, ...]:
        grid = Grid(columns=(Column(""),), rows=(("",),), has_head=False, least_row=height)
        strips = GridSetter(self._typesetter, grid).strips(self._orientation)
        return *blocks.hold(self._paragraph(box.name, _NAME)), *strips

    def _box_height(self, count: int, written: tuple[Strip, ...], notes: float) -> float:
        """As high as lets all boxes and the notes stand on the page that the tables end on, if that is high enough."""
        page = self._orientation.height
        over = _NAME.leading + 2 * _GAP
        used = paginate([Chapter(self._orientation, written)])[-1].used
        for room in (page - used - notes, page - notes):
            if count and room / count - over >= _LOW:
                return min(room / count - over, _HIGH)
        return _USUAL

    def _register(self, register: PenRegister, room: float, notes: float) -> tuple[Strip, ...]:
        if self._is_card:
            return set_cards(register, self._typesetter, self._blank.rows or _CARDS)

        def lay(count: int) -> tuple[Strip, ...]:
            grid = register_grid(register, self._form.title, count)
            return GridSetter(self._typesetter, grid).strips(self._orientation)

        if self._blank.rows:
            return lay(self._blank.rows)
        first, both = height_of(lay(1)), height_of(lay(2))
        most = int((room - first - _GAP) // (both - first)) + 1
        above_notes = int((room - notes - first - 2 * _GAP) // (both - first)) + 1
        return lay(max(1, above_notes if above_notes >= _FEWEST else most))

    def _notes(self) -> tuple[Strip, ...]:
        registers = [part for part in self._form.parts if isinstance(part, PenRegister)]
        lists = () if self._is_card else tuple(text for part in registers for text in choice_lists(part))
        texts = (*lists, *self._form.notes)
        if not texts:
            return ()
        numbered = (say("report.numbered_point", number=number, title=text) for number, text in enumerate(texts, 1))
        strips = (strip for text in numbered for strip in self._paragraph(text, _NOTE))
        return blocks.hold((*self._paragraph(say("blank.notes"), _NAME), *strips))


_CENTRED = replace(blocks.NOTE, align="center")
_NOTE = Setting(Role.SONG, 9, 13.5)
