from datetime import UTC, datetime

from baise_desktop.app.checks.balance import list_summable, read_balance, tell_sums
from baise_desktop.app.desk import Desk
from baise_desktop.app.entry.filling import add_rows, delete_rows, list_rows, set_cell
from baise_desktop.app.outgoing.submission_report import describe_submission
from baise_desktop.form.definition import FormKind
from baise_desktop.report.model import TableSection
from baise_desktop.store.carry_over import carry_over
from baise_desktop.store.entries import Sheet

NOW = datetime(2023, 5, 4, 8, 0, tzinfo=UTC)
FORM = "r.tech_contract"


def sheet(desk: Desk, period: str, form: str = FORM) -> Sheet:
    return Sheet(desk.office.unit, "p2", period, form)


def carry(desk: Desk, period: str, form: str = FORM) -> None:
    carry_over(desk.store, desk.office.unit, "p2", period, (desk.catalogue.registers[form],), NOW)


def test_a_balance_tells_where_it_opened_what_moved_and_what_columns_add_up_to(county: Desk) -> None:
    add_rows(county, sheet(county, "2023-01"), [{"title": "一", "amount": "10.5"}, {"title": "二", "amount": "4"}], NOW)
    carry(county, "2023-02")
    here = sheet(county, "2023-02")
    first, second = (entry.record.row_id for entry in list_rows(county, here))
    set_cell(county, here, first, "amount", "12", NOW)
    delete_rows(county, here, [second], NOW)
    add_rows(county, here, [{"title": "三", "amount": "1,000"}], NOW)
    balance = read_balance(county, here)
    assert balance.sentence == "期初 2 行　新增 1　修改 1　减少 1　期末 2 行"
    assert balance.source == "取自 2023年1月 第 1 版，尚未签发"
    assert balance.old_texts == {first: {"amount": "10.5000"}}
    (line, *_) = tell_sums(county.catalogue.registers[FORM], balance.sums)
    assert line == "合同成交额：期初 14.5，本期 +997.5，期末 1,012 万元"


def test_a_source_changed_later_is_told(county: Desk) -> None:
    before = sheet(county, "2023-01")
    add_rows(county, before, [{"title": "一"}], NOW)
    carry(county, "2023-02")
    add_rows(county, before, [{"title": "二"}], NOW)
    balance = read_balance(county, sheet(county, "2023-02"))
    assert (balance.opening, balance.closing, balance.left_behind) == (1, 1, 1)


def test_the_printed_register_begins_with_its_balance(county: Desk) -> None:
    add_rows(county, sheet(county, "2023-01"), [{"title": "一"}], NOW)
    carry(county, "2023-02")
    report = describe_submission(county, "p2", "2023-02", NOW.date(), "0" * 64)
    (section,) = (each for each in report.sections if isinstance(each, TableSection) and each.rows)
    assert section.lead == "期初 1 行　新增 0　修改 0　减少 0　期末 1 行（期初取自 2023年1月 第 1 版，尚未签发）。"
    report = describe_submission(county, "p2", "2023-01", NOW.date(), "0" * 64)
    assert not any(each.lead for each in report.sections if isinstance(each, TableSection))


def test_rows_that_ended_by_their_own_state_stay_but_no_longer_stand(county: Desk) -> None:
    firms = "r.hightech_firm"
    firm = {"change": "新认定", "cert_date": "2020-02-01", "valid_to": "2023-02-01"}
    add_rows(county, sheet(county, "2022Q4", firms), [firm, {**firm, "valid_to": "2024-02-01"}], NOW)
    carry(county, "2023Q1", firms)
    balance = read_balance(county, sheet(county, "2023Q1", firms))
    (standing, *_) = balance.standing
    assert (balance.closing, standing.opening, standing.closing) == (2, 2, 1)


def test_every_register_has_a_balance(county: Desk) -> None:
    """Every stored number column can be added up, and every stock filter be asked."""
    for form in county.catalogue.registers.values():
        assert form.kind is FormKind.REGISTER
        balance = read_balance(county, sheet(county, "2023Q1", form.id))
        assert [each.field for each in balance.sums] == [each.key for each in list_summable(form)]
