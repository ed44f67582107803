"""What pyHanko must be told to sign at a given time with a given picture. Imported only when something is signed."""

from datetime import datetime
from io import BytesIO

from pyhanko.pdf_utils.content import PdfContent
from pyhanko.pdf_utils.layout import BoxConstraints
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import BasePdfFileWriter
from pyhanko.sign.fields import SigFieldSpec
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner
from pyhanko.sign.signers.pdf_cms import SimpleSigner
from pyhanko.sign.signers.pdf_signer import PdfSigningSession
from pyhanko.stamp import StaticStampStyle

_RESOURCE = "/Seal"


class AppearancePage(PdfContent):
    """The first page of a PDF in memory, as the look of a signature; pyHanko's own reads a file."""

    def __init__(self, pdf: bytes) -> None:
        """`pdf`: one page of the size of the signature's box."""
        super().__init__()
        self._pdf = pdf

    def render(self) -> bytes:
        """The operators that draw it."""
        if self.writer is None:
            raise ValueError("no writer is set")
        page = self.writer.import_page_as_xobject(PdfFileReader(BytesIO(self._pdf)), page_ix=0)
        self.resources.xobject[_RESOURCE] = page
        left, bottom, right, top = page.get_object()["/BBox"]
        self.box = BoxConstraints(width=abs(right - left), height=abs(top - bottom))
        return f"{_RESOURCE} Do".encode()


class DatedPdfSigner(PdfSigner):
    """Signs with a claimed time that is given, not the clock's."""

    def __init__(
        self,
        metadata: PdfSignatureMetadata,
        signer: SimpleSigner,
        now: datetime,
        *,
        stamp_style: StaticStampStyle | None,
        new_field_spec: SigFieldSpec,
    ) -> None:
        """`now`: aware."""
        super().__init__(metadata, signer, stamp_style=stamp_style, new_field_spec=new_field_spec)
        self._now = now

    def init_signing_session(self, pdf_out: BasePdfFileWriter, existing_fields_only: bool = False) -> PdfSigningSession:
        """See `PdfSigner.init_signing_session`."""
        session = super().init_signing_session(pdf_out, existing_fields_only)
        session.system_time = self._now
        return session
