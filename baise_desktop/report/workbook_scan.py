"""A quick look over a long sheet that is written as spreadsheets write it, without stopping at each of its cells.

It only ever says that there is nothing to see. Whatever is not plainly harmless sends the whole sheet to the slow way.
"""

import re
from typing import BinaryIO

from baise_desktop.report.workbook_facts import MAX_CELLS, MAX_ROWS, Place, read_reference

_CHUNK = 1 << 22
_COLUMNS = MAX_CELLS // MAX_ROWS
"""So many may be filled down to the last row; a wider sheet takes the slow way."""
_PLACE = rb"(?:[A-Z]|A[A-D])(?:[1-9][0-9]{0,4}|100000)"
_KNOWN_CELL = rb' r="' + _PLACE + rb'"(?: s="[0-9]{1,5}")?(?: t="(?:s|n|b|str|inlineStr)")?/?>'
_ODD_CELL = re.compile(rb"<c(?=[\s/>])(?!" + _KNOWN_CELL + rb")")
_ODD_ROW = re.compile(rb'<row(?=[\s/>])(?! r="(?:[1-9][0-9]{0,4}|100000)"[^<]*>)')
_FORMULA = re.compile(rb"<f[\s/>]")
_PREFIXED = re.compile(rb":(?:c|f|row|v|is|t|sheetData)[\s/>]")
_HEAD = re.compile(
    rb'\s*(?:<\?xml version="1\.0"(?: encoding="(?:UTF-8|utf-8)")?(?: standalone="(?:yes|no)")?\s*\?>)?\s*<'
)


def scan_percents(sheet: BinaryIO, percent_styles: frozenset[str]) -> frozenset[Place] | None:
    """The cells of a harmless sheet that are shown as percentages; None when it is to be looked at cell by cell.

    Reads the sheet to its end, unless it is not harmless. Raises: as `sheet.read`.
    """
    wanted = _percent_pattern(percent_styles)
    percents: set[Place] = set()
    rest, is_first = b"", True
    while chunk := sheet.read(_CHUNK):
        piece = rest + chunk
        if is_first and not _HEAD.match(piece):
            return None
        is_first = False
        cut = piece.rfind(b"<")  # What stands before it are whole tags.
        piece, rest = piece[:cut], piece[cut:]
        if _is_odd(piece):
            return None
        if wanted:
            percents.update(read_reference(found.decode()) for found in wanted.findall(piece))
    return None if _is_odd(rest) else frozenset(percents)


def _percent_pattern(styles: frozenset[str]) -> re.Pattern[bytes] | None:
    if not styles:
        return None
    numbers = "|".join(sorted(styles)).encode()
    return re.compile(rb'<c r="([A-Z]+[0-9]+)" s="(?:' + numbers + rb')"(?: t="n")?>')


def _is_odd(piece: bytes) -> bool:
    """Whether a run of whole tags holds anything beyond plain cells."""
    return (
        b"<!" in piece
        or b"hidden" in piece
        or b"\0" in piece
        or (b"<f" in piece and _FORMULA.search(piece) is not None)
        or _PREFIXED.search(piece) is not None
        or _ODD_ROW.search(piece) is not None
        or _ODD_CELL.search(piece) is not None
    )
