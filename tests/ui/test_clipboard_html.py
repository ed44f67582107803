import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QMimeData

from baise_desktop.ui import clipboard_html
from baise_desktop.ui.clipboard import fill_clipboard_data, format_table, read_block, read_texts
from baise_desktop.ui.clipboard_html import parse_table

EXCEL = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>td{mso:1}</style></head><body>
<table border=0 cellpadding=0 width=144><!--StartFragment-->
 <col width=72 style='width:54pt'>
 <tr height=19>
  <td height=19 class=xl65>甲&amp;乙<br>
    第二行</td>
  <td class=xl66 align=right>1,200.00</td>
 </tr>
 <tr><td colspan=2>合并&nbsp;格</td></tr>
<!--EndFragment--></table></body></html>"""
LIBRE = """<html><body><table cellspacing="0"><colgroup span="2"></colgroup><tr>
<td height="17" align="left" sdnum="1033;"><font face="SimSun">甲<br>乙</font></td>
<td align="right" sdval="0.5" sdnum="1033;0;0%">50%</td></tr></table></body></html>"""
WPS = "<html><body><table><tr><td rowspan='2'>甲</td><td>1</td></tr><tr><td>2</td></tr></table></body></html>"


def texts(text: str = "", html: str = "") -> tuple[str, str]:
    data = QMimeData()
    if text:
        data.setText(text)
    if html:
        data.setHtml(html)
    return read_texts(data)


def test_tables_of_the_usual_programs() -> None:
    assert parse_table(EXCEL) == [["甲&乙\n第二行", "1,200.00"], ["合并 格", ""]]
    assert parse_table(LIBRE) == [["甲\n乙", "50%"]]
    assert parse_table(WPS) == [["甲", "1"], ["", "2"]]


@pytest.mark.parametrize(
    "html",
    ["", "<p>甲</p>", "<table></table>", f"{WPS}{WPS}", "<table><tr><td>" + "甲" * 100 + "</td></tr></table>"],
)
def test_no_single_table_is_none(html: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clipboard_html, "MOST_CHARACTERS", 150 if "甲甲" not in html else 90)
    assert parse_table(html) is None


def test_a_bomb_of_spans_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clipboard_html, "MOST_CELLS", 1000)
    bomb = "<table>" + "<tr><td colspan=300>x</td></tr>" * 50 + "</table>"
    assert parse_table(bomb) is None


def test_scripts_styles_and_inner_tables_are_text_at_most() -> None:
    html = "<table><tr><td><script>alert(1)</script>甲<table><tr><td>内</td></tr></table></td><td>乙</td></tr></table>"
    assert parse_table(html) == [["甲\n内", "乙"]]


def test_plain_text_is_taken_where_it_is_clear_and_the_table_where_not() -> None:
    assert read_block(*texts("甲\t乙\n1\t2", "<table><tr><td>x</td></tr></table>")) == [["甲", "乙"], ["1", "2"]]
    assert read_block(*texts('"甲\n乙"\t50%\n', LIBRE)) == [["甲\n乙", "50%"]]
    assert read_block(*texts("甲\n乙\t50%", LIBRE)) == [["甲\n乙", "50%"]]
    assert read_block(*texts("甲\n乙", "<p>甲</p><p>乙</p>")) == [["甲"], ["乙"]]
    assert read_block(*texts("", WPS)) == [["甲", "1"], ["", "2"]]
    assert read_block(*texts()) == []


TEXTS = st.text(st.sampled_from("甲乙<>&'\"\n\t 1"), max_size=6).map(str.strip)


@given(st.integers(1, 4).flatmap(lambda width: st.lists(st.lists(TEXTS, min_size=width, max_size=width), max_size=4)))
def test_a_copied_table_is_read_back(rows: list[list[str]]) -> None:
    expected = [["\n".join(" ".join(line.split()) for line in text.split("\n")) for text in row] for row in rows]
    assert (parse_table(format_table(rows)) or []) == expected


@given(st.text(st.sampled_from("<>/ tabledr=\"'&;amp123\n"), max_size=120))
def test_rubbish_is_no_table_and_no_crash(text: str) -> None:
    parse_table(f"<table>{text}")


def test_what_is_copied_out_is_there_twice() -> None:
    data = fill_clipboard_data([["甲", "0451"], ["乙\n丙", ""]])
    assert data.text() == '甲\t0451\n"乙\n丙"\t\n'
    assert "mso-number-format" in data.html()
    assert read_block(*read_texts(data)) == [["甲", "0451"], ["乙\n丙", ""]]
