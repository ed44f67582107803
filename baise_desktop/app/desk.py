"""An opened installation: its store, the catalogue, and whose desk it is."""

from dataclasses import dataclass
from pathlib import Path

from baise_desktop import paths
from baise_desktop.app.clock import utc_now
from baise_desktop.app.own_forms import forms_of, shipped_forms
from baise_desktop.errors import BaiseError
from baise_desktop.form.context import FieldContext, field_context
from baise_desktop.form.defect import Defect
from baise_desktop.form.definition import Catalogue, Plan, Unit
from baise_desktop.form.load import refuse
from baise_desktop.store.database import Store, open_store
from baise_desktop.store.office import Office, Role, read_office
from baise_desktop.store.settings import get_setting

CITY_UNIT = "city.baise"
TRIAL = "trial"
"""Setting of an installation that is there to try forms with; a text of any kind."""
PRACTICE = "practice"
"""That setting's text where an installation is there to practise on."""


@dataclass(frozen=True, slots=True)
class Desk:
    """One installation of the program, city or unit."""

    folder: Path
    store: Store
    catalogue: Catalogue
    office: Office
    context: FieldContext
    """What typing and showing field values need."""
    broken_forms: tuple[Defect, ...] = ()
    """What is wrong with definitions that had to be left out of the catalogue."""
    trial: bool = False
    """Whether it is there to try drafted forms with, or to practise on: nothing leaves it."""
    practice: bool = False
    """Whether it is there to practise on: everything in it is fictitious."""

    @property
    def unit(self) -> Unit:
        """The unit that this installation belongs to."""
        return self.catalogue.units[self.office.unit]

    @property
    def keys(self) -> Path:
        """Folder of the PKCS#12 files."""
        return self.folder / "keys"


def load_forms() -> Catalogue:
    """The catalogue that the product ships, read once per process."""
    return shipped_forms().catalogue


def open_desk(folder: Path) -> Desk:
    """Open an installation with the definitions it goes by.

    Raises:
        BaiseError: there is no store, or it cannot be used; those of `forms_of`.
    """
    store = open_store(folder, paths.database_folder(), now=utc_now())
    try:
        forms = forms_of(folder, store)
        catalogue, office = forms.catalogue, read_office(store)
        if office.unit not in catalogue.units:
            refuse(list(forms.broken))
        trial = get_setting(store, TRIAL)
        return Desk(
            folder, store, catalogue, office, field_context(catalogue), forms.broken, bool(trial), trial == PRACTICE
        )
    except BaiseError:
        store.close()
        raise


def close_desk(desk: Desk) -> None:
    """Close the store; the desk is of no use afterwards."""
    desk.store.close()


def require_role(desk: Desk, role: Role) -> None:
    """Refuse an act that belongs to the other kind of office. Raises: BaiseError ROLE_CITY_ONLY, ROLE_UNIT_ONLY."""
    if desk.office.role != role:
        raise BaiseError("ROLE_CITY_ONLY" if role == "city" else "ROLE_UNIT_ONLY", unit=desk.unit.name)


def require_real(desk: Desk) -> None:
    """Refuse what an installation for trying forms never does. Raises: BaiseError TRIAL."""
    if desk.trial:
        raise BaiseError("TRIAL")


def require_whole_forms(desk: Desk) -> None:
    """Refuse to sign while forms are left out: what is signed would lack them unseen. Raises: BaiseError FORM_FILE."""
    refuse(list(desk.broken_forms))


def require_plan(desk: Desk, plan: str) -> Plan:
    """The plan of that id. Raises: BaiseError PLAN_UNKNOWN."""
    if plan not in desk.catalogue.plans:
        raise BaiseError("PLAN_UNKNOWN", text=plan, plans="、".join(desk.catalogue.plans))
    return desk.catalogue.plans[plan]


def find_unit(catalogue: Catalogue, text: str) -> Unit:
    """A unit by id, GB code, name, short name or alias, of today or earlier. Raises: BaiseError UNIT_UNKNOWN."""
    if text in catalogue.units:
        return catalogue.units[text]
    for unit in catalogue.units.values():
        earlier = (each for span in unit.names for each in (span.name, span.code))
        if text and text in (unit.code, unit.name, unit.short, *unit.aliases, *earlier):
            return unit
    raise BaiseError("UNIT_UNKNOWN", text=text)
