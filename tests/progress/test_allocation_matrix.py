"""The sums that the table shows are those of a plain loop over its cells."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from baise_desktop.app.desk import load_forms
from baise_desktop.progress.allocation import Role, Share
from baise_desktop.progress.allocation_matrix import broken_down, lay_out

UNITS = ("c.pingguo", "c.lingyun", "c.leye", "k.njyq")
YEARS = (2021, 2022, 2023)
TARGETS = {"p2.t.contract": True, "p2.t.hightech": False, "p2.t.rd_intensity": False}
"""By target: whether its years add up."""
AMOUNTS = st.dictionaries(
    st.tuples(st.sampled_from(sorted(TARGETS)), st.sampled_from((*UNITS, "")), st.sampled_from(YEARS)),
    st.decimals(0, 1000, places=2),
)


def plain_whole(amounts: dict[tuple[str, str, int], Decimal], target: str, unit: str) -> Decimal | None:
    whole = None
    for year in YEARS:
        value = amounts.get((target, unit, year))
        if value is not None:
            whole = value if whole is None or not TARGETS[target] else whole + value
    return whole


def plain_sum(values: list[Decimal | None]) -> Decimal | None:
    total = None
    for value in values:
        if value is not None:
            total = value if total is None else total + value
    return total


@given(AMOUNTS)
def test_sums_are_those_of_a_plain_loop(amounts: dict[tuple[str, str, int], Decimal]) -> None:
    shares = [Share(*place, value, Role.AMOUNT, "row", "已下达") for place, value in amounts.items()]
    units = dict.fromkeys(TARGETS, UNITS)
    places = [(target, year) for target in TARGETS for year in (*YEARS, 0)]
    table = lay_out(load_forms(), shares, places, units)
    for number, column in enumerate(table.columns):
        target, year = column.target, column.year
        shown = {
            unit: share.value if (share := line[number]) else None
            for unit, line in zip(table.units, table.cells, strict=True)
        }
        for unit in UNITS:
            wanted = amounts.get((target, unit, year)) if year else plain_whole(amounts, target, unit)
            assert shown[unit] == wanted
        adds_up = target != "p2.t.rd_intensity"
        assert column.total == (plain_sum([shown[unit] for unit in UNITS]) if adds_up else None)
        city = amounts.get((target, "", year))
        if city is not None and adds_up:
            assert column.required == city
        if column.total is not None and column.required is not None:
            assert column.difference == column.total - column.required


def test_only_what_a_unit_can_have_is_open() -> None:
    catalogue = load_forms()
    units = {"p2.t.contract": ("c.pingguo",), "p2.t.hightech": UNITS}
    assert [target.id for target in broken_down(catalogue, "p2", units)] == ["p2.t.hightech", "p2.t.contract"]
    table = lay_out(catalogue, (), [("p2.t.contract", 2023), ("p2.t.hightech", 2023), ("p2.t.hightech", 0)], units)
    opened = dict(zip(table.units, table.open_cells, strict=True))
    assert opened == {"c.pingguo": (True, True, False), **dict.fromkeys(UNITS[1:], (False, True, False))}
    assert [column.required for column in table.columns] == [None, 70, 70]
