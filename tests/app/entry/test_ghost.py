from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from baise_desktop.app.checks.sign_off import reopen
from baise_desktop.app.desk import Desk
from baise_desktop.app.entry.filling import add_rows, list_rows, set_cell, single_entry
from baise_desktop.app.entry.ghost import ghost_of, ghost_values
from baise_desktop.form.record import Record, fixed_row_id, new_row_id, to_line
from baise_desktop.form.value import Value
from baise_desktop.store.database import Store
from baise_desktop.store.entries import Sheet
from baise_desktop.store.packages import Package, insert_package
from baise_desktop.store.revisions import insert_revisions
from tests.round_trip import CONTRACT_TARGET, CONTRACTS, contracts_of, fill_month, report_month, sign_all

NOW = datetime(2023, 5, 4, 8, 0, tzinfo=UTC)
UNIT = "c.pingguo"
Rows = Mapping[str, Mapping[str, Value]]
IDS = tuple(new_row_id(NOW, bytes([number] * 10)) for number in range(4))


def seal(store: Store, desk: Desk, period: str, version: int, rows: Rows, form: str = CONTRACTS) -> None:
    """A sealed version as the store holds it, without keys."""
    name = f"{period}-{version}".encode().hex()
    package = Package(
        identity=name.ljust(64, "0"),
        kind="submission",
        direction="out",
        unit=UNIT,
        plan="p2",
        period=period,
        period_end="2023-01-31",
        version=version,
        actor=UNIT,
        at="2023-05-04T08:00:00Z",
        file_digest="0" * 64,
    )
    number = insert_package(store.connection, package)
    lines = []
    for row_id, values in sorted(rows.items()):
        record = Record(form=form, row_id=row_id, unit=UNIT, plan="p2", period=period, values=values)
        lines.append((form, row_id, False, to_line(record, desk.catalogue.forms[form]), b"0" * 32))
    insert_revisions(store.connection, number, lines)


AMOUNTS = st.builds(lambda amount: {"amount": amount}, st.decimals(0, 9, places=4))
VERSIONS = st.dictionaries(
    st.tuples(st.sampled_from(["2022-12", "2023-01", "2023-02", "2023-03", "2023-04"]), st.integers(1, 3)),
    st.dictionaries(st.sampled_from(IDS), AMOUNTS, min_size=1),
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(VERSIONS)
def test_a_ghost_is_the_row_of_the_last_signed_submission(
    county: Desk, versions: Mapping[tuple[str, int], Rows]
) -> None:
    county.store.connection.execute("BEGIN")
    try:
        for (period, version), rows in versions.items():
            seal(county.store, county, period, version, rows)
        found = ghost_values(county, contracts_of(county, "2023-03"))
    finally:
        county.store.connection.execute("ROLLBACK")
    earlier = [place for place in versions if place[0] < "2023-03"]
    expected = versions[max(earlier)] if earlier else {}
    assert found == expected


def test_a_draft_of_the_period_before_is_no_ghost(county: Desk) -> None:
    add_rows(county, contracts_of(county, "2023-03"), [{"title": "一"}], NOW)
    assert ghost_of(county, contracts_of(county)).source == ""


def test_a_ghost_counts_from_the_last_signature_on_and_tells_where_it_is_from(county: Desk, tmp_path: Path) -> None:
    fill_month(county, NOW, "2023-03")
    sign_all(county, NOW, "2023-03")
    signed = ghost_of(county, contracts_of(county))
    assert signed.source == "上期 2023年3月 第 1 版（已签发，市级未通过）"
    assert signed.comparable
    (values,) = signed.values.values()
    assert values["amount"] == Decimal("120.5")
    assert ghost_of(county, contracts_of(county, "2023-05")).source.startswith("最近一次 2023年3月")
    assert not ghost_of(county, contracts_of(county, "2023-05")).comparable


def test_what_is_changed_after_sealing_is_no_ghost_until_it_is_signed(county: Desk, tmp_path: Path) -> None:
    report_month(county, NOW, tmp_path, "2023-03")
    before = contracts_of(county, "2023-03")
    (row,) = (entry.record.row_id for entry in list_rows(county, before))
    reopen(county, "p2", "2023-03", "数字改正", NOW)
    set_cell(county, before, row, "amount", "9", NOW)
    ghost = ghost_of(county, contracts_of(county))
    assert ghost.values[row]["amount"] == Decimal("120.5")
    assert ghost.source == "上期 2023年3月 第 1 版（已改第 2 版）"
    sign_all(county, NOW, "2023-03")
    assert ghost_values(county, contracts_of(county))[row]["amount"] == Decimal(9)


def test_a_form_of_one_record_has_its_ghost_under_the_record_of_now(county: Desk, tmp_path: Path) -> None:
    report_month(county, NOW, tmp_path, "2023-03")
    sheet = Sheet(UNIT, "p2", "2023-04", CONTRACT_TARGET)
    here = single_entry(county, sheet, NOW).record.row_id
    assert here == fixed_row_id(UNIT, "p2", "2023-04", CONTRACT_TARGET)
    assert ghost_values(county, sheet)[here]["analysis"] == "本月登记 1 项。"


def test_a_row_of_a_reported_period_is_compared_with_the_period_before_it(county: Desk) -> None:
    here = Sheet(UNIT, "p2", "2023Q1", "r.rd_flash")
    texts = ({"unit": "平果市", "period": "2022Q4"}, {"unit": "平果市", "period": "2023Q1"}, {"period": "x"})
    old, new, _ = (entry.record.row_id for entry in add_rows(county, here, texts, NOW))
    with county.store.write():
        values: dict[str, Value] = {"unit": UNIT, "period": "2022Q4", "rd_total": Decimal(7)}
        seal(county.store, county, "2022Q4", 1, {old: values}, "r.rd_flash")
    assert ghost_values(county, here) == {new: {"unit": UNIT, "rd_total": Decimal(7)}}
