"""F7 takes what the same row had in the period before, into an empty cell and into one that is being typed."""

from PySide6.QtCore import Qt

from tests.ui.conftest import press, type_text
from tests.ui.unit.registers import Register
from tests.ui.unit.test_ledger_past import contracts  # noqa: F401 -- a fixture


def test_f7_puts_the_value_of_the_period_before(contracts: Register) -> None:  # noqa: F811 -- the fixture
    contracts.settle()
    contracts.go(0, "amount")
    press(Qt.Key.Key_Delete)
    contracts.settle()
    assert contracts.texts("amount")[0] == ""
    press(Qt.Key.Key_F7)
    contracts.settle()
    assert contracts.stored()[0].record.values["amount"] == 10
    contracts.go(1, "amount")
    type_text("99")
    press(Qt.Key.Key_F7)
    contracts.settle()
    assert contracts.stored()[1].record.values["amount"] == 20
