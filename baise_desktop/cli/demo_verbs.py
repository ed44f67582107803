"""`baise demo`."""

from argparse import Namespace

from baise_desktop.app.clock import utc_now
from baise_desktop.cli.output import tell


def make_demo(options: Namespace) -> None:
    """Play the whole round trip into an empty folder."""
    from baise_desktop.app.practice.demo import DemoPlan, play

    plan = DemoPlan(options.units, options.periods, options.rows, options.seed)
    play(options.folder, plan, utc_now(), lambda step: tell("demo_step", step=step))
