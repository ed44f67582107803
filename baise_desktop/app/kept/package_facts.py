"""What a package says of itself: whose certificate, which number, who signed."""

from dataclasses import asdict, dataclass

from baise_desktop.app.desk import Desk
from baise_desktop.app.installation.naming import name_on
from baise_desktop.errors import BaiseError
from baise_desktop.exchange.container import open_container
from baise_desktop.exchange.signoff import SIGNOFF, Signoff, read_signoff
from baise_desktop.form.period import parse_period
from baise_desktop.store.packages import get_package, package_file
from baise_desktop.texts import say


@dataclass(frozen=True, slots=True)
class SignedStatement:
    """One of the three who answer for a submission."""

    role: str
    """filler, reviewer or head."""
    name: str
    at: str
    """ISO 8601, with its zone."""


@dataclass(frozen=True, slots=True)
class PackageFacts:
    """One submission as the store holds it."""

    identity: str
    content: str
    """Content digest."""
    unit: str
    """In the certificate, the header and every record alike."""
    unit_name: str
    """On the last day of the period."""
    certificate: str
    """Fingerprint of the signer's key."""
    plan: str
    period: str
    version: int
    seq: int
    epoch: int
    task_pack: int
    received_at: str
    received_by: str
    file_name: str
    statements: tuple[SignedStatement, ...]
    """Who filled in, checked and answers for it, as signed; empty when the kept file is gone or changed."""
    unchanged: tuple[str, ...] = ()
    """Forms that the unit states to be as they were in the period before, as signed."""
    telephone: str = ""
    reported_on: str = ""
    """报出日期; empty as the telephone is where the unit gave none."""

    @property
    def contact(self) -> str:
        """Who answers for it and how to reach them, in one line."""
        people = [(say(f"words.role_{each.role}"), each.name) for each in self.statements]
        more = [
            (say(f"contact.{name}"), text) for name in ("telephone", "reported_on") if (text := getattr(self, name))
        ]
        return "　".join(say("contact.line", name=name, text=text) for name, text in (*people, *more))

    def told(self) -> dict[str, object]:
        """The facts as sentences name them."""
        people = (say("app.statement", role=say(f"words.role_{each.role}"), name=each.name) for each in self.statements)
        return asdict(self) | {"package": self.identity[:12], "people": "、".join(people)}


def read_package_facts(desk: Desk, identity: str) -> PackageFacts:
    """The facts of one package. Raises: BaiseError PACKAGE_UNKNOWN."""
    package = get_package(desk.store, identity)
    if package is None:
        raise BaiseError("PACKAGE_UNKNOWN", text=identity)
    signoff = read_signoff_of(desk, identity)
    return PackageFacts(
        identity=package.identity,
        content=package.content,
        unit=package.unit,
        unit_name=name_on(desk, package.unit, parse_period(package.period).end),
        certificate=package.certificate,
        plan=package.plan,
        period=package.period,
        version=package.version,
        seq=package.seq,
        epoch=package.epoch,
        task_pack=package.task_pack,
        received_at=package.at,
        received_by=package.actor,
        file_name=package.file_name,
        statements=tuple(
            SignedStatement(each.role.value, each.name, each.at.isoformat()) for each in signoff.statements
        ),
        unchanged=signoff.unchanged,
        telephone=signoff.contact.telephone if signoff.contact else "",
        reported_on=signoff.contact.reported_on.isoformat() if signoff.contact else "",
    )


def read_signoff_of(desk: Desk, identity: str) -> Signoff:
    """What a kept package says was stated, found and explained; nothing when its file is gone or changed."""
    try:
        with package_file(desk.store, identity).open("rb") as file:
            return read_signoff(open_container(file).read(SIGNOFF))
    except (OSError, BaiseError):
        # What the store says of the package is true without its file; `store verify` tells of a file that is gone.
        return Signoff()
