"""Fields answered by choosing: yes or no, codes of a list, a unit, a row of a register."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from baise_desktop.errors import Problem
from baise_desktop.form.canonical import Json
from baise_desktop.form.context import ChoiceIndex, FieldContext, accepts_kind
from baise_desktop.form.definition import Field
from baise_desktop.form.kind import half_width, problem, wrong_type
from baise_desktop.form.value import Value

_YES = frozenset({"是", "有", "对", "√", "✓", "✔", "1", "y", "yes", "true", "t"})
_NO = frozenset({"否", "无", "错", "没有", "×", "✗", "✘", "x", "0", "n", "no", "false", "f"})
CODE = re.compile(r"[0-9A-Za-z][0-9A-Za-z._-]{0,63}")
_SAMPLE = 6
_SEPARATORS = "、,，;；\n\t"


@dataclass(frozen=True, slots=True)
class YesNo:
    """是 or 否."""

    def parse(self, text: str, field: Field, _context: FieldContext) -> Value | Problem:
        """是, 有, √, 1 ... or 否, 无, ×, 0 ..."""
        word = half_width(text).lower()
        if word in _YES or word in _NO:
            return word in _YES
        return problem(field, "NOT_YES_NO", text=text)

    def show(self, value: Value, _field: Field, _context: FieldContext) -> str:
        """是 or 否."""
        return "是" if value else "否"

    def to_json(self, value: Value, field: Field) -> Json:
        """True or false."""
        if not isinstance(value, bool):
            raise TypeError(field.key)
        return value

    def from_json(self, raw: object, field: Field) -> Value:
        """True or false. Raises: BaiseError: TYPE."""
        if type(raw) is not bool:
            wrong_type(field, "BOOL")
        return raw


@dataclass(frozen=True, slots=True)
class Choice:
    """One code of a code list."""

    def parse(self, text: str, field: Field, context: FieldContext) -> Value | Problem:
        """A code, a label, or the beginning of exactly one label."""
        return _choose(text, field, context.choices[field.choices])

    def show(self, value: Value, field: Field, context: FieldContext) -> str:
        """The label, or the code itself when the list lacks it."""
        return context.choices[field.choices].labels.get(str(value), str(value))

    def to_json(self, value: Value, field: Field) -> Json:
        """The code."""
        if not isinstance(value, str):
            raise TypeError(field.key)
        return value

    def from_json(self, raw: object, field: Field) -> Value:
        """The shape of a code; whether the list holds it is a finding. Raises: BaiseError: TYPE."""
        if type(raw) is not str or not CODE.fullmatch(raw):
            wrong_type(field, "CODE")
        return raw


@dataclass(frozen=True, slots=True)
class Multi:
    """Some codes of a code list, in the order of the codes."""

    def parse(self, text: str, field: Field, context: FieldContext) -> Value | Problem:
        """Codes or labels separated by 、 ，or ；."""
        index = context.choices[field.choices]
        codes: set[str] = set()
        for word in _split(text, index):
            code = _choose(word, field, index)
            if isinstance(code, Problem):
                return code
            codes.add(code)
        return tuple(sorted(codes)) if codes else problem(field, "NOT_A_CHOICE", text=text, choices=_sample(index))

    def show(self, value: Value, field: Field, context: FieldContext) -> str:
        """Labels joined by 、."""
        labels = context.choices[field.choices].labels
        return "、".join(labels.get(str(code), str(code)) for code in _codes(value))

    def to_json(self, value: Value, _field: Field) -> Json:
        """The codes, sorted."""
        return sorted({str(code) for code in _codes(value)})

    def from_json(self, raw: object, field: Field) -> Value:
        """Distinct codes, sorted. Raises: BaiseError: TYPE."""
        if type(raw) is not list or not raw or not all(type(code) is str and CODE.fullmatch(code) for code in raw):
            wrong_type(field, "CODES")
        if sorted(set(raw)) != raw:
            wrong_type(field, "CODES")
        return tuple(raw)


@dataclass(frozen=True, slots=True)
class UnitName:
    """A unit of the registry."""

    def parse(self, text: str, field: Field, context: FieldContext) -> Value | Problem:
        """An id, code, name, short name, alias or former name."""
        name = re.sub(r"\s", "", text)
        found = context.unit_names.get(name) or context.unit_names.get(half_width(name), ())
        fitting = [unit for unit in found if accepts_kind(field.unit_kind, context.units[unit])]
        if len(fitting) == 1:
            return fitting[0]
        if fitting:
            return problem(field, "AMBIGUOUS", text=text, matches="、".join(fitting))
        return problem(field, "UNIT_KIND" if found else "NOT_A_UNIT", text=text)

    def show(self, value: Value, _field: Field, context: FieldContext) -> str:
        """The name, or the id when another unit bears the name too."""
        unit = context.units.get(str(value))
        return unit.name if unit is not None and len(context.unit_names[unit.name]) == 1 else str(value)

    def to_json(self, value: Value, field: Field) -> Json:
        """The unit id."""
        if not isinstance(value, str):
            raise TypeError(field.key)
        return value

    def from_json(self, raw: object, field: Field) -> Value:
        """The shape of a unit id. Raises: BaiseError: TYPE."""
        if type(raw) is not str or not CODE.fullmatch(raw):
            wrong_type(field, "UNIT")
        return raw


@dataclass(frozen=True, slots=True)
class Reference:
    """A row of a register."""

    def parse(self, text: str, field: Field, context: FieldContext) -> Value | Problem:
        """A row id, or the title of exactly one row."""
        if is_row_id(text):
            return text
        titles = context.references.get(field.ref, {})
        found = [row_id for row_id, title in titles.items() if title == text]
        if len(found) == 1:
            return found[0]
        return problem(field, "AMBIGUOUS" if found else "NOT_A_ROW", text=text, matches="、".join(found))

    def show(self, value: Value, field: Field, context: FieldContext) -> str:
        """The row's title, or its id when the title is unknown or not its own alone."""
        titles = context.references.get(field.ref, {})
        title = titles.get(str(value), "").strip()
        return title if title and list(titles.values()).count(title) == 1 else str(value)

    def to_json(self, value: Value, field: Field) -> Json:
        """The row id."""
        if not isinstance(value, str):
            raise TypeError(field.key)
        return value

    def from_json(self, raw: object, field: Field) -> Value:
        """A row id. Raises: BaiseError: TYPE."""
        if type(raw) is not str or not is_row_id(raw):
            wrong_type(field, "ROW")
        return raw


ROW_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")

ROW_ID_LENGTH = 36


def is_row_id(text: str) -> bool:
    """Whether the text is a UUID in lower case."""
    return ROW_ID.fullmatch(text) is not None


def are_row_ids(texts: Sequence[str]) -> bool:
    """As `is_row_id` says of each of them, many times as quick for many."""
    joined, count = "".join(texts), len(texts)
    return (
        set(map(len, texts)) <= {ROW_ID_LENGTH}
        and _ROW_ID_CHARACTERS.fullmatch(joined) is not None
        and joined.count("-") == len(_HYPHENS) * count
        and all(joined[place::ROW_ID_LENGTH] == "-" * count for place in _HYPHENS)
        and not joined[_VERSION::ROW_ID_LENGTH].strip("12345678")
        and not joined[_VARIANT::ROW_ID_LENGTH].strip("89ab")
    )


_HYPHENS, _VERSION, _VARIANT = (8, 13, 18, 23), 14, 19
_ROW_ID_CHARACTERS = re.compile("[0-9a-f-]*+")


def _choose(text: str, field: Field, index: ChoiceIndex) -> str | Problem:
    for word in (text, half_width(text)):
        if word in index.words:
            return index.words[word]
    found = index.beginning(text)
    if len(found) == 1:
        return found[0]
    if found:
        return problem(field, "AMBIGUOUS", text=text, matches="、".join(index.labels[code] for code in found))
    return problem(field, "NOT_A_CHOICE", text=text, choices=_sample(index))


def _sample(index: ChoiceIndex) -> str:
    labels = list(index.labels.values())
    return "、".join(labels[:_SAMPLE]) + ("等" if len(labels) > _SAMPLE else "")


def _split(text: str, index: ChoiceIndex) -> Iterator[str]:
    """Words between separators; a label that itself holds a separator stays whole."""
    labels = sorted((label for label in index.words if any(mark in label for mark in _SEPARATORS)), key=len)
    rest = text.strip(_SEPARATORS + " ")
    while rest:
        whole = [label for label in labels if rest.startswith(label) and rest[len(label) :][:1] in ("", *_SEPARATORS)]
        word = whole[-1] if whole else re.split(f"[{_SEPARATORS}]", rest, maxsplit=1)[0]
        rest = rest[len(word) :].lstrip(_SEPARATORS + " ")
        yield word.strip()


def _codes(value: Value) -> tuple[object, ...]:
    return value if isinstance(value, tuple) else (value,)
