"""A stamped paper, spoilt in the ways that forgers of signed PDF files use."""

import re
from collections.abc import Callable
from datetime import datetime
from functools import partial
from io import BytesIO
from typing import Any

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import MDPPerm, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner
from pyhanko.sign.signers.pdf_cms import SimpleSigner

from baise_desktop.report.appearance import DatedPdfSigner

Spoil = Callable[[bytes], bytes]
_RANGE = re.compile(rb"/ByteRange \[[^\]]*\] *")
_name = generic.pdf_name


def updated(pdf: bytes, change: Callable[[IncrementalPdfFileWriter], None]) -> bytes:
    """The paper with an update behind its end."""
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    change(writer)
    target = BytesIO()
    writer.write(target)
    return target.getvalue()


def _page(writer: IncrementalPdfFileWriter, index: int) -> Any:
    return writer.root["/Pages"]["/Kids"][index]


def replace_page(pdf: bytes, index: int = 0) -> bytes:
    """Another content on a page."""

    def change(writer: IncrementalPdfFileWriter) -> None:
        page = _page(writer, index)
        page[_name("/Contents")] = writer.add_object(generic.StreamObject(stream_data=b"0 0 200 200 re f"))
        writer.update_container(page)

    return updated(pdf, change)


def add_page(pdf: bytes) -> bytes:
    """A page more at the end."""

    def change(writer: IncrementalPdfFileWriter) -> None:
        pages: Any = writer.root["/Pages"]
        first = pages["/Kids"][0]
        more = generic.DictionaryObject({key: first.raw_get(key) for key in first})
        pages["/Kids"].append(writer.add_object(more))
        pages[_name("/Count")] = generic.NumberObject(pages["/Count"] + 1)
        writer.update_container(pages)

    return updated(pdf, change)


def annotate(pdf: bytes, index: int = 0) -> bytes:
    """A white note with another figure, over what is printed."""

    def change(writer: IncrementalPdfFileWriter) -> None:
        note = generic.DictionaryObject(
            {
                _name("/Type"): _name("/Annot"),
                _name("/Subtype"): _name("/FreeText"),
                _name("/Rect"): generic.ArrayObject(map(generic.NumberObject, (100, 100, 300, 200))),
                _name("/Contents"): generic.TextStringObject("999"),
                _name("/DA"): generic.TextStringObject("/Helv 12 Tf 0 g"),
            }
        )
        page = _page(writer, index)
        held = list.__iter__(page["/Annots"]) if "/Annots" in page else ()
        page[_name("/Annots")] = generic.ArrayObject([*held, writer.add_object(note)])
        writer.update_container(page)

    return updated(pdf, change)


def swap_font(pdf: bytes) -> bytes:
    """One face in the place of another: the same codes show other characters."""

    def change(writer: IncrementalPdfFileWriter) -> None:
        fonts: Any = _page(writer, 0)["/Resources"]["/Font"]
        names = sorted(fonts)
        one, other = fonts.raw_get(names[0]), fonts.raw_get(names[-1])
        fonts[names[0]], fonts[names[-1]] = other, one
        writer.update_container(fonts)

    return updated(pdf, change)


def with_range(pdf: bytes, figures: str) -> bytes:
    """Another range, in as many bytes."""
    found = _RANGE.search(pdf)
    assert found is not None
    return pdf[: found.start()] + f"/ByteRange [{figures}]".encode().ljust(len(found[0])) + pdf[found.end() :]


def ranges_of(pdf: bytes) -> list[int]:
    """The range as it is written."""
    found = _RANGE.search(pdf)
    assert found is not None
    return [int(each) for each in re.findall(rb"\d+", found[0])]


def empty_contents(pdf: bytes) -> bytes:
    """Zeros in the place of the signature."""
    _, start, resumed, _ = ranges_of(pdf)
    return pdf[: start + 1] + b"0" * (resumed - start - 2) + pdf[resumed - 1 :]


def _wider(pdf: bytes) -> bytes:
    """A gap that takes in more than the signature."""
    _, start, resumed, length = ranges_of(pdf)
    return with_range(pdf, f"0 {start} {resumed + 40} {length - 40}")


def sign_again(pdf: bytes, signer: SimpleSigner, *, hidden: bool) -> bytes:
    """A second, valid signature over a changed text; `hidden`: readers are no longer shown the first."""

    def change(writer: IncrementalPdfFileWriter) -> None:
        page = _page(writer, 0)
        page[_name("/Contents")] = writer.add_object(generic.StreamObject(stream_data=b"0 0 200 200 re f"))
        writer.update_container(page)
        del writer.root["/Perms"]
        writer.update_root()
        if hidden:
            form: Any = writer.root["/AcroForm"]
            form[_name("/Fields")] = generic.ArrayObject()
            writer.update_container(form)

    writer = IncrementalPdfFileWriter(BytesIO(updated(pdf, change)))
    metadata = PdfSignatureMetadata(field_name="Second", subfilter=SigSeedSubFilter.PADES, md_algorithm="sha256")
    target = PdfSigner(metadata, signer, new_field_spec=SigFieldSpec("Second")).sign_pdf(writer, output=BytesIO())
    return bytes(target.getvalue())


def approve(pdf: bytes, signer: SimpleSigner, now: datetime, allowed: MDPPerm | None = None) -> bytes:
    """An approval signature at a given time, or a certification that allows changes: whole and valid all the same."""
    metadata = PdfSignatureMetadata(
        field_name="Approval",
        subfilter=SigSeedSubFilter.PADES,
        md_algorithm="sha256",
        certify=allowed is not None,
        docmdp_permissions=allowed or MDPPerm.FILL_FORMS,
    )
    field = SigFieldSpec("Approval")
    made = DatedPdfSigner(metadata, signer, now, stamp_style=None, new_field_spec=field)
    return bytes(made.sign_pdf(IncrementalPdfFileWriter(BytesIO(pdf)), output=BytesIO()).getvalue())


def flip(pdf: bytes, at: int) -> bytes:
    """One bit of one byte."""
    return pdf[:at] + bytes([pdf[at] ^ 1]) + pdf[at + 1 :]


def flip_in_text(pdf: bytes) -> bytes:
    """One bit of a page's own stream."""
    return flip(pdf, pdf.index(b"stream") + 40)


def _split(pdf: bytes) -> bytes:
    _, start, resumed, length = ranges_of(pdf)
    return with_range(pdf, f"0 {start} {resumed} {length - 1}")


SPOILT: dict[str, tuple[Spoil, str]] = {
    "I144 page replaced": (replace_page, "PAPER_CHANGED"),
    "I144 page added": (add_page, "PAPER_CHANGED"),
    "I144 annotation over a number": (annotate, "PAPER_CHANGED"),
    "I144 font swapped": (swap_font, "PAPER_CHANGED"),
    "I144 trailing junk": (lambda pdf: pdf + b"\n% 40 bytes that nobody has put a name to\n", "PAPER_CHANGED"),
    "I144 one more line feed": (lambda pdf: pdf + b"\n", "PAPER_CHANGED"),
    "I144 range of nothing": (partial(with_range, figures="0 0 0 0"), "PAPER_RANGE"),
    "I144 negative range": (partial(with_range, figures="0 -1 100 -100"), "PAPER_RANGE"),
    "I144 range past the end": (partial(with_range, figures="0 100 200 999999999"), "PAPER_RANGE"),
    "I144 range of two figures": (partial(with_range, figures="0 9"), "PAPER_RANGE"),
    "I144 gap wider than the signature": (_wider, "PAPER_RANGE"),
    "I144 range one byte short": (_split, "PAPER_CHANGED"),
    "I144 contents zeroed": (empty_contents, "PAPER_EMPTIED"),
    "Z101 one bit of a page": (flip_in_text, "PAPER_CHANGED"),
    "Z102 cut short": (lambda pdf: pdf[:-200], "PAPER_RANGE"),
    "Z103 program before it": (lambda pdf: b"MZ\x90\0" + pdf, "PAPER_FORM"),
    "Z104 range written another way": (lambda pdf: pdf.replace(b"/ByteRange", b"/Byte#52ange"), "PAPER_UNSIGNED"),
    "Z105 head alone": (lambda _: b"%PDF-1.7\n", "PAPER_UNSIGNED"),
}
