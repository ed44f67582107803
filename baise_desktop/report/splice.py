"""An official form filled in where it says so, and otherwise left as it is, byte for byte.

A cell whose whole text is `{{name}}` is fillable. The sheets are cut at these cells once; filling sets the pieces
together again with values between them and takes every other part packed as it lay in the template.
"""

import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from html import unescape
from pathlib import Path
from xml.sax.saxutils import escape

from baise_desktop.errors import BaiseError
from baise_desktop.report.cell_texts import holds_exactly, safe_text
from baise_desktop.report.workbook_kind import not_xlsx
from baise_desktop.report.workbook_parts import UNREADABLE, inspect_sheets, sheet_parts
from baise_desktop.report.workbook_styles import date_styles
from baise_desktop.report.zip_copy import PackedPart, pack_part, read_packed, unpack_part, write_packed

Filled = str | int | Decimal | date | None
_SLOT = re.compile(r"\s*(?:\{\{|｛｛)\s*(.+?)\s*(?:\}\}|｝｝)\s*", re.DOTALL)
_CELL = re.compile(rb"<c\b([^<>]*?)(?:/>|>(.*?)</c>)", re.DOTALL)
_ATTRIBUTE = re.compile(rb'([A-Za-z:]+)\s*=\s*(?:"([^"]*)"|\'([^\']*)\')')
_TEXTS = re.compile(rb"<t\b[^<>]*>(.*?)</t>", re.DOTALL)
_SPOKEN = re.compile(rb"<rPh\b.*?</rPh>", re.DOTALL)
_STRING = re.compile(rb"<si\b[^<>]*?(?:/>|>(.*?)</si>)", re.DOTALL)
_VALUE = re.compile(rb"<v\b[^<>]*>(.*?)</v>", re.DOTALL)
_COMPUTED = re.compile(rb"(<f\b[^<>]*?(?:/>|>[^<]*</f>))<v\b[^<>]*>[^<]*</v>")
_CALCULATION = re.compile(rb"<calcPr\b[^<>]*?/>")
_STRINGS, _BOOK, _STYLES = "xl/sharedStrings.xml", "xl/workbook.xml", "xl/styles.xml"
_FIRST_DAY, _DAY_ZERO = date(1900, 3, 1), date(1899, 12, 30)
_LEVEL = 1
_MOST = 2 << 20
"""Bytes of a sheet; forms are short."""


@dataclass(frozen=True, slots=True)
class _Slot:
    """A cell to be filled in."""

    name: str
    start: bytes
    """Its opening tag up to the type."""
    takes_dates: bool


@dataclass(frozen=True, slots=True)
class _Cut:
    """A sheet, its pieces and slots in turn."""

    part: str
    pieces: tuple[bytes, ...]
    """One more than there are slots."""
    slots: tuple[_Slot, ...]

    @property
    def computes(self) -> bool:
        """Whether it has formulas of its own."""
        return any(b"<f" in piece for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class OfficialForm:
    """A form ready to be filled in many times."""

    parts: tuple[PackedPart, ...]
    cuts: tuple[_Cut, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """What it asks for, in the order of its cells, each once."""
        return tuple(dict.fromkeys(slot.name for cut in self.cuts for slot in cut.slots))

    def fill(self, values: Mapping[str, Filled]) -> bytes:
        """The form with a value in each fillable cell, as .xlsx. Raises: KeyError, a name without a value."""
        made = {cut.part: pack_part(cut.part, _join(cut, values), _LEVEL) for cut in self.cuts}
        return write_packed([made.get(part.name, part) for part in self.parts])


def read_official_form(file: Path) -> OfficialForm:
    """Cut a form at its fillable cells.

    Raises:
        BaiseError: FORM_WITHOUT_PLACES, FILE_UNREADABLE, and those of `inspect_sheets`.
        OSError: the file cannot be read.
    """
    inspect_sheets(file)
    with zipfile.ZipFile(file) as book:
        sheets = set(sheet_parts(book, file).values())
        if any(book.getinfo(sheet).file_size > _MOST for sheet in sheets):
            raise BaiseError("WORKBOOK_TOO_BIG", file=file.name)
    try:
        return _cut_all(file, read_packed(file.read_bytes()), sheets)
    except (IndexError, *UNREADABLE) as cause:
        raise not_xlsx(file) from cause


def _cut_all(file: Path, parts: tuple[PackedPart, ...], sheets: set[str]) -> OfficialForm:
    contents = {part.name: part for part in parts}
    strings = _read_strings(contents)
    dates = date_styles(unpack_part(contents[_STYLES])) if _STYLES in contents else frozenset()
    cuts = [_cut(part.name, unpack_part(part), strings, dates) for part in parts if part.name in sheets]
    if not any(cut.slots for cut in cuts):
        raise BaiseError("FORM_WITHOUT_PLACES", file=file.name)
    if any(cut.computes for cut in cuts):
        parts = tuple(_compute_anew(part) if part.name == _BOOK else part for part in parts)
    return OfficialForm(parts, tuple(cut for cut in cuts if cut.slots or cut.computes))


def _read_strings(contents: Mapping[str, PackedPart]) -> Sequence[str]:
    if _STRINGS not in contents:
        return ()
    return [_text_of(found) for found in _STRING.findall(unpack_part(contents[_STRINGS]))]


def _text_of(content: bytes) -> str:
    return unescape(b"".join(_TEXTS.findall(_SPOKEN.sub(b"", content))).decode())


def _cut(part: str, content: bytes, strings: Sequence[str], dates: frozenset[str]) -> _Cut:
    pieces, slots, end = [], [], 0
    for cell, slot in _find_slots(content, strings, dates):
        pieces.append(_COMPUTED.sub(rb"\1", content[end : cell.start()]))
        slots.append(slot)
        end = cell.end()
    return _Cut(part, (*pieces, _COMPUTED.sub(rb"\1", content[end:])), tuple(slots))


def _find_slots(
    content: bytes, strings: Sequence[str], dates: frozenset[str]
) -> Iterator[tuple[re.Match[bytes], _Slot]]:
    for cell in _CELL.finditer(content):
        told = {name.decode(): (double or single).decode() for name, double, single in _ATTRIBUTE.findall(cell[1])}
        found = _SLOT.fullmatch(_shown(told.get("t", ""), cell[2] or b"", strings))
        if found:
            style = told.get("s", "0")
            place = f' r="{told["r"]}"' if "r" in told else ""
            yield cell, _Slot(found[1], f'<c{place} s="{style}"'.encode(), style in dates)


def _shown(kind: str, inside: bytes, strings: Sequence[str]) -> str:
    if kind == "inlineStr":
        return _text_of(inside)
    value = _VALUE.search(inside) if kind == "s" else None
    return strings[int(value[1])] if value else ""


def _compute_anew(book: PackedPart) -> PackedPart:
    """Figures that the form computes are computed again when it is opened."""
    content = unpack_part(book)
    wanted = b'<calcPr fullCalcOnLoad="1"/>'
    if _CALCULATION.search(content):
        content = _CALCULATION.sub(wanted, content)
    else:
        content = re.sub(rb"(</definedNames>|</sheets>)(?!.*</definedNames>)", rb"\1" + wanted, content, count=1)
    return pack_part(book.name, content)


def _join(cut: _Cut, values: Mapping[str, Filled]) -> bytes:
    made = [cut.pieces[0]]
    for slot, piece in zip(cut.slots, cut.pieces[1:], strict=True):
        made += [slot.start, _fill_cell(values[slot.name], slot).encode(), piece]
    return b"".join(made)


def _fill_cell(value: Filled, slot: _Slot) -> str:
    if value is None or value == "":
        return "/>"
    if isinstance(value, int | Decimal) and not isinstance(value, bool) and holds_exactly(value):
        return f"><v>{value:f}</v></c>"
    if isinstance(value, date) and slot.takes_dates and value >= _FIRST_DAY:
        return f"><v>{(value - _DAY_ZERO).days}</v></c>"
    text = escape(safe_text(value.isoformat() if isinstance(value, date) else str(value)))
    return f' t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'
