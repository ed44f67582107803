"""The parts of a document under their numbered headings, each with its bookmarks."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from baise_desktop.report import blocks
from baise_desktop.report.geometry import Anchor, Chapter, Orientation, Strip
from baise_desktop.report.seal_place import Seal
from baise_desktop.report.titles import numeral
from baise_desktop.report.typesetting import Setting, Typesetter
from baise_desktop.texts import say


@dataclass(slots=True)
class Manuscript:
    """Chapters as they are written, from the first strip to the last."""

    typesetter: Typesetter
    chapters: list[Chapter] = field(default_factory=list)
    anchors: list[Anchor] = field(default_factory=list)
    parts: int = 0
    sections: int = 0
    seal: Seal = field(default_factory=Seal)
    _strips: list[Strip] = field(default_factory=list)
    """Those of the last chapter."""

    def add(self, strips: Iterable[Strip], orientation: Orientation = Orientation.PORTRAIT) -> None:
        """Set strips under what is there; another orientation opens a new page."""
        if not self.chapters or self.chapters[-1].orientation is not orientation:
            self._strips = []
            self.chapters.append(Chapter(orientation, self._strips))
        self._strips.extend(strips)

    def begin_part(self, title: str, orientation: Orientation = Orientation.PORTRAIT) -> None:
        """A heading of the first level: 一、..."""
        self.parts += 1
        self.sections = 0
        text = say("report.numbered_part", number=numeral(self.parts), title=title)
        self.add(self._heading(text, 0, blocks.HEADING, orientation), orientation)

    def begin_section(self, title: str, orientation: Orientation = Orientation.PORTRAIT) -> None:
        """A heading of the second level: （一）..."""
        self.sections += 1
        text = say("report.numbered_section", number=numeral(self.sections), title=title)
        self.add(self._heading(text, 1, blocks.SUBHEADING, orientation), orientation)

    def add_text(
        self, text: str, setting: Setting = blocks.BODY, orientation: Orientation = Orientation.PORTRAIT
    ) -> None:
        """A paragraph."""
        self.add(blocks.paragraph(self.typesetter, text, setting, orientation.width), orientation)

    def _heading(self, text: str, level: int, setting: Setting, orientation: Orientation) -> Iterator[Strip]:
        anchor = Anchor(f"a{len(self.anchors) + 1}", text, level)
        self.anchors.append(anchor)
        yield from blocks.heading(self.typesetter, text, setting, orientation.width, anchor)
