"""Folders of definitions that differ from those shipped, for tests of drafting and publishing."""

import shutil
from pathlib import Path

CONTRACT_FILE = "registers/tech_contract.toml"
LAST_COLUMN = '  { key = "valid", name = "登记有效"'
NEW_COLUMN = '  { key = "remark", name = "补充说明", type = "text" },\n'
NEW_RULE = """
[[rules]]
id = "r.tech_contract.remark"
severity = "hint"
formula = '=LEN(补充说明)<=20'
message = "补充说明 {补充说明} 太长"
source = "市级补充"
"""
AMOUNT = 'name = "合同成交额", type = "decimal"'


def draft_folder(forms: Path, target: Path) -> Path:
    """A copy of the definitions with one more column, rule and code."""
    shutil.copytree(forms, target)
    edit(target, CONTRACT_FILE, LAST_COLUMN, NEW_COLUMN + LAST_COLUMN)
    file = target / CONTRACT_FILE
    file.write_text(file.read_text("utf-8") + NEW_RULE, "utf-8")
    return target


def edit(folder: Path, name: str, old: str, new: str) -> None:
    """Replace a text that stands in a file."""
    file = folder / name
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), "utf-8")


def add_code(folder: Path, codes: str, code: str, label: str) -> None:
    """Add an item to the end of a code list."""
    for file in sorted((folder / "codelists").glob("*.toml")):
        text = file.read_text("utf-8")
        if f'id = "{codes}"' not in text:
            continue
        start = text.index(f'id = "{codes}"')
        end = text.index("\n]", text.index("items = [", start))
        file.write_text(f'{text[:end]}\n  {{ code = "{code}", label = "{label}" }},{text[end:]}', "utf-8")
        return
    raise LookupError(codes)
