"""A broken file does not keep the other forms from being used."""

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from baise_desktop.errors import BaiseError
from baise_desktop.form.definition import Catalogue
from baise_desktop.form.load import load_catalogue
from baise_desktop.form.sound import load_sound

if TYPE_CHECKING:
    from tests.form.conftest import SpoiltForms


def test_sound_forms_are_all_there(forms_folder: Path, catalogue: Catalogue) -> None:
    sound = load_sound(forms_folder)
    assert sound.broken == ()
    assert sound.catalogue == catalogue


def test_a_malformed_file_is_listed_and_the_rest_is_there(spoilt: "SpoiltForms", catalogue: Catalogue) -> None:
    spoilt.replace("registers/voucher.toml", "title = ", "title : ")
    with pytest.raises(BaiseError, match="FORM_FILE"):
        load_catalogue(spoilt.folder)
    sound = load_sound(spoilt.folder)
    assert [defect.file for defect in sound.broken] == ["registers/voucher.toml"]
    assert set(catalogue.registers) - set(sound.catalogue.registers) == {"r.voucher"}
    users = [task for task in catalogue.tasks.values() if "r.voucher" in {use.register for use in task.registers}]
    assert users
    for task in users:
        assert task.id in sound.catalogue.tasks
        assert "r.voucher" not in {use.register for use in sound.catalogue.tasks[task.id].registers}
    assert len(sound.catalogue.forms) > len(catalogue.forms) - 5


def test_a_new_file_that_is_wrong_changes_nothing_else(spoilt: "SpoiltForms", catalogue: Catalogue) -> None:
    spoilt.write("registers/new.toml", b"id = 5\n")
    sound = load_sound(spoilt.folder)
    assert {defect.file for defect in sound.broken} == {"registers/new.toml"}
    assert sound.catalogue.forms == catalogue.forms


def test_what_a_figure_is_counted_from_may_not_be_missed(spoilt: "SpoiltForms", catalogue: Catalogue) -> None:
    spoilt.write("registers/hightech_firm.toml", b"id = ")
    sound = load_sound(spoilt.folder)
    assert "i.hightech_stock" not in sound.catalogue.indicators
    assert "p2.t.hightech" not in sound.catalogue.targets
    assert "p2.t.contract" in sound.catalogue.targets
    assert "p2.k.2.1.1" in sound.catalogue.tasks
    for target in sound.catalogue.targets.values():
        assert target.indicator in sound.catalogue.indicators
    for task in sound.catalogue.tasks.values():
        assert {*task.targets} <= sound.catalogue.targets.keys()


def test_a_broken_plan_leaves_the_other(spoilt: "SpoiltForms", catalogue: Catalogue) -> None:
    spoilt.write("p1/plan.toml", b"id = ")
    sound = load_sound(spoilt.folder)
    assert set(sound.catalogue.plans) == {"p2"}
    assert {task.plan for task in sound.catalogue.tasks.values()} == {"p2"}
    assert sum(target.plan == "p2" for target in catalogue.targets.values()) == len(sound.catalogue.targets)


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BaiseError, match="FORM_FILE"):
        load_sound(tmp_path)
