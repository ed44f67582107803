"""What a merge promises: once, in any order, whole or not at all."""

import os
import shutil
import signal
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO
from itertools import permutations
from pathlib import Path
from random import Random
from typing import BinaryIO

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from baise_desktop.errors import BaiseError
from baise_desktop.exchange.merge import merge
from baise_desktop.exchange.unseal import unseal
from baise_desktop.exchange.verified_package import VerifiedPackage
from baise_desktop.form.value import Evidence
from baise_desktop.store import journal
from baise_desktop.store.attachments import add_attachment, read_attachment
from baise_desktop.store.carry_over import carry_over
from baise_desktop.store.database import Store, open_store
from baise_desktop.store.decisions import next_decision, record_decision
from baise_desktop.store.entries import put_entry
from baise_desktop.store.packages import acknowledge, package_file, read_package
from baise_desktop.store.queries import counted_rows
from baise_desktop.store.verify import find_damage, logical_digest
from tests.offices import (
    AWARDS,
    DATABASE,
    FIRMS,
    FORMS,
    PLAN,
    County,
    found_city,
    found_county,
    merge_all,
    open_package,
)
from tests.pki import LINGYUN, NOW, PINGGUO, PublicKeyInfrastructure

KILLS = 24


@pytest.fixture
def city(tmp_path: Path) -> Iterator[Store]:
    made = found_city(tmp_path / "city")
    yield made
    made.close()


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory, keys: PublicKeyInfrastructure) -> list[VerifiedPackage]:
    """A history with everything in it: two units, versions, tombstones, a restored backup, a second PC, a file."""
    base = tmp_path_factory.mktemp("history")
    county = found_county(base / "county", keys)
    sha256 = add_attachment(county.store, b"%PDF proof", "clerk", NOW)
    evidence = Evidence(sha256, "证.pdf", 10, "application/pdf")
    put_entry(county.store, county.entry("2023Q1", 9, "有佐证", files=[evidence]), FIRMS, "clerk", "typed", NOW)
    data = [county.report("2023Q1", {1: "甲", 2: "乙"})]
    acknowledge(county.store, open_package(data[0], keys).identity, "e" * 64, "clerk", NOW)
    county.store.close()
    shutil.copytree(base / "county", base / "restored")
    county = County(open_store(base / "county", DATABASE), keys)
    carry_over(county.store, PINGGUO, PLAN, "2023Q2", (FIRMS, AWARDS), NOW)
    county.delete("2023Q2", 1)
    data.append(county.report("2023Q2", {2: "乙改", 3: "丙"}))
    data.append(county.report("2023Q1", {1: "甲改"}))
    restored = County(open_store(base / "restored", DATABASE), keys)
    data.append(restored.report("2023Q1", {1: "另一个甲"}))
    second_pc = found_county(base / "second", keys, installation="0192f0c4-2222-7000-8000-000000000002")
    data.append(second_pc.report("2022Q4", {8: "新电脑"}))
    lingyun = found_county(base / "lingyun", keys, LINGYUN, "0192f0c4-3333-7000-8000-000000000003")
    data.append(lingyun.report("2023Q1", {1: "凌云甲"}))
    for each in (county, restored, second_pc, lingyun):
        each.store.close()
    return [open_package(each, keys) for each in data]


def digest_of(folder: Path, chosen: list[VerifiedPackage]) -> str:
    with closing(found_city(folder)) as city:
        merge_all(city, chosen)
        assert find_damage(city) == ()
        return logical_digest(city)


def counted(city: Store) -> int:
    return len(list(counted_rows(city, "r.firm", date(2023, 12, 31))))


def test_a_file_left_behind_by_a_killed_merge_gives_way(city: Store, packages: list[VerifiedPackage]) -> None:
    """It may hold the same package under another signature."""
    package = packages[0]
    package_file(city, package.identity).write_bytes(b"signed at another time")
    assert not merge(city, package, "officer", NOW).already
    read_package(city, package.identity)
    assert find_damage(city) == ()


def test_twice_is_once(city: Store, packages: list[VerifiedPackage]) -> None:
    first = merge_all(city, packages)
    before, lines = logical_digest(city), journal.read_head(city)
    again = merge_all(city, packages)
    assert logical_digest(city) == before
    assert journal.read_head(city) == lines
    assert all(report.already for report in again)
    assert not any(report.already for report in first)
    assert [replace(report, already=False) for report in again[-1:]] == first[-1:]
    assert [report.tell("演示单位") for report in again] == [
        report.tell("演示单位") for report in merge_all(city, packages)
    ]
    assert [(each.added, each.changed) for each in again] == [(each.added, each.changed) for each in first]


def test_any_order_gives_the_same_state(tmp_path: Path, packages: list[VerifiedPackage]) -> None:
    orders = list(permutations(packages))
    chosen = [packages, packages[::-1], *Random(7).sample(orders, 10)]
    digests = {digest_of(tmp_path / str(number), list(order)) for number, order in enumerate(chosen)}
    assert len(digests) == 1


@given(data=st.data())
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_subset_in_any_order_with_repeats(
    tmp_path_factory: pytest.TempPathFactory, packages: list[VerifiedPackage], data: st.DataObject
) -> None:
    chosen = data.draw(st.lists(st.sampled_from(range(len(packages))), min_size=1, max_size=8))
    base = tmp_path_factory.mktemp("orders")
    straight = digest_of(base / "a", [packages[number] for number in sorted(set(chosen))])
    assert digest_of(base / "b", [packages[number] for number in chosen]) == straight


def test_the_report_counts_rows_against_the_version_before(
    tmp_path: Path, city: Store, keys: PublicKeyInfrastructure
) -> None:
    county = found_county(tmp_path / "county", keys)
    first = open_package(county.report("2023Q1", {1: "甲", 2: "乙", 3: "丙"}), keys)
    county.sheet("2023Q1")
    from baise_desktop.store.submissions import reopen

    reopen(county.store, PINGGUO, PLAN, "2023Q1", "改正", NOW)
    county.delete("2023Q1", 1)
    county.fill("2023Q1", {2: "乙改", 4: "丁"})
    county.sign("2023Q1")
    second = open_package(county.export("2023Q1"), keys)
    county.store.close()
    reports = merge_all(city, [first, second])
    assert [(each.added, each.changed, each.removed, each.unchanged) for each in reports] == [
        (3, 0, 0, 0),
        (1, 1, 1, 1),
    ]
    assert reports[1].rows == 4
    assert "新增 1" in reports[1].tell("演示单位")
    assert counted(city) == 3


def test_a_dispute_is_flagged_in_either_order_and_ended_by_a_decision(
    tmp_path: Path, packages: list[VerifiedPackage]
) -> None:
    first, _, ours, theirs, *_ = packages
    for number, order in enumerate(([first, ours, theirs], [theirs, ours, first])):
        with closing(found_city(tmp_path / str(number))) as city:
            reports = merge_all(city, order)
            assert {conflict.kind for conflict in reports[-1].conflicts} <= {"version", "seq", "chain"}
            names = [row.body.decode() for row in counted_rows(city, "r.firm", date(2023, 12, 31))]
            assert not any("甲改" in name or "另一个甲" in name for name in names)
            sides = [ours.identity, theirs.identity]
            record_decision(
                city, next_decision(city.connection, "resolve", sides, "officer", NOW, keep=theirs.identity), NOW
            )
            names = [row.body.decode() for row in counted_rows(city, "r.firm", date(2023, 12, 31))]
            assert any("另一个甲" in name for name in names)


def test_a_gap_closes_when_the_package_arrives(city: Store, packages: list[VerifiedPackage]) -> None:
    (late,) = merge_all(city, packages[2:3])
    assert [(gap.first, gap.last) for gap in late.gaps] == [(1, 2)]
    assert "未到" in late.tell("演示单位")
    reports = merge_all(city, packages[:2])
    assert [(gap.first, gap.last) for gap in reports[0].gaps] == [(2, 2)]
    assert reports[1].gaps == ()


def test_a_package_waits_for_the_files_it_counts_on(city: Store, packages: list[VerifiedPackage]) -> None:
    first, _, second, *_ = packages
    (held,) = merge_all(city, [second])
    assert held.hold == "attachments"
    assert counted(city) == 0
    merge_all(city, [first])
    assert counted(city) == 3
    assert read_attachment(city, first.attachments[0].sha256) == b"%PDF proof"


def test_the_package_is_kept_byte_for_byte(city: Store, packages: list[VerifiedPackage]) -> None:
    merge_all(city, packages[:1])
    data = BytesIO()
    packages[0].source.copy_file(data)
    assert read_package(city, packages[0].identity) == data.getvalue()
    line = journal.read_journal(city)[-1]
    assert packages[0].identity in line.detail


def test_a_rebuilt_city_is_the_same(
    tmp_path: Path, city: Store, packages: list[VerifiedPackage], keys: PublicKeyInfrastructure
) -> None:
    merge_all(city, packages)
    files = sorted(city.packages.iterdir())
    again = [unseal(file, keys.trust, FORMS, NOW) for file in files]
    assert digest_of(tmp_path / "rebuilt", again) == logical_digest(city)


def test_only_a_city_merges(tmp_path: Path, packages: list[VerifiedPackage], keys: PublicKeyInfrastructure) -> None:
    county = found_county(tmp_path / "county", keys)
    with closing(county.store), pytest.raises(BaiseError) as caught:
        merge(county.store, packages[0], "officer", NOW)
    assert caught.value.code == "NOT_CITY"


def test_only_a_verified_package_is_merged(city: Store) -> None:
    with pytest.raises(TypeError):
        merge(city, b"raw", "officer", NOW)  # type: ignore[arg-type]


def test_no_clock_matters(tmp_path: Path, packages: list[VerifiedPackage]) -> None:
    with closing(found_city(tmp_path / "past")) as past, closing(found_city(tmp_path / "future")) as future:
        for package in packages:
            merge(past, package, "officer", NOW - timedelta(days=9000))
            merge(future, package, "another", NOW + timedelta(days=9000))
        assert logical_digest(past) == logical_digest(future)


class FailingSource:
    """A stick that is pulled while a package is copied from it."""

    def __init__(self, package: VerifiedPackage, after: int) -> None:
        self._source = package.source
        self._left = after

    def copy_file(self, out: BinaryIO) -> None:
        self._use(out)
        self._source.copy_file(out)

    def copy_entry(self, name: str, out: BinaryIO) -> None:
        self._use(out)
        self._source.copy_entry(name, out)

    def _use(self, out: BinaryIO) -> None:
        if not self._left:
            out.write(b"half")
            raise BaiseError("CHANGED")
        self._left -= 1


@pytest.mark.parametrize("after", [0, 1])
def test_a_merge_that_fails_changes_nothing(city: Store, packages: list[VerifiedPackage], after: int) -> None:
    merge_all(city, packages[5:])
    before = logical_digest(city), journal.read_head(city), sorted(city.folder.rglob("*.*"))
    with pytest.raises(BaiseError):
        merge(city, replace(packages[0], source=FailingSource(packages[0], after)), "officer", NOW)
    assert (logical_digest(city), journal.read_head(city), sorted(city.folder.rglob("*.*"))) == before
    assert list(city.attachments.rglob("*")) in ([], [path for path in city.attachments.iterdir() if path.is_dir()])
    assert find_damage(city) == ()
    merge_all(city, packages)


@pytest.fixture(scope="module")
def long_packages(tmp_path_factory: pytest.TempPathFactory, keys: PublicKeyInfrastructure) -> list[VerifiedPackage]:
    """Three packages of some hundred rows, so that a kill has something to hit."""
    county = found_county(tmp_path_factory.mktemp("long") / "county", keys)
    with closing(county.store):
        names = {number: f"演示企业{number}" for number in range(400)}
        return [open_package(county.report(period, names), keys) for period in ("2023Q1", "2023Q2", "2023Q3")]


@pytest.mark.skipif(os.name == "nt", reason="the test forks; the store's durability is SQLite's own there")
def test_a_kill_at_any_moment_leaves_a_whole_store(tmp_path: Path, long_packages: list[VerifiedPackage]) -> None:
    found_city(tmp_path / "empty").close()
    shutil.copytree(tmp_path / "empty", tmp_path / "whole")
    started = time.monotonic()
    with closing(open_store(tmp_path / "whole", DATABASE)) as whole:
        merge_all(whole, long_packages)
        expected = logical_digest(whole)
    lasts = time.monotonic() - started
    found = set()
    for seed in range(KILLS):
        folder = Path(shutil.copytree(tmp_path / "empty", tmp_path / "killed"))
        kill_while_merging(folder, long_packages, Random(seed).uniform(0, lasts))
        with closing(open_store(folder, DATABASE)) as store:
            assert find_damage(store) == ()
            found.add(store.query("SELECT count(*) FROM package")[0][0])
            merge_all(store, long_packages)
            assert logical_digest(store) == expected
            assert find_damage(store) == ()
        shutil.rmtree(folder)
    assert len(found) > 1


def kill_while_merging(folder: Path, packages: list[VerifiedPackage], after: float) -> None:
    child = os.fork()
    if child == 0:
        merge_all(open_store(folder, DATABASE), packages)
        os._exit(0)
    time.sleep(after)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
