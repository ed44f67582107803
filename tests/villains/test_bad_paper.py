"""Section I of the list of bad inputs: papers, shown at every door; Z numbers are not on the list."""

import hashlib
import random
import subprocess
import zlib
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import MDPPerm
from pyhanko.sign.signers.pdf_cms import SimpleSigner

from baise_desktop.app.desk import Desk, close_desk, open_desk
from baise_desktop.app.inbox.file_verdict import FileVerdict, verify_here
from baise_desktop.app.inbox.receiving import verify_file
from baise_desktop.app.outgoing.stamping import read_seal, stamp_submission
from baise_desktop.exchange.paper import inspect_paper
from baise_desktop.report.demo_seal import demo_seal
from baise_desktop.report.stamp import SealRequest, stamp
from baise_desktop.signing.anchors import Anchors
from baise_desktop.signing.cades import IdentitySigner
from baise_desktop.signing.certificates import from_pem_bundle, read_certificate
from baise_desktop.signing.paper_structure import read_keywords, tell_changes
from baise_desktop.store.verify import logical_digest
from tests.round_trip import MONTH, PASSPHRASE, PLAN
from tests.villains import bad_papers
from tests.villains.bad_papers import SPOILT, Spoil
from tests.villains.estate import NOW, Estate
from tests.villains.watch import harmless


@pytest.fixture(scope="module")
def paper(estate: Estate, tmp_path_factory: pytest.TempPathFactory, resources_folder: Path) -> bytes:
    """April, stamped by its unit."""
    folder = tmp_path_factory.mktemp("paper")
    image = folder / "seal.png"
    image.write_bytes(demo_seal("平果", resources_folder / "fonts"))
    desk = open_desk(estate.folder / "county")
    try:
        return stamp_submission(desk, PLAN, MONTH, PASSPHRASE, NOW, read_seal(image))
    finally:
        close_desk(desk)


@pytest.fixture(scope="module")
def city(estate: Estate) -> Iterator[Desk]:
    """It received what came before: it only looks."""
    desk = open_desk(estate.folder / "city")
    yield desk
    close_desk(desk)


@pytest.fixture
def shown(estate: Estate, city: Desk, tmp_path: Path) -> Callable[[bytes], FileVerdict]:
    """A file shown at both doors, which say the same of it and touch nothing."""
    root = tmp_path / "root.pem"
    root.write_bytes(estate.root)

    def show(pdf: bytes) -> FileVerdict:
        file = tmp_path / "paper.pdf"
        file.write_bytes(pdf)
        before = logical_digest(city.store)
        with harmless(city.folder):
            here = verify_here(city, file, "", NOW)
        there = verify_file(file, root, NOW)
        # a root alone knows of no revocations, and says so
        assert here.sentences()[:-1] == there.sentences()[:-1]
        assert [fact.holds for _, fact in here.facts()] == [fact.holds for _, fact in there.facts()]
        assert logical_digest(city.store) == before
        assert hashlib.sha256(file.read_bytes()).digest() == hashlib.sha256(pdf).digest()
        return here

    return show


def _codes(verdict: FileVerdict) -> list[str]:
    return [fact.code for _, fact in verdict.facts()]


def test_a_stamped_paper_is_sound(paper: bytes, shown: Callable[[bytes], FileVerdict]) -> None:
    verdict = shown(paper)
    assert verdict.sound
    assert verdict.described()[0] == "纸质件的电子版（PDF）：单位 平果市（c.pingguo），方案 p2，报告期 2023-04，第 1 次"
    told = verdict.as_json()
    assert (told["kind"], told["signer"], told["unit"]) == ("paper", "c.pingguo", "c.pingguo")
    assert (told["period"], told["version"], len(told["content"])) == ("2023-04", 1, 64)


@pytest.mark.parametrize(("spoil", "code"), SPOILT.values(), ids=SPOILT.keys())
def test_i144_a_spoilt_paper(paper: bytes, shown: Callable[[bytes], FileVerdict], spoil: Spoil, code: str) -> None:
    spoilt = spoil(paper)
    assert spoilt != paper
    verdict = shown(spoilt)
    assert not verdict.sound
    assert not verdict.inspection.intact.holds
    assert verdict.inspection.intact.code == code
    reason = verdict.inspection.intact.reason
    assert reason.isprintable()
    assert "请" in reason
    assert shown(paper).sound


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (bad_papers.replace_page, "第 1 页的内容换过了"),
        (bad_papers.annotate, "第 1 页加了、去了或改了批注"),
        (bad_papers.swap_font, "的字体换过了"),
        (lambda pdf: pdf + b"1234", "文件末尾多出 4 个字节"),
        (bad_papers.flip_in_text, "签名范围内的字节与签名时不同"),
    ],
)
def test_i144_what_changed_is_said(
    paper: bytes, shown: Callable[[bytes], FileVerdict], spoil: Spoil, said: str
) -> None:
    assert said in shown(spoil(paper)).inspection.intact.reason


def test_an_added_page_is_counted(paper: bytes, shown: Callable[[bytes], FileVerdict]) -> None:
    pages = len(PdfFileReader(BytesIO(paper)).root["/Pages"]["/Kids"])
    said = shown(bad_papers.add_page(paper)).inspection.intact.reason
    assert f"签名时 {pages} 页，现在 {pages + 1} 页" in said


def _signer(signer: object) -> SimpleSigner:
    assert isinstance(signer, IdentitySigner)
    return signer.pdf_signer


@pytest.mark.parametrize("hidden", [False, True])
def test_i144_the_last_signature_is_valid_over_a_changed_text(
    estate: Estate, paper: bytes, shown: Callable[[bytes], FileVerdict], hidden: bool
) -> None:
    """Even when the unit's own key made it: one paper, one signature."""
    forged = bad_papers.sign_again(paper, _signer(estate.county_signer), hidden=hidden)
    verdict = shown(forged)
    assert verdict.inspection.intact.code == "PAPER_CHANGED"
    assert "第 1 页的内容换过了" in verdict.inspection.intact.reason


def test_one_paper_under_anothers_key(estate: Estate, paper: bytes, shown: Callable[[bytes], FileVerdict]) -> None:
    """The signature taken off, and the city's put in its place: whole and valid, yet not the unit's."""
    unsigned = paper[: paper.index(b"%%EOF") + 6]
    city = read_certificate(estate.city_signer.certificate).unit
    request = SealRequest(unit=city, unit_name="百色", head_signed=True)
    verdict = shown(stamp(unsigned, estate.city_signer, NOW, request, Path()))
    assert _codes(verdict) == ["", "", "AUTHORITY"]


@pytest.mark.parametrize("allowed", [None, MDPPerm.FILL_FORMS, MDPPerm.ANNOTATE, MDPPerm.NO_CHANGES])
def test_a_signature_that_lets_the_paper_change_is_none(
    estate: Estate, paper: bytes, shown: Callable[[bytes], FileVerdict], allowed: MDPPerm | None
) -> None:
    """The unit's own key, but readers would allow notes and further fields, and call the paper certified."""
    unsigned = paper[: paper.index(b"%%EOF") + 6]
    verdict = shown(bad_papers.approve(unsigned, _signer(estate.county_signer), NOW, allowed))
    if allowed is MDPPerm.NO_CHANGES:
        assert verdict.sound
        return
    assert _codes(verdict) == ["PAPER_RANGE", "", ""]


def test_an_unsigned_paper_is_called_that(paper: bytes, shown: Callable[[bytes], FileVerdict]) -> None:
    verdict = shown(paper[: paper.index(b"%%EOF") + 6])
    assert _codes(verdict) == ["PAPER_UNSIGNED"] * 3
    assert "没有数字签名" in verdict.sentences()[0]


def test_every_part_of_the_file_counts(paper: bytes, shown: Callable[[bytes], FileVerdict]) -> None:
    """One bit anywhere: 60 places spread over the file, and each that the signature's own dictionary takes."""
    chance = random.Random(144)
    _, start, resumed, _ = bad_papers.ranges_of(paper)
    places = {chance.randrange(len(paper)) for _ in range(30)} | {chance.randrange(start, resumed) for _ in range(15)}
    places |= {chance.randrange(resumed, len(paper)) for _ in range(15)}
    for at in sorted(places):
        verdict = shown(bad_papers.flip(paper, at))
        assert not verdict.sound, at


def test_poppler_does_not_call_a_spoilt_paper_signed_in_whole(paper: bytes, tmp_path: Path) -> None:
    for name, (spoil, _) in SPOILT.items():
        file = tmp_path / "spoilt.pdf"
        file.write_bytes(spoil(paper))
        done = subprocess.run(["pdfsig", str(file)], capture_output=True, text=True, check=False, errors="replace")
        both = "Signature is Valid." in done.stdout and "Total document signed" in done.stdout
        # poppler looks past a line feed, and reads a name however it is spelt
        assert not both or name in ("I144 one more line feed", "Z104 range written another way"), name


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_whatever_is_cut_out_put_in_or_moved_is_seen(paper: bytes, estate: Estate, data: st.DataObject) -> None:
    """Never an exception, never a verdict that all is well."""
    place = st.integers(0, len(paper) - 1)
    first, second, third = sorted(data.draw(place, "place") for _ in range(3))
    spoilt = data.draw(
        st.sampled_from(
            [
                paper[:first] + paper[second + 1 :],
                paper[:first] + paper[second:third] + paper[first:],
                paper[:first] + paper[second:third] + paper[first:second] + paper[third:],
                paper[:first] + bytes(second - first) + paper[second:],
                paper[first:],
                paper + paper[first:],
                paper[:first] + data.draw(st.binary(min_size=1, max_size=40)) + paper[first:],
            ]
        )
    )
    if spoilt == paper:
        return
    found = inspect_paper(spoilt, Anchors(from_pem_bundle(estate.root)), NOW)
    assert not (found.intact.holds and found.valid.holds and found.trusted.holds)


@given(st.binary(max_size=400))
def test_bytes_that_begin_as_a_paper(data: bytes) -> None:
    for made in (b"%PDF-1.7\n" + data, b"%PDF-1.7\n/Contents <30>\n/ByteRange [0 19 23 9]" + data):
        assert not inspect_paper(made, None, NOW).intact.holds


def _tree(last: bytes) -> bytes:
    """A page tree in which each of 40 nodes has the next one twice, behind a genuine signature's shape."""
    nodes = [b"%d 0 obj <</Kids [%d 0 R %d 0 R]>> endobj\n" % (at, at + 1, at + 1) for at in range(10, 50)]
    objects = [b"1 0 obj <</Pages 10 0 R /AcroForm <</Fields [10 0 R]>> >> endobj\n", *nodes, last]
    body, places = b"%PDF-1.7\n", []
    for each in objects:
        places.append((int(each.split()[0]), len(body)))
        body += each
    table = b"".join(b"%d 1\n%010d 00000 n \n" % place for place in places)
    end = b"xref\n" + table + b"trailer <</Root 1 0 R /Size 60>>\nstartxref\n%d\n%%%%EOF\n" % len(body)
    return body + end


@pytest.mark.parametrize("last", [b"50 0 obj <</Kids []>> endobj\n", b"50 0 obj <</Kids [10 0 R]>> endobj\n"])
def test_a_tree_without_end_ends(tmp_path: Path, last: bytes) -> None:
    pdf = _tree(last)
    with harmless(tmp_path):
        assert tell_changes(pdf + pdf, len(pdf)) == f"文件末尾多出 {len(pdf)} 个字节"
        assert read_keywords(pdf) == ""


def test_what_is_packed_in_streams_is_not_unpacked(tmp_path: Path) -> None:
    """A gigabyte of zeros as a table of objects."""
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(bytes(1 << 20)) for _ in range(1 << 10)) + packer.flush()
    head = (
        b"%%PDF-1.7\n1 0 obj <</Type /XRef /Length %d /Filter /FlateDecode /W [1 2 1] /Size 9 /Root 2 0 R>>\nstream\n"
    )
    bomb = head % len(packed) + packed + b"\nendstream\nendobj\nstartxref\n9\n%%EOF\n"
    with harmless(tmp_path):
        assert read_keywords(bomb) == ""
        assert inspect_paper(bomb + b"/Contents <30>/ByteRange [0 9 9 9]", None, NOW).intact.code == "PAPER_RANGE"


_SHAPE = b"/Contents <3003020101>"


def _as_if_signed(pdf: bytes) -> bytes:
    """With the shape of a signature in a remark behind its end: as much as a stranger without a key can write."""
    start = len(pdf) + 1 + len(b"/Contents ")
    resumed, tail = start + len(_SHAPE) - len(b"/Contents "), b""
    for _ in range(4):
        tail = b"/ByteRange [0 %d %d %d] /M (D:20230705080000Z)\n" % (start, resumed, len(tail))
    return pdf + b"%" + _SHAPE + tail


def _plain(keywords: bytes, rows: bytes = b"") -> bytes:
    head = b"%PDF-1.7\n"
    body = head + b"1 0 obj <</Type /Catalog>> endobj\n"
    body += b"2 0 obj <</Keywords " + keywords
    table = b"xref\n" + (rows or b"1 2\n%010d 00000 n \n%010d 00000 n \n" % (len(head), body.index(b"2 0 obj")))
    return body + table + b"trailer <</Root 1 0 R /Info 2 0 R /Size 9>>\nstartxref\n%d\n%%%%EOF\n" % len(body)


_ROWLESS = b"1 0 obj <</Type /%s /Length 0 /W [0 0 0] /Index [0 999999999] /Size 9 /Root 1 0 R>>\nstream\n\nendstream"
ENDLESS = {
    "Z106 table of a thousand million rows of no bytes": b"%PDF-1.7\n" + _ROWLESS % b"XRef" + b" endobj\n"
    b"startxref\n9\n%%EOF\n",
    "Z107 the same by another spelling": b"%PDF-1.7\n" + _ROWLESS % b"#58Re#66" + b" endobj\nstartxref\n9\n%%EOF\n",
    "Z108 table of a million rows": _plain(b"()>> endobj\n", b"0 1000000\n" + b"0000000000 00000 n \n" * 1_000_000),
    "Z109 number of ten million figures": _plain(b"1" * 10_000_000 + b">> endobj\n"),
    "Z110 list of five million numbers": _plain(b"[" + b"1 " * 5_000_000 + b"]>> endobj\n"),
}


@pytest.mark.parametrize("pdf", ENDLESS.values(), ids=ENDLESS.keys())
def test_a_stranger_keeps_nobody_busy(pdf: bytes, tmp_path: Path) -> None:
    made = _as_if_signed(pdf)
    with harmless(tmp_path):
        found = inspect_paper(made, None, NOW)
    assert not found.intact.holds
    assert found.unit == ""


def test_what_came_behind_claims_nothing(paper: bytes, shown: Callable[[bytes], FileVerdict]) -> None:
    """An update that says it is another period's paper."""

    def change(writer: IncrementalPdfFileWriter) -> None:
        information = writer.trailer["/Info"]
        keywords = str(information["/Keywords"]).replace("2023-04", "2023-09")
        information[generic.pdf_name("/Keywords")] = generic.TextStringObject(keywords)
        writer.update_container(information)

    verdict = shown(bad_papers.updated(paper, change))
    assert verdict.inspection.intact.code == "PAPER_CHANGED"
    assert verdict.inspection.period == "2023-04"
