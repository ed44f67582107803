"""Figures and documents."""

from argparse import Namespace
from datetime import date

from baise_desktop.app.clock import utc_now
from baise_desktop.cli.form_verbs import refuse_unbuilt
from baise_desktop.cli.output import opened, print_json, tell
from baise_desktop.cli.passphrase import read_passphrase
from baise_desktop.errors import BaiseError


def _read_date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as cause:
        raise BaiseError("DATE", text=text) from cause


def figures(options: Namespace) -> None:
    """Print the figure of every target, for the city and for each unit."""
    from baise_desktop.app.figures import figure_table

    as_of = _read_date(options.as_of)
    with opened(options.store) as desk:
        table = figure_table(desk, options.plan, as_of, options.unit, accepted_only=options.accepted_only)
    if options.json:
        print_json(table.as_json())
        return
    print(table.counted_words)
    for row in table.rows:
        tell(
            "figure_line",
            name=row.name,
            unit=row.unit_name,
            figure=row.figure,
            requirement=row.requirement,
            met=row.met_words,
        )


def report(options: Namespace) -> None:
    """Write a document."""
    from baise_desktop.app.exporting import write_submission
    from baise_desktop.app.reports import write_figures

    with opened(options.store) as desk:
        if options.kind == "submission":
            passphrase = read_passphrase(options.passphrase_file) if options.seal or options.passphrase_file else None
            path = write_submission(
                desk, options.plan, options.period, options.out, utc_now(), passphrase=passphrase, seal=options.seal
            )
        elif options.kind == "figures":
            as_of = _read_date(options.as_of or "")
            path = write_figures(desk, options.plan, as_of, options.out, utc_now())
        else:
            refuse_unbuilt(f"report {options.kind}")
    tell("report_made", file=path)
