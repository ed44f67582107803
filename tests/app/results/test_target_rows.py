from datetime import UTC, datetime

from baise_desktop.app.desk import Desk
from baise_desktop.app.entry.filling import RowStart, add_row, add_rows
from baise_desktop.app.results.figures import figure_table
from baise_desktop.app.results.row_filter import describe_filter, find_rows, list_proofs, measure_filter, target_filter
from baise_desktop.app.results.target_rows import TargetRow, list_target_rows
from baise_desktop.form.period import parse_period
from baise_desktop.store.entries import Sheet

NOW = datetime(2023, 5, 4, 8, 0, tzinfo=UTC)
PERIOD = "2023Q1"
FIRM = {
    "uscc": "91451002MA5364141E",
    "ent_name": "演示甲厂",
    "county": "平果市",
    "change": "新认定",
    "cert_date": "2022-01-01",
    "valid_to": "2025-01-01",
}


def sheet(desk: Desk, form: str) -> Sheet:
    return Sheet(desk.office.unit, "p2", PERIOD, form)


def put(desk: Desk, form: str, *rows: dict[str, str]) -> list[str]:
    return [entry.record.row_id for entry in add_rows(desk, sheet(desk, form), rows, NOW)]


def told(desk: Desk, target: str) -> dict[str, TargetRow]:
    return {row.row_id: row for row in list_target_rows(desk, target, PERIOD)}


def test_rows_that_count_are_those_of_the_figure_and_the_others_say_why_not(county: Desk) -> None:
    counts, again, left, ended, abroad = put(
        county,
        "r.hightech_firm",
        FIRM,
        {**FIRM, "change": "重新认定"},
        {**FIRM, "uscc": "", "change": "迁出"},
        {**FIRM, "uscc": "", "valid_to": "2023-01-01"},
        {**FIRM, "uscc": "", "county": "田东县"},
    )
    rows = told(county, "p2.t.hightech")
    assert [row for row, each in rows.items() if each.counts] == [counts]
    assert "91451002MA5364141E" in rows[counts].words
    assert rows[again].words == "未计入：与另一行的统一社会信用代码相同，只计一次"
    assert "变动类型为“新认定”、“重新认定”、“市外迁入”、“更名”之一；本行 变动类型 迁出" in rows[left].words
    assert "有效期至 ＞ 期末日；本行 有效期至 2023-01-01，期末日 2023-03-31" in rows[ended].words
    assert rows[abroad].words == "未计入：属地县（市、区）不是本单位"
    figures = figure_table(county, "p2", parse_period(PERIOD).end, county.office.unit)
    (own,) = (row for row in figures.rows if row.target == "p2.t.hightech")
    assert (own.figure, own.rows) == ("1", 1)


def test_every_target_lists_as_many_counting_rows_as_its_figure_rests_on(county: Desk) -> None:
    put(county, "r.hightech_firm", FIRM, {**FIRM, "uscc": ""})
    figures = figure_table(county, "p2", parse_period(PERIOD).end, county.office.unit)
    for figure in figures.rows:
        rows = list_target_rows(county, figure.target, PERIOD)
        assert sum(row.counts for row in rows) == figure.rows


def test_a_target_filter_starts_rows_with_what_leaves_no_choice(county: Desk) -> None:
    filters = [
        target_filter(county.catalogue, target.id, source.register)
        for target in county.catalogue.targets.values()
        for source in county.catalogue.indicators[target.indicator].sources
        if not source.caliber
    ]
    started = [each for each in filters if each.starting]
    assert started
    for each in started:
        made = add_row(county, sheet(county, each.register), NOW, {}, RowStart(each.starting, each.task))
        assert not made.wrong
        assert made.record.task == each.task


def test_a_measure_filter_takes_rows_with_one_of_the_labels(county: Desk) -> None:
    form = county.catalogue.registers["r.platform"]
    task, number, use = next(
        (task.id, measure.number, use)
        for task in county.catalogue.tasks.values()
        if task.plan == "p2"
        for use in task.registers
        if len(use.prefill) == 1 and sum(other.register == use.register for other in task.registers) == 1
        for measure in task.measures
        if use.register in measure.registers and any(len(labels) > 1 for labels in use.prefill.values())
    )
    form = county.catalogue.registers[use.register]
    ((key, labels),) = use.prefill.items()
    text = next(each.key for each in form.fields if each.type.value == "text")
    fits = put(county, form.id, *({key: label} for label in labels))
    put(county, form.id, {text: "演示"})
    row_filter = measure_filter(county.catalogue, task, number, form.id)
    assert find_rows(county, sheet(county, form.id), row_filter).row_ids == set(fits)
    assert describe_filter(row_filter, form) == f"{form.field(key).name}：{'、'.join(labels)}"
    assert row_filter.starting == {}
    (proof,) = (
        each for each in list_proofs(county, sheet(county, task), {form.id})[number] if each.filter.register == form.id
    )
    assert (proof.rows, proof.total) == (len(labels), len(labels) + 1)


def test_every_label_of_every_prefill_can_be_stored(county: Desk) -> None:
    """A row typed with a label is found by it, whatever the type of the field."""
    seen = set()
    for task in county.catalogue.tasks.values():
        for use in task.registers:
            form = county.catalogue.registers[use.register]
            for key, labels in use.prefill.items():
                if (form.id, key) in seen or task.plan != "p2":
                    continue
                seen.add((form.id, key))
                (row,) = put(county, form.id, {key: labels[0]})
                measure = next((m.number for m in task.measures if form.id in m.registers), 1)
                row_filter = measure_filter(county.catalogue, task.id, measure, form.id)
                single = len(use.prefill) == 1
                assert not single or row in find_rows(county, sheet(county, form.id), row_filter).row_ids
    assert len(seen) > 10
