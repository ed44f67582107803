"""Rules that stop a signature and that a signed submission does not keep: told before merging, never mended."""

from baise_desktop.app.desk import Desk
from baise_desktop.errors import Severity
from baise_desktop.exchange.verified_package import VerifiedPackage
from baise_desktop.form.findings import check_records
from baise_desktop.form.period import parse_period
from baise_desktop.texts import say

_MOST = 5
"""Lines told of one submission."""


def tell_unmet(desk: Desk, package: VerifiedPackage) -> tuple[str, ...]:
    """For people; empty where every rule that can be judged by the submission alone is kept."""
    forms = {form: desk.catalogue.forms[form] for form in package.rows.counts if form in desk.catalogue.forms}
    records = [row.record for row in package.rows if row.form in forms and not row.deleted]
    words = desk.context.on(parse_period(package.header.period).end)
    found = [each for each in check_records(forms, records, words) if each.severity is Severity.BLOCKING]
    if not found:
        return ()
    lines = [say("unmet.line", form=forms[each.form].title, told=each.told) for each in found[:_MOST]]
    more = [say("unmet.more", count=len(found) - _MOST)] if len(found) > _MOST else []
    return (say("unmet.told", count=len(found)), *lines, *more)
