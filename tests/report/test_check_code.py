"""The code of a page says which of the papers about a submission it is of."""

from dataclasses import replace

from baise_desktop.report.check_code import page_code, page_payload, read_payload
from baise_desktop.report.model import Binding


def test_papers_about_one_submission_are_told_apart(binding: Binding) -> None:
    audit = replace(binding, paper="audit")
    assert page_payload(audit, 1, 2) == page_payload(binding, 1, 2) + "/AUDIT"
    assert page_code(audit, 1, 2) != page_code(binding, 1, 2)
    for each in (binding, audit, replace(audit, content_digest="")):
        mark = read_payload(page_payload(each, 1, 2))
        assert mark is not None
        assert mark.binding == each


def test_a_payload_with_more_behind_it_is_not_ours(binding: Binding) -> None:
    assert read_payload(page_payload(replace(binding, paper="audit"), 1, 2) + "/X") is None
