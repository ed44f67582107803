"""A small invented plan of 2024 to 2026, typed into the authoring workbook as an officer would type it."""

from openpyxl.workbook import Workbook

from tests.authoring.sheets import add, column, put, row

PLAN = "p3"
DOCUMENT = """演示县域科技能力提升三年行动方案（2024—2026年）

一、总体目标

到2026年，累计建成演示基地6个，累计培训科技人员300人次，累计带动演示企业20家，演示经费投入累计达到500万元。

二、主要任务

（一）建设演示基地。各县（市、区）建设演示基地，逐年登记。基地应当有专人负责。〔责任单位：市科技局，各县（市、区）人民政府〕

（二）培训科技人员。每年组织科技人员培训，记录人次。〔责任单位：市科技局，各县（市、区）人民政府〕
"""
GOAL = "到2026年，累计建成演示基地6个，累计培训科技人员300人次，累计带动演示企业20家，演示经费投入累计达到500万元。"
UNITS = "〔责任单位：市科技局，各县（市、区）人民政府〕"
BASES, TRAININGS = "r.demo_base", "r.demo_lesson"
TASKS: tuple[tuple[str, str, str, str, tuple[str, ...], str], ...] = (
    ("p3.k.1", "总目标", "一", "总体目标", (GOAL,), ""),
    (
        "p3.k.2.1",
        "主要任务",
        "二(一)",
        "建设演示基地",
        ("各县（市、区）建设演示基地，逐年登记。", "基地应当有专人负责。"),
        UNITS,
    ),
    ("p3.k.2.2", "主要任务", "二(二)", "培训科技人员", ("每年组织科技人员培训，记录人次。",), UNITS),
)
Target = tuple[str, str, str, str, int, str, str, str, str]
TARGETS: tuple[Target, ...] = (
    ("base", "演示基地数", "个", "累计建成演示基地6个", 6, BASES, "去重计数", "name", "p3.k.2.1"),
    ("lesson", "培训人次", "人次", "累计培训科技人员300人次", 300, TRAININGS, "求和", "people", "p3.k.2.2"),
    ("firm", "带动企业数", "家", "累计带动演示企业20家", 20, BASES, "求和", "firms", "p3.k.1"),
    ("fund", "演示经费投入", "万元", "演示经费投入累计达到500万元", 500, BASES, "求和", "fund", "p3.k.1"),
)


def author(book: Workbook) -> None:
    """Add the plan to the workbook."""
    _add_plan(book)
    _add_registers(book)
    for task in TASKS:
        _add_task(book, *task)
    for target in TARGETS:
        _add_target(book, target)
    for unit in ("c.lingyun", "c.pingguo", "d.keji", "g.counties"):
        at = row(book, "单位", unit)
        plans = book["单位"].cell(at, column(book, "单位", "适用方案")).value
        put(book, "单位", at, "适用方案", f"{plans}\n{PLAN}")


def _add_plan(book: Workbook) -> None:
    add(
        book,
        "方案",
        {
            "编号": PLAN,
            "简称": "2024—2026 演示方案",
            "全称": "演示县域科技能力提升三年行动方案（2024—2026年）",
            "文号": "演示〔2024〕1号",
            "起始日": "2024-01-01",
            "截止日": "2026-12-31",
            "年度": "2024\n2025\n2026",
            "文本日期": "2024-01-05",
            "默认负责单位": "d.keji",
        },
    )
    add(book, "方案原文", *({"方案": PLAN, "原文": line} for line in DOCUMENT.split("\n")))
    clauses = (
        ("p3.cl.1", "一", "1", "一、总体目标", "总体目标", "是", "p3.k.1"),
        ("p3.cl.2", "二", "2", "二、主要任务", "主要任务", "否", ""),
        ("p3.cl.2.1", "二(一)", "2.1", "（一）建设演示基地。", "建设演示基地", "是", "p3.k.2.1"),
        ("p3.cl.2.2", "二(二)", "2.2", "（二）培训科技人员。", "培训科技人员", "是", "p3.k.2.2"),
    )
    headings = ("编号", "条款", "条款号", "原文标题", "标题", "有正文", "任务")
    add(book, "条款", *({"方案": PLAN, **dict(zip(headings, clause, strict=True))} for clause in clauses))


def _add_registers(book: Workbook) -> None:
    registers = ((BASES, "演示基地台账", "name"), (TRAININGS, "演示培训台账", "title"))
    for name, title, key in registers:
        add(
            book,
            "台账",
            {
                "编号": name,
                "标题": title,
                "适用方案": PLAN,
                "主键列": key,
                "填报层级": "县（市、区）",
                "频度": "每季度",
            },
        )
    fields = (
        (BASES, "name", "基地名称", "文字", "是", "", ""),
        (BASES, "county", "属地县（市、区）", "单位", "是", "", "县（市、区）"),
        (BASES, "done_on", "建成日期", "日期", "是", "", ""),
        (BASES, "firms", "带动企业数", "整数", "否", "家", ""),
        (BASES, "fund", "投入经费", "小数", "否", "万元", ""),
        (TRAININGS, "title", "培训班名称", "文字", "是", "", ""),
        (TRAININGS, "county", "属地县（市、区）", "单位", "是", "", "县（市、区）"),
        (TRAININGS, "held_on", "举办日期", "日期", "是", "", ""),
        (TRAININGS, "people", "培训人次", "整数", "是", "人次", ""),
    )
    headings = ("台账编号", "键", "列名", "类型", "必填", "计量单位", "可选单位")
    add(book, "台账字段", *(dict(zip(headings, field, strict=True)) for field in fields))
    add(
        book,
        "校核规则",
        {
            "台账编号": BASES,
            "规则编号": "r.demo_base.1",
            "级别": "强制",
            "公式": "=投入经费>=0",
            "不成立时的提示": "投入经费 {投入经费} 不能为负",
            "出处": "演示",
        },
    )


def _add_task(
    book: Workbook, name: str, kind: str, clause: str, title: str, sentences: tuple[str, ...], units: str
) -> None:
    register = TRAININGS if name == "p3.k.2.2" else BASES
    add(
        book,
        "任务",
        {
            "编号": name,
            "方案": PLAN,
            "类别": kind,
            "条款": clause,
            "条款路径": name.removeprefix("p3.k."),
            "标题": title,
            "要填报": "是",
            "牵头单位": "d.keji",
            "配合单位": "g.counties",
            "牵头单位来源": "clause",
            "填报层级": "县（市、区）\n市直部门",
            "叙述字段": "progress\nproblems",
            "责任单位原文": units,
        },
    )
    add(book, "任务所用台账", {"任务编号": name, "台账": register})
    add(
        book,
        "举措",
        *(
            {"任务编号": name, "序号": number, "原文": sentence, "台账": register}
            for number, sentence in enumerate(sentences, 1)
        ),
    )


def _add_target(book: Workbook, target: Target) -> None:
    key, title, measure, quote, value, register, operation, counted, task = target
    day = "举办日期" if register == TRAININGS else "建成日期"
    add(
        book,
        "指标",
        {
            "编号": f"i.demo_{key}",
            "名称": title,
            "计量单位": measure,
            "性质": "方案期累计",
            "频度": "每季度",
            "填报层级": "县（市、区）",
            "汇总方式": "求和",
        },
    )
    add(
        book,
        "指标来源",
        {
            "指标编号": f"i.demo_{key}",
            "台账": register,
            "算法": operation,
            "条件公式": f"=AND({day}>=方案起始日,{day}<=期末日)",
            "计数列" if operation == "去重计数" else "取值列": counted,
            "归属单位列": "county",
        },
    )
    add(
        book,
        "目标",
        {
            "编号": f"p3.t.{key}",
            "方案": PLAN,
            "指标": f"i.demo_{key}",
            "条款": "一",
            "原文": quote,
            "名称": title,
            "计量单位": measure,
            "比较方式": "达到（≥）",
            "目标值": value,
            "完成时限": "2026-12-31",
            "时限种类": "方案期末",
            "约束力": "约束",
            "性质": "方案期累计",
            "频度": "每季度",
            "填报层级": "县（市、区）",
            "任务": task,
            "牵头单位来源": "none",
        },
    )
