"""The forms folder as a catalogue, and what is said about a spoilt one."""

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from baise_desktop.errors import BaiseError
from baise_desktop.form.definition import Catalogue, FieldType, FormKind
from baise_desktop.form.load import load_catalogue, load_form, read_checked
from baise_desktop.form.period import Frequency

if TYPE_CHECKING:
    from tests.form.conftest import SpoiltForms


def test_the_catalogue_has_every_form(catalogue: Catalogue) -> None:
    kinds = Counter(form.kind for form in catalogue.forms.values())
    assert kinds == {FormKind.REGISTER: 69, FormKind.TASK: 102, FormKind.TEXT: 2, FormKind.TARGET: 111}


def test_every_form_that_is_filled_in_has_fields_with_names_of_their_own(catalogue: Catalogue) -> None:
    for form in catalogue.forms.values():
        keys, names = [field.key for field in form.fields], [field.name for field in form.fields]
        assert len(set(keys)) == len(keys), form.id
        assert len(set(names)) == len(names), form.id
        assert bool(keys) == (form.kind is not FormKind.TEXT), form.id


def test_choices_and_references_lead_somewhere(catalogue: Catalogue) -> None:
    for form in catalogue.forms.values():
        for field in form.fields:
            assert not field.choices or field.choices in catalogue.code_lists, (form.id, field.key)
            assert not field.ref or field.ref in catalogue.registers, (form.id, field.key)


def test_decimals_follow_the_unit(catalogue: Catalogue) -> None:
    zone_stat = catalogue.forms["r.zone_stat"]
    assert zone_stat.field("gross_output").decimals == 4
    assert catalogue.forms["r.platform"].field("area").decimals == 2
    assert catalogue.forms["p2.t.hightech"].field("figure").decimals == 0
    assert catalogue.forms["p2.t.rd_intensity"].field("figure").decimals == 2


def test_a_task_form_asks_measure_by_measure_then_deliverables_then_the_account(catalogue: Catalogue) -> None:
    form = catalogue.forms["p2.k.2.1.1"]
    assert [field.name for field in form.fields[:4]] == [
        "举措1完成状态",
        "举措1进展情况",
        "举措2完成状态",
        "举措2进展情况",
    ]
    assert form.field("m1_state").required
    assert form.field("m1_state").note == catalogue.tasks["p2.k.2.1.1"].measures[0].quote
    assert [field.key for field in form.fields if field.section == "具名事项"][:3] == [
        "d1_state",
        "d1_date",
        "d1_number",
    ]
    assert [field.key for field in form.fields if field.section == "综合"] == list(
        catalogue.tasks["p2.k.2.1.1"].narratives
    )


def test_a_target_form_shows_the_figure_and_asks_for_the_account(catalogue: Catalogue) -> None:
    form = catalogue.forms["p1.t.conversion.pingguo.y2018"]
    assert [field.key for field in form.fields] == ["figure", "required", "analysis", "problems", "next"]
    assert form.field("figure").type is FieldType.COMPUTED
    assert form.field("figure").unit == "项"
    assert form.frequency is Frequency.QUARTERLY


def test_values_are_exact_text(catalogue: Catalogue) -> None:
    assert catalogue.targets["p1.t.stp_contribution"].baseline == "51.65"
    assert catalogue.indicators["i.contract_cum"].scale == "0.0001"
    assert catalogue.plans["p2"].text_date == "2022-05-19"


def test_formulas_name_columns_not_keys(catalogue: Catalogue) -> None:
    rule = catalogue.registers["r.hightech_firm"].rules[0]
    assert (rule.id, rule.formula) == ("r.hightech_firm.1", "=有效期至>发证日期")
    stock = catalogue.indicators["i.hightech_stock"].sources[0]
    assert stock.where.startswith('=AND(OR(变动类型="新认定",')
    assert stock.where.endswith("OR(ISBLANK([失效（取消）日期]),[失效（取消）日期]>期末日))")


def test_counties_keep_their_former_names(catalogue: Catalogue) -> None:
    pingguo, tianyang = catalogue.units["c.pingguo"], catalogue.units["c.tianyang"]
    assert [(span.name, span.code, span.valid_from) for span in pingguo.names] == [
        ("平果县", "451023", ""),
        ("平果市", "451082", "2019-12-26"),
    ]
    assert pingguo.plan_names == {"p1": "平果县"}
    assert [span.valid_from for span in tianyang.names] == ["", "2020-01-01"]
    assert not any(span.verified for span in tianyang.names)


def test_one_register_loads_by_itself(forms_folder: Path, catalogue: Catalogue) -> None:
    assert load_form(forms_folder / "registers" / "platform.toml") == catalogue.registers["r.platform"]


def test_the_digest_names_the_version(spoilt: "SpoiltForms", catalogue: Catalogue) -> None:
    assert load_catalogue(spoilt.folder).digest == catalogue.digest
    spoilt.replace("narratives.toml", "进展情况", "进展")
    assert load_catalogue(spoilt.folder).digest != catalogue.digest


SPOILS = {
    "an unknown key": (
        "registers/platform.toml",
        'grain = "',
        'grian = "x"\ngrain = "',
        ("registers/platform.toml", "r.platform.grian", "不认识的项"),
    ),
    "an unknown key of a column": (
        "registers/platform.toml",
        'key = "host", name',
        'key = "host", nam = "x", name',
        ("registers/platform.toml", "r.platform.fields[4].nam", "不认识的项"),
    ),
    "a missing key": (
        "units/parks.toml",
        'kind = "park"\n',
        "",
        ("units/parks.toml", "k.bsgx.kind", "缺少必填的项"),
    ),
    "a wrong type": (
        "p1/tasks/1-background.toml",
        "reportable = true",
        'reportable = "yes"',
        ("p1/tasks/1-background.toml", "p1.k.1.reportable", "应为true 或 false"),
    ),
    "a number for a date": (
        "p2/plan.toml",
        "period_end = 2023-12-31",
        "period_end = 20231231",
        ("p2/plan.toml", "p2.period_end", "应为日期"),
    ),
    "a wrong word": (
        "indicators.toml",
        'operation = "count_distinct"',
        'operation = "count_different"',
        ("indicators.toml", "i.major_tech.sources[1].operation", "不是可用的取值"),
    ),
    "a code list that is not there": (
        "registers/platform.toml",
        "cl.platform_status",
        "cl.platform_state",
        ("registers/platform.toml", "r.platform.fields[11].choices", "选择列表 cl.platform_state 不存在"),
    ),
    "a register that is not there": (
        "p1/tasks/1-background.toml",
        'registers = ["r.city_stat"]',
        'registers = ["r.town_stat"]',
        ("p1/tasks/1-background.toml", "p1.k.1.measures[1].registers[1]", "台账 r.town_stat 不存在"),
    ),
    "a unit that is not there": (
        "p2/targets/2-main-tasks.toml",
        'lead = "d.keji"',
        'lead = "d.kejiju"',
        ("p2/targets/2-main-tasks.toml", "p2.t.platform.lead", "单位 d.kejiju 不存在"),
    ),
    "an indicator that is not there": (
        "p2/targets/1-overall.toml",
        'indicator = "i.rd_intensity"',
        'indicator = "i.rd_density"',
        ("p2/targets/1-overall.toml", "p2.t.rd_intensity.indicator", "指标 i.rd_density 不存在"),
    ),
    "a narrative that is not there": (
        "p1/tasks/1-background.toml",
        '"analysis"',
        '"analyses"',
        ("p1/tasks/1-background.toml", "p1.k.1.narratives[1]", "叙述栏 analyses 不存在"),
    ),
    "a column that is not there": (
        "indicators.toml",
        'scope = "county"',
        'scope = "shire"',
        ("indicators.toml", "i.major_tech.sources[1]", "没有列 shire"),
    ),
    "a label that is not there": (
        "p1/tasks/3-goals.toml",
        'level = ["国家级"]',
        'level = ["国家"]',
        ("p1/tasks/3-goals.toml", "p1.k.3.2.registers[1].prefill.level", "没有选项“国家”"),
    ),
    "a key column that is not there": (
        "registers/platform.toml",
        'key = ["name", "category"]',
        'key = ["name", "kind"]',
        ("registers/platform.toml", "r.platform.key", "没有列 kind"),
    ),
    "a message about no column": (
        "registers/voucher.toml",
        "{券面额}",
        "{面额}",
        ("registers/voucher.toml", "r.voucher.rules[1].message", "{面额} 不是本表的列名"),
    ),
    "two definitions of one id": (
        "units/parks.toml",
        'id = "k.njyq"',
        'id = "k.bdxq"',
        ("units/parks.toml", "k.bdxq.id", "重复"),
    ),
    "two columns of one name": (
        "registers/platform.toml",
        'name = "场地面积"',
        'name = "依托单位"',
        ("registers/platform.toml", "r.platform.fields", "名称“依托单位”重复"),
    ),
    "two columns of one key": (
        "registers/platform.toml",
        'key = "area"',
        'key = "staff"',
        ("registers/platform.toml", "r.platform.fields", "staff 在本表中重复"),
    ),
    "two labels alike": (
        "codelists/common.toml",
        'label = "县级"',
        'label = "市级"',
        ("codelists/common.toml", "cl.level.items", "名称“市级”重复"),
    ),
    "a column named like a parameter": (
        "registers/platform.toml",
        'name = "场地面积"',
        'name = "期末日"',
        ("registers/platform.toml", "r.platform.fields[20].name", "另有含义"),
    ),
    "a choice without its list": (
        "registers/platform.toml",
        ', choices = "cl.platform_status"',
        "",
        ("registers/platform.toml", "r.platform.fields[11].choices", "要写 choices"),
    ),
    "targets that are each other's parent": (
        "p2/targets/1-overall.toml",
        'id = "p2.t.hz_output"\n',
        'id = "p2.t.hz_output"\nparent = "p2.t.hz_output_asb"\n',
        (
            "p2/targets/1-overall.toml",
            "p2.t.hz_output.parent",
            "循环引用：p2.t.hz_output → p2.t.hz_output_asb → p2.t.hz_output",
        ),
    ),
    "a predecessor that does not know": (
        "units/parks.toml",
        'successor = "k.bdxq"\n',
        "",
        ("units/parks.toml", "k.bdxq.predecessor", "互相写明"),
    ),
    "a unit of the other plan": (
        "p2/tasks/2-main-tasks.toml",
        'lead = ["d.keji"]',
        'lead = ["d.kezhi"]',
        ("p2/tasks/2-main-tasks.toml", "p2.k.2.1.1", "d.kezhi 不属于方案 p2"),
    ),
    "measures out of step": (
        "p1/tasks/1-background.toml",
        "{ number = 2,",
        "{ number = 3,",
        ("p1/tasks/1-background.toml", "p1.k.1.measures[2].number", "这里应为 2"),
    ),
    "a clause that is not there": (
        "p1/parameters.toml",
        'clause = "附件4·二(三)"',
        'clause = "附件4·二(九)"',
        ("p1/parameters.toml", "p1.c.match_ratio_hightech.clause", "没有条款 附件4·二(九)"),
    ),
    "a register in a file of another name": (
        "registers/platform.toml",
        'id = "r.platform"',
        'id = "r.platforms"',
        ("registers/platform.toml", "r.platforms", "registers/platforms.toml"),
    ),
    "a measure proven by a register that the task does not list": (
        "p2/tasks/2-main-tasks.toml",
        '{ register = "r.platform", prefill',
        '{ register = "r.talent_service", prefill',
        ("p2/tasks/2-main-tasks.toml", "p2.k.2.1.1.measures[1]", "台账 r.platform 没有列在"),
    ),
    "a register that nobody fills for the task": (
        "registers/zone_stat.toml",
        'levels = ["park"]',
        'levels = ["org"]',
        ("p2/tasks/2-main-tasks.toml", "p2.k.2.6.1.3.registers[1]", "没有一个填报层级"),
    ),
    "a task without a narrative": (
        "p1/tasks/1-background.toml",
        'narratives = ["analysis", "problems", "next"]',
        "narratives = []",
        ("p1/tasks/1-background.toml", "p1.k.1", "至少要有一项 narratives"),
    ),
    "a target that no task serves": (
        "p2/targets/1-overall.toml",
        'tasks = ["p2.k.1.2", "p2.k.2.3.1"]',
        "tasks = []",
        ("p2/targets/1-overall.toml", "p2.t.hightech.tasks", "没有任务承担"),
    ),
    "a target of one unit that its indicator cannot tell apart": (
        "p2/targets/1-overall.toml",
        'indicator = "i.sei_share_delta"',
        'scope_unit = "k.bdxq"\nindicator = "i.sei_share_delta"',
        ("p2/targets/1-overall.toml", "p2.t.sei_share.scope_unit", "没有写 scope"),
    ),
    "a filter on a register that is not counted": (
        "p1/targets/annex-1-technologies.toml",
        '{ register = "r.major_tech", column = "tech_no"',
        '{ register = "r.st_project", column = "name"',
        ("p1/targets/annex-1-technologies.toml", "p1.t.major_tech.01.filters[1]", "不取自台账 r.st_project"),
    ),
    "a sum of nothing": (
        "indicators.toml",
        ', value = "amount"',
        "",
        ("indicators.toml", "i.contract_cum.sources[1]", "sum 要写 value"),
    ),
    "a ratio without words for its parts": (
        "indicators.toml",
        'denominator = "地区生产总值（万元）"\n',
        "",
        ("indicators.toml", "i.rd_intensity.denominator", "要写 denominator"),
    ),
    "a key that JSON names could not be": (
        "registers/platform.toml",
        'key = "area"',
        'key = "场地"',
        ("registers/platform.toml", "r.platform.fields[20].key", "只能用小写英文字母"),
    ),
    "a name with brackets": (
        "registers/platform.toml",
        'name = "场地面积"',
        'name = "场地[面积]"',
        ("registers/platform.toml", "r.platform.fields[20].name", "不能含英文方括号"),
    ),
    "more digits than the store keeps": (
        "registers/platform.toml",
        'key = "area"',
        'decimals = 7, key = "area"',
        ("registers/platform.toml", "r.platform.fields[20].decimals", "0 到 6"),
    ),
    "an id that is no id": (
        "units/parks.toml",
        'id = "k.njyq"',
        'id = "k.农业"',
        ("units/parks.toml", "k.农业.id", "只能用小写字母、数字开头"),
    ),
    "a line that is not TOML": (
        "registers/platform.toml",
        'title = "创新平台台账"',
        "title = 创新平台台账",
        ("registers/platform.toml", "第 4 行", "第 4 行不合 TOML 写法"),
    ),
}


@pytest.mark.parametrize("spoil", SPOILS)
def test_a_defect_names_file_and_key(spoilt: "SpoiltForms", spoil: str) -> None:
    name, old, new, (file, key, words) = SPOILS[spoil]
    spoilt.replace(name, old, new)
    found = read_checked(spoilt.folder).found
    assert any(defect.file == file and defect.key == key and words in defect.sentence for defect in found), found


def test_a_defect_brings_no_others_with_it(spoilt: "SpoiltForms") -> None:
    spoilt.replace("registers/platform.toml", 'title = "创新平台台账"', "title = 创新平台台账")
    assert len(read_checked(spoilt.folder).found) == 1
    spoilt.restore()
    spoilt.replace("registers/platform.toml", 'grain = "', 'grian = "x"\ngrain = "')
    assert len(read_checked(spoilt.folder).found) == 1


def test_all_defects_are_reported_at_once(spoilt: "SpoiltForms") -> None:
    for spoil in ("an unknown key", "a missing key", "a wrong word"):
        spoilt.replace(*SPOILS[spoil][:3])
    files = {defect.file for defect in read_checked(spoilt.folder).found}
    assert {"registers/platform.toml", "units/parks.toml", "indicators.toml"} <= files


def test_loading_stops_at_a_defect_and_says_where(spoilt: "SpoiltForms") -> None:
    spoilt.replace(*SPOILS["a missing key"][:3])
    with pytest.raises(BaiseError) as caught:
        load_catalogue(spoilt.folder)
    assert caught.value.code == "FORM_FILE"
    assert caught.value.values["file"] == "units/parks.toml"
    assert caught.value.values["key"] == "k.bsgx.kind"
    assert "缺少必填的项" in caught.value.sentence


def test_text_that_is_not_utf8_is_a_defect(spoilt: "SpoiltForms") -> None:
    spoilt.write("narratives.toml", "# 叙述".encode("gbk"))
    found = read_checked(spoilt.folder).found
    assert [(defect.file, "UTF-8" in defect.sentence) for defect in found] == [("narratives.toml", True)]


def test_a_file_in_no_known_place_is_a_defect(spoilt: "SpoiltForms") -> None:
    spoilt.write("register/platform.toml", b"")
    assert [defect.file for defect in read_checked(spoilt.folder).found] == ["register/platform.toml"]


def test_one_table_where_there_should_be_a_list_is_a_defect(spoilt: "SpoiltForms") -> None:
    spoilt.write("narratives.toml", b'[narrative]\nid = "progress"\n')
    found = read_checked(spoilt.folder).found
    assert ("narratives.toml", "narrative") in {(defect.file, defect.key) for defect in found}


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BaiseError, match="FORM_FILE"):
        load_catalogue(tmp_path)
