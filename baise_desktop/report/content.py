"""Marks as operators of a PDF content stream, few and short: tables are most of what is printed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from baise_desktop.report import geometry as g
from baise_desktop.report.fonts import Role, Run
from baise_desktop.report.foot import QrMark
from baise_desktop.report.typesetting import Setting, Typesetter

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

BLACK = "0 0 0"
_COLOURS = {False: BLACK, True: ".86 .07 .09"}
_SHADE = ".93 .93 .93"
_QUIET = 2  # modules left free inside the QR box; the margin around the box is the rest of the quiet zone
_JOINT = 0.01  # points


@dataclass(slots=True)
class _Subset:
    """At most 256 characters of a face, those met so far."""

    characters: set[str] = field(default_factory=set)
    codes: dict[int, int] = field(default_factory=dict)
    """Byte by code point."""

    def add(self, text: str, codes: bytes) -> None:
        self.characters.update(text)
        self.codes.update(zip(map(ord, text), codes, strict=True))


class Ink:
    """What one document is drawn with."""

    def __init__(self, canvas: "Canvas", typesetter: Typesetter) -> None:
        from reportlab.pdfbase.pdfmetrics import getFont

        self.canvas = canvas
        self.typesetter = typesetter
        self._document: Any = canvas._doc  # type: ignore[attr-defined]  # noqa: SLF001 - what subsets are kept by
        self._font: Any = getFont
        self._subsets: dict[str, dict[int, _Subset]] = {}

    def encode(self, face: str, text: str) -> Iterable[tuple[int, bytes]]:
        """A text as stretches of bytes, each in one of the subsets of its face."""
        known = self._subsets.setdefault(face, {})
        for number, subset in known.items():
            if subset.characters.issuperset(text):
                return ((number, text.translate(subset.codes).encode("latin-1")),)
        stretches: list[tuple[int, bytes]] = self._font(face).splitString(text, self._document)
        at = 0
        for number, codes in stretches:
            part = text[at : at + len(codes)]
            known.setdefault(number, _Subset()).add(part, codes)
            at += len(codes)
        return stretches

    def name(self, face: str, subset: int) -> str:
        """What a subset is called in this document."""
        called: str = self._font(face).getSubsetInternalName(subset, self._document)
        return called


class Words:
    """Set lines as one text object, in the order in which they are read. Positions are absolute; y grows upwards."""

    def __init__(self, ink: Ink) -> None:
        from reportlab.lib.rl_accel import escapePDF

        self._ink = ink
        self._escape = escapePDF
        self._operators: list[str] = []
        self._face = ("", 0.0, 0)
        self._spacing = 0.0
        self._colour = ""

    def put(self, x: float, y: float, size: float, runs: Iterable[tuple[Run, float]], colour: str = BLACK) -> None:
        """One line; each run with the extra spacing after its characters."""
        if colour != self._colour:
            self._colour = colour
            self._operators.append(f"{colour} rg")
        self._operators.append(f"1 0 0 1 {x:.3f} {y:.3f} Tm")
        for run, spacing in runs:
            if spacing != self._spacing:
                self._spacing = spacing
                self._operators.append(f"{spacing:.4f} Tc")
            self._put_run(run, size)

    def _put_run(self, run: Run, size: float) -> None:
        for subset, codes in self._ink.encode(run.face.name, run.text):
            face = (run.face.name, size, subset)
            if face != self._face:
                self._face = face
                self._operators.append(f"{self._ink.name(run.face.name, subset)} {size:g} Tf")
            self._operators.append(f"({self._escape(codes)}) Tj")

    def finish(self) -> None:
        """Write them down."""
        if self._operators:
            self._ink.canvas.addLiteral("BT\n" + "\n".join(self._operators) + "\nET")


@dataclass(slots=True)
class _Rules:
    """Straight lines, those that go on from row to row as one."""

    upright: dict[tuple[float, float, bool], list[tuple[float, float]]] = field(default_factory=dict)
    """Stretches from y to y, downwards, by x, weight and colour."""
    others: dict[tuple[float, bool], list[str]] = field(default_factory=dict)

    def put(self, top: float, rule: g.Rule) -> None:
        if rule.x0 != rule.x1:
            path = f"{rule.x0:.3f} {-top - rule.y0:.3f} m {rule.x1:.3f} {-top - rule.y1:.3f} l"
            self.others.setdefault((rule.weight, rule.red), []).append(path)
            return
        stretches = self.upright.setdefault((rule.x0, rule.weight, rule.red), [])
        begin = top + rule.y0
        if stretches and abs(stretches[-1][1] - begin) < _JOINT:
            begin = stretches.pop()[0]
        stretches.append((begin, top + rule.y1))

    def operators(self) -> Iterable[str]:
        for (x, weight, red), stretches in self.upright.items():
            drawn = (f"{x:.3f} {-begin:.3f} m {x:.3f} {-end:.3f} l" for begin, end in stretches)
            self.others.setdefault((weight, red), []).extend(drawn)
        for (weight, red), paths in self.others.items():
            yield f"{_COLOURS[red]} RG {weight:g} w"
            yield from paths
            yield "S"


def write_marks(ink: Ink, placed: Iterable[tuple[float, g.Strip]], numbers: Mapping[str, int]) -> None:
    """Draw strips from the origin downwards: grounds, then rules, then words.

    Args:
        ink: its canvas with the origin in the upper left corner of what is drawn.
        placed: each with the distance of its head from the origin.
        numbers: page of each anchor.
    """
    words = Words(ink)
    rules = _Rules()
    grounds: list[str] = []
    for top, strip in placed:
        for mark in strip.marks:
            if isinstance(mark, g.Rule):
                rules.put(top, mark)
            elif isinstance(mark, g.Text):
                words.put(mark.x, -top - mark.y, mark.size, mark.line.spaced_runs(), _COLOURS[mark.red])
            elif isinstance(mark, g.Shade):
                grounds.append(f"{mark.x:.3f} {-top - mark.y - mark.height:.3f} {mark.width:.3f} {mark.height:.3f} re")
            elif isinstance(mark, g.PageReference):
                line = ink.typesetter.set(str(numbers[mark.anchor]), Setting(Role.SONG, mark.size, 0), g.AREA_WIDTH)[0]
                words.put(mark.x - line.width, -top - mark.y, mark.size, line.spaced_runs())
    if grounds:
        ink.canvas.addLiteral(f"{_SHADE} rg\n" + "\n".join(grounds) + "\nf")
    ink.canvas.addLiteral("\n".join(rules.operators()))
    words.finish()


def write_qr(canvas: "Canvas", mark: QrMark) -> None:
    """Draw a QR code, one rectangle for each dark stretch of a row."""
    module = mark.size / (mark.modules + 2 * _QUIET)
    stretches = (
        f"{mark.x + (column + _QUIET) * module:.3f} {-mark.y - (row + _QUIET + 1) * module:.3f}"
        f" {length * module:.3f} {module:.3f} re"
        for row, column, length in mark.stretches
    )
    canvas.addLiteral(f"{BLACK} rg\n" + "\n".join(stretches) + "\nf")
