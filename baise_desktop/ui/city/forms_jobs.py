"""What the page of forms asks of the desk; every job gives plain values and runs beside the window."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from baise_desktop.app.clock import utc_now
from baise_desktop.texts import say
from baise_desktop.ui.city.mistakes_view import Place

if TYPE_CHECKING:
    from baise_desktop.app.desk import Desk
    from baise_desktop.app.terms.choices import OpenChoice
    from baise_desktop.form.check import FormsCheck
    from baise_desktop.form.defect import Defect
    from baise_desktop.form.definition import Catalogue

Places = tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class FormsState:
    """What the page shows beside the definitions that the desk goes by."""

    settings: tuple[OpenChoice, ...]
    """What the plans leave open."""
    draft: Catalogue | None
    """The definitions that the next task pack will carry, when they are others."""


def read_state(desk: Desk) -> FormsState:
    """What the store holds about the definitions."""
    from baise_desktop.app.packs.publishing import next_catalogue
    from baise_desktop.app.terms.choices import list_choices

    drafted = next_catalogue(desk)
    return FormsState(list_choices(desk), drafted if drafted.digest != desk.catalogue.digest else None)


def export(out: Path, desk: Desk) -> Path:
    """The definitions as a workbook: those of the draft where there is one."""
    from baise_desktop.app.installation.forms import definitions_folder, write_forms_workbook

    return write_forms_workbook(out, definitions_folder(desk), utc_now())


def check(desk: Desk) -> tuple[str, Places]:
    """What there is in words, and everything wrong with it."""
    from baise_desktop.app.installation.forms import check_definitions, definitions_folder

    found = check_definitions(definitions_folder(desk))
    return _counted(found), _places(found.defects)


def read_in(file: Path, desk: Desk) -> Places:
    """Make the definitions of a workbook the draft, unless something has to be changed in it."""
    from baise_desktop.app.installation.forms import take_workbook

    with TemporaryDirectory() as beside:
        made = Path(beside) / "forms"
        mistakes = take_workbook(file, made)
        if not mistakes:
            _draft(desk, made)
    return tuple(
        Place(each.spot.sheet, each.spot.shown.removeprefix(f"{each.spot.sheet}!"), each.sentence) for each in mistakes
    )


def adopt(folder: Path, desk: Desk) -> Places:
    """Make the definitions of a folder the draft, unless something is wrong with them."""
    from baise_desktop.app.installation.forms import check_definitions

    places = _places(check_definitions(folder).defects)
    if not places:
        _draft(desk, folder)
    return places


def _draft(desk: Desk, folder: Path) -> None:
    from baise_desktop.app.packs.publishing import put_draft_forms

    put_draft_forms(desk, folder, utc_now())


def _places(defects: tuple[Defect, ...]) -> Places:
    return tuple(Place(each.file, each.key or say("window.forms_whole_file"), each.sentence) for each in defects)


def _counted(found: FormsCheck) -> str:
    plans = found.plans.values()
    return say(
        "window.forms_sound",
        plans=len(plans),
        tasks=sum(plan.tasks for plan in plans),
        targets=sum(plan.targets for plan in plans),
        mechanisms=sum(plan.mechanisms for plan in plans),
        clauses=sum(plan.clauses for plan in plans),
        covered=sum(plan.clauses_covered for plan in plans),
        indicators=found.indicators,
        registers=found.registers,
        columns=found.columns,
        code_lists=found.code_lists,
        units=found.units,
    )
