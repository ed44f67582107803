"""From manuscript to finished file: paginate, draw, make PDF/A."""

from collections.abc import Iterable
from dataclasses import fields, is_dataclass
from datetime import date

from baise_desktop.exchange.paper import PaperClaim, write_claim
from baise_desktop.report.drawing import draw
from baise_desktop.report.fonts import Faces, without_commands
from baise_desktop.report.foot import Foot
from baise_desktop.report.model import Binding, RenderedPdf
from baise_desktop.report.pagination import paginate
from baise_desktop.report.part import Manuscript


def texts_of(value: object) -> Iterable[str]:
    """Every text inside a report."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, text in value.items():
            yield from (key, text)
    elif isinstance(value, tuple):
        for item in value:
            yield from texts_of(item)
    elif is_dataclass(value):
        for each in fields(value):
            yield from texts_of(getattr(value, each.name))


def find_missing(faces: Faces, report: object) -> tuple[str, ...]:
    """The characters of a report that no face holds, in order."""
    characters = "".join(sorted({character for text in texts_of(report) for character in text}))
    return tuple(sorted(faces.missing(characters)))


def finish(
    manuscript: Manuscript, foot: Foot, *, title: str, author: str, day: date, missing: tuple[str, ...]
) -> RenderedPdf:
    """Lay out the pages and write the file.

    Args:
        manuscript: all chapters.
        foot: what stands under each page.
        title: of the document.
        author: the unit.
        day: of creation.
        missing: characters printed as 〓.
    """
    from baise_desktop.report.pdfa import to_pdfa

    title, author = map(without_commands, (title, author))
    pages = paginate(manuscript.chapters)
    drawn = draw(pages, foot, manuscript.typesetter, title, manuscript.seal)
    pdf = to_pdfa(drawn.pdf, title=title, author=author, day=day, keywords=_claim(foot.binding))
    return RenderedPdf(pdf, len(pages), drawn.seal, missing)


def _claim(binding: Binding | None) -> str:
    """What the paper belongs to, for those who verify its signature."""
    if binding is None:
        return ""
    claim = PaperClaim(binding.unit, binding.plan, binding.period, binding.version, binding.content_digest)
    return write_claim(claim)
