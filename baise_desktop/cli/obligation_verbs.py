"""`baise city obligations` and `baise city oblige`."""

from argparse import Namespace

from baise_desktop.app.clock import utc_now
from baise_desktop.app.desk import Desk, find_unit
from baise_desktop.cli.output import opened, print_json, tell

_NUMBERS = frozenset(map(str, range(1, 100_000)))


def show_table(options: Namespace) -> None:
    """Print who owes what when, or write it as a workbook."""
    from baise_desktop.app.terms.obligation_table import obligation_table, select
    from baise_desktop.app.terms.obligation_workbook import write_table

    with opened(options.store) as desk:
        table = obligation_table(desk, options.plan)
        chosen = select(desk, table, _unit(desk, options.unit), options.form or "", options.period or "")
        if options.out:
            tell("report_made", file=write_table(desk, table, chosen, options.out, utc_now()))
            return
    if options.json:
        print_json(table.as_json(chosen))
        return
    print(table.summary)
    for number, (words, each) in enumerate(zip(table.terms, table.adjustments, strict=True), 1):
        tell("obligation_term", number=number, words=words, reason=each.reason)
    for line in chosen:
        print(line.words)


def adjust(options: Namespace) -> None:
    """Set who owes what when otherwise than the defaults, or take it back."""
    from baise_desktop.app.terms.obligations import adjust as set_terms
    from baise_desktop.app.terms.obligations import remove_adjustments, tell_adjustment
    from baise_desktop.form.adjustment import Adjustment, change_from_text
    from baise_desktop.form.period import Frequency

    with opened(options.store) as desk:
        if options.change == "remove":
            number = int(options.value) if options.value in _NUMBERS else 0
            remove_adjustments(desk, options.plan, [number], utc_now())
            tell("obligation_removed", number=number)
            return
        adjustment = Adjustment(
            change=change_from_text(options.change, options.value),
            reason=options.reason,
            unit=_unit(desk, options.unit),
            form=options.form or "",
            period=options.period or "",
            frequency=Frequency(options.frequency) if options.frequency else None,
        )
        set_terms(desk, options.plan, adjustment, utc_now())
        tell("obligation_set", words=tell_adjustment(desk.catalogue, adjustment))


def _unit(desk: Desk, text: str | None) -> str:
    return find_unit(desk.catalogue, text).id if text else ""
