"""What is found in a submission, in sentences, and the one verdict."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given

from baise_desktop.errors import Severity
from baise_desktop.form.context import field_context
from baise_desktop.form.definition import Catalogue, Field, FieldType, Form, FormKind, Rule
from baise_desktop.form.findings import Finding, check_record, check_records
from baise_desktop.form.record import Record
from baise_desktop.form.value import NOT_APPLICABLE, Missing, Value
from baise_desktop.form.verdict import Verdict, give_verdict, is_empty_phrase
from tests.form.samples import CONTEXT, FORM, FORMS, OTHER_ROW, ROW, TASK, VALUES, a_record, a_task_record

GOOD: dict[str, Value] = {"name": "德保演示公司", "year": 2023}


def found(values: dict[str, Value], **wrong: str) -> list[Finding]:
    return list(check_record(FORM, a_record(GOOD | values), CONTEXT, wrong))


def ruled(formula: str, message: str, severity: Severity = Severity.BLOCKING) -> Form:
    rule = Rule(id="r.sample.9", severity=severity, formula=formula, message=message, source="测试")
    return replace(FORM, rules=(rule,))


def test_a_good_submission_is_ready() -> None:
    findings = check_records(FORMS, [a_record(GOOD), a_task_record({"next": "继续"})], CONTEXT)
    assert findings == ()
    assert give_verdict(findings, {}) == Verdict(0, 0)
    assert give_verdict(findings, {}).sentence == "可上报"


def test_blank_required_cells_are_found_one_by_one() -> None:
    findings = check_record(FORM, a_record(), CONTEXT)
    assert [(finding.rule, finding.fields, finding.severity) for finding in findings] == [
        ("required.name", ("name",), Severity.BLOCKING),
        ("required.year", ("year",), Severity.BLOCKING),
    ]
    assert findings[0].id == f"required.name@r.sample@{ROW}"
    assert findings[0].sentence.startswith("“企业（单位）名称”必填")


def test_a_finding_says_which_row_it_is_of() -> None:
    rows = [a_record(GOOD), replace(a_record({"name": "那坡演示公司"}), row_id=OTHER_ROW)]
    (finding,) = check_records({FORM.id: FORM}, rows, CONTEXT)
    assert finding.row == "第 2 行 那坡演示公司"
    assert finding.told == f"第 2 行 那坡演示公司：{finding.sentence}"
    (of_task,) = check_records({TASK.id: TASK}, [], CONTEXT)
    assert (of_task.row, of_task.told) == ("", of_task.sentence)


def test_a_sentence_calls_a_unit_as_it_was_called_in_its_period(catalogue: Catalogue) -> None:
    rule = Rule(id="r.sample.9", severity=Severity.HINT, formula="1=2", message="{[所在县（市、区）]}", source="测试")
    form = replace(catalogue.registers["r.platform"], rules=(rule,))
    context = field_context(catalogue)
    for period, name in (("2018", "平果县"), ("2020", "平果市")):
        record = Record(
            form=form.id, row_id=ROW, unit="c.pingguo", plan="p1", period=period, values={"county": "c.pingguo"}
        )
        told = [each.sentence for each in check_record(form, record, context) if each.rule == rule.id]
        assert told == [name]


def test_not_applicable_and_missing_are_answers() -> None:
    assert found({"name": NOT_APPLICABLE, "year": Missing("待核")}) == []


@pytest.mark.parametrize("formula", ["=IF(年度=2023,NOT(ISBLANK(级别)),TRUE)", "=NOT(ISBLANK(级别))"])
@pytest.mark.parametrize(
    ("value", "severities"),
    [
        (None, ["blocking", "explain", "hint"]),
        (NOT_APPLICABLE, ["blocking"]),
        (Missing("文件未到"), ["blocking"]),
        ("01", []),
    ],
)
def test_an_answer_satisfies_only_what_would_be_good_to_have(formula: str, value: Value, severities: list[str]) -> None:
    values = GOOD | ({} if value is None else {"level": value})
    found_by = [
        severity.value
        for severity in Severity
        if check_record(ruled(formula, "应填级别", severity), a_record(values), CONTEXT)
    ]
    assert found_by == severities


def test_what_is_compared_is_not_softened() -> None:
    name = FORM.field("spent").name
    form = ruled(f"=IFERROR(AND(NOT(ISBLANK([{name}])),[{name}]>0),FALSE)", "应填", Severity.HINT)
    findings = check_record(form, a_record(GOOD | {"spent": Missing("待核")}), CONTEXT)
    assert [each.sentence for each in findings] == ["应填"]


def test_a_wrong_text_is_found_with_what_was_typed() -> None:
    (finding,) = found({}, staff="五 个")
    assert (finding.rule, finding.severity, finding.fields) == ("typed.staff", Severity.BLOCKING, ("staff",))
    assert "五 个" in finding.sentence


def test_a_broken_rule_says_the_live_values() -> None:
    (finding,) = found({"start": date(2023, 5, 1), "due": date(2023, 4, 30)})
    assert finding == Finding(
        id=f"r.sample.1@r.sample@{ROW}",
        rule="r.sample.1",
        severity=Severity.BLOCKING,
        form="r.sample",
        row_id=ROW,
        fields=("start", "due"),
        sentence="完成时限 2023-04-30 早于起始日期 2023-05-01",
    )


def test_a_sentence_can_work_things_out() -> None:
    (finding,) = found({"spent": Decimal("150.5000"), "before": Decimal("90.0000"), "share": Decimal("99.00")})
    assert finding.severity is Severity.EXPLAIN
    assert finding.sentence == "投入 150.5 比上年 90 变动 67.2%，差 9"
    assert finding.fields == ("spent", "before", "share", "growth")


def test_what_is_absent_is_said_as_such() -> None:
    form = ruled("=FALSE", "{情况说明}、{级别}、{研发（运营）人员数}、{增速}")
    record = a_record(GOOD | {"note": NOT_APPLICABLE, "level": "02", "staff": Missing("待核")})
    assert check_record(form, record, CONTEXT)[0].sentence == "不适用、自治区级、暂缺：待核、（空）"


def test_text_of_a_cell_is_never_read_as_a_placeholder() -> None:
    form = ruled("=FALSE", "{企业（单位）名称}")
    record = a_record(GOOD | {"name": "{年度}%s{0}"})
    assert check_record(form, record, CONTEXT)[0].sentence == "{年度}%s{0}"


def test_a_rule_without_its_operands_gives_no_verdict() -> None:
    assert found({"start": date(2023, 5, 1)}) == []
    assert found({"start": date(2023, 5, 1), "due": NOT_APPLICABLE}) == []


@pytest.mark.parametrize(
    "formula",
    ["=年度>企业（单位）名称", "=年度>[企业（单位）名称]", "=没有>1", "=年度+1", "=(", "=COUNT(样表[没有])>0"],
)
def test_an_authors_mistake_is_shown_and_does_not_block(formula: str) -> None:
    form = ruled(formula, "x")
    (finding,) = check_records({form.id: form}, [a_record(GOOD)], CONTEXT)
    assert finding.severity is Severity.HINT
    assert "r.sample.9" in finding.sentence


def test_a_rule_about_a_register_that_the_submission_does_not_hold_gives_no_verdict() -> None:
    form = ruled("=COUNTIF(别表[名称],[企业（单位）名称])>0", "x")
    assert check_records({form.id: form}, [a_record(GOOD)], CONTEXT) == ()
    assert check_record(form, a_record(GOOD), CONTEXT) == ()


def test_a_code_or_unit_that_the_catalogue_lacks_is_found() -> None:
    findings = found({"level": "77", "levels": ("01", "88"), "county": "c.none"})
    assert [(finding.rule, finding.severity) for finding in findings] == [
        ("unknown.level", Severity.BLOCKING),
        ("unknown.levels", Severity.BLOCKING),
        ("unknown.county", Severity.BLOCKING),
    ]
    assert "88" in findings[1].sentence


def test_the_same_business_key_in_another_row_is_found() -> None:
    rows = [a_record(GOOD), a_record(GOOD | {"staff": 3}, OTHER_ROW)]
    (finding,) = check_records({FORM.id: FORM}, rows, CONTEXT)
    assert (finding.rule, finding.row_id, finding.severity) == ("duplicate", OTHER_ROW, Severity.BLOCKING)
    assert finding.fields == ("name", "year")
    assert "企业（单位）名称 德保演示公司、年度 2023" in finding.sentence


def test_rows_with_a_blank_key_or_taken_out_are_not_the_same() -> None:
    half = a_record({"name": "德保演示公司"})
    findings = check_records({FORM.id: FORM}, [half, replace(half, row_id=OTHER_ROW)], CONTEXT)
    assert {finding.rule for finding in findings} == {"required.year"}
    gone = replace(a_record(), row_id=OTHER_ROW, deleted=True)
    assert check_records({FORM.id: FORM}, [a_record(GOOD), gone], CONTEXT) == ()


def test_an_owed_form_without_a_record_blocks_and_an_empty_register_does_not() -> None:
    (finding,) = check_records(FORMS, [], CONTEXT)
    assert (finding.id, finding.severity, finding.fields) == ("unfilled@p2.k.1@", Severity.BLOCKING, ())
    assert finding.sentence == "“任务样表”应报未填。"


def test_findings_come_in_the_order_of_forms_rows_and_fields() -> None:
    rows = [a_task_record(), a_record({}, OTHER_ROW), a_record({"staff": 1})]
    wrong = {(FORM.id, ROW): {"start": "x"}}
    findings = check_records(FORMS, rows, CONTEXT, wrong)
    assert [(finding.form, finding.row_id == ROW, finding.rule) for finding in findings] == [
        ("r.sample", False, "required.name"),
        ("r.sample", False, "required.year"),
        ("r.sample", True, "required.name"),
        ("r.sample", True, "typed.start"),
        ("r.sample", True, "required.year"),
        ("p2.k.1", False, "required.next"),
    ]


def test_columns_are_those_of_the_submission() -> None:
    total = Field(key="total", name="合计", type=FieldType.COMPUTED, formula="=SUM(样表[研发（运营）人员数])")
    said = Field(key="said", name="填报数", type=FieldType.INTEGER)
    rule = Rule(
        id="sum",
        severity=Severity.BLOCKING,
        formula="=填报数=合计",
        message="填报 {填报数} ≠ 台账 {合计}，差 {=填报数-合计}",
        source="测试",
    )
    task = Form(id="p2.k.2", kind=FormKind.TASK, title="汇总", plans=("p2",), fields=(said, total), rules=(rule,))
    summary = replace(a_task_record({"said": 9}), form=task.id)
    rows = [a_record(GOOD | {"staff": 3}), a_record({"name": "乙", "year": 2023, "staff": 4}, OTHER_ROW)]
    (finding,) = check_records({FORM.id: FORM, task.id: task}, [*rows, summary], CONTEXT)
    assert finding.sentence == "填报 9 ≠ 台账 7，差 2"
    assert finding.fields == ("said", "total")


def test_only_what_a_change_touches_is_checked_while_typing() -> None:
    record = a_record(
        {"start": date(2023, 5, 1), "due": date(2023, 4, 30), "spent": Decimal(200), "before": Decimal(100)}
    )

    def rules(*changed: str) -> list[str]:
        return [finding.rule for finding in check_record(FORM, record, CONTEXT, changed=frozenset(changed))]

    assert rules("due") == ["r.sample.1"]
    assert rules("before") == ["r.sample.2"]  # through the computed field
    assert rules("name") == ["required.name"]
    assert rules() == []


@given(VALUES)
def test_any_record_can_be_checked(values: dict[str, Value]) -> None:
    findings = check_record(FORM, a_record(values), CONTEXT)
    assert all(finding.sentence and finding.id.endswith(ROW) for finding in findings)
    assert len({finding.id for finding in findings}) == len(findings)


def test_every_rule_of_the_catalogue_can_be_judged(catalogue: Catalogue) -> None:
    context = field_context(catalogue)
    filled: dict[FieldType, Value] = {
        FieldType.INTEGER: 1,
        FieldType.DECIMAL: Decimal(1),
        FieldType.YEAR: 2023,
        FieldType.DATE: date(2023, 1, 1),
        FieldType.BOOL: False,
    }
    for form in catalogue.registers.values():
        values = {field.key: filled[field.type] for field in form.fields if field.type in filled}
        record = Record(form=form.id, row_id=ROW, unit="c.debao", plan="p2", period="2023", values=values)
        severities = {rule.id: rule.severity for rule in form.rules}
        findings = [each for each in check_record(form, record, context) if each.rule in severities]
        assert [each.severity for each in findings] == [severities[each.rule] for each in findings], form.id
        assert not [each for each in findings if each.rule in each.sentence], form.id


def test_the_verdict_counts_what_stands_in_the_way() -> None:
    findings = found({"spent": Decimal(200), "before": Decimal(100), "level": "77"}, staff="五")
    (unexplained,) = [finding for finding in findings if finding.severity is Severity.EXPLAIN]
    assert give_verdict(findings, {}).sentence == "不可上报：强制 2、核实未说明 1"
    assert not give_verdict(findings, {unexplained.id: "核实无误。"}).ready
    explained = give_verdict(findings, {unexplained.id: "新建实验室一次性投入 90 万元"})
    assert (explained, explained.sentence) == (Verdict(2, 0), "不可上报：强制 2")
    assert give_verdict([unexplained], {}).sentence == "不可上报：核实未说明 1"
    assert give_verdict([unexplained], {unexplained.id: "企业迁出"}).ready
    assert give_verdict([replace(unexplained, severity=Severity.HINT)], {}).ready


@pytest.mark.parametrize(
    "text",
    [
        "核实无误",
        "情况属实",
        "无",
        "正常",
        "属实",
        "已核实",
        " 已 核 实 ， 情况属实！ ",
        "经核实，数据无误。",
        "（无）",
        "数据准确，正常波动",
        "",
        "。。。",
        "12%",
        "OK",
        "ＯＫ",
        "我局已核对，情况属实，无异常",
    ],
)
def test_empty_phrases(text: str) -> None:
    assert is_empty_phrase(text)


@pytest.mark.parametrize(
    "text",
    ["企业迁出", "无锡客户订单减少", "基数低，上年仅 3 家", "统计口径变化", "正常淘汰落后产能 2 家", "因政策退出"],
)
def test_real_explanations(text: str) -> None:
    assert not is_empty_phrase(text)


def test_a_form_of_another_kind_owes_nothing() -> None:
    text = replace(TASK, kind=FormKind.TEXT)
    assert check_records({text.id: text}, [], CONTEXT) == ()
