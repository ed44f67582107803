"""A PDF as it is seen and printed: with its seals and remarks, which the window's own renderer leaves out."""

from io import BytesIO
from pathlib import Path
from typing import Any

_UNSEEN = (2, 16)
"""Links and the windows of remarks: nothing of them stands on the page. Source: PDF 32000-1 section 12.5.6."""


def see_paper(source: Path | bytes) -> bytes | None:
    """The paper with everything that lies on its pages drawn into them, such as the seal over a signature.

    Returns:
        Bytes to look at and to print, never to keep: no signature holds for them. None where nothing lies on the pages,
        or they cannot be read.
    """
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(source)
        try:
            return _flatten(document)
        finally:
            document.close()
    except (pypdfium2.PdfiumError, OSError, ValueError, MemoryError):
        return None


def _flatten(document: Any) -> bytes | None:
    from pypdfium2 import raw

    found = False
    for number in range(len(document)):
        page = document[number]
        if any(_subtype(page, at) not in _UNSEEN for at in range(raw.FPDFPage_GetAnnotCount(page))):
            found = raw.FPDFPage_Flatten(page, raw.FLAT_NORMALDISPLAY) == raw.FLATTEN_SUCCESS or found
        page.close()
    if not found:
        return None
    target = BytesIO()
    document.save(target)
    return target.getvalue()


def _subtype(page: Any, at: int) -> int:
    from pypdfium2 import raw

    annotation = raw.FPDFPage_GetAnnot(page, at)
    subtype: int = raw.FPDFAnnot_GetSubtype(annotation)
    raw.FPDFPage_CloseAnnot(annotation)
    return subtype
