"""An installation comes back from a backup, made here or elsewhere, long ago or twice."""

import uuid
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from baise_desktop import paths
from baise_desktop.app.keys.epochs import epoch_after
from baise_desktop.app.keys.trust import TRUST
from baise_desktop.exchange.trust import read_trust
from baise_desktop.store.backup import restore
from baise_desktop.store.database import Store
from baise_desktop.store.office import Office, read_office
from baise_desktop.store.settings import get_setting


def bring_back(source: Path, folder: Path, now: datetime) -> None:
    """Restore a backup into a folder that holds no store.

    A unit goes on as another installation in another epoch: nobody can say what was sent since the backup was made, nor
    whether the same backup was brought back before.

    Raises:
        BaiseError: STORE_EXISTS, BACKUP_BROKEN.
    """
    restore(source, folder, paths.database_folder(), now, _become_another).close()


def _become_another(store: Store) -> Office:
    office, held = read_office(store), get_setting(store, TRUST)
    if office.role == "city":
        return office
    epoch = epoch_after(read_trust(held.encode()) if held else None, office.unit, office.epoch)
    return replace(office, installation=str(uuid.uuid4()), epoch=epoch)
