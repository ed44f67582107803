"""Whose installation this is."""

import sqlite3
from dataclasses import asdict, dataclass
from typing import Literal

from baise_desktop.store.database import Store
from baise_desktop.store.rows import put_row

Role = Literal["city", "unit"]


@dataclass(frozen=True, slots=True)
class Office:
    """The office that an installation belongs to."""

    role: Role
    unit: str
    """Unit id; `city.baise` for the city office."""
    installation: str
    """UUID text, lower case; a restore from a backup gives another."""
    epoch: int
    """From 1; a restore begins another, and the city gives one to whoever would share it."""


def read_office(store: Store) -> Office:
    """Whose store it is."""
    ((role, unit, installation, epoch),) = store.query("SELECT role, unit, installation, epoch FROM office")
    return Office(role, unit, installation, epoch)


def put_office(connection: sqlite3.Connection, office: Office) -> None:
    """Keep whose store it is, as part of a change."""
    put_row(connection, "office", {"one": 1, **asdict(office)})
