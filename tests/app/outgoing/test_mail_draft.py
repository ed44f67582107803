"""Mail drafts: what a mail program reads out of them, and what the city makes of their attachments."""

import email
from collections.abc import Callable
from email.message import EmailMessage
from email.mime.application import MIMEApplication
from email.policy import SMTP
from pathlib import Path

import pytest

from baise_desktop.app.desk import Desk
from baise_desktop.app.enrolment import setup
from baise_desktop.app.inbox import receiving
from baise_desktop.app.installation.home import due_submissions
from baise_desktop.app.installation.office_mail import set_office_mail
from baise_desktop.app.outgoing import exporting, mail_draft
from baise_desktop.app.outgoing.mail_draft import raw_limit, set_mail_terms
from baise_desktop.app.packs import publishing
from baise_desktop.errors import BaiseError
from baise_desktop.exchange.parts import split
from tests.app.conftest import NOW
from tests.round_trip import MONTH, PASSPHRASE, PLAN, fill_month, sign_all


@pytest.fixture
def sender(reported: Path, open_copy: Callable[[Path], Desk]) -> Desk:
    return open_copy(reported / "county")


def read(path: Path) -> EmailMessage:
    message = email.message_from_bytes(path.read_bytes(), policy=SMTP)
    assert isinstance(message, EmailMessage)
    assert not message.defects
    return message


def attached(message: EmailMessage) -> list[EmailMessage]:
    return list(message.iter_attachments())


def test_a_draft_is_addressed_titled_and_carries_the_package(sender: Desk, april: Path, tmp_path: Path) -> None:
    set_mail_terms(sender, " kjj@baise.example.gov.cn ", "", NOW)
    made = exporting.export_mail(sender, PLAN, MONTH, tmp_path, "", NOW)
    assert [path.name for path in made.drafts] == ["c.pingguo_p2_2023-04_v1.eml"]
    message = read(made.path)
    assert message["X-Unsent"] == "1"
    assert message["To"] == "kjj@baise.example.gov.cn"
    assert message["Subject"].startswith("【科技上报】平果市 2023年4月")
    assert message["From"] is None
    text = message.get_body(("plain",))
    assert text is not None
    assert made.identity[:12] in text.get_content()
    (part,) = attached(message)
    assert part.get_filename() == "平果市2023年4月上报包第1版.asice"
    assert part.get_param("name") == "c.pingguo_p2_2023-04_v1.asice"
    assert part.get_content() == april.read_bytes()


def test_every_line_of_a_draft_is_ascii_and_short(sender: Desk, tmp_path: Path) -> None:
    data = exporting.export_mail(sender, PLAN, MONTH, tmp_path, "", NOW).path.read_bytes()
    assert data.isascii()
    assert max(map(len, data.split(b"\r\n"))) <= 998
    assert b"\n" not in data.replace(b"\r\n", b"")
    (subject,) = [line for line in data.split(b"\r\n") if line.startswith(b"Subject: ")]
    assert len(subject) <= 78


def test_the_same_draft_again_is_the_same_file(sender: Desk, tmp_path: Path) -> None:
    first = exporting.export_mail(sender, PLAN, MONTH, tmp_path, "", NOW)
    again = exporting.export_mail(sender, PLAN, MONTH, tmp_path, "", NOW)
    assert (first.path, first.fresh, again.fresh) == (again.path, True, False)
    assert len(list(tmp_path.glob("*.eml"))) == 1


def test_without_an_address_the_mail_program_asks_for_one(sender: Desk, tmp_path: Path) -> None:
    assert read(exporting.export_mail(sender, PLAN, MONTH, tmp_path, "", NOW).path)["To"] is None


def test_the_citys_address_travels_in_its_task_pack(city: Desk, county: Desk, tmp_path: Path) -> None:
    for wrong in ("kjj", "a@b\r\nBcc: c@d"):
        with pytest.raises(BaiseError, match="MAIL_ADDRESS"):
            set_office_mail(city, wrong, NOW)
    assert set_office_mail(city, " kjj@baise.example.gov.cn ", NOW) == "kjj@baise.example.gov.cn"
    told = [change.sentence for change in publishing.read_draft(city, PLAN).changes]
    assert told == ["新增联系方式“市级收件邮箱”（kjj@baise.example.gov.cn）"]
    publishing.publish(city, PLAN, "", tmp_path / "pack.asice", PASSPHRASE, NOW)
    opened = setup.open_task_pack(county, tmp_path / "pack.asice", None, NOW)
    assert [change.sentence for change in opened.changes] == told
    assert mail_draft.mail_terms(county).recipient == "kjj@baise.example.gov.cn"
    fill_month(county, NOW)
    sign_all(county, NOW)
    made = exporting.export_mail(county, PLAN, MONTH, tmp_path, PASSPHRASE, NOW)
    assert read(made.path)["To"] == "kjj@baise.example.gov.cn"
    assert set_mail_terms(county, "other@baise.example.gov.cn", "", NOW).recipient == "other@baise.example.gov.cn"
    assert mail_draft.mail_terms(county).recipient == "other@baise.example.gov.cn"


def test_writing_a_draft_counts_as_exported(county: Desk, tmp_path: Path) -> None:
    fill_month(county, NOW)
    sign_all(county, NOW)
    exporting.export_mail(county, PLAN, MONTH, tmp_path, PASSPHRASE, NOW)
    (due,) = (due for due in due_submissions(county, NOW.date()) if due.period == MONTH)
    assert due.state == "exported"


def split_mails(sender: Desk, folder: Path, monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Three mails for a package of some 100 KB: the limit is meant in megabytes."""
    monkeypatch.setattr(mail_draft, "split", lambda name, content, _: split(name, content, len(content) // 3 + 1))
    set_mail_terms(sender, "", "1", NOW)
    return list(exporting.export_mail(sender, PLAN, MONTH, folder, "", NOW).drafts)


def test_a_large_package_goes_in_parts_that_the_city_joins(
    sender: Desk, city: Desk, april: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drafts = split_mails(sender, tmp_path / "mail", monkeypatch)
    assert [draft.name[-14:] for draft in drafts] == ["mail01of03.eml", "mail02of03.eml", "mail03of03.eml"]
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    for number, draft in enumerate(drafts, 1):
        message = read(draft)
        assert f"附件 {number}/3" in message["Subject"]
        for part in attached(message):
            (inbox / str(part.get_filename())).write_bytes(part.get_content())
    files = sorted(inbox.iterdir())
    assert len(files) == 4
    assert b"".join(file.read_bytes() for file in files[:3]) == april.read_bytes()
    (looked,) = receiving.preview(city, files, NOW)
    assert looked.error is None
    assert set(looked.sources) == set(files)
    (merged,) = receiving.merge_files(city, files[1:2], NOW)  # the others lie beside it
    assert merged.report is not None
    (package,) = receiving.list_received(city)
    assert package.unit == "c.pingguo"


def test_a_part_that_did_not_come_is_named(
    sender: Desk, city: Desk, april: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    for draft in split_mails(sender, tmp_path / "mail", monkeypatch)[:2]:
        for part in attached(read(draft)):
            (inbox / str(part.get_filename())).write_bytes(part.get_content())
    refused, merged = sorted(
        receiving.merge_files(city, [*inbox.iterdir(), april], NOW), key=lambda each: each.error is None
    )
    assert refused.error is not None
    assert refused.error.code == "PARTS_MISSING"
    assert "part03of03" in refused.error.sentence
    assert merged.report is not None


@pytest.mark.parametrize(
    ("recipient", "limit", "code"),
    [
        ("科技局", "", "MAIL_ADDRESS"),
        ("a@b\r\nBcc: c@d", "", "MAIL_ADDRESS"),
        ("", "0", "MAIL_LIMIT"),
        ("", "201", "MAIL_LIMIT"),
        ("", "10M", "MAIL_LIMIT"),
        ("", "１０", "MAIL_LIMIT"),
    ],
)
def test_terms_that_are_none(sender: Desk, recipient: str, limit: str, code: str) -> None:
    with pytest.raises(BaiseError, match=code):
        set_mail_terms(sender, recipient, limit, NOW)


@pytest.mark.parametrize("megabytes", [1, 20])
def test_the_limit_is_that_of_the_mail_not_of_the_file(megabytes: int) -> None:
    encoded = MIMEApplication(bytes(raw_limit(megabytes)), "octet-stream").as_bytes(policy=SMTP)
    assert len(encoded) - 200 <= megabytes << 20
    assert len(encoded) > (megabytes << 20) * 98 // 100
