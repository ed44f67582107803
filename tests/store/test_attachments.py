import pytest

from baise_desktop.errors import BaiseError
from baise_desktop.form.record import list_evidence
from baise_desktop.form.value import Evidence
from baise_desktop.store.attachments import add_attachment, attachment_file, read_attachment
from tests.offices import County
from tests.pki import NOW


def test_a_file_is_kept_once(county: County) -> None:
    sha256 = add_attachment(county.store, b"proof", "clerk", NOW)
    assert add_attachment(county.store, b"proof", "clerk", NOW) == sha256
    assert read_attachment(county.store, sha256) == b"proof"
    assert attachment_file(county.store, sha256).parent.name == sha256[:2]
    assert county.store.query("SELECT count(*) FROM attachment") == [(1,)]


def test_a_lost_or_changed_file_is_not_handed_out_and_can_be_added_again(county: County) -> None:
    sha256 = add_attachment(county.store, b"proof", "clerk", NOW)
    with pytest.raises(BaiseError) as caught:
        read_attachment(county.store, "0" * 64)
    assert caught.value.code == "ATTACHMENT_UNKNOWN"
    path = attachment_file(county.store, sha256)
    for spoil in (lambda: path.write_bytes(b"other"), path.unlink):
        spoil()
        with pytest.raises(BaiseError) as caught:
            read_attachment(county.store, sha256)
        assert caught.value.code == "ATTACHMENT_MISSING"
        add_attachment(county.store, b"proof", "clerk", NOW)
        assert read_attachment(county.store, sha256) == b"proof"


def test_evidence_is_found_in_the_record_and_in_its_fields(county: County) -> None:
    one, two = (Evidence(digit * 64, "证.pdf", 1, "application/pdf") for digit in "ab")
    record = county.entry("2023Q1", 1, "甲", files=[one]).record
    assert list(list_evidence(record)) == [one]
    values = {**record.values, "tags": ("01", "02"), "proof": (two,)}
    assert list(list_evidence(type(record)(form="r.firm", row_id="", unit="", plan="", period="", values=values))) == [
        two
    ]
