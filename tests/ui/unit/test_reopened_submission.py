"""A page that shows a form of one submission when another one is opened that has the form too."""

from collections.abc import Callable
from pathlib import Path

from pytestqt.qtbot import QtBot

from baise_desktop.ui.shell import Shell
from tests.ui.conftest import settle
from tests.ui.unit.registers import PLAN, Register

FORM = "r.tech_contract"


def test_another_month_shows_its_own_rows(qtbot: QtBot, stores: Path, open_shell: Callable[[Path], Shell]) -> None:
    april = Register(qtbot, open_shell(stores / "unit"), FORM, "2023-04")
    april.carry()
    april.fill([{"contract_no": "HT-APRIL"}])
    april.fill([{"contract_no": "HT-MAY"}], "2023-05")
    april.open()
    assert "HT-APRIL" in april.texts("contract_no")
    april.work.open_submission(PLAN, "2023-05")
    settle(qtbot, april.shell)
    assert april.work.page() is not april.page
    may = Register(qtbot, april.shell, FORM, "2023-05")
    assert may.texts("contract_no") == [str(row.record.values["contract_no"]) for row in may.stored()]
    assert "HT-MAY" in may.texts("contract_no")
