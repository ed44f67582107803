"""Who signed a submission when, and by which numbers anybody can tell the file that it is in."""

from collections.abc import Iterator

from baise_desktop import __version__
from baise_desktop.app.desk import Desk
from baise_desktop.app.packs.opening import held_version
from baise_desktop.app.paper.paper_head import column_names, told_moment
from baise_desktop.report.table import Table
from baise_desktop.report.unit_paper import PaperPart
from baise_desktop.store.journal import read_head
from baise_desktop.store.packages import Package
from baise_desktop.store.sealed import find_sealed
from baise_desktop.store.submissions import read_submission
from baise_desktop.texts import say


def proof_part(desk: Desk, plan: str, period: str) -> PaperPart:
    """Signatures, package, journal and versions, a line each."""
    title = say("papers.audit_part_proofs")
    rows = (*_signatures(desk, plan, period), *_package(desk, plan, period), *_versions(desk, plan))
    return PaperPart(title=title, table=Table(title, column_names("audit_proofs"), rows), numbered=False)


def _signatures(desk: Desk, plan: str, period: str) -> Iterator[tuple[str, str]]:
    signed = read_submission(desk.store, desk.office.unit, plan, period).statements
    for each in signed:
        name = say("papers.proof_signed", role=say(f"words.role_{each.role}"))
        yield name, say("papers.proof_by", name=each.name, at=told_moment(each.at))
    for content in dict.fromkeys(each.content for each in signed):
        yield say("papers.proof_signed_for"), content
    if not signed:
        yield say("papers.proof_signatures"), say("papers.proof_unsigned")


def _package(desk: Desk, plan: str, period: str) -> Iterator[tuple[str, str]]:
    package = find_sealed(desk.store, desk.office.unit, plan, period)
    if package is None:
        yield say("papers.proof_package"), say("papers.proof_none")
        return
    yield from package_rows(package)


def package_rows(package: Package) -> Iterator[tuple[str, str]]:
    """The numbers of a package."""
    yield say("papers.proof_package"), package.identity
    yield say("papers.proof_content"), package.content
    yield say("papers.proof_place"), say("papers.proof_place_told", seq=package.seq, epoch=package.epoch)
    yield say("papers.proof_before"), package.prev
    yield say("papers.proof_certificate"), package.certificate


def _versions(desk: Desk, plan: str) -> Iterator[tuple[str, str]]:
    number, head = read_head(desk.store)
    yield say("papers.proof_journal"), say("papers.proof_journal_told", number=number, hash=head)
    yield say("papers.proof_pack"), say("papers.proof_pack_told", version=held_version(desk, plan))
    yield say("papers.proof_forms"), desk.catalogue.digest
    yield say("papers.proof_program"), say("papers.proof_program_told", version=__version__)
