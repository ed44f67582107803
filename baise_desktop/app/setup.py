"""How an installation begins: the city's root, a unit's request, admission, the task pack."""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from baise_desktop import paths
from baise_desktop.app.desk import (
    CITY_UNIT,
    Desk,
    find_unit,
    load_forms,
    require_plan,
    require_role,
    require_whole_forms,
)
from baise_desktop.app.input_file import read_file
from baise_desktop.app.keeping import keep
from baise_desktop.app.output_file import require_empty, write_whole
from baise_desktop.app.trust import (
    CITY_KEY,
    ROOT_KEY,
    UNIT_KEY,
    city_signer,
    held_trust,
    open_root,
    require_passphrase,
    require_trust,
    trust_setting,
)
from baise_desktop.errors import BaiseError, disk_reason
from baise_desktop.exchange import enrolment
from baise_desktop.exchange.header import Kind, TaskPackHeader
from baise_desktop.exchange.task_pack import (
    HeldTaskPack,
    TaskPack,
    peek_plan,
    read_first_task_pack,
    read_task_pack,
    write_task_pack,
)
from baise_desktop.exchange.trust import TrustList
from baise_desktop.form.obligation import DUE_DAYS, obligations
from baise_desktop.form.period import Frequency
from baise_desktop.signing.authority import (
    Identity,
    Revocation,
    issue,
    make_request,
    make_revocation_list,
    make_root,
    to_pkcs12,
)
from baise_desktop.signing.certificates import fingerprint, to_pem
from baise_desktop.store.database import create_store
from baise_desktop.store.obligations import Obligation, put_obligations
from baise_desktop.store.office import Office
from baise_desktop.store.settings import TASK_PACK_VERSION, get_setting, put_settings
from baise_desktop.texts import say

_PACK_NUMBER = "task_pack_number"
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
    trust = TrustList(1, root.certificate, (), make_revocation_list(root, (), 1, now))
    keys = {ROOT_KEY: to_pkcs12(root, passphrase), CITY_KEY: to_pkcs12(city, passphrase)}
    office = Office("city", CITY_UNIT, str(uuid.uuid4()), 1)
    _make_installation(
        folder,
        office,
        keys,
        trust_setting(trust),
        now,
        lambda made: write_whole(made / ROOT_FILE, to_pem(root.certificate)),
    )
    return trust.root_fingerprint


def create_unit(folder: Path, unit_text: str, request: Path, passphrase: str, now: datetime) -> str:
    """Make a unit's installation and its enrolment request; the private key stays in the folder.

    Returns:
        The fingerprint of the unit's key, to be read over the telephone.

    Raises:
        BaiseError: UNIT_UNKNOWN, UNIT_NOT_REPORTER, PASSPHRASE_SHORT, FOLDER_NOT_EMPTY, OUT_FOLDER.
    """
    from baise_desktop.signing.cades import IdentitySigner

    require_passphrase(passphrase)
    unit = find_unit(load_forms(), unit_text)
    if not unit.reporter or unit.id == CITY_UNIT:
        raise BaiseError("UNIT_NOT_REPORTER", unit=unit.name)
    key = make_request(unit.id, unit.name, now)
    office = Office("unit", unit.id, str(uuid.uuid4()), 1)
    content = enrolment.write_enrolment(unit.id, office.installation, IdentitySigner(key), now)
    keys = {UNIT_KEY: to_pkcs12(key, passphrase)}

    def write_request(made: Path) -> None:
        place, own = request.resolve(), folder.resolve()
        write_whole(made / place.relative_to(own) if place.is_relative_to(own) else request, content)

    _make_installation(folder, office, keys, {}, now, write_request)
    return fingerprint(key.certificate)


def _make_installation(
    folder: Path,
    office: Office,
    keys: Mapping[str, bytes],
    settings: Mapping[str, str],
    now: datetime,
    before_moving: Callable[[Path], object] = lambda _: None,
) -> None:
    """Build everything beside the folder and move it there in one step, so that there is never half of it."""
    require_empty(folder)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=folder.parent, prefix=f".{folder.name}.") as beside:
            made = Path(beside) / folder.name
            store = create_store(made, paths.database_folder(), office, now)
            put_settings(store, dict(settings))
            store.close()
            for name, content in keys.items():
                write_whole(made / "keys" / name, content).chmod(0o600)
            before_moving(made)
            if folder.exists():
                folder.rmdir()
            made.rename(folder)
    except OSError as cause:
        raise BaiseError("OUT_FOLDER", folder=folder, reason=disk_reason(cause)) from cause


def root_certificate_pem(desk: Desk) -> bytes:
    """The root certificate for standard tools."""
    return to_pem(require_trust(desk).root)


def admit(desk: Desk, request: Path, given_fingerprint: str, passphrase: str, now: datetime) -> str:
    """Admit a unit's key after its fingerprint was read over the telephone; once admitted, again changes nothing.

    Returns:
        The unit's id.

    Raises:
        BaiseError: ROLE_CITY_ONLY, FINGERPRINT, NO_KEY, PASSPHRASE, UNIT_UNKNOWN, and those of `read_enrolment`.
    """
    require_role(desk, "city")
    content = read_file(request)
    asked = enrolment.read_enrolment(BytesIO(content), now)
    unit = find_unit(desk.catalogue, asked.header.unit)
    trusted = enrolment.admit(asked, given_fingerprint, open_root(desk, passphrase), unit.name, now)
    trust = require_trust(desk)
    standing = [entry for entry in trust.certificates_of(unit.id) if entry.revoked_after_seq is None]
    if all(fingerprint(entry.certificate) != fingerprint(trusted.certificate) for entry in standing):
        put_settings(desk.store, trust_setting(trust.with_unit(trusted)))
    keep(desk, Kind.ENROLMENT, "in", unit.id, content, now)
    return unit.id


def make_task_pack(desk: Desk, plan: str, out: Path, passphrase: str, now: datetime) -> Path:
    """Sign and write the task pack of a plan: who owes what when, and whose signature counts.

    Raises:
        BaiseError: ROLE_CITY_ONLY, PLAN_UNKNOWN, NO_KEY, PASSPHRASE, OUT_FOLDER.
    """
    require_role(desk, "city")
    require_whole_forms(desk)
    require_plan(desk, plan)
    signer = city_signer(desk, passphrase)
    owed = obligations(desk.catalogue, plan)
    number = int(get_setting(desk.store, _PACK_NUMBER, "0")) + 1
    trust = _renew_revocations(desk, passphrase, now)
    header = TaskPackHeader(
        city=CITY_UNIT,
        plan=plan,
        version=number,
        catalogue=desk.catalogue.digest,
        row_count=len(owed),
        due={frequency.value: DUE_DAYS for frequency in Frequency},
        created_at=now,
    )
    content = write_task_pack(header, trust, owed, signer, now)
    put_settings(desk.store, trust_setting(trust) | {_PACK_NUMBER: str(number)})
    put_obligations(
        desk.store,
        plan,
        (Obligation(each.unit, plan, str(each.period), each.form, each.due) for each in owed),
        CITY_UNIT,
        now,
    )
    keep(desk, Kind.TASK_PACK, "out", CITY_UNIT, content, now)
    return write_whole(out, content)


def _renew_revocations(desk: Desk, passphrase: str, now: datetime) -> TrustList:
    """The next trust list, with a revocation list that holds from now: an expired one would stop every merge."""
    trust = require_trust(desk)
    version = trust.version + 1
    revoked = [Revocation(each.certificate, now) for each in trust.units if each.revoked_after_seq is not None]
    return replace(trust, version=version, crl=make_revocation_list(open_root(desk, passphrase), revoked, version, now))


def open_task_pack(desk: Desk, file: Path, root_fingerprint: str | None, now: datetime) -> int:
    """Take over a task pack; the first one is believed because the root's fingerprint was read over the telephone.

    Returns:
        How many forms the unit owes under it.

    Raises:
        BaiseError: ROLE_UNIT_ONLY, FINGERPRINT_NEEDED, FORM_UNKNOWN, and those of `read_task_pack`.
    """
    require_role(desk, "unit")
    content = read_file(file)
    trust = held_trust(desk)
    if trust is None:
        pack = read_first_task_pack(BytesIO(content), root_fingerprint or "", now)
    else:
        pack = read_task_pack(BytesIO(content), _held_pack(desk, trust, peek_plan(BytesIO(content))), now)
    plan = pack.header.plan
    mine = [each for each in pack.obligations if each.unit == desk.office.unit]
    for owed in mine:
        if owed.form not in desk.catalogue.forms:
            raise BaiseError("FORM_UNKNOWN", text=owed.form)
    rows = (Obligation(each.unit, plan, str(each.period), each.form, each.due) for each in mine)
    put_obligations(desk.store, plan, rows, desk.office.unit, now)
    put_settings(desk.store, trust_setting(pack.trust) | _pack_settings(pack))
    keep(desk, Kind.TASK_PACK, "in", CITY_UNIT, content, now)
    write_whole(desk.folder / ROOT_FILE, to_pem(pack.trust.root))
    return len(mine)


def held_pack_version(desk: Desk, plan: str) -> int:
    """Version of the plan's task pack held; 0 for none."""
    return int(get_setting(desk.store, f"task_pack:{plan}:version", "0"))


def _held_pack(desk: Desk, trust: TrustList, plan: str) -> HeldTaskPack:
    identity = get_setting(desk.store, f"task_pack:{plan}:identity")
    return HeldTaskPack(trust, held_pack_version(desk, plan), identity)


def _pack_settings(pack: TaskPack) -> dict[str, str]:
    name = f"task_pack:{pack.header.plan}"
    version = str(pack.header.version)
    return {f"{name}:version": version, f"{name}:identity": pack.identity, TASK_PACK_VERSION: version}
