from pathlib import Path

from baise_desktop.app.installation.forms import check_definitions


def test_forms_of_the_product_are_whole() -> None:
    found = check_definitions()
    assert found.defects == ()
    assert set(found.plans) == {"p1", "p2"}


def test_folder_without_forms_is_a_defect(tmp_path: Path) -> None:
    assert check_definitions(tmp_path).defects != ()
