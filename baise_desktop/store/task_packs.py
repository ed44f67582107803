"""Task packs as one change of the store: what is owed, the settings that go with it, and the pack itself."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from baise_desktop.store.database import Store
from baise_desktop.store.obligations import Obligation, replace_obligations
from baise_desktop.store.packages import Package, keep_among, new_files
from baise_desktop.store.rows import put_row


def keep_task_pack(
    store: Store,
    package: Package,
    data: bytes,
    obligations: Iterable[Obligation],
    settings: Mapping[str, str],
    now: datetime,
) -> None:
    """Keep a pack that was issued or opened, with all that follows from it, or nothing.

    Args:
        store: of the city or a unit.
        package: the pack, of one plan.
        data: its bytes.
        obligations: of its plan, in the place of those held.
        settings: texts by name, in the place of those held.
        now: aware.
    """
    with store.write() as connection, new_files() as made:
        replace_obligations(connection, package.plan, obligations, package.actor, now)
        for name, value in settings.items():
            put_row(connection, "setting", {"name": name, "value": value})
        keep_among(connection, made, store, package, data, now)
