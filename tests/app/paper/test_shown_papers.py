"""What the preview shows: the very report that a package carries, else a marked draft."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from subprocess import run

import pytest

from baise_desktop.app.desk import Desk
from baise_desktop.app.kept.package_rows import read_packed_report
from baise_desktop.app.paper.shown_papers import paper_titles, show_allocation, show_figures, show_paper, show_sealed
from baise_desktop.errors import BaiseError
from baise_desktop.store.packages import list_packages
from tests.app.conftest import NOW
from tests.round_trip import MONTH, PLAN


@pytest.fixture
def sender(reported: Path, open_copy: Callable[[Path], Desk]) -> Desk:
    return open_copy(reported / "county")


def text_of(content: bytes, folder: Path) -> str:
    file = folder / "paper.pdf"
    file.write_bytes(content)
    return run(["pdftotext", "-raw", str(file), "-"], check=True, capture_output=True, text=True).stdout


def test_a_draft_says_so_on_every_page(county: Desk, tmp_path: Path) -> None:
    shown = show_paper(county, PLAN, MONTH, "submission", NOW)
    assert shown.unsigned
    assert shown.file_name == "平果市_2021—2023 方案（科技强桂落实）_2023-04_上报报告_v1"
    pages = text_of(shown.content, tmp_path).split("\f")[:-1]
    assert all("未签名预览" in "".join(page.split()) for page in pages)


def test_what_is_sealed_is_shown_as_the_package_carries_it(sender: Desk, tmp_path: Path) -> None:
    later = NOW + timedelta(days=40)
    shown = show_paper(sender, PLAN, MONTH, "submission", later)
    sealed = list_packages(sender.store)[-1]
    assert shown.content == read_packed_report(sender, sealed.identity)
    assert shown == show_sealed(sender, sealed.identity)
    assert not shown.unsigned
    assert "未签名" not in text_of(shown.content, tmp_path)


def test_every_paper_is_shown_under_a_name_of_its_own(county: Desk, sender: Desk) -> None:
    for desk, unsigned in ((county, True), (sender, False)):
        titles = paper_titles(desk, PLAN, MONTH)
        shown = [show_paper(desk, PLAN, MONTH, kind, NOW) for kind, _ in titles]
        assert len({each.file_name for each in shown}) == len(titles)
        assert [each.unsigned for each in shown] == [unsigned and kind != "blank" for kind, _ in titles]
        assert all(title in each.title for each, (_, title) in zip(shown, titles, strict=True))


def test_the_papers_of_the_city(city: Desk) -> None:
    for shown in (show_figures(city, PLAN, NOW.date(), NOW), show_allocation(city, PLAN, NOW)):
        assert shown.content.startswith(b"%PDF-")
        assert not shown.unsigned
    one = show_figures(city, PLAN, NOW.date(), NOW, unit="c.pingguo")
    assert "平果市" in one.title


def test_an_unknown_package_is_refused(sender: Desk) -> None:
    with pytest.raises(BaiseError, match="PACKAGE_UNKNOWN"):
        show_sealed(sender, "0" * 64)
    with pytest.raises(KeyError):
        show_paper(sender, PLAN, MONTH, "poem", NOW)
