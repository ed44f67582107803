"""A verified submission enters the city's store: in one transaction, once, whatever came before it."""

from dataclasses import dataclass
from datetime import datetime
from io import SEEK_END
from pathlib import Path
from typing import BinaryIO

from baise_desktop.errors import BaiseError
from baise_desktop.exchange.comparison import SHORT
from baise_desktop.exchange.envelope import ATTACHMENTS
from baise_desktop.exchange.package_source import digest_file, reading
from baise_desktop.exchange.verified_package import VerifiedPackage
from baise_desktop.exchange.zip_layout import STANDARD
from baise_desktop.form.period import parse_period
from baise_desktop.store.database import Store
from baise_desktop.store.decisions import Decision
from baise_desktop.store.instant import to_text
from baise_desktop.store.office import read_office
from baise_desktop.store.packages import SUBMISSION, Package, find_received, get_package
from baise_desktop.store.queries import read_standings
from baise_desktop.store.received import Delivery, keep_received
from baise_desktop.store.standing import Conflict, Gap, Hold
from baise_desktop.texts import say


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeReport:
    """What a merge did, or had done before."""

    identity: str
    content: str
    unit: str
    plan: str
    period: str
    version: int
    rows: int
    """Records and tombstones in the package."""
    added: int
    changed: int
    removed: int
    unchanged: int
    """Against the next lower version that was held when the package came."""
    already: bool
    """It was held before; nothing changed."""
    hold: Hold
    """Why it does not count yet; empty when nothing keeps it."""
    conflicts: tuple[Conflict, ...]
    """Those that the package is part of."""
    gaps: tuple[Gap, ...]
    """Packages of the same installation and epoch that have not come."""

    def tell(self, unit: str) -> str:
        """For the officer, in Chinese; `unit` is how the sender is called."""
        values = {"unit": unit} | {name: getattr(self, name) for name in ("plan", "period", "version", "rows")}
        counts = {name: getattr(self, name) for name in ("added", "changed", "removed", "unchanged")}
        told = [say("merge.already" if self.already else "merge.merged", **values, **counts)]
        told += [say(f"merge.hold_{self.hold}")] if self.hold else []
        told += [tell_conflict(conflict) for conflict in self.conflicts]
        told += [tell_gap(gap) for gap in self.gaps]
        return "".join(told)


def tell_conflict(conflict: Conflict) -> str:
    """A conflict for the officer, in Chinese."""
    packages = "、".join(identity[:SHORT] for identity in conflict.identities)
    kept = say("merge.conflict_kept", identity=conflict.kept[:SHORT]) if conflict.kept else ""
    return say(f"merge.conflict_{conflict.kind}", packages=packages) + kept


def tell_gap(gap: Gap) -> str:
    """A gap for the officer, in Chinese."""
    if gap.first == gap.last:
        return say("merge.gap_one", seq=gap.first)
    return say("merge.gap_many", first=gap.first, last=gap.last)


def merge(
    store: Store,
    package: VerifiedPackage,
    actor: str,
    now: datetime,
    file_name: str = "",
    received: tuple[Decision, str] | None = None,
) -> MergeReport:
    """Take a submission into the city's store.

    The same package again changes nothing. What counts afterwards depends on the packages held and on no order.

    Args:
        store: of the city.
        package: of `unseal`.
        actor: who receives it.
        now: aware; the time it is received.
        file_name: as the sender named the file.
        received: the decision to receive it, and the identity of the package that carries that, where it was made
            before; None for a new one.

    Raises:
        BaiseError: NOT_CITY; CHANGED when the file is no longer what was verified; the codes of `Store.write`. Nothing
            has changed then.
    """
    _refuse_unverified(package)
    office = read_office(store)
    if office.role != "city":
        raise BaiseError("NOT_CITY", unit=office.unit)
    fresh = get_package(store, package.identity) is None and keep_received(
        store, _delivery(package, _describe(package, actor, now, file_name), received), now
    )
    return report_merge(store, package.identity, already=not fresh)


def recall(store: Store, file: Path | BinaryIO) -> MergeReport | None:
    """What became of a submission that is held already, byte for byte as in this file; None when it is not.

    What was verified when it came need not be verified to be told again.

    Raises:
        BaiseError: FILE_UNREADABLE; those of `Store.query`.
    """
    identity = find_held(store, file)
    return report_merge(store, identity) if identity else None


def find_held(store: Store, file: Path | BinaryIO) -> str | None:
    """The identity of the submission that is held already, byte for byte as in this file.

    Raises:
        BaiseError: FILE_UNREADABLE; those of `Store.query`.
    """
    with reading(file) as opened:
        if opened.seek(0, SEEK_END) > STANDARD.file:
            return None  # Too big to have been taken in; not worth reading to the end.
        digest, _ = digest_file(opened)
    return find_received(store, digest)


def report_merge(store: Store, identity: str, *, already: bool = True) -> MergeReport:
    """What the merge of a held package did, and how the package stands now."""
    held = get_package(store, identity)
    if held is None:
        raise BaiseError("PACKAGE_FILE", identity=identity)
    standings = read_standings(store, held.unit)
    return MergeReport(
        identity=held.identity,
        content=held.content,
        unit=held.unit,
        plan=held.plan,
        period=held.period,
        version=held.version,
        rows=held.line_count,
        added=held.added,
        changed=held.changed,
        removed=held.removed,
        unchanged=held.unchanged,
        already=already,
        hold=standings.by_identity[identity].hold,
        conflicts=tuple(conflict for conflict in standings.conflicts if identity in conflict.identities),
        gaps=tuple(gap for gap in standings.gaps if (gap.installation, gap.epoch) == (held.installation, held.epoch)),
    )


def _refuse_unverified(package: object) -> None:
    if not isinstance(package, VerifiedPackage):
        raise TypeError("only a verified package can be merged")


def _delivery(package: VerifiedPackage, described: Package, received: tuple[Decision, str] | None) -> Delivery:
    return Delivery(
        package=described,
        lines=package.rows.cells(),
        needed=frozenset(package.named),
        enclosed={entry.sha256: entry.size for entry in package.attachments},
        copy_package=package.source.copy_file,
        copy_attachment=lambda sha256, out: package.source.copy_entry(f"{ATTACHMENTS}{sha256}", out),
        received=received,
    )


def _describe(package: VerifiedPackage, actor: str, now: datetime, file_name: str) -> Package:
    header = package.header
    return Package(
        identity=package.identity,
        content=package.content,
        kind=SUBMISSION,
        direction="in",
        unit=header.unit,
        plan=header.plan,
        period=header.period,
        period_end=parse_period(header.period).end.isoformat(),
        version=header.version,
        installation=header.installation,
        epoch=header.epoch,
        seq=header.seq,
        prev=header.prev,
        task_pack=header.task_pack,
        catalogue=header.catalogue,
        certificate=package.fingerprint,
        trust_version=package.trust_version,
        actor=actor,
        at=to_text(now),
        file_name=file_name,
        file_digest=package.file_digest,
        line_count=len(package.rows),
        added=len(package.rows) - sum(package.rows.deleted),
    )
