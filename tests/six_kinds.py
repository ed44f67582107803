"""One package of each signed kind, made through the doors that people use."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from baise_desktop.app.desk import close_desk, open_desk
from baise_desktop.app.entry import filling
from baise_desktop.app.inbox.deciding import decide
from baise_desktop.app.inbox.receipts import make_receipt
from baise_desktop.app.inbox.receiving import list_received, merge_files
from baise_desktop.app.inbox.returning import return_submission
from baise_desktop.exchange.header import Kind
from baise_desktop.exchange.return_package import Comment
from baise_desktop.store.packages import list_packages, package_file
from tests.round_trip import CONTRACTS, PASSPHRASE, contracts_of, found_offices, report_month

REASON = "请核对后重报。"
COMMENT = "与合同文本不符\n请附合同首页"


@dataclass(frozen=True)
class SixKinds:
    """Files by kind, and the root that they are checked against."""

    files: dict[Kind, Path]
    root: Path
    city: Path
    """The city's installation, closed."""


def make_six_kinds(folder: Path, now: datetime) -> SixKinds:
    """A city, a county and April of it, received, returned and received once more."""
    founded = found_offices(folder, now)
    files = {Kind.ENROLMENT: folder / "request.asice", Kind.TASK_PACK: folder / "pack.asice"}
    county = open_desk(folder / "county")
    files[Kind.SUBMISSION] = report_month(county, now, folder).path
    (row,) = (each.record.row_id for each in filling.list_rows(county, contracts_of(county)))
    close_desk(county)
    city = open_desk(founded.folder / "city")
    merge_files(city, [files[Kind.SUBMISSION]], now)
    (received,) = list_received(city)
    decide(city, received.identity, "accept", PASSPHRASE, now)
    receipt = make_receipt(city, received.identity, PASSPHRASE, now)
    comments = (Comment(CONTRACTS, row, "amount", COMMENT), Comment("", "", "", "整份请重新核对"))
    returned = return_submission(city, received.identity, comments, REASON, PASSPHRASE, now)
    for kind, letter in ((Kind.RECEIPT, receipt), (Kind.RETURN, returned)):
        files[kind] = folder / f"{kind}.asice"
        files[kind].write_bytes(letter.content)
    last = list_packages(city.store, Kind.DECISION.value)[-1]
    files[Kind.DECISION] = package_file(city.store, last.identity)
    close_desk(city)
    return SixKinds(files, folder / "city" / "root.pem", folder / "city")
