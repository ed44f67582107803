"""Who has reported what a figure rests on: nothing reported is 未报, and is not 0."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from baise_desktop.app.desk import Desk
from baise_desktop.form.definition import Unit
from baise_desktop.progress.membership import is_same_unit
from baise_desktop.store.obligations import list_obligations
from baise_desktop.store.queries import reported_forms

EVERYTHING = ""


@dataclass(frozen=True, slots=True)
class Reporters:
    """Which units have spoken of which registers by a day. A unit and its successor speak for one another."""

    owed: Mapping[str, frozenset[str]]
    """Forms of one plan by unit, of all periods; a unit that is not in it owes nothing that is known."""
    given: frozenset[tuple[str, str]]
    """(unit, form) of what was reported; form '' for all."""
    units: Mapping[str, Unit]

    def has_reported(self, unit: str, registers: Collection[str]) -> bool:
        """Whether the unit has reported one of the registers, or owes none of them."""
        bodies = [each for each in self.units if is_same_unit(each, unit, self.units)]
        if any((body, form) in self.given for body in bodies for form in (*registers, EVERYTHING)):
            return True
        known = [self.owed[body] for body in bodies if body in self.owed]
        return bool(known) and not any(forms.intersection(registers) for forms in known)

    def missing(self, units: Sequence[str], registers: Collection[str]) -> tuple[str, ...]:
        """Those of the units that have not reported, in their order."""
        return tuple(unit for unit in units if not self.has_reported(unit, registers))


def read_reporters(desk: Desk, plan: str, as_of: date, *, accepted_only: bool) -> Reporters:
    """Who has reported what by a day. A unit's own desk knows of itself alone, and that all it has stands there.

    What a unit owes under another plan says nothing of this one: no task pack of it may have been issued.
    """
    owed: dict[str, set[str]] = {}
    for each in (one for one in list_obligations(desk.store) if one.plan == plan):
        owed.setdefault(each.unit, set()).add(each.form)
    if desk.office.role == "city":
        given = reported_forms(desk.store, as_of, accepted_only)
    else:
        given = frozenset({(desk.office.unit, EVERYTHING)})
    return Reporters({unit: frozenset(forms) for unit, forms in owed.items()}, given, desk.catalogue.units)
