from decimal import Decimal
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from baise_desktop.form.definition import Field, FieldType, Form, FormKind
from baise_desktop.ui.unit.ledger_order import Facts, Wanted, arrange, find_twins, tally
from baise_desktop.ui.unit.ledger_rows import LedgerRow

FORM = Form(
    id="r.firm",
    kind=FormKind.REGISTER,
    title="企业台账",
    plans=("p2",),
    fields=(
        Field(key="name", name="企业名称", type=FieldType.TEXT, required=True),
        Field(key="amount", name="研发经费", type=FieldType.DECIMAL, unit="万元", decimals=2),
    ),
    key=("name",),
)
names = st.sampled_from(("", "阿厂", "百色厂", "甲厂", "右江厂"))
amounts = st.sampled_from(("", "2", "10", "-1.5", "1,000", "很多"))
ledgers = st.lists(st.tuples(names, amounts), max_size=12)


def rows_of(cells: list[tuple[str, str]]) -> list[LedgerRow]:
    return [LedgerRow(str(number), {"name": name, "amount": amount}) for number, (name, amount) in enumerate(cells)]


@given(ledgers, st.sampled_from(("", "name", "amount")), st.booleans())
def test_sorting_loses_no_row_keeps_equals_in_order_and_puts_blanks_last(
    cells: list[tuple[str, str]], sort: str, descending: bool
) -> None:
    rows = rows_of(cells)
    shown = arrange(rows, FORM, Wanted(sort=sort, descending=descending), Facts())
    assert sorted(shown, key=id) == sorted(rows, key=id)
    if not sort:
        assert shown == rows
        return
    texts = [row.texts[sort] for row in shown]
    filled = [text for text in texts if text]
    assert texts == filled + [""] * (len(texts) - len(filled))
    for first, second in pairwise(shown):
        if first.texts[sort] == second.texts[sort]:
            assert int(first.row_id) < int(second.row_id)
    if sort == "amount":
        numbers = [Decimal(text.replace(",", "")) for text in filled if text != "很多"]
        assert numbers == sorted(numbers, reverse=descending)


@given(ledgers, st.sets(st.integers(0, 11).map(str)))
def test_counts_and_sums_are_those_of_the_rows_chosen(cells: list[tuple[str, str]], only: set[str]) -> None:
    rows, wanted = rows_of(cells), Wanted(only=frozenset(only))
    shown = arrange(rows, FORM, wanted, Facts())
    told = tally(rows, shown, FORM, wanted, Facts(), ["amount"])
    assert {row.row_id for row in shown} == {str(n) for n in range(len(cells))} & only
    assert told.counts["all"] == told.shown == len(shown)
    assert told.counts["blanks"] == sum(not row.texts["name"] for row in shown)
    numbers = [row.texts["amount"].replace(",", "") for row in shown]
    assert told.totals["amount"] == sum((Decimal(n) for n in numbers if n not in ("", "很多")), Decimal(0))


def test_chinese_stands_in_the_order_of_pinyin() -> None:
    rows = rows_of([("右江厂", ""), ("甲厂", ""), ("百色厂", ""), ("阿厂", "")])
    shown = arrange(rows, FORM, Wanted(sort="name"), Facts())
    assert [row.texts["name"] for row in shown] == ["阿厂", "百色厂", "甲厂", "右江厂"]


def test_a_repeated_key_names_both_rows() -> None:
    rows = rows_of([("甲厂", "1"), ("阿厂", "1"), ("甲厂", "2"), ("", "")])
    assert find_twins(rows, FORM) == {"2": "0", "0": "2"}
