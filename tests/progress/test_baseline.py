"""What the plans leave open is settled by name, and only in words that can be meant."""

import re
from decimal import Decimal
from pathlib import Path

import pytest

from baise_desktop.errors import BaiseError
from baise_desktop.form.definition import Catalogue
from baise_desktop.progress.baseline import Choices, check_choice, list_open_choices

DOCUMENT = Path(__file__).parents[2] / "docs" / "ambiguities.md"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("baseline:p1.t.sti_rank:year", "2017"),
        ("baseline:p1.t.sti_rank:value", "11"),
        ("baseline:p1.t.stp_contribution:year", "2017"),
        ("baseline:p2.t.sei_share:year", "2020"),
        ("caliber:i.conversion_cum", "按立项实施"),
        ("caliber:i.rd_doubling", "方案期累计"),
        ("counted:i.hz_output", "k.bdxq、k.njyq"),
        ("only:i.platform_stock:category", "众创空间、星创天地"),
        ("roster:i.iiot_coverage", "14"),
        ("deadline:p2.t.iiot_coverage", "2023-12-31"),
        ("deadline:p2.t.iiot_coverage", ""),
    ],
)
def test_what_can_be_settled(catalogue: Catalogue, name: str, text: str) -> None:
    check_choice(catalogue, name, text)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("baseline:p1.t.sti_rank:year", "去年"),
        ("baseline:p1.t.sti_rank:value", "NaN"),
        ("caliber:i.conversion_cum", "按完成"),
        ("counted:i.hz_output", "k.bdxq、高新区"),
        ("only:i.platform_stock:category", "众创空间、茶馆"),
        ("roster:i.iiot_coverage", "0"),
        ("deadline:p2.t.iiot_coverage", "2023-13-01"),
        ("deadline:p2.t.iiot_coverage", "20231231"),
        ("deadline:p2.t.iiot_coverage", "2020-12-31"),
        ("baseline:p1.t.sti_rank:year", "2021"),
        ("baseline:p1.t.sti_rank:year", "0017"),
    ],
)
def test_what_cannot_be_meant(catalogue: Catalogue, name: str, text: str) -> None:
    with pytest.raises(BaiseError, match="CHOICE_WRONG"):
        check_choice(catalogue, name, text)


@pytest.mark.parametrize("name", ["baseline:p2.t.hightech:year", "caliber:i.hightech_stock", "trust", "counted"])
def test_what_no_figure_reads(catalogue: Catalogue, name: str) -> None:
    assert name not in list_open_choices(catalogue)
    with pytest.raises(BaiseError, match="CHOICE_UNKNOWN"):
        check_choice(catalogue, name, "2020")


def test_the_document_on_ambiguities_names_every_setting(catalogue: Catalogue) -> None:
    document = DOCUMENT.read_text("utf-8")
    told = set(re.findall(r"`((?:baseline|caliber|counted|only|roster):[^`]+)`", document))
    assert told == {name for name in list_open_choices(catalogue) if not name.startswith("deadline:")}


def test_a_targets_own_base_goes_before_its_indicators() -> None:
    choices = Choices({"baseline:i.x:year": "2019", "baseline:t.x:year": "2020", "baseline:t.x:value": "3"})
    own, shared = choices.find_baseline("t.x", "i.x"), choices.find_baseline("t.y", "i.x")
    assert own is not None
    assert shared is not None
    assert (own.year, own.value, shared.year, shared.value) == (2020, Decimal(3), 2019, None)
    assert choices.find_baseline("t.y", "i.y") is None


def test_other_choices_are_another_digest() -> None:
    one, other = Choices({"a": "1", "b": "2"}), Choices({"b": "2", "a": "1"})
    assert one.digest == other.digest != Choices({"a": "1"}).digest
