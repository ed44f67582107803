"""PDF/A-2u, rule by rule on the structure of the file, before it is signed and after. veraPDF itself is not shipped.

Source: ISO 19005-2; the numbers are its sections.
"""

import re
import subprocess
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from fontTools.ttLib import TTFont
from PIL import ImageCms
from pyhanko.pdf_utils.generic import ArrayObject, DictionaryObject, IndirectObject, NameObject, StreamObject
from pyhanko.pdf_utils.reader import PdfFileReader

from baise_desktop.report.figures import render_figures_pdf
from baise_desktop.report.model import FiguresReport, SubmissionReport
from baise_desktop.report.seal_image import prepare_seal
from baise_desktop.report.seal_place import Seal
from baise_desktop.report.stamp import SealRequest, stamp
from baise_desktop.report.submission import render_pdf
from tests.report.seal_pictures import ring, saved
from tests.report.test_stamp import NOW, unit_signer

_XML = "{http://www.w3.org/XML/1998/namespace}"
_SPACES = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "dc": "http://purl.org/dc/elements/1.1/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
}
_FORBIDDEN_KEYS = {"/JS", "/JavaScript", "/AA", "/Launch", "/EmbeddedFiles", "/OPI", "/Alternates", "/TR", "/XFA"}
_ACTIONS = {"/JavaScript", "/Launch", "/URI", "/SubmitForm", "/ImportData", "/Movie", "/Sound"}
_STREAM = re.compile(rb"\d+ 0 obj\n<<(?:(?!endobj).)*?/Length (\d+)(?:(?!endobj).)*?>>\nstream(\r?\n)", re.DOTALL)
_FORBIDDEN_FILTERS = {"/LZWDecode", "/Crypt"}
_HIDING = 0b100011
"""Invisible, hidden, no view."""
_TOGGLE, _PRINT = 1 << 8, 1 << 2


def _signed(submission: SubmissionReport, fonts_folder: Path, seal: Seal) -> bytes:
    paper = render_pdf(submission, fonts_folder, seal=seal)
    request = SealRequest(
        unit="c.pingguo", unit_name=submission.unit_name, head_signed=True, place=paper.seal, image=seal.image
    )
    return stamp(paper.pdf, unit_signer(), NOW, request, fonts_folder)


@pytest.fixture(scope="module", params=["ink", "picture", "ink signed", "picture signed", "figures"])
def pdf(
    request: pytest.FixtureRequest, submission: SubmissionReport, figures: FiguresReport, fonts_folder: Path
) -> bytes:
    """Each kind of file that leaves, with all that tables, rare names and seals put into it."""
    kind = request.param
    if kind == "figures":
        return render_figures_pdf(figures, fonts_folder).pdf
    seal = Seal(image=prepare_seal(saved(ring())) if "picture" in kind else None)
    return (
        _signed(submission, fonts_folder, seal)
        if "signed" in kind
        else render_pdf(submission, fonts_folder, seal=seal).pdf
    )


@pytest.fixture(scope="module")
def reader(pdf: bytes) -> PdfFileReader:
    return PdfFileReader(BytesIO(pdf))


@pytest.fixture(scope="module")
def things(reader: PdfFileReader) -> list[Any]:
    """Every object of the file, those inside others too."""
    found: list[Any] = []
    seen: set[int] = set()

    def visit(thing: Any) -> None:
        if isinstance(thing, IndirectObject):
            if thing.idnum in seen:
                return
            seen.add(thing.idnum)
            thing = thing.get_object()
        found.append(thing)
        if isinstance(thing, DictionaryObject):
            for key in thing:
                visit(thing.raw_get(key))
        elif isinstance(thing, ArrayObject):
            for each in list.__iter__(thing):
                visit(each)

    visit(reader.trailer.raw_get("/Root"))
    visit(reader.trailer.raw_get("/Info"))
    return found


def _dictionaries(things: list[Any]) -> Iterator[DictionaryObject]:
    return (each for each in things if isinstance(each, DictionaryObject))


def _pages(reader: PdfFileReader) -> list[Any]:
    return list(_each(reader.root["/Pages"]["/Kids"]))


def _at(members: Any, key: str) -> Any:
    """What stands under a key, references followed; None for nothing."""
    return members[key] if key in members else None  # noqa: SIM401 - its own `get` follows no reference


def _each(array: Any) -> Iterator[Any]:
    """What stands in an array, references followed."""
    return (each.get_object() if isinstance(each, IndirectObject) else each for each in list.__iter__(array))


def _fonts(things: list[Any]) -> list[DictionaryObject]:
    return [each for each in _dictionaries(things) if each.get("/Type") == "/Font"]


def test_6_1_2_head_and_end(pdf: bytes) -> None:
    head, mark = pdf.split(b"\n")[:2]
    assert re.fullmatch(rb"%PDF-1\.[0-7]", head)
    assert mark[:1] == b"%"
    assert len(mark) >= 5
    assert all(byte > 127 for byte in mark[1:5])
    assert pdf.endswith((b"%%EOF", b"%%EOF\n"))


def test_6_1_3_trailer(reader: PdfFileReader) -> None:
    assert "/Encrypt" not in reader.trailer
    halves = [getattr(each, "original_bytes", each) for each in reader.trailer["/ID"]]
    assert [len(each) for each in halves] == [16, 16]


def test_6_1_7_streams_are_as_long_as_they_say(pdf: bytes) -> None:
    count = 0
    for match in _STREAM.finditer(pdf):
        end = match.end() + int(match[1])
        assert re.match(rb"\r?\nendstream\nendobj", pdf[end : end + 20]), match[0][:80]
        count += 1
    assert count == pdf.count(b"\nendstream") > 10


def test_6_1_7_filters_and_outside_files(things: list[Any]) -> None:
    for each in things:
        if isinstance(each, StreamObject):
            assert not {"/F", "/FFilter", "/FDecodeParms"} & each.keys()
            filters = each.get("/Filter", ())
            names = {filters} if isinstance(filters, NameObject) else set(filters)
            assert not names & _FORBIDDEN_FILTERS


def test_6_1_9_objects_stand_apart(pdf: bytes) -> None:
    bare = re.sub(rb"(?<=\nstream\n).*?(?=\nendstream)", b"", pdf, flags=re.DOTALL)
    assert not re.search(rb"[^\n]endobj|endobj[^\n]", bare)
    assert re.findall(rb"\b\d+ \d+ obj\b", bare)
    assert not re.search(rb"[^\n\d]\d+ \d+ obj\b|\bobj\b[^\n]", bare)


def test_6_1_13_limits(things: list[Any]) -> None:
    for each in things:
        if isinstance(each, NameObject):
            assert len(each) <= 127
        elif isinstance(each, bytes):
            assert len(each) <= 32767
    assert len(things) < 8_388_607


def test_6_2_2_pages_have_resources_of_their_own(reader: PdfFileReader) -> None:
    for page in _pages(reader):
        assert "/Resources" in page
        width, height = (float(each) for each in list(page["/MediaBox"])[2:])
        assert 3 <= min(width, height) <= max(width, height) <= 14_400


def test_6_2_3_output_intent(reader: PdfFileReader) -> None:
    intents = list(_each(reader.root["/OutputIntents"]))
    assert [each["/S"] for each in intents] == ["/GTS_PDFA1"]
    profile = intents[0]["/DestOutputProfile"]
    assert profile["/N"] == 3
    data = profile.data
    assert data[12:20] == b"mntrRGB "
    assert data[8] <= 4
    assert ImageCms.ImageCmsProfile(BytesIO(data)).profile.xcolor_space == "RGB "


def test_6_2_4_colours(reader: PdfFileReader, things: list[Any]) -> None:
    spaces = {str(each["/ColorSpace"]) for each in _dictionaries(things) if "/ColorSpace" in each and "/Width" in each}
    assert spaces <= {"/DeviceRGB", "/DeviceGray"}
    for page in _pages(reader):
        contents = page["/Contents"]
        streams = [contents] if isinstance(contents, StreamObject) else list(_each(contents))
        text = b"\n".join(each.data for each in streams)
        assert not re.search(rb"(^|\s)[\d.]+ [\d.]+ [\d.]+ [\d.]+ [kK]\s", text)


def test_6_2_5_and_6_2_10_transparency(things: list[Any]) -> None:
    """Allowed where there is an output intent; no other blend mode than the usual ones, nothing interpolated."""
    for each in _dictionaries(things):
        if "/BM" in each:
            assert each["/BM"] in ("/Normal", "/Compatible")
        assert not each.get("/Interpolate", False)
        group = _at(each, "/Group")
        assert group is None or _at(group, "/CS") in (None, "/DeviceRGB")
        mask = _at(each, "/SMask")
        if isinstance(mask, DictionaryObject):
            assert mask["/ColorSpace"] == "/DeviceGray"


def test_6_2_11_every_font_is_embedded_with_its_widths(things: list[Any]) -> None:
    fonts = _fonts(things)
    assert fonts
    for font in fonts:
        assert font["/Subtype"] == "/TrueType"
        assert "/Encoding" not in font
        descriptor: Any = font["/FontDescriptor"]
        assert descriptor["/Flags"] & 4
        assert descriptor["/FontName"] == font["/BaseFont"]
        program = TTFont(BytesIO(descriptor["/FontFile2"].data))
        assert descriptor["/FontFile2"]["/Length1"] == len(descriptor["/FontFile2"].data)
        (table,) = program["cmap"].tables
        widths = [float(each) for each in font["/Widths"]]
        assert len(widths) == font["/LastChar"] - font["/FirstChar"] + 1
        for code, glyph in table.cmap.items():
            real = program["hmtx"].metrics[glyph][0] * 1000 / program["head"].unitsPerEm
            assert abs(real - widths[(code & 255) - font["/FirstChar"]]) <= 1


def test_6_2_11_7_every_code_is_a_character(things: list[Any]) -> None:
    for font in _fonts(things):
        text: Any = font["/ToUnicode"]
        listed = text.data.decode("ascii").split("endcodespacerange")[1]
        pairs = re.findall(r"^<([0-9A-F]{2})> <([0-9A-F]+)>$", listed, re.MULTILINE)
        blocks = re.findall(r"^(\d+) beginbfchar", listed, re.MULTILINE)
        assert sum(map(int, blocks)) == len(pairs) > 0
        characters = [bytes.fromhex(target).decode("utf-16-be") for _, target in pairs]
        assert not {"\0", "\ufeff", "\ufffe"} & set(characters)
        assert len({code for code, _ in pairs}) == len(pairs)


def test_what_is_printed_is_what_is_copied(pdf: bytes, tmp_path: Path) -> None:
    file = tmp_path / "file.pdf"
    file.write_bytes(pdf)
    text = subprocess.run(["pdftotext", str(file), "-"], capture_output=True, text=True, check=True).stdout
    assert "\ufffd" not in text
    assert not re.search(r"[\x00-\x08\x0b\x0e-\x1f\ue000-\uf8ff]", text)


def test_6_3_annotations(reader: PdfFileReader) -> None:
    for page in _pages(reader):
        for note in _each(_at(page, "/Annots") or ArrayObject()):
            assert note["/Subtype"] in ("/Widget", "/Link")
            flags = int(note.get("/F", 0))
            assert flags & _PRINT
            assert not flags & (_HIDING | _TOGGLE)
            x0, y0, x1, y1 = (float(each) for each in note["/Rect"])
            empty = x0 == x1 and y0 == y1
            assert empty or set(note["/AP"]) == {"/N"}


def test_6_4_the_form_and_its_signature(pdf: bytes, reader: PdfFileReader) -> None:
    form = _at(reader.root, "/AcroForm")
    if form is None:
        return
    assert not form.get("/NeedAppearances", False)
    (field,) = _each(form["/Fields"])
    assert field["/FT"] == "/Sig"
    assert not {"/A", "/AA"} & field.keys()
    assert set(reader.root["/Perms"]) <= {"/DocMDP", "/UR3"}
    signature = field["/V"]
    first, start, resumed, length = (int(each) for each in signature["/ByteRange"])
    assert (first, resumed + length) == (0, len(pdf))
    assert pdf[start : start + 1] + pdf[resumed - 1 : resumed] == b"<>"
    (reference,) = _each(signature["/Reference"])
    assert not {"/DigestLocation", "/DigestMethod", "/DigestValue"} & reference.keys()
    assert reference["/TransformParams"]["/P"] == 1


def test_6_5_no_actions(things: list[Any]) -> None:
    for each in _dictionaries(things):
        assert not _FORBIDDEN_KEYS & each.keys()
        assert each.get("/S") not in _ACTIONS


def _metadata(reader: PdfFileReader) -> ET.Element:
    stream = reader.root["/Metadata"]
    assert (stream["/Type"], stream["/Subtype"]) == ("/Metadata", "/XML")
    packet = stream.data.decode("utf-8")
    assert packet.startswith('<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>')
    assert "bytes=" not in packet
    assert "encoding=" not in packet
    found = ET.fromstring(re.sub(r"<\?xpacket.*?\?>", "", packet)).find(".//rdf:Description", _SPACES)
    assert found is not None
    return found


def _said(metadata: ET.Element, path: str) -> str:
    return metadata.findtext(path, "", _SPACES)


def test_6_6_metadata_say_the_same_as_the_information(reader: PdfFileReader) -> None:
    metadata, info = _metadata(reader), reader.trailer["/Info"]
    assert (_said(metadata, "pdfaid:part"), _said(metadata, "pdfaid:conformance")) == ("2", "U")
    pairs = {
        "/Title": "dc:title/rdf:Alt/rdf:li",
        "/Author": "dc:creator/rdf:Seq/rdf:li",
        "/Creator": "xmp:CreatorTool",
        "/Producer": "pdf:Producer",
        "/Keywords": "pdf:Keywords",
    }
    assert {key: str(info.get(key, "")) for key in pairs} == {key: _said(metadata, path) for key, path in pairs.items()}
    assert set(info) <= {*pairs, "/CreationDate", "/ModDate"}
    for key, path in (("/CreationDate", "xmp:CreateDate"), ("/ModDate", "xmp:ModifyDate")):
        digits = re.sub(r"\D", "", _said(metadata, path))
        assert re.sub(r"\D", "", str(info[key])) == digits


def test_title_language_and_bookmarks(reader: PdfFileReader) -> None:
    """Told without tags: level U asks for none. A title that readers show, a language, a way to each part."""
    assert reader.root["/Lang"] == "zh-CN"
    assert reader.root["/ViewerPreferences"]["/DisplayDocTitle"]
    title = _metadata(reader).find("dc:title/rdf:Alt/rdf:li", _SPACES)
    assert title is not None
    assert title.get(f"{_XML}lang") == "x-default"
    assert title.text
    assert _said(_metadata(reader), "dc:language/rdf:Bag/rdf:li") == "zh-CN"


def test_6_9_and_6_11_nothing_optional_and_nothing_attached(reader: PdfFileReader) -> None:
    assert not {"/OCProperties", "/AF", "/Requirements", "/OpenAction", "/AA"} & reader.root.keys()
    names = _at(reader.root, "/Names") or DictionaryObject()
    assert not {"/EmbeddedFiles", "/JavaScript", "/AlternatePresentations"} & names.keys()


def test_bookmarks_lead_to_every_part(submission: SubmissionReport, fonts_folder: Path) -> None:
    reader = PdfFileReader(BytesIO(render_pdf(submission, fonts_folder).pdf))
    titles = []
    item: Any = reader.root["/Outlines"]["/First"]
    while item is not None:
        titles.append(str(item["/Title"]))
        item = _at(item, "/Next")
    assert [title[:2] for title in titles] == ["一、", "二、", "三、", "四、", "五、"]


def test_others_read_it_without_a_complaint(pdf: bytes, tmp_path: Path) -> None:
    file = tmp_path / "file.pdf"
    file.write_bytes(pdf)
    checked = subprocess.run(["qpdf", "--check", str(file)], capture_output=True, text=True, check=False)
    assert checked.returncode == 0
    drawn = subprocess.run(
        ["pdftoppm", "-r", "30", "-png", str(file), str(tmp_path / "page")], capture_output=True, check=True
    )
    assert drawn.stderr == b""
    told = subprocess.run(["pdfinfo", str(file)], capture_output=True, text=True, check=True)
    assert told.stderr == ""
    assert re.search(r"JavaScript:\s+no", told.stdout)
    assert re.search(r"Encrypted:\s+no", told.stdout)


def test_same_input_same_bytes(submission: SubmissionReport, fonts_folder: Path) -> None:
    """Before and after signing: the time is given, and RSA with PKCS#1 v1.5 draws nothing at random."""
    seal = Seal(image=prepare_seal(saved(ring())))
    assert _signed(submission, fonts_folder, seal) == _signed(submission, fonts_folder, seal)
