"""What of the submissions held waits for the city: conflicts, forks, gaps, and packages that are on hold."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Literal

from baise_desktop.app.desk import Desk, require_role
from baise_desktop.app.inbox.resolving import SHORT, list_conflicts
from baise_desktop.app.installation.naming import named_on, period_words
from baise_desktop.form.period import parse_period
from baise_desktop.store.instant import from_text
from baise_desktop.store.packages import Package
from baise_desktop.store.queries import read_standings
from baise_desktop.store.standing import Conflict, Gap, Standing, Standings
from baise_desktop.texts import say

MatterKind = Literal["conflict", "fork", "chain", "gap", "hold"]
KINDS: tuple[MatterKind, ...] = ("conflict", "hold", "fork", "chain", "gap")
"""What stops figures from counting comes first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """One thing to see to."""

    kind: MatterKind
    unit: str
    unit_name: str
    """Name and id."""
    identities: tuple[str, ...]
    """Of the packages that it is about; every side of a conflict."""
    about: str
    """Plans, periods and versions of those packages, for people."""
    sentence: str
    advice: str
    since: str
    """When it came to be: receipt of the last package that it shows in; ISO 8601, UTC."""
    days: int
    """How long that is ago."""

    def as_json(self) -> dict[str, Any]:
        """As `baise city matters --json` prints it."""
        return asdict(self)


def list_matters(desk: Desk, now: datetime) -> tuple[Matter, ...]:
    """Everything that waits, by kind, the oldest first. Raises: BaiseError ROLE_CITY_ONLY."""
    require_role(desk, "city")
    standings = read_standings(desk.store)
    found = [*_conflicts(desk, standings, now), *_holds(desk, standings, now), *_gaps(desk, standings, now)]
    return tuple(sorted(found, key=lambda each: (KINDS.index(each.kind), each.since, each.unit, each.identities)))


def _conflicts(desk: Desk, standings: Standings, now: datetime) -> Iterator[Matter]:
    # One pair of packages that has both numbers in common is one matter.
    disputes: dict[tuple[str, ...], list[str]] = {}
    for each in list_conflicts(desk):
        disputes.setdefault(each.identities, []).append(each.kind)
    for identities, kinds in disputes.items():
        kind = "both" if len(kinds) > 1 else kinds[0]
        yield _matter(desk, "conflict", identities, standings, now, f"conflict_{kind}")
    for each in standings.conflicts:
        if each.kind in ("fork", "chain") and _still_matters(each, standings.by_identity):
            yield _matter(desk, each.kind, each.identities, standings, now, each.kind)


def _still_matters(conflict: Conflict, held: Mapping[str, Standing]) -> bool:
    """Once all but one installation's packages were withdrawn there is nothing left to see to."""
    standing = [held[identity] for identity in conflict.identities if held[identity].state != "withdrawn"]
    if conflict.kind == "fork":
        return len({each.package.installation for each in standing}) > 1
    return len(standing) == len(conflict.identities)


def _holds(desk: Desk, standings: Standings, now: datetime) -> Iterator[Matter]:
    for identity, each in standings.by_identity.items():
        if each.hold and each.state != "withdrawn":
            yield _matter(desk, "hold", (identity,), standings, now, f"hold_{each.hold}", seq=each.package.seq)


def _gaps(desk: Desk, standings: Standings, now: datetime) -> Iterator[Matter]:
    for gap in standings.gaps:
        yield _matter(desk, "gap", (gap.before,), standings, now, "gap", missing=_missing(gap))


def _missing(gap: Gap) -> str:
    return say("matters.one" if gap.first == gap.last else "matters.many", first=gap.first, last=gap.last)


def _matter(
    desk: Desk,
    kind: MatterKind,
    identities: tuple[str, ...],
    standings: Standings,
    now: datetime,
    key: str,
    **values: object,
) -> Matter:
    packages = [standings.by_identity[identity].package for identity in identities]
    last = max(packages, key=lambda each: parse_period(each.period).end)
    since = max(package.at for package in packages)
    return Matter(
        kind=kind,
        unit=last.unit,
        unit_name=named_on(desk.catalogue, last.unit, parse_period(last.period).end),
        identities=identities,
        about="；".join(dict.fromkeys(_tell(desk, each) for each in _ordered(packages))),
        sentence=say(f"matters.{key}", packages="、".join(each[:SHORT] for each in identities), **values),
        advice=say(f"matters.{key}_advice"),
        since=since,
        days=max(0, (now - from_text(since)).days),
    )


def _ordered(packages: Iterable[Package]) -> list[Package]:
    return sorted(packages, key=lambda each: (each.plan, each.period_end, each.version, each.identity))


def _tell(desk: Desk, package: Package) -> str:
    plan = desk.catalogue.plans[package.plan].short_name
    return say("matters.about", plan=plan, period=period_words(parse_period(package.period)), version=package.version)
