"""The answer to `baise forms check`."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

from baise_desktop.form.check import check_forms, find_defects

if TYPE_CHECKING:
    from tests.form.conftest import SpoiltForms


def test_the_shipped_forms_are_complete_and_without_defects(forms_folder: Path) -> None:
    assert json.loads(json.dumps(check_forms(forms_folder).as_json())) == {
        "plans": {
            "p1": {"tasks": 69, "targets": 84, "mechanisms": 32, "clauses": 60, "clauses_covered": 60},
            "p2": {"tasks": 35, "targets": 27, "mechanisms": 33, "clauses": 45, "clauses_covered": 45},
        },
        "indicators": 33,
        "registers": 69,
        "columns": 834,
        "code_lists": 73,
        "units": 81,
        "counties": 12,
        "defects": [],
    }


def test_a_clause_that_lost_a_sentence_is_not_covered(spoilt: "SpoiltForms") -> None:
    spoilt.replace(
        "p2/tasks/2-main-tasks.toml",
        "到2023年，全市建成自治区级以上创新平台70个。",
        "到2023年，全市建成自治区级以上创新平台60个。",
    )
    checked = check_forms(spoilt.folder)
    assert checked.plans["p2"].clauses_covered == 44
    assert {defect.key for defect in checked.defects} == {"p2.cl.2.1.1"}


def test_a_missing_text_leaves_no_clause_covered(spoilt: "SpoiltForms") -> None:
    spoilt.write("p1/document.txt", b"")
    assert check_forms(spoilt.folder).plans["p1"].clauses_covered == 0


def test_a_formula_that_cannot_be_read_is_a_defect(spoilt: "SpoiltForms") -> None:
    spoilt.replace("registers/voucher.toml", "=兑付金额<=券面额", "=SUM(兑付金额<=券面额")
    (defect,) = find_defects(spoilt.folder)
    assert (defect.file, defect.key) == ("registers/voucher.toml", "r.voucher.rules[1].formula")


def test_an_unknown_name_in_a_formula_is_a_defect(spoilt: "SpoiltForms") -> None:
    spoilt.replace("registers/voucher.toml", "=兑付金额<=券面额", "=兑付金额<=票面额")
    spoilt.replace("indicators.toml", "=建立日期<=期末日", "=成立日期<=期末日")
    found = {(defect.file, defect.key): defect.sentence for defect in find_defects(spoilt.folder)}
    assert "票面额" in found["registers/voucher.toml", "r.voucher.rules[1].formula"]
    assert "成立日期" in found["indicators.toml", "i.county_demo.sources[1].where"]
    assert len(found) == 2


def test_computed_columns_that_need_each_other_are_a_defect(spoilt: "SpoiltForms") -> None:
    spoilt.replace("registers/appraisal.toml", 'formula = "=完成值/目标值*100"', 'formula = "=完成率*100"')
    (defect,) = find_defects(spoilt.folder)
    assert (defect.file, defect.key) == ("registers/appraisal.toml", "r.appraisal.fields")
    assert "完成率 → 完成率" in defect.sentence


def test_names_of_other_periods_and_registers_are_checked_too(spoilt: "SpoiltForms") -> None:
    spoilt.replace("registers/voucher.toml", "=兑付金额<=券面额", "=上期(兑付额)<=SUM(创新平台台账[面积])")
    spoken = " ".join(defect.sentence for defect in find_defects(spoilt.folder))
    assert "“兑付额”" in spoken
    assert "“创新平台台账[面积]”" in spoken
