"""What must follow from packages and decisions, said a second time and as plainly as can be.

Nothing here is taken from the product: who counts is worked out from what the senders wrote into their headers and from
the acts of the city in the order in which they were done.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Literal

JUMP = 1_000

Deed = Literal["accept", "return", "withdraw", "restore", "resolve", "revoke"]


@dataclass(frozen=True)
class Mail:
    """One submission as its sender made it."""

    identity: str
    content: str
    unit: str
    period: str
    version: int
    installation: str
    epoch: int
    seq: int
    prev: str
    key: str
    """Fingerprint of the certificate that signed it."""
    lines: frozenset[tuple[str, str, bool, bytes]]
    """Form, row id, whether it is a tombstone, and the line."""
    needed: frozenset[str]
    enclosed: frozenset[str]
    data: bytes


@dataclass(frozen=True)
class Act:
    """What the city did about submissions."""

    deed: Deed
    targets: frozenset[str]
    keep: str = ""
    key: str = ""
    after: int = 0
    chains: frozenset[tuple[str, int]] = frozenset()
    """Of a revocation: installations and epochs that the key was used in while it was trusted."""


Quarrel = tuple[str, frozenset[str], str]
"""Kind, sides, and the side that stands."""


@dataclass(frozen=True)
class Verdict:
    """How all stands."""

    quarrels: frozenset[Quarrel]
    gaps: frozenset[tuple[str, str, int, int, int]]
    holds: dict[str, str]
    states: dict[str, str]
    heads: frozenset[str]
    accepted_heads: frozenset[str]


def expect(held: Collection[Mail], acts: Sequence[Act]) -> Verdict:
    """How the packages held stand after these acts."""
    states = {mail.identity: state_of(mail, acts) for mail in held}
    holds = {mail.identity: hold_of(mail, held, acts, states) for mail in held}
    quarrels = frozenset(find_quarrels(held, acts))
    good = [mail for mail in held if not holds[mail.identity] and is_clear(mail, held, quarrels)]
    received = [mail for mail in good if states[mail.identity] in ("received", "accepted")]
    accepted = [mail for mail in good if states[mail.identity] == "accepted"]
    return Verdict(quarrels, frozenset(find_gaps(held)), holds, states, heads_of(received), heads_of(accepted))


def state_of(mail: Mail, acts: Sequence[Act]) -> str:
    """The last word about it; a withdrawal lies above that until it is taken back."""
    about = [act.deed for act in acts if mail.identity in act.targets]
    covers = [deed for deed in about if deed in ("withdraw", "restore")]
    if covers and covers[-1] == "withdraw":
        return "withdrawn"
    words = [deed for deed in about if deed in ("accept", "return")]
    return {"accept": "accepted", "return": "returned"}[words[-1]] if words else "received"


def hold_of(mail: Mail, held: Collection[Mail], acts: Sequence[Act], states: dict[str, str]) -> str:
    """Why it does not count yet."""
    theft = [number for number, act in enumerate(acts) if act.deed == "revoke" and act.key == mail.key]
    if theft:
        cleared = [n for n, act in enumerate(acts) if act.deed == "accept" and mail.identity in act.targets]
        late = mail.seq > min(acts[number].after for number in theft)
        foreign = (mail.installation, mail.epoch) not in acts[theft[0]].chains
        if (late or foreign) and max(cleared, default=-1) < theft[-1]:
            return "revoked"
    if mail.needed - {file for each in held for file in each.enclosed}:
        return "attachments"
    return "jump" if states[mail.identity] != "accepted" and not is_reached(mail, held) else ""


def is_reached(mail: Mail, held: Collection[Mail]) -> bool:
    """Whether steps of no more than `JUMP` lead to it over packages that are held."""
    reached = 0
    for seq in sorted({each.seq for each in held if chain_of(each) == chain_of(mail)}):
        reached = seq if seq - reached <= JUMP else reached
    return mail.seq <= reached


def chain_of(mail: Mail) -> tuple[str, str, int]:
    """Who numbered it."""
    return mail.unit, mail.installation, mail.epoch


def find_quarrels(held: Collection[Mail], acts: Sequence[Act]) -> set[Quarrel]:
    """Packages that cannot all be right."""
    found: set[Quarrel] = set()
    for one in held:
        by_seq = [each for each in held if (chain_of(each), each.seq) == (chain_of(one), one.seq)]
        place = (one.unit, one.period, one.version)
        by_version = [each for each in held if (each.unit, each.period, each.version) == place]
        for kind, group in (("seq", by_seq), ("version", by_version)):
            if len({each.content for each in group}) > 1:
                found.add((kind, names(group), chosen(group, acts)))
        before = [each for each in held if (chain_of(each), each.seq) == (chain_of(one), one.seq - 1)]
        if before and one.prev not in names(before):
            found.add(("chain", names([one, *before]), ""))
        epoch = [each for each in held if (each.unit, each.epoch) == (one.unit, one.epoch)]
        if len({each.installation for each in epoch}) > 1:
            found.add(("fork", names(epoch), ""))
    return found


def names(group: Collection[Mail]) -> frozenset[str]:
    """Their identities."""
    return frozenset(each.identity for each in group)


def chosen(group: Collection[Mail], acts: Sequence[Act]) -> str:
    """The side that the last act keeps which names every content there is."""
    kept = ""
    for act in acts:
        named = {each.content for each in group if each.identity in act.targets}
        if act.deed == "resolve" and act.keep in names(group) and named == {each.content for each in group}:
            kept = act.keep
    return kept


def is_clear(mail: Mail, held: Collection[Mail], quarrels: Collection[Quarrel]) -> bool:
    """Whether no quarrel freezes it and none was decided against it."""
    content = {each.identity: each.content for each in held}
    for kind, sides, kept in quarrels:
        if kind not in ("seq", "version"):
            continue
        if kept and mail.identity in sides and mail.content != content[kept]:
            return False
        if not kept:
            for side in (each for each in held if each.identity in sides):
                if (mail.unit, mail.period) == (side.unit, side.period) and mail.version >= side.version:
                    return False
    return True


def heads_of(mails: Collection[Mail]) -> frozenset[str]:
    """The highest version of each unit and period; of two alike the lower identity."""
    best: dict[tuple[str, str], Mail] = {}
    for mail in sorted(mails, key=lambda each: (-each.version, each.identity)):
        best.setdefault((mail.unit, mail.period), mail)
    return names(best.values())


def find_gaps(held: Collection[Mail]) -> set[tuple[str, str, int, int, int]]:
    """Unit, installation, epoch, first and last number of what is missing below something held."""
    found = set()
    for mail in held:
        below = [each.seq for each in held if chain_of(each) == chain_of(mail) and each.seq < mail.seq]
        nearest = max(below, default=0)
        if mail.seq - nearest > 1:
            found.add((*chain_of(mail), nearest + 1, mail.seq - 1))
    return found
