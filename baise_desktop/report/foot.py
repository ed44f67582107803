"""What stands under the type area of every page: the page number, and what ties the page to the file."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from baise_desktop.report.blocks import baseline
from baise_desktop.report.check_code import DRAFT, EXERCISE, page_code, page_payload
from baise_desktop.report.fonts import Role
from baise_desktop.report.geometry import AREA_HEIGHT, AREA_WIDTH, MM, Text
from baise_desktop.report.model import Binding
from baise_desktop.report.typesetting import Setting, Typesetter
from baise_desktop.texts import say

QR_SIZE = 24 * MM
"""Read from a slanted, noisy photo of 100 dots per inch with a seal over its edge; 17 mm were not."""
_QR_TOP = 4 * MM
_NUMBER = Setting(Role.SONG, 14, 14, align="left")
_SMALL = Setting(Role.SONG, 7.5, 11.5, align="left")
_GAP = 7 * MM
_NEVER_HELD = ("blank",)
"""Papers that say nothing yet."""
_DASH = 0.32  # of the size: how far the dashes beside the number stand above its baseline; they are what is 7 mm off


@dataclass(frozen=True, slots=True)
class Foot:
    """The same on all pages but for their numbers."""

    subject: str
    """Unit, period and version in one line."""
    binding: Binding | None
    """None for papers that no package stands behind: they carry no code."""
    watermark: str = ""
    """Across every page of papers that say nothing true, such as those of an exercise."""

    @property
    def across(self) -> str:
        """What is drawn across every page: a paper about a submission that no package holds yet is marked, too."""
        binding = self.binding
        is_draft = binding is not None and not binding.content_digest and binding.paper not in _NEVER_HELD
        return self.watermark or (say("report.draft_watermark") if is_draft else "")


@dataclass(frozen=True, slots=True)
class QrMark:
    """A QR code: dark stretches of its rows."""

    x: float
    y: float
    size: float
    modules: int
    """Modules per side, without the quiet zone."""
    stretches: tuple[tuple[int, int, int], ...]
    """Row, first column, length."""


def foot_texts(typesetter: Typesetter, foot: Foot, page: int, pages: int, width: float = AREA_WIDTH) -> Iterator[Text]:
    """Page number on the outer side, the lines beside the QR code on the inner one.

    Args:
        typesetter: sets the lines.
        foot: what the paper is.
        page: from 1.
        pages: how many there are.
        width: of the type area, as the sheet stands.
    """
    outer_right = page % 2 == 1
    number = typesetter.set(say("report.page_number", page=page), _NUMBER, AREA_WIDTH)[0]
    x = width - _NUMBER.size - number.width if outer_right else _NUMBER.size
    yield Text(x, AREA_HEIGHT + _GAP + _DASH * _NUMBER.size, number, _NUMBER.size)
    beside = QR_SIZE + 2 * MM if foot.binding else 0.0
    side = replace(_SMALL, align="left" if outer_right else "right")
    measure = width - beside - 30 * MM
    left = beside if outer_right else 30 * MM
    top = AREA_HEIGHT + _GAP + (2 * MM if foot.binding else 0.0)
    for row, text in enumerate(_lines(foot, page, pages)):
        line = typesetter.fitted(text, side, measure)
        yield Text(left + line.indent, top + row * _SMALL.leading + baseline(_SMALL), line, _SMALL.size)


def _lines(foot: Foot, page: int, pages: int) -> tuple[str, ...]:
    lines = (foot.subject, say("report.page_of", page=page, pages=pages))
    if foot.binding is None:
        return lines
    return *lines, say("report.check_code", code=page_code(foot.binding, page, pages, _word(foot)))


def _word(foot: Foot) -> str:
    return EXERCISE if foot.watermark else DRAFT


def foot_qr(foot: Foot, page: int, pages: int, width: float = AREA_WIDTH) -> QrMark | None:
    """The page's QR code, on the inner side; arguments as for `foot_texts`."""
    if foot.binding is None:
        return None
    modules, stretches = _encode(page_payload(foot.binding, page, pages, _word(foot)))
    x = 0.0 if page % 2 == 1 else width - QR_SIZE
    return QrMark(x, AREA_HEIGHT + _QR_TOP, QR_SIZE, modules, stretches)


@lru_cache(maxsize=256)
def _encode(payload: str) -> tuple[int, tuple[tuple[int, int, int], ...]]:
    from zxingcpp import BarcodeFormat, create_barcode

    code = create_barcode(payload, BarcodeFormat.QRCode, ec_level="M")
    image: Any = code.to_image(scale=1, add_quiet_zones=False)
    rows: Any = memoryview(image).tolist()
    stretches = (stretch for row, shades in enumerate(rows) for stretch in _dark(row, [not shade for shade in shades]))
    return len(rows), tuple(stretches)


def _dark(row: int, modules: list[bool]) -> Iterator[tuple[int, int, int]]:
    start = None
    for column, dark in enumerate([*modules, False]):
        if dark and start is None:
            start = column
        elif not dark and start is not None:
            yield row, start, column - start
            start = None
