"""One clerk, one submission, no mouse: from the home page over thirty typed rows to the version that comes again.

Once the window stands, every act is a key or a composed character at what has the focus; the clipboard is filled as
Excel fills it. The screen and the store are only read.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from baise_desktop.app.clock import utc_now
from baise_desktop.app.desk import Desk, close_desk, open_desk
from baise_desktop.app.entry import filling
from baise_desktop.app.inbox.receiving import Outcome, list_received, merge_files, preview
from baise_desktop.app.inbox.returning import return_submission
from baise_desktop.exchange.return_package import Comment
from baise_desktop.store.entries import Entry, Sheet
from baise_desktop.texts import say
from baise_desktop.ui.shell import Shell
from tests.flow.keyboard_clerk import ALT, CONTROL, SHIFT, Clerk, Watch, excel_page, excel_text
from tests.ui.conftest import PASSPHRASE, dressed, installations, open_shell, stores

__all__ = ["dressed", "installations", "open_shell", "stores"]
PLAN, PERIOD, FORM = "p2", "2023-04", "r.tech_contract"
TYPED, PASTED, WIDTH = 30, 200, 12
READY = "可上报"
COMMENTS = (
    (1, "amount", "与合同文本不符"),
    (TYPED + 4, "title", "名称不全"),
    (3, "buyer", "与发票不一致"),
)
"""Row from the top, field, and what the city says."""
ENTER, TAB = Qt.Key.Key_Return, Qt.Key.Key_Tab


@pytest.fixture
def watch(qapp: QApplication) -> Iterator[Watch]:
    made = Watch()
    qapp.installEventFilter(made)
    yield made
    qapp.removeEventFilter(made)


# --- what is typed and copied -------------------------------------------------------------------------------------


def typed_number(number: int) -> str:
    return f"20234500{number:04}"


def type_row(clerk: Clerk, number: int) -> None:
    """One contract; three of the thirty carry a mistake."""
    texts = (
        typed_number(number),
        f"演示合同{number}",
        "jskf",
        "演示研究院",
        "",
        "pgs",
        f"演示铝业{number}",
        "",
        "",
        "",
        "2023.4.11",
        "20230401" if number == 3 else "2023年4月20日",
        "0" if number == 9 else f"{number}.5",
        "-1" if number == 6 else "",
        "",
        "",
        "s",
    )
    for at, text in enumerate(texts):
        if at == 9:
            own_county(clerk, number)
        clerk.type(text)
        if at + 1 < len(texts):
            clerk.press(TAB)
    clerk.press(ENTER, modifier=CONTROL)


def own_county(clerk: Clerk, number: int) -> None:
    """Typed once, then copied from the line above."""
    if number == 1:
        clerk.type("pgs")
    else:
        clerk.press(Qt.Key.Key_D, modifier=CONTROL)


def pasted_number(number: int) -> str:
    return f"20234501{number:04}"


def first_block() -> list[list[str]]:
    """From the number to the day of registration; titles over two lines."""
    common = ["技术转让", "演示大学", "", "平果市", "演示新材料", "", "", "平果市", "2023/4/3", "20230406"]
    return [[pasted_number(n), f"演示转让{n}\n第二行", *common] for n in range(1, PASTED + 1)]


def second_block() -> list[list[str]]:
    """From the title to the amount; other titles, and amounts of which one is none."""
    block = [row[1:] for row in first_block()]
    for n, row in enumerate(block, 1):
        row[0] = f"演示转让{n}（{'一' * (n % 3)}）\n补正"
        row.append("很多" if n == 7 else "1,234.5" if n % 2 else "０．０２亿")
    return block


def copy(text: str, html: str = "") -> None:
    """As Excel does."""
    data = QMimeData()
    data.setText(text)
    if html:
        data.setHtml(html)
    QGuiApplication.clipboard().setMimeData(data)


def rows_of(desk: Desk) -> tuple[Entry, ...]:
    return filling.list_rows(desk, Sheet(desk.office.unit, PLAN, PERIOD, FORM))


# --- the way ------------------------------------------------------------------------------------------------------


def open_month(clerk: Clerk) -> None:
    """From the card of what is most urgent down into the list, to April."""
    clerk.press(TAB)
    line = next(n for n, texts in enumerate(clerk.lines()) if texts[0] == "2023年4月")
    clerk.press(Qt.Key.Key_Home)
    clerk.press(*[Qt.Key.Key_Down] * line)
    assert clerk.cell()[0] == "2023年4月"
    clerk.press_and_wait(ENTER)


def move_about(clerk: Clerk) -> None:
    """To the register by its pinyin, back, forward, and once around the panes."""
    clerk.go_to("jishuhetong")
    assert clerk.cell()[1] == "合同登记编号"
    clerk.press_and_wait(Qt.Key.Key_Left, modifier=ALT)
    assert clerk.name_at_hand() == "完成情况分析"
    clerk.press_and_wait(Qt.Key.Key_Right, modifier=ALT)
    assert clerk.cell()[1] == "合同登记编号"
    clerk.press(Qt.Key.Key_F6, Qt.Key.Key_F6, Qt.Key.Key_F6)
    assert clerk.cell()[1] == "合同登记编号"


def fill_thirty_rows(clerk: Clerk, watch: Watch) -> None:
    assert watch.dialogs == []
    for number in range(1, TYPED + 1):
        type_row(clerk, number)
    clerk.wait()
    stored = clerk.ask(rows_of)
    assert [row.record.values["contract_no"] for row in stored] == [typed_number(n) for n in range(1, TYPED + 1)]
    assert {str(row.record.values["stat_county"]) for row in stored} == {"c.pingguo"}
    assert not any(row.wrong for row in stored)
    assert watch.dialogs == []


def paste_text_and_undo(clerk: Clerk) -> None:
    """Below what was typed; nothing is overwritten, so nothing is asked."""
    copy(excel_text(first_block()))
    clerk.press_and_wait(Qt.Key.Key_V, modifier=CONTROL)
    pasted = clerk.ask(rows_of)[TYPED:]
    assert [row.record.values["contract_no"] for row in pasted] == [pasted_number(n) for n in range(1, PASTED + 1)]
    assert len({str(row.record.values["title"]) for row in pasted}) == PASTED
    clerk.press_and_wait(Qt.Key.Key_Z, modifier=CONTROL)
    filled = sum(bool(text) for row in first_block() for text in row)
    assert clerk.notice().startswith(say("window.undo_done_undo", name=say("journal.paste", count=filled)))
    assert len(clerk.ask(rows_of)) == TYPED
    clerk.press_and_wait(Qt.Key.Key_Y, modifier=CONTROL)
    assert len(clerk.ask(rows_of)) == TYPED + PASTED


def paste_page_over_it(clerk: Clerk, watch: Watch) -> None:
    """Over what is there: looked through first, agreed to with Enter."""
    clerk.go_to(pasted_number(1))
    clerk.tab_to_column("合同名称")
    assert clerk.cell()[0] == pasted_number(1)
    copy(excel_text(second_block()), excel_page(second_block()))
    clerk.press_and_wait(Qt.Key.Key_V, modifier=CONTROL)
    assert watch.dialogs == ["PasteDialog"]
    assert clerk.sees("有误 1")
    assert clerk.ask(rows_of)[TYPED].record.values.get("amount") is None
    clerk.press_and_wait(ENTER)
    pasted = clerk.ask(rows_of)[TYPED:]
    assert {str(row.record.values.get("amount")) for row in pasted} == {"1234.5000", "200.0000", "None"}
    assert [row.wrong.get("amount") for row in pasted if row.wrong] == ["很多"]
    assert watch.dialogs == ["PasteDialog"]


def paste_one_column(clerk: Clerk) -> None:
    """What the block of twelve left out."""
    clerk.go_to(pasted_number(1))
    clerk.tab_to_column("登记有效")
    copy(excel_text([["是"]] * PASTED))
    clerk.press_and_wait(Qt.Key.Key_V, modifier=CONTROL)
    assert all(row.record.values["valid"] for row in clerk.ask(rows_of))


def repair(clerk: Clerk) -> tuple[str, str]:
    """What F8 came to, mended where it stands: typed over, or said why it is so."""
    at = clerk.cell()
    number, column = at
    if number == typed_number(3):
        clerk.type("20230331")
    elif number == typed_number(6):
        clerk.tab_to_column("其中：技术交易额（万元）")
        clerk.type("1")
    elif number == pasted_number(7):
        clerk.type("１２万")
    elif number == typed_number(9):
        clerk.press(Qt.Key.Key_F2, modifier=SHIFT)
        clerk.type("合同约定成交额待结算后补记")
    else:
        assert column == "完成情况分析"
        clerk.type("本月新登记合同二百三十项，进度符合预期")
        clerk.press_and_wait(TAB)
        return at
    clerk.press_and_wait(ENTER)
    return at


def walk_findings(clerk: Clerk) -> None:
    """F8 from one to the next until nothing stands against the submission."""
    clerk.press_and_wait(Qt.Key.Key_F8, modifier=CONTROL)
    assert clerk.verdict() == "不可上报：强制 4、核实未说明 1"
    walked: list[str] = []
    while clerk.verdict() != READY:
        assert len(walked) < 5
        clerk.press_and_wait(Qt.Key.Key_F8)
        walked.append(repair(clerk)[0])
    numbers = [typed_number(3), typed_number(6), pasted_number(7), typed_number(9)]
    assert sorted(walked) == sorted(["", *numbers])


def sign(clerk: Clerk) -> None:
    """Three people, one after the other."""
    clerk.command("shenheyuqianfa")
    for role, name in (("填表人", "演示甲"), ("复核人", "演示乙"), ("负责人", "演示丙")):
        clerk.tab_to(role)
        clerk.retype(name)
        clerk.press_and_wait(ENTER)
        assert clerk.sees(name)


def export(clerk: Clerk, folder: Path, version: int) -> Path:
    """Into a folder whose path is typed; the passphrase is typed and Enter writes."""
    clerk.command("daochushangbao")
    clerk.tab_to(say("window.export_folder"))
    clerk.retype(str(folder))
    clerk.tab_to(say("window.passphrase"))
    clerk.type(PASSPHRASE)
    clerk.press_and_wait(ENTER)
    (package,) = folder.glob(f"*_v{version}.asice")
    assert clerk.sees(str(package))
    return package


def send_back(folder: Path, package: Path, rows: Sequence[Entry]) -> Path:
    """The city merges the package and returns it with a word on three cells."""
    city = open_desk(folder / "city")
    (merged,) = merge_files(city, [package], utc_now())
    assert merged.error is None
    (received,) = list_received(city)
    comments = [Comment(FORM, rows[line].record.row_id, key, words) for line, key, words in COMMENTS]
    letter = return_submission(city, received.identity, comments, "", PASSPHRASE, utc_now())
    close_desk(city)
    file = folder / letter.file_name
    file.write_bytes(letter.content)
    return file


def mend(clerk: Clerk, letter: Path) -> None:
    """The return is opened from the home page; Enter goes to the first comment, F8 to the next ones."""
    clerk.command("shouye")
    clerk.tab_to(say("window.letters_open"))
    clerk.choose_file(str(letter), partial(clerk.press, Qt.Key.Key_Space))
    assert clerk.name_at_hand() == say("window.returned_mend")
    clerk.press_and_wait(ENTER)
    assert clerk.cell() == (typed_number(2), "合同成交额（万元）")
    clerk.type("99.5")
    clerk.press_and_wait(ENTER)
    clerk.press_and_wait(Qt.Key.Key_F8)
    assert clerk.cell() == (pasted_number(5), "合同名称")
    clerk.type("演示转让5（补充协议）")
    clerk.press_and_wait(ENTER)
    clerk.press_and_wait(Qt.Key.Key_F8)
    assert clerk.cell() == (typed_number(4), "买方（受让方/委托方）")
    clerk.press(Qt.Key.Key_F2, modifier=SHIFT)
    clerk.type("买方已更名，附更名通知")
    clerk.press_and_wait(ENTER)
    clerk.wait_for(READY)


def look_at(folder: Path, package: Path) -> Outcome:
    """What the city sees before it merges."""
    city = open_desk(folder / "city")
    (outcome,) = preview(city, [package], utc_now())
    close_desk(city)
    return outcome


def test_journey(qtbot: QtBot, stores: Path, open_shell: Callable[[Path], Shell], watch: Watch) -> None:
    clerk = Clerk(qtbot, open_shell(stores / "unit"))
    clerk.wait()
    open_month(clerk)
    move_about(clerk)
    fill_thirty_rows(clerk, watch)
    paste_text_and_undo(clerk)
    paste_page_over_it(clerk, watch)
    paste_one_column(clerk)
    walk_findings(clerk)
    sign(clerk)
    package = export(clerk, stores / "stick", 1)
    letter = send_back(stores, package, clerk.ask(rows_of))
    mend(clerk, letter)
    sign(clerk)
    outcome = look_at(stores, export(clerk, stores / "stick", 2))
    assert outcome.comparison is not None
    assert (outcome.comparison.version, outcome.comparison.rows) == (2, TYPED + PASTED + 1)
    assert {(cell.field, cell.old, cell.new) for cell in outcome.comparison.cells} == {
        ("amount", "2.5000", "99.5000"),
        ("title", "演示转让5（一一）补正", "演示转让5（补充协议）"),
    }
    assert [(each.comment, each.state) for each in outcome.answers] == [
        (COMMENTS[0][2], "changed"),
        (COMMENTS[1][2], "changed"),
        (COMMENTS[2][2], "answered"),
    ]
    assert watch.mouse == 0
    assert watch.dialogs == ["PasteDialog", "QFileDialog", "ReturnNews"]
