"""Bugs a merge could have, each planted into the real code, with the acts that bring it to light.

`MUTANTS` is their table: name, what is wrong, how it is planted, the acts, and the invariants of which one must catch
it. `test_mutants` demands that, and that the same acts go well without the bug.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from types import ModuleType
from typing import Any, cast

import pytest

from baise_desktop.app.desk import Desk
from baise_desktop.app.enrolment import rebuilding, restoring
from baise_desktop.app.inbox import receipts, receiving, resolving, unsealing
from baise_desktop.app.packs import opening, publishing
from baise_desktop.exchange import merge as merging
from baise_desktop.exchange import task_pack, unseal
from baise_desktop.store import journal, letters, queries, received, standing, submissions
from baise_desktop.store.database import Store
from baise_desktop.store.failure import told
from baise_desktop.store.office import read_office
from baise_desktop.store.standing import Standing, Standings
from tests.flow.exchange_offices import START

Patch = pytest.MonkeyPatch
Step = tuple[Any, ...]
"""Name of an act of the world, and its numbers."""


@dataclass(frozen=True)
class Mutant:
    """One bug."""

    name: str
    wrong: str
    plant: Callable[[Patch], None]
    steps: Sequence[Step]
    caught_by: frozenset[int]
    """Invariants that may catch it first."""


def real(module: ModuleType, name: str) -> Any:
    """What a module calls so, from wherever it has it."""
    return getattr(module, name)


def _last_arrival_wins(patch: Patch) -> None:
    def counted(self: Standings, accepted_only: bool) -> tuple[Any, ...]:
        good = [each for each in self.by_identity.values() if each.counts]
        chosen = [each.package for each in good if each.state == "accepted" or not accepted_only]
        return tuple({(each.unit, each.plan, each.period): each for each in chosen}.values())

    patch.setattr(Standings, "counted", counted)


def _newest_time_wins(patch: Patch) -> None:
    def counted(self: Standings, accepted_only: bool) -> tuple[Any, ...]:
        good = [each for each in self.by_identity.values() if each.counts]
        chosen = [each.package for each in good if each.state == "accepted" or not accepted_only]
        ordered = sorted(chosen, key=lambda each: (each.at, each.version))
        return tuple({(each.unit, each.plan, each.period): each for each in ordered}.values())

    patch.setattr(Standings, "counted", counted)


def _judges_by_the_clock(patch: Patch) -> None:
    def counts(self: Standing) -> bool:
        return bool(honest(self)) and self.package.at < "2030"

    honest = Standing.__dict__["counts"].fget
    patch.setattr(Standing, "counts", property(counts))


def _writes_down_repetitions(patch: Patch) -> None:
    honest = real(receiving, "recall_file")

    def recall(desk: Desk, opened: Any) -> Any:
        recalled = honest(desk, opened)
        if recalled is not None:
            with desk.store.write() as connection:
                journal.append(connection, "officer", "再次接收", {}, START)
        return recalled

    patch.setattr(receiving, "recall_file", recall)


def _drops_older_rows(patch: Patch) -> None:
    honest = real(received, "insert_revisions")

    def insert(connection: Any, number: int, lines: Any) -> Any:
        live = honest(connection, number, lines)
        same = "SELECT old.id FROM package AS old JOIN package AS new USING (unit, plan, period)"
        sql = f"DELETE FROM revision WHERE package IN ({same} WHERE new.id = ? AND old.version < new.version)"
        connection.execute(sql, (number,))
        return live

    patch.setattr(received, "insert_revisions", insert)


def _named_by_its_file(patch: Patch) -> None:
    honest = real(unsealing, "unseal")

    def named(*given: Any) -> Any:
        package = honest(*given)
        return replace(package, identity=package.file_digest)

    patch.setattr(unsealing, "unseal", named)


def _anybody_may_sign(patch: Patch) -> None:
    patch.setattr(unseal, "_check_authority", lambda *_: None)


def _receipt_before_commit(patch: Patch) -> None:
    @contextmanager
    def write(self: Store) -> Iterator[Any]:
        with told(self.file):
            if self.connection.in_transaction:
                self.connection.execute("COMMIT")
            self.connection.execute("BEGIN IMMEDIATE")
            yield self.connection

    patch.setattr(Store, "write", write)


def _commits_halfway(patch: Patch) -> None:
    honest = real(received, "insert_revisions")

    def insert(connection: Any, number: int, lines: Any) -> Any:
        live = honest(connection, number, lines)
        connection.execute("COMMIT")
        connection.execute("BEGIN IMMEDIATE")
        return live

    patch.setattr(received, "insert_revisions", insert)


def _raises_the_dead(patch: Patch) -> None:
    honest = real(received, "insert_revisions")

    def insert(connection: Any, number: int, lines: Any) -> Any:
        return honest(connection, number, ((form, row, False, body, digest) for form, row, _, body, digest in lines))

    patch.setattr(received, "insert_revisions", insert)


def _sees_no_fork(patch: Patch) -> None:
    patch.setattr(standing, "_find_forks", lambda _: ())


def _sees_quarrels_in_one_order(patch: Patch) -> None:
    honest = standing._dispute

    def dispute(kind: Any, group: list[Any], acts: Any) -> Any:
        return honest(kind, group, acts) if group[0].period <= group[-1].period else ()

    patch.setattr(standing, "_dispute", dispute)


def _breaks_no_chain(patch: Patch) -> None:
    patch.setattr(standing, "_find_chain_breaks", lambda _: ())


def _forgets_gaps(patch: Patch) -> None:
    honest = standing._find_gaps
    patch.setattr(standing, "_find_gaps", lambda packages: ([], honest(packages)[1]))


def _withdrawn_counts(patch: Patch) -> None:
    def counts(self: Standing) -> bool:
        return not (self.hold or self.disputed or self.overruled) and self.state != "returned"

    patch.setattr(Standing, "counts", property(counts))


def _returned_counts(patch: Patch) -> None:
    def counts(self: Standing) -> bool:
        return not (self.hold or self.disputed or self.overruled) and self.state != "withdrawn"

    patch.setattr(Standing, "counts", property(counts))


def _one_side_resolves(patch: Patch) -> None:
    def kept(group: list[Any], _contents: Any, acts: Sequence[Any]) -> str:
        held = {package.identity for package in group}
        return next((each.keep for each in reversed(acts) if each.act == "resolve" and each.keep in held), "")

    patch.setattr(standing, "_find_kept", kept)
    patch.setattr(resolving, "_require_conflict", lambda *_: None)


def _later_sides_are_overruled(patch: Patch) -> None:
    def kept(group: list[Any], _contents: Any, acts: Sequence[Any]) -> str:
        held = {package.identity for package in group}
        return next((each.keep for each in reversed(acts) if each.act == "resolve" and each.keep in held), "")

    patch.setattr(standing, "_find_kept", kept)


def _revoked_counts(patch: Patch) -> None:
    patch.setattr(standing, "_find_revoked", lambda *_: set())


def _revoked_by_number_alone(patch: Patch) -> None:
    patch.setattr(standing, "_is_foreign", lambda *_: False)


def _epoch_ignored(patch: Patch) -> None:
    honest = real(queries, "judge")

    def judge(packages: Any, decisions: Any, incomplete: Any) -> Standings:
        return cast(Standings, honest([replace(each, epoch=1) for each in packages], decisions, incomplete))

    patch.setattr(queries, "judge", judge)


def _restores_in_the_old_epoch(patch: Patch) -> None:
    patch.setattr(restoring, "_become_another", read_office)


def _gives_no_epochs(patch: Patch) -> None:
    patch.setattr(publishing, "with_epochs", lambda _, trust: trust)


def _holds_nothing(patch: Patch) -> None:
    patch.setattr(standing, "_hold", lambda *_: "")


def _rebuilds_without_decisions(patch: Patch) -> None:
    patch.setattr(rebuilding, "replay_decision", lambda *_: None)


def _rebuilds_an_older_trust(patch: Patch) -> None:
    patch.setattr(rebuilding, "trust_setting", lambda _: {})


def _stale_return_reopens(patch: Patch) -> None:
    honest = letters._settle

    def settle(connection: Any, submission: Any, letter: Any, reason: str, now: Any) -> None:
        honest(connection, submission, letter, reason, now)
        if letter.kind == "return":
            submissions.put_submission(connection, submission, state="returned", version=submission.version + 1)

    patch.setattr(letters, "_settle", settle)


def _receipt_of_another(patch: Patch) -> None:
    honest = receipts.answered_by
    patch.setattr(receipts, "answered_by", lambda package: replace(honest(package), content=package.file_digest))


def _journal_without_chain(patch: Patch) -> None:
    honest = journal.hash_line
    kept = journal.append

    def append(*given: Any) -> None:
        with pytest.MonkeyPatch.context() as inner:
            inner.setattr(journal, "hash_line", lambda _, line: honest(journal.START, line))
            kept(*given)

    patch.setattr(journal, "append", append)


def _opens_older_packs(patch: Patch) -> None:
    patch.setattr(opening, "held_version", lambda *_: 0)
    patch.setattr(opening, "newest_version", lambda *_: 0)
    patch.setattr(task_pack, "check_update", lambda *_: None)


def _nobody_received_it(patch: Patch) -> None:
    honest = merging._describe
    patch.setattr(merging, "_describe", lambda *given: replace(honest(*given), certificate="", actor=""))


TWO_VERSIONS: Sequence[Step] = (("export", 0, 0, 0), ("export", 0, 0, 1))
TWO_COMPUTERS: Sequence[Step] = (
    *(("export", 0, 0, 0), ("deliver", 0), ("fork", 0)),
    *(("export", 0, 0, 1), ("export", 2, 1, 1)),
)
MUTANTS = (
    Mutant(
        "last arrival wins",
        "of two versions the one that came last counts",
        _last_arrival_wins,
        (*TWO_VERSIONS, ("deliver", 1), ("deliver", 0)),
        frozenset({6, 8}),
    ),
    Mutant(
        "head by timestamp",
        "of two versions the one received later counts",
        _newest_time_wins,
        (*TWO_VERSIONS, ("deliver", 1), ("deliver", 0)),
        frozenset({6, 8}),
    ),
    Mutant(
        "clock",
        "what is received after some day does not count",
        _judges_by_the_clock,
        (("export", 0, 0, 0), ("deliver", 0)),
        frozenset({15}),
    ),
    Mutant(
        "audit on duplicate",
        "the same package again leaves a line in the journal",
        _writes_down_repetitions,
        (("export", 0, 0, 0), ("deliver", 0), ("deliver", 0)),
        frozenset({1}),
    ),
    Mutant(
        "drop older version",
        "the rows of a version go when the next one comes",
        _drops_older_rows,
        (*TWO_VERSIONS, ("deliver", 0), ("deliver", 1)),
        frozenset({5}),
    ),
    Mutant(
        "identity = file hash",
        "a package is known by its file and not by what was signed",
        _named_by_its_file,
        (("export", 0, 0, 0), ("deliver", 0)),
        frozenset({1, 5, 17}),
    ),
    Mutant(
        "skip authority",
        "whose key signed for which unit is not asked",
        _anybody_may_sign,
        (("export", 0, 0, 0), ("forge", 0, 2)),
        frozenset({7}),
    ),
    Mutant(
        "receipt before commit",
        "a merge is told of before it is kept",
        _receipt_before_commit,
        (("export", 0, 0, 0), ("crash", 0, 5)),
        frozenset({4}),
    ),
    Mutant(
        "half a merge",
        "the rows are kept before the rest of the change",
        _commits_halfway,
        (("export", 0, 0, 0), ("crash", 0, 4)),
        frozenset({3}),
    ),
    Mutant(
        "resurrected tombstones",
        "a row that was deleted is a row again",
        _raises_the_dead,
        (
            *(("export", 0, 0, 0), ("export", 0, 0, 0), ("export", 0, 0, 2)),
            *(("deliver", 0), ("deliver", 1), ("deliver", 2)),
        ),
        frozenset({11, 14}),
    ),
    Mutant(
        "fork not flagged",
        "two installations in one epoch are nothing special",
        _sees_no_fork,
        (
            *(("back_up", 0), ("move", 0), ("restore_county", 0, 0, 1)),
            *(("export", 0, 0, 0), ("export", 2, 1, 0), ("deliver", 0), ("deliver", 1)),
        ),
        frozenset({8}),
    ),
    Mutant(
        "conflict in one order only",
        "two contents of one number are seen when the earlier month came first",
        _sees_quarrels_in_one_order,
        (*TWO_COMPUTERS, ("deliver", 2), ("deliver", 1)),
        frozenset({8}),
    ),
    Mutant(
        "chain not looked at",
        "a package may follow one that never was",
        _breaks_no_chain,
        (*TWO_COMPUTERS, ("export", 2, 1, 1), ("deliver", 1), ("deliver", 3)),
        frozenset({8}),
    ),
    Mutant(
        "gap forgotten",
        "that a package is missing is not told",
        _forgets_gaps,
        (*TWO_VERSIONS, ("deliver", 1)),
        frozenset({9}),
    ),
    Mutant(
        "withdrawn still counts",
        "a merge that was undone stays in the figures",
        _withdrawn_counts,
        (("export", 0, 0, 0), ("deliver", 0), ("withdraw", 0)),
        frozenset({8}),
    ),
    Mutant(
        "returned still counts",
        "a submission that went back stays in the figures",
        _returned_counts,
        (("export", 0, 0, 0), ("deliver", 0), ("give_back", 0, 0)),
        frozenset({8}),
    ),
    Mutant(
        "resolve by one side",
        "whoever names one side decides a conflict",
        _one_side_resolves,
        (*TWO_COMPUTERS, ("deliver", 1), ("deliver", 2), ("resolve", 0, 0, 0)),
        frozenset({8}),
    ),
    Mutant(
        "resolved for ever",
        "a side that comes after the decision is overruled unseen",
        _later_sides_are_overruled,
        (
            *(("export", 0, 0, 0), ("fork", 0), ("fork", 0)),
            *(("export", 0, 1, 1), ("export", 2, 1, 1), ("export", 3, 1, 1)),
            *(("deliver", 1), ("deliver", 2), ("resolve", 0, 0, 1), ("deliver", 3)),
        ),
        frozenset({8}),
    ),
    Mutant(
        "revoked still counts",
        "what a stolen key signed before it was known stays in the figures",
        _revoked_counts,
        (*TWO_VERSIONS, ("deliver", 0), ("deliver", 1), ("revoke", 0, 1)),
        frozenset({9}),
    ),
    Mutant(
        "revoked by number alone",
        "a stolen key goes on in a chain that is begun after it was revoked",
        _revoked_by_number_alone,
        (
            *(("back_up", 0), ("export", 0, 0, 0), ("deliver", 0), ("revoke", 0, 0)),
            *(("restore_county", 0, 0, 1), ("export", 0, 1, 0), ("deliver", 1)),
        ),
        frozenset({9}),
    ),
    Mutant(
        "epoch ignored",
        "numbers are compared over restores",
        _epoch_ignored,
        (
            *(("back_up", 0), ("export", 0, 0, 0), ("deliver", 0)),
            *(("restore_county", 0, 0, 1), ("export", 0, 1, 0), ("deliver", 1)),
        ),
        frozenset({8}),
    ),
    Mutant(
        "restore in the old epoch",
        "after a restore numbers are given again that were used",
        _restores_in_the_old_epoch,
        (("back_up", 0), ("export", 0, 0, 0), ("deliver", 0), ("restore_county", 0, 0, 1)),
        frozenset({10}),
    ),
    Mutant(
        "epochs shared",
        "a backup that was brought back twice goes on twice in one epoch",
        _gives_no_epochs,
        (
            *(("back_up", 0), ("restore_county", 0, 0, 1), ("export", 0, 0, 0), ("deliver", 0)),
            *(("restore_county", 0, 0, 1), ("export", 0, 1, 0), ("deliver", 1), ("rotate",), ("open_pack", 0, 1)),
        ),
        frozenset({10}),
    ),
    Mutant(
        "hold ignored",
        "a package far past all that is held counts at once",
        _holds_nothing,
        (("export", 0, 0, 0), ("fast_forward", 0, 2_000), ("deliver", 0), ("deliver", 1)),
        frozenset({9}),
    ),
    Mutant(
        "rebuild without decisions",
        "the city made again has received everything and decided nothing",
        _rebuilds_without_decisions,
        (("export", 0, 0, 0), ("deliver", 0), ("accept", 0), ("rebuild",)),
        frozenset({6, 19}),
    ),
    Mutant(
        "rebuild with an older trust list",
        "the last decision about trust holds, though a pack has carried a newer list",
        _rebuilds_an_older_trust,
        (("rebuild",),),
        frozenset({6}),
    ),
    Mutant(
        "stale return reopens",
        "a return of the first version opens the second",
        _stale_return_reopens,
        (
            *(("export", 0, 0, 0), ("deliver", 0), ("give_back", 0, 0)),
            *(("export", 0, 0, 1), ("open_letter", 0, 0)),
        ),
        frozenset({13}),
    ),
    Mutant(
        "receipt of another content",
        "a receipt names the file instead of what was reported",
        _receipt_of_another,
        (("export", 0, 0, 0), ("deliver", 0), ("receipt", 0)),
        frozenset({12}),
    ),
    Mutant(
        "journal without a chain",
        "no line of the journal is bound to the one before",
        _journal_without_chain,
        (("export", 0, 0, 0), ("deliver", 0)),
        frozenset({14}),
    ),
    Mutant(
        "older pack opened",
        "a unit takes over a trust list older than its own",
        _opens_older_packs,
        (("renew", 1), ("open_pack", 0, 1), ("open_pack", 0, 0)),
        frozenset({6}),
    ),
    Mutant(
        "nobody received it",
        "neither certificate nor officer is kept with a package",
        _nobody_received_it,
        (("export", 0, 0, 0), ("deliver", 0)),
        frozenset({7, 11, 14}),
    ),
)
