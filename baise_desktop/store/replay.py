"""Decisions of the city taken into another store, as they were signed."""

from collections.abc import Mapping

from baise_desktop.form.definition import Form
from baise_desktop.store import figure_cache, journal
from baise_desktop.store.database import Store
from baise_desktop.store.decided import replay
from baise_desktop.store.decisions import Decision, append_decision
from baise_desktop.store.instant import from_text
from baise_desktop.store.rows import Row
from baise_desktop.texts import say


def replay_decision(store: Store, decision: Decision, package: str, forms: Mapping[str, Form]) -> None:
    """Record a decision that another store recorded before, and let it take effect.

    Args:
        store: of the city.
        decision: any but receiving, which belongs to the package received.
        package: identity of the signed package that carries it; empty when there is none yet.
        forms: every form by id.

    Raises:
        BaiseError: as `record_decision`; nothing has changed then.
    """
    now = from_text(decision.at)
    with store.write() as connection:
        append_decision(connection, decision, package)
        replay(connection, decision, forms, now)
        figure_cache.forget_all(connection)
        detail: Row = {"identity": decision.identity, "targets": len(decision.targets)}
        journal.append(connection, decision.by, say(f"store.act_{decision.act}"), detail, now)
