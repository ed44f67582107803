"""What a reporting unit does: set up, import, check, sign, export."""

from argparse import Namespace

from baise_desktop.app.clock import utc_now
from baise_desktop.cli.opened_pack import tell_opened
from baise_desktop.cli.output import opened, print_json, tell
from baise_desktop.cli.passphrase import read_passphrase
from baise_desktop.cli.token import wished_token
from baise_desktop.texts import say


def initialise(options: Namespace) -> None:
    """Make a unit's store and its enrolment request."""
    from baise_desktop.app.enrolment.setup import create_unit

    passphrase = read_passphrase(options.passphrase_file)
    token = wished_token(options)
    fingerprint = create_unit(options.store, options.unit, options.out, passphrase, utc_now(), token)
    tell("unit_made", folder=options.store, file=options.out, fingerprint=fingerprint)


def open_task_pack(options: Namespace) -> None:
    """Open the city's task pack, for the first time with the root's fingerprint."""
    from baise_desktop.app.enrolment.setup import open_task_pack as open_pack

    with opened(options.store) as desk:
        tell_opened(open_pack(desk, options.file, options.root_fingerprint, utc_now()))


def import_workbook(options: Namespace) -> None:
    """Import one form from a workbook, or only say what would come in."""
    from baise_desktop.app.entry.importing import import_rows

    with opened(options.store) as desk:
        result = import_rows(
            *(desk, options.file, options.plan, options.form, options.period, utc_now()),
            dry_run=options.dry_run,
            confirmed=options.confirm,
        )
        for bad in (*result.bad, *result.asked):
            tell("import_bad", row=bad.row, field=bad.field, message=bad.message)
        for doubt in result.doubtful:
            tell("import_doubtful", row=doubt.row, field=doubt.field, message=doubt.message)
        if result.ignored:
            tell("import_ignored", names="、".join(result.ignored))
        tell("import_dry" if options.dry_run else "imported", rows=result.rows, cells=result.cells, bad=len(result.bad))


def check(options: Namespace) -> int:
    """Print every finding and the verdict; exit 1 unless it may be signed."""
    from baise_desktop.app.checks.checking import check_submission

    with opened(options.store) as desk:
        result = check_submission(desk, options.plan, options.period)
        titles = {form.id: form.title for form in desk.catalogue.forms.values()}
    if options.json:
        print_json(result.as_json())
    else:
        for finding in result.findings:
            severity = say(f"cli.severity_{finding.severity.value}")
            tell(
                "finding", severity=severity, form=titles.get(finding.form, say("returns.whole")), sentence=finding.told
            )
            if finding.id in result.explanations:
                tell("explained", text=result.explanations[finding.id])
        print(result.verdict.sentence)
    return 0 if result.verdict.ready else 1


def sign_off(options: Namespace) -> None:
    """Record one statement."""
    from baise_desktop.app.checks.sign_off import sign_off as sign
    from baise_desktop.app.installation.contact import keep_telephone

    with opened(options.store) as desk:
        if options.phone is not None:
            keep_telephone(desk, options.phone, utc_now())
        sign(desk, options.plan, options.period, options.role, options.name, utc_now())
        tell("signed", role=say(f"words.role_{options.role}"), name=options.name)


def export(options: Namespace) -> None:
    """Write the signed package, and a mail draft with it when asked for."""
    from baise_desktop.app.outgoing import exporting
    from baise_desktop.app.outgoing.sealing import is_sealed

    place = (options.plan, options.period, options.out)
    encrypted, now = options.encrypt, utc_now()
    with opened(options.store) as desk:
        sealed = is_sealed(desk, options.plan, options.period)
        passphrase = "" if sealed else read_passphrase(options.passphrase_file)
        result = exporting.export(desk, *place, passphrase, now, encrypted=encrypted)
        mail = exporting.export_mail(desk, *place, passphrase, now, encrypted=encrypted) if options.email else None
    tell("exported", file=result.path, identity=result.identity, content=result.content)
    for draft in mail.drafts if mail else ():
        tell("mail_made", file=draft)


def mail(options: Namespace) -> None:
    """Set how packages are mailed, or show it."""
    from baise_desktop.app.outgoing.mail_draft import mail_terms, set_mail_terms

    with opened(options.store) as desk:
        terms = mail_terms(desk)
        recipient = terms.recipient if options.to is None else options.to
        limit = str(terms.limit or "") if options.limit_mb is None else options.limit_mb
        terms = set_mail_terms(desk, recipient, limit, utc_now())
    tell("mail_terms", recipient=terms.recipient or say("cli.mail_nobody"), limit=terms.limit or say("cli.mail_whole"))


def practise(options: Namespace) -> None:
    """Make a unit to practise on, with mistakes planted."""
    from baise_desktop.app.practice.practice import make_practice

    made = make_practice(options.folder, options.unit, utc_now())
    tell("practice_made", folder=options.folder, count=made)
