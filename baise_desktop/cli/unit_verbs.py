"""What a reporting unit does: set up, import, check, sign, export."""

from argparse import Namespace

from baise_desktop.app.clock import utc_now
from baise_desktop.cli.opened_pack import tell_opened
from baise_desktop.cli.output import opened, print_json, tell
from baise_desktop.cli.passphrase import read_passphrase
from baise_desktop.cli.unbuilt import refuse_unbuilt
from baise_desktop.texts import say


def initialise(options: Namespace) -> None:
    """Make a unit's store and its enrolment request."""
    from baise_desktop.app.setup import create_unit

    passphrase = read_passphrase(options.passphrase_file)
    fingerprint = create_unit(options.store, options.unit, options.out, passphrase, utc_now())
    tell("unit_made", folder=options.store, file=options.out, fingerprint=fingerprint)


def open_task_pack(options: Namespace) -> None:
    """Open the city's task pack, for the first time with the root's fingerprint."""
    from baise_desktop.app.setup import open_task_pack as open_pack

    with opened(options.store) as desk:
        tell_opened(open_pack(desk, options.file, options.root_fingerprint, utc_now()))


def import_workbook(options: Namespace) -> None:
    """Import one form from a workbook, or only say what would come in."""
    from baise_desktop.app.importing import import_rows

    with opened(options.store) as desk:
        result = import_rows(
            desk, options.file, options.plan, options.form, options.period, utc_now(), dry_run=options.dry_run
        )
        for bad in result.bad:
            tell("import_bad", row=bad.row, field=bad.field, message=bad.message)
        for doubt in result.doubtful:
            tell("import_doubtful", row=doubt.row, field=doubt.field, message=doubt.message)
        if result.ignored:
            tell("import_ignored", names="、".join(result.ignored))
        tell("import_dry" if options.dry_run else "imported", rows=result.rows, cells=result.cells, bad=len(result.bad))


def check(options: Namespace) -> int:
    """Print every finding and the verdict; exit 1 unless it may be signed."""
    from baise_desktop.app.checking import check_submission

    with opened(options.store) as desk:
        result = check_submission(desk, options.plan, options.period)
        titles = {form.id: form.title for form in desk.catalogue.forms.values()}
    if options.json:
        print_json(result.as_json())
    else:
        for finding in result.findings:
            severity = say(f"cli.severity_{finding.severity.value}")
            tell("finding", severity=severity, form=titles[finding.form], sentence=finding.told)
            if finding.id in result.explanations:
                tell("explained", text=result.explanations[finding.id])
        print(result.verdict.sentence)
    return 0 if result.verdict.ready else 1


def sign_off(options: Namespace) -> None:
    """Record one statement."""
    from baise_desktop.app.sign_off import sign_off as sign

    with opened(options.store) as desk:
        sign(desk, options.plan, options.period, options.role, options.name, utc_now())
        tell("signed", role=say(f"words.role_{options.role}"), name=options.name)


def export(options: Namespace) -> None:
    """Write the signed package."""
    from baise_desktop.app.exporting import export as write

    if options.encrypt or options.email:
        refuse_unbuilt("export --encrypt" if options.encrypt else "export --email")
    passphrase = read_passphrase(options.passphrase_file)
    with opened(options.store) as desk:
        result = write(desk, options.plan, options.period, options.out, passphrase, utc_now())
    tell("exported", file=result.path, identity=result.identity, content=result.content)
