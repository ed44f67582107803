"""One thing that the author of a workbook has to change, and the cell it is in."""

from dataclasses import dataclass


def column_letter(number: int) -> str:
    """A for 1, AA for 27."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


@dataclass(frozen=True, slots=True)
class Spot:
    """A cell."""

    sheet: str
    row: int
    column: int

    @property
    def cell(self) -> str:
        """Such as C5."""
        return f"{column_letter(self.column)}{self.row}"

    @property
    def shown(self) -> str:
        """Such as 台账!C5."""
        return f"{self.sheet}!{self.cell}"


@dataclass(frozen=True, slots=True)
class Mistake:
    """One thing that the author has to change."""

    spot: Spot
    sentence: str
    about: str = ""
    """What is missing elsewhere, where this is said of every cell that names it."""
    follows: bool = False
    """Whether it may be the mere consequence of a sheet or column that could not be read."""
