"""What a task pack changes beside the definitions: who owes what, what the city settled, the breakdown."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from baise_desktop.form import canonical
from baise_desktop.form.changes import Change, Kind, compare_catalogues
from baise_desktop.form.definition import Catalogue
from baise_desktop.form.obligation import Obligation
from baise_desktop.progress.baseline import list_open_choices
from baise_desktop.texts import say

Owed = Mapping[tuple[str, str, str], date]
"""Last day in time by unit, period and form."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What a pack says beside the definitions, in the shape in which two of them are compared."""

    owed: Owed
    choices: Mapping[str, str]
    """Without empty texts."""
    allocation: Sequence[bytes]
    """Canonical lines."""
    mail: str = ""
    """Where the city office takes mail."""


def owed_by(obligations: Iterable[Obligation]) -> Owed:
    """Obligations of one plan, by what they are about."""
    return {(each.unit, str(each.period), each.form): each.due for each in obligations}


def compare_terms(plan: str, old: Terms, new: Terms, before: Catalogue, after: Catalogue) -> tuple[Change, ...]:
    """Everything that one version changes against another: definitions first, then what follows from them."""
    return (
        *compare_catalogues(before, after),
        *_obligations(old.owed, new.owed, after),
        *_choices(old.choices, new.choices, after),
        *_allocation(plan, old.allocation, new.allocation, after),
        *_mail(old.mail, new.mail),
    )


def _obligations(old: Owed, new: Owed, catalogue: Catalogue) -> Iterator[Change]:
    added = Counter(key[2] for key in new.keys() - old.keys())
    dropped = Counter(key[2] for key in old.keys() - new.keys())
    moved = Counter(key[2] for key, due in new.items() if old.get(key, due) != due)
    for form in dict.fromkeys((*catalogue.forms, *sorted(dropped))):
        counts = (("added", added[form]), ("dropped", dropped[form]), ("moved", moved[form]))
        parts = [say(f"changes.owed_{name}", count=count) for name, count in counts if count]
        if parts:
            title = catalogue.forms[form].title if form in catalogue.forms else form
            yield Change("changed", "obligation", form, title, "，".join(parts))


def _choices(old: Mapping[str, str], new: Mapping[str, str], catalogue: Catalogue) -> Iterator[Change]:
    owners = list_open_choices(catalogue)
    for name in sorted(old.keys() | new.keys()):
        before, after = old.get(name, ""), new.get(name, "")
        if before != after:
            empty = say("changes.unsettled")
            what = say("changes.settled", old=before or empty, new=after or empty)
            yield Change("changed", "choice", name, _owner_name(catalogue, owners.get(name, "")) or name, what)


def _owner_name(catalogue: Catalogue, owner: str) -> str:
    item = catalogue.targets.get(owner) or catalogue.indicators.get(owner)
    return item.name if item else ""


def _allocation(plan: str, old: Sequence[bytes], new: Sequence[bytes], catalogue: Catalogue) -> Iterator[Change]:
    befores, afters = _by_row(old), _by_row(new)
    changed = sum(1 for row, line in afters.items() if row in befores and befores[row] != line)
    counts = (
        ("added", len(afters.keys() - befores.keys())),
        ("changed", changed),
        ("removed", len(befores.keys() - afters.keys())),
    )
    parts = [say(f"changes.rows_{name}", count=count) for name, count in counts if count]
    if parts:
        yield Change("changed", "allocation", plan, catalogue.plans[plan].short_name, "，".join(parts))


def _mail(old: str, new: str) -> Iterator[Change]:
    if old != new:
        what = say("changes.settled", old=old, new=new) if old and new else ""
        kind: Kind = "changed" if old and new else "added" if new else "removed"
        yield Change(kind, "mail", new or old, say("delivery.office_mail"), what)


def _by_row(lines: Iterable[bytes]) -> Mapping[str, bytes]:
    found = {}
    for line in lines:
        record = canonical.load_canonical(line)
        found[str(record.get("row_id")) if isinstance(record, dict) else ""] = line
    return found
