"""How quick workbooks are written, filled in and read beside openpyxl: `python -m tests.bench.workbooks`.

Arms of one round follow each other, in turned order every other round; a ratio is the median of the ratios of each
round, of processor time. Bulk: a ledger of 12 columns, four texts and eight exact numbers, with borders, fonts and
number formats, against openpyxl's write_only without any look; rustpy-xlsxwriter stands beside. Forms: an official form
of 60 x 12 with 500 values, for every unit, against loading, filling and saving it. Reading: to texts with the place of
each doubtful cell, after every check, against openpyxl's read_only to values; calamine alone stands beside.
`--full`: 100,000 rows and 111 forms. Goals: 0.15, 0.05, 0.1.
"""

import random
import sys
import time
from argparse import ArgumentParser
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from openpyxl import Workbook, load_workbook
from openpyxl.styles import Border, Font, Side
from python_calamine import CalamineWorkbook
from rustpy_xlsxwriter import write_worksheet

from baise_desktop.report.excel import render_workbook
from baise_desktop.report.splice import read_official_form
from baise_desktop.report.table import Table, TableColumn
from baise_desktop.report.workbook_rows import read_workbook_sheets

ROWS, FORMS, ROUNDS = 20_000, 24, 5
FULL_ROWS, FULL_FORMS = 99_998, 111
"""With the title and the headings, a hundred thousand rows: the most that are read."""
DAY = date(2023, 7, 5)
_VALUES = 500
Arms = Mapping[str, Callable[[], object]]


def make_table(rows: int) -> Table:
    """A ledger as a county keeps it."""
    chance = random.Random(8)
    columns = tuple(
        TableColumn(f"第 {number} 列", "" if number < 4 else "万元", None if number < 4 else 4) for number in range(12)
    )
    return Table("科技成果转化项目台账", columns, tuple(_row(number, chance) for number in range(rows)))


def _row(number: int, chance: random.Random) -> tuple[str | Decimal, ...]:
    texts = (f"45102{number:013d}", f"成果转化项目{number}", "平果市科学技术局", f"甲{chance.randrange(900)}有限公司")
    return (*texts, *(Decimal(chance.randrange(1, 9_000_000)).scaleb(-4) for _ in range(8)))


def write_ours(table: Table) -> bytes:
    """As the program writes it."""
    return render_workbook([table], title=table.title, author="平果市科学技术局", created_on=DAY)


def write_plain(table: Table) -> bytes:
    """As one would write it first."""
    book, target = Workbook(write_only=True), BytesIO()
    sheet = book.create_sheet("台账")
    sheet.append([column.name for column in table.columns])
    for row in table.rows:
        sheet.append(row)
    book.save(target)
    return target.getvalue()


def write_rust(table: Table) -> bytes:
    """By the other quick writer, without any look."""
    heads, target = [column.name for column in table.columns], BytesIO()
    write_worksheet((dict(zip(heads, row, strict=True)) for row in table.rows), target)
    return target.getvalue()


def draw_form(file: Path) -> tuple[str, ...]:
    """An official form, and the names that it asks for."""
    book = Workbook()
    sheet, line = book.worksheets[0], Side(style="thin")
    sheet["A1"] = "科技进步目标完成情况报表"
    sheet.merge_cells("A1:L1")
    names = [f"数{number}" for number in range(_VALUES)]
    for number in range(58 * 12):
        cell = sheet.cell(3 + number // 12, 1 + number % 12)
        cell.border, cell.font = Border(line, line, line, line), Font(name="仿宋", size=11)
        wanted = 12 <= number < 12 + _VALUES
        cell.value = f"{{{{{names[number - 12]}}}}}" if wanted else "项目"
    book.save(file)
    return tuple(names)


def fill_ours(file: Path, values: Sequence[Mapping[str, Decimal]]) -> list[bytes]:
    """Cut once, filled for each."""
    form = read_official_form(file)
    return [form.fill(each) for each in values]


def fill_plain(file: Path, values: Sequence[Mapping[str, Decimal]]) -> list[bytes]:
    """Loaded, filled and saved for each."""
    made = []
    for each in values:
        book, target = load_workbook(file), BytesIO()
        for row in book.worksheets[0].iter_rows():
            for cell in row:
                if isinstance(cell.value, str) and cell.value.startswith("{{"):
                    cell.value = each[cell.value[2:-2]]
        book.save(target)
        made.append(target.getvalue())
    return made


def read_plain(file: Path) -> int:
    """Values of every cell."""
    book = load_workbook(file, read_only=True)
    count = sum(len(row) for row in book.worksheets[0].iter_rows(values_only=True))
    book.close()
    return count


def read_calamine(file: Path) -> int:
    """Values of every cell, without a check."""
    return len(CalamineWorkbook.from_path(str(file)).get_sheet_by_index(0).to_python(skip_empty_area=False))


def measure(arms: Arms, rounds: int) -> list[dict[str, float]]:
    """Seconds of the processor for each arm in each round."""
    return [
        {name: _spent(arms[name]) for name in (arms if turn % 2 else reversed(list(arms)))} for turn in range(rounds)
    ]


def _spent(act: Callable[[], object]) -> float:
    begun = time.process_time()
    act()
    return time.process_time() - begun


def tell(what: str, rounds: Sequence[Mapping[str, float]], plain: str, goals: Mapping[str, float]) -> None:
    """The medians, each with its ratio to the plain arm and its goal."""
    print(what)
    for name in rounds[0]:
        ratio = median(each[name] / each[plain] for each in rounds)
        goal = f"  goal {goals[name]:.2f}" if name in goals else ""
        print(f"  {name:12} {median(each[name] for each in rounds) * 1000:8.0f} ms  {ratio:.3f} x {plain}{goal}")


def main(argv: list[str]) -> int:
    """Print the three comparisons."""
    parser = ArgumentParser(prog="workbooks")
    parser.add_argument("--full", action="store_true")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    options = parser.parse_args(argv)
    rows, forms = (FULL_ROWS, FULL_FORMS) if options.full else (ROWS, FORMS)
    table = make_table(rows)
    with TemporaryDirectory() as scratch:
        form, ledger = Path(scratch) / "form.xlsx", Path(scratch) / "ledger.xlsx"
        names = draw_form(form)
        values = [{name: Decimal(unit * number) / 4 for number, name in enumerate(names)} for unit in range(forms)]
        ledger.write_bytes(write_plain(table))
        writing: Arms = {
            "ours": lambda: write_ours(table),
            "rustpy": lambda: write_rust(table),
            "write_only": lambda: write_plain(table),
        }
        filling: Arms = {"splice": lambda: fill_ours(form, values), "openpyxl": lambda: fill_plain(form, values)}
        reading: Arms = {
            "ours": lambda: read_workbook_sheets(ledger),
            "calamine": lambda: read_calamine(ledger),
            "read_only": lambda: read_plain(ledger),
        }
        tell(f"write {rows} x 12", measure(writing, options.rounds), "write_only", {"ours": 0.15})
        tell(f"{forms} official forms", measure(filling, options.rounds), "openpyxl", {"splice": 0.05})
        tell(f"read {rows} x 12", measure(reading, options.rounds), "read_only", {"ours": 0.1})
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
