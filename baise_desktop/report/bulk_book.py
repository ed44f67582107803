"""Long tables as a workbook, written a run of rows at a time; it looks like the short ones of `report/excel`."""

import zipfile
import zlib
from collections.abc import Iterator, Sequence
from datetime import date
from xml.sax.saxutils import escape, quoteattr

from baise_desktop.report.bulk_cells import chunks, column_letters, write_height, write_rows, write_text
from baise_desktop.report.bulk_looks import Looks
from baise_desktop.report.cell_texts import HEAD_ROW, clean_text, display_width, fit_width, head_text, safe_text
from baise_desktop.report.page_setup import EDGES, ENDS, SIDES, plan_paper
from baise_desktop.report.row_heights import head_height, title_height
from baise_desktop.report.table import Table, show_cell
from baise_desktop.report.zip_copy import PackedPart, pack_part, write_packed

_RUN = 4_096
"""Rows that are written together."""
_LOOKED_AT = 500
"""So many rows, from all over the table, the widths are taken from."""
_LEVEL = 2
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_MARGINS = (
    f'<pageMargins left="{SIDES}" right="{SIDES}" top="{ENDS}" bottom="{ENDS}" header="{EDGES}" footer="{EDGES}"/>'
)
_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"


def write_bulk(names: Sequence[str], tables: Sequence[Table], *, title: str, author: str, created_on: date) -> bytes:
    """One sheet per table, as .xlsx; the same tables give the same bytes.

    Args:
        names: of the sheets, allowed and unlike each other.
        tables: with columns.
        title: of the document.
        author: the unit.
        created_on: date in the document's properties.
    """
    looks = Looks()
    sheets = [
        _pack_sheet(f"xl/worksheets/sheet{number}.xml", _write_sheet(table, looks, is_first=number == 1))
        for number, table in enumerate(tables, 1)
    ]
    parts = {
        "[Content_Types].xml": _content_types(len(sheets)),
        "_rels/.rels": _relationships(
            (f"{_OFFICE}/officeDocument", "xl/workbook.xml"),
            (f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
        ),
        "docProps/core.xml": _properties(title, author, created_on),
        "xl/workbook.xml": _workbook(names, tables),
        "xl/_rels/workbook.xml.rels": _relationships(
            *((f"{_OFFICE}/worksheet", f"worksheets/sheet{number}.xml") for number in range(1, len(sheets) + 1)),
            (f"{_OFFICE}/styles", "styles.xml"),
        ),
        "xl/styles.xml": looks.write(),
    }
    return write_packed([*(pack_part(name, (_HEAD + text).encode()) for name, text in parts.items()), *sheets])


def _pack_sheet(name: str, pieces: Iterator[bytes]) -> PackedPart:
    packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, -15)
    packed, crc, size = [], 0, 0
    for piece in pieces:
        packed.append(packer.compress(piece))
        crc, size = zlib.crc32(piece, crc), size + len(piece)
    packed.append(packer.flush())
    return PackedPart(name, zipfile.ZIP_DEFLATED, crc, size, b"".join(packed))


# --- a sheet ------------------------------------------------------------------------------------------------------


def _write_sheet(table: Table, looks: Looks, *, is_first: bool) -> Iterator[bytes]:
    widths = list(_widths(table))
    plan = plan_paper(widths, len(table.rows))
    last = f"{column_letters(len(table.columns))}{HEAD_ROW + len(table.rows)}"
    yield (_HEAD + _before_rows(widths, plan.is_wide, is_first=is_first)).encode()
    yield _write_heads(table, widths, looks).encode()
    for start, rows in chunks(table.rows, _RUN):
        yield write_rows(rows, table.columns, widths, HEAD_ROW + 1 + start, looks)
    lying = "landscape" if plan.is_landscape else "portrait"
    filtered = f'<autoFilter ref="A{HEAD_ROW}:{last}"/>' if table.rows else ""
    across = f'<mergeCells count="1"><mergeCell ref="A1:{column_letters(len(table.columns))}1"/></mergeCells>'
    merged = across if len(table.columns) > 1 else ""
    yield (
        f"</sheetData>{filtered}{merged}{_MARGINS}"
        f'<pageSetup paperSize="{plan.paper}" orientation="{lying}" fitToWidth="1" fitToHeight="0"/>'
        "<headerFooter><oddFooter>&amp;C— &amp;P —</oddFooter></headerFooter></worksheet>"
    ).encode()


def _before_rows(widths: Sequence[float], is_wide: bool, *, is_first: bool) -> str:
    columns = "".join(
        f'<col min="{number}" max="{number}" width="{width}" customWidth="1"/>'
        for number, width in enumerate(widths, 1)
    )
    beside, pane = (' xSplit="1"', "bottomRight") if is_wide else ("", "bottomLeft")
    corner = f"{'B' if is_wide else 'A'}{HEAD_ROW + 1}"
    chosen = ' tabSelected="1"' if is_first else ""
    return (
        f'<worksheet xmlns="{_MAIN}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
        f'<sheetViews><sheetView{chosen} workbookViewId="0"><pane{beside} ySplit="{HEAD_ROW}" topLeftCell="{corner}" '
        f'activePane="{pane}" state="frozen"/><selection pane="{pane}" activeCell="{corner}" sqref="{corner}"/>'
        f'</sheetView></sheetViews><sheetFormatPr defaultRowHeight="15"/><cols>{columns}</cols><sheetData>'
    )


def _write_heads(table: Table, widths: Sequence[float], looks: Looks) -> str:
    heads = [head_text(column) for column in table.columns]
    cells = (
        f'<c r="{column_letters(number)}{HEAD_ROW}"{write_text(head, looks.head)}'
        for number, head in enumerate(heads, 1)
    )
    first, second = write_height(title_height(table, widths)), write_height(head_height(heads, widths))
    title = f'<row r="1"{first}><c r="A1"{_write_title(table, looks)}</row>'
    return f'{title}<row r="{HEAD_ROW}"{second}>{"".join(cells)}</row>'


def _write_title(table: Table, looks: Looks) -> str:
    """The title, and its note in a smaller hand below."""
    if not table.note:
        return write_text(table.title, looks.title)
    runs = "".join(
        f'<r><rPr>{hand}<rFont val="宋体"/></rPr><t xml:space="preserve">{escape(safe_text(text))}</t></r>'
        for hand, text in (('<b/><sz val="14"/>', table.title), ('<sz val="10"/>', f"\n{table.note}"))
    )
    return f' s="{looks.title}" t="inlineStr"><is>{runs}</is></c>'


def _widths(table: Table) -> Iterator[float]:
    looked_at = (*table.rows[:: max(1, len(table.rows) // _LOOKED_AT)], *table.rows[-1:])
    for index, column in enumerate(table.columns):
        body = max((display_width(show_cell(row[index], column)) for row in looked_at), default=0)
        yield fit_width(body, head_text(column))


# --- around the sheets --------------------------------------------------------------------------------------------


def _workbook(names: Sequence[str], tables: Sequence[Table]) -> str:
    sheets = "".join(
        f'<sheet name={quoteattr(name)} sheetId="{number}" r:id="rId{number}"/>' for number, name in enumerate(names, 1)
    )
    defined = []
    for index, (name, table) in enumerate(zip(names, tables, strict=True)):
        quoted = escape("'" + name.replace("'", "''") + "'!")
        letters, last = column_letters(len(table.columns)), HEAD_ROW + len(table.rows)
        places = {
            "_xlnm._FilterDatabase": f"$A${HEAD_ROW}:${letters}${last}",
            "_xlnm.Print_Area": f"$A$1:${letters}${last}",
            "_xlnm.Print_Titles": f"$1:${HEAD_ROW}",
        }
        for known, place in places.items():
            hidden = ' hidden="1"' if known.endswith("Database") else ""
            if table.rows or not hidden:
                defined.append(
                    f'<definedName name="{known}" localSheetId="{index}"{hidden}>{quoted}{place}</definedName>'
                )
    return (
        f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><bookViews><workbookView/></bookViews>'
        f"<sheets>{sheets}</sheets><definedNames>{''.join(defined)}</definedNames></workbook>"
    )


def _content_types(sheets: int) -> str:
    plain = "application/vnd.openxmlformats-package"
    parts = {
        "/xl/workbook.xml": f"{_SHEET_TYPE}.sheet.main+xml",
        **{f"/xl/worksheets/sheet{number}.xml": f"{_SHEET_TYPE}.worksheet+xml" for number in range(1, sheets + 1)},
        "/xl/styles.xml": f"{_SHEET_TYPE}.styles+xml",
        "/docProps/core.xml": f"{plain}.core-properties+xml",
    }
    told = "".join(f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in parts.items())
    known = f'<Default Extension="rels" ContentType="{plain}.relationships+xml"/>'
    known += '<Default Extension="xml" ContentType="application/xml"/>'
    return f'<Types xmlns="{_PACKAGE}/content-types">{known}{told}</Types>'


def _relationships(*links: tuple[str, str]) -> str:
    told = "".join(
        f'<Relationship Id="rId{number}" Type="{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(links, 1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{told}</Relationships>'


def _properties(title: str, author: str, created_on: date) -> str:
    moment = f"{created_on.isoformat()}T00:00:00Z"
    spaces = (
        f'xmlns:cp="{_PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    )
    stamp = "".join(
        f'<dcterms:{name} xsi:type="dcterms:W3CDTF">{moment}</dcterms:{name}>' for name in ("created", "modified")
    )
    told = f"<dc:title>{escape(clean_text(title))}</dc:title><dc:creator>{escape(clean_text(author))}</dc:creator>"
    return f"<cp:coreProperties {spaces}>{told}{stamp}</cp:coreProperties>"
