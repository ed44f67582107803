"""What a task pack does to a unit's desk: forms, obligations, terms and trust, and what of it is new."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from baise_desktop.app.desk import CITY_UNIT, Desk
from baise_desktop.app.installation.naming import period_words
from baise_desktop.app.installation.office_mail import OFFICE_MAIL, office_mail
from baise_desktop.app.kept.keeping import describe
from baise_desktop.app.kept.signed_basis import list_overtaken
from baise_desktop.app.keys.epochs import own_epoch
from baise_desktop.app.keys.trust import trust_setting
from baise_desktop.app.own_forms import FORMS, check_definitions, keep_definitions
from baise_desktop.app.terms import allocation, obligations
from baise_desktop.app.terms.choices import read_choices
from baise_desktop.app.terms.pack_changes import Owed, Terms, compare_terms, owed_by
from baise_desktop.errors import BaiseError
from baise_desktop.exchange.header import Kind
from baise_desktop.exchange.task_pack import HeldTaskPack, TaskPack
from baise_desktop.exchange.trust import TrustList
from baise_desktop.form import canonical
from baise_desktop.form.adjustment import write_adjustments
from baise_desktop.form.changes import Change, compare_catalogues, find_losses
from baise_desktop.form.definition import Catalogue
from baise_desktop.form.obligation import Obligation as PackObligation
from baise_desktop.form.period import parse_period
from baise_desktop.progress.baseline import check_choice, list_open_choices
from baise_desktop.store.instant import to_text
from baise_desktop.store.obligations import Obligation, list_obligations
from baise_desktop.store.settings import TASK_PACK_VERSION, get_setting
from baise_desktop.store.task_packs import keep_task_pack
from baise_desktop.texts import say

_TOLD = 5
_MOST_KEPT = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedPack:
    """A task pack that a unit opened."""

    plan: str
    plan_name: str
    version: int
    before: int
    """Version of the plan's pack held until then; 0 for none."""
    note: str
    """What the city says about this version."""
    at: str
    """When it was opened; ISO 8601, UTC."""
    count: int
    """How many forms the unit owes under it."""
    has_new_forms: bool
    """Whether the desk goes by other definitions now, and must be opened anew to show them."""
    changes: tuple[Change, ...]
    """Against what was held; empty for a plan's first pack."""
    overtaken: tuple[str, ...]
    """`plan period` of submissions that were signed by what is asked no longer, and have not been exported."""

    @property
    def overtaken_words(self) -> str:
        """Those submissions for people."""
        pairs = (each.split(" ") for each in self.overtaken)
        return "、".join(
            say("app.overtaken", plan=plan, period=period_words(parse_period(period))) for plan, period in pairs
        )

    def as_json(self) -> dict[str, Any]:
        """As the store keeps it."""
        return asdict(self) | {"overtaken": list(self.overtaken)}


def held_version(desk: Desk, plan: str) -> int:
    """Version of the plan's task pack held; 0 for none."""
    return int(get_setting(desk.store, f"task_pack:{plan}:version", "0"))


def newest_version(desk: Desk) -> int:
    """Highest version of any plan's task pack held: that whose forms and terms the desk goes by; 0 for none."""
    return int(get_setting(desk.store, TASK_PACK_VERSION, "0"))


def held_pack(desk: Desk, trust: TrustList, plan: str) -> HeldTaskPack:
    """What a pack of a plan is compared with before it is believed."""
    identity = get_setting(desk.store, f"task_pack:{plan}:identity")
    return HeldTaskPack(trust, held_version(desk, plan), identity, newest_version(desk))


def opened_changes(desk: Desk, plan: str = "") -> OpenedPack | None:
    """What the last task pack of a plan changed, or of any plan for ''; None when none was opened."""
    plans = [plan] if plan else sorted(desk.catalogue.plans)
    found = [text for each in plans if (text := get_setting(desk.store, _setting(each)))]
    opened = [_from_json(text) for text in found]
    return max(opened, key=lambda pack: pack.version, default=None)


def take_over(desk: Desk, pack: TaskPack, data: bytes, now: datetime) -> OpenedPack:
    """Keep a verified task pack, and go by it.

    Its forms and terms hold for all plans, so those of a pack with a lower number than one held are left alone; what
    it says of its own plan is taken over.

    Args:
        desk: of a unit.
        pack: verified.
        data: its bytes.
        now: aware.

    Raises:
        BaiseError: FORM_FILE, a definition has a defect; FORMS_LOSE, records could no longer be read; UNIT_UNKNOWN;
            FORM_UNKNOWN, CHOICE_UNKNOWN, CHOICE_WRONG, ALLOCATION_LINE and those of `from_line`. Nothing has changed.
    """
    leads = pack.header.version >= newest_version(desk)
    catalogue = _next_catalogue(desk, pack) if leads else desk.catalogue
    mine = [each for each in pack.content.obligations if each.unit == desk.office.unit]
    _check(pack, mine, catalogue, leads=leads)
    overtaken = list_overtaken(desk, pack.header.plan, catalogue, {(str(o.period), o.form) for o in mine})
    opened = OpenedPack(
        plan=pack.header.plan,
        plan_name=catalogue.plans[pack.header.plan].full_name,
        version=pack.header.version,
        before=held_version(desk, pack.header.plan),
        note=pack.header.note,
        at=to_text(now),
        count=len(mine),
        has_new_forms=catalogue.digest != desk.catalogue.digest,
        changes=_changes(desk, pack, mine, catalogue, leads=leads),
        overtaken=overtaken,
    )
    settings = _plan_settings(pack) | (_common_settings(desk, pack, catalogue) if leads else {})
    if opened.before != opened.version:
        settings[_setting(opened.plan)] = _to_json(opened)
    if leads:
        keep_definitions(desk.folder, pack.content.definitions)
    package = describe(desk, Kind.TASK_PACK, "in", CITY_UNIT, data, now)
    package = replace(package, plan=opened.plan, version=opened.version, catalogue=pack.header.catalogue)
    rows = (Obligation(each.unit, each.plan, str(each.period), each.form, each.due) for each in mine)
    keep_task_pack(desk.store, package, data, rows, settings, now, epoch=own_epoch(desk, pack.trust))
    return opened


def _next_catalogue(desk: Desk, pack: TaskPack) -> Catalogue:
    if pack.header.catalogue == desk.catalogue.digest and not desk.broken_forms:
        return desk.catalogue
    catalogue = check_definitions(pack.content.definitions)
    if desk.office.unit not in catalogue.units:
        raise BaiseError("UNIT_UNKNOWN", text=desk.office.unit)
    losses = find_losses(desk.catalogue, catalogue) if newest_version(desk) else ()
    if losses:
        told = "\n".join(loss.sentence for loss in losses[:_TOLD])
        raise BaiseError("FORMS_LOSE", count=len(losses), list=told)
    return catalogue


def _check(pack: TaskPack, mine: list[PackObligation], catalogue: Catalogue, *, leads: bool) -> None:
    if pack.header.plan not in catalogue.plans:
        raise BaiseError("PLAN_UNKNOWN", text=pack.header.plan, plans="、".join(catalogue.plans))
    for owed in mine:
        if owed.form not in catalogue.forms:
            raise BaiseError("FORM_UNKNOWN", text=owed.form)
    if leads:
        for name, value in pack.content.choices.items():
            check_choice(catalogue, name, value)
    allocation.check_lines(catalogue, pack.content.allocation)


def _plan_settings(pack: TaskPack) -> dict[str, str]:
    plan = pack.header.plan
    return {
        f"task_pack:{plan}:version": str(pack.header.version),
        f"task_pack:{plan}:identity": pack.identity,
        allocation.setting_of(plan): b"\n".join(pack.content.allocation).decode(),
        obligations.setting_of(plan): write_adjustments(pack.content.adjustments),
    }


def _common_settings(desk: Desk, pack: TaskPack, catalogue: Catalogue) -> dict[str, str]:
    held = read_choices(desk).settings
    names = held.keys() | pack.content.choices.keys() & list_open_choices(catalogue).keys()
    choices = {name: pack.content.choices.get(name, "") for name in names}
    own = {FORMS: pack.header.catalogue, TASK_PACK_VERSION: str(pack.header.version), OFFICE_MAIL: pack.content.mail}
    return trust_setting(pack.trust) | choices | own


def _changes(
    desk: Desk, pack: TaskPack, mine: list[PackObligation], catalogue: Catalogue, *, leads: bool
) -> tuple[Change, ...]:
    plan = pack.header.plan
    if not held_version(desk, plan):
        return compare_catalogues(desk.catalogue, catalogue) if newest_version(desk) else ()
    chosen = read_choices(desk).settings
    mail = office_mail(desk)
    old = Terms(owed=_owed_now(desk, plan), choices=chosen, allocation=allocation.told_lines(desk, plan), mail=mail)
    new = Terms(
        owed=owed_by(mine),
        choices=pack.content.choices if leads else chosen,
        allocation=pack.content.allocation,
        mail=pack.content.mail if leads else mail,
    )
    return compare_terms(plan, old, new, desk.catalogue, catalogue)


def _owed_now(desk: Desk, plan: str) -> Owed:
    held = list_obligations(desk.store, desk.office.unit)
    return {(each.unit, each.period, each.form): each.due for each in held if each.plan == plan}


def _setting(plan: str) -> str:
    return f"opened:{plan}"


def _to_json(opened: OpenedPack) -> str:
    kept = replace(opened, changes=opened.changes[:_MOST_KEPT])
    return canonical.dump(kept.as_json()).decode()


def _from_json(text: str) -> OpenedPack:
    members: Mapping[str, Any] = canonical.load(text.encode())  # type: ignore[assignment]
    changes = tuple(Change(**each) for each in members["changes"])
    return OpenedPack(**{**members, "changes": changes, "overtaken": tuple(members["overtaken"])})
