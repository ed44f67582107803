"""What one version of the definitions changes against another, in Chinese: attribute by attribute, from what to what.

Nothing here names an attribute: it is called what the authoring workbook calls its column.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, fields, is_dataclass, replace
from typing import Any, Final, Literal

from baise_desktop.form.definition import Catalogue, CodeList, Form, Rule
from baise_desktop.texts import knows, say

Kind = Literal["added", "changed", "removed"]
LONGEST = 60
"""Characters of one old or new value that are shown."""
_MOST_ATTRIBUTES = 6


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that is new, different or gone."""

    kind: Kind
    section: str
    """plan, task, target, register, field, rule, code_list, code, unit, indicator, narrative, mechanism, parameter,
    clause or document; of a task pack also obligation, choice, allocation and mail."""
    subject: str
    """Id; `register.key` of a field, `list.code` of a code."""
    name: str
    what: str = ""
    """From what to what; empty when it is plain."""

    @property
    def sentence(self) -> str:
        """One line for people."""
        words = say(f"changes.{self.kind}", section=section_name(self.section), name=self.name, subject=self.subject)
        return f"{words}：{self.what}" if self.what else words

    def as_json(self) -> dict[str, Any]:
        """As `--json` prints it."""
        return asdict(self) | {"sentence": self.sentence}


def section_name(section: str) -> str:
    """What a section is called."""
    return say(f"changes.section_{section}")


_SECTIONS: Final = (
    ("plans", "plan"),
    ("tasks", "task"),
    ("targets", "target"),
    ("registers", "register"),
    ("code_lists", "code_list"),
    ("units", "unit"),
    ("indicators", "indicator"),
    ("narratives", "narrative"),
    ("mechanisms", "mechanism"),
    ("parameters", "parameter"),
    ("clauses", "clause"),
)
_APART: Final = {
    Form: (
        ("fields", "key", "field"),
        ("rules", "id", "rule"),
        ("city_rules", "id", "rule"),
        ("exclusive", "id", "rule"),
    ),
    CodeList: (("items", "code", "code"),),
}
"""Lists whose items are told one by one: attribute, what names an item, and the section of its changes."""


def compare_catalogues(old: Catalogue, new: Catalogue) -> tuple[Change, ...]:
    """Everything that is different, by section, in the order of the new definitions and then of what is gone."""
    if old.digest == new.digest:
        return ()
    found = [
        change
        for mapping, section in _SECTIONS
        for change in _compare(getattr(old, mapping), getattr(new, mapping), section)
    ]
    return (*found, *_compare_documents(old, new))


def _compare(old: Mapping[str, Any], new: Mapping[str, Any], section: str, owner: str = "") -> Iterator[Change]:
    for name, item in new.items():
        subject = f"{owner}.{name}" if owner else name
        if name not in old:
            yield Change("added", section, subject, _name_of(item), _words_of(item))
        elif item != old[name]:
            yield from _differences(old[name], item, section, subject)
    for name, item in old.items():
        if name not in new:
            yield Change("removed", section, f"{owner}.{name}" if owner else name, _name_of(item), _words_of(item))


def _differences(old: Any, new: Any, section: str, subject: str) -> Iterator[Change]:
    apart = _APART.get(type(new), ())
    listed = {attribute for attribute, _, _ in apart}
    said = [text for each in fields(new) if each.name not in listed and (text := _tell(old, new, each.name))]
    if len(said) > _MOST_ATTRIBUTES:
        said = [*said[:_MOST_ATTRIBUTES], say("changes.more", count=len(said) - _MOST_ATTRIBUTES)]
    if said:
        yield Change("changed", section, subject, _name_of(new), "；".join(said))
    for attribute, key, inner in apart:
        befores, afters = ({getattr(item, key): item for item in getattr(each, attribute)} for each in (old, new))
        yield from _within(_compare(befores, afters, inner, subject), new)
        kept = [name for name in befores if name in afters]
        if kept != [name for name in afters if name in befores]:
            yield Change("changed", section, subject, _name_of(new), say("changes.order", list=section_name(inner)))


def _within(changes: Iterator[Change], owner: Any) -> Iterator[Change]:
    for change in changes:
        if change.section == "rule":
            # The id of a rule begins with that of its form, and is all the name it has.
            yield replace(change, subject=change.name, name=_name_of(owner))
        else:
            yield replace(change, name=f"{_name_of(owner)}·{change.name}")


def _tell(old: Any, new: Any, attribute: str) -> str:
    before, after = getattr(old, attribute), getattr(new, attribute)
    if before == after:
        return ""
    heading = _heading(new, attribute)
    if _is_structure(before) or _is_structure(after):
        return say("changes.adjusted", heading=heading)
    shown = (_show(new, attribute, value) for value in (before, after))
    return say("changes.from_to", heading=heading, old=next(shown), new=next(shown))


def _is_structure(value: Any) -> bool:
    return isinstance(value, Mapping) or (isinstance(value, tuple) and any(is_dataclass(item) for item in value))


def _heading(owner: Any, attribute: str) -> str:
    keys = (f"authoring.column_{type(owner).__name__}_{attribute}", f"authoring.column_{attribute}")
    return next((say(key) for key in keys if knows(key)), attribute)


def _show(owner: Any, attribute: str, value: Any) -> str:
    if isinstance(value, tuple):
        text = "、".join(_show(owner, attribute, item) for item in value)
    elif isinstance(value, bool):
        text = say("changes.yes" if value else "changes.no")
    else:
        keys = (f"authoring.word_{type(owner).__name__}_{attribute}_{value}", f"authoring.word_{value}")
        text = next((say(key) for key in keys if value and knows(key)), str(value))
    text = " ".join(text.split()) or say("changes.nothing")
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def _name_of(item: Any) -> str:
    names = (getattr(item, attribute, "") for attribute in ("short_name", "name", "title", "label", "heading", "id"))
    return next(name for name in names if name)


def _words_of(item: Any) -> str:
    """What tells a thing that comes or goes apart where its name does not: the formula of a rule."""
    return _show(item, "formula", item.formula) if isinstance(item, Rule) else ""


def _compare_documents(old: Catalogue, new: Catalogue) -> Iterator[Change]:
    for plan in dict.fromkeys((*new.documents, *old.documents)):
        before, after = old.documents.get(plan), new.documents.get(plan)
        if before == after or before is None or after is None:
            continue
        name = (new.plans.get(plan) or old.plans[plan]).short_name
        yield Change("changed", "document", plan, name)


@dataclass(frozen=True, slots=True)
class Loss:
    """Something published that is gone, or is no longer what it was."""

    section: str
    subject: str
    name: str
    what: str
    """What happened to it, and what to do instead."""

    @property
    def sentence(self) -> str:
        """One line for the author."""
        subject = f"{section_name(self.section)}“{self.name}”（{self.subject}）"
        return subject + self.what


_FROZEN: Final = ("type", "decimals", "choices", "ref")


def find_losses(published: Catalogue, new: Catalogue) -> tuple[Loss, ...]:
    """What records may rest on and the new definitions take away: each is a reason not to publish them."""
    found = [
        Loss(section, name, _name_of(item), say(f"changes.lost_{section}"))
        for mapping, section in (("plans", "plan"), ("units", "unit"), ("code_lists", "code_list"))
        for name, item in getattr(published, mapping).items()
        if name not in getattr(new, mapping)
    ]
    for name, codes in published.code_lists.items():
        if name in new.code_lists:
            found += _lost_codes(codes, new.code_lists[name])
    for form in published.forms.values():
        if form.id not in new.forms:
            found.append(Loss("form", form.id, form.title, say("changes.lost_form")))
        else:
            found += _lost_fields(form, new.forms[form.id])
    return tuple(found)


def _lost_codes(old: CodeList, new: CodeList) -> Sequence[Loss]:
    held = {item.code for item in new.items}
    return [
        Loss("code", f"{old.id}.{item.code}", f"{old.title}·{item.label}", say("changes.lost_code"))
        for item in old.items
        if item.code not in held
    ]


def _lost_fields(old: Form, new: Form) -> Iterator[Loss]:
    after = {field.key: field for field in new.fields}
    if new.kind is not old.kind:
        yield Loss("form", old.id, old.title, say("changes.lost_kind"))
    for field in old.fields:
        subject, name = f"{old.id}.{field.key}", f"{old.title}·{field.name}"
        if field.key not in after:
            yield Loss("field", subject, name, say("changes.lost_field"))
            continue
        moved = [text for each in _FROZEN if (text := _tell(field, after[field.key], each))]
        if moved:
            yield Loss("field", subject, name, say("changes.field_moved", what="；".join(moved)))
