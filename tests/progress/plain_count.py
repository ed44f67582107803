"""The same figures again, by plain loops over the lines of the packages.

Written from the words of the plans and the notes of the catalogue, and using nothing of the product: the records come
out of the ZIP files as JSON, the targets out of their TOML files. Slow and simple on purpose.
"""

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from pathlib import Path

from tests.progress.plain_rows import (
    HIGH_TECH_ZONE,
    Day,
    Raw,
    belongs,
    by_the_day,
    fits,
    is_asked,
    not_over,
    number,
    one_of_each,
    read_labels,
    read_lists,
    read_packages,
    read_targets,
    text,
    within,
)

Test = Callable[[Raw, Day], bool]
BASE_YEARS = {"p1.t.sti_rank": 2017, "p2.t.sei_share": 2020}


class PlainCity:
    """All that was reported."""

    def __init__(self, packages: Iterable[bytes], forms: Path) -> None:
        self.lines = read_packages(packages)
        self.targets = read_targets(forms)
        self.labels = read_labels(forms)
        self.lists = read_lists(forms)
        self.read: dict[tuple[str, str], list[Raw]] = {}

    def rows(self, register: str, day: str) -> list[Raw]:
        """What `read_rows` finds, kept."""
        if (register, day) not in self.read:
            self.read[register, day] = self.read_rows(register, day)
        return self.read[register, day]

    def read_rows(self, register: str, day: str) -> list[Raw]:
        """The newest state of every row reported by the end of that day; deleted rows are gone."""
        newest: dict[tuple[str, str], Raw] = {}
        for line in self.lines:
            if line["form"] != register or f"{line['period']}-12-31" > day:
                continue
            key = (line["unit"], line["row_id"])
            if key not in newest or newest[key]["period"] < line["period"]:
                newest[key] = line
        return [self.worded(register, newest[key]) for key in sorted(newest) if not newest[key].get("deleted")]

    def worded(self, register: str, line: Raw) -> Raw:
        """Codes as the words they stand for; 不适用 and 暂缺 are no values."""
        values = {}
        for column, value in line["values"].items():
            if isinstance(value, dict):
                continue
            found = self.lists.get((register, column))
            values[column] = self.labels[found][value] if found and isinstance(value, str) else value
        return {**line, "values": values}

    def figure(self, target: Raw, unit: str, as_of: str) -> Fraction | None:
        """What a target's indicator gives for a unit, or for the city when the unit is empty."""
        day = min(as_of, str(target["deadline"]), f"{target['year']}-12-31" if target.get("year") else as_of)
        return INDICATORS[target["indicator"]](self, target, unit, Day(target["plan"], day))


def counting(
    *sources: tuple[str, Test], once: tuple[str, ...]
) -> Callable[[PlainCity, Raw, str, Day], Fraction | None]:
    """So many things."""

    def figure(city: PlainCity, target: Raw, unit: str, day: Day) -> Fraction | None:
        found: list[Raw] = []
        for register, counts in sources:
            if is_asked(target, register):
                rows = city.rows(register, day.day)
                found += [
                    row for row in rows if fits(target, register, row) and counts(row, day) and belongs(row, unit)
                ]
        return Fraction(len(one_of_each(found, once)))

    return figure


def summing(
    register: str, column: str, counts: Test, once: tuple[str, ...] = (), county: str = "county", scale: int = 1
) -> Callable[[PlainCity, Raw, str, Day], Fraction | None]:
    """So much altogether."""

    def figure(city: PlainCity, target: Raw, unit: str, day: Day) -> Fraction | None:
        found = [row for row in city.rows(register, day.day) if counts(row, day) and belongs(row, unit, county)]
        found = saying(found, column)
        if once:
            found = one_of_each(found, once)
        return sum((number(row, column) for row in found), Fraction(0)) / scale

    return figure


def period_rows(rows: list[Raw], year: int, owner: str) -> list[Raw]:
    """Those of the one period of the year that most units reported; of equals the most final."""
    best: list[Raw] = []
    most = 0
    for period in (f"{year}", f"{year}H2", f"{year}Q4", f"{year}-12"):
        found = [row for row in rows if text(row, "period") == period]
        owners = {text(row, owner) for row in found}
        if len(owners) > most:
            best, most = found, len(owners)
    return best


def flash(city: PlainCity, register: str, unit: str, day: Day) -> list[Raw]:
    """The quick reports of one unit; of the twelve counties for the city, without parks and 市本级."""
    rows = city.rows(register, day.day)
    if unit == "":
        return [row for row in rows if text(row, "unit").startswith("c.")]
    return [
        row
        for row in rows
        if text(row, "unit") == unit or (unit in HIGH_TECH_ZONE and text(row, "unit") in HIGH_TECH_ZONE)
    ]


def saying(rows: list[Raw], *columns: str) -> list[Raw]:
    """Those that say all of these; what is not said is not zero."""
    return [row for row in rows if all(column in row["values"] for column in columns)]


def share(rows: list[Raw], part: str, whole: str, once: tuple[str, ...] = ("unit", "period")) -> Fraction | None:
    """Sum over sum, in percent, of the rows that say both."""
    rows = one_of_each(saying(rows, part, whole), once)
    total = sum((number(row, whole) for row in rows), Fraction(0))
    return sum((number(row, part) for row in rows), Fraction(0)) / total * 100 if total else None


def flash_share(register: str, part: str, whole: str) -> Callable[[PlainCity, Raw, str, Day], Fraction | None]:
    """A share from the quick reports of one period."""

    def figure(city: PlainCity, target: Raw, unit: str, day: Day) -> Fraction | None:
        return share(period_rows(flash(city, register, unit, day), day.year, "unit"), part, whole)

    return figure


def fiscal_growth(city: PlainCity, target: Raw, unit: str, day: Day) -> Fraction | None:
    """同比增速: this year's over last year's, less all of it."""
    now = share(period_rows(flash(city, "r.fiscal_flash", unit, day), day.year, "unit"), "st_total", "st_prev")
    return None if now is None else now - 100


def firm_share_change(city: PlainCity, target: Raw, unit: str, day: Day) -> Fraction | None:
    """This year's share of firms less that of the same period a year before."""
    rows = flash(city, "r.rd_flash", unit, day)
    today = period_rows(rows, day.year, "unit")
    if not today:
        return None
    year, rest = text(today[0], "period")[:4], text(today[0], "period")[4:]
    earlier = saying([row for row in rows if text(row, "period") == f"{int(year) - 1}{rest}"], "rd_firm", "rd_total")
    firms = whole = firms_before = whole_before = Fraction(0)
    for row in one_of_each(saying(today, "rd_firm", "rd_total"), ("unit", "period")):
        before = [each for each in earlier if text(each, "unit") == text(row, "unit")]
        stated = saying([row], "rd_firm_prev", "rd_total_prev")
        if not before and not stated:
            continue
        firms, whole = firms + number(row, "rd_firm"), whole + number(row, "rd_total")
        firms_before += number(before[0], "rd_firm") if before else number(row, "rd_firm_prev")
        whole_before += number(before[0], "rd_total") if before else number(row, "rd_total_prev")
    return (firms / whole - firms_before / whole_before) * 100 if whole and whole_before else None


def zone(column: str) -> Callable[[PlainCity, Raw, str, Day], Fraction | None]:
    """Of 百色高新区 alone; reported in 万元, asked for in 亿元."""

    def figure(city: PlainCity, target: Raw, unit: str, day: Day) -> Fraction | None:
        rows = [row for row in city.rows("r.zone_stat", day.day) if text(row, "park") in HIGH_TECH_ZONE]
        told = one_of_each(saying(period_rows(rows, day.year, "park"), column), ("park", "period"))
        return sum((number(row, column) for row in told), Fraction(0)) / 10000 if told else None

    return figure


def newest(rows: list[Raw], column: str) -> Raw | None:
    """The row that last said a number."""
    said = [row for row in rows if column in row["values"]]
    return max(said, key=lambda row: (row["period"], row["row_id"])) if said else None


def statistics(city: PlainCity, names: tuple[str, ...], year: int, day: Day) -> list[Raw]:
    """The city's own statistics of a year."""
    rows = [row for row in city.rows("r.city_stat", day.day) if row["unit"].startswith("d.")]
    return [row for row in rows if text(row, "indicator") in names and row["values"].get("year") == year]


def rank_change(city: PlainCity, target: Raw, unit: str, day: Day) -> Fraction | None:
    """Places gained since the base year."""
    names = ("综合科技创新水平", "综合科技创新水平全区排名")
    now = newest(statistics(city, names, day.year, day), "rank_region")
    base = newest(statistics(city, names, BASE_YEARS[target["id"]], day), "rank_region")
    return None if now is None or base is None else number(base, "rank_region") - number(now, "rank_region")


def contribution(city: PlainCity, target: Raw, unit: str, day: Day) -> Fraction | None:
    """As measured for the city."""
    found = newest(statistics(city, ("科技进步贡献率",), day.year, day), "value")
    return None if found is None else number(found, "value")


def strategic_change(city: PlainCity, target: Raw, unit: str, day: Day) -> Fraction | None:
    """Points that the share gained since the base year."""
    names = ("战略性新兴产业增加值占工业增加值比重", "战略性新兴产业增加值")
    years = (day.year, BASE_YEARS[target["id"]])
    found = [newest(saying(statistics(city, names, year, day), "numerator"), "denominator") for year in years]
    shares = [share([row], "numerator", "denominator") if row else None for row in found]
    return None if shares[0] is None or shares[1] is None else shares[0] - shares[1]


def demonstration_zone(city: PlainCity, target: Raw, unit: str, day: Day) -> Fraction | None:
    """百色高新区 as 工业互联网示范园区: what was last reported holds."""
    rows = [row for row in city.rows("r.iiot", day.day) if row["values"].get("is_demo") is True]
    rows = [row for row in rows if text(row, "park_unit") in HIGH_TECH_ZONE]
    latest = period_rows(rows, day.year, "park_unit") or period_rows(rows, day.year - 1, "park_unit")
    return Fraction(len(one_of_each(latest, ("park",))))


def coverage(city: PlainCity, target: Raw, unit: str, day: Day) -> Fraction | None:
    """Industrial parks covered among those reported; a park that two report is one park."""
    rows = [row for row in city.rows("r.iiot", day.day) if belongs(row, unit, "county", "park_unit")]
    latest = period_rows(rows, day.year, "county") or period_rows(rows, day.year - 1, "county")
    parks = one_of_each(latest, ("park",))
    covered = [row for row in parks if row["values"].get("promoted") is True]
    return Fraction(len(covered), len(parks)) * 100 if parks else None


def new_products_share(city: PlainCity, target: Raw, unit: str, day: Day) -> Fraction | None:
    """Sum over sum of the industrial firms above scale."""
    rows = [row for row in city.rows("r.enterprise_year", day.day) if row["values"].get("year") == day.year]
    rows = [row for row in rows if row["values"].get("above_scale") is True and belongs(row, unit)]
    return share(rows, "newprod_rev", "revenue", once=("uscc",))


def is_certified(row: Raw, day: Day) -> bool:
    """An enterprise whose certificate holds on the day."""
    entered = text(row, "change") in ("新认定", "重新认定", "市外迁入", "更名")
    return (
        entered
        and by_the_day(row, "cert_date", day)
        and text(row, "valid_to") > day.day
        and not_over(row, "revoke_date", day)
    )


def is_doubled(row: Raw, day: Day) -> bool:
    """Spent at least twice as much as the year before, and something then."""
    known = {"rd_expense", "rd_expense_prev"} <= row["values"].keys()
    before = number(row, "rd_expense_prev")
    return known and row["values"].get("year") == day.year and before > 0 and number(row, "rd_expense") >= 2 * before


def is_high(row: Raw) -> bool:
    """自治区级以上."""
    return text(row, "level") in ("国家级", "自治区级")


def is_standing_platform(row: Raw, day: Day, category: str = "") -> bool:
    """Recognised, high enough, and not withdrawn."""
    right = category in ("", text(row, "category"))
    recognised = text(row, "status") == "已认定" and by_the_day(row, "cert_date", day)
    return right and is_high(row) and recognised and not_over(row, "revoke_date", day)


def is_new_in_plan(row: Raw, day: Day) -> bool:
    """Newly introduced or trained in the plan's years."""
    return row["values"].get("new_in_plan") is True and within(row, "recog_date", day)


def is_present(row: Raw, day: Day) -> bool:
    """High enough, there by the day, and not gone."""
    return is_high(row) and by_the_day(row, "recog_date", day) and not_over(row, "leave_date", day)


def is_new_star(row: Raw, day: Day) -> bool:
    """自治区星创天地 recognised in the plan's years."""
    named = (text(row, "category"), text(row, "level"), text(row, "status")) == ("星创天地", "自治区级", "已认定")
    return named and within(row, "cert_date", day)


def is_new_agricultural_park(row: Raw, day: Day) -> bool:
    """自治区级农业科技园区 built in the plan's years."""
    named = (text(row, "category"), text(row, "status")) == ("自治区级农业科技园区", "已认定")
    return named and row["values"].get("new_in_plan") is True and within(row, "cert_date", day)


def is_converted(row: Raw) -> bool:
    """A result that has been put to use."""
    return text(row, "status") == "已转化"


INDICATORS: Mapping[str, Callable[[PlainCity, Raw, str, Day], Fraction | None]] = {
    "i.sti_rank_up": rank_change,
    "i.stp_contribution": contribution,
    "i.major_tech": counting(
        (
            "r.major_tech",
            lambda row, day: text(row, "status") in ("已突破", "已应用") and within(row, "breakthrough_date", day),
        ),
        once=("tech_no",),
    ),
    "i.natl_platform_new": counting(
        (
            "r.platform",
            lambda row, day: (
                (text(row, "level"), text(row, "status")) == ("国家级", "已认定") and within(row, "cert_date", day)
            ),
        ),
        (
            "r.zone",
            lambda row, day: (
                (text(row, "category"), text(row, "status")) == ("国家级高新区", "已认定")
                and within(row, "cert_date", day)
            ),
        ),
        once=("name",),
    ),
    "i.talent_team_new": counting(("r.talent", is_new_in_plan), ("r.team", is_new_in_plan), once=("name", "org")),
    "i.hightech_stock": counting(("r.hightech_firm", is_certified), once=("uscc",)),
    "i.hightech_new": counting(
        (
            "r.hightech_firm",
            lambda row, day: (
                text(row, "change") in ("新认定", "市外迁入") and text(row, "cert_date")[:4] == str(day.year)
            ),
        ),
        once=("uscc",),
    ),
    "i.conversion_year": counting(
        ("r.conversion_project", lambda row, day: is_converted(row) and text(row, "done_date")[:4] == str(day.year)),
        once=("name", "implementer"),
    ),
    "i.conversion_cum": counting(
        ("r.conversion_project", lambda row, day: is_converted(row) and within(row, "done_date", day)),
        once=("name", "implementer"),
    ),
    "i.fiscal_growth": fiscal_growth,
    "i.rd_intensity": flash_share("r.rd_flash", "rd_total", "gdp"),
    "i.rd_firm_share": flash_share("r.rd_flash", "asb_rd_cnt", "asb_cnt"),
    "i.talent_stock": counting(("r.talent", is_present), once=("name", "org")),
    "i.team_stock": counting(("r.team", is_present), once=("name", "org")),
    "i.contract_cum": summing(
        "r.tech_contract",
        "amount",
        lambda row, day: row["values"].get("valid") is True and within(row, "reg_date", day),
        once=("contract_no",),
        county="stat_county",
        scale=10000,
    ),
    "i.hz_output": zone("gross_output"),
    "i.hz_output_asb": zone("gross_output_asb"),
    "i.hightech_output": summing(
        "r.enterprise_year",
        "gross_output",
        lambda row, day: row["values"].get("is_hightech") is True and row["values"].get("year") == day.year,
        once=("uscc",),
        scale=10000,
    ),
    "i.newprod_share": new_products_share,
    "i.sei_share_delta": strategic_change,
    "i.platform_stock": counting(("r.platform", is_standing_platform), once=("name",)),
    "i.new_tech": counting(("r.new_tech", lambda row, day: within(row, "get_date", day)), once=("name", "uscc")),
    "i.new_product": counting(("r.new_product", lambda row, day: within(row, "form_date", day)), once=("name", "uscc")),
    "i.rd_doubling": counting(("r.enterprise_year", is_doubled), once=("uscc",)),
    "i.county_demo": counting(("r.county_demo", lambda row, day: by_the_day(row, "setup_date", day)), once=("name",)),
    "i.tepaiyuan": summing(
        "r.tepaiyuan",
        "headcount",
        lambda row, day: row["values"].get("is_rural") is True and within(row, "start_date", day),
    ),
    "i.agri_park_new": counting(("r.zone", is_new_agricultural_park), once=("name",)),
    "i.xctd_new": counting(("r.platform", is_new_star), once=("name",)),
    "i.incubator_stock": counting(
        ("r.platform", lambda row, day: is_standing_platform(row, day, "科技企业孵化器")), once=("name",)
    ),
    "i.makerspace_stock": counting(
        ("r.platform", lambda row, day: is_standing_platform(row, day, "众创空间")), once=("name",)
    ),
    "i.iiot_demo": demonstration_zone,
    "i.iiot_coverage": coverage,
    "i.firm_rd_share_delta": firm_share_change,
}
