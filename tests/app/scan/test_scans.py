"""What is dropped beside scans: refused with a sentence, in little time and memory; the next good one is read."""

import io
import tracemalloc
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from baise_desktop.app.scan import pdf_watch, scans
from baise_desktop.app.scan.page_codes import find_codes
from baise_desktop.app.scan.scanned_pdf import ScannedPdf
from baise_desktop.app.scan.scans import MOST_SIDES, opened_scan
from baise_desktop.errors import BaiseError
from tests.scans import jpeg, pdf_of, tiff_of

PICTURE = Image.new("RGB", (620, 877), "white")


def chunk(kind: bytes, body: bytes) -> bytes:
    return len(body).to_bytes(4, "big") + kind + body + zlib.crc32(kind + body).to_bytes(4, "big")


def huge_png(side: int = 100_000) -> bytes:
    """A header of ten thousand million pixels, and nothing behind it."""
    header = side.to_bytes(4, "big") * 2 + b"\x08\x02\x00\x00\x00"
    parts = (chunk(b"IHDR", header), chunk(b"IDAT", zlib.compress(bytes(1000))), chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def huge_tiff(side: int = 100_000) -> bytes:
    """As a scanner that has lost its senses writes it."""
    entries = [(256, 4, side), (257, 4, side), (258, 3, 8), (259, 3, 1), (262, 3, 1), (273, 4, 8), (278, 4, side)]
    entries += [(279, 4, 8)]
    body = b"".join(
        tag.to_bytes(2, "little") + kind.to_bytes(2, "little") + (1).to_bytes(4, "little") + value.to_bytes(4, "little")
        for tag, kind, value in entries
    )
    return b"II*\0" + (8).to_bytes(4, "little") + len(entries).to_bytes(2, "little") + body + bytes(4)


def pdf_with(objects: list[bytes], pages: int = 1) -> bytes:
    """A PDF of objects as they are; the first is the catalogue."""
    out, places = io.BytesIO(), []
    out.write(b"%PDF-1.7\n")
    for number, each in enumerate(objects, 1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, each))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    for place in places:
        out.write(b"%010d 00000 n \n" % place)
    out.write(b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start))
    return out.getvalue()


def many_pages(count: int) -> bytes:
    kids = b" ".join(b"%d 0 R" % (number + 3) for number in range(count))
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>"
    pages = b"<</Type/Pages/Count %d/Kids[%s]>>" % (count, kids)
    return pdf_with([b"<</Type/Catalog/Pages 2 0 R>>", pages, *[page] * count])


def pdf_with_picture(side: int) -> bytes:
    """One page with a picture that would fill the memory of any office computer."""
    data = zlib.compress(bytes(10_000))
    picture = b"<</Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceRGB/BitsPerComponent 8" % (side, side)
    picture += b"/Filter/FlateDecode/Length %d>>\nstream\n%s\nendstream" % (len(data), data)
    draw = b"q 595 0 0 842 0 0 cm /P Do Q"
    return pdf_with(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</XObject<</P 5 0 R>>>>>>",
            b"<</Length %d>>\nstream\n%s\nendstream" % (len(draw), draw),
            picture,
        ]
    )


def strip(width: int, height: int, kind: str) -> bytes:
    """A picture as no paper is, of few pixels in all."""
    out = io.BytesIO()
    Image.new("L", (width, height), "white").save(out, kind)
    return out.getvalue()


def wide_page(points: int, high: int = 0) -> bytes:
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 %d %d]>>" % (points, high or points)
    return pdf_with([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 1/Kids[3 0 R]>>", page])


def locked_pdf() -> bytes:
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.pdf_utils.writer import copy_into_new_writer

    writer = copy_into_new_writer(PdfFileReader(io.BytesIO(many_pages(1))))
    writer.encrypt("口令", "口令")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


BAD: dict[str, tuple[Callable[[], bytes], str]] = {
    "nothing.pdf": (lambda: b"", "PAPER_EMPTY"),
    "huge.png": (huge_png, "PAPER_PIXELS"),
    "huge.tif": (huge_tiff, "PAPER_PIXELS"),
    "strip.png": (lambda: strip(1, 40_000, "PNG"), "PAPER_PIXELS"),
    "strip.jpg": (lambda: strip(40_000, 8, "JPEG"), "PAPER_PIXELS"),
    "strip.tif": (lambda: strip(70_000, 2, "TIFF"), "PAPER_PIXELS"),
    "strip.bmp": (lambda: strip(2, 70_000, "BMP"), "PAPER_PIXELS"),
    "large.webp": (lambda: strip(7_000, 6_000, "WEBP"), "PAPER_PIXELS"),
    "inside.pdf": (lambda: pdf_with_picture(100_000), "PAPER_PIXELS"),
    "cut.jpg": (lambda: jpeg(PICTURE)[:2000], "PAPER_DAMAGED"),
    "cut.png": (lambda: huge_png(50)[:60], "PAPER_DAMAGED"),
    "cut.tif": (lambda: tiff_of([PICTURE])[:40], "PAPER_DAMAGED"),
    "cut.pdf": (lambda: pdf_of([PICTURE])[:300], "PAPER_DAMAGED"),
    "words.pdf": (lambda: b"%PDF-1.7\n" + b"nothing at all\n" * 100, "PAPER_DAMAGED"),
    "locked.pdf": (locked_pdf, "PAPER_LOCKED"),
    "long.pdf": (lambda: many_pages(2_000), "PAPER_SIDES"),
    "long.tif": (lambda: tiff_of([Image.new("1", (8, 8))] * (MOST_SIDES + 5), black=True), "PAPER_SIDES"),
    "program.pdf": (lambda: b"MZ" + bytes(2000), "PAPER_KIND"),
    "packed.jpg": (lambda: b"PK\x03\x04" + bytes(2000), "PAPER_KIND"),
    "phone.jpg": (lambda: b"\0\0\0\x18ftypheic" + bytes(2000), "PAPER_KIND"),
    "letter.jpg": ("这不是扫描件".encode, "PAPER_KIND"),
}


def read(file: Path) -> int:
    with opened_scan(file) as (scan, _):
        for number in range(1, scan.sides + 1):
            scan.codes(number)
        return scan.sides


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_refused_with_a_sentence(name: str, tmp_path: Path) -> None:
    make, code = BAD[name]
    file = tmp_path / name
    file.write_bytes(make())
    before = file.read_bytes()
    tracemalloc.start()
    try:
        with pytest.raises(BaiseError) as caught:
            read(file)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert caught.value.code == code
    assert name in caught.value.sentence
    assert most < 64 * 2**20
    assert file.read_bytes() == before


def test_a_folder_and_what_is_not_there_are_refused(tmp_path: Path) -> None:
    too_long = tmp_path / f"{'很' * 90}.pdf"
    for path, code in (
        (tmp_path, "PAPER_FOLDER"),
        (tmp_path / "none.pdf", "FILE_UNREADABLE"),
        (too_long, "FILE_UNREADABLE"),
    ):
        with pytest.raises(BaiseError) as caught:
            read(path)
        assert caught.value.code == code
        assert path.name in caught.value.sentence


def test_a_file_too_big_is_refused_before_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scans, "MOST_BYTES", 1 << 20)
    (tmp_path / "big.pdf").write_bytes(b"%PDF-1.7\n" + bytes(2 << 20))
    with pytest.raises(BaiseError) as caught:
        read(tmp_path / "big.pdf")
    assert caught.value.code == "PAPER_BIG"


def test_the_name_of_a_file_says_nothing_about_what_it_is(tmp_path: Path) -> None:
    for name, data, sides in (
        ("扫描.jpg", pdf_of([PICTURE] * 3), 3),
        ("scan.pdf", jpeg(PICTURE), 1),
        ("fax", tiff_of([PICTURE] * 4, black=True), 4),
        ("old.bin", tiff_of([PICTURE] * 2), 2),
    ):
        (tmp_path / name).write_bytes(data)
        assert read(tmp_path / name) == sides


def test_a_page_without_end_is_drawn_small() -> None:
    picture = ScannedPdf(io.BytesIO(wide_page(14_400))).picture(1)
    assert picture.width * picture.height <= 9_100_000


@pytest.mark.parametrize(("wide", "high"), [(14_400, 1), (1, 14_400), (2_000_000, 1)])
def test_a_page_like_a_thread_is_looked_at(wide: int, high: int) -> None:
    """Wider than any reader of codes takes."""
    picture = ScannedPdf(io.BytesIO(wide_page(wide, high))).picture(1)
    assert max(picture.size) <= 30_001
    assert not find_codes(picture).marks


def test_a_scan_is_drawn_as_fine_as_it_was_made() -> None:
    """Telephone programs put a large photo on a page that claims to be a metre wide, or a hand."""
    photo = Image.new("RGB", (2400, 3200), "white")
    for dpi in (40, 72, 300, 600):
        assert abs(ScannedPdf(io.BytesIO(pdf_of([photo], dpi))).picture(1).width - 2400) < 5


def drawn_for_ever(levels: int, tail: int = 0) -> bytes:
    """A page whose drawing draws another ten times, and so on; behind it plain ones."""
    pages = b" ".join(b"%d 0 R" % number for number in (3, *range(5 + levels, 5 + levels + tail)))
    forms = []
    for level in range(levels):
        last = level == levels - 1
        body = b"0 0 9 9 re f" if last else b"/F Do " * 10
        below = b"" if last else b"/Resources<</XObject<</F %d 0 R>>>>" % (6 + level)
        head = b"<</Type/XObject/Subtype/Form/BBox[0 0 600 850]%s/Length %d>>" % (below, len(body))
        forms.append(head + b"\nstream\n" + body + b"\nendstream")
    return pdf_with(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Count %d/Kids[%s]>>" % (1 + tail, pages),
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</XObject<</F 5 0 R>>>>>>",
            b"<</Length 5>>\nstream\n/F Do\nendstream",
            *forms,
            *[b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>"] * tail,
        ]
    )


def test_a_page_that_never_ends_is_given_up_and_the_next_one_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf_watch, "PAGE_SECONDS", 2)
    (tmp_path / "bomb.pdf").write_bytes(drawn_for_ever(30, 1))
    with opened_scan(tmp_path / "bomb.pdf") as (scan, _):
        with pytest.raises(BaiseError) as caught:
            scan.codes(1)
        assert scan.codes(2).is_blank
    assert caught.value.code == "PAPER_SLOW"


def test_a_file_that_loses_the_reader_again_and_again_is_given_up(tmp_path: Path) -> None:
    (tmp_path / "scan.pdf").write_bytes(pdf_of([PICTURE] * 3))
    with opened_scan(tmp_path / "scan.pdf") as (scan, _):
        assert isinstance(scan, pdf_watch.WatchedPdf)
        scan._lost = pdf_watch.MOST_LOST + 1
        with pytest.raises(BaiseError) as caught:
            scan.codes(2)
    assert caught.value.code == "PAPER_SLOW"


def test_pages_are_read_in_any_order(tmp_path: Path) -> None:
    dark = Image.new("RGB", (620, 877), "white")
    dark.paste("black", (200, 200, 400, 400))
    (tmp_path / "scan.pdf").write_bytes(pdf_of([PICTURE, dark, PICTURE]))
    with opened_scan(tmp_path / "scan.pdf") as (scan, _):
        assert [scan.codes(number).is_blank for number in (3, 1, 2, 2)] == [True, True, False, False]


def test_a_photo_of_the_largest_telephones_is_decoded_small(tmp_path: Path) -> None:
    (tmp_path / "photo.jpg").write_bytes(jpeg(Image.new("RGB", (12_000, 9_000), "white"), 30))
    with opened_scan(tmp_path / "photo.jpg") as (scan, _):
        assert scan.picture(1).size == (3_000, 2_250)  # type: ignore[attr-defined]
