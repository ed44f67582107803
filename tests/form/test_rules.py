"""Every computed column of the registers, and every filter of the indicators, against rows made by hand."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

import pytest

from baise_desktop.form.definition import Catalogue
from baise_desktop.form.formula import parse_formula
from baise_desktop.form.formula_functions import Operand

Row = Mapping[str, object]


class Written:
    """Operands as a test writes them: numbers for decimals."""

    def __init__(self, row: Row) -> None:
        self.row = row

    def value(self, name: str) -> Operand | None:
        value = self.row.get(name)
        return Decimal(str(value)) if isinstance(value, int | float) and not isinstance(value, bool) else value  # type: ignore[return-value]

    def prior(self, kind: str, name: str) -> Operand | None:
        raise KeyError(kind, name)

    def column(self, register: str, name: str) -> Sequence[Operand | None]:
        raise KeyError(register, name)


def outcome(formula: str, row: Row) -> object:
    return parse_formula(formula).evaluate(Written(row))


EARLY, LATE = date(2022, 3, 1), date(2023, 6, 30)

COMPUTED: dict[tuple[str, str], tuple[Row, object]] = {
    ("r.hightech_pool", "years_in_pool"): ({"入库日期": date(2021, 6, 30), "期末日": LATE}, Decimal(2)),
    ("r.enterprise_year", "rd_doubled"): ({"上年研发投入": 2, "研发投入（R&D 经费）": 4}, True),
    ("r.fiscal_flash", "growth"): ({"财政科技支出（206 科目）": 110, "上年同期财政科技支出": 100}, Decimal(10)),
    ("r.appraisal", "rate"): ({"完成值": 3, "目标值": 4}, Decimal(75)),
    ("r.subsidy", "ratio"): ({"本级奖补金额": 20, "自治区奖励（奖补）金额": 20}, Decimal(1)),
}


def test_computed_columns_come_out_right(catalogue: Catalogue) -> None:
    formulas = {
        (register.id, field.key): field.formula
        for register in catalogue.registers.values()
        for field in register.fields
        if field.formula
    }
    assert formulas.keys() == COMPUTED.keys()
    for place, (row, wanted) in COMPUTED.items():
        assert outcome(formulas[place], row) == wanted, place


YEAR = {"期末日": date(2023, 12, 31), "本年度": 2023, "本报告期": "2023Q4", "方案起始日": date(2021, 1, 1)}
CERTIFIED = {"级别": "自治区级", "状态": "已认定", "认定（备案）日期": EARLY}
PERSON = {"人才级别": "国家级", "认定（引进）日期": EARLY}
FIRM = {"变动类型": "重新认定", "发证日期": EARLY, "有效期至": date(2025, 3, 1)}
STAT = {"指标": "综合科技创新水平", "年度": 2023}
FLASH = {"报告期": "2023Q4"}
PARK = {"类别": "自治区级农业科技园区", "状态": "已认定", "认定（批准）日期": EARLY, "是否本方案期内新建": True}

FILTERS: list[tuple[str, int, Row, Row]] = [
    ("i.sti_rank_up", 0, STAT, STAT | {"年度": 2022}),
    ("i.stp_contribution", 0, STAT | {"指标": "科技进步贡献率"}, STAT),
    ("i.major_tech", 0, {"攻关状态": "已应用", "突破日期": EARLY}, {"攻关状态": "攻关中", "突破日期": EARLY}),
    ("i.natl_platform_new", 0, CERTIFIED | {"级别": "国家级"}, CERTIFIED),
    ("i.natl_platform_new", 1, PARK | {"类别": "国家级高新区"}, PARK),
    ("i.talent_team_new", 0, PERSON | {"是否方案期内新增": True}, PERSON | {"是否方案期内新增": False}),
    (
        "i.talent_team_new",
        1,
        PERSON | {"是否方案期内新增": True},
        {"是否方案期内新增": True, "认定（引进）日期": date(2020, 1, 1)},
    ),
    ("i.hightech_stock", 0, FIRM, FIRM | {"失效（取消）日期": LATE}),
    ("i.hightech_new", 0, FIRM | {"变动类型": "新认定", "发证日期": LATE}, FIRM | {"变动类型": "新认定"}),
    (
        "i.conversion_year",
        0,
        {"状态": "已转化", "转化完成（认定）日期": LATE},
        {"状态": "已转化", "转化完成（认定）日期": EARLY},
    ),
    ("i.conversion_year", 1, {"状态": "实施中", "实施日期": LATE}, {"状态": "实施中", "实施日期": EARLY}),
    (
        "i.conversion_cum",
        0,
        {"状态": "已转化", "转化完成（认定）日期": EARLY},
        {"状态": "实施中", "转化完成（认定）日期": EARLY},
    ),
    ("i.conversion_cum", 1, {"状态": "实施中", "实施日期": EARLY}, {"状态": "拟实施", "实施日期": EARLY}),
    ("i.fiscal_growth", 0, FLASH, {"报告期": "2023Q3"}),
    ("i.rd_intensity", 0, FLASH, {"报告期": "2023Q3"}),
    ("i.rd_firm_share", 0, FLASH, {"报告期": "2023Q3"}),
    ("i.talent_stock", 0, PERSON, PERSON | {"离开日期": LATE}),
    (
        "i.team_stock",
        0,
        {"团队级别": "自治区级", "认定（引进）日期": EARLY},
        {"团队级别": "市级", "认定（引进）日期": EARLY},
    ),
    ("i.contract_cum", 0, {"登记有效": True, "认定登记日期": EARLY}, {"登记有效": False, "认定登记日期": EARLY}),
    ("i.hz_output", 0, FLASH, {"报告期": "2023Q3"}),
    ("i.hz_output_asb", 0, FLASH, {"报告期": "2023Q3"}),
    ("i.hightech_output", 0, {"是否高新技术企业": True, "年度": 2023}, {"是否高新技术企业": False, "年度": 2023}),
    ("i.newprod_share", 0, {"是否规模以上工业企业": True, "年度": 2023}, {"是否规模以上工业企业": True, "年度": 2022}),
    ("i.sei_share_delta", 0, STAT | {"指标": "战略性新兴产业增加值占工业增加值比重"}, STAT),
    ("i.platform_stock", 0, CERTIFIED, CERTIFIED | {"撤销日期": LATE}),
    ("i.new_tech", 0, {"获得日期": EARLY}, {"获得日期": date(2020, 12, 31)}),
    ("i.new_product", 0, {"形成日期": EARLY}, {"形成日期": date(2024, 1, 1)}),
    ("i.rd_doubling", 0, {"研发投入倍增": True, "年度": 2023}, {"研发投入倍增": False, "年度": 2023}),
    ("i.rd_doubling", 1, {"研发投入倍增": True, "年度": 2021}, {"研发投入倍增": True, "年度": 2020}),
    ("i.county_demo", 0, {"建立日期": EARLY}, {"建立日期": date(2024, 1, 1)}),
    (
        "i.tepaiyuan",
        0,
        {"是否乡村科技特派员": True, "选派日期": EARLY},
        {"是否乡村科技特派员": False, "选派日期": EARLY},
    ),
    ("i.agri_park_new", 0, PARK, PARK | {"是否本方案期内新建": False}),
    ("i.xctd_new", 0, CERTIFIED | {"平台类别": "星创天地"}, CERTIFIED | {"平台类别": "众创空间"}),
    ("i.incubator_stock", 0, CERTIFIED | {"平台类别": "科技企业孵化器"}, CERTIFIED | {"平台类别": "众创空间"}),
    (
        "i.makerspace_stock",
        0,
        CERTIFIED | {"平台类别": "众创空间"},
        CERTIFIED | {"平台类别": "众创空间", "级别": "市级"},
    ),
    ("i.iiot_demo", 0, FLASH | {"是否示范园区": True}, FLASH | {"是否示范园区": False}),
    ("i.iiot_coverage", 0, FLASH, {"报告期": "2023Q3"}),
    ("i.firm_rd_share_delta", 0, FLASH, {"报告期": "2023Q3"}),
]


@pytest.mark.parametrize(("indicator", "source", "counted", "passed_over"), FILTERS)
def test_a_filter_counts_what_it_should(
    catalogue: Catalogue, indicator: str, source: int, counted: Row, passed_over: Row
) -> None:
    where = catalogue.indicators[indicator].sources[source].where
    assert outcome(where, {**YEAR, **counted}) is True
    assert outcome(where, {**YEAR, **passed_over}) is False


def test_no_filter_goes_untried(catalogue: Catalogue) -> None:
    sources = [(name, n) for name, each in catalogue.indicators.items() for n in range(len(each.sources))]
    assert sources == [(indicator, source) for indicator, source, _, _ in FILTERS]
