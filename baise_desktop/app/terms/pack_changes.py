"""What a task pack changes beside the definitions: who owes what, what the city settled, the breakdown."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from baise_desktop.app.installation.naming import period_words
from baise_desktop.form import canonical
from baise_desktop.form.changes import Change, Kind, compare_catalogues
from baise_desktop.form.definition import Catalogue
from baise_desktop.form.obligation import Obligation
from baise_desktop.form.period import parse_period
from baise_desktop.progress.baseline import list_open_choices
from baise_desktop.texts import say

Owed = Mapping[tuple[str, str, str], date]
"""Last day in time by unit, period and form."""


_NAMED = 3
"""Forms of one period that are named before they are only counted."""


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
    changed = [key for key in old.keys() | new.keys() if old.get(key) != new.get(key)]
    of_one_unit = len({unit for unit, _, _ in changed}) == 1
    yield from (_owed_by_one if of_one_unit else _owed_by_many)(old, new, catalogue)


def _owed_by_one(old: Owed, new: Owed, catalogue: Catalogue) -> Iterator[Change]:
    """For a unit, which asks what is due when: by form, or by period where the same befalls most forms of it."""
    changed = [key for key in sorted(old.keys() | new.keys()) if old.get(key) != new.get(key)]
    by_form = len({form for _, _, form in changed}) < len({period for _, period, _ in changed})
    found: dict[tuple[str, str], list[str]] = {}
    for key in changed:
        period, title = period_words(parse_period(key[1])), _title(key[2], catalogue)
        before, after = old.get(key), new.get(key)
        if by_form:
            found.setdefault((key[2], _tell_change(before, after)), []).append(period)
        else:
            found.setdefault((key[1], _tell_due(before, after)), []).append(title)
    for (about, what), names in found.items():
        name = _title(about, catalogue) if by_form else period_words(parse_period(about))
        kind = "periods" if by_form else "forms"
        told = say(f"changes.owed_{kind}", names=say(f"changes.{kind}_apart").join(names[:_NAMED]))
        many = say(f"changes.owed_many_{kind}", count=len(names), what=what, names=told)
        yield Change("changed", "obligation", about, name, many if len(names) > _NAMED else f"{told}{what}")


def _tell_change(before: date | None, after: date | None) -> str:
    kind = "added" if before is None else "dropped" if after is None else "moved"
    return say(f"changes.periods_{kind}")


def _tell_due(before: date | None, after: date | None) -> str:
    if before is None:
        return say("changes.due_added", due=f"{after}")
    if after is None:
        return say("changes.due_dropped")
    return say("changes.due_moved", old=f"{before}", new=f"{after}")


def _title(form: str, catalogue: Catalogue) -> str:
    return catalogue.forms[form].title if form in catalogue.forms else form


def _owed_by_many(old: Owed, new: Owed, catalogue: Catalogue) -> Iterator[Change]:
    added = Counter(key[2] for key in new.keys() - old.keys())
    dropped = Counter(key[2] for key in old.keys() - new.keys())
    moved = Counter(key[2] for key, due in new.items() if old.get(key, due) != due)
    for form in dict.fromkeys((*catalogue.forms, *sorted(dropped))):
        counts = (("added", added[form]), ("dropped", dropped[form]), ("moved", moved[form]))
        parts = [say(f"changes.owed_{name}", count=count) for name, count in counts if count]
        if parts:
            yield Change("changed", "obligation", form, _title(form, catalogue), "，".join(parts))


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
