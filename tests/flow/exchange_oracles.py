"""The invariants of merging, by number: what must hold after every act, and what must hold in the end.

1 idempotent; 2 independent of order; 3 atomic; 4 a receipt only for what is kept; 5 nothing is lost; 6 nothing goes
back; 7 authority; 8 two contents of one number are flagged, in either order; 9 gaps and holds; 10 a restore is a new
epoch; 11 every row resolves to its source; 12 receipts; 13 returns; 14 journal; 15 no clock; 16 every byte string is
read or refused; 17 what is refused changes nothing; 18 encryption changes nothing; 19 rebuild; 20 migration, for which
see `test_migrated_city`.
"""

import io
import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import TYPE_CHECKING

from baise_desktop import paths
from baise_desktop.app.desk import Desk
from baise_desktop.app.enrolment.rebuilding import rebuild
from baise_desktop.app.keys.trust import require_trust
from baise_desktop.errors import BaiseError
from baise_desktop.exchange.envelope import examine
from baise_desktop.exchange.merge import merge
from baise_desktop.exchange.receipt import Receipt, read_receipt
from baise_desktop.signing.certificates import fingerprint, read_certificate
from baise_desktop.store import journal
from baise_desktop.store.database import Store, open_store
from baise_desktop.store.decisions import STANDING_ACTS, list_decisions
from baise_desktop.store.logical_state import logical_digest
from baise_desktop.store.packages import keep_package, list_packages, read_package
from baise_desktop.store.queries import counted_rows, read_standings
from baise_desktop.store.replay import replay_decision
from baise_desktop.store.revisions import list_revisions
from baise_desktop.store.verify import find_damage
from tests.flow.exchange_model import Mail, Verdict, expect
from tests.round_trip import CONTRACTS

if TYPE_CHECKING:
    from tests.flow.exchange_world import World

FAR = timedelta(days=4000)
LATE = date(2099, 12, 31)


class Broken(AssertionError):  # noqa: N818 -- it is what happened to an invariant
    """An invariant does not hold."""

    def __init__(self, invariant: int, told: str) -> None:
        super().__init__(f"invariant {invariant}: {told}")
        self.invariant = invariant


def require(invariant: int, holds: bool, told: str) -> None:
    """Raise unless it holds."""
    if not holds:
        raise Broken(invariant, told)


@dataclass(frozen=True)
class State:
    """What a refused or repeated file must leave as it is."""

    digest: str
    journal: tuple[int, str]
    files: tuple[str, ...]


def look(desk: Desk) -> State:
    """How an installation stands."""
    kept = (path for folder in (desk.store.packages, desk.store.attachments) for path in folder.rglob("*"))
    files = tuple(sorted(str(path.relative_to(desk.folder)) for path in kept if path.is_file()))
    return State(logical_digest(desk.store), journal.read_head(desk.store), files)


def check(world: "World") -> None:
    """What must hold after every act."""
    _check_kept(world)
    _check_standings(world, expect(tuple(world.held.values()), world.acts))


def _check_kept(world: "World") -> None:
    kept = list_packages(world.city.store, "submission")
    lost = world.held.keys() - {each.identity for each in kept}
    require(5, not lost, f"packages are gone: {lost}")
    require(1, len(kept) == len(world.held), f"{len(kept)} packages are held, {len(world.held)} came")
    for package in kept:
        mail = world.held[package.identity]
        said = (package.unit, package.period, package.version, package.installation, package.epoch, package.seq)
        wrote = (mail.unit, mail.period, mail.version, mail.installation, mail.epoch, mail.seq)
        require(11, said == wrote, f"the store says {said}, the package {wrote}")


def _check_standings(world: "World", expected: Verdict) -> None:
    found = read_standings(world.city.store)
    quarrels = {(each.kind, frozenset(each.identities), each.kept) for each in found.conflicts}
    require(8, quarrels == expected.quarrels, f"quarrels: {_differ(quarrels, expected.quarrels)}")
    gaps = {(each.unit, each.installation, each.epoch, each.first, each.last) for each in found.gaps}
    require(9, gaps == expected.gaps, f"gaps: {_differ(gaps, expected.gaps)}")
    holds = {identity: each.hold for identity, each in found.by_identity.items()}
    require(9, holds == expected.holds, f"on hold: {_differ(holds.items(), expected.holds.items())}")
    states = {identity: each.state for identity, each in found.by_identity.items()}
    require(19, states == expected.states, f"states: {_differ(states.items(), expected.states.items())}")
    for accepted_only, heads in ((False, expected.heads), (True, expected.accepted_heads)):
        counted = {each.identity for each in found.counted(accepted_only)}
        require(8, counted == heads, f"counted: {_differ(counted, heads)}")


def _differ(found: object, expected: object) -> str:
    one, two = set(found), set(expected)  # type: ignore[call-overload]
    return f"too many {sorted(map(str, one - two))}, missing {sorted(map(str, two - one))}"


def check_at_the_end(world: "World") -> None:
    """What must hold, and costs too much to look at after every act."""
    check(world)
    _check_sources(world)
    _check_store(world)
    _check_orders(world)
    made = rebuild(world.city, world._place("rebuilt-at-the-end"), world.now)
    told = [(each.name, str(each.error)) for each in made.refused]
    require(19, made.is_whole, f"the city made again from its files is another; refused {told}")


def _check_store(world: "World") -> None:
    for desk in (world.city, *(each.desk for each in world.computers)):
        broken = tuple(journal.verify_chain(desk.store.connection))
        require(14, not broken, f"the journal breaks at {broken} in {desk.folder.name}")
        damages = [each.sentence for each in find_damage(desk.store)]
        require(14, not damages, f"{desk.folder.name}: {damages}")
    pragmas = world.city.store.query("PRAGMA journal_mode")[0][0], world.city.store.query("PRAGMA synchronous")[0][0]
    require(4, pragmas == ("wal", 2), f"commits are not durable: {pragmas}")


def _check_sources(world: "World") -> None:
    """Every row of a package as it was signed; every counted row down to certificate and officer."""
    trusted = {fingerprint(each.certificate): each for each in require_trust(world.city).units}
    for mail in world.held.values():
        listed = list_revisions(world.city.store, mail.identity)
        require(5, {(form, row) for form, row, _ in listed} == {row[:2] for row in mail.lines}, "rows were lost")
        require(11, {row for _, _, row in listed} == {row[3] for row in mail.lines}, "rows are not what was signed")
    heads = [world.held[each] for each in expect(tuple(world.held.values()), world.acts).heads]
    said = [(mail, row, dead, line) for mail in heads for form, row, dead, line in mail.lines if form == CONTRACTS]
    live = {(mail.identity, row, line) for mail, row, dead, line in said if not dead}
    newest: dict[tuple[str, str], str] = {}
    for mail, row_id, _, _ in said:
        newest[mail.unit, row_id] = max(mail.period, newest.get((mail.unit, row_id), ""))
    counted = sum(1 for mail, row_id, dead, _ in said if not dead and newest[mail.unit, row_id] == mail.period)
    require(11, len(tuple(counted_rows(world.city.store, CONTRACTS, LATE))) == counted, "rows that count are left out")
    for row in counted_rows(world.city.store, CONTRACTS, LATE):
        package = next(each for each in list_packages(world.city.store) if each.identity == row.package)
        require(11, (row.package, row.row_id, row.body) in live, f"a row counts that no counted package says: {row}")
        require(11, newest[row.unit, row.row_id] == row.period, "a row of an earlier period counts")
        entry = trusted.get(package.certificate)
        require(7, entry is not None and entry.unit == row.unit == package.unit, f"{row.unit} was not signed by itself")
        require(
            7, entry is not None and read_certificate(entry.certificate).unit == row.unit, "a certificate of another"
        )
        require(11, bool(package.actor and package.at and package.seq), "nobody received it")


def _check_orders(world: "World") -> None:
    """The same set in other orders, and once more by another clock in another time zone."""
    here = logical_digest(world.city.store)
    for seed in (1, 2):
        require(2, _fed_again(world, Random(seed), timedelta()) == here, "another order gives another state")
    with _time_zone("America/New_York"):
        require(15, _fed_again(world, None, FAR) == here, "another clock gives another state")


def _fed_again(world: "World", random: Random | None, later: timedelta) -> str:
    """The logical digest of a fresh city that is given everything: packages, some twice, decisions, letters."""
    place = world._place("fed")
    place.mkdir()
    for folder in ("attachments", "packages", "keys"):
        (place / folder).mkdir()
    (place / "baise.sqlite3").write_bytes((world.founding.folder / "city" / "baise.sqlite3").read_bytes())
    with closing(open_store(place, paths.database_folder())) as store:
        things: list[object] = [*world.held, *list_decisions(world.city.store, STANDING_ACTS)]
        if random:
            things += random.sample(list(world.held), len(world.held) // 2)
            random.shuffle(things)
        while things:
            waiting = [each for each in things if not _give(world, store, each, later)]
            require(2, len(waiting) < len(things), "a decision cannot be taken over")
            things = waiting
        for package in list_packages(world.city.store):
            if package.kind != "submission":
                keep_package(store, package, read_package(world.city.store, package.identity), world.now)
        return logical_digest(store)


def _give(world: "World", store: Store, thing: object, later: timedelta) -> bool:
    if isinstance(thing, str):
        merge(store, world.verified[thing], "another officer", world.now + later)
        return True
    try:
        replay_decision(store, thing, "", world.city.catalogue.forms)  # type: ignore[arg-type]
    except BaiseError as error:
        if error.code != "DECISION_TARGET":
            raise
        return False
    return True


@contextmanager
def _time_zone(name: str) -> Iterator[None]:
    before = os.environ.get("TZ")
    os.environ["TZ"] = name
    time.tzset()
    try:
        yield
    finally:
        os.environ.pop("TZ")
        os.environ |= {"TZ": before} if before is not None else {}
        time.tzset()


def look_receipt(world: "World", mail: Mail, data: bytes) -> Receipt:
    """A receipt as its unit reads it, checked against what the city keeps on its disk at this moment."""
    root = examine(io.BytesIO(data)).offered_root()
    receipt = read_receipt(io.BytesIO(data), mail.unit, require_trust(world.city).under(root), world.now).receipt
    about = receipt.answered
    said = (about.identity, about.content, about.unit, about.period, about.version)
    require(12, said == (mail.identity, mail.content, mail.unit, mail.period, mail.version), "it names another package")
    lines = {line for (line,) in world.city.store.query("SELECT hash FROM journal")}
    require(12, receipt.journal in lines | world.heads, "its journal head is in no journal of the city")
    with closing(sqlite3.connect(world.city.store.file)) as other:
        kept = other.execute("SELECT count(*) FROM package WHERE identity = ?", (mail.identity,)).fetchone()
    require(4, kept == (1,), "a receipt left before the package was kept")
    return receipt
