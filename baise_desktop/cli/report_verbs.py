"""`baise report ...` of the papers that go with a submission."""

from argparse import Namespace
from functools import partial
from typing import TYPE_CHECKING

from baise_desktop.app.clock import utc_now
from baise_desktop.app.desk import find_unit
from baise_desktop.cli.output import opened, tell

if TYPE_CHECKING:
    from baise_desktop.app.paper.papers import PaperKind


def _write(kind: "PaperKind", options: Namespace) -> None:
    from baise_desktop.app.paper.papers import write_paper

    with opened(options.store) as desk:
        named = getattr(options, "unit", None)
        unit = find_unit(desk.catalogue, named).id if named else ""
        path = write_paper(desk, options.plan, options.period, kind, options.out, utc_now(), unit=unit)
    tell("report_made", file=path)


audit = partial(_write, "audit")
explanations = partial(_write, "explanations")
evidence = partial(_write, "evidence")
unchanged = partial(_write, "unchanged")


def blank(options: Namespace) -> None:
    """Write blank forms to fill in by hand."""
    from baise_desktop.app.paper.blank_wish import BlankWish
    from baise_desktop.app.paper.papers import write_blank

    with opened(options.store) as desk:
        unit = find_unit(desk.catalogue, options.unit).id if options.unit else ""
        wish = BlankWish(forms=options.form or (), rows=options.rows, on_a4=options.a4, unit=unit)
        path = write_blank(desk, options.plan, options.period, options.out, utc_now(), wish)
    tell("report_made", file=path)
