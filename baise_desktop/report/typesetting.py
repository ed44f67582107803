"""Chinese lines: no punctuation where a line may not start or end, words and numbers whole, margins even."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

from baise_desktop.report.fonts import Faces, Role, Run

NEVER_FIRST = frozenset(
    "，。、；：？！）》〉】〗〕］｝」』”’〞·．／—…～％‰℃℉°′″﹐﹑﹔﹕﹖﹗!),.:;?]}%-~\u2010\u2013\u2212"
)
"""Source: GB/T 15834-2011 section 5.1."""
_PAIRS = frozenset({"——", "……"})  # parted never, but free to open a line
NEVER_LAST = frozenset("（《〈【〖〔［｛「『“‘〝／([{￥＄￡€$£＃#№§≥≤≈＞＜")
_HALF_AT_END = frozenset("，。、；：）》〉】〗〕］」』”’")
_LETTER = r"[0-9A-Za-z_\u00c0-\u024f]"
_UNIT = r"[ ]?(?:[十百千万亿]*[余多]?[万亿]?[元角家个项人名次件篇户吨亩期套台年月日时]|[十百千万亿]+[余多]?)"
_PART = re.compile(
    r"[^\S\n]+"
    rf"|(?:[-+\u2212±](?=\d))?{_LETTER}+(?:[.,:/@&+'’\-]{_LETTER}+)*(?:(?<=\d){_UNIT})?"
    r"|——|……|.",
    re.DOTALL,
)
"""What is never parted: a word, a number with its sign and its unit, a pair of strokes; else single characters."""
_SINGLE = re.compile(r"——|……|.", re.DOTALL)
_WORD = r"[!-~\u00a1-\u024f]"
_STRETCHES = re.compile(rf"(?P<tight>{_WORD}+(?={_WORD}))|(?P<free>(?:{_WORD}(?!{_WORD})|[^!-~\u00a1-\u024f])+)")
_LOOSEST = 0.3  # of the size, per character: beyond that an even margin costs more than it gives

Alignment = Literal["justify", "left", "center", "right"]
_SLACK = {"center": 0.5, "right": 1.0}
"""Which share of what a line leaves free stands before it."""


@dataclass(frozen=True, slots=True)
class Line:
    """One set line."""

    runs: tuple[Run, ...]
    width: float
    """Points, without the extra spacing."""
    indent: float = 0.0
    """Points from the left of the measure."""
    spacing: float = 0.0
    """Extra points after every character but those inside words and numbers; negative to tighten."""

    @property
    def text(self) -> str:
        """What the line says."""
        return "".join(run.text for run in self.runs)

    def spaced_runs(self) -> Iterator[tuple[Run, float]]:
        """The runs, cut where the extra spacing after each character changes."""
        if not self.spacing:
            yield from ((run, 0.0) for run in self.runs)
            return
        for run in self.runs:
            for match in _STRETCHES.finditer(run.text):
                yield Run(run.face, match.group()), self.spacing if match.lastgroup == "free" else 0.0


@dataclass(frozen=True, slots=True)
class Setting:
    """How a paragraph is set."""

    role: Role
    size: float
    """Points."""
    leading: float
    """Points from line to line."""
    indent: float = 0.0
    """Indent of the first line, in characters."""
    align: Alignment = "justify"


@dataclass(frozen=True, slots=True)
class _Cluster:
    text: str
    width: float


def _glue(parts: Iterable[str]) -> Iterator[str]:
    """Join what may not be parted: a closing mark to what it closes, an opening one to what it opens.

    A gap between them does not part them.
    """
    cluster, gap = "", ""
    for part in parts:
        if part.isspace():
            gap += part
            continue
        closes = part[0] in NEVER_FIRST and part not in _PAIRS
        if cluster and not closes and cluster[-1] not in NEVER_LAST:
            yield cluster
            if gap:
                yield gap
            cluster, gap = "", ""
        cluster += gap + part
        gap = ""
    yield from (part for part in (cluster, gap) if part)


class Typesetter:
    """Sets text in the faces of a document."""

    def __init__(self, faces: Faces) -> None:
        self.faces = faces
        self._known: dict[tuple[object, ...], dict[str, tuple[Line, ...]]] = {}

    def known(self, *how: object) -> dict[str, tuple[Line, ...]]:
        """Where whoever sets the same texts in the same way again and again may keep their lines."""
        return self._known.setdefault(how, {})

    def width(self, text: str, setting: Setting) -> float:
        """Length in points of a text without line breaks."""
        return self.faces.width(text, setting.role) * setting.size / 1000

    def narrowest(self, text: str, setting: Setting) -> float:
        """The narrowest measure that parts nothing which belongs together, in points."""
        return max(
            (cluster.width for line in text.split("\n") for cluster in self._clusters(line, setting)), default=0.0
        )

    def set(self, text: str, setting: Setting, measure: float) -> tuple[Line, ...]:
        """Break a text into lines.

        Args:
            text: a line feed ends a paragraph.
            setting: face, size and alignment.
            measure: width of the lines in points.
        """
        if "\n" not in text and "\r" not in text:
            return tuple(self._paragraph(text, setting, measure))
        if "\r" in text:
            text = text.replace("\r\n", "\n").replace("\r", "\n")
        return tuple(line for paragraph in text.split("\n") for line in self._paragraph(paragraph, setting, measure))

    def fitted(self, text: str, setting: Setting, measure: float) -> Line:
        """One line of a text, and … where there is more of it: for what stands in full elsewhere."""
        single = text.replace("\n", " ")
        lines = self.set(single, setting, measure)
        if len(lines) == 1:
            return lines[0]
        shown = lines[0].text
        while shown and self.width(f"{shown}…", setting) > measure:
            shown = shown[:-1]
        return self.set(f"{shown}…", setting, measure)[0]

    def _clusters(self, text: str, setting: Setting) -> Iterator[_Cluster]:
        return (_Cluster(cluster, self.width(cluster, setting)) for cluster in _glue(_PART.findall(text)))

    def _paragraph(self, text: str, setting: Setting, measure: float) -> Iterable[Line]:
        indent = setting.indent * setting.size
        width = self.width(text, setting)
        if width <= measure - indent:  # most cells of tables
            return (self._aligned(text, width, setting, measure - indent, indent),)
        return self._lines(text, setting, measure, indent)

    def _lines(self, text: str, setting: Setting, measure: float, indent: float) -> Iterator[Line]:
        rows = list(self._fill(text, setting, measure, indent))
        for number, row in enumerate(rows):
            first = indent if number == 0 else 0.0
            yield self._line(row, setting, measure - first, first, last=number == len(rows) - 1)

    def _fill(self, text: str, setting: Setting, measure: float, indent: float) -> Iterator[str]:
        row: list[str] = []
        used, room = 0.0, measure - indent
        for cluster in self._pieces(text, setting, room):
            after = used + cluster.width
            if row and after > room and after - self._hang(cluster.text, setting) > room:
                yield "".join(row).rstrip(" ")
                row, after, room = [], cluster.width, measure
                if not cluster.text.strip(" "):
                    used = 0.0
                    continue
            row.append(cluster.text)
            used = after
        yield "".join(row)

    def _pieces(self, text: str, setting: Setting, measure: float) -> Iterator[_Cluster]:
        """Clusters; those longer than a line are cut between characters, marks staying with what they follow."""
        for cluster in self._clusters(text, setting):
            if cluster.width <= measure:
                yield cluster
                continue
            for part in _glue(_SINGLE.findall(cluster.text)):
                width = self.width(part, setting)
                if width <= measure:
                    yield _Cluster(part, width)
                else:
                    yield from (_Cluster(character, self.width(character, setting)) for character in part)

    def _hang(self, text: str, setting: Setting) -> float:
        """How much of the last mark is empty and may be squeezed away at a line's end."""
        last = text.rstrip(" ")[-1:]
        if last not in _HALF_AT_END or not last:
            return 0.0
        full = self.width(last, setting)
        return full / 2 if full >= setting.size * 0.9 else 0.0

    def _line(self, row: str, setting: Setting, room: float, indent: float, *, last: bool) -> Line:
        width = self.width(row, setting)
        line = self._aligned(row, width, setting, room, indent)
        if setting.align == "justify":
            return replace(line, spacing=self._spacing(row, width, setting, room, last=last))
        return line if width <= room else replace(line, spacing=self._spacing(row, width, setting, room, last=True))

    def _aligned(self, row: str, width: float, setting: Setting, room: float, indent: float) -> Line:
        if setting.align in _SLACK and width < room:
            indent += (room - width) * _SLACK[setting.align]
        return Line(self.faces.mix(row, setting.role), width, indent)

    @staticmethod
    def _spacing(row: str, width: float, setting: Setting, room: float, *, last: bool) -> float:
        gaps = max(1, sum(len(match.group()) for match in _STRETCHES.finditer(row) if match.lastgroup == "free") - 1)
        spacing = (room - width) / gaps
        if last:
            return min(0.0, spacing)
        return spacing if spacing <= setting.size * _LOOSEST else 0.0
