"""What is wrong with a form file: where it stands and a sentence for its author."""

from dataclasses import dataclass

from baise_desktop.texts import say


@dataclass(frozen=True, slots=True, order=True)
class Defect:
    """One thing wrong in `forms/`."""

    file: str
    """Path below the forms folder, with forward slashes."""
    key: str
    """Id and item, such as `p1.k.4.1.measures[2].quote`."""
    sentence: str
    """Chinese, with what to do."""


@dataclass(frozen=True, slots=True)
class Place:
    """A spot in a form file that defects are reported at."""

    file: str
    key: str
    found: list[Defect]
    """Everything reported so far, shared by all places of one reading."""

    def at(self, part: str) -> "Place":
        """A named part of this place."""
        return Place(self.file, f"{self.key}.{part}" if self.key else part, self.found)

    def item(self, number: int) -> "Place":
        """One item of a list, counted from 1."""
        return Place(self.file, f"{self.key}[{number}]", self.found)

    def report(self, code: str, **values: object) -> None:
        """Add a defect; `code` is an entry of `forms.toml`."""
        self.found.append(Defect(self.file, self.key, say(f"forms.{code}", **values)))
