"""How quick receiving is, from sealed file to committed rows, beside three plain things.

Whole: everything `unseal` and `merge` do with packages of 3,000 records without report files, a commit for each.
- beside a raw INSERT..SELECT of the same rows from an attached database, same tables, a commit for each: goal <= 3;
- beside the obvious build (`obvious`): goal <= 0.2;
- the same files once more: goal <= 0.02;
- into a store of 5 million records, beside an empty one: goal <= 1.15.

Arms of one round follow each other, in turned order every other round; medians of the ratios within each round.
333 packages and 5 million records; `--quick` takes 100 and 500,000: `make bench BENCH=--quick`.
"""

import sqlite3
from argparse import ArgumentParser
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import BinaryIO

from baise_desktop import paths
from baise_desktop.app.desk import load_forms
from baise_desktop.app.inbox.unsealing import Unsealer, look_ahead, unsealing
from baise_desktop.exchange.merge import merge, recall
from baise_desktop.exchange.verified_package import VerifiedPackage
from baise_desktop.form.definition import Form
from baise_desktop.store.creation import create_store
from baise_desktop.store.database import Store
from baise_desktop.store.office import Office
from baise_desktop.store.packages import Package
from baise_desktop.store.received import Delivery, keep_received
from tests.bench import obvious
from tests.bench.sealed import KEPT, NOW, PLAN, Load, load_packages

ACTOR, ROWS = "city.baise", 3_000
Times = dict[str, float]
"""Seconds by arm."""


@dataclass(frozen=True)
class Bench:
    """What every round needs."""

    folder: Path
    load: Load
    forms: Mapping[str, Form]
    catalogue: str
    """Digest of the forms."""

    @property
    def source(self) -> Path:
        """A store that holds every row."""
        return self.folder / "source"

    def new_store(self, name: str) -> Store:
        """An empty store of the city."""
        return create_store(self.folder / name, paths.database_folder(), Office("city", ACTOR, name, 1), NOW)

    def receive(self, store: Store, files: Sequence[Path]) -> None:
        """All that the city does with sealed files, one after the other."""
        known = {self.catalogue: self.forms}
        with unsealing(self.load.trust, lambda _: self.forms, known, NOW, len(files)) as unsealer:
            begun = (self._begin(store, unsealer, file) for file in files)
            for file, unsealed in look_ahead(begun, unsealer.ahead):
                if unsealed:
                    merge(store, unsealed(), ACTOR, NOW, file.name)

    def _begin(self, store: Store, unsealer: Unsealer, file: Path) -> tuple[Path, Callable[[], VerifiedPackage] | None]:
        return file, unsealer.submit(file) if recall(store, file) is None else None


def time_of(act: Callable[[], object]) -> float:
    """Seconds that a call takes."""
    start = perf_counter()
    act()
    return perf_counter() - start


def time_raw(bench: Bench, place: Path) -> Times:
    """The floor: the same rows into the same tables, nothing else done."""
    with closing(sqlite3.connect(place, isolation_level=None)) as connection:
        connection.execute("PRAGMA page_size = 8192")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.executescript((paths.database_folder() / "schema.sql").read_text("utf-8"))
        connection.execute("ATTACH ? AS source", (str(bench.source / "baise.sqlite3"),))
        numbers = [number for (number,) in connection.execute("SELECT id FROM source.package ORDER BY id")]
        connection.execute("PRAGMA synchronous = FULL")

        def insert() -> None:
            for number in numbers:
                connection.execute("BEGIN IMMEDIATE")
                connection.execute("INSERT INTO revision SELECT * FROM source.revision WHERE package = ?", (number,))
                connection.execute("COMMIT")
            connection.close()

        return {"raw": time_of(insert)}


def time_whole(bench: Bench, name: str) -> Times:
    """Receiving every package, and then every package again."""
    store, files = bench.new_store(name), bench.load.files
    whole = time_of(lambda: bench.receive(store, files))
    again = time_of(lambda: bench.receive(store, files))
    return {"whole": whole + time_of(store.close), "again": again}


def time_obvious(bench: Bench, place: Path) -> Times:
    """The build one would write first."""
    return {"obvious": time_of(lambda: obvious.merge_all(place, bench.load.files, bench.load.trust, NOW))}


def compare_builds(bench: Bench, rounds: int) -> list[Times]:
    """Seconds of every arm, round by round."""
    found = []
    for number in range(rounds):
        with TemporaryDirectory(dir=bench.folder) as name:
            place = Path(name)
            arms: list[Callable[[], Times]] = [
                partial(time_raw, bench, place / "raw"),
                partial(time_whole, bench, f"{place.name}/whole"),
                partial(time_obvious, bench, place / "obvious"),
            ]
            times: Times = {}
            for arm in arms if number % 2 else reversed(arms):
                times |= arm()
        found.append(times)
    return found


def _write_nothing(out: BinaryIO) -> None:
    out.write(b"-")


def fill(store: Store, rows: list[tuple[str, str, bool, bytes, bytes]], packages: int) -> None:
    """Let a store hold so many packages of other units, each of these rows."""
    periods = [f"{year}{part}" for year in (2018, 2019, 2020) for part in ("Q1", "Q2", "Q3", "Q4", "H1", "H2")]
    for number in range(packages):
        period, seq = periods[number % len(periods)], number % len(periods) + 1
        package = Package(
            identity=f"{number:064x}",
            content=f"{number:064x}",
            kind="submission",
            direction="in",
            unit=f"c.other{number // len(periods):04}",
            plan=PLAN,
            period=period,
            period_end=f"{period[:4]}-12-31",
            version=1,
            installation=f"pc{number // len(periods)}",
            epoch=1,
            seq=seq,
            prev=f"{number - 1:064x}" if seq > 1 else "0" * 64,
            task_pack=1,
            catalogue="c" * 64,
            certificate="0000",
            trust_version=1,
            actor=ACTOR,
            at="2023-01-10T08:00:00Z",
            file_digest=f"{number:064x}",
            line_count=len(rows),
        )
        delivery = Delivery(package, rows, frozenset(), {}, _write_nothing, lambda _name, _out: None)
        keep_received(store, delivery, NOW)


def compare_sizes(bench: Bench, rounds: int, held: int) -> list[Times]:
    """Seconds of the same packages into an empty store and into one that holds so many records."""
    full = bench.new_store("full")
    with closing(sqlite3.connect(bench.source / "baise.sqlite3")) as source:
        columns = "form, row_id, deleted, CAST(body AS BLOB), digest"
        rows = source.execute(f"SELECT {columns} FROM revision WHERE package = 1").fetchall()
    fill(full, rows, held // len(rows))
    full.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    found = []
    for number, files in enumerate(_parts(bench.load.files, rounds)):
        empty = bench.new_store(f"empty{number}")
        arms = [("into empty", empty), ("into full", full)]
        found.append({name: _time_kept(bench, store, files) for name, store in (arms if number % 2 else arms[::-1])})
        empty.close()
    full.close()
    return found


def _time_kept(bench: Bench, store: Store, files: Sequence[Path]) -> float:
    received = time_of(lambda: bench.receive(store, files))
    return received + time_of(lambda: store.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)"))


def _parts(files: Sequence[Path], count: int) -> Iterator[Sequence[Path]]:
    size = len(files) // count
    return (files[start : start + size] for start in range(0, size * count, size))


def tell(name: str, over: str, under: str, rounds: Sequence[Times], goal: float) -> None:
    """Print the median of a ratio within each round."""
    ratios = [each[over] / each[under] for each in rounds]
    spread = f"({min(ratios):.4f} to {max(ratios):.4f})"
    print(f"{name:44} {median(ratios):8.4f}   goal <= {goal:<5}  {spread}", flush=True)


def main(argv: list[str]) -> int:
    """Print medians and ratios."""
    parser = ArgumentParser(prog="merge")
    parser.add_argument("--quick", action="store_true", help="100 packages, 500,000 records held")
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args(argv)
    packages, held = (100, 500_000) if options.quick else (333, 5_000_000)
    catalogue = load_forms()
    load = load_packages(catalogue, packages, ROWS)
    with TemporaryDirectory(dir=KEPT) as name:
        bench = Bench(Path(name), load, catalogue.forms, catalogue.digest)
        source = bench.new_store("source")
        bench.receive(source, load.files)
        source.close()
        rounds = compare_builds(bench, options.rounds)
        records = packages * ROWS
        print(f"{packages} packages, {records} records, {options.rounds} rounds")
        for arm in ("raw", "whole", "obvious", "again"):
            print(f"{arm:10} {median(each[arm] for each in rounds) * 1e6 / records:8.2f} us/record")
        tell("whole / raw INSERT..SELECT", "whole", "raw", rounds, 3)
        tell("whole / json + sqlite-utils + pyHanko", "whole", "obvious", rounds, 0.2)
        tell("package already seen / new", "again", "whole", rounds, 0.02)
        sizes = compare_sizes(bench, options.rounds, held)
        tell(f"into {held} records / into an empty store", "into full", "into empty", sizes, 1.15)
    return 0
