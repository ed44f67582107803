"""The looks of cells in bulk workbooks: the same as those of the small ones, as a styles part."""

from dataclasses import dataclass, field

_FIRST_FORMAT = 164
"""Numbers of formats below are the spreadsheet's own."""
_SPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_FONT = '<font>{bold}<sz val="{size}"/><name val="宋体"/></font>'
_SIDE = '<{0} style="thin"><color rgb="FF999999"/></{0}>'
_TEXT = '<alignment vertical="center" wrapText="1"/>'
_CENTRE = '<alignment horizontal="center" vertical="center" wrapText="1"/>'
_MIDDLE = '<alignment horizontal="center" vertical="center"/>'
_RIGHT = '<alignment horizontal="right" vertical="center"/>'


@dataclass(slots=True)
class Looks:
    """Numbers of styles; those of numbers are added as they are asked for."""

    formats: dict[str, int] = field(default_factory=dict)
    styles: list[str] = field(default_factory=list)
    _numbers: dict[int, int] = field(default_factory=dict)
    title: int = 0
    head: int = 0
    text: int = 0
    risky: int = 0
    day: int = 0
    moment: int = 0

    def __post_init__(self) -> None:
        self._add("General", font=0, ground=0, border=0, alignment="")
        self.title = self._add("@", font=1, ground=0, border=0, alignment='<alignment vertical="top" wrapText="1"/>')
        self.head = self._add("@", font=2, ground=2, border=1, alignment=_CENTRE)
        self.text = self._add("@", font=0, ground=0, border=1, alignment=_TEXT)
        self.risky = self._add("@", font=0, ground=0, border=1, alignment=_TEXT, more=' quotePrefix="1"')
        self.day = self._add("yyyy-mm-dd", font=0, ground=0, border=1, alignment=_MIDDLE)
        self.moment = self._add("yyyy-mm-dd hh:mm", font=0, ground=0, border=1, alignment=_MIDDLE)

    def number(self, decimals: int) -> int:
        """Of numbers with so many digits after the point."""
        if decimals not in self._numbers:
            shown = "#,##0." + "0" * decimals if decimals else "#,##0"
            self._numbers[decimals] = self._add(shown, font=0, ground=0, border=1, alignment=_RIGHT)
        return self._numbers[decimals]

    def _add(self, shown: str, *, font: int, ground: int, border: int, alignment: str, more: str = "") -> int:
        own = 0 if shown == "General" else self.formats.setdefault(shown, _FIRST_FORMAT + len(self.formats))
        look = f'numFmtId="{own}" fontId="{font}" fillId="{ground}" borderId="{border}" xfId="0"'
        applied = 'applyNumberFormat="1" applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1"'
        self.styles.append(f"<xf {look} {applied}{more}>{alignment}</xf>")
        return len(self.styles) - 1

    def write(self) -> str:
        """The styles part."""
        formats = "".join(f'<numFmt numFmtId="{number}" formatCode="{code}"/>' for code, number in self.formats.items())
        fonts = ("", 10), ("<b/>", 14), ("<b/>", 10)
        faces = "".join(_FONT.format(bold=bold, size=size) for bold, size in fonts)
        fills = "".join(f'<fill><patternFill patternType="{kind}"/></fill>' for kind in ("none", "gray125"))
        fills += '<fill><patternFill patternType="solid"><fgColor rgb="FFEDEDED"/></patternFill></fill>'
        sides = "".join(_SIDE.format(side) for side in ("left", "right", "top", "bottom"))
        return (
            f'<styleSheet xmlns="{_SPACE}"><numFmts count="{len(self.formats)}">{formats}</numFmts>'
            f'<fonts count="{len(fonts)}">{faces}</fonts><fills count="3">{fills}</fills>'
            f'<borders count="2"><border/><border>{sides}<diagonal/></border></borders>'
            '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
            f'<cellXfs count="{len(self.styles)}">{"".join(self.styles)}</cellXfs>'
            '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
        )
