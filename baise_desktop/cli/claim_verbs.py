"""What the city sees when it lays submissions side by side: double claims and cross-checks."""

from argparse import Namespace
from datetime import date
from typing import TYPE_CHECKING

from baise_desktop.app.clock import utc_now
from baise_desktop.app.desk import Desk, find_unit
from baise_desktop.cli.output import opened, print_json
from baise_desktop.errors import BaiseError
from baise_desktop.texts import say

if TYPE_CHECKING:
    from baise_desktop.app.checks.double_claims import DoubleClaim


def _day(text: str | None) -> date:
    try:
        return date.fromisoformat(text) if text else date.max
    except ValueError as cause:
        raise BaiseError("DATE", text=text) from cause


def list_double_claims(options: Namespace) -> None:
    """Print what is claimed twice, open and judged."""
    from baise_desktop.app.checks.double_claims import find_double_claims

    with opened(options.store) as desk:
        found = find_double_claims(
            desk, plan=options.plan or "", as_of=_day(options.as_of), accepted_only=options.accepted_only
        )
        if options.json:
            print_json({"double_claims": [claim.as_json() for claim in found]})
            return
        for claim in found:
            _tell(desk, claim)
    waiting = sum(claim.judged is None for claim in found)
    print(say("claims.count", count=len(found), open=waiting) if found else say("claims.none"))


def _tell(desk: Desk, claim: "DoubleClaim") -> None:
    values = {name: getattr(claim, name) for name in ("id", "rule", "title", "sentence")}
    state = say("claims.state_judged" if claim.judged else "claims.state_open")
    print(say("claims.line", state=state, severity=say(f"cli.severity_{claim.severity}"), **values))
    for side in claim.sides:
        print(say("claims.side", unit=side.unit_name, period=side.period, row=side.row_id))
    if claim.judged:
        judged = claim.judged
        owner = f" {desk.catalogue.units[judged.owner].name}" if judged.owner else ""
        verdict = say(f"claims.verdict_{judged.verdict}")
        print(say("claims.judged_line", verdict=verdict, owner=owner, reason=judged.reason, at=judged.at))


def judge(options: Namespace) -> None:
    """Write down what the officer decided about one double claim."""
    from baise_desktop.app.checks.claim_judging import judge_claim

    with opened(options.store) as desk:
        _tell(desk, judge_claim(desk, options.claim, options.verdict, options.reason, utc_now(), options.owner))


def list_cross_findings(options: Namespace) -> None:
    """Print the rows that do not agree with another period, register or unit."""
    from baise_desktop.app.checks.cross_checks import find_cross_findings

    with opened(options.store) as desk:
        unit = find_unit(desk.catalogue, options.unit).id if options.unit else ""
        found = find_cross_findings(desk, as_of=_day(options.as_of), unit=unit, accepted_only=options.accepted_only)
    if options.json:
        print_json({"findings": [finding.as_json() for finding in found]})
        return
    for finding in found:
        values = {name: getattr(finding, name) for name in ("rule", "period", "title", "sentence")}
        severity = say(f"cli.severity_{finding.severity}")
        print(say("claims.cross_line", severity=severity, unit=finding.unit_name, **values))
    print(say("claims.cross_count", count=len(found)) if found else say("claims.cross_none"))
