"""Whether every id that a definition names exists, and nothing leads back to itself."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import is_dataclass
from functools import cache
from typing import Annotated, Any, get_args, get_origin, get_type_hints

from baise_desktop.form.catalogue_files import Reading
from baise_desktop.form.defect import Place
from baise_desktop.form.meaning import Refers
from baise_desktop.texts import say

_Links = Iterator[tuple[str, str, Place]]
"""Collection, id, and where the id is written."""

_CHAINS = (("units", "predecessor"), ("units", "parent"), ("targets", "parent"), ("tasks", "parent"))


def check_references(reading: Reading) -> None:
    """Report ids that lead nowhere, and chains that lead back."""
    for definitions in reading.collections.values():
        for name, definition in definitions.items():
            for collection, wanted, place in _links(definition, reading.places[name]):
                _check_link(collection, wanted, place, reading)
    for collection, attribute in _CHAINS:
        _check_chain(reading, collection, attribute)


def _check_link(collection: str, wanted: str, place: Place, reading: Reading) -> None:
    if not reading.may_hold(collection, wanted):
        place.report("dangling", id=wanted, collection=say(f"forms.collection_{collection}"))


def _links(definition: object, place: Place) -> _Links:
    kind: Any = type(definition)
    for attribute, walk in _walks(kind).items():
        yield from walk(getattr(definition, attribute), place.at(attribute))


_Walk = Callable[[Any, Place], _Links]


@cache
def _walks(kind: Any) -> dict[str, _Walk]:
    """The attributes of a dataclass that hold ids, and how to get at them."""
    walks = {name: _walk(hint) for name, hint in get_type_hints(kind, include_extras=True).items()}
    return {name: walk for name, walk in walks.items() if walk is not None}


def _walk(hint: Any) -> _Walk | None:
    origin: Any = get_origin(hint)
    if origin is Annotated:
        mark = get_args(hint)[1]
        return _single(mark.collection) if isinstance(mark, Refers) else None
    if origin is tuple:
        inner = _walk(get_args(hint)[0])
        return _each(inner) if inner else None
    nested: Any = hint if is_dataclass(hint) else None
    return _links if nested and _walks(nested) else None


def _single(collection: str) -> _Walk:
    def walk(value: str, place: Place) -> _Links:
        if value:
            yield collection, value, place

    return walk


def _each(inner: _Walk) -> _Walk:
    def walk(values: tuple[Any, ...], place: Place) -> _Links:
        for number, value in enumerate(values, 1):
            yield from inner(value, place.item(number))

    return walk


def _check_chain(reading: Reading, collection: str, attribute: str) -> None:
    definitions = reading.collections[collection]
    follows = {name: (getattr(definition, attribute),) for name, definition in definitions.items()}
    for cycle in find_cycles(follows):
        reading.places[cycle[0]].at(attribute).report("cycle", path=" → ".join(cycle))


def find_cycles(follows: Mapping[str, tuple[str, ...]]) -> list[list[str]]:
    """One closed path for each group of names that lead back to themselves: `[a, b, a]`."""
    cycles: list[list[str]] = []
    done: set[str] = set()
    for start in follows:
        _search(start, follows, [], done, cycles)
    return cycles


def _search(
    name: str, follows: Mapping[str, tuple[str, ...]], path: list[str], done: set[str], cycles: list[list[str]]
) -> None:
    if name in path:
        cycles.append([*path[path.index(name) :], name])
    if name in done or name in path:
        return
    for following in follows.get(name, ()):
        _search(following, follows, [*path, name], done, cycles)
    done.add(name)
