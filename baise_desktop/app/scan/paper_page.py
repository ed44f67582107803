"""One page of stamped paper, as a check saw it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from baise_desktop.errors import BaiseError
from baise_desktop.report.check_code import DRAFT, PageMark, page_code
from baise_desktop.store.standing import Standing

State = Literal["fits", "twice", "mixed", "differs", "unread", "blank", "broken"]
_GOOD: tuple[State, ...] = ("fits", "twice", "mixed", "blank")


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperPage:
    """One printed page seen, or one picture in which none was."""

    file: str
    """Name of the scan; empty for a check code typed by hand."""
    place: int
    """Which picture of it, from 1."""
    state: State
    """twice: the same page lay in this check before; mixed: it fits, but lies among the pages of another paper."""
    mark: PageMark | None = None
    standing: Standing | None = None
    """Of the submission it belongs to, if that is held."""
    error: BaiseError | None = None
    words: str = ""
    """What is told of a page that is in order."""

    @property
    def is_good(self) -> bool:
        """Whether it agrees with what is held, or says nothing."""
        return self.state in _GOOD

    @property
    def is_settled(self) -> bool:
        """Whether nothing is left to be done about it: one that is bound into another paper is to be taken out."""
        return self.is_good and self.state != "mixed"

    @property
    def sentence(self) -> str:
        """For people."""
        return self.error.sentence if self.error else self.words

    @property
    def check_code(self) -> str:
        """The short code printed on it; empty where nothing of the kind was read."""
        mark = self.mark
        return page_code(mark.binding, mark.page, mark.pages, mark.word or DRAFT) if mark else ""

    def as_json(self) -> dict[str, object]:
        """As `baise paper-check --json` prints it."""
        binding = self.mark.binding if self.mark else None
        return {
            "place": self.place,
            "state": self.state,
            "code": self.error.code if self.error else "",
            "sentence": self.sentence,
            "unit": binding.unit if binding else "",
            "plan": binding.plan if binding else "",
            "period": binding.period if binding else "",
            "version": binding.version if binding else 0,
            "paper": binding.paper if binding else "",
            "page": self.mark.page if self.mark else 0,
            "pages": self.mark.pages if self.mark else 0,
            "check_code": self.check_code,
            "content": binding.content_digest if binding else "",
            "identity": self.standing.package.identity if self.standing else "",
        }
