"""Every definition has a sheet to read, and the sheet says what the definition says."""

from baise_desktop.app.catalogue.definitions import describe, list_definitions
from baise_desktop.app.catalogue.sheet_parts import DefinitionSheet, Link
from baise_desktop.app.desk import load_forms
from baise_desktop.app.terms.choices import OpenChoice
from baise_desktop.progress.baseline import ChoiceKind

CATALOGUE = load_forms()


def sheet_of(name: str, *settings: OpenChoice) -> DefinitionSheet:
    sheet = describe(CATALOGUE, name, settings)
    assert sheet is not None
    return sheet


def fact(sheet: DefinitionSheet, label: str) -> str:
    (found,) = [each for each in sheet.facts if each.label == label]
    return "".join(piece.text if isinstance(piece, Link) else piece for piece in found.words)


def test_the_whole_catalogue_is_listed_plan_by_plan() -> None:
    counts = {(group.plan, group.kind): len(group.entries) for group in list_definitions(CATALOGUE)}
    assert counts == {
        ("p2", "tasks"): 35,
        ("p2", "targets"): 27,
        ("p2", "mechanisms"): 33,
        ("p1", "tasks"): 69,
        ("p1", "targets"): 84,
        ("p1", "mechanisms"): 32,
        ("", "registers"): 69,
        ("", "indicators"): 33,
        ("", "code_lists"): 73,
        ("", "units"): 81,
    }


def test_every_sheet_can_be_made_and_every_link_leads_to_one() -> None:
    names = {name for group in list_definitions(CATALOGUE) for name, _ in group.entries}
    for name in names:
        sheet = sheet_of(name)
        assert sheet.title
        assert sheet.title in sheet.plain_text()
        words = [each.words for each in sheet.facts]
        words += [cell for table in sheet.tables for row in table.rows for cell in row]
        assert {piece.id for each in words for piece in each if isinstance(piece, Link)} <= names
        assert all(len(row) == len(table.headings) for table in sheet.tables for row in table.rows)


def test_a_register_shows_every_column_every_rule_and_who_owes_it() -> None:
    sheet = sheet_of("r.hightech_firm")
    form = CATALOGUE.registers["r.hightech_firm"]
    columns, rules = sheet.tables[:2]
    assert [row[1] for row in columns.rows] == [(field.name,) for field in form.fields]
    assert [row[2] for row in rules.rows] == [(rule.formula,) for rule in form.rules]
    assert fact(sheet, "谁来填") == "全部县（市、区） 12 个；全部园区 3 个"
    assert fact(sheet, "频度") == "每季度（表式默认，原文未写明，市里可改）"


def test_a_register_shows_what_only_the_city_can_compare() -> None:
    form = next(form for form in CATALOGUE.registers.values() if form.exclusive and form.city_rules)
    told = sheet_of(form.id).plain_text()
    assert all(rule.message in told for rule in form.city_rules)
    assert all(rule.message in told for rule in form.exclusive)


def test_a_frequency_of_the_document_is_told_from_a_default() -> None:
    stated = next(form for form in CATALOGUE.registers.values() if form.frequency_from_document)
    assert "原文写明" in fact(sheet_of(stated.id), "频度")


def test_a_target_shows_how_much_and_how_it_is_counted() -> None:
    sheet = sheet_of("p2.t.hightech")
    assert fact(sheet, "要求") == "达到（≥） 70 家（原文：达）"
    assert fact(sheet, "原文") == "全市高新技术企业保有数量达 70 家"
    source = sheet.tables[0].rows[0]
    assert source[0] == (Link("高新技术企业台账", "r.hightech_firm"),)
    assert source[1] == ("去重计数",)
    assert "计数列：统一社会信用代码" in str(source[2])


def test_an_open_setting_stands_at_its_target_and_at_no_other() -> None:
    open_choice = OpenChoice(
        name="baseline:p1.t.sti_rank:year",
        subject="名次",
        why="原文未给",
        value="",
        what="基期年",
        kind=ChoiceKind.YEAR,
        required=True,
        shown="必填，未设前不出数",
        targets=("p1.t.sti_rank",),
    )
    assert sheet_of("p1.t.sti_rank", open_choice).tables[-1].rows == (
        (("基期年",), ("必填，未设前不出数",), ("原文未给",)),
    )
    assert "口径设定" not in sheet_of("p2.t.hightech", open_choice).plain_text()


def test_a_mechanism_lists_what_the_program_must_do() -> None:
    mechanism = next(iter(CATALOGUE.mechanisms.values()))
    sheet = sheet_of(mechanism.id)
    assert tuple(row[1] for row in sheet.tables[0].rows) == tuple((line,) for line in mechanism.software_must)


def test_what_is_not_there_has_no_sheet() -> None:
    assert describe(CATALOGUE, "r.nowhere", ()) is None
