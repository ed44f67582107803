"""The places that were really visited, in their order: back and forward lead along it."""

from __future__ import annotations

from typing import Generic, TypeVar

Place = TypeVar("Place")
MOST = 200


class Visits(Generic[Place]):
    """Like the pages of a browser: a visit from the middle forgets what lay ahead."""

    def __init__(self) -> None:
        self._places: list[Place] = []
        self._at = -1

    def note(self, place: Place) -> None:
        """A place was reached; the one where one already is counts once."""
        if self._at >= 0 and self._places[self._at] == place:
            return
        self._places = [*self._places[: self._at + 1], place][-MOST:]
        self._at = len(self._places) - 1

    def can_go(self, step: int) -> bool:
        """Whether there is a place before (-1) or after (+1)."""
        return 0 <= self._at + step < len(self._places)

    def go(self, step: int) -> Place | None:
        """The place before (-1) or after (+1), which is where one is from now on."""
        if not self.can_go(step):
            return None
        self._at += step
        return self._places[self._at]
