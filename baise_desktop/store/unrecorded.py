"""Submissions that were received before receiving was an act of the city: it is written down for them afterwards."""

from datetime import datetime

from baise_desktop.form import canonical
from baise_desktop.form.canonical import Json
from baise_desktop.store import journal
from baise_desktop.store.database import Store
from baise_desktop.store.decisions import Decision, append_decision, list_decisions
from baise_desktop.store.packages import SUBMISSION, Package, list_packages
from baise_desktop.texts import say


def list_unrecorded(store: Store) -> tuple[Package, ...]:
    """Submissions held that no decision has received, in the order in which they came."""
    received = {identity for decision in list_decisions(store, ("receive",)) for identity in decision.targets}
    held = list_packages(store, SUBMISSION)
    return tuple(each for each in held if each.direction == "in" and each.identity not in received)


def receiving_of(package: Package, number: int) -> Decision:
    """The decision to receive a submission, as of when it came."""
    detail: dict[str, Json] = {"file": package.file_name, "trust": package.trust_version}
    told = canonical.dump(detail).decode()
    return Decision(
        number=number, act="receive", targets=(package.identity,), by=package.actor, at=package.at, detail=told
    )


def record_unrecorded(store: Store, now: datetime) -> int:
    """Write down that they were received, as of when and by whom the store says; how many there were comes back."""
    missing = list_unrecorded(store)
    if missing:
        with store.write() as connection:
            (last,) = connection.execute("SELECT coalesce(max(number), 0) FROM decision").fetchone()
            for number, each in enumerate(missing, last + 1):
                append_decision(connection, receiving_of(each, number))
            office = store.connection.execute("SELECT unit FROM office").fetchone()[0]
            journal.append(connection, office, say("store.act_recorded"), {"count": len(missing)}, now)
    return len(missing)
