"""How an installation begins: the city's root, a unit's request, admission, and the task packs that a unit opens."""

import uuid
from collections.abc import Callable, Mapping
from datetime import datetime
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from baise_desktop import paths
from baise_desktop.app.clock_check import require_clock
from baise_desktop.app.desk import CITY_UNIT, Desk, find_unit, load_forms, require_real, require_role
from baise_desktop.app.files.input_file import read_file
from baise_desktop.app.files.output_file import require_empty, write_whole
from baise_desktop.app.inbox.deciding import sign_decisions
from baise_desktop.app.inbox.notices import tell_request
from baise_desktop.app.kept.keeping import keep
from baise_desktop.app.keys.encryption import new_key
from baise_desktop.app.keys.epochs import next_epoch
from baise_desktop.app.keys.own_keys import REQUEST_FILE, with_key
from baise_desktop.app.keys.trust import (
    CITY_KEY,
    ROOT_KEY,
    UNIT_KEY,
    city_signer,
    decide_trust,
    held_trust,
    open_root,
    require_passphrase,
    require_trust,
    root_bundle,
)
from baise_desktop.app.keys.unit_keys import TokenWish, make_unit_key
from baise_desktop.app.packs.opening import OpenedPack, held_pack, take_over
from baise_desktop.errors import BaiseError, disk_reason
from baise_desktop.exchange import enrolment
from baise_desktop.exchange.header import Kind
from baise_desktop.exchange.task_pack import peek_plan, read_first_task_pack, read_task_pack
from baise_desktop.exchange.trust import TrustList
from baise_desktop.form.definition import Unit
from baise_desktop.signing.authority import Identity, issue, make_request, make_revocation_list, make_root, to_pkcs12
from baise_desktop.signing.certificates import fingerprint
from baise_desktop.store.creation import create_store
from baise_desktop.store.database import Store
from baise_desktop.store.office import Office
from baise_desktop.store.settings import put_settings
from baise_desktop.texts import say

ROOT_FILE = "root.pem"
"""The root certificate, beside the store, for whoever checks a package with standard tools."""


def create_city(folder: Path, passphrase: str, now: datetime) -> str:
    """Make the city's installation with its root certificate.

    Returns:
        The root's fingerprint, to be read over the telephone.

    Raises:
        BaiseError: PASSPHRASE_SHORT, FOLDER_NOT_EMPTY, OUT_FOLDER, and the store's own.
    """
    require_passphrase(passphrase)
    root = make_root(say("app.city_office"), now)
    request = make_request(CITY_UNIT, say("app.city_office"), now)
    city = Identity(request.key, issue(root, request.certificate, CITY_UNIT, say("app.city_office"), now))
    recipient, name, opening = new_key(passphrase)
    trust = TrustList(1, root.certificate, (), make_revocation_list(root, (), 1, now), recipient=recipient)
    keys = {ROOT_KEY: to_pkcs12(root, passphrase), CITY_KEY: to_pkcs12(city, passphrase), name: opening}
    office = Office("city", CITY_UNIT, str(uuid.uuid4()), 1)
    make_installation(
        folder,
        office,
        keys,
        {},
        now,
        lambda made: write_whole(made / ROOT_FILE, root_bundle(trust)),
        lambda store: decide_trust(store, "rotate", trust, CITY_UNIT, now),
    )
    return trust.root_fingerprint


def create_unit(
    folder: Path, unit_text: str, request: Path, passphrase: str, now: datetime, token: TokenWish | None = None
) -> str:
    """Make a unit's installation and its enrolment request; the private key stays in the folder, or on its token.

    Returns:
        The fingerprint of the unit's key, to be read over the telephone.

    Raises:
        BaiseError: UNIT_UNKNOWN, UNIT_NOT_REPORTER, FOLDER_NOT_EMPTY, OUT_FOLDER, those of `make_unit_key`.
    """
    from baise_desktop.signing.cades import IdentitySigner

    unit = require_reporter(find_unit(load_forms(), unit_text))
    require_empty(folder)
    made_key = make_unit_key(unit, passphrase, now, token)
    key = made_key.identity
    office = Office("unit", unit.id, str(uuid.uuid4()), 1)
    mark = fingerprint(key.certificate)
    told = tell_request(unit, office.installation, mark, now)
    content = enrolment.write_enrolment(unit.id, office.installation, IdentitySigner(key), now, told)
    keys = {str(Path(UNIT_KEY).with_suffix(made_key.suffix)): made_key.content}

    def write_request(made: Path) -> None:
        place, own = request.resolve(), folder.resolve()
        write_whole(made / place.relative_to(own) if place.is_relative_to(own) else request, content)

    settings = with_key((), mark) | {REQUEST_FILE: str(request.resolve())}
    make_installation(folder, office, keys, settings, now, write_request)
    return mark


def make_installation(
    folder: Path,
    office: Office,
    keys: Mapping[str, bytes],
    settings: Mapping[str, str],
    now: datetime,
    before_moving: Callable[[Path], object] = lambda _: None,
    fill: Callable[[Store], object] = lambda _: None,
) -> None:
    """Build everything beside the folder and move it there in one step, so that there is never half of it.

    Args:
        folder: empty, or not there yet.
        office: whose installation.
        keys: PKCS#12 files by name.
        settings: of the store.
        now: aware.
        before_moving: writes more files into the folder that is being made.
        fill: writes more into its store.

    Raises:
        BaiseError: FOLDER_NOT_EMPTY, OUT_FOLDER, and the store's own.
    """
    require_empty(folder)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=folder.parent, prefix=f".{folder.name}.") as beside:
            made = Path(beside) / folder.name
            store = create_store(made, paths.database_folder(), office, now)
            put_settings(store, dict(settings))
            fill(store)
            store.close()
            for name, content in keys.items():
                write_whole(made / "keys" / name, content).chmod(0o600)
            before_moving(made)
            if folder.exists():
                folder.rmdir()
            made.rename(folder)
    except OSError as cause:
        raise BaiseError("OUT_FOLDER", folder=folder, reason=disk_reason(cause)) from cause


def require_reporter(unit: Unit) -> Unit:
    """A unit that may have a key of its own: whoever holds one of the city's speaks for the city.

    Raises:
        BaiseError: UNIT_NOT_REPORTER.
    """
    if not unit.reporter or unit.id == CITY_UNIT:
        raise BaiseError("UNIT_NOT_REPORTER", unit=unit.name)
    return unit


def root_certificate_pem(desk: Desk) -> bytes:
    """The root certificate for standard tools."""
    return root_bundle(require_trust(desk))


def admit(desk: Desk, request: Path, given_fingerprint: str, passphrase: str, now: datetime) -> str:
    """Admit a unit's key after its fingerprint was read over the telephone; once admitted, again changes nothing.

    Returns:
        The unit's id.

    Raises:
        BaiseError: ROLE_CITY_ONLY, CLOCK_BACK, FINGERPRINT, NO_KEY, PASSPHRASE, UNIT_UNKNOWN, UNIT_NOT_REPORTER,
            and those of `read_enrolment`.
    """
    require_role(desk, "city")
    require_clock(desk, now)
    content = read_file(request)
    asked = enrolment.read_enrolment(BytesIO(content), now)
    unit = require_reporter(find_unit(desk.catalogue, asked.header.unit))
    trust = require_trust(desk)
    epoch = next_epoch(desk, trust, unit.id, asked.header.installation)
    trusted = enrolment.admit(asked, given_fingerprint, open_root(desk, passphrase), unit.name, now, epoch=epoch)
    standing = [entry for entry in trust.certificates_of(unit.id) if entry.revoked_after_seq is None]
    if all(fingerprint(entry.certificate) != fingerprint(trusted.certificate) for entry in standing):
        decide_trust(desk.store, "admit", trust.with_unit(trusted), unit.id, now)
    keep(desk, Kind.ENROLMENT, "in", unit.id, content, now)
    sign_decisions(desk, city_signer(desk, passphrase, now), now)
    return unit.id


def open_task_pack(desk: Desk, file: Path, root_fingerprint: str | None, now: datetime) -> OpenedPack:
    """Take over a task pack; the first one is believed because the root's fingerprint was read over the telephone.

    Returns:
        What it brings; the desk must be opened anew when it has new forms.

    Raises:
        BaiseError: ROLE_UNIT_ONLY, TRIAL, FINGERPRINT_NEEDED, and those of `read_task_pack` and `take_over`.
    """
    require_role(desk, "unit")
    require_real(desk)
    content = read_file(file)
    trust = held_trust(desk)
    if trust is None:
        pack = read_first_task_pack(BytesIO(content), root_fingerprint or "", now)
    else:
        pack = read_task_pack(BytesIO(content), held_pack(desk, trust, peek_plan(BytesIO(content))), now)
    opened = take_over(desk, pack, content, now)
    write_whole(desk.folder / ROOT_FILE, root_bundle(pack.trust))
    return opened
