import pytest

from baise_desktop.form.formula import parse_formula
from baise_desktop.form.formula_words import describe


@pytest.mark.parametrize(
    ("formula", "words"),
    [
        ('=变动类型="新认定"', "变动类型 ＝ “新认定”"),
        ('=OR(级别="国家级",级别="自治区级")', "级别为“国家级”、“自治区级”之一"),
        (
            "=OR(ISBLANK([失效（取消）日期]),[失效（取消）日期]>期末日)",
            "失效（取消）日期为空 或 失效（取消）日期 ＞ 期末日",
        ),
        ("=AND(YEAR(日期)=本年度,有效)", "日期的年份 ＝ 本年度 且 有效"),
        ("=NOT(金额>=1.5)", "不是（金额 ≥ 1.5）"),
        ("=是否示范=TRUE", "是否示范 ＝ 是"),
        ("=SUM(企业台账[金额])<-3%", "SUM(企业台账[金额]) ＜ -3%"),
    ],
)
def test_conditions_are_told_in_words(formula: str, words: str) -> None:
    assert describe(parse_formula(formula).tree) == words
