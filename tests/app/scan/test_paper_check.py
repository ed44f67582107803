"""Stamped paper of two units against the city's store: what fits, what does not, and what is missing, in words."""

import io
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from baise_desktop.app.checks.sign_off import reopen
from baise_desktop.app.desk import Desk, close_desk, open_desk
from baise_desktop.app.enrolment import setup
from baise_desktop.app.enrolment.rebuilding import rebuild
from baise_desktop.app.inbox.deciding import decide
from baise_desktop.app.inbox.receiving import merge_files
from baise_desktop.app.outgoing import exporting
from baise_desktop.app.packs.publishing import publish
from baise_desktop.app.scan.paper_check import PaperCheck, check_papers
from baise_desktop.app.scan.paper_filing import name_pages, read_seen
from baise_desktop.app.scan.paper_page import PaperPage
from baise_desktop.errors import BaiseError
from baise_desktop.report.check_code import page_code, page_payload
from baise_desktop.report.model import Binding
from baise_desktop.store.journal import read_journal
from baise_desktop.store.logical_state import logical_digest
from baise_desktop.store.packages import find_packages
from baise_desktop.store.verify import find_damage
from tests.pki import NOW
from tests.round_trip import (
    LINGYUN,
    MONTH,
    PASSPHRASE,
    PINGGUO,
    PLAN,
    add_contract,
    fill_month,
    found_offices,
    report_month,
    sign_all,
)
from tests.scans import jpeg, over_code, pdf_of, rasterise, stamp, worn

DPI = 120


class Archive:
    """`city` holds the first two versions of 平果市 and one of 凌云县; `third.asice` has not come yet.

    Paper: `first.pdf`, `second.pdf`, `third.pdf`, `lingyun.pdf`, and `draft.pdf`, printed before it was sealed.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.city = open_desk(folder / "city")

    def paper(self, name: str) -> list[Image.Image]:
        return rasterise(self.folder / f"{name}.pdf", DPI)

    def put(self, name: str, content: bytes) -> Path:
        path = self.folder / name
        path.write_bytes(content)
        return path

    def check(self, *pictures: Image.Image, name: str = "扫描.pdf") -> PaperCheck:
        return check_papers(self.city, [self.put(name, pdf_of(pictures, DPI))], (), NOW)


def print_and_send(desk: Desk, folder: Path, name: str) -> None:
    exporting.write_submission_pdf(desk, PLAN, MONTH, folder / f"{name}.pdf", NOW)


@pytest.fixture(scope="session")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("printed")
    founded = found_offices(folder, NOW)
    city = open_desk(folder / "city")
    setup.admit(city, folder / "fresh.asice", founded.fingerprints[LINGYUN], PASSPHRASE, NOW)
    publish(city, PLAN, "", folder / "pack2.asice", PASSPHRASE, NOW)
    county, other = open_desk(folder / "county"), open_desk(folder / "fresh")
    setup.open_task_pack(other, folder / "pack2.asice", founded.root_fingerprint, NOW)
    report_month(other, NOW, folder).path.rename(folder / "lingyun.asice")
    print_and_send(other, folder, "lingyun")
    fill_month(county, NOW)
    for number, name in enumerate(("first", "second", "third")):
        if number:
            reopen(county, PLAN, MONTH, "补充漏报的合同一份", NOW)
            add_contract(county, NOW, contract_no=f"HT-9{number}", title=f"演示合同补{number}")
        sign_all(county, NOW)
        if number == 0:
            print_and_send(county, folder, "draft")
        exporting.export(county, PLAN, MONTH, folder, PASSPHRASE, NOW).path.rename(folder / f"{name}.asice")
        print_and_send(county, folder, name)
    outcomes = merge_files(city, [folder / f"{name}.asice" for name in ("first", "second", "lingyun")], NOW)
    assert [outcome.error for outcome in outcomes] == [None] * 3
    for desk in (county, other, city):
        close_desk(desk)
    return folder


@pytest.fixture
def archive(printed: Path, tmp_path: Path) -> Iterator[Archive]:
    made = Archive(Path(shutil.copytree(printed, tmp_path / "work")))
    yield made
    close_desk(made.city)


def codes(pages: Sequence[PaperPage]) -> list[str]:
    return [page.error.code if page.error else page.state for page in pages]


def stamped(pages: Sequence[Image.Image]) -> list[Image.Image]:
    return [stamp(page, DPI, over_code(number)) for number, page in enumerate(pages, 1)]


# --- what fits ----------------------------------------------------------------------------------------------------


def test_a_stamped_scan_of_the_newest_version_fits_page_by_page(archive: Archive) -> None:
    pages = [worn(page, 2) for page in stamped(archive.paper("second"))]
    check = archive.check(*pages)
    assert codes(check.pages) == ["fits"] * len(pages)
    (filed,) = check.filed()
    assert filed.standing is not None
    assert (filed.binding.unit, filed.binding.version) == (PINGGUO, 2)
    assert filed.sentence == f"齐全，共 {len(pages)} 页。"
    assert check.is_whole()


def test_what_was_seen_is_kept_with_when_who_and_which_file(archive: Archive) -> None:
    check = archive.check(*archive.paper("second"))
    content = check.pages[0].mark.binding.content_digest if check.pages[0].mark else ""
    pages = len(check.pages)
    assert read_seen(archive.city)[content].words == f"齐全，共 {pages} 页"
    rows = archive.city.store.query("SELECT unit, version, page, pages, scan, place, file_name, by, at FROM paper")
    scan = check.as_json()["files"][0]["sha256"]  # type: ignore[index]
    assert [row[2] for row in rows] == list(range(1, pages + 1))
    assert {row[:2] + row[3:5] + row[6:8] for row in rows} == {(PINGGUO, 2, pages, scan, "扫描.pdf", "city.baise")}
    assert [row[5] for row in rows] == list(range(1, pages + 1))
    last = read_journal(archive.city.store)[-1]
    assert last.act == "核对纸质"
    assert scan in last.detail


def test_the_same_scan_again_changes_nothing_but_the_journal(archive: Archive) -> None:
    archive.check(*archive.paper("second"))
    before = archive.city.store.query("SELECT * FROM paper")
    check_papers(archive.city, [archive.folder / "扫描.pdf"], (), NOW + timedelta(hours=1))
    assert archive.city.store.query("SELECT * FROM paper") == before


def test_paper_is_no_part_of_the_logical_state_and_verify_finds_it_sound(archive: Archive, tmp_path: Path) -> None:
    before = logical_digest(archive.city.store)
    archive.check(*archive.paper("second"))
    assert logical_digest(archive.city.store) == before
    assert find_damage(archive.city.store) == ()
    assert rebuild(archive.city, tmp_path / "again", NOW).is_whole
    archive.city.store.connection.execute("UPDATE paper SET page = 7 WHERE page = 1")
    assert [damage.kind for damage in find_damage(archive.city.store)] == ["row"]


def test_both_units_in_one_scan_are_filed_apart(archive: Archive) -> None:
    check = archive.check(*archive.paper("second"), *archive.paper("lingyun"))
    assert {each.binding.unit for each in check.filed()} == {PINGGUO, LINGYUN}
    assert check.is_whole()


def test_a_page_twice_counts_once_and_blank_backs_do_not_count(archive: Archive) -> None:
    first, *rest = archive.paper("second")
    back = Image.new("RGB", first.size, (250, 249, 246))
    check = archive.check(first, back, *rest, first)
    assert codes(check.pages) == ["fits", "blank", *["fits"] * len(rest), "twice"]
    assert "扫描.pdf第 1 页" in check.pages[-1].sentence
    assert check.is_whole()


def test_the_printed_file_itself_is_told_from_a_scan_of_paper(archive: Archive) -> None:
    told = check_papers(archive.city, [archive.folder / "second.pdf"], (), NOW).pages
    scanned = archive.check(*archive.paper("second")).pages
    assert all("不是盖章页的扫描件" in page.sentence and page.state == "fits" for page in told)
    assert not any("扫描件" in page.sentence.replace("扫描.pdf", "") for page in scanned)


def test_a_page_of_another_unit_among_the_others_is_told(archive: Archive) -> None:
    first, second, *rest = archive.paper("second")
    stray = archive.paper("lingyun")[1]
    check = archive.check(first, second, stray, *rest)
    assert codes(check.pages) == ["fits", "fits", "mixed", *["fits"] * len(rest)]
    assert check.pages[2].is_good
    assert not check.pages[2].is_settled
    told = [page.sentence for page in check.pages]
    assert "与库内一致：凌云县" in told[2]
    assert "夹在平果市2023年4月第 2 次的各页中间" in told[2]
    assert not any("夹在" in sentence for number, sentence in enumerate(told) if number != 2)
    whole = {each.binding.unit: each.is_whole for each in check.filed()}
    assert whole == {PINGGUO: True, LINGYUN: False}


# --- what is missing ----------------------------------------------------------------------------------------------


def test_missing_pages_are_named_and_come_in_later(archive: Archive) -> None:
    pages = archive.paper("second")
    check = archive.check(*pages[1:])
    (filed,) = check.filed()
    assert filed.sentence == f"缺第 1 页，共 {len(pages)} 页。"
    assert not check.is_whole()
    assert filed.refusal is not None
    assert filed.refusal.code == "PAPER_MISSING"
    later = check_papers(archive.city, [archive.put("补.jpg", jpeg(pages[0]))], (), NOW)
    assert later.filed()[0].sentence == f"齐全，共 {len(pages)} 页。"
    assert later.is_whole()


def test_a_page_without_its_code_is_listed_and_typed_by_hand(archive: Archive) -> None:
    first, *rest = archive.paper("second")
    spoilt = first.copy()
    spoilt.paste("white", (0, first.height * 85 // 100, first.width, first.height))
    check = archive.check(spoilt, *rest)
    assert codes(check.pages)[0] == "PAPER_UNREAD"
    mark = check.pages[1].mark
    assert mark is not None
    typed = page_code(mark.binding, 1, mark.pages).lower().replace("-", " ")
    page = check.take_code(typed, NOW)
    assert (page.state, page.mark) == ("fits", replace(mark, page=1))
    assert check.filed()[0].is_whole
    assert archive.city.store.query("SELECT scan, place FROM paper WHERE page = 1") == [("", 0)]
    assert typed.upper().replace(" ", "-") in read_journal(archive.city.store)[-1].detail


@pytest.mark.parametrize(("typed", "code"), [("7K3F-9Q2", "PAPER_CODE"), ("0000-0000", "PAPER_CODE_UNKNOWN")])
def test_a_code_of_no_page_is_refused(archive: Archive, typed: str, code: str) -> None:
    with pytest.raises(BaiseError) as caught:
        PaperCheck(archive.city).take_code(typed, NOW)
    assert caught.value.code == code
    assert typed in caught.value.sentence


def test_codes_of_all_papers_and_versions_are_found(archive: Archive) -> None:
    held = [each for each in find_packages(archive.city.store, "") if each.kind == "submission"]
    assert {each.version for each in held} == {1, 2}
    for package in held:
        for paper, page, pages in (("", 1, 1), ("", 1, 4), ("", 3, 12), ("audit", 2, 2), ("evidence", 11, 11)):
            binding = Binding(package.unit, package.plan, package.period, package.version, package.content, paper)
            mark = PaperCheck(archive.city).take_code(page_code(binding, page, pages), NOW).mark
            assert mark is not None
            assert (mark.binding, mark.page, mark.pages) == (binding, page, pages)


def test_a_code_of_a_long_print_is_found_where_its_other_pages_were_seen(archive: Archive) -> None:
    mark = archive.check(*archive.paper("second")).pages[0].mark
    assert mark is not None
    far, code = page_payload(mark.binding, 1, 900), page_code(mark.binding, 777, 900)
    with pytest.raises(BaiseError, match="PAPER_CODE_UNKNOWN"):
        PaperCheck(archive.city).take_code(code, NOW)
    check_papers(archive.city, [archive.put("长.png", png_with(far))], (), NOW)
    assert PaperCheck(archive.city).take_code(code, NOW).mark == replace(mark, page=777, pages=900)


def test_pages_of_another_print_are_told(archive: Archive) -> None:
    pages = archive.paper("second")
    check = archive.check(*pages)
    mark = check.pages[0].mark
    assert mark is not None
    other = archive.put("另.png", png_with(page_payload(mark.binding, 2, mark.pages + 1)))
    again = check_papers(archive.city, [archive.folder / "扫描.pdf", other], (), NOW)
    assert codes(again.pages)[-1] == "PAPER_PRINT"
    assert f"共 {mark.pages + 1} 页" in again.pages[-1].sentence
    assert not again.is_whole()


def png_with(payload: str) -> bytes:
    """A made-up page that says anything."""
    import zxingcpp

    code: Any = zxingcpp.create_barcode(payload, zxingcpp.BarcodeFormat.QRCode).to_image(scale=5)
    page = Image.new("L", (1000, 1400), 255)
    page.paste(Image.frombuffer("L", code.shape[::-1], memoryview(code).tobytes(), "raw", "L", 0, 1), (80, 900))
    out = io.BytesIO()
    page.save(out, "PNG")
    return out.getvalue()


# --- what does not fit --------------------------------------------------------------------------------------------


def test_paper_of_the_version_before_is_told_with_both_numbers(archive: Archive) -> None:
    check = archive.check(*stamped(archive.paper("first")))
    assert set(codes(check.pages)) == {"PAPER_OLD"}
    assert "红章纸质为第 1 次，库内为第 2 次" in check.pages[0].sentence
    assert not check.is_whole()
    filed = check.filed()[0]
    assert filed.standing is not None
    assert filed.standing.package.version == 1


def test_the_stamped_second_when_the_third_has_come(archive: Archive) -> None:
    merge_files(archive.city, [archive.folder / "third.asice"], NOW)
    check = archive.check(*stamped(archive.paper("second")))
    assert "红章纸质为第 2 次，库内为第 3 次" in check.filed()[0].sentence
    assert set(codes(check.pages)) == {"PAPER_OLD"}


def test_paper_of_a_version_that_has_not_come_is_told(archive: Archive) -> None:
    check = archive.check(*archive.paper("third"))
    assert set(codes(check.pages)) == {"PAPER_NEW"}
    assert "红章纸质为第 3 次，库内为第 2 次" in check.pages[0].sentence
    assert "没有收到" in check.pages[0].sentence
    assert archive.city.store.query("SELECT * FROM paper") == []


@pytest.mark.parametrize(("act", "code"), [("return", "PAPER_RETURNED"), ("withdraw", "PAPER_WITHDRAWN")])
def test_paper_of_what_was_turned_back_or_taken_out(archive: Archive, act: str, code: str) -> None:
    (package,) = [each for each in find_packages(archive.city.store, "") if each.unit == LINGYUN and each.version]
    decide(archive.city, package.identity, act, PASSPHRASE, NOW, "理由写在这里")  # type: ignore[arg-type]
    check = archive.check(*archive.paper("lingyun"))
    assert set(codes(check.pages)) == {code}
    assert "凌云县" in check.pages[0].sentence


def test_a_draft_is_no_stamped_paper(archive: Archive) -> None:
    check = archive.check(*archive.paper("draft"))
    assert set(codes(check.pages)) == {"PAPER_DRAFT"}
    assert check.filed() == ()
    assert not check.is_whole()


DIGEST = "ab" * 32
SPOKEN = {
    "the right version, another content": (Binding(PINGGUO, PLAN, MONTH, 2, DIGEST), "PAPER_CONTENT"),
    "nothing of this period": (Binding(PINGGUO, PLAN, "2023-05", 1, DIGEST), "PAPER_NOT_HELD"),
    "a unit nobody knows": (Binding("c.nowhere", PLAN, MONTH, 1, DIGEST), "PAPER_UNIT"),
    "another city's plan": (Binding(PINGGUO, "p9", MONTH, 1, DIGEST), "PAPER_PLAN"),
    "no period": (Binding(PINGGUO, PLAN, "2023Q9", 1, DIGEST), "PAPER_OTHER_CODE"),
    "a blank form": (Binding(PINGGUO, PLAN, MONTH, 1, "", "blank"), "PAPER_BLANK_FORM"),
}


@pytest.mark.parametrize("name", SPOKEN)
def test_what_does_not_belong_is_told_apart(archive: Archive, name: str) -> None:
    binding, code = SPOKEN[name]
    check = check_papers(archive.city, [archive.put("页.png", png_with(page_payload(binding, 1, 2)))], (), NOW)
    assert codes(check.pages) == [code]
    assert check.pages[0].sentence
    assert not check.is_whole()
    assert archive.city.store.query("SELECT * FROM paper") == []


def test_an_exercise_is_told(archive: Archive) -> None:
    payload = page_payload(Binding(PINGGUO, PLAN, MONTH, 1, ""), 1, 1, "EXERCISE")
    check = check_papers(archive.city, [archive.put("练.png", png_with(payload))], (), NOW)
    assert codes(check.pages) == ["PAPER_EXERCISE"]


def test_a_code_that_says_another_unit_over_a_held_content_is_forged(archive: Archive) -> None:
    mark = archive.check(*archive.paper("second")).pages[0].mark
    assert mark is not None
    for spoilt in (replace(mark.binding, unit=LINGYUN), replace(mark.binding, version=9)):
        check = check_papers(archive.city, [archive.put("假.png", png_with(page_payload(spoilt, 1, 9)))], (), NOW)
        assert codes(check.pages) == ["PAPER_FORGED"]
        assert "平果市" in check.pages[0].sentence


# --- files that cannot be read ------------------------------------------------------------------------------------


def test_a_bad_file_does_not_stop_the_others(archive: Archive) -> None:
    good = archive.put("好.pdf", pdf_of(archive.paper("second"), DPI))
    bad = [archive.put("空.pdf", b""), archive.put("程序.jpg", b"MZ" + bytes(99)), archive.folder / "没有.pdf"]
    check = check_papers(archive.city, [bad[0], good, *bad[1:]], (), NOW)
    assert [error.code for _, error in check.refused] == ["PAPER_EMPTY", "PAPER_KIND", "FILE_UNREADABLE"]
    assert check.filed()[0].is_whole
    assert not check.is_whole()


def test_a_check_that_is_stopped_keeps_what_it_saw(archive: Archive) -> None:
    scan = archive.put("长.pdf", pdf_of(archive.paper("second"), DPI))
    check = PaperCheck(archive.city)
    steps = check.read([scan], NOW)
    next(steps)
    next(steps)
    steps.close()
    check.stop(NOW)
    check.stop(NOW)
    assert archive.city.store.query("SELECT page FROM paper") == [(1,), (2,)]


def test_a_unit_does_not_check_paper(archive: Archive) -> None:
    county = open_desk(archive.folder / "county")
    with pytest.raises(BaiseError) as caught:
        PaperCheck(county)
    close_desk(county)
    assert caught.value.code == "ROLE_CITY_ONLY"


def test_missing_pages_are_named_in_runs() -> None:
    assert name_pages((3,)) == "3"
    assert name_pages((1, 2, 3, 5, 7, 8)) == "1—3、5、7—8"
    assert name_pages(tuple(range(1, 200, 2))).endswith("等")
