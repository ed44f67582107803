"""Mail drafts with a package attached, for the unit's own mail program; large packages in several mails.

A draft has no `From`: the mail program that sends it puts the sender in. `X-Unsent: 1` makes programs that know it open
the file for writing. Source: RFC 5322, RFC 2047 (Chinese in headers), RFC 2231 (the attachment's Chinese name).
"""

from dataclasses import dataclass
from datetime import datetime
from email.charset import BASE64, Charset
from email.header import Header
from email.mime.application import MIMEApplication
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.policy import compat32
from email.utils import format_datetime

from baise_desktop.app.desk import Desk, require_role
from baise_desktop.app.entry.filling import CLERK
from baise_desktop.app.files.delivery import show_size
from baise_desktop.app.installation.naming import name_on, period_words
from baise_desktop.app.installation.office_mail import office_mail, read_address
from baise_desktop.app.keys.encryption import SUFFIX
from baise_desktop.errors import BaiseError
from baise_desktop.exchange.parts import LIST_SUFFIX, Piece, split
from baise_desktop.form.period import parse_period
from baise_desktop.store.instant import from_text
from baise_desktop.store.packages import Package
from baise_desktop.store.settings import get_setting, put_choice
from baise_desktop.texts import say

MAIL_TO, MAIL_LIMIT = "mail_to", "mail_limit_mb"
"""Names of the settings."""
MOST_MEGABYTES = 200
_PACKAGE_TYPE = "vnd.etsi.asic-e+zip"
_HEADER_LENGTH = 76
_LINE_BYTES, _LINE_LENGTH = 57, 78
"""What one line of Base64 holds, and how long it is with its end."""
_SHOWN = 12


@dataclass(frozen=True, slots=True)
class MailTerms:
    """How this installation mails."""

    recipient: str
    """Address of the city office, as typed here or as the task pack says; empty to be typed into each mail."""
    limit: int
    """Megabytes that one attachment may have; 0 for no limit."""


def mail_terms(desk: Desk) -> MailTerms:
    """How packages are mailed from here."""
    recipient = get_setting(desk.store, MAIL_TO) or office_mail(desk)
    return MailTerms(recipient, int(get_setting(desk.store, MAIL_LIMIT, "0")))


def set_mail_terms(desk: Desk, recipient: str, limit: str, now: datetime) -> MailTerms:
    """Keep the city's address and the limit, as typed; what has not changed is not written.

    Raises:
        BaiseError: ROLE_UNIT_ONLY, MAIL_ADDRESS, MAIL_LIMIT.
    """
    require_role(desk, "unit")
    address, typed = read_address(recipient), limit.strip()
    if typed and not (typed.isascii() and typed.isdigit() and 1 <= int(typed) <= MOST_MEGABYTES):
        raise BaiseError("MAIL_LIMIT", most=MOST_MEGABYTES)
    terms = MailTerms(address, int(typed or "0"))
    held = mail_terms(desk)
    for name, old, new in ((MAIL_TO, held.recipient, address), (MAIL_LIMIT, str(held.limit), str(terms.limit))):
        if old != new:
            put_choice(desk.store, name, new, CLERK, say("delivery.act_mail"), now)
    return terms


def make_drafts(desk: Desk, package: Package, file: str, content: bytes) -> tuple[Piece, ...]:
    """The mails that carry a package: one, or one for each part; the same package gives the same bytes.

    Args:
        desk: of the unit that sealed it.
        package: what is sent.
        file: ASCII name of the package's file.
        content: of the package.

    Raises:
        BaiseError: PARTS_MANY.
    """
    terms = mail_terms(desk)
    pieces = split(file, content, raw_limit(terms.limit)) if terms.limit else (Piece(file, content),)
    stem = file.removesuffix(SUFFIX).removesuffix(".asice")
    if len(pieces) == 1:
        return (Piece(f"{stem}.eml", _draft(desk, package, pieces, content, 1, 1)),)
    *parts, listed = pieces
    count = len(parts)
    return tuple(
        Piece(f"{stem}.mail{number:02}of{count:02}.eml", _draft(desk, package, (part, listed), content, number, count))
        for number, part in enumerate(parts, 1)
    )


def raw_limit(megabytes: int) -> int:
    """Bytes of a file that make an attachment of so many megabytes: mail servers count the lines of Base64."""
    return (megabytes << 20) * _LINE_BYTES // _LINE_LENGTH


def _draft(desk: Desk, package: Package, attached: tuple[Piece, ...], content: bytes, number: int, count: int) -> bytes:
    words = _words(desk, package)
    subject = say("delivery.subject", **words)
    if count > 1:
        subject = say("delivery.subject_part", subject=subject, number=number, count=count)
    message = MIMEMultipart("mixed")
    message["X-Unsent"] = "1"
    message["Date"] = format_datetime(from_text(package.at))
    if recipient := mail_terms(desk).recipient:
        message["To"] = recipient
    message["Subject"] = Header(subject, "utf-8", _HEADER_LENGTH, "Subject")  # type: ignore[assignment]
    message.set_boundary(f"=={package.identity[:24]}.{number:02}==")
    message.attach(_text(words | {"file": attached[0].name, "size": show_size(len(content))}, package, number, count))
    shown = say("delivery.attachment_name", **words) + (SUFFIX if attached[0].name.endswith(SUFFIX) else "")
    for piece in attached:
        message.attach(_attachment(piece, shown if count == 1 else ""))
    return message.as_bytes(policy=compat32.clone(linesep="\r\n"))


def _words(desk: Desk, package: Package) -> dict[str, object]:
    period = parse_period(package.period)
    return {
        "unit": name_on(desk, package.unit, period.end),
        "plan": desk.catalogue.plans[package.plan].full_name,
        "period": period_words(period),
        "version": package.version,
    }


def _text(words: dict[str, object], package: Package, number: int, count: int) -> MIMEText:
    text = say("delivery.body", **words, identity=package.identity[:_SHOWN], content=package.content)
    if count > 1:
        text += "\n" + say("delivery.body_parts", number=number, count=count)
    charset = Charset("utf-8")
    charset.body_encoding = BASE64
    return MIMEText(text.replace("\n", "\r\n"), "plain", charset)  # type: ignore[arg-type]


def _attachment(piece: Piece, chinese: str) -> MIMEApplication:
    """One file: its Chinese name for programs that know RFC 2231, its ASCII name for the others."""
    kinds = {".asice": _PACKAGE_TYPE, LIST_SUFFIX: "octet-stream"}
    kind = next((kinds[suffix] for suffix in kinds if piece.name.endswith(suffix)), "octet-stream")
    part = MIMEApplication(piece.content, kind, name=piece.name)
    shown = ("utf-8", "", chinese) if chinese else piece.name
    part.add_header("Content-Disposition", "attachment", filename=shown)
    return part
