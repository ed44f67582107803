"""The body of a submission: tasks beside their clause, targets against the requirement, registers."""

from collections.abc import Sequence

from baise_desktop.report import blocks
from baise_desktop.report.geometry import Orientation
from baise_desktop.report.model import (
    Column,
    DeliverableLine,
    MeasureLine,
    Narrative,
    Section,
    TableSection,
    TargetSection,
    TaskSection,
)
from baise_desktop.report.part import Manuscript
from baise_desktop.report.tables import prepare_table
from baise_desktop.texts import say


def columns_of(key: str, *, right: Sequence[int] = (), center: Sequence[int] = ()) -> tuple[Column, ...]:
    """Columns of a fixed table, named in the texts of reports.

    Args:
        key: entry of the texts; names parted by spaces.
        right: indices of columns of figures.
        center: indices of columns of short words.
    """
    return tuple(
        Column(name, align="right" if index in right else "center" if index in center else "left")
        for index, name in enumerate(say(f"report.{key}").split())
    )


def _add_table(manuscript: Manuscript, section: TableSection) -> None:
    prepared = prepare_table(manuscript.typesetter, section)
    manuscript.add(prepared.setter.strips(Orientation.PORTRAIT))
    manuscript.add([blocks.space(6)])


def _add_narratives(manuscript: Manuscript, narratives: Sequence[Narrative]) -> None:
    for number, narrative in enumerate((each for each in narratives if each.text), 1):
        title = say("report.numbered_point", number=number, title=narrative.name)
        strips = blocks.heading(manuscript.typesetter, title, blocks.BODY, Orientation.PORTRAIT.width)
        manuscript.add(strips)
        manuscript.add_text(narrative.text)


def _measures(title: str, measures: Sequence[MeasureLine]) -> TableSection:
    rows = tuple((str(line.number), line.quote, line.state, line.progress) for line in measures)
    columns = columns_of("measure_columns", center=(0, 2))
    return TableSection(title=title, columns=columns, rows=rows, numbered=False, divisible=False)


def _deliverables(title: str, deliverables: Sequence[DeliverableLine]) -> TableSection:
    rows = tuple(
        (str(line.number), line.quote, line.state, line.done_on, line.document_number) for line in deliverables
    )
    columns = columns_of("deliverable_columns", center=(0, 2, 3))
    return TableSection(title=title, columns=columns, rows=rows, numbered=False, divisible=False)


def _add_task(manuscript: Manuscript, task: TaskSection) -> None:
    manuscript.begin_section(task.title)
    typesetter, width = manuscript.typesetter, Orientation.PORTRAIT.width
    if task.heading:
        text = say("report.clause", heading=task.heading)
        manuscript.add(blocks.hold((*blocks.paragraph(typesetter, text, blocks.NOTE, width), blocks.space(3))))
    stated = (say("report.unchanged"),) if task.unchanged else ()
    for line in (*stated, *task.quotes):
        manuscript.add(blocks.hold(blocks.paragraph(typesetter, line, blocks.NOTE, width)))
    if task.measures:
        _add_table(manuscript, _measures(task.title, task.measures))
    if task.deliverables:
        _add_table(manuscript, _deliverables(task.title, task.deliverables))
    _add_narratives(manuscript, task.narratives)


def add_tasks(manuscript: Manuscript, tasks: Sequence[TaskSection]) -> None:
    """The part on tasks, if there are any."""
    if not tasks:
        return
    manuscript.begin_part(say("report.part_tasks"))
    for task in tasks:
        _add_task(manuscript, task)


def add_targets(manuscript: Manuscript, targets: Sequence[TargetSection]) -> None:
    """The part on targets: one table of all, then what the unit says about each."""
    if not targets:
        return
    title = say("report.part_targets")
    manuscript.begin_part(title)
    rows = tuple(
        (str(number), target.name, target.requirement, target.figure, target.unit, target.completion)
        for number, target in enumerate(targets, 1)
    )
    columns = columns_of("target_columns", right=(3,), center=(0, 4, 5))
    _add_table(manuscript, TableSection(title=title, columns=columns, rows=rows, numbered=False, divisible=False))
    for target in targets:
        if any(narrative.text for narrative in target.narratives):
            manuscript.begin_section(target.name)
            _add_narratives(manuscript, target.narratives)


def _stated(register: TableSection) -> str:
    return say("report.unchanged_title", title=register.title) if register.unchanged else register.title


def add_registers(manuscript: Manuscript, registers: Sequence[TableSection]) -> None:
    """The part on registers: upright ones first, then landscape pages, then A3, empty ones in one sentence."""
    if not registers:
        return
    tables = [prepare_table(manuscript.typesetter, register) for register in registers if register.rows]
    tables.sort(key=lambda table: table.orientation.width)
    empty = [_stated(register) for register in registers if not register.rows]
    manuscript.begin_part(
        say("report.part_registers"), tables[0].orientation if tables and not empty else Orientation.PORTRAIT
    )
    if empty:
        manuscript.add_text(say("report.no_registers", titles="、".join(empty)))
    for table in tables:
        manuscript.begin_section(table.section.title, table.orientation)
        lead = say("report.unchanged") * table.section.unchanged + table.section.lead
        if lead:
            strips = blocks.paragraph(manuscript.typesetter, lead, blocks.NOTE, table.orientation.width)
            manuscript.add(blocks.hold((*strips, blocks.space(3))), table.orientation)
        manuscript.add(table.strips(manuscript.typesetter), table.orientation)


def add_sections(manuscript: Manuscript, sections: Sequence[Section]) -> None:
    """All sections by kind, in the order of the report within a kind."""
    add_tasks(manuscript, [section for section in sections if isinstance(section, TaskSection)])
    add_targets(manuscript, [section for section in sections if isinstance(section, TargetSection)])
    add_registers(manuscript, [section for section in sections if isinstance(section, TableSection)])
