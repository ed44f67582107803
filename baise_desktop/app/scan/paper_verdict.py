"""Whether a printed page is a page of what the city holds, and if not, what is wrong with it in words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from baise_desktop.app.desk import Desk
from baise_desktop.app.installation.naming import name_on, period_words
from baise_desktop.errors import BaiseError
from baise_desktop.form.period import parse_period
from baise_desktop.report.check_code import DRAFT, EXERCISE, PageMark
from baise_desktop.report.model import Binding
from baise_desktop.store.queries import read_standings
from baise_desktop.store.standing import Standing
from baise_desktop.texts import knows, say

BLANK = "blank"
"""What the code of a blank form calls its paper."""
_Sending = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Holdings:
    """The submissions held, as paper asks for them."""

    by_content: Mapping[str, Standing]
    """By content digest."""
    by_sending: Mapping[_Sending, tuple[Standing, ...]]
    """Every version of a unit's plan and period, the lowest first."""

    def binding_of(self, content: str) -> Binding | None:
        """What the pages of a submission's report carry, by its content digest; None when it is not held."""
        if content not in self.by_content:
            return None
        package = self.by_content[content].package
        return Binding(package.unit, package.plan, package.period, package.version, content)


def read_holdings(desk: Desk) -> Holdings:
    """What the city holds now."""
    by_content: dict[str, Standing] = {}
    by_sending: defaultdict[_Sending, list[Standing]] = defaultdict(list)
    standings = read_standings(desk.store).by_identity
    for standing in sorted(standings.values(), key=lambda each: (each.package.version, each.package.identity)):
        package = standing.package
        by_sending[package.unit, package.plan, package.period].append(standing)
        before = by_content.get(package.content)
        if before is None or not before.counts:
            by_content[package.content] = standing
    return Holdings(by_content, {sending: tuple(found) for sending, found in by_sending.items()})


def judge_mark(desk: Desk, holdings: Holdings, mark: PageMark) -> tuple[Standing | None, BaiseError | None]:
    """The submission that a page belongs to, and what is wrong with the page.

    Args:
        desk: of the city.
        holdings: what it holds.
        mark: what the page says of itself.

    Returns:
        Both may be there: a page of a version that was returned belongs to it. None as error: it fits what is held.
    """
    if error := _strange(desk, mark):
        return None, error
    words = tell(desk, mark.binding)
    if mark.word or mark.binding.paper == BLANK:
        return None, _without_file(mark, words)
    standing = holdings.by_content.get(mark.binding.content_digest)
    binding = mark.binding
    versions = holdings.by_sending.get((binding.unit, binding.plan, binding.period), ())
    if standing is None:
        return None, _not_held(binding, versions, words)
    package = standing.package
    said = (binding.unit, binding.plan, binding.period, binding.version)
    if said != (package.unit, package.plan, package.period, package.version):
        held = Binding(package.unit, package.plan, package.period, package.version, package.content)
        other = say("paper_check.which", **tell(desk, held), version=package.version)
        return None, BaiseError("PAPER_FORGED", paper=binding.version, other=other, **words)
    return standing, _out_of_force(standing, versions, words)


def tell(desk: Desk, binding: Binding) -> dict[str, str]:
    """Unit and period of a paper as people call them."""
    period = parse_period(binding.period)
    return {"unit": name_on(desk, binding.unit, period.end), "period": period_words(period)}


def name_paper(paper: str) -> str:
    """What people call a paper about a submission."""
    key = f"papers.{paper or 'submission'}"
    return say(key) if knows(key) else paper


def _strange(desk: Desk, mark: PageMark) -> BaiseError | None:
    binding = mark.binding
    if binding.unit not in desk.catalogue.units:
        return BaiseError("PAPER_UNIT", unit=binding.unit)
    if binding.plan not in desk.catalogue.plans:
        return BaiseError("PAPER_PLAN", plan=binding.plan)
    try:
        parse_period(binding.period)
    except (BaiseError, ValueError):
        return BaiseError("PAPER_OTHER_CODE")
    return None


def _without_file(mark: PageMark, words: dict[str, str]) -> BaiseError:
    if mark.word == EXERCISE:
        return BaiseError("PAPER_EXERCISE", **words)
    if mark.binding.paper == BLANK or mark.word != DRAFT:
        return BaiseError("PAPER_BLANK_FORM", **words)
    return BaiseError("PAPER_DRAFT", paper=mark.binding.version, **words)


def _not_held(binding: Binding, versions: tuple[Standing, ...], words: dict[str, str]) -> BaiseError:
    if not versions:
        return BaiseError("PAPER_NOT_HELD", **words)
    held = _current(versions).package.version
    if any(each.package.version == binding.version for each in versions):
        return BaiseError("PAPER_CONTENT", paper=binding.version, **words)
    code = "PAPER_OLD" if binding.version < held else "PAPER_NEW"
    return BaiseError(code, paper=binding.version, held=held, **words)


def _current(versions: tuple[Standing, ...]) -> Standing:
    """What the city goes by: the version that counts, else the newest that was not taken out."""
    counting = [each for each in versions if each.counts]
    kept = [each for each in versions if each.state != "withdrawn" and not each.overruled]
    return (counting or kept or versions)[-1]


def _out_of_force(standing: Standing, versions: tuple[Standing, ...], words: dict[str, str]) -> BaiseError | None:
    values = {"paper": standing.package.version, **words}
    held = _current(versions).package.version
    if standing.package.version < held:
        return BaiseError("PAPER_OLD", held=held, **values)
    if standing.state == "returned":
        return BaiseError("PAPER_RETURNED", **values)
    if standing.state == "withdrawn":
        return BaiseError("PAPER_WITHDRAWN", **values)
    if standing.disputed or standing.overruled:
        return BaiseError("PAPER_DISPUTED", **values)
    if standing.hold:
        return BaiseError("PAPER_HOLD", **values)
    return None
