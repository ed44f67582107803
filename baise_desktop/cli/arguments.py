"""The verbs and options of the command line, as data. Source: design section 12."""

import argparse
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from baise_desktop.cli import (
    allocation_verbs,
    city_verbs,
    claim_verbs,
    demo_verbs,
    evidence_verbs,
    exchange_verbs,
    form_verbs,
    letter_verbs,
    obligation_verbs,
    office_verbs,
    paper_verbs,
    progress_verbs,
    report_verbs,
    seal_verbs,
    store_verbs,
    trust_verbs,
    unit_verbs,
)
from baise_desktop.cli.usage import Parser, speak_chinese
from baise_desktop.texts import say

Act = Callable[[argparse.Namespace], int | None]


@dataclass(frozen=True, slots=True)
class Option:
    """One argument: a name without dashes is positional."""

    name: str
    settings: Mapping[str, Any] = field(default_factory=dict)


def _path(name: str, **settings: Any) -> Option:
    return Option(name, {"type": Path, **settings})


def _whole_from(least: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        number = int(text)
        if number < least:
            raise argparse.ArgumentTypeError(say("cli.too_small", least=least))
        return number

    return read


STORE = _path("--store", required=True, metavar="DIR")
PLAN = Option("--plan", {"required": True})
PERIOD = Option("--period", {"required": True})
OUT = _path("--out", required=True)
PASSPHRASE = _path("--passphrase-file", metavar="FILE")
TOKEN = (
    Option("--token", {"metavar": "MODULE"}),
    Option("--token-label", {"default": "", "metavar": "LABEL"}),
    Option("--token-key", {"default": "", "metavar": "KEY"}),
)
JSON = Option("--json", {"action": "store_true"})
FILE = _path("file", metavar="FILE")
FILES = _path("files", nargs="+", metavar="FILE")
PACKAGE = Option("package", {"metavar": "ID"})
DIGEST = Option("digest", {"metavar": "SHA256"})
OUT_FILE = _path("out", metavar="OUT")
AS_OF = Option("--as-of", {"required": True, "metavar": "DATE"})
UNIT = Option("--unit")
FORM = Option("--form")
ACCEPTED_ONLY = Option("--accepted-only", {"action": "store_true"})
DRY_RUN = Option("--dry-run", {"action": "store_true"})
REASON = Option("--reason", {"default": "", "metavar": "TEXT"})
DIAMETER = Option("--diameter", {"type": int, "default": 0, "metavar": "MM"})
CLOCK = Option("--clock-is-right", {"action": "store_true"})


@dataclass(frozen=True, slots=True)
class Verb:
    """One command, such as `city init`."""

    words: str
    act: Act
    options: tuple[Option, ...]


VERBS = (
    Verb(
        "demo",
        demo_verbs.make_demo,
        (
            _path("folder", metavar="DIR"),
            Option("--units", {"type": _whole_from(1), "default": 12, "metavar": "N"}),
            Option("--periods", {"type": _whole_from(1), "default": 4, "metavar": "N"}),
            Option("--rows", {"type": _whole_from(0), "default": 200, "metavar": "N"}),
            Option("--seed", {"type": int, "default": 1, "metavar": "N"}),
        ),
    ),
    Verb("forms check", form_verbs.check, (_path("folder", nargs="?", metavar="DIR"), JSON)),
    Verb("forms to-xlsx", form_verbs.to_workbook, (OUT_FILE, _path("folder", nargs="?", metavar="DIR"))),
    Verb("forms from-xlsx", form_verbs.from_workbook, (FILE, _path("folder", metavar="OUTDIR"))),
    Verb("forms adopt", form_verbs.adopt, (_path("folder", metavar="DIR"), STORE)),
    Verb("forms drop", form_verbs.drop, (STORE,)),
    Verb("city init", city_verbs.initialise, (STORE, PASSPHRASE)),
    Verb(
        "city admit",
        city_verbs.admit,
        (FILE, Option("--fingerprint", {"required": True}), STORE, PASSPHRASE, CLOCK),
    ),
    Verb(
        "city task-pack",
        city_verbs.make_task_pack,
        (PLAN, OUT, STORE, PASSPHRASE, Option("--note", {"default": "", "metavar": "TEXT"}), DRY_RUN, CLOCK),
    ),
    Verb("city rotate", trust_verbs.rotate, (STORE, PASSPHRASE, REASON, CLOCK)),
    Verb("city matters", office_verbs.list_matters, (STORE, JSON)),
    Verb("city compare", office_verbs.compare, (Option("packages", {"metavar": "ID", "nargs": "+"}), STORE, JSON)),
    Verb("city certificates", office_verbs.list_certificates, (STORE, JSON)),
    Verb("city sign", office_verbs.sign, (STORE, PASSPHRASE, CLOCK)),
    Verb(
        "city journal",
        office_verbs.read_journal,
        (STORE, Option("--find", {"default": "", "metavar": "TEXT"}), _path("--out", metavar="FILE.xlsx")),
    ),
    Verb("city packs", city_verbs.list_packs, (STORE, JSON)),
    Verb("city try", city_verbs.make_trial, (PLAN, Option("--unit", {"required": True}), OUT, STORE)),
    Verb("city settings", city_verbs.list_settings, (STORE, JSON)),
    Verb("city set", city_verbs.settle, (Option("name"), Option("value"), STORE, CLOCK)),
    Verb("city mail", city_verbs.set_mail, (Option("address", {"nargs": "?"}), STORE)),
    Verb(
        "city obligations",
        obligation_verbs.show_table,
        (PLAN, STORE, UNIT, FORM, Option("--period"), JSON, _path("--out", metavar="FILE.xlsx")),
    ),
    Verb(
        "city oblige",
        obligation_verbs.adjust,
        (
            Option("change", {"choices": ("exempt", "add", "due", "days", "every", "remove")}),
            Option("value", {"nargs": "?", "default": ""}),
            *(PLAN, STORE, UNIT, FORM, Option("--period")),
            Option("--frequency", {"choices": ("annual", "half_yearly", "quarterly", "monthly")}),
            Option("--reason", {"default": ""}),
            CLOCK,
        ),
    ),
    Verb(
        "city allocate",
        allocation_verbs.allocate,
        (
            *(STORE, PLAN),
            Option("--target", {"required": True, "metavar": "ID"}),
            Option("--unit", {"required": True}),
            Option("--year", {"required": True, "type": int}),
            Option("--value", {"required": True}),
            Option("--reason", {"default": "", "metavar": "TEXT"}),
            Option("--document", {"default": "", "metavar": "TEXT"}),
            Option("--draft", {"action": "store_true"}),
            CLOCK,
        ),
    ),
    Verb("city allocation", allocation_verbs.show_allocation, (STORE, PLAN, JSON)),
    Verb(
        "city double-claims",
        claim_verbs.list_double_claims,
        (STORE, Option("--plan"), Option("--as-of", {"metavar": "DATE"}), ACCEPTED_ONLY, JSON),
    ),
    Verb(
        "city judge",
        claim_verbs.judge,
        (
            Option("claim", {"metavar": "CLAIM"}),
            *(STORE, Option("--reason", {"required": True, "metavar": "TEXT"})),
            Option("--verdict", {"required": True, "choices": ("owner", "distinct", "return")}),
            Option("--owner", {"default": "", "metavar": "UNIT"}),
            CLOCK,
        ),
    ),
    Verb(
        "city cross-checks",
        claim_verbs.list_cross_findings,
        (STORE, UNIT, Option("--as-of", {"metavar": "DATE"}), ACCEPTED_ONLY, JSON),
    ),
    Verb("county init", unit_verbs.initialise, (STORE, Option("--unit", {"required": True}), OUT, PASSPHRASE, *TOKEN)),
    Verb("county renew", trust_verbs.ask_again, (OUT, STORE, PASSPHRASE, *TOKEN)),
    Verb("county catch-up", trust_verbs.catch_up, (FILES, STORE)),
    Verb("county confirm", letter_verbs.confirm, (Option("code", {"metavar": "CODE"}), STORE, PLAN, PERIOD)),
    Verb("county open", unit_verbs.open_task_pack, (FILE, Option("--root-fingerprint"), STORE)),
    Verb(
        "import",
        unit_verbs.import_workbook,
        (
            *(FILE, STORE, PLAN, Option("--form", {"required": True}), PERIOD, DRY_RUN),
            Option("--confirm", {"action": "store_true"}),
        ),
    ),
    Verb(
        "evidence add",
        evidence_verbs.add,
        (
            *(FILE, STORE, PLAN, Option("--form", {"required": True}), PERIOD),
            *(Option("--row", {"default": "", "metavar": "ID"}), Option("--field", {"default": "", "metavar": "KEY"})),
            Option("--smaller", {"action": "store_true"}),
        ),
    ),
    Verb(
        "evidence list",
        evidence_verbs.list_all,
        (STORE, Option("--plan"), Option("--period"), Option("--package", {"metavar": "ID"}), JSON),
    ),
    Verb(
        "evidence remove",
        evidence_verbs.remove,
        (
            *(DIGEST, STORE, PLAN, Option("--form", {"required": True}), PERIOD),
            Option("--row", {"required": True, "metavar": "ID"}),
        ),
    ),
    Verb("evidence save", evidence_verbs.save, (DIGEST, STORE, OUT)),
    Verb("evidence sweep", evidence_verbs.sweep, (STORE,)),
    Verb(
        "evidence limits",
        evidence_verbs.limits,
        (
            STORE,
            Option("--file-mb", {"type": _whole_from(1), "metavar": "N"}),
            Option("--total-mb", {"type": _whole_from(1), "metavar": "N"}),
        ),
    ),
    Verb("check", unit_verbs.check, (STORE, PLAN, PERIOD, JSON)),
    Verb(
        "sign-off",
        unit_verbs.sign_off,
        (
            *(STORE, PLAN, PERIOD),
            Option("--role", {"required": True, "choices": ("filler", "reviewer", "head")}),
            Option("--name", {"required": True}),
            Option("--phone", {"metavar": "TELEPHONE"}),
        ),
    ),
    Verb(
        "export",
        unit_verbs.export,
        (
            *(STORE, PLAN, PERIOD, OUT, PASSPHRASE),
            Option("--encrypt", {"action": "store_true"}),
            Option("--email", {"action": "store_true"}),
        ),
    ),
    Verb(
        "mail", unit_verbs.mail, (STORE, Option("--to", {"metavar": "ADDRESS"}), Option("--limit-mb", {"metavar": "N"}))
    ),
    Verb(
        "practice",
        unit_verbs.practise,
        (_path("folder", metavar="DIR"), Option("--unit", {"default": "c.pingguo", "metavar": "UNIT"})),
    ),
    Verb(
        "verify",
        exchange_verbs.verify,
        (FILE, _path("--trust", metavar="FILE"), _path("--store", metavar="DIR"), PASSPHRASE, JSON),
    ),
    Verb(
        "merge",
        exchange_verbs.merge,
        (FILES, STORE, PASSPHRASE, DRY_RUN, JSON, Option("--without-backup", {"action": "store_true"}), CLOCK),
    ),
    Verb("accept", exchange_verbs.accept, (PACKAGE, STORE, PASSPHRASE, CLOCK)),
    Verb("withdraw", exchange_verbs.withdraw, (PACKAGE, STORE, PASSPHRASE, DRY_RUN, REASON, CLOCK)),
    Verb("restore", exchange_verbs.restore, (PACKAGE, STORE, PASSPHRASE, DRY_RUN, REASON, CLOCK)),
    Verb(
        "return",
        letter_verbs.return_submission,
        (
            *(PACKAGE, _path("--comments", metavar="FILE", required=True), OUT, STORE, PASSPHRASE),
            REASON,
            CLOCK,
        ),
    ),
    Verb("receipt", letter_verbs.make_receipt, (PACKAGE, OUT, STORE, PASSPHRASE, CLOCK)),
    Verb(
        "resolve",
        exchange_verbs.resolve,
        (
            Option("packages", {"metavar": "ID", "nargs": "+"}),
            *(Option("--keep", {"required": True, "metavar": "ID"}), STORE, PASSPHRASE),
            REASON,
            CLOCK,
        ),
    ),
    Verb(
        "revoke",
        trust_verbs.revoke,
        (
            Option("unit", {"metavar": "UNIT"}),
            Option("--after-seq", {"type": _whole_from(0), "metavar": "N"}),
            Option("--after-day", {"default": "", "metavar": "DATE"}),
            Option("--certificate", {"default": "", "metavar": "FINGERPRINT"}),
            Option("--reason", {"default": "", "metavar": "TEXT"}),
            *(STORE, PASSPHRASE, CLOCK),
        ),
    ),
    Verb("seal keep", seal_verbs.keep, (_path("image", metavar="IMAGE"), STORE, DIAMETER)),
    Verb("seal drop", seal_verbs.drop, (STORE,)),
    Verb("open", letter_verbs.open_file, (FILE, STORE)),
    Verb(
        "figures",
        progress_verbs.figures,
        (STORE, PLAN, AS_OF, UNIT, ACCEPTED_ONLY, Option("--explain", {"metavar": "TARGET"}), JSON),
    ),
    Verb(
        "report submission",
        seal_verbs.report_submission,
        (
            *(STORE, PLAN, PERIOD, OUT, PASSPHRASE, _path("--seal", metavar="IMAGE"), DIAMETER),
            Option("--kept-seal", {"action": "store_true"}),
            Option("--issued", {"action": "store_true"}),
            *(Option(f"--{part}", {"metavar": "TEXT"}) for part in ("number", "recipient", "issuer")),
            Option("--no-signer", {"action": "store_true"}),
        ),
    ),
    Verb(
        "report figures",
        progress_verbs.report_figures,
        (STORE, PLAN, AS_OF, UNIT, ACCEPTED_ONLY, OUT, _path("--template", metavar="FORM")),
    ),
    Verb("report allocation", progress_verbs.report_allocation, (STORE, PLAN, OUT)),
    Verb("report audit", report_verbs.audit, (STORE, PLAN, PERIOD, UNIT, OUT)),
    Verb("report explanations", report_verbs.explanations, (STORE, PLAN, PERIOD, UNIT, OUT)),
    Verb("report evidence", report_verbs.evidence, (STORE, PLAN, PERIOD, UNIT, OUT)),
    Verb("report unchanged", report_verbs.unchanged, (STORE, PLAN, PERIOD, OUT)),
    Verb(
        "report blank",
        report_verbs.blank,
        (
            *(STORE, PLAN, PERIOD, UNIT, OUT),
            Option("--form", {"action": "append", "metavar": "ID"}),
            Option("--rows", {"type": _whole_from(0), "default": 0, "metavar": "N"}),
            Option("--a4", {"action": "store_true"}),
        ),
    ),
    Verb(
        "paper-check",
        paper_verbs.check_paper,
        (
            _path("files", nargs="*", metavar="FILE"),
            *(STORE, JSON, Option("--code", {"action": "append", "default": [], "metavar": "CODE"})),
        ),
    ),
    Verb("store verify", store_verbs.verify, (STORE,)),
    Verb("store backup", store_verbs.backup, (OUT_FILE, STORE)),
    Verb("store restore", store_verbs.restore, (FILE, STORE)),
    Verb(
        "store handover",
        store_verbs.hand_over,
        (OUT_FILE, STORE, Option("--to", {"required": True, "metavar": "NAME"})),
    ),
    Verb("store take-over", store_verbs.take_over, (FILE, STORE)),
    Verb("store rebuild", store_verbs.rebuild, (OUT_FILE, STORE)),
)


def build_parser() -> argparse.ArgumentParser:
    """The parser of every verb."""
    speak_chinese()
    parser = Parser(prog="baise", description=say("cli.description"))
    parsers = parser.add_subparsers(title=say("cli.verbs"), metavar="", required=True)
    groups: dict[str, Any] = {}
    for verb in VERBS:
        first, _, second = verb.words.partition(" ")
        if second:
            if first not in groups:
                group = parsers.add_parser(first, help=say(f"cli.{first}"))
                groups[first] = group.add_subparsers(metavar="", required=True)
            _add(groups[first], second, verb)
        else:
            _add(parsers, first, verb)
    return parser


def _add(parsers: Any, name: str, verb: Verb) -> None:
    words = say("cli." + verb.words.replace(" ", "_"))
    parser = parsers.add_parser(name, help=words, description=words)
    parser.set_defaults(act=verb.act)
    for option in verb.options:
        parser.add_argument(option.name, **option.settings)
