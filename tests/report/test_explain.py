from datetime import date

from baise_desktop.report.explain import PackageDescription, explain_package

DIGEST = "bc4a71180870f7945155fbb02f4b0a2e3faa2a62d6d31b7039013055ed19869a"


def test_notepad_can_read_it() -> None:
    data = explain_package(
        PackageDescription(
            unit_name="平果市科学技术局",
            plan_name="百色市落实《科技强桂三年行动方案》实施方案",
            period_text="2023年上半年",
            version=2,
            created_on=date(2023, 7, 5),
            content_digest=DIGEST,
        )
    )
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.count(b"\n") == data.count(b"\r\n") > 10
    text = data.decode("utf-8-sig")
    assert text.startswith("上报包说明\r\n")
    for part in (
        "平果市科学技术局2023年上半年",
        "第 2 次",
        "2023年7月5日",
        DIGEST,
        "openssl cms -verify",
        "records.jsonl",
    ):
        assert part in text
    assert "{" not in text
