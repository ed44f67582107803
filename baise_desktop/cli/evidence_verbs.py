"""佐证: add, list, remove, save, clear away."""

from argparse import Namespace

from baise_desktop.app.clock import utc_now
from baise_desktop.cli.output import opened, print_json, tell
from baise_desktop.errors import BaiseError
from baise_desktop.texts import say


def add(options: Namespace) -> None:
    """Attach a file to a row."""
    from baise_desktop.app.entry.evidence import attach
    from baise_desktop.store.entries import Sheet

    with opened(options.store) as desk:
        sheet = Sheet(desk.office.unit, options.plan, options.period, options.form)
        done = attach(desk, sheet, options.row, options.field, options.file, utc_now(), smaller=options.smaller)
        found = done.evidence
        tell("evidence_already" if done.already else "evidence_added", name=found.name, digest=found.sha256)


def list_all(options: Namespace) -> None:
    """The files of a submission, or at the city of a package."""
    from baise_desktop.app.outgoing.evidence_list import SHORT, list_package_files, list_submission_files

    if not options.package and not (options.plan and options.period):
        raise BaiseError("EVIDENCE_WHICH")
    with opened(options.store) as desk:
        if options.package:
            files = list_package_files(desk, options.package)
        else:
            files = list_submission_files(desk, options.plan, options.period)
    if options.json:
        print_json([file.as_json() for file in files])
        return
    for file in files:
        found = file.evidence
        state = say(f"evidence.state_{file.state}")
        where = {"form": file.form_title, "row": file.row, "row_id": file.row_id}
        tell("evidence_line", digest=found.sha256[:SHORT], name=found.name, size=found.size, state=state, **where)
    tell("evidence_count", count=len(files))


def remove(options: Namespace) -> None:
    """Take a file's name out of a row."""
    from baise_desktop.app.entry.evidence import detach, list_files
    from baise_desktop.app.outgoing.evidence_list import find_file
    from baise_desktop.store.entries import Sheet

    with opened(options.store) as desk:
        sheet = Sheet(desk.office.unit, options.plan, options.period, options.form)
        wanted = find_file(desk, options.digest)
        files = [file for file in list_files(desk, sheet, options.row) if file.evidence.sha256 == wanted.sha256]
        if not files:
            raise BaiseError("EVIDENCE_UNKNOWN", sha256=options.digest[:12])
        for file in files:
            detach(desk, sheet, options.row, file.field, file.evidence, utc_now())
        tell("evidence_removed", name=files[0].evidence.name)


def save(options: Namespace) -> None:
    """Write a copy of a kept file."""
    from baise_desktop.app.entry.evidence import save_file
    from baise_desktop.app.outgoing.evidence_list import find_file

    with opened(options.store) as desk:
        tell("evidence_saved", file=save_file(desk, find_file(desk, options.digest), options.out))


def sweep(options: Namespace) -> None:
    """Delete the files that nothing names."""
    from baise_desktop.app.entry.evidence import sweep_files

    with opened(options.store) as desk:
        tell("evidence_swept", count=sweep_files(desk, utc_now()))


def limits(options: Namespace) -> None:
    """Say how large evidence may be, after setting what was given."""
    from baise_desktop.app.entry.evidence_limits import FILE_LIMIT, TOTAL_LIMIT, limit_of, set_limit

    with opened(options.store) as desk:
        for name, megabytes in ((FILE_LIMIT, options.file_mb), (TOTAL_LIMIT, options.total_mb)):
            if megabytes is not None:
                set_limit(desk, name, megabytes, utc_now())
        tell("evidence_limits_now", file=limit_of(desk, FILE_LIMIT), total=limit_of(desk, TOTAL_LIMIT))
