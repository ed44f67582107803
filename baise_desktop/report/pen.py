"""Empty rows of a register for the pen: side by side in a table, or each on a card where a table is too wide."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from baise_desktop.report import blocks
from baise_desktop.report.fonts import Role
from baise_desktop.report.geometry import MM, Orientation, Strip
from baise_desktop.report.grid import Grid, GridSetter
from baise_desktop.report.model import Column
from baise_desktop.report.typesetting import Setting, Typesetter
from baise_desktop.texts import say

ROW = 11 * MM
"""Height of a row that is written in by hand."""
_LONG = 2 * ROW
_IN_CELL = 3
_SHORT = 4
_ON_A_LINE = 14
"""Characters of choices, boxes included, that half the width of a card takes."""
_HEAD = Setting(Role.HEADING, 9.5, 13.5)
_CELL = Setting(Role.SONG, 9.5, 13.5)
_HEADING_MOST = 66.5
_PADS = 8.0
_ORDINAL = 30.0
_NAME_WIDTH = 88.0


@dataclass(frozen=True, slots=True, kw_only=True)
class PenQuestion:
    """One question of a register."""

    column: Column
    choices: tuple[str, ...] = ()
    is_multiple: bool = False
    """Whether several choices may be taken."""
    is_long: bool = False
    """Whether the answer is a text of several lines."""

    @property
    def is_short_choice(self) -> bool:
        """Whether its choices are few and short enough to stand in every row of a table."""
        return 0 < len(self.choices) <= _IN_CELL and max(map(len, self.choices)) <= _SHORT

    @property
    def is_listed(self) -> bool:
        """Whether a table has room for the number of a choice alone."""
        return bool(self.choices) and not self.is_short_choice


@dataclass(frozen=True, slots=True, kw_only=True)
class PenRegister:
    """Rows of a register, all empty."""

    questions: tuple[PenQuestion, ...]
    key_columns: int = 1


def register_width(register: PenRegister, typesetter: Typesetter) -> float:
    """How wide a table of it must be at least, in points."""
    columns = (question.column for question in register.questions)
    heads = ((column, typesetter.width(column.name, _HEAD) / 2 + 6) for column in columns)
    return _ORDINAL + sum(max(column.pen, min(head, _HEADING_MOST)) + _PADS for column, head in heads)


def register_grid(register: PenRegister, title: str, count: int) -> Grid:
    """The register as a table with numbered empty rows, □ before the choices of short lists."""
    cells = tuple(
        "\n".join(_boxes(question.choices)) if question.is_short_choice else "" for question in register.questions
    )
    columns = (Column(say("report.ordinal"), align="center"), *(_numbered(each) for each in register.questions))
    rows = tuple((str(number), *cells) for number in range(1, count + 1))
    keys = register.key_columns + 1
    return Grid(columns=columns, rows=rows, title=title, keys=keys, least_row=ROW, divisible=True)


def _numbered(question: PenQuestion) -> Column:
    column = question.column
    name = column.name + say("blank.by_number_head") if question.is_listed else column.name
    return Column(name, column.unit, column.align, column.pen)


def _boxes(choices: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(say("blank.option", label=label) for label in choices)


def choice_lists(register: PenRegister) -> Iterator[str]:
    """The longer lists of choices with their numbers, each once for all questions that choose from it."""
    asking: dict[tuple[str, ...], list[PenQuestion]] = {}
    for question in register.questions:
        if question.is_listed:
            asking.setdefault(question.choices, []).append(question)
    for choices, questions in asking.items():
        options = "　".join(
            say("blank.numbered_option", number=number, label=label) for number, label in enumerate(choices, 1)
        )
        names = "、".join(question.column.name for question in questions)
        several = "".join(say("blank.several", name=each.column.name) for each in questions if each.is_multiple)
        yield say("blank.by_number", name=names, options=options) + several


def set_cards(register: PenRegister, typesetter: Typesetter, count: int) -> tuple[Strip, ...]:
    """Each row on an upright card: names beside boxes, two to a line where they are short."""
    cards = [tuple(_card(register, typesetter, number)) for number in range(1, count + 1)]
    # the first follows the head of the form; any other goes to the next page as a whole
    held = (strip for card in cards[1:] for strip in (*blocks.hold(card[:-1]), card[-1], blocks.space(10)))
    return *cards[0], blocks.space(10), *held


def _card(register: PenRegister, typesetter: Typesetter, number: int) -> Iterator[Strip]:
    yield from blocks.heading(typesetter, say("blank.card", number=number), _HEAD, Orientation.PORTRAIT.width)
    for wide, run in groupby(register.questions, _is_wide):
        questions = tuple(run)
        paired = 0 if wide else len(questions) // 2 * 2
        yield from _lines(typesetter, questions[:paired], 2)
        yield from _lines(typesetter, questions[paired:], 1)


def _lines(typesetter: Typesetter, questions: tuple[PenQuestion, ...], pairs: int) -> tuple[Strip, ...]:
    """Some questions, one or two to a line."""
    if not questions:
        return ()
    room = Orientation.PORTRAIT.width / pairs - _NAME_WIDTH - 2 * _PADS
    texts = [text for question in questions for text in _cells(question, typesetter, room)]
    rows = tuple(tuple(texts[start : start + 2 * pairs]) for start in range(0, len(texts), 2 * pairs))
    columns = (Column("", align="center", pen=_NAME_WIDTH), Column("", pen=room))
    least = _LONG if any(question.is_long for question in questions) else ROW
    grid = Grid(columns=columns * pairs, rows=rows, has_head=False, least_row=least)
    return GridSetter(typesetter, grid).strips(Orientation.PORTRAIT)


def _is_wide(question: PenQuestion) -> bool:
    return question.is_long or sum(map(len, _boxes(question.choices))) > _ON_A_LINE


def _cells(question: PenQuestion, typesetter: Typesetter, room: float) -> tuple[str, str]:
    column = question.column
    name = f"{column.name}\n{say('report.in_unit', unit=column.unit)}" if column.unit else column.name
    several = (say("blank.several_here"),) if question.is_multiple else ()
    return name, _packed((*_boxes(question.choices), *several), typesetter, room)


def _packed(options: tuple[str, ...], typesetter: Typesetter, room: float) -> str:
    """Choices in lines, none torn from its box."""
    lines: list[str] = []
    for option in options:
        longer = f"{lines[-1]}　{option}" if lines else ""
        if longer and typesetter.width(longer, _CELL) <= room:
            lines[-1] = longer
        else:
            lines.append(option)
    return "\n".join(lines)
