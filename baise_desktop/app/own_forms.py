"""The definitions that an installation goes by: those of the product, or its own, taken over from a checked folder.

An installation's own definitions lie in `forms/<digest>` of its folder; a setting says which of them it goes by.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import cache
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory

from baise_desktop import paths
from baise_desktop.errors import BaiseError, disk_reason
from baise_desktop.form.catalogue_files import list_files
from baise_desktop.form.check import find_defects
from baise_desktop.form.defect import Defect
from baise_desktop.form.definition import Catalogue
from baise_desktop.form.load import load_catalogue, refuse
from baise_desktop.form.sound import SoundForms, load_sound
from baise_desktop.store.database import Store
from baise_desktop.store.settings import get_setting, put_choice
from baise_desktop.texts import say

FOLDER = "forms"
_SETTING = "forms"
_TOLD = 5


@cache
def shipped_forms() -> SoundForms:
    """What the product ships, read once per process."""
    return load_sound(paths.forms_folder())


def forms_of(folder: Path, store: Store) -> SoundForms:
    """The definitions that an installation goes by; a broken file is left out and listed.

    Raises:
        BaiseError: FORMS_GONE; FORMS_CHANGED, its files are sound and no longer those that were taken over; FORM_FILE.
    """
    digest = get_setting(store, _SETTING)
    return _own_forms(folder / FOLDER / digest, digest) if digest else shipped_forms()


def _own_forms(own: Path, digest: str) -> SoundForms:
    if not own.is_dir():
        raise BaiseError("FORMS_GONE", folder=own)
    sound = load_sound(own)
    if not sound.broken and sound.catalogue.digest != digest:
        raise BaiseError("FORMS_CHANGED", folder=own)
    return sound


def tell_broken(broken: Sequence[Defect]) -> str:
    """A sentence about definitions that could not be used, the first few by name."""
    lines = (f"{defect.file}：{defect.key}：{defect.sentence}" for defect in broken[:_TOLD])
    return say("app.broken_forms", count=len(broken), list="\n".join(lines))


def adopt_forms(folder: Path, store: Store, source: Path, actor: str, now: datetime) -> Catalogue:
    """Let an installation go by the definitions of another folder, from its next opening on.

    Args:
        folder: of the installation.
        store: of the installation.
        source: checked as `baise forms check` does, and copied.
        actor: for the journal.
        now: aware time.

    Raises:
        BaiseError: FORM_FILE, the first defect; FORMS_LOSE, something is missing or of another type that the
            installation has now, so that records could no longer be read; OUT_FOLDER.
    """
    refuse(list(find_defects(source)))
    catalogue = load_catalogue(source)
    for lost in _lost(forms_of(folder, store).catalogue, catalogue):
        raise BaiseError("FORMS_LOSE", name=lost)
    _copy(source, folder / FOLDER / catalogue.digest)
    put_choice(store, _SETTING, catalogue.digest, actor, say("app.act_adopt_forms"), now)
    return catalogue


def _lost(old: Catalogue, new: Catalogue) -> Iterator[str]:
    """What records may rest on and is no longer there as it was."""
    yield from (*(old.units.keys() - new.units.keys()), *(old.plans.keys() - new.plans.keys()))
    for form in old.forms.values():
        if form.id not in new.forms:
            yield form.id
            continue
        kept = {(field.key, field.type) for field in new.forms[form.id].fields}
        yield from (f"{form.id}.{field.key}" for field in form.fields if (field.key, field.type) not in kept)


def _copy(source: Path, target: Path) -> None:
    if target.is_dir():
        return
    try:
        target.parent.mkdir(exist_ok=True)
        with TemporaryDirectory(dir=target.parent, prefix=".") as beside:
            made = Path(beside) / target.name
            for path in list_files(source):
                copied = made / path.relative_to(source)
                copied.parent.mkdir(parents=True, exist_ok=True)
                copyfile(path, copied)
            made.rename(target)
    except OSError as cause:
        raise BaiseError("OUT_FOLDER", folder=target.parent, reason=disk_reason(cause)) from cause
