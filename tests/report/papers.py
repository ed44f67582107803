"""Papers about a submission, small and with everything in them that paper must survive."""

from datetime import date

from baise_desktop.report.blank import BlankForm, BlankForms, PenBox, PenTable
from baise_desktop.report.geometry import MM
from baise_desktop.report.model import Binding, Column, Statement
from baise_desktop.report.pen import PenQuestion, PenRegister
from baise_desktop.report.table import Table, TableColumn
from baise_desktop.report.unit_paper import PaperPart, UnitPaper

DIGEST = "bc4a71180870f7945155fbb02f4b0a2e3faa2a62d6d31b7039013055ed19869a"
PLAN = "百色市落实《科技强桂三年行动方案（2021—2023年）》实施方案"
HOSTILE = '=HYPERLINK("http://x") <b>&amp;</b> {unit} %s'
STATEMENTS = (
    Statement(role="填表人", name="演示人员01", date="2023-07-03"),
    Statement(role="复核人", name="演示人员𬭎", date="2023-07-04"),
    Statement(role="负责人", name="演示人员㛃", date="2023-07-05"),
)


def binding_of(kind: str) -> Binding:
    """What papers of a kind are bound to."""
    return Binding("c.pingguo", "p2", "2023H1", 2, DIGEST, kind)


def _columns(names: str) -> tuple[TableColumn, ...]:
    return tuple(TableColumn(name) for name in names.split())


def audit() -> UnitPaper:
    """A 核对表 with a part that has nothing to say."""
    found = Table(
        "校核结果",
        _columns("程度 表与位置 校核结果 处理情况"),
        (
            (
                "强制",
                "科技项目台账\n第 3 行 演示铝精深加工关键技术研究与应用示范",
                "“总投入”必填，尚未填写。",
                "须改正",
            ),
            (
                "核实",
                "科技型中小企业台账\n第 1 行 演示平果铝业科技有限公司",
                "研发经费 1234.5678 万元比上期 800.0000 万元增长 54.3%，超过 30%。",
                "已说明：新上一条中试线，设备投入计入研发。",
            ),
            ("提示", "科技项目台账", HOSTILE, "供参考"),
        ),
    )
    balances = Table(
        "台账结转",
        _columns("台账 期初 新增 修改 减少 期末 期初来源"),
        (("科技型中小企业台账", 12, 3, 2, 1, 14, "取自 2022年下半年 第 1 版，市级已通过"),),
    )
    proofs = Table(
        "签字、上报包与版本",
        _columns("项目 内容"),
        (("填表人", "演示人员01　2023-07-03 17:00"), ("上报包内容摘要", DIGEST)),
    )
    return UnitPaper(
        binding=binding_of("audit"),
        title="核对表",
        unit_name="平果市科学技术局",
        plan_name=PLAN,
        period_text="2023年上半年",
        created_on=date(2023, 7, 6),
        facts=(("填报单位", "平果市科学技术局（c.pingguo）"), ("校核结论", "不可上报：强制 1")),
        parts=(
            PaperPart(title="校核结果", table=found),
            PaperPart(title="台账结转", texts=("期末＝期初＋新增－减少。",), table=balances),
            PaperPart(title="指标与台账核对", table=Table("指标与台账核对", _columns("目标 数值"), ())),
            PaperPart(title="签字、上报包与版本", table=proofs, numbered=False),
        ),
    )


def explanations(*, signed: bool = True) -> UnitPaper:
    """A 核实说明表, signed or with the places still free."""
    said = Table(
        "核实问题与说明",
        _columns("表与位置 问题 填报单位的说明 说明人与时间"),
        (
            ("科技项目台账\n第 2 行 演示项目", "本期投入比上期减少 60%。", "（未说明）", ""),
            (
                "科技型中小企业台账\n第 1 行 演示公司㛃𬭎",
                "研发经费增长 54.3%。",
                "新上一条中试线。",
                "演示人员01\n2023-07-03 17:00",
            ),
        ),
    )
    return UnitPaper(
        binding=binding_of("explanations"),
        title="核实说明表",
        unit_name="平果市科学技术局",
        plan_name=PLAN,
        period_text="2023年上半年",
        created_on=date(2023, 7, 6),
        signed_on=date(2023, 7, 5) if signed else None,
        facts=(("核实问题", "2 条，未说明 1 条"),),
        parts=(PaperPart(title="核实问题与说明", table=said),),
        statements=STATEMENTS if signed else tuple(Statement(role=each.role) for each in STATEMENTS),
        contact={"填表人": "演示人员01", "电话": "0776-0000000", "报出日期": "2023-07-05"} if signed else {},
    )


def evidence() -> UnitPaper:
    """A 佐证材料目录 on landscape pages; the workbook has its digests whole in one cell."""
    rows = (
        (
            "科技项目台账",
            "第 1 行 演示项目",
            "演示验收意见（盖章）.pdf",
            "PDF",
            "1.2 MB",
            DIGEST[:12],
            f"{DIGEST[:32]}\n{DIGEST[32:]}",
            "市级已收存",
        ),
        (
            "大力培育科技创新主体",
            "",
            "演示现场照片㛃.jpg",
            "JPG",
            "860 KB",
            DIGEST[12:24],
            f"{DIGEST[32:]}\n{DIGEST[:32]}",
            "缺失",
        ),
    )
    title, names = "佐证材料", "表 位置 文件名 类型 大小 摘要前12位 完整摘要（SHA-256） 现状"
    sheet = tuple((*row[:6], str(row[6]).replace("\n", ""), row[7]) for row in rows)
    return UnitPaper(
        binding=binding_of("evidence"),
        title="佐证材料目录",
        unit_name="平果市科学技术局",
        plan_name=PLAN,
        period_text="2023年上半年",
        created_on=date(2023, 7, 6),
        facts=(("材料", "2 个文件，共 2.1 MB；市级已收存 1 个"), ("缺失", "缺失 1 处")),
        parts=(
            PaperPart(
                title=title,
                table=Table(title, _columns(names), rows),
                sheet=Table(title, _columns(names), sheet),
                turns=True,
            ),
        ),
    )


def unchanged() -> UnitPaper:
    """A 无变化声明 on one page."""
    rows = tuple((f"演示台账{number}", "与上期相同，12 行") for number in range(1, 6))
    table = Table("声明无变化的表", _columns("表名 内容"), rows)
    return UnitPaper(
        binding=binding_of("unchanged"),
        title="无变化声明",
        unit_name="平果市科学技术局",
        plan_name=PLAN,
        period_text="2023年上半年",
        created_on=date(2023, 7, 6),
        facts=(),
        opening=(f"经核对，平果市科学技术局按《{PLAN}》应报的各表中，下列 1 张与上期相比没有变化。特此声明。",),
        parts=(PaperPart(title="声明无变化的表", table=table),),
        statements=STATEMENTS,
        contact=None,
        has_headings=False,
    )


def _question(name: str, width: float, *choices: str, unit: str = "", is_long: bool = False) -> PenQuestion:
    return PenQuestion(column=Column(name, unit, pen=width * MM), choices=choices, is_long=is_long)


def _register(count: int) -> PenRegister:
    longer = ("电子信息", "生物与新医药", "航空航天", "新材料", "高技术服务", "新能源与节能")
    more = tuple(_question(f"第{number}项投入", 24, unit="万元") for number in range(count))
    return PenRegister(
        questions=(
            _question("企业名称＊", 30),
            _question("是否规上", 12, "是", "否"),
            _question("技术领域", 17, *longer),
            *more,
            _question("备注", 46, is_long=True),
        )
    )


def task_form() -> BlankForm:
    """A task with its sentences, choices and boxes."""
    states = "\n".join(f"□ {state}" for state in ("未启动", "推进中", "已完成"))
    quote = "建立高新技术企业培育库，对入库企业给予重点支持，推动科技型中小企业加快成长为高新技术企业。"
    table = PenTable(
        columns=(
            Column("序号", align="center"),
            Column("举措（方案原文）"),
            Column("进展状态＊", pen=26 * MM),
            Column("进展情况", pen=56 * MM),
        ),
        rows=(("1", quote, states, ""), ("2", "落实研发费用加计扣除等优惠政策。", states, "")),
    )
    return BlankForm(
        id="p2.k.1",
        title="大力培育科技创新主体",
        lead=("方案条目：三（一）1.",),
        may_repeat=True,
        parts=(table, PenBox(name="主要成效＊"), PenBox(name="存在问题")),
        notes=("主要成效：按举措分条，写数量、时间、成效",),
    )


def register_form(identity: str, count: int) -> BlankForm:
    """A register with so many further columns."""
    return BlankForm(
        id=identity,
        title=f"演示台账{identity}",
        may_repeat=True,
        parts=(_register(count),),
        notes=("佐证材料附在表后，注明行号。",),
    )


def blank(*forms: BlankForm, rows: int = 0, on_a4: bool = False) -> BlankForms:
    """Those forms, for one unit."""
    return BlankForms(
        binding=Binding("c.pingguo", "p2", "2023H1", 3, "", "blank"),
        unit_name="平果市科学技术局",
        plan_name=PLAN,
        period_text="2023年上半年",
        created_on=date(2023, 7, 6),
        forms=forms,
        rows=rows,
        on_a4=on_a4,
    )
