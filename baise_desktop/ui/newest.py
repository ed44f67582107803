"""Of several questions whose answers are still to come only the newest counts: the others were for what is past."""

from collections.abc import Callable
from typing import TypeVar

Answer = TypeVar("Answer")


class Newest:
    """One for each thing that shows one answer at a time."""

    def __init__(self) -> None:
        self._asked = 0

    def only(self, done: Callable[[Answer], object]) -> Callable[[Answer], None]:
        """Hears the answer, unless somebody has asked again by then."""
        self._asked += 1
        asked = self._asked

        def hear(answer: Answer) -> None:
            if asked == self._asked:
                done(answer)

        return hear
