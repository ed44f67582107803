"""What a readable sheet about a definition is made of: facts and tables of plain words, some leading elsewhere."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from baise_desktop.authoring.catalogue_rows import title_of
from baise_desktop.form.definition import Catalogue
from baise_desktop.texts import say

COLLECTIONS = (
    "tasks",
    "targets",
    "mechanisms",
    "registers",
    "indicators",
    "code_lists",
    "units",
)
"""Kinds of definitions that have a sheet, by their name in the catalogue, in the order of the list."""


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead to the sheet of another definition."""

    text: str
    id: str


Words = tuple[str | Link, ...]
"""Pieces that are read one after another."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing known about a definition."""

    label: str
    words: Words


@dataclass(frozen=True, slots=True)
class Table:
    """Things of one kind below each other."""

    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[Words, ...], ...]


@dataclass(frozen=True, slots=True)
class DefinitionSheet:
    """Everything that people want to know about one definition."""

    id: str
    kind: str
    title: str
    facts: tuple[Fact, ...]
    tables: tuple[Table, ...]
    number: str = ""
    """What officers know it by: the number of its clause, or a unit's code of GB/T 2260."""

    def plain_text(self) -> str:
        """The words alone, as they are copied."""
        lines = [self.title, f"{self.kind}　{self.id}"]
        lines += [f"{fact.label}：{_plain(fact.words)}" for fact in self.facts]
        for table in self.tables:
            lines += ["", table.title, "\t".join(table.headings)]
            lines += ["\t".join(_plain(cell) for cell in row) for row in table.rows]
        return "\n".join(lines)


def _plain(words: Words) -> str:
    return "".join(piece.text if isinstance(piece, Link) else piece for piece in words)


def facts(*given: tuple[str, str | Words]) -> tuple[Fact, ...]:
    """Facts of labels and words; those without words are left out."""
    return tuple(Fact(label, (words,) if isinstance(words, str) else words) for label, words in given if words)


def table(title: str, headings: Sequence[str], rows: Iterable[Sequence[str | Words]]) -> tuple[Table, ...]:
    """One table, or none where it would be empty; columns that are blank in every row are left out."""
    held = [tuple((cell,) if isinstance(cell, str) else cell for cell in row) for row in rows]
    used = [number for number in range(len(headings)) if any(any(row[number]) for row in held)]
    if not held:
        return ()
    kept = tuple(tuple(row[number] for number in used) for row in held)
    return (Table(title, tuple(headings[number] for number in used), kept),)


def link(held: Mapping[str, object], name: str) -> Link:
    """The way to one definition, under what it is called."""
    return Link(title_of(held[name]) or name, name)


def links(held: Mapping[str, object], names: Iterable[str]) -> Words:
    """The ways to some definitions, beside each other."""
    pieces: list[str | Link] = []
    for name in names:
        pieces += [say("sheets.between"), link(held, name)] if pieces else [link(held, name)]
    return tuple(pieces)


def joined(texts: Iterable[str]) -> str:
    """Words beside each other."""
    return say("sheets.between").join(texts)


def unit_links(catalogue: Catalogue, names: Iterable[str]) -> Words:
    """Units by their short names."""
    pieces: list[str | Link] = []
    for name in names:
        unit = Link(catalogue.units[name].short or catalogue.units[name].name, name)
        pieces += [say("sheets.between"), unit] if pieces else [unit]
    return tuple(pieces)


def yes(value: object) -> str:
    """是, or nothing."""
    return say("authoring.yes") if value else ""
