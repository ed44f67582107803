from baise_desktop.exchange.paper import is_paper
from baise_desktop.exchange.zip_layout import LOCAL_MARK


def test_a_package_is_no_paper_though_its_report_begins_early() -> None:
    assert is_paper(b"\n%PDF-1.7")
    assert not is_paper(LOCAL_MARK + b"\0" * 600 + b"%PDF-1.7")
