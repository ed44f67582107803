"""The definitions that an installation goes by: those of the product, or its own, which lie in `forms/<digest>`.

What was published or taken over from a task pack stays there for ever: records say by which of them they were filled.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from baise_desktop import paths
from baise_desktop.errors import BaiseError, disk_reason
from baise_desktop.form.catalogue_files import digest_files, list_files
from baise_desktop.form.check import find_defects
from baise_desktop.form.defect import Defect
from baise_desktop.form.definition import Catalogue
from baise_desktop.form.load import load_catalogue, refuse
from baise_desktop.form.sound import SoundForms, load_sound
from baise_desktop.store.database import Store
from baise_desktop.store.settings import get_setting
from baise_desktop.texts import say

FOLDER = "forms"
FORMS = "forms"
"""Setting: digest of the definitions that the installation goes by; those of the product when there is none."""
DRAFT = "forms_draft"
"""Setting of the city: digest of the definitions that the next task pack will carry."""
PUBLISHED = "forms_published"
"""Setting of the city: digests of all that task packs carried, one a line."""
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
    digest = get_setting(store, FORMS)
    return own_forms(folder, digest) if digest else shipped_forms()


def draft_forms(folder: Path, store: Store) -> Catalogue | None:
    """The definitions that are drafted at the city; None when there are none. Raises: BaiseError as `forms_of`."""
    digest = get_setting(store, DRAFT)
    if not digest:
        return None
    forms = own_forms(folder, digest)
    refuse(list(forms.broken))
    return forms.catalogue


def own_forms(folder: Path, digest: str) -> SoundForms:
    """The definitions of that digest that an installation keeps. Raises: BaiseError as `forms_of`."""
    if digest == shipped_forms().catalogue.digest and not shipped_forms().broken:
        return shipped_forms()
    own = folder / FOLDER / digest
    if not own.is_dir():
        raise BaiseError("FORMS_GONE", folder=own)
    sound = load_sound(own)
    if not sound.broken and sound.catalogue.digest != digest:
        raise BaiseError("FORMS_CHANGED", folder=own)
    return sound


def list_published_forms(store: Store) -> tuple[str, ...]:
    """Digests of all definitions that the city published, the oldest first."""
    return tuple(get_setting(store, PUBLISHED).split())


def read_definitions(folder: Path, digest: str) -> Mapping[str, bytes]:
    """The files of the definitions of that digest, by path. Raises: BaiseError FORMS_GONE, FORMS_CHANGED."""
    own = folder / FOLDER / digest
    source = own if own.is_dir() else paths.forms_folder()
    files = {path.relative_to(source).as_posix(): path.read_bytes() for path in list_files(source)}
    if digest_files(files) != digest:
        raise BaiseError("FORMS_CHANGED" if own.is_dir() else "FORMS_GONE", folder=own)
    return files


def tell_broken(broken: Sequence[Defect]) -> str:
    """A sentence about definitions that could not be used, the first few by name."""
    lines = (f"{defect.file}：{defect.key}：{defect.sentence}" for defect in broken[:_TOLD])
    return say("app.broken_forms", count=len(broken), list="\n".join(lines))


def check_definitions(files: Mapping[str, bytes]) -> Catalogue:
    """The catalogue that some files make, checked as `baise forms check` does before anything is kept.

    Raises:
        BaiseError: FORM_FILE, the first defect; OUT_FOLDER.
    """
    with _written(None, files) as made:
        refuse(list(find_defects(made)))
        return load_catalogue(made)


def keep_definitions(folder: Path, files: Mapping[str, bytes]) -> str:
    """Keep checked definitions below an installation's folder, whole; what is there already stays as it is.

    Returns:
        Their digest.

    Raises:
        BaiseError: OUT_FOLDER.
    """
    digest = digest_files(files)
    target = folder / FOLDER / digest
    if not target.is_dir():
        with _written(target.parent, files) as made:
            made.rename(target)
    return digest


@contextmanager
def _written(beside: Path | None, files: Mapping[str, bytes]) -> Iterator[Path]:
    try:
        if beside:
            beside.mkdir(exist_ok=True)
        with TemporaryDirectory(dir=beside, prefix=".") as folder:
            made = Path(folder) / "made"
            for name, data in files.items():
                (made / name).parent.mkdir(parents=True, exist_ok=True)
                (made / name).write_bytes(data)
            yield made
    except OSError as cause:
        raise BaiseError("OUT_FOLDER", folder=beside or "", reason=disk_reason(cause)) from cause
