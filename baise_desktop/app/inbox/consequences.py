"""What taking a submission back, or restoring it, would do to the figures; nothing is decided."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from baise_desktop.app.desk import CITY_UNIT, Desk, require_role
from baise_desktop.app.inbox.deciding import find_received
from baise_desktop.app.installation.naming import named_on, period_words
from baise_desktop.form.period import parse_period
from baise_desktop.store.decisions import STANDING_ACTS, PackageAct, list_decisions, next_decision
from baise_desktop.store.packages import Package
from baise_desktop.store.queries import list_incomplete, read_standings
from baise_desktop.store.standing import judge
from baise_desktop.texts import say


def foretell(desk: Desk, identities: Sequence[str], act: PackageAct, now: datetime) -> tuple[str, ...]:
    """What would count instead, a sentence for each unit, plan and period in which something changes.

    Args:
        desk: of the city.
        identities: each by at least 12 hex digits.
        act: withdraw or restore.
        now: aware.

    Raises:
        BaiseError: ROLE_CITY_ONLY, PACKAGE_UNKNOWN.
    """
    require_role(desk, "city")
    targets = [find_received(desk, identity).identity for identity in identities]
    with desk.store.snapshot():
        before = read_standings(desk.store)
        packages = [each.package for each in before.by_identity.values()]
        decision = next_decision(desk.store.connection, act, targets, CITY_UNIT, now)
        decisions = (*list_decisions(desk.store, STANDING_ACTS), decision)
        after = judge(packages, decisions, list_incomplete(desk.store))
    was = {_key(each): each for each in before.counted(accepted_only=False)}
    then = {_key(each): each for each in after.counted(accepted_only=False)}
    changed = sorted(key for key in was.keys() | then.keys() if was.get(key) != then.get(key))
    told = [line for key in changed for line in _tell(desk, was.get(key), then.get(key))]
    return tuple(told) or (say("matters.effect_nothing"),)


def _key(package: Package) -> tuple[str, str, str]:
    return package.unit, package.plan, package.period


def _tell(desk: Desk, was: Package | None, then: Package | None) -> Iterator[str]:
    shown = was or then
    if shown is None:
        return
    key = "effect_first" if was is None else "effect_none" if then is None else "effect_now"
    yield say(
        f"matters.{key}",
        unit=named_on(desk.catalogue, shown.unit, parse_period(shown.period).end),
        plan=desk.catalogue.plans[shown.plan].short_name,
        period=period_words(parse_period(shown.period)),
        version=shown.version,
        rows=shown.line_count,
        other=then.version if then else "",
        other_rows=then.line_count if then else "",
    )
