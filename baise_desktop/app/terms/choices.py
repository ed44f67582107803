"""What the plans leave open, settled by the city: base years, ways of counting, lists and deadlines."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from baise_desktop.app.clock_check import require_clock
from baise_desktop.app.desk import CITY_UNIT, Desk, require_role
from baise_desktop.form.definition import Catalogue, Target, Unit
from baise_desktop.progress.baseline import (
    SEPARATOR,
    ChoiceKind,
    Choices,
    check_choice,
    is_required,
    kind_of,
    list_open_choices,
    offered_texts,
    plain_text,
)
from baise_desktop.store.decided import Settlement, decide_setting
from baise_desktop.store.settings import list_settings
from baise_desktop.texts import knows, say

_TYPED = (ChoiceKind.YEAR, ChoiceKind.AMOUNT, ChoiceKind.DAY)
_KINDS_OFFERED = ("county", "park", "city_dept", "vertical")
"""Kinds of units that can be counted as a whole."""


@dataclass(frozen=True, slots=True)
class OpenChoice:
    """One thing to settle."""

    name: str
    """Of the setting."""
    subject: str
    """Name of the target or indicator."""
    why: str
    """What the catalogue notes about it."""
    value: str
    """Empty while it is open, or as the catalogue has it."""
    what: str
    """What is open, in words."""
    kind: ChoiceKind
    required: bool
    """Whether figures wait for it."""
    shown: str
    """The value in words, or what holds while it is open."""
    targets: tuple[str, ...]
    """Ids of the targets whose figures go by it."""

    @property
    def is_due(self) -> bool:
        """Whether figures wait for it now."""
        return self.required and not self.value

    def as_json(self) -> dict[str, Any]:
        """As `baise city settings --json` prints it."""
        return asdict(self)


def read_choices(desk: Desk) -> Choices:
    """The choices that figures are computed by."""
    known = list_open_choices(desk.catalogue)
    return Choices({name: value for name, value in list_settings(desk.store).items() if name in known and value})


def list_choices(desk: Desk) -> tuple[OpenChoice, ...]:
    """Everything that can be settled, and how it stands."""
    chosen = read_choices(desk).settings
    return tuple(
        _describe(desk.catalogue, name, owner, chosen.get(name, ""))
        for name, owner in list_open_choices(desk.catalogue).items()
    )


def choose(desk: Desk, name: str, text: str, now: datetime) -> None:
    """Settle one thing, or leave it open again with an empty text.

    Raises:
        BaiseError: ROLE_CITY_ONLY, CLOCK_BACK, CHOICE_UNKNOWN, CHOICE_WRONG.
    """
    require_role(desk, "city")
    require_clock(desk, now)
    if name in list_open_choices(desk.catalogue) and kind_of(name) in _TYPED:
        text = plain_text(kind_of(name), text)
    check_choice(desk.catalogue, name, text)
    told = [(say("journal.choice"), {"value": text})]
    decide_setting(desk.store, Settlement("choose", name, text), CITY_UNIT, now, told)


def offered_values(catalogue: Catalogue, name: str) -> tuple[tuple[str, str], ...]:
    """What a setting chooses from, as value and words; empty for what is typed."""
    if kind_of(name) is not ChoiceKind.UNITS:
        return tuple((text, text) for text in offered_texts(catalogue, name))
    kinds = tuple((kind, say(f"choices.every_{kind}")) for kind in _KINDS_OFFERED)
    return (*kinds, *((unit.id, unit.name) for unit in catalogue.units.values() if _can_count(unit)))


def _can_count(unit: Unit) -> bool:
    return unit.reporter and unit.kind in ("county", "park", "city_dept", "vertical")


def clause_of(catalogue: Catalogue, target: Target) -> str:
    """Id of the clause that states a target; empty where it stands in no clause, such as a line of an annex."""
    clauses = (each for each in catalogue.clauses.values() if each.plan == target.plan)
    return next((each.id for each in clauses if each.clause == target.clause), "")


def _describe(catalogue: Catalogue, name: str, owner: str, value: str) -> OpenChoice:
    target = catalogue.targets.get(owner)
    indicator = catalogue.indicators[target.indicator if target else owner]
    of_indicator = tuple(each.id for each in catalogue.targets.values() if each.indicator == owner)
    return OpenChoice(
        name=name,
        subject=target.name if target else indicator.name,
        why="；".join(text for text in (target.baseline_note, *target.notes) if text) if target else indicator.note,
        value=value,
        what=say(f"choices.what_{_part_of(name)}"),
        kind=kind_of(name),
        required=is_required(catalogue, name),
        shown=show_value(catalogue, name, value) if value else _unset(catalogue, name),
        targets=(owner,) if target else of_indicator,
    )


def _part_of(name: str) -> str:
    kind, _, *rest = name.split(":")
    return f"{kind}_{rest[0]}" if kind == "baseline" else kind


def show_value(catalogue: Catalogue, name: str, value: str) -> str:
    """A setting in the words that a reader knows."""
    words = dict(offered_values(catalogue, name))
    return SEPARATOR.join(words.get(each, each) for each in value.split(SEPARATOR))


def _unset(catalogue: Catalogue, name: str) -> str:
    return (
        say("choices.due") if is_required(catalogue, name) else say("choices.unset", default=_default(catalogue, name))
    )


def _default(catalogue: Catalogue, name: str) -> str:
    kind, owner, *_ = name.split(":")
    if kind == "deadline":
        return catalogue.targets[owner].deadline
    if kind == "counted":
        return show_value(catalogue, name, SEPARATOR.join(catalogue.indicators[owner].counted_units))
    key = f"choices.usual_{owner.removeprefix('i.')}"
    if kind == "caliber" and knows(key):
        return say(key)
    return say(f"choices.default_{_part_of(name)}")
