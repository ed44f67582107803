"""The annexes add up, print as in the document, and the city's own breakdown joins them."""

from decimal import Decimal

import pytest

from baise_desktop.form.context import field_context
from baise_desktop.form.definition import Catalogue
from baise_desktop.form.record import Record
from baise_desktop.form.value import Value
from baise_desktop.progress.allocation import (
    Role,
    Share,
    annex5_table,
    entered_shares,
    join_shares,
    owed_target,
    required_share,
    stated_shares,
    tabulate_shares,
)
from baise_desktop.progress.allocation_check import check_shares
from baise_desktop.progress.row import Row, read_row

ANNEX_5 = """
右江区 2 3 5 10
田阳县 1 2 2 5
田东县 1 1 1 3
平果县 2 2 2 6
德保县 1 1 1 3
靖西市 1 2 2 5
那坡县 1 1 1 3
凌云县 1 1 1 3
乐业县 1 1 1 3
田林县 1 1 1 3
隆林县 1 1 1 3
西林县 1 1 1 3
"""


def entered(
    catalogue: Catalogue, number: int, target: str, unit: str, year: int, value: int, status: str = "02"
) -> Row:
    values: dict[str, Value] = {
        "target_id": target,
        "unit": unit,
        "year": year,
        "value": Decimal(value),
        "status": status,
    }
    record = Record(form="r.decomp", row_id=f"row-{number}", unit="d.keji", plan="p2", period="2021", values=values)
    return read_row(record, "", catalogue.registers["r.decomp"], field_context(catalogue))


def amount(target: str, unit: str, year: int, value: int) -> Share:
    return Share(target, unit, year, Decimal(value), Role.AMOUNT, "row", "已下达")


def test_annex_5_is_the_table_of_the_document(catalogue: Catalogue) -> None:
    table = annex5_table(catalogue)
    printed = [f"{name} {' '.join(map(str, line))}" for name, line in zip(table.units, table.cells, strict=True)]
    assert "\n".join(printed) == ANNEX_5.strip()
    assert table.years == (2018, 2019, 2020)
    assert list(map(int, table.totals)) == [14, 17, 19, 50]
    document = " ".join(catalogue.documents["p1"].split())
    for number, line in enumerate(printed, 1):
        name, *cells = line.split()
        assert f"{number} {name} {' '.join(f'{cell}项' for cell in cells)}" in document


def test_every_cell_of_the_annexes_is_there(catalogue: Catalogue) -> None:
    shares = stated_shares(catalogue, "p1")
    counted = {
        role: {t: [s.value for s in shares if (s.target, s.role) == (t, role)] for t in {s.target for s in shares}}
        for role in Role
    }
    assert sum(counted[Role.PART]["p1.t.major_tech"]) == len(counted[Role.PART]["p1.t.major_tech"]) == 10
    assert counted[Role.PART]["p1.t.natl_platform"] == [1, 1, 8]
    assert counted[Role.PART]["p1.t.talent"] == [1, 2, 1, 1, 1, 2, 2]
    assert counted[Role.AMOUNT]["p1.t.hightech"] == [35, 42]
    assert counted[Role.ADDITION]["p1.t.hightech"] == [6, 7, 8]
    assert len(counted[Role.AMOUNT]["p1.t.conversion"]) == 3 + 12 * 4
    assert stated_shares(catalogue, "p2") == ()


def test_the_document_adds_up_both_ways(catalogue: Catalogue) -> None:
    assert check_shares(catalogue, stated_shares(catalogue, "p1")) == ()


@pytest.mark.parametrize(
    ("lost", "sentences"),
    [
        ("p1.t.major_tech.03", ["附件各项之和 9 项，不等于方案总数 10 项，差 1 项"]),
        (
            "p1.t.conversion.leye.y2019",
            [
                "乐业县各年之和 2 项，不等于其小计 3 项，差 1 项",
                "2019 年各单位分解之和 16 项，不等于全市数 17 项，差 1 项",
            ],
        ),
        ("p1.t.conversion.y2020", ["全市各年之和 31 项，不等于方案总数 50 项，差 19 项"]),
    ],
)
def test_a_lost_cell_is_told_in_a_sentence(catalogue: Catalogue, lost: str, sentences: list[str]) -> None:
    shares = [share for share in stated_shares(catalogue, "p1") if share.origin != lost]
    assert [sentence.split("：")[1] for sentence in check_shares(catalogue, shares)] == sentences


def test_a_wrong_addition_to_a_stock_is_told(catalogue: Catalogue) -> None:
    shares = [share for share in stated_shares(catalogue, "p1") if share.origin != "p1.t.hightech_new.y2019"]
    shares.append(Share("p1.t.hightech", "", 2019, Decimal(9), Role.ADDITION, "x"))
    assert check_shares(catalogue, shares) == (
        "高新技术企业保有量：2019 年末应为上年末加新增 44 家，方案写 42 家，差 2 家",
    )


def test_the_citys_breakdown_is_checked_against_the_plan(catalogue: Catalogue) -> None:
    shares = [amount("p2.t.conversion", "c.leye", year, 20) for year in (2021, 2022, 2023)]
    assert [text.split("：")[1] for text in check_shares(catalogue, shares)] == [
        "各单位分解之和 60 项，不等于方案总数 120 项，差 60 项"
    ]
    stock = [amount("p2.t.hightech", "c.leye", 2023, 30), amount("p2.t.hightech", "c.napo", 2023, 40)]
    assert check_shares(catalogue, stock) == ()
    assert check_shares(catalogue, [amount("p2.t.rd_intensity", "c.leye", 2023, 1)]) == ()


def test_rows_of_the_register_become_shares(catalogue: Catalogue) -> None:
    rows = [
        entered(catalogue, 1, "p2.t.hightech", "c.leye", 2023, 6),
        entered(catalogue, 2, "p2.t.hightech", "city.baise", 2023, 70),
        entered(catalogue, 3, "p2.t.hightech", "c.napo", 2023, 5, status="01"),
        entered(catalogue, 4, "p1.t.hightech", "c.leye", 2020, 5),
        entered(catalogue, 5, "p2.t.none", "c.leye", 2023, 5),
    ]
    shares = entered_shares(catalogue, rows, "p2")
    assert [(share.unit, int(share.value), share.issued) for share in shares] == [
        ("c.leye", 6, True),
        ("", 70, True),
        ("c.napo", 5, False),
    ]
    target = catalogue.targets["p2.t.hightech"]
    assert required_share(catalogue, shares, target, "c.napo", 2023) is None
    owed = owed_target(catalogue, shares, target, "c.leye", 2023)
    assert owed is not None
    assert (owed.value, owed.comparator) == ("6", ">=")


def test_only_an_adjustment_replaces_what_the_plan_states(catalogue: Catalogue) -> None:
    stated = stated_shares(catalogue, "p1")
    again = entered(catalogue, 1, "p1.t.conversion", "c.leye", 2019, 4)
    adjusted = entered(catalogue, 1, "p1.t.conversion", "c.leye", 2019, 4, status="03")
    for row, value in ((again, 1), (adjusted, 4)):
        joined = join_shares(stated, entered_shares(catalogue, [row], "p1"))
        found = [s.value for s in joined if (s.target, s.unit, s.year) == ("p1.t.conversion", "c.leye", 2019)]
        assert found == [value]
        assert len(joined) == len(stated)


@pytest.mark.parametrize(
    ("target", "unit", "year", "value"),
    [
        ("p1.t.conversion", "c.youjiang", 2020, "10"),
        ("p1.t.conversion.y2019", "c.tianyang", 2019, "2"),
        ("p1.t.conversion.youjiang.y2020", "c.youjiang", 2020, "5"),
        ("p1.t.fiscal_growth", "c.leye", 2019, "0"),
        ("p1.t.hightech", "", 2020, "50"),
        ("p1.t.hightech", "c.leye", 2020, None),
        ("p1.t.hightech.y2019", "c.leye", 2019, None),
    ],
)
def test_what_a_unit_owes(catalogue: Catalogue, target: str, unit: str, year: int, value: str | None) -> None:
    found = owed_target(catalogue, stated_shares(catalogue, "p1"), catalogue.targets[target], unit, year)
    assert (found.value if found else None) == value


def test_a_cumulative_requirement_is_the_sum_of_its_years(catalogue: Catalogue) -> None:
    shares = [amount("p2.t.conversion", "c.leye", year, year - 2018) for year in (2021, 2022, 2023)]
    target = catalogue.targets["p2.t.conversion"]
    share = required_share(catalogue, shares, target, "c.leye", 2022)
    assert share is not None
    assert share.value == 12
    stock = [amount("p2.t.hightech", "c.leye", year, year - 2018) for year in (2021, 2022, 2023)]
    last = required_share(catalogue, stock, catalogue.targets["p2.t.hightech"], "c.leye", 2022)
    assert last is not None
    assert last.value == 5


def test_years_and_units_nobody_filled_stay_blank(catalogue: Catalogue) -> None:
    shares = [amount("p2.t.conversion", "c.leye", 2021, 2), amount("p2.t.conversion", "c.napo", 2022, 3)]
    table = tabulate_shares(catalogue, shares, "p2.t.conversion")
    two, three = Decimal(2), Decimal(3)
    assert table.cells == ((two, None, two), (None, three, three))
    assert table.totals == (two, three, Decimal(5))
