"""Task packs at the city: drafted, looked at, published in versions. What was published never vanishes."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from baise_desktop.app.clock_check import require_clock
from baise_desktop.app.desk import CITY_UNIT, Desk, require_role, require_whole_forms
from baise_desktop.app.files.output_file import write_whole
from baise_desktop.app.inbox.deciding import sign_decisions
from baise_desktop.app.installation.office_mail import office_mail
from baise_desktop.app.kept.keeping import describe
from baise_desktop.app.keys.encryption import with_recipient
from baise_desktop.app.keys.epochs import with_epochs
from baise_desktop.app.keys.trust import city_signer, open_root, require_trust, trust_setting
from baise_desktop.app.own_forms import (
    DRAFT,
    FORMS,
    PUBLISHED,
    check_definitions,
    draft_forms,
    keep_definitions,
    list_published_forms,
    own_forms,
    read_definitions,
)
from baise_desktop.app.terms.allocation import issued_lines
from baise_desktop.app.terms.choices import read_choices
from baise_desktop.app.terms.obligations import draft_obligations, list_adjustments
from baise_desktop.app.terms.pack_changes import Terms, compare_terms, owed_by
from baise_desktop.errors import BaiseError
from baise_desktop.exchange.header import Kind, TaskPackHeader, is_note
from baise_desktop.exchange.pack_content import PackContent
from baise_desktop.exchange.task_pack import read_kept_header, read_kept_pack, write_task_pack
from baise_desktop.exchange.trust import TrustList
from baise_desktop.form.catalogue_files import list_files
from baise_desktop.form.changes import Change, find_losses
from baise_desktop.form.definition import Catalogue
from baise_desktop.form.obligation import due_days
from baise_desktop.report.pack_note import PackNote, explain_pack
from baise_desktop.signing.authority import Revocation, make_revocation_list
from baise_desktop.store.obligations import Obligation
from baise_desktop.store.packages import list_packages, package_file, read_package
from baise_desktop.store.settings import get_setting, put_choice
from baise_desktop.store.task_packs import keep_task_pack
from baise_desktop.texts import say

_NUMBER = "task_pack_number"
_TOLD = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedPack:
    """One version that the city published."""

    version: int
    """One count over all plans."""
    plan: str
    plan_name: str
    note: str
    """What the city said about it."""
    at: str
    """ISO 8601, UTC."""
    catalogue: str
    """Digest of the definitions in it."""
    identity: str
    file: Path
    """Kept for ever; a copy of it can be sent again."""

    def as_json(self) -> dict[str, Any]:
        """As `baise city packs --json` prints it."""
        return asdict(self) | {"file": str(self.file)}


@dataclass(frozen=True, slots=True, kw_only=True)
class PackDraft:
    """What publishing a plan's task pack now would publish."""

    plan: str
    plan_name: str
    version: int
    """That it would have."""
    last: PublishedPack | None
    """The version of this plan that it follows; None for the first."""
    has_draft: bool
    """Whether definitions are drafted; otherwise those that the desk goes by are published again."""
    changes: tuple[Change, ...]
    """Against `last`; empty for the first."""
    problems: tuple[str, ...]
    """Sentences; each stops publishing."""


@dataclass(frozen=True, slots=True)
class Published:
    """A task pack that was signed."""

    path: Path
    version: int
    identity: str
    has_new_forms: bool
    """Whether the desk goes by other definitions now, and must be opened anew to show them."""


def put_draft_forms(desk: Desk, source: Path, now: datetime) -> Catalogue:
    """Draft the definitions of a folder: checked, copied, and published with the next task pack, not before.

    Raises:
        BaiseError: ROLE_CITY_ONLY; FORM_FILE, the first defect; FORMS_NAME, a file name that no pack can carry;
            FORMS_LOSE, something published is gone or no longer what it was; OUT_FOLDER.
    """
    require_role(desk, "city")
    files = {path.relative_to(source).as_posix(): path.read_bytes() for path in list_files(source)}
    refuse_names(files)
    catalogue = check_definitions(files)
    problems = _losses(desk, catalogue)
    if problems:
        told = "\n".join(problems[:_TOLD])
        raise BaiseError("FORMS_LOSE", count=len(problems), list=told)
    digest = keep_definitions(desk.folder, files)
    put_choice(desk.store, DRAFT, digest, CITY_UNIT, say("app.act_draft_forms"), now)
    return catalogue


def drop_draft_forms(desk: Desk, now: datetime) -> bool:
    """Drop the drafted definitions; false when there were none. Raises: BaiseError ROLE_CITY_ONLY."""
    require_role(desk, "city")
    if not get_setting(desk.store, DRAFT):
        return False
    put_choice(desk.store, DRAFT, "", CITY_UNIT, say("app.act_drop_forms"), now)
    return True


def list_pack_plans(desk: Desk) -> tuple[tuple[str, str], ...]:
    """Id and full name of every plan that a pack can be published of, those of the draft included."""
    return tuple((plan.id, plan.full_name) for plan in next_catalogue(desk).plans.values())


def next_catalogue(desk: Desk) -> Catalogue:
    """The definitions that the next pack will carry."""
    return draft_forms(desk.folder, desk.store) or desk.catalogue


def list_published(desk: Desk) -> tuple[PublishedPack, ...]:
    """Every version published, the oldest first. Raises: BaiseError ROLE_CITY_ONLY."""
    require_role(desk, "city")
    packs = list_packages(desk.store, Kind.TASK_PACK.value, CITY_UNIT)
    return tuple(
        PublishedPack(
            version=pack.version,
            plan=pack.plan,
            plan_name=desk.catalogue.plans[pack.plan].short_name if pack.plan in desk.catalogue.plans else pack.plan,
            note=read_kept_header(read_package(desk.store, pack.identity)).note,
            at=pack.at,
            catalogue=pack.catalogue,
            identity=pack.identity,
            file=package_file(desk.store, pack.identity),
        )
        for pack in packs
        if pack.version
    )


def read_draft(desk: Desk, plan: str) -> PackDraft:
    """What publishing now would change, and what stops it.

    Raises:
        BaiseError: ROLE_CITY_ONLY, PLAN_UNKNOWN; FORMS_GONE, FORMS_CHANGED, FORM_FILE, the draft cannot be read.
    """
    require_role(desk, "city")
    catalogue = next_catalogue(desk)
    _require_plan(catalogue, plan)
    last = next((pack for pack in reversed(list_published(desk)) if pack.plan == plan), None)
    return PackDraft(
        plan=plan,
        plan_name=catalogue.plans[plan].full_name,
        version=_next_number(desk),
        last=last,
        has_draft=catalogue is not desk.catalogue,
        changes=_changes_since(desk, plan, last, catalogue) if last else (),
        problems=_losses(desk, catalogue),
    )


def publish(desk: Desk, plan: str, note: str, out: Path, passphrase: str, now: datetime) -> Published:
    """Sign the task pack of a plan with the drafted definitions, and write it; the desk goes by them from then on.

    The pack is kept before the copy is written: when writing fails, the version stands and its kept file can be sent.

    Args:
        desk: of the city.
        plan: of the drafted definitions.
        note: what the units shall read about this version; plain text of 2,000 characters at most.
        out: file.
        passphrase: of the city's key and the root's.
        now: aware.

    Raises:
        BaiseError: ROLE_CITY_ONLY, CLOCK_BACK, PLAN_UNKNOWN, NOTE_WRONG, FORMS_LOSE, NO_KEY, PASSPHRASE, OUT_FOLDER.
    """
    require_role(desk, "city")
    require_clock(desk, now)
    require_whole_forms(desk)
    draft = read_draft(desk, plan)
    if not is_note(note):
        raise BaiseError("NOTE_WRONG")
    if draft.problems:
        raise BaiseError("FORMS_LOSE", count=len(draft.problems), list="\n".join(draft.problems[:_TOLD]))
    catalogue = next_catalogue(desk)
    content = _content(desk, plan, catalogue)
    trust = _renew_revocations(desk, passphrase, now)
    header = TaskPackHeader(
        city=CITY_UNIT,
        plan=plan,
        version=draft.version,
        catalogue=catalogue.digest,
        row_count=len(content.obligations),
        due={frequency.value: days for frequency, days in due_days(content.adjustments).items()},
        created_at=now,
        note=note,
    )
    readme = explain_pack(_describe(draft, note, now))
    signer = city_signer(desk, passphrase, now)
    data = write_task_pack(header, trust, content, signer, now, readme)
    identity = keep_published(desk, header, trust, content, data)
    sign_decisions(desk, signer, now)
    return Published(write_whole(out, data), draft.version, identity, catalogue.digest != desk.catalogue.digest)


def refuse_names(files: Mapping[str, bytes]) -> None:
    """Refuse file names that no pack can carry. Raises: BaiseError FORMS_NAME."""
    from baise_desktop.exchange.zip_layout import DEFINITIONS, NAME

    for name in files:
        if NAME.fullmatch(DEFINITIONS + name) is None:
            raise BaiseError("FORMS_NAME", name=name)


def _require_plan(catalogue: Catalogue, plan: str) -> None:
    if plan not in catalogue.plans:
        raise BaiseError("PLAN_UNKNOWN", text=plan, plans="、".join(catalogue.plans))


def _next_number(desk: Desk) -> int:
    return int(get_setting(desk.store, _NUMBER, "0")) + 1


def _losses(desk: Desk, catalogue: Catalogue) -> tuple[str, ...]:
    """What any published version holds, or the desk goes by, and the definitions no longer do."""
    found: dict[str, None] = {}
    for digest in dict.fromkeys((*list_published_forms(desk.store), desk.catalogue.digest)):
        if digest != catalogue.digest:
            known = desk.catalogue if digest == desk.catalogue.digest else own_forms(desk.folder, digest).catalogue
            found |= dict.fromkeys(loss.sentence for loss in find_losses(known, catalogue))
    return tuple(found)


def _content(desk: Desk, plan: str, catalogue: Catalogue) -> PackContent:
    return PackContent(
        obligations=draft_obligations(desk, plan, catalogue),
        definitions=read_definitions(desk.folder, catalogue.digest),
        choices=dict(read_choices(desk).settings),
        adjustments=list_adjustments(desk, plan),
        allocation=issued_lines(desk, plan, catalogue),
        mail=office_mail(desk),
    )


def _changes_since(desk: Desk, plan: str, last: PublishedPack, catalogue: Catalogue) -> tuple[Change, ...]:
    before = read_kept_pack(read_package(desk.store, last.identity)).content
    old = Terms(
        owed=owed_by(before.obligations), choices=before.choices, allocation=before.allocation, mail=before.mail
    )
    new = Terms(
        owed=owed_by(draft_obligations(desk, plan, catalogue)),
        choices=read_choices(desk).settings,
        allocation=issued_lines(desk, plan, catalogue),
        mail=office_mail(desk),
    )
    known = last.catalogue in (catalogue.digest, desk.catalogue.digest)
    held = own_forms(desk.folder, last.catalogue).catalogue if not known else desk.catalogue
    return compare_terms(plan, old, new, catalogue if last.catalogue == catalogue.digest else held, catalogue)


def _describe(draft: PackDraft, note: str, now: datetime) -> PackNote:
    return PackNote(
        plan_name=draft.plan_name,
        version=draft.version,
        created_on=now.date(),
        last=draft.last.version if draft.last else 0,
        note=note,
        changes=tuple(change.sentence for change in draft.changes),
    )


def _renew_revocations(desk: Desk, passphrase: str, now: datetime) -> TrustList:
    """The next trust list, with a revocation list that holds from now: an expired one would stop every merge."""
    trust = require_trust(desk)
    version = trust.version + 1
    revoked = [Revocation(each.certificate, now) for each in trust.units if each.revoked_after_seq is not None]
    crl = make_revocation_list(open_root(desk, passphrase), revoked, version, now)
    return with_recipient(desk, with_epochs(desk, replace(trust, version=version, crl=crl)), passphrase)


def keep_published(desk: Desk, header: TaskPackHeader, trust: TrustList, content: PackContent, data: bytes) -> str:
    """Keep the files of a pack first and then, in one change, the pack and that the desk goes by what it carries.

    Returns:
        Its identity.
    """
    now = header.created_at
    keep_definitions(desk.folder, content.definitions)
    package = replace(
        describe(desk, Kind.TASK_PACK, "out", CITY_UNIT, data, now),
        plan=header.plan,
        version=header.version,
        catalogue=header.catalogue,
    )
    owed = (Obligation(each.unit, each.plan, str(each.period), each.form, each.due) for each in content.obligations)
    published = dict.fromkeys((*list_published_forms(desk.store), header.catalogue))
    settings = {
        _NUMBER: str(header.version),
        FORMS: header.catalogue,
        DRAFT: "",
        PUBLISHED: "\n".join(published),
    }
    keep_task_pack(desk.store, package, data, owed, trust_setting(trust) | settings, now)
    return package.identity
