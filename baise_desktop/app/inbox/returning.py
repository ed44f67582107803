"""The city sends a submission back: one signed decision, and a signed return with comments for the unit."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from unicodedata import normalize

from baise_desktop.app.desk import CITY_UNIT, Desk
from baise_desktop.app.files.input_file import read_file
from baise_desktop.app.inbox.deciding import find_received, sign_decisions
from baise_desktop.app.inbox.notices import tell_return
from baise_desktop.app.inbox.receipts import answered_by, decisions_about, refer_to
from baise_desktop.app.kept.letter_file import MadeLetter, describe_letter, is_current, kept_note, letter_name
from baise_desktop.app.keys.trust import city_signer
from baise_desktop.errors import BaiseError
from baise_desktop.exchange.header import Kind, is_note
from baise_desktop.exchange.return_package import MOST_COMMENTS, Comment, ReturnNote, is_comment, write_return
from baise_desktop.form import canonical
from baise_desktop.form.canonical import Json
from baise_desktop.store.decisions import Decision, next_decision, record_decision
from baise_desktop.store.letters import RETURN, find_letters
from baise_desktop.store.packages import Package, get_package, keep_package, read_package
from baise_desktop.store.queries import read_standings
from baise_desktop.store.revisions import list_form_revisions
from baise_desktop.texts import say

_KEYS = frozenset({"form", "row_id", "field", "comment"})


def return_submission(
    desk: Desk, identity: str, comments: Sequence[Comment], reason: str, passphrase: str, now: datetime
) -> MadeLetter:
    """Decide that a submission goes back, and make the return; the same words again give the same bytes.

    Args:
        desk: of the city.
        identity: at least 12 hex digits of the submission's identity.
        comments: on cells, rows, forms or the whole; repeated ones count once.
        reason: for the submission as a whole; may be empty where there are comments.
        passphrase: of the city's key.
        now: aware.

    Raises:
        BaiseError: ROLE_CITY_ONLY, PACKAGE_UNKNOWN, NO_KEY, PASSPHRASE; RETURN_EMPTY, RETURN_WITHDRAWN, RETURN_REASON,
            COMMENT_PLACE, COMMENT_TEXT, COMMENTS_MANY.
    """
    found = find_received(desk, identity)
    package = get_package(desk.store, found.identity)
    if package is None:
        raise BaiseError("PACKAGE_UNKNOWN", text=identity)
    if read_standings(desk.store).by_identity[found.identity].state == "withdrawn":
        raise BaiseError("RETURN_WITHDRAWN", unit=found.unit_name)
    listed, words = tuple(dict.fromkeys(map(_tidy, comments))), _tidy_text(reason)
    _refuse(desk, package, listed, words)
    signer = city_signer(desk, passphrase, now)
    name = letter_name(Kind.RETURN, answered_by(package))
    decision = _standing_return(desk, package)
    made = _made_before(desk, package, decision)
    if made is not None and _says(desk, made, listed, words):
        return MadeLetter(made.identity, name, read_package(desk.store, made.identity))
    if decision is None or made is not None or decision.reason != _told(listed, words):
        decision = next_decision(
            desk.store.connection, "return", [package.identity], CITY_UNIT, now, reason=_told(listed, words)
        )
        record_decision(desk.store, decision, now)
    sign_decisions(desk, signer, now)
    note = ReturnNote(answered=answered_by(package), decision=refer_to(decision), reason=words, comments=listed)
    content = write_return(note, signer, now, tell_return(desk, note, now))
    letter = describe_letter(desk, Kind.RETURN, "out", note.answered, decision.number, content, now)
    keep_package(desk.store, letter, content, now)
    return MadeLetter(letter.identity, name, content)


def read_comments(file: Path) -> tuple[Comment, ...]:
    """Comments from a JSON file, as `docs/cli.md` describes it. Raises: BaiseError FILE_UNREADABLE, COMMENTS_FILE."""
    try:
        value = canonical.load(read_file(file))
    except BaiseError as cause:
        if cause.code != "JSON":
            raise
        raise BaiseError("COMMENTS_FILE", file=file.name, number=0) from cause
    if not isinstance(value, list):
        raise BaiseError("COMMENTS_FILE", file=file.name, number=0)
    return tuple(_read_comment(each, file, number) for number, each in enumerate(value, 1))


def _tidy(comment: Comment) -> Comment:
    return replace(comment, comment=_tidy_text(comment.comment))


def _tidy_text(text: str) -> str:
    return normalize("NFC", "\n".join(text.replace("\t", " ").splitlines())).strip()


def _read_comment(value: Json, file: Path, number: int) -> Comment:
    if not isinstance(value, dict) or not value.keys() <= _KEYS or "comment" not in value:
        raise BaiseError("COMMENTS_FILE", file=file.name, number=number)
    texts = {key: text for key in _KEYS if isinstance(text := value.get(key, ""), str)}
    if len(texts) != len(_KEYS):
        raise BaiseError("COMMENTS_FILE", file=file.name, number=number)
    return Comment(**texts)


def _standing_return(desk: Desk, package: Package) -> Decision | None:
    """The decision by which a submission is returned now."""
    acts = [each for each in decisions_about(desk, package.identity) if each.act in ("accept", "return")]
    return acts[-1] if acts and acts[-1].act == "return" else None


def _made_before(desk: Desk, package: Package, decision: Decision | None) -> Package | None:
    letters = find_letters(desk.store, package.identity, RETURN)
    made = (each for each in reversed(letters) if decision and each.seq == decision.number)
    return next((each for each in made if is_current(desk, each)), None)


def _says(desk: Desk, letter: Package, comments: tuple[Comment, ...], reason: str) -> bool:
    note = kept_note(desk, letter)
    return (note.comments, note.reason) == (comments, reason)


def _told(comments: Sequence[Comment], reason: str) -> str:
    counted = say("returns.decided", count=len(comments)) if comments else ""
    return "　".join(part for part in (reason, counted) if part)


def _refuse(desk: Desk, package: Package, comments: Sequence[Comment], reason: str) -> None:
    if not comments and not reason:
        raise BaiseError("RETURN_EMPTY")
    if not is_note(reason):
        raise BaiseError("RETURN_REASON")
    if len(comments) > MOST_COMMENTS:
        raise BaiseError("COMMENTS_MANY", most=MOST_COMMENTS)
    rows: dict[str, Mapping[str, bytes]] = {}
    for number, comment in enumerate(comments, 1):
        if not is_comment(comment.comment):
            raise BaiseError("COMMENT_TEXT", number=number)
        form = comment.form
        if form and form not in rows:
            rows[form] = list_form_revisions(desk.store, package.identity, form)
        if not _is_place(desk, comment, rows.get(form, {})):
            place = " ".join(part for part in (form, comment.row_id, comment.field) if part)
            raise BaiseError("COMMENT_PLACE", number=number, place=place)


def _is_place(desk: Desk, comment: Comment, rows: Mapping[str, bytes]) -> bool:
    if not comment.form:
        return not comment.row_id and not comment.field
    form = desk.catalogue.forms.get(comment.form)
    if form is None or (comment.row_id and comment.row_id not in rows):
        return False
    keys = {question.key for question in form.fields}
    return not comment.field or (bool(comment.row_id) and comment.field in keys)
