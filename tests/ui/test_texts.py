import re
import tomllib
from pathlib import Path

import baise_desktop.ui
from baise_desktop.app.installation import resources

SOURCES = sorted(Path(baise_desktop.ui.__file__).parent.rglob("*.py"))


def texts() -> dict[str, str]:
    folder = resources.styles_folder().parent / "texts" / "window"
    entries: dict[str, str] = {}
    for file in sorted(folder.glob("*.toml")):
        more = tomllib.loads(file.read_text("utf-8"))
        assert not entries.keys() & more.keys(), file
        entries |= more
    return entries


def test_every_sentence_that_the_window_names_is_there() -> None:
    known = texts()
    for source in SOURCES:
        for key in re.findall(r'say\(\s*"window\.([a-z_0-9]+)"', source.read_text("utf-8")):
            assert key in known, (source.name, key)


def test_every_sentence_is_named_somewhere() -> None:
    code = "".join(source.read_text("utf-8") for source in SOURCES)
    beginnings = set(re.findall(r'say\(\s*f"window\.([a-z_]*)\{', code))
    for key in texts():
        assert f'"window.{key}"' in code or f'"{key}"' in code or any(key.startswith(b) for b in beginnings if b), key


def test_no_chinese_is_written_in_code() -> None:
    for source in SOURCES:
        code = re.sub(r'"""[\s\S]*?"""|#.*', "", source.read_text("utf-8"))
        found = [text for text in re.findall(r'"[^"\n]*"', code) if re.search(r"[一-鿿]", text)]
        assert found == [] or source.name == "pinyin.py", source.name
