"""The faces of a document: five roles, and for every character a face that really has it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, partial
from io import BytesIO
from itertools import groupby
from pathlib import Path

MISSING_MARK = "〓"
"""What a character looks like that no face has: the geta mark of Chinese printing."""

_LATIN_END = 0x250
_SPACES = {"\t": " ", "\u00a0": " ", "\u3000": "\u3000"}


def without_commands(text: str) -> str:
    """A text for the lists of a document, which nobody sets: the mark where a character is nothing to be seen.

    Metadata with a control character are no XML, and half a surrogate pair is no text at all.
    """
    return "".join(each if each.isprintable() else _SPACES.get(each, MISSING_MARK) for each in text)


class Role(StrEnum):
    """What a face is for. Source: GB/T 9704-2012 section 5.2."""

    TITLE = "BiaoSong"
    """小标宋: titles, the red header."""
    BODY = "Fang"
    """仿宋."""
    HEADING = "Hei"
    """黑体: headings of the first level, table heads."""
    SUBHEADING = "Kai"
    """楷体: headings of the second level, remarks."""
    SONG = "Song"
    """宋体: page numbers, figures in tables."""


_FALLBACKS = {Role.BODY: (Role.SUBHEADING, Role.SONG)}  # the strokes of 楷体 are as light as those of 仿宋
_OTHER_FALLBACKS = (Role.SONG, Role.SUBHEADING, Role.BODY, Role.HEADING, Role.TITLE)
"""What a role falls back on in the end; with every role in it, all roles lack the same characters."""


@dataclass(frozen=True, slots=True)
class FontFile:
    """One face in a file."""

    path: Path
    index: int = 0
    """Which face of a collection."""


@dataclass(frozen=True, slots=True)
class Face:
    """A face that is ready to set text in."""

    name: str
    """Name under which the PDF writer knows it."""
    widths: Mapping[int, float]
    """Advance width by code point, in thousandths of the size. Only characters that the face holds."""


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one face."""

    face: Face
    text: str

    def width(self, size: float) -> float:
        """Length in points at a size in points."""
        return sum(self.face.widths[ord(character)] for character in self.text) * size / 1000


class _Choices(dict[str, tuple[Face, str]]):
    """Per character the face and what is drawn, looked up when first asked for."""

    def __init__(self, find: Callable[[str], tuple[Face, str]]) -> None:
        super().__init__()
        self._find = find

    def __missing__(self, character: str) -> tuple[Face, str]:
        self[character] = found = self._find(character)
        return found


class _Widths(dict[str, float]):
    """Per character its advance width in thousandths of the size."""

    def __init__(self, choices: _Choices) -> None:
        super().__init__()
        self._choices = choices

    def __missing__(self, character: str) -> float:
        face, drawn = self._choices[character]
        self[character] = width = face.widths[ord(drawn)]
        return width


class Faces:
    """The five roles over their files. A face is read when the first text needs it."""

    def __init__(self, files: Mapping[Role, tuple[FontFile, ...]]) -> None:
        """`files`: of each role, the first choice first."""
        self._files = dict(files)
        self._chosen = {role: _Choices(partial(self._find, role)) for role in Role}
        self._widths = {role: _Widths(self._chosen[role]) for role in Role}
        self._plain: dict[tuple[Role, str], set[str]] = {}
        """Characters that a role draws as they are in one face, by its name: those met so far."""

    def face(self, role: Role) -> Face:
        """The face of a role."""
        return read_face(self._files[role][0])

    def choose(self, role: Role, character: str) -> tuple[Face, str]:
        """The face to set a character in, and the character to set: itself, or the mark for a missing one."""
        return self._chosen[role][character]

    def _find(self, role: Role, character: str) -> tuple[Face, str]:
        drawn = _SPACES.get(character, character)
        # FandolFang's own Latin letters and figures are stiff beside its Chinese; the book face goes with it
        first = Role.SONG if role is Role.BODY and ord(drawn) < _LATIN_END else role
        if drawn.isprintable() or drawn in _SPACES:
            for candidate in dict.fromkeys((first, role, *_FALLBACKS.get(role, ()), *_OTHER_FALLBACKS)):
                for face in map(read_face, self._files[candidate]):
                    if ord(drawn) in face.widths:
                        return face, drawn
        return self.choose(Role.SONG, MISSING_MARK)

    def mix(self, text: str, role: Role) -> tuple[Run, ...]:
        """Cut a line of text into runs of one face each."""
        if not text:
            return ()
        chosen = self._chosen[role]
        first = chosen[text[0]][0]
        plain = self._plain.setdefault((role, first.name), set())
        if plain.issuperset(text):  # most texts, and far quicker than to look at each character
            return (Run(first, text),)
        choices = list(map(chosen.__getitem__, text))
        plain.update(
            character
            for character, choice in zip(text, choices, strict=True)
            if choice[0] is first and choice[1] == character
        )
        runs = (list(group) for _, group in groupby(choices, key=lambda choice: choice[0].name))
        return tuple(Run(run[0][0], "".join(drawn for _, drawn in run)) for run in runs)

    def width(self, text: str, role: Role) -> float:
        """Length of a text in thousandths of the size."""
        return sum(map(self._widths[role].__getitem__, text))

    def missing(self, text: str) -> frozenset[str]:
        """The characters of a text that no face has, line breaks apart."""
        return frozenset(
            character
            for character in set(text) - set("\r\n" + MISSING_MARK)
            if self.choose(Role.SONG, character)[1] == MISSING_MARK
        )


@cache
def read_face(file: FontFile) -> Face:
    """Read a face for good: reading takes longer than a page does. Raises: TTFError, the file is no sound font."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    from baise_desktop.report import reportlab_repairs

    reportlab_repairs.install()
    name = f"{file.path.stem}-{file.index}"
    # in memory: given a path, reportlab leaves the file open until it is collected
    font = TTFont(name, BytesIO(file.path.read_bytes()), subfontIndex=file.index)
    pdfmetrics.registerFont(font)
    widths = font.face.charWidths
    return Face(name, {code: widths[code] for code, glyph in font.face.charToGlyph.items() if glyph and code in widths})
