"""Catalogues that are wrong in one way each: refused with file, key and a Chinese sentence, or shown as they stand."""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from baise_desktop.errors import BaiseError
from baise_desktop.form.check import find_defects
from baise_desktop.form.load import load_catalogue

if TYPE_CHECKING:
    from tests.form.conftest import SpoiltForms

REGISTER, CODES, PLAN = "registers/voucher.toml", "codelists/reporting.toml", "p2/plan.toml"
TARGETS, UNITS, TASKS = "p2/targets/1-overall.toml", "units/counties.toml", "p2/tasks/2-main-tasks.toml"
INDICATORS = "indicators.toml"
Spoil = Callable[["SpoiltForms"], None]
Expected = tuple[str, str, str]
"""File, beginning of the key, words of the sentence."""


def change(name: str, old: str, new: str) -> Spoil:
    """Change what a file says."""
    return lambda forms: forms.replace(name, old, new)


def add_field(text: str) -> Spoil:
    """A further column at the end of a register."""
    return lambda forms: forms.replace(REGISTER, "\n]", f"\n  {text}\n]")


def add_text(name: str, text: str) -> Spoil:
    """Text below everything that a file says."""
    return lambda forms: forms.append(name, text)


def write(name: str, data: bytes) -> Spoil:
    """A file of these bytes."""
    return lambda forms: forms.write(name, data)


def rule(formula: str) -> Spoil:
    """A further rule of a register."""
    words = f'\n[[rules]]\nid = "r.voucher.99"\nseverity = "hint"\nformula = \'{formula}\'\n'
    return add_text(REGISTER, words + 'message = "x"\nsource = "x"\n')


def parents(forms: "SpoiltForms") -> None:
    for one, other in (("p2.t.hz_output", "p2.t.hz_output_asb"),):
        forms.replace(TARGETS, f'id = "{one}"\n', f'id = "{one}"\nparent = "{other}"\n')


def big_fields(count: int) -> str:
    return "\n".join(f'  {{ key = "x{number}", name = "列{number}", type = "text" }},' for number in range(count))


WRONG: dict[str, tuple[Spoil, Expected]] = {
    # --- TOML itself
    "01 not TOML": (change(REGISTER, "title = ", "title : "), (REGISTER, "第 ", "不合 TOML 写法")),
    "02 not UTF-8": (write("narratives.toml", "名称".encode("gbk")), ("narratives.toml", "", "UTF-8")),
    "03 a key twice": (change(REGISTER, "grain = ", 'title = "x"\ngrain = '), (REGISTER, "第 ", "TOML")),
    "04 brackets in brackets": (
        add_text("narratives.toml", "x = " + "[" * 100_000),
        ("narratives.toml", "", "套得太深"),
    ),
    "05 keys within keys": (
        write("narratives.toml", b"a." * 20_000 + b"a = 1\n"),
        ("narratives.toml", "a", "不认识的项"),
    ),
    "06 a number of 5,000 digits": (
        change(TARGETS, "value = ", f"year = {'9' * 5000}\nvalue = "),
        (TARGETS, "第 ", "TOML"),
    ),
    "07 an empty folder entry": (write("registers/empty.toml", b""), ("registers/empty.toml", "id", "缺少必填的项")),
    "08 a file that has no place": (write("registers/deep/x.toml", b""), ("registers/deep/x.toml", "", "不认识的文件")),
    "09 more than a megabyte": (
        add_text("narratives.toml", "#" * (1 << 20)),
        ("narratives.toml", "", "文件太大"),
    ),
    # --- types and words
    "10 a number for a text": (
        change(REGISTER, 'grain = "', 'note = 5\ngrain = "'),
        (REGISTER, "r.voucher.note", "文字"),
    ),
    "11 a text for a list": (
        change(REGISTER, "levels = [", 'levels = "county"\nx = ['),
        (REGISTER, "r.voucher.levels", "列表"),
    ),
    "12 a number for the columns": (
        change(REGISTER, "fields = [", "fields = 5\nx = ["),
        (REGISTER, "r.voucher.fields", "列表"),
    ),
    "13 a column that is no table": (add_field("5,"), (REGISTER, "r.voucher.fields[", "表")),
    "14 a list for a text": (
        change(REGISTER, 'grain = "', f'note = {"[" * 50}{"]" * 50}\ngrain = "'),
        (REGISTER, "r.voucher.note", "应为文字，现为 列表"),
    ),
    "15 a field type that is none": (
        add_field('{ key = "x", name = "附加", type = "money" },'),
        (REGISTER, "r.voucher.fields[", "“money”不是可用的取值"),
    ),
    "16 an unknown key": (
        change(REGISTER, "grain = ", "regex = '(a+)+$'\ngrain = "),
        (REGISTER, "r.voucher.regex", "不认识"),
    ),
    "17 an unknown key of a column": (
        add_field('{ key = "x", name = "附加", type = "text", pattern = "(a+)+$" },'),
        (REGISTER, "r.voucher.fields[", "不认识的项"),
    ),
    "18 a missing key": (change(PLAN, "full_name", "note_name"), (PLAN, "p2.full_name", "缺少必填的项")),
    "19 infinite decimal": (change(TARGETS, "value = ", "value_max = inf\nvalue = "), (TARGETS, "p2.t.", "应为数字")),
    "20 1e999": (change(TARGETS, "value = ", "value_max = 1e999\nvalue = "), (TARGETS, "p2.t.", "应为数字")),
    # --- ids, keys and names
    "21 an id of another shape": (
        change(REGISTER, "r.voucher", "r.voucher; drop"),
        (REGISTER, "r.voucher; drop", "编号"),
    ),
    "22 an id twice": (
        change(CODES, 'id = "cl.', 'id = "cl.level"\ntitle = "x"\nitems = []\n[[code_list]]\nid = "cl.'),
        (CODES, "cl.level.id", "重复"),
    ),
    "23 a code twice": (
        change("codelists/common.toml", 'code = "02"', 'code = "01"'),
        ("codelists/common.toml", "cl.level.items", "重复"),
    ),
    "24 a name twice": (
        change(UNITS, 'name = "田东县"\nshort', 'name = "右江区"\nshort'),
        (UNITS, "c.tiandong.name", "名称“右江区”重复"),
    ),
    "25 __proto__": (
        add_field('{ key = "__proto__", name = "附加", type = "text" },'),
        (REGISTER, "r.voucher.fields[", "只能用小写英文字母"),
    ),
    "26 a quote and a drop": (
        add_field("""{ key = '"; drop table record', name = "附加", type = "text" },"""),
        (REGISTER, "r.voucher.fields[", "只能用小写英文字母"),
    ),
    "27 NUL": (
        add_field('{ key = "x", name = "附加\\u0000列", type = "text" },'),
        (REGISTER, "r.voucher.fields[", "控制字符 U+0000"),
    ),
    "28 writing turned round": (
        add_field('{ key = "x", name = "附加\\u202elte", type = "text" },'),
        (REGISTER, "r.voucher.fields[", "控制字符 U+202E"),
    ),
    "29 a label of 600,000 characters": (
        add_field(f'{{ key = "x", name = "{"x" * 600_000}", type = "text" }},'),
        (REGISTER, "r.voucher.fields[", "600000 字，超过上限"),
    ),
    "30 10,000 columns": (
        lambda forms: forms.replace(REGISTER, "fields = [", "fields = [\n" + big_fields(10_000)),
        (REGISTER, "r.voucher.fields", "有 100"),
    ),
    # --- references, cycles, formulas
    "31 a code list that is not there": (
        add_field('{ key = "x", name = "附加", type = "choice", choices = "cl.nowhere" },'),
        (REGISTER, "r.voucher.fields[", "选择列表 cl.nowhere 不存在"),
    ),
    "32 a register that is not there": (
        add_field('{ key = "x", name = "附加", type = "ref", ref = "r.nowhere" },'),
        (REGISTER, "r.voucher.fields[", "台账 r.nowhere 不存在"),
    ),
    "33 a target above itself": (
        change(TARGETS, 'id = "p2.t.hz_output"\n', 'id = "p2.t.hz_output"\nparent = "p2.t.hz_output"\n'),
        (TARGETS, "p2.t.hz_output.parent", "循环引用"),
    ),
    "34 targets in a circle": (parents, (TARGETS, "p2.t.hz_output", "循环引用")),
    "35 columns that need each other": (
        add_field(
            '{ key = "x", name = "甲甲", type = "computed", formula = "=乙乙+1" },\n'
            '  { key = "y", name = "乙乙", type = "computed", formula = "=甲甲+1" },'
        ),
        (REGISTER, "r.voucher.fields", "循环引用"),
    ),
    "36 a formula that cannot be read": (rule("=SUM(项目[经非"), (REGISTER, "r.voucher.rules[", "有误")),
    "37 a formula about nothing": (rule("=不存在的列>0"), (REGISTER, "r.voucher.rules[", "不存在的列")),
    "38 a function that is none": (rule("=EVAL(1)=1"), (REGISTER, "r.voucher.rules[", "有误")),
    "39 10,000 brackets": (rule(f"={'(' * 4_000}1{')' * 4_000}=1"), (REGISTER, "r.voucher.rules[", "有误")),
    "40 a formula of 9,000 signs": (rule("=" + "1+" * 4_500 + "1>0"), (REGISTER, "r.voucher.rules[", "有误")),
    # --- dates, numbers, emptiness
    "41 30 February": (change(PLAN, "period_end = 2023-12-31", "period_end = 2023-02-30"), (PLAN, "第 ", "TOML")),
    "42 a date in words": (
        change(PLAN, "period_end = 2023-12-31", 'period_end = "2023年底"'),
        (PLAN, "p2.period_end", "应为日期"),
    ),
    "43 an end before the start": (
        change(PLAN, "period_end = 2023-12-31", "period_end = 2020-12-31"),
        (PLAN, "p2.period_end", "2020-12-31 早于"),
    ),
    "44 a name that ends before it begins": (
        change(UNITS, 'valid_from = 2019-12-26, valid_to = ""', "valid_from = 2019-12-26, valid_to = 2019-01-01"),
        (UNITS, "c.pingguo.names[2].valid_to", "2019-01-01 早于 2019-12-26"),
    ),
    "45 fewer than no decimals": (
        add_field('{ key = "x", name = "附加", type = "decimal", decimals = -1 },'),
        (REGISTER, "r.voucher.fields[", "小数位应在 0 到 6 之间"),
    ),
    "46 a register without columns": (
        lambda forms: forms.write(
            "registers/none.toml",
            'id = "r.none"\ntitle = "空台账"\nplans = ["p2"]\nlevels = ["county"]\nfields = []\n'.encode(),
        ),
        ("registers/none.toml", "r.none.fields", "至少要有一项 fields"),
    ),
    "47 a list without choices": (
        add_text(CODES, '\n[[code_list]]\nid = "cl.none"\ntitle = "空表"\nitems = []\n'),
        (CODES, "cl.none.items", "至少要有一项 items"),
    ),
    "48 a plan without years": (
        change(PLAN, "years = [2021, 2022, 2023]", "years = []"),
        (PLAN, "p2.years", "至少要有一项"),
    ),
    "49 a plan in another's folder": (change(PLAN, 'id = "p2"', 'id = "p7"'), (PLAN, "p7.id", "所在文件夹 p2")),
    # --- figures that would say nothing
    "51 a filter that is a number": (
        change(INDICATORS, 'where = "=报告期=本报告期"', 'where = "=本年度+1"'),
        (INDICATORS, "i.fiscal_growth.sources[1].where", "不是“成立／不成立”"),
    ),
    "52 a sum of words": (
        change(INDICATORS, 'value = "gross_output", scope = "park"', 'value = "caliber", scope = "park"'),
        (INDICATORS, "i.hz_output.sources[1].value", "不是整数或小数列"),
    ),
    "53 a scale of nothing": (
        change(INDICATORS, "scale = 0.0001", "scale = 0"),
        (INDICATORS, "i.contract_cum.scale", "应大于 0"),
    ),
    "54 a rule that is a number": (rule("=券面额-兑付金额"), (REGISTER, "r.voucher.rules[", "不是“成立／不成立”")),
    "55 two names on one day": (
        change(UNITS, "valid_to = 2019-12-25", "valid_to = 2020-12-25"),
        (UNITS, "c.pingguo.names[2].valid_from", "前后衔接"),
    ),
    "56 a day without a name": (
        change(UNITS, "valid_to = 2019-12-25", "valid_to = 2018-12-25"),
        (UNITS, "c.pingguo.names[2].valid_from", "前后衔接"),
    ),
    "50 a clause taken away": (
        lambda forms: forms.replace("p2/document.txt", "三、", ""),
        ("p2/clauses.toml", "p2.cl.", ""),
    ),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_wrong_catalogue_is_refused_with_file_key_and_sentence(spoilt: "SpoiltForms", wrong: str) -> None:
    spoil, (file, key, words) = WRONG[wrong]
    spoil(spoilt)
    found = find_defects(spoilt.folder)
    told = [
        defect for defect in found if defect.file == file and defect.key.startswith(key) and words in defect.sentence
    ]
    assert told, found[:5]
    for defect in found:
        assert re.search(r"[\u4e00-\u9fff]", defect.sentence)
        assert len(defect.sentence) < 10_500
        assert len(defect.key) < 1_000
        assert not re.search(r"[\x00-\x08\u202a-\u202e]", defect.key + defect.sentence)


@pytest.mark.parametrize(
    "wrong", ["01 not TOML", "04 brackets in brackets", "27 NUL", "31 a code list that is not there"]
)
def test_loading_refuses_it_too(spoilt: "SpoiltForms", wrong: str) -> None:
    spoil, (file, _, words) = WRONG[wrong]
    spoil(spoilt)
    with pytest.raises(BaiseError, match="FORM_FILE") as caught:
        load_catalogue(spoilt.folder)
    assert caught.value.values["file"] == file
    assert words in caught.value.sentence


LITERAL = (
    "<b onclick='x'>R&D < 5</b> <img src=//h/s/x.png>",
    "(a+)+$",
    "{{7*7}} %s%n ${jndi:ldap://x}",
    "'; DROP TABLE record; --",
    "𠮷㛃䶮",
)


@pytest.mark.parametrize("words", LITERAL)
def test_markup_in_a_note_is_shown_as_it_stands(spoilt: "SpoiltForms", words: str) -> None:
    add_field(f'{{ key = "x", name = "附加", type = "text", note = """{words}""" }},')(spoilt)
    assert find_defects(spoilt.folder) == ()
    assert load_catalogue(spoilt.folder).registers["r.voucher"].fields[-1].note == words


@pytest.mark.parametrize("key", ["rowid", "select", "constructor", "_row_id"[1:]])
def test_a_key_that_means_something_elsewhere_is_only_a_key(spoilt: "SpoiltForms", key: str) -> None:
    add_field(f'{{ key = "{key}", name = "附加", type = "text" }},')(spoilt)
    assert find_defects(spoilt.folder) == ()
    assert load_catalogue(spoilt.folder).registers["r.voucher"].field(key).name == "附加"


def test_a_folder_named_like_a_file_is_no_file(spoilt: "SpoiltForms") -> None:
    folder = spoilt.folder / "registers" / "folder.toml"
    folder.mkdir()
    try:
        assert find_defects(spoilt.folder) == ()
    finally:
        folder.rmdir()
