from datetime import UTC, datetime

import pytest

from baise_desktop.report.notice import Notice, NoticeKind, explain_notice, told_time

LATE = datetime(2023, 5, 4, 18, 0, tzinfo=UTC)
"""Already the next day in Beijing."""


@pytest.mark.parametrize("kind", ["enrolment", "receipt", "return", "decision"])
def test_notepad_can_read_it(kind: NoticeKind) -> None:
    facts = {"notice_identity": "a" * 64, "notice_unit": "平果市 {unit}"}
    data = explain_notice(
        Notice(
            kind=kind, sender="市科技办", unit="平果市", created_at=LATE, facts=facts, heading="意见", listed=[("一",)]
        )
    )
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.count(b"\n") == data.count(b"\r\n") > 12
    text = data.decode("utf-8-sig")
    for part in (
        "2023年5月5日",
        "a" * 64,
        "平果市 {unit}",
        "意见\r\n一\r\n",
        "openssl cms -verify -cades",
        "header.json",
    ):
        assert part in text
    assert max(map(len, text.splitlines())) < 120


def test_a_long_list_is_cut_and_says_so() -> None:
    listed = [(f"{number}. 意见", "字" * 2_000) for number in range(10_000)]
    text = explain_notice(Notice(kind="return", created_at=LATE, heading="意见", listed=listed)).decode("utf-8-sig")
    told = text.count("字" * 2_000)
    assert 20 < told < 60
    assert f"另有 {10_000 - told} 条" in text


def test_times_are_those_of_the_wall_clock() -> None:
    assert told_time(LATE) == "2023-05-05 02:00:00（北京时间）"
