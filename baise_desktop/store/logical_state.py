"""One digest over what a store means, whatever the order in which it came to mean it."""

import hashlib
import json
from collections.abc import Iterator

from baise_desktop.store.database import Store
from baise_desktop.store.decided import decided_settings
from baise_desktop.store.decisions import PACKAGE_ACTS, list_decisions
from baise_desktop.store.packages import list_packages
from baise_desktop.store.queries import read_standings

_PLAIN = (
    "SELECT unit, period, plan, form, row_id, wrong, carried, body FROM entry ORDER BY 1, 2, 3, 4, 5",
    "SELECT unit, period, plan, version, state, reason FROM submission ORDER BY 1, 2, 3",
    "SELECT unit, period, plan, role, name, content FROM statement ORDER BY 1, 2, 3, 4",
    "SELECT unit, period, plan, finding, text, by FROM explanation ORDER BY 1, 2, 3, 4",
    "SELECT unit, period, plan, form, due FROM obligation ORDER BY 1, 2, 3, 4",
    "SELECT sha256, size FROM attachment ORDER BY 1",
)
_REVISIONS = "SELECT form, row_id, body FROM revision WHERE package = ? ORDER BY form, row_id"


def logical_digest(store: Store) -> str:
    """SHA-256 hex over packages, revisions, standings, decisions and entries.

    Left out: times, the journal, numbers that rows have in this store alone, and whose store it is. Two stores that
    merged the same packages in any order, with the same decisions, give the same digest.
    """
    digest = hashlib.sha256()
    with store.snapshot():
        for part in _parts(store):
            digest.update(json.dumps(part, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass"))
            digest.update(b"\n")
    return digest.hexdigest()


def _parts(store: Store) -> Iterator[object]:
    yield from _packages(store)
    standings = read_standings(store)
    for identity, standing in sorted(standings.by_identity.items()):
        yield [identity, standing.state, standing.hold, standing.disputed, standing.overruled]
    for conflict in standings.conflicts:
        yield [conflict.kind, conflict.unit, conflict.identities, conflict.kept]
    for gap in standings.gaps:
        yield [gap.unit, gap.installation, gap.epoch, gap.first, gap.last]
    for accepted_only in (False, True):
        yield [package.identity for package in standings.counted(accepted_only)]
    # Their numbers and times are those of this city's sittings; what they mean stands above.
    decisions = ((each.act, each.targets, each.keep, each.reason) for each in list_decisions(store, PACKAGE_ACTS))
    yield sorted(set(decisions))
    yield sorted(decided_settings(store, ("extend", "choose")).items())
    for sql in _PLAIN:
        yield from store.connection.execute(sql)


def _packages(store: Store) -> Iterator[object]:
    numbers = dict(store.query("SELECT identity, id FROM package"))
    for package in sorted(list_packages(store), key=lambda each: each.identity):
        yield [package.identity, package.content, package.kind, package.direction, package.unit]
        yield [package.plan, package.period, package.period_end, package.version, package.line_count]
        yield [package.installation, package.epoch, package.seq, package.prev, package.task_pack, package.catalogue]
        yield from store.connection.execute(_REVISIONS, (numbers[package.identity],))
        sql = "SELECT sha256, enclosed FROM package_attachment WHERE package = ? ORDER BY sha256"
        yield from store.connection.execute(sql, (numbers[package.identity],))
