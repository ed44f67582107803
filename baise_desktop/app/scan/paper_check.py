"""核对: stamped paper, scanned or photographed, held against the submissions in the store, page by page."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from baise_desktop.app.desk import Desk, require_role
from baise_desktop.app.files.regular_file import shown_name
from baise_desktop.app.scan.page_codes import FoundCodes
from baise_desktop.app.scan.paper_codes import find_page
from baise_desktop.app.scan.paper_filing import FiledPaper, file_papers
from baise_desktop.app.scan.paper_page import PaperPage, State
from baise_desktop.app.scan.paper_verdict import Holdings, judge_mark, name_paper, read_holdings, tell
from baise_desktop.app.scan.scans import Scan, opened_scan
from baise_desktop.errors import BaiseError
from baise_desktop.report.check_code import PageMark
from baise_desktop.report.model import Binding
from baise_desktop.store.papers import SeenPage, list_seen, note_papers
from baise_desktop.texts import say


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """How far a check has come after each picture."""

    file: str
    number: int
    """Of the file, from 1."""
    place: int = 0
    """Of the picture just read; 0 where the file was refused."""
    sides: int = 0
    """Pictures of the file."""
    pages: tuple[PaperPage, ...] = ()
    """What was seen in the picture."""
    error: BaiseError | None = None
    """Why the file is refused."""


@dataclass(slots=True)
class _File:
    """One scan, as far as it was read."""

    path: Path
    digest: str = ""
    sides: int = 0
    error: BaiseError | None = None
    pages: list[PaperPage] = field(default_factory=list)
    is_noted: bool = False
    """Whether what it showed is recorded."""


class PaperCheck:
    """One sitting at which paper is checked; files and typed codes add up."""

    def __init__(self, desk: Desk) -> None:
        """Raises: BaiseError ROLE_CITY_ONLY."""
        require_role(desk, "city")
        self._desk = desk
        self._files: list[_File] = []
        self._seen: dict[tuple[Binding, int, int], PaperPage] = {}

    def read(self, files: Sequence[Path], now: datetime) -> Generator[Step, None, None]:
        """Read files, one picture at a time; a file that cannot be read does not stop the others.

        What a file showed is recorded when it is through; where nobody asks for more, by `stop`.
        """
        holdings = read_holdings(self._desk)
        for number, path in enumerate(files, 1):
            yield from self._read_file(path, number, holdings, now)

    def take_code(self, typed: str, now: datetime) -> PaperPage:
        """Check a page by its short code, and record it.

        Raises:
            BaiseError: PAPER_CODE, PAPER_CODE_UNKNOWN.
        """
        holdings = read_holdings(self._desk)
        seen = self._judge(find_page(holdings, typed, self._known_prints(holdings)), "", 0, holdings)
        typed_in = _File(Path(), pages=[seen])
        self._files.append(typed_in)
        self._record(typed_in, now)
        return seen

    def stop(self, now: datetime) -> None:
        """Record what a file showed that was not read to its end."""
        for file in self._files:
            if file.pages and not file.is_noted:
                self._record(file, now)

    @property
    def pages(self) -> tuple[PaperPage, ...]:
        """Everything seen so far."""
        return tuple(page for file in self._files for page in file.pages)

    def filed(self) -> tuple[FiledPaper, ...]:
        """The submissions and other prints that pages were seen of, each with what is missing."""
        return file_papers(self._desk, self.pages)

    @property
    def refused(self) -> tuple[tuple[Path, BaiseError], ...]:
        """Each file that was refused, and why."""
        return tuple((file.path, file.error) for file in self._files if file.error)

    @property
    def emptiness(self) -> BaiseError | None:
        """PAPER_ALL_BLANK where pictures were read and no page of any paper was among them, only blank sheets."""
        is_empty = bool(self.pages) and all(page.state == "blank" for page in self.pages)
        return BaiseError("PAPER_ALL_BLANK") if is_empty else None

    def is_whole(self) -> bool:
        """Whether every file could be read, pages were found, every page is in order, and no page is missing."""
        fine = not self.refused and not self.emptiness and all(page.is_good for page in self.pages)
        return fine and all(each.is_whole for each in self.filed())

    def as_json(self) -> dict[str, object]:
        """As `baise paper-check --json` prints it."""
        return {
            "ok": self.is_whole(),
            "files": [_file_json(file) for file in self._files],
            "submissions": [each.as_json() for each in self.filed()],
        }

    def _read_file(self, path: Path, number: int, holdings: Holdings, now: datetime) -> Iterator[Step]:
        file = _File(path)
        self._files.append(file)
        name = shown_name(path)
        try:
            with opened_scan(path) as (scan, digest):
                file.digest, file.sides = digest, scan.sides
                for place in range(1, scan.sides + 1):
                    seen = self._read_side(scan, name, place, holdings)
                    pages = tuple(_with_note(self._desk, file.pages, page) for page in seen)
                    file.pages.extend(pages)
                    if place == scan.sides:
                        self._record(file, now)
                    yield Step(file=name, number=number, place=place, sides=scan.sides, pages=pages)
        except BaiseError as error:
            file.error = error
            yield Step(file=name, number=number, error=error)

    def _read_side(self, scan: Scan, name: str, place: int, holdings: Holdings) -> tuple[PaperPage, ...]:
        try:
            found = scan.codes(place)
        except BaiseError as error:
            told = BaiseError(error.code, **(error.values | {"file": say("paper_check.side", file=name, place=place)}))
            return (PaperPage(file=name, place=place, state="broken", error=told),)
        if not found.marks:
            return (_without_mark(found, name, place),)
        pages = tuple(self._judge(mark, name, place, holdings) for mark in found.marks)
        return tuple(_no_paper(page) for page in pages) if found.is_drawn else pages

    def _judge(self, mark: PageMark, name: str, place: int, holdings: Holdings) -> PaperPage:
        standing, error = judge_mark(self._desk, holdings, mark)
        page = PaperPage(file=name, place=place, state="fits", mark=mark, standing=standing, error=error)
        binding = mark.binding
        key = (binding, mark.page, mark.pages)
        if error:
            return replace(page, state="differs")
        if before := self._seen.get(key):
            first = say("paper_check.side", file=before.file, place=before.place) if before.file else ""
            words = say("paper_check.twice", first=first) if first else say("paper_check.twice_code")
            return replace(page, state="twice", words=words)
        self._seen[key] = page
        most = self._other_print(mark)
        if most:
            told = tell(self._desk, binding)
            return replace(page, state="differs", error=BaiseError("PAPER_PRINT", pages=mark.pages, most=most, **told))
        paper = name_paper(binding.paper)
        told = tell(self._desk, binding)
        return replace(page, words=say("paper_check.fits", **told, version=binding.version, paper=paper))

    def _known_prints(self, holdings: Holdings) -> list[tuple[Binding, int]]:
        """The prints of held submissions of which some page was seen, now or before."""
        now = [(binding, pages) for binding, _, pages in self._seen if binding.content_digest in holdings.by_content]
        before = [
            (replace(held, paper=paper), pages)
            for content, prints in list_seen(self._desk.store).items()
            if (held := holdings.binding_of(content))
            for paper, pages in prints
        ]
        return list(dict.fromkeys([*now, *before]))

    def _other_print(self, mark: PageMark) -> int:
        """Of how many pages another print of the same paper is, of which more pages lay here; 0 for none."""
        seen: defaultdict[int, int] = defaultdict(int)
        for binding, _, pages in self._seen:
            if binding == mark.binding:
                seen[pages] += 1
        most = max(seen, key=lambda pages: seen[pages], default=mark.pages)
        return most if seen[most] > seen[mark.pages] else 0

    def _record(self, file: _File, now: datetime) -> None:
        seen = [_seen_page(page, page.mark, file.digest) for page in file.pages if page.standing and page.mark]
        states: tuple[State, ...] = ("fits", "differs", "unread")
        found: list[State] = ["fits" if page.state == "mixed" else page.state for page in file.pages]
        told: dict[str, str | int] = {state: found.count(state) for state in states}
        if file.digest:
            told |= {"file": shown_name(file.path), "scan": file.digest}
        else:
            told["check_code"] = " ".join(page.check_code for page in file.pages if page.mark)
        note_papers(self._desk.store, seen, told, self._desk.office.unit, now)
        file.is_noted = True


def check_papers(desk: Desk, files: Sequence[Path], codes: Sequence[str], now: datetime) -> PaperCheck:
    """Check whole files and typed codes at once. Raises: BaiseError PAPER_NOTHING, those of `take_code`."""
    if not files and not codes:
        raise BaiseError("PAPER_NOTHING")
    check = PaperCheck(desk)
    for _ in check.read(files, now):
        pass
    for code in codes:
        check.take_code(code, now)
    return check


def _without_mark(found: FoundCodes, name: str, place: int) -> PaperPage:
    if found.is_blank:
        return PaperPage(file=name, place=place, state="blank", words=say("paper_check.blank"))
    error = BaiseError("PAPER_OTHER_CODE") if found.foreign and not found.torn else BaiseError("PAPER_UNREAD")
    return PaperPage(file=name, place=place, state="unread", error=error)


def _seen_page(page: PaperPage, mark: PageMark, digest: str) -> SeenPage:
    binding = mark.binding
    return SeenPage(
        unit=binding.unit,
        period=binding.period,
        plan=binding.plan,
        version=binding.version,
        content=binding.content_digest,
        paper=binding.paper,
        pages=mark.pages,
        page=mark.page,
        scan=digest,
        place=page.place,
        file_name=page.file,
    )


def _file_json(file: _File) -> dict[str, object]:
    told: dict[str, object] = {"file": str(file.path) if file.path.name else "", "ok": file.error is None}
    if file.error:
        return told | {"code": file.error.code, "sentence": file.error.sentence, "sides": 0, "sha256": "", "pages": []}
    pages = [page.as_json() for page in file.pages]
    return told | {"code": "", "sentence": "", "sides": file.sides, "sha256": file.digest, "pages": pages}


def _no_paper(page: PaperPage) -> PaperPage:
    """A page of a file as the program wrote it agrees with the store, but shows no stamp."""
    return page if page.error else replace(page, words=say("paper_check.no_paper", words=page.words))


def _with_note(desk: Desk, before: Sequence[PaperPage], page: PaperPage) -> PaperPage:
    """A page that fits, and that lies among those of another print which is not through, is told to be out of place."""
    last = next((each.mark for each in reversed(before) if each.mark), None)
    if page.state != "fits" or page.mark is None or last is None or page.mark.page == 1:
        return page
    among = last.binding
    seen = {each.mark.page for each in before if each.mark and each.mark.binding == among}
    begun = any(each.mark and each.mark.binding == page.mark.binding for each in before)
    if begun or among == page.mark.binding or len(seen) == last.pages:
        return page
    other = say("paper_check.which", **tell(desk, among), version=among.version)
    return replace(page, state="mixed", words=say("paper_check.out_of_place", words=page.words, other=other))
