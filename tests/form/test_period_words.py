"""However a clerk writes a 报告期, figures find its row; what is no 报告期 is not taken."""

import pytest

from baise_desktop.errors import Problem
from baise_desktop.form.context import field_context
from baise_desktop.form.definition import Catalogue
from baise_desktop.form.fields import parse
from baise_desktop.form.period_words import plain_period
from baise_desktop.form.value import NOT_APPLICABLE, Missing


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("2023", "2023"),
        ("2023年", "2023"),
        ("2023年度", "2023"),
        ("2023H2", "2023H2"),
        ("2023年下半年", "2023H2"),
        ("2023h1", "2023H1"),
        ("2023q4", "2023Q4"),
        ("２０２３Q4", "2023Q4"),
        ("2023 Q4", "2023Q4"),
        ("2023年四季度", "2023Q4"),
        ("2023年第4季度", "2023Q4"),
        ("2023-05", "2023-05"),
        ("2023-5", "2023-05"),
        ("2023.12", "2023-12"),
        ("2023年5月", "2023-05"),
        ("2023年11月份", "2023-11"),
    ],
)
def test_one_writing(written: str, plain: str) -> None:
    assert plain_period(written) == plain
    assert plain_period(plain) == plain


@pytest.mark.parametrize("written", ["", "2023Q5", "2023H3", "2023-13", "2023-0", "二〇二三", "本期", "20231"])
def test_no_period(written: str) -> None:
    assert plain_period(written) is None


def test_the_columns_that_figures_go_by_are_read_so(catalogue: Catalogue) -> None:
    context = field_context(catalogue)
    for register in ("r.rd_flash", "r.fiscal_flash", "r.zone_stat", "r.iiot"):
        column = catalogue.registers[register].field("period")
        assert parse("2023年四季度", column, context) == "2023Q4"
        assert parse("不适用", column, context) is NOT_APPLICABLE
        assert parse("暂缺：资料未到", column, context) == Missing("资料未到")
        refused = parse("2023Q5", column, context)
        assert isinstance(refused, Problem)
        assert "应填报告期" in refused.message


def test_other_words_of_that_key_stay_words(catalogue: Catalogue) -> None:
    column = catalogue.registers["r.evaluation"].field("period")
    assert parse("2021—2023 年中期", column, field_context(catalogue)) == "2021—2023 年中期"
