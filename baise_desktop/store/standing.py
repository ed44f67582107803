"""What stands: which submissions count, which are in dispute, what is missing.

Everything here follows from the set of packages held and the set of decisions, never from the order in which they came
or from a clock. Source: design sections 7 and 8.

A dispute freezes its unit, plan and period: nothing at or above the disputed version counts, whatever comes later,
until a decision names every side of it.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from baise_desktop.store.decisions import Decision, revoked_chains, revoked_key
from baise_desktop.store.packages import Package

LARGEST_JUMP = 1_000
"""How far past its nearest held predecessor a package may be and still count."""

State = Literal["received", "accepted", "returned", "withdrawn"]
Hold = Literal["", "revoked", "jump", "attachments"]
"""revoked: signed with a key that the city revoked, and after the last package that it trusts of it. jump: too far past
what is held. attachments: a file that it names is not held.
"""
_STATES: Mapping[str, State] = {"accept": "accepted", "return": "returned"}


@dataclass(frozen=True, slots=True)
class Conflict:
    """Packages that cannot all be right."""

    kind: Literal["seq", "version", "chain", "fork"]
    """seq, version: the same number on different content. chain: `prev` names another package than the one held.
    fork: two installations in one epoch.
    """
    unit: str
    identities: tuple[str, ...]
    """Sorted."""
    kept: str = ""
    """Identity of the package that a decision keeps; empty while nobody has decided."""


@dataclass(frozen=True, slots=True)
class Gap:
    """Packages of one installation that have not come, though a later one has."""

    unit: str
    installation: str
    epoch: int
    first: int
    """seq, inclusive."""
    last: int
    """seq, inclusive."""
    before: str
    """Identity of the package that shows the gap; the gap is as old as its receipt."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How one package stands."""

    package: Package
    state: State
    hold: Hold
    """Why it does not count yet; empty when nothing keeps it."""
    disputed: bool
    """It is on one side of an undecided conflict, or frozen by one."""
    overruled: bool
    """A decision kept another side of its conflict."""

    @property
    def counts(self) -> bool:
        """Whether its rows may enter figures."""
        barred = self.hold or self.disputed or self.overruled
        return not barred and self.state in ("received", "accepted")


@dataclass(frozen=True, slots=True)
class Standings:
    """How every package stands."""

    by_identity: Mapping[str, Standing]
    conflicts: tuple[Conflict, ...]
    gaps: tuple[Gap, ...]

    def counted(self, accepted_only: bool) -> tuple[Package, ...]:
        """The one package of each unit, plan and period whose rows enter figures, in that order."""
        best: dict[tuple[str, str, str], Package] = {}
        for identity in sorted(self.by_identity, reverse=True):
            standing = self.by_identity[identity]
            package = standing.package
            key = (package.unit, package.plan, package.period)
            if standing.counts and (standing.state == "accepted" or not accepted_only):
                best[key] = max(package, best.get(key, package), key=lambda each: (each.version, each is package))
        return tuple(best[key] for key in sorted(best))


def judge(packages: Iterable[Package], decisions: Iterable[Decision], incomplete: frozenset[str]) -> Standings:
    """How every submission stands.

    Args:
        packages: submissions only.
        decisions: every decision recorded.
        incomplete: identities of packages of which an attachment is not held.
    """
    held = {package.identity: package for package in packages}
    acts = sorted(decisions, key=lambda decision: (decision.number, decision.identity))
    conflicts = (*_find_disputes(held.values(), acts), *_find_chain_breaks(held.values()), *_find_forks(held.values()))
    gaps, jumps = _find_gaps(held.values())
    states = _find_states(held, acts)
    revoked = _find_revoked(held.values(), acts)
    jumps -= {identity for identity, state in states.items() if state == "accepted"}
    overruled = _find_overruled(held, conflicts)
    disputed = _find_disputed(held, conflicts)
    standings = {
        identity: Standing(
            package,
            states.get(identity, "received"),
            _hold(identity, revoked, jumps, incomplete),
            identity in disputed,
            identity in overruled,
        )
        for identity, package in held.items()
    }
    return Standings(standings, tuple(sorted(conflicts, key=_conflict_order)), tuple(gaps))


def _hold(identity: str, revoked: AbstractSet[str], jumps: AbstractSet[str], incomplete: AbstractSet[str]) -> Hold:
    if identity in revoked:
        return "revoked"
    return "attachments" if identity in incomplete else "jump" if identity in jumps else ""


def _find_revoked(packages: Iterable[Package], acts: Sequence[Decision]) -> set[str]:
    """Packages after the last that the city trusts of their key, whenever they came, save those accepted since.

    So is one in a chain that the key was not used in before it was revoked.
    """
    last: dict[str, tuple[int, int]] = {}
    chains: dict[str, AbstractSet[tuple[str, int]] | None] = {}
    accepted: dict[str, int] = {}
    for decision in acts:
        if revoked := revoked_key(decision):
            certificate, after = revoked
            last[certificate] = (min(after, last.get(certificate, (after, 0))[0]), decision.number)
            chains.setdefault(certificate, revoked_chains(decision))
        elif decision.act == "accept":
            accepted |= dict.fromkeys(decision.targets, decision.number)
    return {
        package.identity
        for package in packages
        if package.certificate in last
        and (package.seq > last[package.certificate][0] or _is_foreign(package, chains[package.certificate]))
        and accepted.get(package.identity, 0) < last[package.certificate][1]
    }


def _is_foreign(package: Package, chains: AbstractSet[tuple[str, int]] | None) -> bool:
    return chains is not None and (package.installation, package.epoch) not in chains


def _conflict_order(conflict: Conflict) -> tuple[str, str, tuple[str, ...]]:
    return conflict.unit, conflict.kind, conflict.identities


def _find_states(held: Mapping[str, Package], acts: Sequence[Decision]) -> dict[str, State]:
    states: dict[str, State] = {}
    withdrawn: dict[str, bool] = {}
    for decision in acts:
        for identity in decision.targets:
            if decision.act in _STATES:
                states[identity] = _STATES[decision.act]
            elif decision.act in ("withdraw", "restore"):
                withdrawn[identity] = decision.act == "withdraw"
    states |= {identity: "withdrawn" for identity, is_withdrawn in withdrawn.items() if is_withdrawn}
    return {identity: state for identity, state in states.items() if identity in held}


def _find_disputes(packages: Iterable[Package], acts: Sequence[Decision]) -> Iterable[Conflict]:
    by_seq: dict[tuple[object, ...], list[Package]] = defaultdict(list)
    by_version: dict[tuple[object, ...], list[Package]] = defaultdict(list)
    for package in packages:
        by_seq[package.unit, package.installation, package.epoch, package.seq].append(package)
        by_version[package.unit, package.plan, package.period, package.version].append(package)
    for group in by_seq.values():
        yield from _dispute("seq", group, acts)
    for group in by_version.values():
        yield from _dispute("version", group, acts)


def _dispute(kind: Literal["seq", "version"], group: list[Package], acts: Sequence[Decision]) -> Iterable[Conflict]:
    contents = {package.content for package in group}
    if len(contents) > 1:
        identities = tuple(sorted(package.identity for package in group))
        yield Conflict(kind, group[0].unit, identities, _find_kept(group, contents, acts))


def _find_kept(group: list[Package], contents: set[str], acts: Sequence[Decision]) -> str:
    content_of = {package.identity: package.content for package in group}
    for decision in reversed(acts):
        named = {content_of[identity] for identity in decision.targets if identity in content_of}
        if decision.act == "resolve" and named == contents and decision.keep in content_of:
            return decision.keep
    return ""


def _find_overruled(held: Mapping[str, Package], conflicts: Iterable[Conflict]) -> set[str]:
    return {
        identity
        for conflict in conflicts
        if conflict.kept
        for identity in conflict.identities
        if held[identity].content != held[conflict.kept].content
    }


def _find_disputed(held: Mapping[str, Package], conflicts: Iterable[Conflict]) -> set[str]:
    frozen_from: dict[tuple[str, str, str], int] = {}
    for conflict in conflicts:
        if conflict.kind in ("seq", "version") and not conflict.kept:
            for package in (held[identity] for identity in conflict.identities):
                key = (package.unit, package.plan, package.period)
                frozen_from[key] = min(package.version, frozen_from.get(key, package.version))
    return {
        identity
        for identity, package in held.items()
        if package.version >= frozen_from.get((package.unit, package.plan, package.period), package.version + 1)
    }


def _find_chain_breaks(packages: Iterable[Package]) -> Iterable[Conflict]:
    at: dict[tuple[str, str, int, int], list[Package]] = defaultdict(list)
    for package in packages:
        at[package.unit, package.installation, package.epoch, package.seq].append(package)
    for (unit, installation, epoch, seq), group in at.items():
        before = {package.identity for package in at.get((unit, installation, epoch, seq - 1), ())}
        for package in group:
            if before and package.prev not in before:
                yield Conflict("chain", unit, tuple(sorted((package.identity, *before))))


def _find_forks(packages: Iterable[Package]) -> Iterable[Conflict]:
    by_epoch: dict[tuple[str, int], list[Package]] = defaultdict(list)
    for package in packages:
        by_epoch[package.unit, package.epoch].append(package)
    for (unit, _), group in by_epoch.items():
        if len({package.installation for package in group}) > 1:
            yield Conflict("fork", unit, tuple(sorted(package.identity for package in group)))


def _find_gaps(packages: Iterable[Package]) -> tuple[list[Gap], set[str]]:
    """Gaps in order, and the packages that lie too far past what is held."""
    chains: dict[tuple[str, str, int], dict[int, list[str]]] = defaultdict(lambda: defaultdict(list))
    for package in packages:
        chains[package.unit, package.installation, package.epoch][package.seq].append(package.identity)
    gaps: list[Gap] = []
    jumps: set[str] = set()
    for chain, at in sorted(chains.items()):
        reached = 0
        for before, seq in pairwise((0, *sorted(at))):
            if seq - before > 1:
                gaps.append(Gap(*chain, before + 1, seq - 1, min(at[seq])))
            # A package on hold is no ground to stand on for the next.
            if seq - reached > LARGEST_JUMP:
                jumps.update(at[seq])
            else:
                reached = seq
    return gaps, jumps
