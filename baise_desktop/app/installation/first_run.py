"""What was answered in the first-run wizard, so that it can be gone on with, and which store was opened last."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from baise_desktop.app.files.output_file import write_whole


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """What was answered so far; never the passphrase."""

    role: str = "unit"
    unit: str = ""
    store: str = ""
    request: str = ""
    backup: str = ""
    pack: str = ""
    page: int = 0
    """Number of the page that was open."""


def keep_answers(suggested: Path, answers: Answers) -> None:
    """Write the answers down beside the folder that was suggested for the store. Raises: BaiseError OUT_FOLDER."""
    write_whole(_note(suggested), json.dumps(asdict(answers), ensure_ascii=False).encode())


def read_answers(suggested: Path) -> Answers | None:
    """What was answered before the wizard was left; None when nothing was, or it cannot be read any more."""
    held = _read(_note(suggested))
    fields = Answers.__dataclass_fields__
    if held.keys() != fields.keys() or any(type(held[name]) is not fields[name].type for name in fields):
        return None
    return Answers(**held)  # type: ignore[arg-type]


def forget_answers(suggested: Path) -> None:
    """The wizard came to its end."""
    _note(suggested).unlink(missing_ok=True)


def remember_store(suggested: Path, store: Path) -> None:
    """Open this store the next time, instead of the one suggested. Raises: BaiseError OUT_FOLDER."""
    write_whole(_place(suggested), json.dumps({"store": str(store.absolute())}, ensure_ascii=False).encode())


def remembered_store(suggested: Path) -> Path:
    """The store that was set up, wherever it lies; the one suggested when there is none, or it is gone."""
    store = _read(_place(suggested)).get("store")
    return Path(store) if isinstance(store, str) and Path(store).is_dir() else suggested


def _note(suggested: Path) -> Path:
    return suggested.with_name(f"{suggested.name}-setup.json")


def _place(suggested: Path) -> Path:
    return suggested.with_name(f"{suggested.name}-place.json")


def _read(file: Path) -> dict[str, object]:
    try:
        held = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError):
        # A note that helps and is not needed: without it the wizard starts with its first page.
        return {}
    return held if isinstance(held, dict) else {}
