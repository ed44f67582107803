"""Which styles of a workbook show percentages, and which show dates."""

import re
from collections.abc import Callable, Iterator
from xml.parsers import expat

_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\[[^\]]*\]')
"""What a number format shows as it is, and its colours and conditions."""
_OWN_PERCENTS = frozenset(("9", "10"))
"""Numbers of formats that need no entry in the list of styles."""
_OWN_DATES = frozenset(map(str, (*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59))))


def percent_styles(styles: bytes) -> frozenset[str]:
    """The numbers of the styles with a percent mark. Raises: expat.ExpatError."""
    return frozenset(_find(styles, _OWN_PERCENTS, lambda code: "%" in code))


def date_styles(styles: bytes) -> frozenset[str]:
    """The numbers of the styles that show a day. Raises: expat.ExpatError."""
    return frozenset(_find(styles, _OWN_DATES, lambda code: any(mark in code.lower() for mark in "yd")))


def _find(styles: bytes, own: frozenset[str], fits: Callable[[str], bool]) -> Iterator[str]:
    """By their place in the list of cell styles."""
    formats, used, inside = set(own), [], [""]

    def start(name: str, attributes: dict[str, str]) -> None:
        plain = name.rpartition(":")[2]
        if plain == "numFmt" and fits(_LITERAL.sub("", attributes.get("formatCode", ""))):
            formats.add(attributes.get("numFmtId", ""))
        elif plain == "xf" and inside[-1] == "cellXfs":
            used.append(attributes.get("numFmtId", "0"))
        inside.append(plain)

    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = start, lambda _: inside.pop()
    parser.Parse(styles, True)
    return (str(number) for number, style in enumerate(used) if style in formats)
