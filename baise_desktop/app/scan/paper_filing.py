"""Pages seen on paper, put together again: of which submission, how many, and which are missing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from baise_desktop.app.desk import Desk
from baise_desktop.app.scan.paper_page import PaperPage
from baise_desktop.app.scan.paper_verdict import tell
from baise_desktop.errors import BaiseError
from baise_desktop.report.model import Binding
from baise_desktop.store.papers import Print, list_seen
from baise_desktop.store.standing import Standing
from baise_desktop.texts import say

_REPORT = ""
_MOST_NAMED = 20
"""Missing pages named one by one."""
_NOWHERE = ("PAPER_UNIT", "PAPER_PLAN", "PAPER_OTHER_CODE", "PAPER_BLANK_FORM", "PAPER_EXERCISE", "PAPER_DRAFT")
"""What is wrong with pages that are of no submission at all, so that none of them can be missing."""


@dataclass(frozen=True, slots=True)
class SeenPrint:
    """How much of one print was seen."""

    pages: int
    """Of the whole print; 0 where none was seen."""
    seen: frozenset[int] = frozenset()

    @property
    def missing(self) -> tuple[int, ...]:
        """Pages not seen."""
        return tuple(page for page in range(1, self.pages + 1) if page not in self.seen)

    @property
    def is_whole(self) -> bool:
        """Whether every page was seen."""
        return self.pages > 0 and not self.missing

    @property
    def words(self) -> str:
        """Such as 缺第 3、5 页，共 12 页."""
        if self.is_whole:
            return say("paper_check.whole", pages=self.pages)
        return say("paper_check.missing", missing=name_pages(self.missing), pages=self.pages)


@dataclass(frozen=True, slots=True, kw_only=True)
class FiledPaper:
    """One paper about a submission, with the pages seen of it now or before."""

    binding: Binding
    unit_name: str
    period_text: str
    seen: SeenPrint
    standing: Standing | None
    """Of the submission; None where it is not held."""
    error: BaiseError | None
    """Why the paper is not what the city holds."""

    @property
    def is_whole(self) -> bool:
        """Whether it is what the city holds, with every page."""
        return self.error is None and self.seen.is_whole

    @property
    def sentence(self) -> str:
        """For people."""
        return f"{self.error.sentence}{self.seen.words}。" if self.error else f"{self.seen.words}。"

    @property
    def refusal(self) -> BaiseError | None:
        """What is wrong with it, by code; None where nothing is."""
        if self.error or self.seen.is_whole:
            return self.error
        words = {"unit": self.unit_name, "period": self.period_text}
        return BaiseError("PAPER_MISSING", paper=self.binding.version, missing=self.seen.words, **words)

    def as_json(self) -> dict[str, object]:
        """As `baise paper-check --json` prints it."""
        binding = self.binding
        return {
            "unit": binding.unit,
            "unit_name": self.unit_name,
            "plan": binding.plan,
            "period": binding.period,
            "version": binding.version,
            "paper": binding.paper,
            "content": binding.content_digest,
            "identity": self.standing.package.identity if self.standing else "",
            "ok": self.is_whole,
            "code": self.refusal.code if self.refusal else "",
            "sentence": self.sentence,
            "pages": self.seen.pages,
            "seen": sorted(self.seen.seen),
            "missing": list(self.seen.missing),
        }


def file_papers(desk: Desk, pages: Iterable[PaperPage]) -> tuple[FiledPaper, ...]:
    """What pages come to, with those of the same submissions that were seen before."""
    first: dict[Binding, PaperPage] = {}
    now: defaultdict[Binding, defaultdict[int, set[int]]] = defaultdict(lambda: defaultdict(set))
    for page in pages:
        if page.mark is None or (page.error and page.error.code in _NOWHERE):
            continue
        first.setdefault(page.mark.binding, page)
        now[page.mark.binding][page.mark.pages].add(page.mark.page)
    before = list_seen(desk.store, {binding.content_digest for binding in first})
    return tuple(_filed(desk, binding, page, now[binding], before) for binding, page in first.items())


def _filed(
    desk: Desk,
    binding: Binding,
    page: PaperPage,
    now: Mapping[int, set[int]],
    before: Mapping[str, Mapping[Print, frozenset[int]]],
) -> FiledPaper:
    known = before.get(binding.content_digest, {}) if page.standing else {}
    prints = {pages: now.get(pages, set()) | known.get((binding.paper, pages), frozenset()) for pages in now}
    words = tell(desk, binding)
    return FiledPaper(
        binding=binding,
        unit_name=words["unit"],
        period_text=words["period"],
        seen=best_print({pages: frozenset(found) for pages, found in prints.items()}),
        standing=page.standing,
        error=page.error,
    )


def best_print(prints: Mapping[int, frozenset[int]]) -> SeenPrint:
    """Of several prints of one paper, by their numbers of pages: the whole one, else the one most was seen of."""
    found = [SeenPrint(pages, seen) for pages, seen in sorted(prints.items())]
    return max(found, key=lambda each: (each.is_whole, len(each.seen)), default=SeenPrint(0))


def read_seen(desk: Desk) -> Mapping[str, SeenPrint]:
    """How much of the report of each submission was seen on paper, by content digest."""
    return {
        content: best_print({pages: seen for (paper, pages), seen in prints.items() if paper == _REPORT})
        for content, prints in list_seen(desk.store).items()
    }


def name_pages(pages: tuple[int, ...]) -> str:
    """Such as 3、5—8."""
    runs: list[list[int]] = []
    for page in pages:
        if runs and runs[-1][1] == page - 1:
            runs[-1][1] = page
        else:
            runs.append([page, page])
    named = [str(first) if first == last else say("paper_check.run", first=first, last=last) for first, last in runs]
    shown = say("paper_check.comma").join(named[:_MOST_NAMED])
    return shown if len(named) <= _MOST_NAMED else say("paper_check.more", shown=shown)
