"""The first run for each kind of desk, and the windows that a newcomer sees next, as pictures."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from baise_desktop.ui.jobs import Jobs
    from baise_desktop.ui.wizard.wizard import FirstRunWizard

COUNTY = "c.pingguo"
SECRET = "a long passphrase"  # noqa: S105 -- of a store that is thrown away
_PAGES = {
    "unit": ("unit", "place", "key", "pack", "ready"),
    "city": ("place", "key", "ready"),
    "take_over": ("take", "ready"),
}


def wizard_pictures(jobs: Jobs, scratch: Path, settle: Callable[[], None]) -> Iterator[tuple[str, QWidget]]:
    """Every page of the wizard, for each role that has its own."""
    from baise_desktop.ui.wizard.wizard import FirstRunWizard

    for role, pages in _PAGES.items():
        folder = scratch / role
        folder.mkdir(parents=True)
        wizard = FirstRunWizard(jobs, folder / "store")
        wizard.show()
        wizard.role_page.choices[role].setChecked(True)
        settle()
        if role == "unit":
            yield "wizard-role", wizard
        for page in pages:
            wizard.next()
            settle()
            yield f"wizard-{page}" if role == "unit" else f"wizard-{role.replace('_', '-')}-{page}", wizard
            _answer(wizard, page, folder)
            settle()
            if page in ("unit", "key"):
                yield f"wizard-{role}-{page}-answered", wizard
        wizard.close()


def _answer(wizard: FirstRunWizard, page: str, folder: Path) -> None:
    if page == "unit":
        wizard.unit_page.search.setText("npx")
    elif page == "place":
        wizard.place_page.request.edit.setText(str(folder))
        wizard.place_page.backup.edit.setText(str(folder / "backup"))
    elif page == "key":
        wizard.key_page.passphrase.setText(SECRET)
        wizard.key_page.again.setText(SECRET)
    elif page == "take":
        wizard.take_page.package.edit.setText(str(folder))


def desk_pictures(scratch: Path) -> Iterator[tuple[str, Path]]:
    """A unit without a task pack, a city without units, and the exercise, as folders to open."""
    from baise_desktop.app.clock import utc_now
    from baise_desktop.app.enrolment.setup import create_city, create_unit
    from baise_desktop.app.practice.practice import make_practice

    unit, city, practice = (scratch / name for name in ("new-unit", "new-city", "practice"))
    create_unit(unit, COUNTY, scratch / "request.asice", SECRET, utc_now())
    yield "unit-new", unit
    create_city(city, SECRET, utc_now())
    yield "city-new", city
    make_practice(practice, COUNTY, utc_now())
    yield "unit-practice", practice
