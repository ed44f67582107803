"""`baise city allocate` and `baise city allocation`."""

from argparse import Namespace

from baise_desktop.app.clock import utc_now
from baise_desktop.app.desk import find_unit
from baise_desktop.cli.output import opened, print_json, tell
from baise_desktop.texts import say


def allocate(options: Namespace) -> None:
    """Give a unit, or the whole city, its share of a target in one year."""
    from baise_desktop.app.terms.allocation_change import ShareEdit, set_shares

    with opened(options.store) as desk:
        unit = find_unit(desk.catalogue, options.unit).id
        owner = "" if desk.catalogue.units[unit].kind == "city" else unit
        edit = ShareEdit(options.target, owner, options.year, options.value)
        changed = set_shares(
            desk,
            options.plan,
            [edit],
            utc_now(),
            reason=options.reason,
            issue=not options.draft,
            document=options.document,
        )
    tell("allocated" if changed else "allocated_same", count=changed)


def show_allocation(options: Namespace) -> None:
    """Print the breakdown of a plan's targets, its sums, and what it lacks."""
    from baise_desktop.app.results.allocation_desk import read_breakdown, sums_of

    with opened(options.store) as desk:
        breakdown = read_breakdown(desk, options.plan)
        table = sums_of(desk.catalogue, breakdown)
        catalogue = desk.catalogue
    document = breakdown.as_json(catalogue, table)
    if options.json:
        print_json(document)
        return
    for told in document["shares"]:
        target, year = catalogue.targets[told["target"]], told["year"]
        tell(
            "share_line",
            target=target.name,
            unit=told["unit_name"],
            year=say("allocation.year", year=year) if year else say("allocation.whole_plan"),
            value=f"{told['value']}{target.unit}",
            state=told["state"],
        )
    for gap in breakdown.gaps:
        print(gap.sentence)
