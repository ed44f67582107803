"""The forms folder as a catalogue."""

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from baise_desktop.form.definition import Catalogue, FieldType, FormKind
from baise_desktop.form.load import load_catalogue, load_form
from baise_desktop.form.period import Frequency

if TYPE_CHECKING:
    from tests.form.conftest import SpoiltForms


def test_the_catalogue_has_every_form(catalogue: Catalogue) -> None:
    kinds = Counter(form.kind for form in catalogue.forms.values())
    assert kinds == {FormKind.REGISTER: 69, FormKind.TASK: 102, FormKind.TEXT: 2, FormKind.TARGET: 111}


def test_every_form_that_is_filled_in_has_fields_with_names_of_their_own(catalogue: Catalogue) -> None:
    for form in catalogue.forms.values():
        keys, names = [field.key for field in form.fields], [field.name for field in form.fields]
        assert len(set(keys)) == len(keys), form.id
        assert len(set(names)) == len(names), form.id
        assert bool(keys) == (form.kind is not FormKind.TEXT), form.id


def test_choices_and_references_lead_somewhere(catalogue: Catalogue) -> None:
    for form in catalogue.forms.values():
        for field in form.fields:
            assert not field.choices or field.choices in catalogue.code_lists, (form.id, field.key)
            assert not field.ref or field.ref in catalogue.registers, (form.id, field.key)


def test_decimals_follow_the_unit(catalogue: Catalogue) -> None:
    zone_stat = catalogue.forms["r.zone_stat"]
    assert zone_stat.field("gross_output").decimals == 4
    assert catalogue.forms["r.platform"].field("area").decimals == 2
    assert catalogue.forms["p2.t.hightech"].field("figure").decimals == 0
    assert catalogue.forms["p2.t.rd_intensity"].field("figure").decimals == 2


def test_a_task_form_asks_measure_by_measure_then_deliverables_then_the_account(catalogue: Catalogue) -> None:
    form = catalogue.forms["p2.k.2.1.1"]
    assert [field.name for field in form.fields[:4]] == [
        "举措1完成状态",
        "举措1进展情况",
        "举措2完成状态",
        "举措2进展情况",
    ]
    assert form.field("m1_state").required
    assert form.field("m1_state").note == catalogue.tasks["p2.k.2.1.1"].measures[0].quote
    assert [field.key for field in form.fields if field.section == "具名事项"][:3] == [
        "d1_state",
        "d1_date",
        "d1_number",
    ]
    assert [field.key for field in form.fields if field.section == "综合"] == list(
        catalogue.tasks["p2.k.2.1.1"].narratives
    )


def test_a_target_form_shows_the_figure_and_asks_for_the_account(catalogue: Catalogue) -> None:
    form = catalogue.forms["p1.t.conversion.pingguo.y2018"]
    assert [field.key for field in form.fields] == ["figure", "required", "analysis", "problems", "next"]
    assert form.field("figure").type is FieldType.COMPUTED
    assert form.field("figure").unit == "项"
    assert form.frequency is Frequency.QUARTERLY


def test_values_are_exact_text(catalogue: Catalogue) -> None:
    assert catalogue.targets["p1.t.stp_contribution"].baseline == "51.65"
    assert catalogue.indicators["i.contract_cum"].scale == "0.0001"
    assert catalogue.plans["p2"].text_date == "2022-05-19"


def test_formulas_name_columns_not_keys(catalogue: Catalogue) -> None:
    rule = catalogue.registers["r.hightech_firm"].rules[0]
    assert (rule.id, rule.formula) == ("r.hightech_firm.1", "=有效期至>发证日期")
    stock = catalogue.indicators["i.hightech_stock"].sources[0]
    assert stock.where.startswith('=AND(OR(变动类型="新认定",')
    assert stock.where.endswith("OR(ISBLANK([失效（取消）日期]),[失效（取消）日期]>期末日))")


def test_counties_keep_their_former_names(catalogue: Catalogue) -> None:
    pingguo, tianyang = catalogue.units["c.pingguo"], catalogue.units["c.tianyang"]
    assert [(span.name, span.code, span.valid_from) for span in pingguo.names] == [
        ("平果县", "451023", ""),
        ("平果市", "451082", "2019-12-26"),
    ]
    assert pingguo.plan_names == {"p1": "平果县"}
    assert [span.valid_from for span in tianyang.names] == ["", "2020-01-01"]
    assert not any(span.verified for span in tianyang.names)


def test_one_register_loads_by_itself(forms_folder: Path, catalogue: Catalogue) -> None:
    assert load_form(forms_folder / "registers" / "platform.toml") == catalogue.registers["r.platform"]


def test_the_digest_names_the_version(spoilt: "SpoiltForms", catalogue: Catalogue) -> None:
    assert load_catalogue(spoilt.folder).digest == catalogue.digest
    spoilt.replace("narratives.toml", "进展情况", "进展")
    assert load_catalogue(spoilt.folder).digest != catalogue.digest
