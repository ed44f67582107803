"""Stamped paper held against the store."""

import sys
from argparse import Namespace

from baise_desktop.app.clock import utc_now
from baise_desktop.cli.output import opened, print_json, tell, tell_refusal
from baise_desktop.errors import BaiseError
from baise_desktop.texts import say


def check_paper(options: Namespace) -> int:
    """Check scans and typed codes; exit 1 unless every page is in order and none is missing."""
    from baise_desktop.app.scan.paper_check import check_papers

    with opened(options.store) as desk:
        check = check_papers(desk, options.files, options.code, utc_now())
        filed, whole = check.filed(), check.is_whole()
        if options.json:
            print_json(check.as_json())
    for file, error in check.refused:
        tell_refusal(file, error)
    for page in check.pages:
        place = say("cli.paper_place", file=page.file, place=page.place) if page.file else say("cli.paper_typed")
        if page.error:
            _tell_wrong(place, page.error)
        elif not options.json:
            mark, told = page.mark, page.sentence
            told = say("cli.paper_page", page=mark.page, pages=mark.pages, sentence=told) if mark else told
            tell("paper_line", place=place, sentence=told)
    if check.emptiness:
        print(check.emptiness, file=sys.stderr)
    for each in filed:
        refusal = each.refusal
        if refusal:
            print(refusal, file=sys.stderr)
        elif not options.json:
            version = each.binding.version
            words = {"unit": each.unit_name, "period": each.period_text, "version": version}
            tell("paper_filed", sentence=each.sentence, **words)
    return 0 if whole else 1


def _tell_wrong(place: str, error: BaiseError) -> None:
    print(say("cli.paper_wrong", code=error.code, place=place, sentence=error.sentence), file=sys.stderr)
