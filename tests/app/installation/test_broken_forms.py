"""What had to be left out is called by its name."""

from baise_desktop.app.installation.broken_forms import tell_left_out
from baise_desktop.form.defect import Defect


def test_a_register_is_named_by_key_or_by_file() -> None:
    keyed = Defect("registers/tech_contract.toml", "r.tech_contract.fields[2].type", "不可用")
    whole = Defect("registers/voucher.toml", "", "第 1 行不合 TOML 写法")
    sentence, every = tell_left_out([keyed, keyed, whole])
    assert "有 3 处错误" in sentence
    assert sentence.count("技术合同登记台账（registers/tech_contract.toml）") == 1
    assert "（registers/voucher.toml）" in sentence
    assert "r.tech_contract.fields[2].type：不可用" in every


def test_what_has_no_name_is_told_by_its_file_and_many_by_their_number() -> None:
    defects = [Defect(f"p9/tasks/{number}.toml", "", "不认识的文件") for number in range(5)]
    sentence, _ = tell_left_out(defects)
    assert "p9/tasks/0.toml、p9/tasks/1.toml、p9/tasks/2.toml等 5 项" in sentence


def test_a_target_is_named() -> None:
    sentence, _ = tell_left_out([Defect("p2/targets/1-overall.toml", "p2.t.hightech.value", "不可用")])
    assert "高新技术企业保有量（p2/targets/1-overall.toml）" in sentence
