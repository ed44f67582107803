"""What is said about a spoilt forms folder."""

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from baise_desktop.errors import BaiseError
from baise_desktop.form.load import load_catalogue, read_checked

if TYPE_CHECKING:
    from tests.form.conftest import SpoiltForms


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
    "a claim to a column that is not there": (
        "registers/voucher.toml",
        'columns = ["voucher_no"]',
        'columns = ["ticket_no"]',
        ("registers/voucher.toml", "r.voucher.exclusive[1].columns", "没有列 ticket_no"),
    ),
    "a claim to what cannot be compared": (
        "registers/team.toml",
        'near = "name"',
        'near = "members"',
        ("registers/team.toml", "r.team.exclusive[1].near", "不能这样比较"),
    ),
    "a claim told of no column": (
        "registers/voucher.toml",
        "{对方·领券企业}",
        "{对方·企业}",
        ("registers/voucher.toml", "r.voucher.exclusive[1].message", "{对方·企业} 不是本表的列名"),
    ),
    "a claim to nothing": (
        "registers/voucher.toml",
        'columns = ["voucher_no"]',
        "columns = []",
        ("registers/voucher.toml", "r.voucher.exclusive[1].columns", "至少要有一项 columns"),
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
