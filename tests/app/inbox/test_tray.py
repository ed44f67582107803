"""What a worker lays on a tray is taken up whole, by nobody else, and leaves nothing behind."""

import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from baise_desktop.app.desk import Desk
from baise_desktop.app.inbox import unsealing
from baise_desktop.app.inbox.tray import lay, take, trays
from baise_desktop.app.inbox.unsealing import Unsealer
from baise_desktop.app.installation.form_versions import forms_by_version
from baise_desktop.app.keys.trust import require_trust
from baise_desktop.exchange.unseal import unseal
from baise_desktop.exchange.verified_package import RecordLines
from tests.app.conftest import NOW
from tests.app.inbox.waiting import wait_for_workers


@pytest.fixture
def rows(city: Desk, april: Path) -> RecordLines:
    return unseal(april, require_trust(city), forms_by_version(city), NOW).rows


@pytest.fixture
def unsealer(city: Desk, monkeypatch: pytest.MonkeyPatch) -> Iterator[Unsealer]:
    monkeypatch.setattr(unsealing, "cpu_count", lambda: 2)
    known = {city.catalogue.digest: city.catalogue.forms}
    with unsealing.unsealing(require_trust(city), forms_by_version(city), known, NOW, 64) as unsealer:
        yield wait_for_workers(unsealer)


def test_rows_come_whole_from_a_tray_that_held_more_before(rows: RecordLines) -> None:
    with trays(1) as free:
        free[0].write_bytes(b"x" * 3 * len(rows.data))
        laid = lay(rows, free[0])
        assert not laid.rows.data
        assert take(laid, free[0]) == rows
        assert [row.record for row in take(laid, free[0])] == [row.record for row in rows]


def test_trays_are_for_this_user_alone_and_gone_afterwards() -> None:
    with trays(2) as free:
        folder = free[0].parent
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert not folder.exists()


def test_a_tray_is_used_again(unsealer: Unsealer, april: Path) -> None:
    count = len(unsealer.trays)
    for _ in range(2 * count):
        assert len(unsealer.submit(april)().rows)
    assert len(unsealer.trays) == count


def test_more_files_than_trays_are_verified_all_the_same(unsealer: Unsealer, april: Path) -> None:
    begun = [unsealer.submit(april) for _ in range(2 * len(unsealer.trays))]
    assert not unsealer.trays
    first, *others = [unsealed() for unsealed in begun]
    assert all(other == first for other in others)


def test_a_disk_without_room_for_a_tray_is_no_reason_to_refuse(unsealer: Unsealer, april: Path) -> None:
    for tray in unsealer.trays:
        tray.unlink()
    assert len(unsealer.submit(april)().rows)


def test_a_tray_that_is_gone_is_no_reason_to_refuse(unsealer: Unsealer, april: Path) -> None:
    unsealed = unsealer.submit(april)
    folder = unsealer.trays[0].parent
    for tray in folder.iterdir():
        tray.unlink()
    assert len(unsealed().rows)


def test_without_a_temporary_folder_there_are_neither_trays_nor_workers(
    city: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unsealing, "cpu_count", lambda: 2)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "gone"))
    with unsealing.unsealing(require_trust(city), forms_by_version(city), {}, NOW, 64) as unsealer:
        assert not unsealer.ahead
