"""What reportlab writes, made into PDF/A-2u: metadata, output intent, clean streams, the same bytes for the same input.

Source: ISO 19005-2 sections 6.2.4, 6.6.2 and 6.7.
"""

import hashlib
from datetime import date
from functools import cache
from io import BytesIO
from xml.sax.saxutils import escape

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import PdfFileWriter, copy_into_new_writer

_PRODUCER = "Baise Desktop"
_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" xmlns:dc="http://purl.org/dc/elements/1.1/"\
 xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/">
<pdfaid:part>2</pdfaid:part><pdfaid:conformance>U</pdfaid:conformance>
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator><dc:language><rdf:Bag><rdf:li>zh-CN</rdf:li></rdf:Bag>\
</dc:language>
<xmp:CreateDate>{day}T00:00:00+08:00</xmp:CreateDate><xmp:ModifyDate>{day}T00:00:00+08:00</xmp:ModifyDate>
<xmp:CreatorTool>{producer}</xmp:CreatorTool><pdf:Producer>{producer}</pdf:Producer>{keywords}
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>"""
_PDF_EPOCH = slice(24, 36)


def _name(text: str) -> generic.NameObject:
    return generic.pdf_name(text)


@cache
def _colour_profile() -> bytes:
    from PIL import ImageCms

    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    # the profile header holds the moment it was made; 1 January 2000 instead, for the same bytes every time
    profile[_PDF_EPOCH] = bytes((7, 208, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0))
    return bytes(profile)


def _output_intent(writer: PdfFileWriter) -> generic.DictionaryObject:
    profile = generic.StreamObject(
        generic.DictionaryObject({_name("/N"): generic.NumberObject(3)}), stream_data=_colour_profile()
    )
    profile.compress()
    return generic.DictionaryObject(
        {
            _name("/Type"): _name("/OutputIntent"),
            _name("/S"): _name("/GTS_PDFA1"),
            _name("/OutputConditionIdentifier"): generic.TextStringObject("sRGB IEC61966-2.1"),
            _name("/Info"): generic.TextStringObject("sRGB IEC61966-2.1"),
            _name("/DestOutputProfile"): writer.add_object(profile),
        }
    )


def _metadata(title: str, author: str, day: date, keywords: str) -> generic.StreamObject:
    entries = generic.DictionaryObject({_name("/Type"): _name("/Metadata"), _name("/Subtype"): _name("/XML")})
    text = _XMP.format(
        title=escape(title),
        author=escape(author),
        day=day.isoformat(),
        producer=_PRODUCER,
        keywords=f"<pdf:Keywords>{escape(keywords)}</pdf:Keywords>" if keywords else "",
    )
    return generic.StreamObject(entries, stream_data=text.encode())


def _information(title: str, author: str, day: date, keywords: str) -> generic.DictionaryObject:
    moment = generic.TextStringObject(f"D:{day:%Y%m%d}000000+08'00'")
    said = {_name("/Keywords"): generic.TextStringObject(keywords)} if keywords else {}
    return generic.DictionaryObject(
        {
            **said,
            _name("/Title"): generic.TextStringObject(title),
            _name("/Author"): generic.TextStringObject(author),
            _name("/Creator"): generic.TextStringObject(_PRODUCER),
            _name("/Producer"): generic.TextStringObject(_PRODUCER),
            _name("/CreationDate"): moment,
            _name("/ModDate"): moment,
        }
    )


def _fix_identity(writer: PdfFileWriter, source: bytes) -> None:
    """Derive the file identifier from the content, and keep the clock out of the metadata."""
    identifier = generic.ByteStringObject(hashlib.sha256(source).digest()[:16])
    writer._document_id = generic.ArrayObject([identifier, identifier])  # noqa: SLF001 - pyHanko draws it at random
    writer._update_meta = lambda: None  # type: ignore[method-assign]  # noqa: SLF001 - pyHanko stamps it with now


def to_pdfa(source: bytes, *, title: str, author: str, day: date, keywords: str = "") -> bytes:
    """Make a PDF/A-2u file.

    Args:
        source: a PDF whose fonts are all embedded with ToUnicode maps.
        title: document title.
        author: the unit.
        day: date of creation and change; midnight in Baise.
        keywords: what programs are to know of it.
    """
    writer = copy_into_new_writer(PdfFileReader(BytesIO(source)), writer_kwargs={"stream_xrefs": False})
    _fix_identity(writer, source)
    writer.root[_name("/Metadata")] = writer.add_object(_metadata(title, author, day, keywords))
    writer.root[_name("/OutputIntents")] = generic.ArrayObject([writer.add_object(_output_intent(writer))])
    preferences = generic.DictionaryObject({_name("/DisplayDocTitle"): generic.BooleanObject(True)})
    writer.root[_name("/ViewerPreferences")] = preferences
    writer.root[_name("/Lang")] = generic.TextStringObject("zh-CN")
    writer.set_info(writer.add_object(_information(title, author, day, keywords)))
    target = BytesIO()
    writer.write(target)
    return target.getvalue()
