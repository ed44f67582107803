"""Figures and documents."""

from argparse import Namespace
from datetime import date

from baise_desktop.app.clock import utc_now
from baise_desktop.app.desk import Desk, find_unit
from baise_desktop.cli.output import opened, print_json, tell
from baise_desktop.errors import BaiseError


def _read_date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as cause:
        raise BaiseError("DATE", text=text) from cause


def _unit_id(desk: Desk, text: str | None) -> str | None:
    return None if text is None else find_unit(desk.catalogue, text).id


def figures(options: Namespace) -> None:
    """Print the figure of every target, for the city and for each unit."""
    from baise_desktop.app.results.figures import figure_table

    if options.explain:
        _explain(options)
        return
    as_of = _read_date(options.as_of)
    with opened(options.store) as desk:
        unit = _unit_id(desk, options.unit)
        table = figure_table(desk, options.plan, as_of, unit, accepted_only=options.accepted_only)
    if options.json:
        print_json(table.as_json())
        return
    print(table.counted_words)
    for row in table.rows:
        tell(
            "figure_line",
            name=row.name,
            unit=row.unit_name,
            figure=row.figure_words,
            note=row.note,
            requirement=row.requirement,
            met=row.met_words,
            gap=row.gap,
            light=row.light_words,
        )
    print(table.light_rule)


def _explain(options: Namespace) -> None:
    from baise_desktop.app.results.explaining import explain_figure, find_target

    with opened(options.store) as desk:
        target = find_target(desk, options.plan, options.explain)
        unit = _unit_id(desk, options.unit) or ""
        found = explain_figure(desk, target.id, _read_date(options.as_of), unit, accepted_only=options.accepted_only)
    if options.json:
        print_json(found.as_json())
        return
    row = found.figure
    tell("explained_figure", name=row.name, unit=row.unit_name, figure=row.figure_words, note=row.note)
    for each in found.rows:
        tell(
            "explained_row",
            words=each.words,
            form=each.register_title,
            label=each.label or each.row_id,
            unit=each.unit_name,
            period=each.period,
            package=each.package[:12],
        )
    for facts in found.packages.values():
        tell("explained_package", **facts.told())


def report_figures(options: Namespace) -> None:
    """Write the table of figures as PDF, workbook or CSV, or fill a form that was given from above."""
    from baise_desktop.app.results.official_form import fill_official_form
    from baise_desktop.app.results.reports import write_figures

    as_of, counted = _read_date(options.as_of), options.accepted_only
    with opened(options.store) as desk:
        unit = _unit_id(desk, options.unit)
        if options.template:
            files = (options.template, options.out)
            paths = fill_official_form(desk, options.plan, as_of, *files, utc_now(), unit=unit, accepted_only=counted)
        else:
            asked = (desk, options.plan, as_of, options.out, utc_now())
            paths = (write_figures(*asked, unit=unit, accepted_only=counted),)
    for path in paths:
        tell("report_made", file=path)


def report_allocation(options: Namespace) -> None:
    """Write the yearly breakdown of a plan's targets as a PDF or a workbook."""
    from baise_desktop.app.results.allocation_report import write_allocation

    with opened(options.store) as desk:
        path = write_allocation(desk, options.plan, options.out, utc_now())
    tell("report_made", file=path)
