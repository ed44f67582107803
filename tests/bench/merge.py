"""Merging 12 packages of 2,000 rows, as a ratio to a raw INSERT of the same rows into the same table.

Run: python -m tests.bench.merge [ROWS] [ROUNDS]
"""

import sqlite3
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

from baise_desktop import paths
from baise_desktop.app.desk import close_desk
from baise_desktop.app.trust import require_trust
from baise_desktop.exchange.merge import merge
from baise_desktop.exchange.trust import TrustList
from baise_desktop.exchange.unseal import unseal
from baise_desktop.exchange.verified_package import VerifiedPackage
from baise_desktop.form.definition import Form
from baise_desktop.store.database import create_store
from baise_desktop.store.office import Office
from tests.bench.packages import NOW, make_packages

UNITS = 12


def time_of(act: Callable[[], object]) -> float:
    """Seconds that a call takes."""
    start = perf_counter()
    act()
    return perf_counter() - start


def insert_raw(folder: Path, packages: Sequence[VerifiedPackage]) -> float:
    """Put the same rows into the same table with nothing else done, one commit for each package."""
    schema = (paths.database_folder() / "schema.sql").read_text("utf-8")
    rows = [
        [(number, row.form, row.row_id, int(row.deleted), row.line.decode(), row.digest) for row in package.rows]
        for number, package in enumerate(packages, start=1)
    ]
    connection = sqlite3.connect(folder / "raw.sqlite3", isolation_level=None)
    connection.executescript("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA page_size = 8192;" + schema)
    connection.execute("PRAGMA foreign_keys = OFF")

    def insert() -> None:
        for batch in rows:
            connection.execute("BEGIN IMMEDIATE")
            connection.executemany("INSERT INTO revision VALUES (?, ?, ?, ?, ?, ?)", batch)
            connection.execute("COMMIT")

    seconds = time_of(insert)
    connection.close()
    return seconds


def time_round(
    place: Path,
    files: Sequence[Path],
    verified: Sequence[VerifiedPackage],
    trust: TrustList,
    forms: Mapping[str, Form],
) -> tuple[float, float, float]:
    """Seconds of merging, verifying and raw inserting, each into a new store."""
    store = create_store(place, paths.database_folder(), Office("city", "city.baise", place.name, 1), NOW)
    verifying = time_of(lambda: [unseal(file, trust, forms, NOW) for file in files])
    merging = time_of(lambda: [merge(store, package, "city.baise", NOW) for package in verified])
    store.close()
    return merging, verifying, insert_raw(place, verified)


def measure(rows: int, rounds: int) -> None:
    """Print medians and ratios."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        city, files = make_packages(folder, rows, UNITS)
        trust, forms = require_trust(city), city.catalogue.forms
        verified = [unseal(file, trust, forms, NOW) for file in files]
        timed = [time_round(folder / f"round{number}", files, verified, trust, forms) for number in range(rounds)]
        close_desk(city)
    merges, verifies, raws = zip(*timed, strict=True)
    count = sum(len(package.rows) for package in verified)
    print(f"packages {len(files)}, records {count}, rounds {rounds}")
    for label, seconds in (("raw INSERT", raws), ("merge", merges), ("verify", verifies)):
        print(f"{label:12} median {median(seconds) * 1000:8.1f} ms  {count / median(seconds):10.0f} records/s")
    print(f"merge / raw           {median(m / r for m, r in zip(merges, raws, strict=True)):.2f}")
    whole = [(m + v) / r for m, v, r in zip(merges, verifies, raws, strict=True)]
    print(f"(verify + merge) / raw {median(whole):.2f}")


if __name__ == "__main__":
    measure(int(sys.argv[1]) if len(sys.argv) > 1 else 2000, int(sys.argv[2]) if len(sys.argv) > 2 else 5)
