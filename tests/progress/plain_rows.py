"""Lines of packages and tables of TOML, read without the product, and plain questions about one row."""

import json
import tomllib
import zipfile
from collections.abc import Iterable
from fractions import Fraction
from io import BytesIO
from pathlib import Path
from typing import Any

Raw = dict[str, Any]
"""One record: `unit`, `row_id`, `period`, and its `values` by column."""

PLAN_YEARS = {"p1": (2018, 2020), "p2": (2021, 2023)}
HIGH_TECH_ZONE = ("k.bsgx", "k.bdxq")
"""百色高新区管委会, and 百东新区（百色高新区）管委会 after it."""


class Day:
    """A day of a plan."""

    def __init__(self, plan: str, day: str) -> None:
        first, _ = PLAN_YEARS[plan]
        self.plan = plan
        self.start = f"{first}-01-01"
        self.day = day
        self.year = int(day[:4])


def read_packages(packages: Iterable[bytes]) -> list[Raw]:
    """Every line of every package."""
    lines: list[Raw] = []
    for content in packages:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            lines += [json.loads(line) for line in archive.read("records.jsonl").splitlines()]
    return lines


def read_targets(forms: Path) -> list[Raw]:
    """The targets of both plans, as their files say."""
    targets: list[Raw] = []
    for plan in ("p1", "p2"):
        for file in sorted((forms / plan / "targets").glob("*.toml")):
            targets += [{"plan": plan, **each} for each in tomllib.loads(file.read_text("utf-8"))["target"]]
    return targets


def read_labels(forms: Path) -> dict[str, dict[str, str]]:
    """Labels by list and code."""
    lists = [
        each for file in (forms / "codelists").glob("*.toml") for each in tomllib.loads(file.read_text())["code_list"]
    ]
    return {each["id"]: {item["code"]: item["label"] for item in each["items"]} for each in lists}


def read_lists(forms: Path) -> dict[tuple[str, str], str]:
    """The code list of each choice column, by register and column."""
    found = {}
    for file in (forms / "registers").glob("*.toml"):
        register = tomllib.loads(file.read_text("utf-8"))
        for field in register["fields"]:
            if "choices" in field:
                found[register["id"], field["key"]] = field["choices"]
    return found


def number(row: Raw, column: str) -> Fraction:
    """A cell as an exact number; nothing is zero."""
    return Fraction(row["values"].get(column, 0))


def text(row: Raw, column: str) -> str:
    """A cell as text; nothing is empty."""
    return str(row["values"].get(column, ""))


def within(row: Raw, column: str, day: Day) -> bool:
    """From the first day of the plan to the day."""
    return day.start <= text(row, column) <= day.day


def not_over(row: Raw, column: str, day: Day) -> bool:
    """Without an end, or with one that is still to come."""
    return text(row, column) == "" or text(row, column) > day.day


def by_the_day(row: Raw, column: str, day: Day) -> bool:
    """Has happened by the day."""
    return "" < text(row, column) <= day.day


def belongs(row: Raw, unit: str, county: str = "county", park: str = "park") -> bool:
    """Whose row it is: the county's in the one column, the park's in the other; the city's in any case."""
    if unit == "":
        return True
    if unit in HIGH_TECH_ZONE:
        return text(row, county) in HIGH_TECH_ZONE or text(row, park) in HIGH_TECH_ZONE
    return text(row, county) == unit or (unit.startswith("k.") and text(row, park) == unit)


def one_of_each(rows: list[Raw], columns: tuple[str, ...]) -> list[Raw]:
    """The first row of each thing; a row that does not say what it is about is a thing of its own."""
    seen: set[tuple[str, ...]] = set()
    kept = []
    for row in rows:
        key = tuple(text(row, column) for column in columns)
        if "" in key:
            kept.append(row)
        elif key not in seen:
            seen.add(key)
            kept.append(row)
    return kept


def fits(target: Raw, register: str, row: Raw) -> bool:
    """Whether a row is about the line of the annex that the target is."""
    return all(
        text(row, each["column"]) == each["value"] for each in target.get("filters", ()) if each["register"] == register
    )


def is_asked(target: Raw, register: str) -> bool:
    """An annex line counts only the registers it names."""
    named = [each["register"] for each in target.get("filters", ())]
    return not named or register in named
