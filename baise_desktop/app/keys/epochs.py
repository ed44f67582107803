"""In which epoch an installation of a unit goes on: no two of one unit ever go on in one.

A restore begins a new epoch by itself, as another installation, since nobody is there to be asked; the city learns of
it by its first package, and of a second computer by its request. Whenever two would meet, the one that the city came
to know later is given another epoch in the next trust list. Source: design section 7, order.
"""

from collections.abc import Collection
from dataclasses import replace
from itertools import count

from baise_desktop.app.desk import Desk
from baise_desktop.app.keys.own_keys import own_entry, own_keys
from baise_desktop.exchange.enrolment import read_kept_request
from baise_desktop.exchange.header import Kind
from baise_desktop.exchange.shape import HIGHEST_NUMBER
from baise_desktop.exchange.trust import GivenEpoch, TrustedUnit, TrustList
from baise_desktop.signing.certificates import fingerprint
from baise_desktop.store.packages import SUBMISSION, list_packages, read_package

_HIGHEST_CLAIM = HIGHEST_NUMBER // 2
"""Nobody gets that far. Whoever claims more is not followed there: above it must be room to part installations."""


def next_epoch(desk: Desk, trust: TrustList, unit: str, installation: str) -> int:
    """The epoch for a key that an installation of a unit asks for: its own, or one that nobody was ever in.

    Args:
        desk: of the city.
        trust: the list held.
        unit: unit id.
        installation: that asks.
    """
    reached = _reached(desk, trust, unit)
    own = reached.pop(installation, 0)
    if own and own not in reached.values():
        return own
    return _free({own, *_used(desk, unit), *known_epochs(trust, unit)}, own or 1)


def with_epochs(desk: Desk, trust: TrustList) -> TrustList:
    """The list with an epoch of its own for every installation of a unit that has more than one.

    Args:
        desk: of the city.
        trust: of the version to be published.
    """
    given: list[GivenEpoch] = []
    for unit in sorted({each.unit for each in trust.units}):
        reached = _reached(desk, trust, unit)
        if len(reached) > 1:
            apart = _apart(reached, {*_used(desk, unit), *known_epochs(trust, unit)})
            given += (GivenEpoch(unit, installation, epoch) for installation, epoch in sorted(apart.items()))
    return replace(trust, epochs=tuple(given))


def own_epoch(desk: Desk, trust: TrustList) -> int:
    """The epoch that this installation of a unit goes on in by a trust list of the city.

    One that the city does not know of yet keeps out of the epochs of those that it knows.
    """
    unit, keys = desk.office.unit, own_keys(desk)
    entry = own_entry(trust, unit, keys)
    epoch = max(desk.office.epoch, entry.epoch if entry else 0)
    given = {each.installation: each.epoch for each in trust.epochs if each.unit == unit}
    own = given.pop(desk.office.installation, 0)
    if own:
        return max(epoch, own)
    others = {*given.values()}
    if keys:
        others |= {each.epoch for each in trust.certificates_of(unit) if fingerprint(each.certificate) not in keys}
    return _free(others, epoch)


def epoch_after(trust: TrustList | None, unit: str, epoch: int) -> int:
    """The epoch in which an installation goes on that was restored from a backup of that epoch."""
    return _free(known_epochs(trust, unit) if trust else set(), epoch + 1)


def known_epochs(trust: TrustList, unit: str) -> set[int]:
    """Every epoch of a unit that a list names."""
    given = (each.epoch for each in trust.epochs if each.unit == unit)
    return {*given, *(each.epoch for each in trust.certificates_of(unit))}


def asking_installation(desk: Desk, entry: TrustedUnit) -> str:
    """Which installation asked for a certificate; '' where its request is not kept."""
    mark = fingerprint(entry.certificate)
    kept = list_packages(desk.store, Kind.ENROLMENT.value, entry.unit)
    asked = (read_kept_request(read_package(desk.store, each.identity)) for each in kept)
    return next((each.header.installation for each in asked if each.fingerprint == mark), "")


def _used(desk: Desk, unit: str) -> set[int]:
    return {each.epoch for each in list_packages(desk.store, SUBMISSION, unit)}


def _reached(desk: Desk, trust: TrustList, unit: str) -> dict[str, int]:
    """Every installation of a unit that the city knows of, with its last epoch, the one known first at the head."""
    epochs = {fingerprint(each.certificate): each.epoch for each in trust.certificates_of(unit)}
    reached: dict[str, int] = {}
    for each in list_packages(desk.store, unit=unit):
        if each.kind == Kind.ENROLMENT.value:
            asked = read_kept_request(read_package(desk.store, each.identity))
            installation, epoch = asked.header.installation, epochs.get(asked.fingerprint, 1)
        elif each.kind == SUBMISSION:
            installation, epoch = each.installation, each.epoch if each.epoch <= _HIGHEST_CLAIM else 1
        else:
            continue
        reached[installation] = max(reached.get(installation, 1), epoch)
    for given in (each for each in trust.epochs if each.unit == unit):
        reached[given.installation] = max(reached.get(given.installation, 1), given.epoch)
    return reached


def _apart(reached: dict[str, int], used: Collection[int]) -> dict[str, int]:
    """Those that came later moved on, until no two are in one epoch."""
    apart: dict[str, int] = {}
    for installation, epoch in reached.items():
        taken = apart.values()
        apart[installation] = _free({*taken, *used, *reached.values()}, epoch) if epoch in taken else epoch
    return apart


def _free(taken: Collection[int], lowest: int) -> int:
    """The first number from `lowest` on that is not taken: a huge one that somebody claimed uses up no others."""
    return next(number for number in count(lowest) if number not in taken)
