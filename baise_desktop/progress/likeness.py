"""Which names are near-same: alike but for a slip of the pen (edit distance) or of the sound (pinyin).

Digits, Latin letters and place names tell things apart that are otherwise named alike (一期 and 二期, 平果 and 田东):
names are near only when they hold the same of them in the same order.

The near pairs are found without comparing every name with every other. Of names one character apart, one is left the
same as the other when at most one character is left out of each. Of longer names, in which two may differ, at least one
of any three pieces stays whole. So only names that share what is left, or a piece, are compared.
Source: G. Li et al., Pass-Join: a partition-based method for similarity joins, VLDB 2011.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations, pairwise

_SPACING = re.compile(r"[\W_]+")
_MARKS = "[0-9a-z〇零一二三四五六七八九十百甲乙丙丁东南西北]"
_SHORT, _LONG = 4, 16
"""Characters from which one, and two, may differ."""
_MASK_BITS = 127


def fold(text: str) -> str:
    """The text without spaces, brackets and other marks, in one width and case."""
    return _SPACING.sub("", unicodedata.normalize("NFKC", text)).casefold()


@dataclass(frozen=True, slots=True)
class Name:
    """A name made ready for comparison."""

    text: str
    """Folded."""
    marks: str
    """What tells it apart from names that are otherwise alike."""
    sound: str
    """Its pinyin without tones."""
    mask: int
    """One bit for each of its characters, as far as bits go."""


class Reader:
    """Reads names with the places that tell them apart."""

    def __init__(self, places: Iterable[str] = ()) -> None:
        """`places` are names such as 平果."""
        words = sorted({fold(place) for place in places if place}, key=lambda word: (-len(word), word))
        self._pattern = re.compile("|".join([*map(re.escape, words), _MARKS]))

    def read(self, text: str) -> Name:
        """A name."""
        folded = fold(text)
        mask = 0
        for character in folded:
            mask |= 1 << ord(character) % _MASK_BITS
        return Name(folded, " ".join(self._pattern.findall(folded)), " ".join(map(_sound, folded)), mask)


@cache
def _sound(character: str) -> str:
    from pypinyin import Style, lazy_pinyin

    return "".join(lazy_pinyin(character, style=Style.NORMAL))


def allowed(length: int) -> int:
    """How many characters of a name may differ; of two names the shorter one's length says."""
    return 0 if length < _SHORT else 1 if length < _LONG else 2


def are_near(one: Name, other: Name) -> bool:
    """Whether two names may well mean one thing."""
    if one.marks != other.marks:
        return False
    if one.text == other.text or one.sound == other.sound:
        return True
    most = allowed(min(len(one.text), len(other.text)))
    return most > 0 and distance_within(one.text, other.text, most)


def distance_within(one: str, other: str, most: int) -> bool:
    """Whether no more than `most` characters must be put in, left out or changed to make one text of the other."""
    if abs(len(one) - len(other)) > most:
        return False
    start = _shared(one, other)
    one, other = one[start:], other[start:]
    end = _shared(one[::-1], other[::-1])
    one, other = one[: len(one) - end], other[: len(other) - end]
    before = list(range(len(other) + 1))
    for row, character in enumerate(one, 1):
        now = [row]
        for column, wanted in enumerate(other, 1):
            now.append(min(before[column] + 1, now[-1] + 1, before[column - 1] + (character != wanted)))
        if min(now) > most:
            return False
        before = now
    return before[-1] <= most


def _shared(one: str, other: str) -> int:
    """How many characters both begin with."""
    for place, (left, right) in enumerate(zip(one, other, strict=False)):
        if left != right:
            return place
    return min(len(one), len(other))


def near_groups(names: Sequence[Name]) -> list[list[int]]:
    """Numbers of names that hang together by being near, each group and the groups in order; names alone are left out.

    The names are of different texts.
    """
    leaders = list(range(len(names)))

    def leader(number: int) -> int:
        while leaders[number] != number:
            leaders[number] = leaders[leaders[number]]
            number = leaders[number]
        return number

    for one, other in _near_pairs(names):
        first, second = sorted((leader(one), leader(other)))
        leaders[second] = first
    groups: dict[int, list[int]] = defaultdict(list)
    for number in range(len(names)):
        groups[leader(number)].append(number)
    return [group for group in groups.values() if len(group) > 1]


def _near_pairs(names: Sequence[Name]) -> Iterator[tuple[int, int]]:
    blocks: dict[str, list[int]] = defaultdict(list)
    for number, name in enumerate(names):
        blocks[name.marks].append(number)
    for block in blocks.values():
        if len(block) > 1:
            yield from _alike_in_sound(names, block)
            yield from _alike_in_writing(names, block)


def _alike_in_sound(names: Sequence[Name], block: Sequence[int]) -> Iterator[tuple[int, int]]:
    sounding: dict[str, list[int]] = defaultdict(list)
    for number in block:
        sounding[names[number].sound].append(number)
    for alike in sounding.values():
        yield from pairwise(alike)


def _alike_in_writing(names: Sequence[Name], block: Sequence[int]) -> Iterator[tuple[int, int]]:
    for one, other in (*_sharing_what_is_left(names, block), *_sharing_a_piece(names, block)):
        first, second = names[one].text, names[other].text
        if distance_within(first, second, allowed(min(len(first), len(second)))):
            yield one, other


def _sharing_what_is_left(names: Sequence[Name], block: Sequence[int]) -> set[tuple[int, int]]:
    """Every pair of which one character may differ, and some more."""
    left: dict[str, list[int]] = defaultdict(list)
    for number in block:
        text = names[number].text
        if _SHORT <= len(text) <= _LONG:
            for part in {text, *(text[:place] + text[place + 1 :] for place in range(len(text)))}:
                left[part].append(number)
    return {pair for held in left.values() for pair in combinations(held, 2)}


def _sharing_a_piece(names: Sequence[Name], block: Sequence[int]) -> set[tuple[int, int]]:
    """Every pair of which two characters may differ, and some more: each name with those not longer."""
    index: dict[tuple[int, int, str], list[int]] = defaultdict(list)
    masks = {number: names[number].mask for number in block}
    found: set[tuple[int, int]] = set()
    long = (number for number in block if len(names[number].text) >= _LONG)
    for number in sorted(long, key=lambda each: (len(names[each].text), names[each].text)):
        text, mask = names[number].text, masks[number]
        for key, most in _probes(text):
            # A changed character changes two bits at most: whatever differs in more is not near.
            near = (each for each in index.get(key, ()) if (masks[each] ^ mask).bit_count() <= 2 * most)
            found.update((each, number) for each in near)
        for piece, (start, end) in enumerate(_pieces(len(text))):
            index[len(text), piece, text[start:end]].append(number)
    return found


def _probes(text: str) -> Iterator[tuple[tuple[int, int, str], int]]:
    """Where in the index a name not longer than this one must lie, if it is near."""
    for length in range(max(_LONG, len(text) - allowed(len(text))), len(text) + 1):
        most = allowed(length)
        if len(text) - length > most:
            continue
        for piece, (start, end) in enumerate(_pieces(length)):
            size = end - start
            for place in range(max(0, start - most), min(len(text) - size, start + most) + 1):
                yield (length, piece, text[place : place + size]), most


@cache
def _pieces(length: int) -> tuple[tuple[int, int], ...]:
    """Where the pieces of a name of this length begin and end."""
    most = allowed(length)
    cuts = [length * number // (most + 1) for number in range(most + 2)] if most else []
    return tuple(pairwise(cuts))
