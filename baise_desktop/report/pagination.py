"""Strips onto pages: headings stay with what they head, rows are never cut, table heads come again."""

from collections.abc import Iterable, Iterator

from baise_desktop.report.geometry import Chapter, Page, Strip, height_of

_TOLERANCE = 0.01  # points; sums of leadings are not exact


def _groups(strips: Iterable[Strip]) -> Iterator[list[Strip]]:
    """Runs of strips that must stand on one page: each ends with the first that need not hold on to the next.

    A gap after a strip that holds on belongs to the run.
    """
    group: list[Strip] = []
    for strip in strips:
        held = bool(group) and strip.space
        group.append(strip)
        if not (strip.keep_with_next or held):
            yield group
            group = []
    if group:
        yield group


def _pour(group: list[Strip], page: Page) -> None:
    """Set a group; at the head of a page spaces fall away and the table head is repeated."""
    for strip in group:
        if page.used == 0.0:
            if strip.space:
                continue
            for head in strip.heads:
                page.put(head)
        page.put(strip)


def _fits(group: list[Strip], page: Page) -> bool:
    return page.used + height_of(group) <= page.orientation.height + _TOLERANCE


def _fill(chapter: Chapter, pages: list[Page]) -> None:
    for group in _groups(chapter.strips):
        whole = height_of(group) <= chapter.orientation.height - height_of(group[0].heads)
        for part in [group] if whole else [[strip] for strip in group]:
            if pages[-1].used > 0.0 and not _fits(part, pages[-1]):
                pages[-1].close()
                pages.append(Page(chapter.orientation))
            _pour(part, pages[-1])


def paginate(chapters: Iterable[Chapter]) -> tuple[Page, ...]:
    """Fill pages. A chapter opens a new page only where its orientation differs from the one before.

    Args:
        chapters: no strip, with the heads it repeats, may be higher than the type area.
    """
    pages: list[Page] = []
    for chapter in chapters:
        if not pages or pages[-1].orientation is not chapter.orientation:
            pages.append(Page(chapter.orientation))
        _fill(chapter, pages)
    return tuple(page for page in pages if page.used > 0.0)
