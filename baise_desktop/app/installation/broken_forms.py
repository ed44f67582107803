"""Definitions that had to be left out, told by the names people know them by."""

from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath

from baise_desktop.app.own_forms import shipped_forms
from baise_desktop.form.defect import Defect
from baise_desktop.texts import say

_NAMED = 3
"""Definitions that the sentence names."""


def tell_left_out(broken: Sequence[Defect]) -> tuple[str, str]:
    """A sentence about the definitions that cannot be used, and every defect of theirs, one a line."""
    names = list(dict.fromkeys(_name(defect) for defect in broken))
    named = "、".join(names[:_NAMED])
    if len(names) > _NAMED:
        named = say("app.left_out_more", names=named, count=len(names))
    lines = "\n".join("：".join(filter(None, (each.file, each.key, each.sentence))) for each in broken)
    return say("app.left_out", count=len(broken), names=named), say("app.left_out_cure", list=lines)


def _name(defect: Defect) -> str:
    """What the product calls a definition of that id, or the file alone."""
    titles = {form.id: form.title for form in shipped_forms().catalogue.forms.values()}
    title = next((titles[name] for name in _ids(defect) if name in titles), "")
    return say("app.left_out_form", title=title, file=defect.file) if title else defect.file


def _ids(defect: Defect) -> Iterator[str]:
    """What the definition may be called: the beginnings of the key, and what a register's file says."""
    parts = defect.key.partition("[")[0].split(".")
    yield from (".".join(parts[:count]) for count in range(len(parts), 0, -1))
    yield f"r.{PurePosixPath(defect.file).stem}"
