"""A key that was lost or stolen: the city says which of its packages are the last to be trusted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from baise_desktop.app.clock_check import require_clock
from baise_desktop.app.desk import Desk, find_unit, require_role
from baise_desktop.app.inbox.deciding import sign_decisions
from baise_desktop.app.inbox.receiving import ReceivedPackage, list_received
from baise_desktop.app.keys.epochs import asking_installation
from baise_desktop.app.keys.trust import city_signer, decide_trust, open_root, require_trust
from baise_desktop.errors import BaiseError
from baise_desktop.exchange.trust import TrustedUnit, TrustList
from baise_desktop.form.canonical import Json
from baise_desktop.signing.authority import Revocation, make_revocation_list
from baise_desktop.signing.certificates import fingerprint, same_fingerprint
from baise_desktop.store.instant import from_text
from baise_desktop.store.packages import SUBMISSION, Package, list_packages
from baise_desktop.store.queries import read_standings


@dataclass(frozen=True, slots=True)
class Revoked:
    """A certificate that the city revoked, and what to look at because of it."""

    unit: str
    fingerprint: str
    after_seq: int
    """Nothing of this key after that number counts."""
    barred: tuple[ReceivedPackage, ...]
    """Held, with a higher number or in a chain that the key was not trusted in: they count no longer, unless the city
    accepts them after looking into them.
    """
    review: tuple[ReceivedPackage, ...]
    """Held, signed with this key, and still counting: to be looked through, since the key was in other hands."""


def revoke(
    desk: Desk,
    unit_text: str,
    passphrase: str,
    now: datetime,
    *,
    after_seq: int | None = None,
    after_day: date | None = None,
    certificate: str = "",
    reason: str = "",
) -> Revoked:
    """Revoke a unit's certificate: nothing it signs from now on is taken in. A bound already set is only ever lowered.

    Args:
        desk: of the city.
        unit_text: id, code or name.
        passphrase: of the city's key and the root's.
        now: aware.
        after_seq: number of the last package that is trusted, 0 for none; None for the last one held.
        after_day: instead, the last day of receiving whose packages are trusted, in the city's local time.
        certificate: fingerprint, where the unit has several.
        reason: for people.

    Raises:
        BaiseError: ROLE_CITY_ONLY, CLOCK_BACK, UNIT_UNKNOWN, NO_KEY, PASSPHRASE; REVOKE_NONE, the unit has no such
            certificate; REVOKE_WHICH, it has several; REVOKE_BOUND, both bounds are given, or one below 0.
    """
    require_role(desk, "city")
    require_clock(desk, now)
    if (after_seq is not None and after_day is not None) or (after_seq or 0) < 0:
        raise BaiseError("REVOKE_BOUND")
    trust = require_trust(desk)
    entry = _find(trust, find_unit(desk.catalogue, unit_text).id, certificate)
    signed = _signed_with(desk, entry)
    last = after_seq if after_seq is not None else _last_trusted(signed, after_day)
    root, signer = open_root(desk, passphrase), city_signer(desk, passphrase, now)
    standing = [each for each in trust.units if each.revoked_after_seq is not None or each is entry]
    version = trust.version + 1
    crl = make_revocation_list(root, [Revocation(each.certificate, now) for each in standing], version, now)
    renewed = trust.with_revocation(entry.certificate, last, crl)
    held = renewed.find(entry.certificate)
    bound = held.revoked_after_seq if held and held.revoked_after_seq is not None else last
    chains: list[Json] = [list(chain) for chain in sorted(_chains(desk, entry, signed, bound))]
    about: dict[str, Json] = {
        "after_seq": bound,
        "certificate": fingerprint(entry.certificate),
        "chains": chains,
        "unit": entry.unit,
    }
    decide_trust(desk.store, "revoke", renewed, entry.unit, now, reason.strip(), about)
    sign_decisions(desk, signer, now)
    return _told(desk, entry, bound, signed)


def _find(trust: TrustList, unit: str, wanted: str) -> TrustedUnit:
    held = trust.certificates_of(unit)
    if wanted:
        found = [each for each in held if same_fingerprint(wanted, fingerprint(each.certificate))]
    else:
        found = [each for each in held if each.revoked_after_seq is None] or list(held[-1:])
    if not found:
        raise BaiseError("REVOKE_NONE", unit=unit)
    if len(found) > 1:
        raise BaiseError("REVOKE_WHICH", unit=unit, list="\n".join(fingerprint(each.certificate) for each in found))
    return found[0]


def _chains(desk: Desk, entry: TrustedUnit, signed: Sequence[Package], bound: int) -> set[tuple[str, int]]:
    """Where the key was used while it was trusted: no chain that is begun with it later counts."""
    used = {(each.installation, each.epoch) for each in signed if each.seq <= bound}
    asked = asking_installation(desk, entry)
    return used | {(asked, entry.epoch)} if asked else used


def _signed_with(desk: Desk, entry: TrustedUnit) -> Sequence[Package]:
    mark = fingerprint(entry.certificate)
    return [each for each in list_packages(desk.store, SUBMISSION, entry.unit) if each.certificate == mark]


def _last_trusted(signed: Sequence[Package], day: date | None) -> int:
    held = [each.seq for each in signed if day is None or from_text(each.at).astimezone().date() <= day]
    return max(held, default=0)


def _told(desk: Desk, entry: TrustedUnit, bound: int, signed: Sequence[Package]) -> Revoked:
    received = {package.identity: package for package in list_received(desk)}
    standings = read_standings(desk.store).by_identity
    out = {each.identity for each in signed if standings[each.identity].hold == "revoked"}
    barred = tuple(received[each.identity] for each in signed if each.identity in out)
    review = tuple(received[each.identity] for each in signed if each.identity not in out)
    return Revoked(entry.unit, fingerprint(entry.certificate), bound, barred, review)
