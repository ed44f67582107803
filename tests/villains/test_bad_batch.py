"""Every bad file of sections A to C in one batch with workers: each meets with what it meets with alone."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from baise_desktop.app.desk import Desk
from baise_desktop.app.inbox import receiving, unsealing
from baise_desktop.app.inbox.receiving import Outcome, merge_files
from baise_desktop.app.inbox.unsealing import Unsealer
from baise_desktop.store.verify import find_damage, logical_digest
from tests.app.inbox.waiting import wait_for_workers
from tests.villains import bad_containers, bad_records, bad_signatures
from tests.villains.estate import NOW, Estate
from tests.villains.forger import Forger
from tests.villains.refusal import Ward


def _make_all(estate: Estate) -> Iterator[bytes]:
    """A genuine package in the middle, and once more at the end."""
    for gallery in (bad_containers.LISTED, bad_containers.UNLISTED, bad_containers.INSIDE):
        yield from (make(estate) for make, _ in gallery.values())
    yield estate.april
    yield from (make(estate) for make, _ in bad_records.CONTENTS.values())
    forger = Forger(estate)
    for signatures in (bad_signatures.LISTED, bad_signatures.UNLISTED):
        yield from (make(forger) for make, _ in signatures.values())
    yield estate.april


def _told(outcomes: tuple[Outcome, ...]) -> list[tuple[Path, str, object]]:
    return [(each.file, str(each.error or ""), each.report) for each in outcomes]


def test_a_batch_of_everything_is_refused_as_each_alone(
    ward: Ward, other_city: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = [ward.file(data, f"{number:03}.asice") for number, data in enumerate(_make_all(ward.estate))]
    alone = [each for file in files for each in merge_files(other_city, [file], NOW, with_backup=False)]
    real, used = unsealing.unsealing, []

    @contextmanager
    def started(*arguments: Any) -> Iterator[Unsealer]:
        with real(*arguments) as unsealer:
            wait_for_workers(unsealer)
            used.append(unsealer.ahead)
            yield unsealer

    monkeypatch.setattr(unsealing, "cpu_count", lambda: 2)
    monkeypatch.setattr(receiving, "unsealing", started)
    together = merge_files(ward.city, files, NOW, with_backup=False)
    assert len(files) > 64
    assert used[0] > 0
    assert _told(together) == _told(tuple(alone))
    assert [each.report.already for each in together if each.report] == [False, True]
    assert logical_digest(ward.city.store) == logical_digest(other_city.store) == ward.estate.good
    assert find_damage(ward.city.store) == ()


@pytest.fixture
def other_city(ward: Ward, estate: Estate, open_copy: Any) -> Desk:
    """The city once more."""
    desk: Desk = open_copy(estate.folder / "city")
    return desk
