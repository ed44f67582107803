"""Task packs as one change of the store: what is owed, the settings that go with it, and the pack itself."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from baise_desktop.store.database import Store
from baise_desktop.store.obligations import Obligation, replace_obligations
from baise_desktop.store.office import put_office, read_office
from baise_desktop.store.packages import Package, keep_among, new_files
from baise_desktop.store.rows import put_row


def keep_task_pack(
    store: Store,
    package: Package,
    data: bytes,
    obligations: Iterable[Obligation],
    settings: Mapping[str, str],
    now: datetime,
    *,
    epoch: int | None = None,
) -> None:
    """Keep a pack that was issued or opened, with all that follows from it, or nothing.

    Args:
        store: of the city or a unit.
        package: the pack, of one plan.
        data: its bytes.
        obligations: of its plan, in the place of those held.
        settings: texts by name, in the place of those held.
        now: aware.
        epoch: in which the installation goes on; None for the one it is in.
    """
    office = read_office(store)
    with store.write() as connection, new_files(store) as made:
        replace_obligations(connection, package.plan, obligations, package.actor, now)
        for name, value in settings.items():
            put_row(connection, "setting", {"name": name, "value": value})
        if epoch not in (None, office.epoch):
            put_office(connection, replace(office, epoch=epoch))
        keep_among(connection, made, store, package, data, now)
