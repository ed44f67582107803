from pathlib import Path

import pytest

from baise_desktop.app.desk import Desk
from baise_desktop.app.inbox import receiving, unsealing
from baise_desktop.app.inbox.recalling import recall_file
from tests.app.conftest import NOW


def test_a_file_that_came_before_is_told_again_without_being_verified(
    city: Desk, april: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (first,) = receiving.merge_files(city, [april], NOW)
    monkeypatch.setattr(unsealing, "unseal", lambda *_: pytest.fail("verified again"))
    (again,) = receiving.merge_files(city, [april], NOW)
    assert first.report is not None
    assert again.as_json() == first.as_json() | {"already": True, "sentence": again.sentence}
    assert again.sender == first.sender


def test_a_file_that_did_not_come_is_not_recalled(city: Desk, april: Path, tmp_path: Path) -> None:
    assert recall_file(city, april) is None
    receiving.merge_files(city, [april], NOW)
    longer = tmp_path / "longer.asice"
    longer.write_bytes(april.read_bytes() + b"\n")
    assert recall_file(city, longer) is None
    (outcome,) = receiving.merge_files(city, [longer], NOW)
    assert outcome.error is not None
