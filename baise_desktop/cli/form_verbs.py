"""`baise forms ...`."""

from argparse import Namespace
from typing import Any

from baise_desktop.cli.output import opened, print_json, tell


def check(options: Namespace) -> int:
    """Check every form definition; list every defect."""
    from baise_desktop.app.installation.forms import check_definitions

    result = check_definitions(options.folder)
    if options.json:
        print_json(result.as_json())
    else:
        _tell_counts(result.as_json())
        for defect in result.defects:
            words = "forms_defect" if defect.key else "forms_defect_of_file"
            tell(words, file=defect.file, key=defect.key, sentence=defect.sentence)
        if not result.defects:
            tell("forms_sound")
    return 1 if result.defects else 0


def to_workbook(options: Namespace) -> None:
    """Write the definitions as one workbook."""
    from baise_desktop.app.clock import utc_now
    from baise_desktop.app.installation.forms import write_forms_workbook

    write_forms_workbook(options.out, options.folder, utc_now())
    tell("report_made", file=options.out)


def from_workbook(options: Namespace) -> None:
    """Write the definitions of a workbook into a new folder."""
    from baise_desktop.app.installation.forms import read_forms_workbook

    read_forms_workbook(options.file, options.folder)
    tell("report_made", file=options.folder)


def adopt(options: Namespace) -> None:
    """Draft the definitions of a folder for the next task pack."""
    from baise_desktop.app.clock import utc_now
    from baise_desktop.app.packs.publishing import put_draft_forms

    with opened(options.store) as desk:
        catalogue = put_draft_forms(desk, options.folder, utc_now())
    tell("forms_adopted", plans="、".join(catalogue.plans), digest=catalogue.digest)


def drop(options: Namespace) -> None:
    """Drop the drafted definitions."""
    from baise_desktop.app.clock import utc_now
    from baise_desktop.app.packs.publishing import drop_draft_forms

    with opened(options.store) as desk:
        tell("forms_dropped" if drop_draft_forms(desk, utc_now()) else "forms_no_draft")


def _tell_counts(document: dict[str, Any]) -> None:
    for plan, counts in document["plans"].items():
        tell("forms_counts", plan=plan, covered=counts["clauses_covered"], **counts)
    tell("forms_totals", **{key: value for key, value in document.items() if isinstance(value, int)})
