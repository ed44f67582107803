"""Small files of every kind that evidence can be, and of kinds that it cannot."""

import io
import random
import struct
import zipfile
import zlib
from pathlib import Path

CONTENT_TYPES = '<?xml version="1.0"?><Types><Override PartName="/{part}" ContentType="{kind}"/></Types>'
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"


def pdf_bytes(text: str = "proof", *, pages: int = 1) -> bytes:
    """A PDF as reportlab writes it."""
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(300, 400), invariant=True)
    for number in range(pages):
        canvas.drawString(20, 350, f"{text} {number + 1}")
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def encrypted_pdf_bytes() -> bytes:
    """A PDF that opens with a password only."""
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out, encrypt="secret")
    canvas.drawString(20, 350, "secret")
    canvas.save()
    return out.getvalue()


def picture_bytes(
    kind: str = "JPEG", width: int = 40, height: int = 30, *, noise: bool = False, **saved: object
) -> bytes:
    """A picture, red at its top left corner; noise makes it large."""
    from PIL import Image

    if noise:
        picture = Image.frombytes("RGB", (width, height), random.Random(1).randbytes(width * height * 3))
    else:
        picture = Image.new("RGB", (width, height), "white")
    picture.paste((255, 0, 0), (0, 0, max(1, width // 4), max(1, height // 4)))
    out = io.BytesIO()
    picture.save(out, kind, **saved)
    return out.getvalue()


def turned_picture_bytes(width: int = 40, height: int = 30) -> bytes:
    """A JPEG whose camera says that it is to be turned, and where it was taken."""
    from PIL import Image

    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "CameraMaker"
    return picture_bytes(width=width, height=height, exif=exif)


def png_of_size(width: int, height: int) -> bytes:
    """A PNG that claims a size, without pixels of that number."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


def zip_bytes(parts: dict[str, bytes | str]) -> bytes:
    """An archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)  # the same bytes at any time
    return out.getvalue()


def docx_bytes(**more: bytes | str) -> bytes:
    """The least that Word takes for a document; more parts by name."""
    types = CONTENT_TYPES.format(part="word/document.xml", kind=WORD)
    return zip_bytes({"[Content_Types].xml": types, "word/document.xml": "<w:document/>", **more})


def xlsx_bytes() -> bytes:
    """A workbook as openpyxl writes it."""
    from openpyxl import Workbook

    out = io.BytesIO()
    Workbook().save(out)
    return out.getvalue()


def ofd_bytes() -> bytes:
    """The entry of an OFD document."""
    entry = '<?xml version="1.0"?><ofd:OFD xmlns:ofd="http://www.ofdspec.org/2016" DocType="OFD"/>'
    return zip_bytes({"OFD.xml": entry, "Doc_0/Document.xml": "<ofd:Document/>"})


def every_kind() -> dict[str, bytes]:
    """One file of each kind, by a fitting name."""
    return {
        "批文.pdf": pdf_bytes(),
        "照片.jpg": picture_bytes(),
        "截图.png": picture_bytes("PNG"),
        "公文.ofd": ofd_bytes(),
        "说明.docx": docx_bytes(),
        "清单.xlsx": xlsx_bytes(),
    }


def put(folder: Path, name: str, content: bytes) -> Path:
    """A file in a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / name
    file.write_bytes(content)
    return file
