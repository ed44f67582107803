"""Reports with everything in them that paper must survive."""

from datetime import date
from pathlib import Path

import pytest

from baise_desktop.errors import Severity
from baise_desktop.report.document_faces import load_faces
from baise_desktop.report.fonts import Faces
from baise_desktop.report.model import (
    Binding,
    Column,
    DeliverableLine,
    ExplanationLine,
    FigureLine,
    FiguresReport,
    FindingLine,
    MeasureLine,
    Narrative,
    Statement,
    SubmissionReport,
    TableSection,
    TargetSection,
    TaskSection,
)

DIGEST = "bc4a71180870f7945155fbb02f4b0a2e3faa2a62d6d31b7039013055ed19869a"
RARE = "㛃𬭎䶮犇喆𠮷㐂"

_TASK = TaskSection(
    title="大力培育科技创新主体",
    heading="三（一）1. 实施高新技术企业倍增计划",
    measures=(
        MeasureLine(
            number=1,
            quote="建立高新技术企业培育库，对入库企业给予重点支持，推动科技型中小企业加快成长为高新技术企业。",
            state="推进中",
            progress="上半年组织入库培育企业 12 家，开展政策宣讲 3 场，覆盖企业 46 家；其中 4 家已提交认定申请材料。",
        ),
        MeasureLine(number=2, quote="落实研发费用加计扣除等优惠政策。", state="已完成", progress="已兑现 5 家企业。"),
        MeasureLine(number=3, quote="支持龙头企业牵头组建创新联合体。", state="未启动", progress=""),
    ),
    deliverables=(
        DeliverableLine(
            number=1,
            quote="出台高新技术企业认定奖励办法",
            state="已完成",
            done_on="2023-05-12",
            document_number="平科发〔2023〕8号",
        ),
        DeliverableLine(number=2, quote="建成县级科技企业孵化器", state="推进中", done_on="不适用"),
    ),
    narratives=(
        Narrative(
            name="主要成效",
            text="截至2023年6月底，全县高新技术企业存量46家，比上年末净增6家，研究与试验发展（R&D）经费内部支出合计"
            "2345.6789万元，同比增长8.9%。“十四五”以来累计认定自治区级以上创新平台9个，其中：工程技术研究中心4个、企业"
            "技术中心3个、重点实验室2个；带动新增就业1200余人。",
        ),
        Narrative(
            name="存在问题",
            text=f"一是中小企业研发投入不足；二是人才引进困难。联系人{RARE}等同志反映，设备更新周期偏长。",
        ),
        Narrative(name="下一步打算", text="继续加大培育力度。"),
    ),
)
_TARGETS = (
    TargetSection(
        name="高新技术企业存量",
        requirement="≥ 50",
        figure="46",
        unit="家",
        completion="92.0%",
        narratives=(Narrative(name="完成情况分析", text="按现进度，年底可达 50 家。"),),
    ),
    TargetSection(name="全社会研发经费投入强度", requirement="> 1.50", figure="1.62", unit="%", completion="达标"),
    TargetSection(name="技术合同成交额", requirement="≥ 5000.0000", figure="0", unit="万元", completion="未达标"),
    TargetSection(name="新型研发机构数", requirement="力争 ≥ 1", figure="暂缺", unit="个", completion="未判"),
)
_SMALL_TABLE = TableSection(
    title="科技型中小企业台账",
    columns=(
        Column("企业名称"),
        Column("统一社会信用代码", align="center"),
        Column("研发经费", "万元", "right"),
        Column("研发人员", "人", "right"),
        Column("入库日期", align="center"),
    ),
    rows=(
        ("演示平果铝业科技有限公司", "91451023MA5K00001X", "1234.5678", "46", "2023-03-15"),
        (f"演示{RARE}农业有限公司", "91451023MA5K00002W", "0", "不适用", "2023-04-02"),
        ("演示右江河谷芒果种植农民专业合作社", "91451023MA5K00003U", "暂缺（季报未出）", "", ""),
        ('=HYPERLINK("http://x") <b>&amp;</b>', "91451023MA5K00004T", "-12.5000", "3", "2023-06-30"),
    ),
)
_WIDE_TABLE = TableSection(
    title="科技项目台账",
    columns=(
        Column("项目名称"),
        Column("项目编号", align="center"),
        Column("承担单位"),
        Column("项目类别"),
        Column("起始日期", align="center"),
        Column("截止日期", align="center"),
        Column("总投入", "万元", "right"),
        Column("财政资金", "万元", "right"),
        Column("自筹资金", "万元", "right"),
        Column("参加人数", "人", "right"),
        Column("负责人", align="center"),
        Column("技术领域"),
        Column("进展阶段", align="center"),
        Column("备注"),
    ),
    rows=tuple(
        (
            f"演示铝精深加工关键技术研究与应用示范（第{number}期）",
            f"百科20230{number:03}",
            "演示平果铝业科技有限公司",
            "自治区重点研发计划",
            "2023-01-01",
            "2024-12-31",
            f"{number * 12.5:.4f}",
            f"{number * 2.5:.4f}",
            f"{number * 10:.4f}",
            str(number),
            "演示人员𬭎",
            "新材料；先进制造",
            "实施中",
            "按合同执行，已完成中期评估。" if number % 3 else "",
        )
        for number in range(1, 31)
    ),
)

_ACROSS_TABLE = TableSection(
    title="科技成果转化台账",
    columns=_WIDE_TABLE.columns[:10],
    rows=tuple(row[:10] for row in _WIDE_TABLE.rows[:12]),
    note="金额以合同为准。",
)


@pytest.fixture(scope="session")
def fonts_folder(resources_folder: Path) -> Path:
    return resources_folder / "fonts"


@pytest.fixture(scope="session")
def faces(fonts_folder: Path) -> Faces:
    return load_faces(fonts_folder)


@pytest.fixture(scope="session")
def binding() -> Binding:
    return Binding(unit="c.pingguo", plan="p2", period="2023H1", version=2, content_digest=DIGEST)


@pytest.fixture(scope="session")
def submission(binding: Binding) -> SubmissionReport:
    return SubmissionReport(
        binding=binding,
        unit_name="平果市科学技术局",
        plan_name="百色市落实《科技强桂三年行动方案（2021—2023年）》实施方案",
        period_text="2023年上半年",
        created_on=date(2023, 7, 5),
        verdict="可上报：强制 0、核实已说明 1、提示 1。",
        statements=(
            Statement(role="填表人", name="演示人员01", date="2023年7月3日"),
            Statement(role="复核人", name="演示人员𬭎", date="2023年7月4日"),
            Statement(role="负责人", name="演示人员㛃", date="2023年7月5日"),
        ),
        sections=(
            _TASK,
            *_TARGETS,
            _SMALL_TABLE,
            _ACROSS_TABLE,
            _WIDE_TABLE,
            TableSection(title="科技特派员台账", columns=(Column("姓名"),), rows=()),
        ),
        findings=(
            FindingLine(
                id="f1",
                severity=Severity.EXPLAIN,
                form="科技型中小企业台账",
                row="演示平果铝业科技有限公司",
                sentence="研发经费 1234.5678 万元比上期 800.0000 万元增长 54.3%，超过 30%。",
            ),
            FindingLine(
                id="f2", severity=Severity.HINT, form="科技项目台账", row="", sentence="负责人姓名有字库少见字：𬭎。"
            ),
        ),
        explanations=(
            ExplanationLine(finding="f1", text="新上一条中试线，设备投入计入研发。", by="演示人员01", on="2023-07-03"),
        ),
        contact={"联系人": "演示人员01", "联系电话": "0776-0000000"},
    )


@pytest.fixture(scope="session")
def figures(submission: SubmissionReport) -> FiguresReport:
    lines = tuple(
        FigureLine(
            unit_name=unit,
            target=target.name,
            requirement=target.requirement,
            figure=target.figure,
            unit=target.unit,
            gap=f"2{target.unit}",
            verdict=target.completion,
            light="▲ 偏慢",
            note="本单位未报，数来自其他单位",
        )
        for unit in ("平果市科学技术局", "田东县科学技术局", "那坡县科学技术局")
        for target in submission.sections
        if isinstance(target, TargetSection)
    )
    return FiguresReport(
        title="百色市科技目标数值表",
        plan_name=submission.plan_name,
        as_of=date(2023, 6, 30),
        created_on=date(2023, 7, 20),
        office="百色市科学技术局",
        lines=lines,
        note="数值取自各单位截至该日最近一次上报。",
    )
