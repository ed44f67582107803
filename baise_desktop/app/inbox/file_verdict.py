"""What `baise verify` and the window tell of a file: what it is, and whether it is intact, valid and trusted."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from baise_desktop.app.desk import Desk, load_forms
from baise_desktop.app.files.input_file import read_file
from baise_desktop.app.files.joining import gather_arrived
from baise_desktop.app.installation.naming import named_on
from baise_desktop.app.keys.encryption import Opener
from baise_desktop.app.keys.trust import held_trust
from baise_desktop.errors import BaiseError
from baise_desktop.exchange.inspection import Fact, Inspection, inspect, weigh
from baise_desktop.exchange.package_source import reading
from baise_desktop.exchange.paper import PREAMBLE, inspect_paper, is_paper
from baise_desktop.form.dates import BEIJING
from baise_desktop.form.period import parse_period
from baise_desktop.signing.anchors import Anchors
from baise_desktop.store.decisions import trusted_chains
from baise_desktop.texts import say


@dataclass(frozen=True, slots=True)
class FileVerdict:
    """What is told of a file."""

    inspection: Inspection
    paper: bool = False
    """Whether it is a PDF, not a package."""

    @property
    def sound(self) -> bool:
        """Whether it is intact, valid and trusted."""
        return all(fact.holds for _, fact in self.facts())

    def facts(self) -> tuple[tuple[str, Fact], ...]:
        """The three facts, each apart, by name."""
        found = self.inspection
        return ("intact", found.intact), ("valid", found.valid), ("trusted", found.trusted)

    def told_facts(self) -> Iterator[tuple[str, Fact]]:
        """The three facts for people: a reason that was given already is not repeated word for word."""
        given: set[str] = set()
        for name, fact in self.facts():
            yield name, replace(fact, reason=say("verified.same_reason")) if fact.reason in given else fact
            given |= {fact.reason} - {""}

    def described(self) -> tuple[str, ...]:
        """What the file claims to be and who signed it, for people; nothing where it could not be read."""
        return tuple(self._described())

    def sentences(self) -> tuple[str, ...]:
        """Everything, for people."""
        return (*self.described(), *(tell_fact(name, fact) for name, fact in self.told_facts()))

    def as_json(self) -> dict[str, Any]:
        """As `baise verify --json` prints it."""
        found = self.inspection
        document: dict[str, Any] = {name: asdict(fact) for name, fact in self.facts()}
        for name in ("identity", "content", "unit", "plan", "period", "version", "signer", "fingerprint"):
            document[name] = getattr(found, name)
        document["kind"] = "paper" if self.paper else found.kind.value if found.kind else None
        document["signed_at"] = found.signed_at.isoformat() if found.signed_at else None
        document["files"] = [{"name": file.name, "sha256": file.digest} for file in found.files]
        return document

    def _described(self) -> Iterator[str]:
        found = self.inspection
        if found.kind or found.unit:
            claims = {"plan": _plain(found.plan), "period": _plain(found.period), "version": found.version}
            named = {"unit": self._name(found.unit), "recipient": self._name(found.recipient)}
            yield say(f"verified.{found.kind or 'paper'}", **claims, **named)
        if found.identity:
            yield say("verified.identity", identity=found.identity)
        if found.content:
            yield say("verified.content", content=found.content)
        if found.fingerprint:
            yield say("verified.signer", signer=self._name(found.signer), fingerprint=found.fingerprint)
        if found.signed_at:
            at = found.signed_at.astimezone(BEIJING).strftime("%Y-%m-%d %H:%M:%S")
            yield say("verified.signed_at", at=say("report.notice_time", time=at))

    def _name(self, unit: str) -> str:
        """Name and id; the header is only what somebody claims, so that anything may stand there."""
        found, forms = self.inspection, load_forms()
        try:
            name: str = named_on(forms, unit, parse_period(found.period).end)
        except BaiseError:
            known = forms.units.get(unit)
            name = say("words.named", name=known.name, id=unit) if known else unit
        return _plain(name)


def _plain(claim: str) -> str:
    """What a file claims, where it is no printable text with every sign spelt out."""
    return claim if claim.isprintable() else ascii(claim)


def tell_fact(name: str, fact: Fact) -> str:
    """One of the three facts, for people."""
    if fact.holds and fact.reason:
        return say(f"cli.{name}_yes_but", reason=fact.reason)
    return say(f"cli.{name}_yes") if fact.holds else say(f"cli.{name}_no", reason=fact.reason)


def verify_here(desk: Desk, file: Path, passphrase: str, now: datetime) -> FileVerdict:
    """Judge a package of any kind, or a signed PDF, by the trust list that is held, revocations included.

    Args:
        desk: of a unit or of the city.
        file: the PDF or package, or one of its slices, with the others beside it.
        passphrase: of the city's keys, for an encrypted package; empty for none.
        now: aware.

    Raises:
        BaiseError: FILE_UNREADABLE; those of `Opener.open`.
    """
    trust = held_trust(desk)
    paper = judge_paper(file, trust.unit_anchors if trust else None, now)
    if paper is not None:
        return paper
    with Opener(desk, passphrase).open(gather_arrived([file])[0]) as opened:
        found = inspect(opened, trust.unit_anchors if trust else None, now)
        return FileVerdict(weigh(found, trust, trusted_chains(desk.store, found.fingerprint)) if trust else found)


def judge_paper(file: Path, anchors: Anchors | None, now: datetime) -> FileVerdict | None:
    """What is to be said of a PDF; None for any other file. Raises: BaiseError FILE_UNREADABLE, TOO_BIG."""
    with reading(file) as opened:
        if not is_paper(opened.read(PREAMBLE)):
            return None
    return FileVerdict(inspect_paper(read_file(file), anchors, now), paper=True)
