import hashlib
import io
import os
from datetime import timedelta

import pytest

from baise_desktop.errors import BaiseError
from baise_desktop.store.attachments import add_attachment, attachment_file
from baise_desktop.store.evidence import bring_back, copy_in, sweep
from baise_desktop.store.verify import find_damage
from tests.offices import County
from tests.pki import NOW


class Torn(io.BytesIO):
    """A stick that is pulled out after the first piece."""

    def read(self, size: int | None = -1) -> bytes:
        if self.tell():
            raise OSError(5, "Input/output error")
        return super().read(min(3, size or 3))


def left(county: County) -> list[str]:
    return [path.name for path in county.store.attachments.rglob("*") if path.is_file()]


def test_a_copy_waits_beside_the_files(county: County) -> None:
    copy = copy_in(county.store, io.BytesIO(b"proof"), 10)
    assert (copy.sha256, copy.size) == (hashlib.sha256(b"proof").hexdigest(), 5)
    assert copy.path.read_bytes() == b"proof"
    assert county.store.query("SELECT count(*) FROM attachment") == [(0,)]


def test_a_file_that_grows_past_the_limit_is_given_up(county: County) -> None:
    with pytest.raises(BaiseError, match="EVIDENCE_TOO_BIG"):
        copy_in(county.store, io.BytesIO(b"x" * 11), 10)
    assert left(county) == []


def test_a_source_that_fails_midway_leaves_nothing(county: County) -> None:
    with pytest.raises(BaiseError, match="FILE_UNREADABLE"):
        copy_in(county.store, Torn(b"proof"), 10)
    assert left(county) == []


def test_a_changed_file_is_replaced_by_its_content(county: County) -> None:
    sha256 = add_attachment(county.store, b"proof", "clerk", NOW)
    attachment_file(county.store, sha256).write_bytes(b"other")
    assert find_damage(county.store)
    bring_back(county.store, copy_in(county.store, io.BytesIO(b"proof"), 10), "clerk", "添加", NOW)
    assert attachment_file(county.store, sha256).read_bytes() == b"proof"
    assert find_damage(county.store) == ()


def test_a_copy_under_way_is_not_swept(county: County) -> None:
    copy = copy_in(county.store, io.BytesIO(b"proof"), 10)
    os.utime(copy.path, (NOW.timestamp(), NOW.timestamp()))
    assert sweep(county.store, "clerk", NOW + timedelta(minutes=5)) == 0
    assert sweep(county.store, "clerk", NOW + timedelta(hours=2)) == 1
    assert left(county) == []
