"""A paper signed by its unit: PAdES B-B, with the unit's own seal picture as its appearance, or with none.

Source: ETSI EN 319 142-1 level B-B; ISO 32000-1 section 12.8.2.2, certification signatures.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from baise_desktop.errors import BaiseError
from baise_desktop.report.document_faces import load_faces
from baise_desktop.report.fonts import Role
from baise_desktop.report.model import Place
from baise_desktop.report.seal_image import prepare_seal
from baise_desktop.report.seal_place import CAPTION_HEIGHT
from baise_desktop.report.typesetting import Setting, Typesetter
from baise_desktop.signing.certificates import read_certificate
from baise_desktop.signing.signer import Signer
from baise_desktop.texts import say

if TYPE_CHECKING:
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign.fields import SigFieldSpec
    from pyhanko.sign.signers.pdf_cms import SimpleSigner
    from pyhanko.stamp import StaticStampStyle

FIELD_NAME = "UnitSeal"
_CAPTION = Setting(Role.SONG, 7.5, CAPTION_HEIGHT, align="center")


@dataclass(frozen=True, slots=True, kw_only=True)
class SealRequest:
    """Whose paper is signed, and what is shown."""

    unit: str
    """Id of the unit that the paper speaks for."""
    unit_name: str
    head_signed: bool
    """Whether the head (负责人) has signed the submission off."""
    place: Place | None = None
    """Where the seal place of the paper is; needed with an image."""
    image: bytes | None = None
    """PNG or JPEG of the unit's own seal. Without one the place stays free for ink, and the signature is invisible."""


def stamp(pdf: bytes, signer: Signer, now: datetime, request: SealRequest, fonts_folder: Path) -> bytes:
    """Sign a paper, so that every later change shows.

    Args:
        pdf: what `render_pdf` made.
        signer: with the certificate of the unit.
        now: claimed signing time, aware.
        request: whose seal, and where.
        fonts_folder: the bundled faces, for the caption 版式印章图样＋数字签名.

    Raises:
        BaiseError: SEAL_UNIT, the certificate is another unit's; SEAL_EARLY, the head has not signed off;
            SEAL_IMAGE; SEAL_PLACE, there is an image but no place for it; SEAL_SIGNER, this key cannot sign papers.
    """
    check_seal(signer.certificate, request)
    key = _pdf_signer(signer)
    style = None
    if request.image is not None:
        style = _style(_appearance(request.image, _box(request), fonts_folder))
    return _sign(pdf, key, now, request, style)


def check_seal(certificate: bytes, request: SealRequest) -> None:
    """Refuse a seal that this certificate may not set. Raises: BaiseError SEAL_UNIT, SEAL_EARLY, SEAL_PLACE."""
    facts = read_certificate(certificate)
    if facts.unit != request.unit:
        raise BaiseError("SEAL_UNIT", certificate=facts.subject, unit=request.unit_name)
    if not request.head_signed:
        raise BaiseError("SEAL_EARLY", unit=request.unit_name)
    if request.image is not None and request.place is None:
        raise BaiseError("SEAL_PLACE")


def _pdf_signer(signer: Signer) -> "SimpleSigner":
    from baise_desktop.signing.cades import IdentitySigner

    if not isinstance(signer, IdentitySigner):
        raise BaiseError("SEAL_SIGNER")
    return signer.pdf_signer


def _box(request: SealRequest) -> tuple[float, float, float, float]:
    """The seal place with the line for the caption below it."""
    if request.place is None:
        raise BaiseError("SEAL_PLACE")
    x0, y0, x1, y1 = request.place.box
    return x0, y0 - CAPTION_HEIGHT, x1, y1


def _appearance(image: bytes, box: tuple[float, float, float, float], fonts_folder: Path) -> bytes:
    """The picture and its caption as a one-page PDF of the size of the box."""
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen.canvas import Canvas

    typesetter = Typesetter(load_faces(fonts_folder))
    width, height = box[2] - box[0], box[3] - box[1]
    face = typesetter.faces.face(Role.SONG).name
    target = BytesIO()
    canvas = Canvas(
        target,
        pagesize=(width, height),
        pageCompression=1,
        invariant=1,
        initialFontName=face,  # type: ignore[arg-type]  # the stubs take a name for a number
    )
    picture = ImageReader(BytesIO(prepare_seal(image)))
    canvas.drawImage(
        picture, 0, CAPTION_HEIGHT, width, height - CAPTION_HEIGHT, mask="auto", preserveAspectRatio=True, anchor="c"
    )
    line = typesetter.set(say("report.stamp_caption"), _CAPTION, width)[0]
    text = canvas.beginText(line.indent, 3)
    for run in line.runs:
        text.setFont(run.face.name, _CAPTION.size)
        text.textOut(run.text)
    canvas.drawText(text)
    canvas.save()
    return target.getvalue()


def _style(appearance: bytes) -> "StaticStampStyle":
    from pyhanko.pdf_utils import layout
    from pyhanko.stamp import StaticStampStyle

    from baise_desktop.report.appearance import AppearancePage

    middle = layout.AxisAlignment.ALIGN_MID
    rule = layout.SimpleBoxLayoutRule(x_align=middle, y_align=middle, margins=layout.Margins.uniform(0))
    return StaticStampStyle(
        background=AppearancePage(appearance), border_width=0, background_opacity=1.0, background_layout=rule
    )


def _field(request: SealRequest) -> "SigFieldSpec":
    from pyhanko.sign.fields import SigFieldSpec

    if request.image is None or request.place is None:
        return SigFieldSpec(FIELD_NAME)
    x0, y0, x1, y1 = (round(edge) for edge in _box(request))
    return SigFieldSpec(FIELD_NAME, on_page=request.place.page, box=(x0, y0, x1, y1))


def _open(pdf: bytes, now: datetime) -> "IncrementalPdfFileWriter":
    """A writer that appends to the paper and leaves its metadata as they are."""
    from pyhanko.pdf_utils.generic import ByteStringObject
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    revision = hashlib.sha256(pdf + now.isoformat().encode()).digest()[:16]
    writer._document_id[1] = ByteStringObject(revision)  # noqa: SLF001 - pyHanko draws it at random
    writer._update_meta = partial(int)  # type: ignore[method-assign]  # noqa: SLF001 - pyHanko stamps it with the clock
    return writer


def _sign(
    pdf: bytes, key: "SimpleSigner", now: datetime, request: SealRequest, style: "StaticStampStyle | None"
) -> bytes:
    from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
    from pyhanko.sign.signers import PdfSignatureMetadata

    from baise_desktop.report.appearance import DatedPdfSigner

    metadata = PdfSignatureMetadata(
        field_name=FIELD_NAME,
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        certify=True,
        docmdp_permissions=MDPPerm.NO_CHANGES,
        reason=say("report.stamp_reason", unit=request.unit_name),
        name=request.unit_name,
    )
    signer = DatedPdfSigner(metadata, key, now, stamp_style=style, new_field_spec=_field(request))
    target = signer.sign_pdf(_open(pdf, now), output=BytesIO())
    return bytes(target.getvalue())
