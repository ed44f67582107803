from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from baise_desktop.app.desk import load_forms
from baise_desktop.ui.city.workspace import CityWorkspace
from baise_desktop.ui.clauses_page import ClausesPage
from baise_desktop.ui.flow_row import FlowRow
from baise_desktop.ui.labels import button
from baise_desktop.ui.shell import Shell
from baise_desktop.ui.unit.workspace import UnitWorkspace
from tests.ui.conftest import press, settle, type_text


@pytest.fixture
def page(qtbot: QtBot) -> ClausesPage:
    made = ClausesPage(load_forms())
    qtbot.addWidget(made)
    return made


def words(widget: QWidget) -> str:
    labels = [label.text() for label in widget.findChildren(QLabel)]
    return "\n".join(labels + [each.text() for each in widget.findChildren(QPushButton)])


def test_every_clause_shows_its_sentences_names_targets_and_registers_as_plain_text(page: ClausesPage) -> None:
    catalogue = load_forms()
    for clause in catalogue.clauses.values():
        page.tree.mark(clause.id)
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        assert page.clause_id() == clause.id
        text = words(page)
        assert "*" not in text
        assert "#" not in text
        for task in (catalogue.tasks[task] for task in clause.tasks):
            parts = [measure.quote for measure in task.measures] + [named.quote for named in task.deliverables]
            parts += [catalogue.targets[target].name for target in task.targets]
            parts += [catalogue.registers[use].title for measure in task.measures for use in measure.registers]
            assert [part for part in parts if part not in text] == []
    assert all(label.textFormat() is Qt.TextFormat.PlainText for label in page.findChildren(QLabel))


@pytest.mark.parametrize("clause", ["p1.cl.2", "p2.cl.1.1"])
def test_the_two_clauses_of_principle_open_as_text(page: ClausesPage, clause: str) -> None:
    (task,) = load_forms().clauses[clause].tasks
    page.show_owing({})
    page.tree.mark(clause)
    assert load_forms().tasks[task].measures[0].quote in words(page)
    assert "不单独填报" in words(page)


def test_clauses_stand_below_their_chapters_in_the_order_of_the_document(page: ClausesPage) -> None:
    model = page.tree.model
    plan = model.item(1)
    assert [plan.child(number).text() for number in range(plan.rowCount())] == [
        "一、总体要求",
        "二、重点工作",
        "三、保障措施",
    ]
    work = plan.child(1)
    assert work.child(0).text() == "（一）实施科技创新能力提升工程"
    assert work.child(0).child(0).text() == "1.加强建设高水平创新平台。"


def test_a_clause_is_found_by_initials_and_by_a_word_of_its_text(qtbot: QtBot, page: ClausesPage) -> None:
    page.show()
    page.tree.search.setFocus()
    qtbot.waitUntil(page.tree.search.hasFocus)
    for typed, found in (("kjtpydwjs", "p2.cl.2.4.5"), ("离岸孵化基地", "p2.cl.2.1.2")):
        page.tree.search.clear()
        type_text(typed)
        press(Qt.Key.Key_Return)
        assert page.clause_id() == found


def test_one_click_leads_from_an_owed_clause_to_its_form(
    qtbot: QtBot, stores: Path, open_shell: Callable[[Path], Shell]
) -> None:
    shell = open_shell(stores / "unit")
    work = shell.work()
    assert isinstance(work, UnitWorkspace)
    work.navigation.chosen.emit("clauses")
    settle(qtbot, shell)
    work.clauses.tree.mark("p2.cl.2.1.1")
    way = next(each for each in work.clauses.findChildren(QPushButton) if each.text().startswith("填报这一条"))
    way.click()
    settle(qtbot, shell)
    assert work.task.form_id() == "p2.k.2.1.1"
    assert work.task.isVisible()
    assert work.navigation.current() == "p2.k.2.1.1"


def test_the_city_reads_the_clauses_too(qtbot: QtBot, stores: Path, open_shell: Callable[[Path], Shell]) -> None:
    shell = open_shell(stores / "city")
    work = shell.work()
    assert isinstance(work, CityWorkspace)
    work.navigation.chosen.emit("clauses")
    settle(qtbot, shell)
    assert work.clauses.isVisible()
    assert not [each for each in work.clauses.findChildren(QPushButton) if each.text().startswith("填报这一条")]


def test_what_has_no_room_goes_on_in_the_next_line(qtbot: QtBot) -> None:
    flow = FlowRow(*(button("一二三四五六") for _ in range(6)))
    qtbot.addWidget(flow)
    wide, narrow = flow.layout().heightForWidth(4000), flow.layout().heightForWidth(200)
    assert narrow > 3 * wide
