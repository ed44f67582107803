"""What a finding said when it was explained: an explanation holds while it says the same.

Kept beside the explanations by the text given, so that taking an explanation back brings its own sentence back.
"""

import json

from baise_desktop.store.database import Store
from baise_desktop.store.settings import get_setting, put_setting

_PREFIX = "explained:"
_MOST = 5
"""Texts remembered of one finding."""


def note_explained(store: Store, plan: str, period: str, finding: str, text: str, sentence: str) -> None:
    """Remember the sentence that a text explains."""
    name = f"{_prefix(plan, period)}{finding}"
    known = json.loads(get_setting(store, name, "{}"))
    known.pop(text, None)
    kept = dict([*known.items(), (text, sentence)][-_MOST:])
    put_setting(store, name, json.dumps(kept, ensure_ascii=False))


def read_explained(store: Store, plan: str, period: str) -> dict[tuple[str, str], str]:
    """Sentences by finding and text."""
    prefix = _prefix(plan, period)
    sql = "SELECT name, value FROM setting WHERE name >= ? AND name < ?"
    rows = store.query(sql, (prefix, prefix[:-1] + chr(ord(prefix[-1]) + 1)))
    return {
        (str(name).removeprefix(prefix), text): sentence
        for name, value in rows
        for text, sentence in json.loads(value).items()
    }


def _prefix(plan: str, period: str) -> str:
    return f"{_PREFIX}{plan}:{period}:"
