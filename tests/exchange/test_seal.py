import zipfile
from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest

from baise_desktop.errors import BaiseError, Severity
from baise_desktop.exchange.header import NO_PREVIOUS
from baise_desktop.exchange.package_file import PackedFile
from baise_desktop.exchange.seal import SubmissionDraft, prepare, seal
from baise_desktop.exchange.signoff import SignedFinding
from baise_desktop.form.value import Evidence
from baise_desktop.store.attachments import add_attachment
from baise_desktop.store.entries import put_entry
from baise_desktop.store.packages import acknowledge, list_packages, mark_exported, package_file, read_package
from baise_desktop.store.sealed import find_sealed
from baise_desktop.store.submissions import put_explanation, read_submission, reopen
from baise_desktop.store.verify import find_damage
from tests.offices import CATALOGUE, FIRMS, PLAN, County, found_county, open_package, row_id
from tests.pki import NOW, PINGGUO, PublicKeyInfrastructure

PERIOD = "2023Q1"
KEY = (PINGGUO, PLAN, PERIOD)


@pytest.fixture
def county(tmp_path: Path, keys: PublicKeyInfrastructure) -> Iterator[County]:
    made = found_county(tmp_path / "county", keys)
    yield made
    made.store.close()


def draft_of(county: County, period: str = PERIOD) -> SubmissionDraft:
    return prepare(county.store, CATALOGUE, PINGGUO, PLAN, period, (), NOW)


def sealed(county: County, draft: SubmissionDraft, *people: PackedFile) -> bytes:
    return seal(county.store, draft, people, county.keys.signer(PINGGUO), NOW)


def refused(county: County, period: str = PERIOD) -> str:
    with pytest.raises(BaiseError) as caught:
        draft_of(county, period)
    assert caught.value.sentence
    return caught.value.code


def test_the_whole_state_travels(county: County, keys: PublicKeyInfrastructure) -> None:
    county.report(PERIOD, {1: "甲", 2: "乙"})
    reopen(county.store, *KEY, "改正", NOW)
    county.delete(PERIOD, 1)
    county.fill(PERIOD, {3: "丙"})
    put_explanation(county.store, *KEY, "f1", "迁出一家", "clerk", NOW)
    county.sign(PERIOD)
    finding = SignedFinding("f1", "c1", Severity.EXPLAIN, "r.firm", row_id(2), ("name",), "甲 ≠ 乙")
    draft = prepare(county.store, CATALOGUE, PINGGUO, PLAN, PERIOD, [finding], NOW)
    package = open_package(sealed(county, draft), keys)
    assert [(row.row_id, row.deleted) for row in package.rows] == [
        (row_id(1), True),
        (row_id(2), False),
        (row_id(3), False),
    ]
    assert package.header.counts == {"r.award": 0, "r.firm": 3}
    assert package.header.catalogue == CATALOGUE.digest
    assert [each.role for each in package.signoff.statements] == ["filler", "reviewer", "head"]
    assert package.signoff.findings == (finding,)
    assert [(each.finding, each.text) for each in package.signoff.explanations] == [("f1", "迁出一家")]


def test_the_report_can_carry_the_content_digest(county: County, keys: PublicKeyInfrastructure) -> None:
    county.fill(PERIOD, {1: "甲"})
    county.sign(PERIOD)
    draft = draft_of(county)
    report = PackedFile("report.pdf", "application/pdf", f"%PDF {draft.content}".encode())
    data = sealed(county, draft, report)
    assert open_package(data, keys).content == draft.content
    with zipfile.ZipFile(BytesIO(data)) as file:
        assert draft.content.encode() in file.read("report.pdf")
    found = find_sealed(county.store, *KEY)
    assert found is not None
    assert found.content == draft.content


def test_packages_follow_each_other_over_periods(county: County, keys: PublicKeyInfrastructure) -> None:
    packages = [
        open_package(data, keys)
        for data in (
            county.report(PERIOD, {1: "甲"}),
            county.report("2023Q2", {2: "乙"}),
            county.report(PERIOD, {1: "丙"}),
        )
    ]
    assert [package.header.seq for package in packages] == [1, 2, 3]
    assert [package.header.version for package in packages] == [1, 1, 2]
    assert [package.header.prev for package in packages] == [NO_PREVIOUS, *(each.identity for each in packages[:2])]
    assert find_damage(county.store) == ()


def test_only_what_three_people_signed_is_sealed(county: County) -> None:
    county.fill(PERIOD, {1: "甲"})
    assert refused(county) == "NOT_SIGNED"
    county.sign(PERIOD)
    county.store.connection.execute("UPDATE entry SET body = replace(body, '甲', '乙')")
    assert refused(county) == "SIGNED_OTHER"


def test_what_nobody_owes_is_not_sealed(county: County) -> None:
    county.sign("2019Q1")
    assert refused(county, "2019Q1") == "NOTHING_OWED"


def test_a_sealed_version_stays_the_same_bytes(county: County) -> None:
    data = county.report(PERIOD, {1: "甲"})
    again = draft_of(county)
    later = seal(county.store, again, (), county.keys.signer(PINGGUO), NOW + timedelta(days=3))
    assert later == data
    (package,) = list_packages(county.store, "submission")
    assert read_package(county.store, package.identity) == data
    assert package.exported_at


def test_a_copy_that_never_left_breaks_no_chain(county: County, keys: PublicKeyInfrastructure) -> None:
    county.fill(PERIOD, {1: "甲"})
    county.sign(PERIOD)
    first = sealed(county, draft_of(county))
    assert read_submission(county.store, *KEY).state == "signed"
    second = open_package(county.report("2023Q2", {2: "乙"}), keys)
    assert second.header.prev == open_package(first, keys).identity
    found = find_sealed(county.store, *KEY)
    assert found is not None
    mark_exported(county.store, found.identity, "clerk", NOW)
    assert read_submission(county.store, *KEY).state == "exported"
    assert read_package(county.store, found.identity) == first


def test_a_draft_that_was_overtaken_is_not_sealed(county: County) -> None:
    county.fill(PERIOD, {1: "甲"})
    county.sign(PERIOD)
    draft = draft_of(county)
    county.report("2023Q2", {2: "乙"})
    with pytest.raises(BaiseError) as caught:
        sealed(county, draft)
    assert caught.value.code == "SEAL_OVERTAKEN"
    fresh = draft_of(county)
    reopen(county.store, *KEY, "改正", NOW)
    county.fill(PERIOD, {1: "丙"})
    with pytest.raises(BaiseError) as caught:
        sealed(county, fresh)
    assert caught.value.code == "SEAL_OVERTAKEN"
    assert len(list(county.store.packages.iterdir())) == 1
    assert find_damage(county.store) == ()


def test_the_city_gets_each_attachment_once(county: County, keys: PublicKeyInfrastructure) -> None:
    sha256 = add_attachment(county.store, b"%PDF proof", "clerk", NOW)
    evidence = Evidence(sha256, "证.pdf", 10, "application/pdf")
    put_entry(county.store, county.entry(PERIOD, 9, "有佐证", files=[evidence]), FIRMS, "clerk", "typed", NOW)
    first = open_package(county.report(PERIOD, {1: "甲"}), keys)
    assert [entry.sha256 for entry in first.attachments] == [sha256]
    second = open_package(county.report(PERIOD, {1: "乙"}), keys)
    assert [entry.sha256 for entry in second.attachments] == [sha256]
    acknowledge(county.store, first.identity, "e" * 64, "clerk", NOW)
    acknowledge(county.store, first.identity, "f" * 64, "clerk", NOW)
    assert open_package(county.report(PERIOD, {1: "丙"}), keys).attachments == ()
    assert find_damage(county.store) == ()


def test_a_lost_attachment_is_named_before_anything_is_sealed(county: County) -> None:
    evidence = Evidence("a" * 64, "证.pdf", 10, "application/pdf")
    put_entry(county.store, county.entry(PERIOD, 9, "有佐证", files=[evidence]), FIRMS, "clerk", "typed", NOW)
    county.sign(PERIOD)
    assert refused(county) == "ATTACHMENT_UNKNOWN"


def test_a_lost_package_file_is_named(county: County) -> None:
    county.report(PERIOD, {1: "甲"})
    (package,) = list_packages(county.store, "submission")
    package_file(county.store, package.identity).unlink()
    with pytest.raises(BaiseError) as caught:
        read_package(county.store, package.identity)
    assert caught.value.code == "PACKAGE_FILE"
