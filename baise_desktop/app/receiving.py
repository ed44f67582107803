"""What arrives at the city: verified, shown, merged. One bad file never stops the others."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from baise_desktop.app.desk import Desk, require_role
from baise_desktop.app.form_versions import forms_by_version
from baise_desktop.app.input_file import read_file
from baise_desktop.app.trust import require_trust
from baise_desktop.errors import BaiseError
from baise_desktop.exchange.comparison import Comparison, compare
from baise_desktop.exchange.inspection import Fact, Inspection, inspect
from baise_desktop.exchange.merge import MergeReport, merge
from baise_desktop.exchange.unseal import unseal
from baise_desktop.exchange.verified_package import VerifiedPackage
from baise_desktop.signing.certificates import from_pem
from baise_desktop.signing.verification import Anchors
from baise_desktop.store.packages import Package
from baise_desktop.store.queries import read_standings
from baise_desktop.texts import say


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file, or would."""

    file: Path
    error: BaiseError | None = None
    report: MergeReport | None = None
    """Of a merge."""
    comparison: Comparison | None = None
    """Of a dry run."""

    @property
    def sentence(self) -> str:
        """One line for people."""
        if self.error:
            return str(self.error)
        if self.report:
            return self.report.sentence
        return self.comparison.sentence if self.comparison else ""

    def as_json(self) -> dict[str, Any]:
        """As `baise merge --json` prints it."""
        document: dict[str, Any] = {"file": str(self.file), "ok": self.error is None, "sentence": self.sentence}
        if self.error:
            return document | {"code": self.error.code}
        document |= asdict(self.report) if self.report else {}
        return document | (self.comparison.as_json() if self.comparison else {})


def merge_files(desk: Desk, files: Sequence[Path], now: datetime, actor: str = "") -> tuple[Outcome, ...]:
    """Verify and merge files, each on its own."""

    def take(package: VerifiedPackage, file: Path) -> Outcome:
        return Outcome(file, report=merge(desk.store, package, actor or desk.office.unit, now, _name_of(file)))

    return _each(desk, files, now, take)


def _name_of(file: Path) -> str:
    """A file's name as text, whatever bytes the disk gives it."""
    return file.name.encode("utf-8", "replace").decode()


def preview(desk: Desk, files: Sequence[Path], now: datetime) -> tuple[Outcome, ...]:
    """Verify files and say what merging them would change, cell by cell; nothing is written."""

    def look(package: VerifiedPackage, file: Path) -> Outcome:
        return Outcome(file, comparison=compare(desk.store, package, desk.catalogue.forms, desk.context))

    return _each(desk, files, now, look)


def _each(
    desk: Desk, files: Sequence[Path], now: datetime, act: Callable[[VerifiedPackage, Path], Outcome]
) -> tuple[Outcome, ...]:
    require_role(desk, "city")
    trust, forms = require_trust(desk), forms_by_version(desk)
    outcomes = []
    for file in files:
        try:
            outcomes.append(act(unseal(file, trust, forms, now), file))
        except BaiseError as error:
            outcomes.append(Outcome(file, error))
    return tuple(outcomes)


@dataclass(frozen=True, slots=True)
class ReceivedPackage:
    """One submission that the city holds."""

    identity: str
    unit: str
    unit_name: str
    plan: str
    period: str
    version: int
    task_pack: int
    """Version of the task pack by whose definitions it was filled in."""
    state: str
    """received, accepted, returned, withdrawn, conflict or hold."""
    rows: int
    received_at: str
    """ISO 8601, UTC."""
    counts: bool
    """Whether its rows enter the figures."""


def list_received(desk: Desk) -> tuple[ReceivedPackage, ...]:
    """Every submission held, by unit, period and version."""
    require_role(desk, "city")
    found = [
        _received(desk, standing.package, standing.state, standing.disputed, standing.hold, counts=standing.counts)
        for standing in read_standings(desk.store).by_identity.values()
    ]
    return tuple(sorted(found, key=lambda package: (package.unit, package.plan, package.period, package.version)))


def _received(desk: Desk, package: Package, state: str, disputed: bool, hold: str, *, counts: bool) -> ReceivedPackage:
    return ReceivedPackage(
        package.identity,
        package.unit,
        desk.catalogue.units[package.unit].name,
        package.plan,
        package.period,
        package.version,
        package.task_pack,
        "conflict" if disputed else "hold" if hold else state,
        package.line_count,
        package.at,
        counts,
    )


@dataclass(frozen=True, slots=True)
class FileVerdict:
    """What `baise verify` says of a file."""

    inspection: Inspection

    @property
    def sound(self) -> bool:
        """Whether it is intact, valid and trusted."""
        found = self.inspection
        return found.intact.holds and found.valid.holds and found.trusted.holds

    def sentences(self) -> tuple[str, ...]:
        """For people."""
        found = self.inspection
        facts = (("intact", found.intact), ("valid", found.valid), ("trusted", found.trusted))
        described = say("app.inspected", **self._claims()) if found.kind else ""
        return tuple(line for line in (described, *(_tell(name, fact) for name, fact in facts)) if line)

    def _claims(self) -> dict[str, object]:
        found = self.inspection
        claims = {name: getattr(found, name) for name in ("identity", "content", "unit", "plan", "period", "version")}
        return {"kind": say(f"kinds.{found.kind}") if found.kind else ""} | claims

    def as_json(self) -> dict[str, Any]:
        """As `baise verify --json` prints it."""
        found = self.inspection
        facts = {"intact": found.intact, "valid": found.valid, "trusted": found.trusted}
        document: dict[str, Any] = {name: asdict(fact) for name, fact in facts.items()}
        for name in ("identity", "content", "unit", "plan", "period", "version", "signer", "fingerprint"):
            document[name] = getattr(found, name)
        document["kind"] = found.kind.value if found.kind else None
        document["signed_at"] = found.signed_at.isoformat() if found.signed_at else None
        document["files"] = [{"name": file.name, "sha256": file.digest} for file in found.files]
        return document


def _tell(name: str, fact: Fact) -> str:
    return say(f"cli.{name}_yes") if fact.holds else say(f"cli.{name}_no", reason=fact.reason)


def verify_file(file: Path, trust: Path | None, now: datetime) -> FileVerdict:
    """Judge a package of any kind against a root certificate in PEM.

    Raises:
        BaiseError: FILE_UNREADABLE, CERTIFICATE.
    """
    anchors = Anchors((from_pem(read_file(trust)),)) if trust else None
    return FileVerdict(inspect(file, anchors, now))
