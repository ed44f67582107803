"""The house keeps its own rules: light imports, small pieces, a sentence for every key, nothing left open."""

import ast
import re
import statistics
import string
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "baise_desktop"
TEXTS = ROOT / "resources" / "texts"
HEAVY = {
    "PySide6",
    "openpyxl",
    "python_calamine",
    "reportlab",
    "pyhanko",
    "cryptography",
    "lxml",
    "sqlite_utils",
    "pypinyin",
}
MODULE_CAP, MODULE_MEDIAN = 400, 150
FUNCTION_CAP, FUNCTION_MEDIAN = 50, 10


@cache
def trees() -> dict[str, ast.Module]:
    return {str(file.relative_to(ROOT)): ast.parse(file.read_text("utf-8")) for file in sorted(PACKAGE.rglob("*.py"))}


def run(code: str) -> str:
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


# --- what starts light stays light --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("module", "allowed"),
    [
        ("baise_desktop.__main__", set()),
        ("baise_desktop.cli", set()),
        ("baise_desktop.app", set()),
        ("baise_desktop.ui.window", {"PySide6"}),
    ],
)
def test_start_loads_nothing_heavy(module: str, allowed: set[str]) -> None:
    loaded = run(f"import sys, {module}; print(*{{name.partition('.')[0] for name in sys.modules}})").split()
    assert set(loaded) & HEAVY <= allowed


def test_qt_keeps_its_references_to_none() -> None:
    """PySide6 6.12.0 on Python 3.11 drops one per call, and the process aborts after some thousands."""
    lost = run("""
import sys
from PySide6.QtCore import QObject
plain = QObject()
before = sys.getrefcount(None)
for _ in range(2000):
    plain.parent()
    plain.setObjectName("a")
print(before - sys.getrefcount(None))
""")
    assert int(lost) < 100


# --- small pieces -------------------------------------------------------------------------------------------------


def functions() -> Iterator[tuple[str, int]]:
    for name, tree in trees().items():
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield f"{name}:{node.lineno} {node.name}", body_lines(node)


def body_lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of signature and code; the docstring is not counted."""
    docstring = function.body[0] if ast.get_docstring(function) is not None else None
    told = docstring.end_lineno - docstring.lineno + 1 if docstring and docstring.end_lineno else 0
    return (function.end_lineno or function.lineno) - function.lineno + 1 - told


def test_modules_are_small() -> None:
    sizes = {name: (ROOT / name).read_text("utf-8").count("\n") for name in trees()}
    written = [size for size in sizes.values() if size > 3]
    assert {name: size for name, size in sizes.items() if size > MODULE_CAP} == {}
    assert statistics.median(written) <= MODULE_MEDIAN


def test_functions_are_small() -> None:
    sizes = dict(functions())
    assert {name: size for name, size in sizes.items() if size > FUNCTION_CAP} == {}
    assert statistics.median(sizes.values()) <= FUNCTION_MEDIAN


# --- only what was verified is merged -----------------------------------------------------------------------------


def test_only_unseal_makes_verified_packages() -> None:
    makers = {
        name
        for name, tree in trees().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and called_name(node) == "VerifiedPackage"
    }
    assert makers == {"baise_desktop/exchange/unseal.py"}


# --- a sentence for every key -------------------------------------------------------------------------------------


@cache
def sentences() -> dict[str, str]:
    """Every text by `section.name`."""
    entries: dict[str, str] = {}
    for file in sorted(TEXTS.rglob("*.toml")):
        section = file.relative_to(TEXTS).with_suffix("").parts[0]
        for name, sentence in tomllib.loads(file.read_text("utf-8")).items():
            key = f"{section}.{name}"
            assert key not in entries, f"{key} stands in two files"
            entries[key] = sentence
    return entries


def placeholders(sentence: str) -> set[str]:
    return {re.split(r"[.\[]", name)[0] for _, name, _, _ in string.Formatter().parse(sentence) if name is not None}


def called_name(call: ast.Call) -> str:
    match call.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case _:
            return ""


@cache
def error_classes() -> frozenset[str]:
    """BaiseError and every class of the package made from it."""
    known = {"BaiseError"}
    classes = [node for tree in trees().values() for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
    for _ in classes:
        known |= {
            node.name for node in classes if any(isinstance(base, ast.Name) and base.id in known for base in node.bases)
        }
    return frozenset(known)


def texts_asked_for() -> Iterator[tuple[str, str, ast.Call]]:
    """(place, key, call) of every `say("...")` and `BaiseError("...")` whose key is written out."""
    for name, tree in trees().items():
        for node in ast.walk(tree):
            if not (isinstance(node, ast.Call) and node.args):
                continue
            match called_name(node), node.args[0]:
                case "say", ast.Constant(value=str(key)):
                    yield f"{name}:{node.lineno}", key, node
                case called, ast.Constant(value=str(code)) if called in error_classes():
                    yield f"{name}:{node.lineno}", f"errors.{code}", node


def test_every_text_asked_for_exists() -> None:
    assert [(place, key) for place, key, _ in texts_asked_for() if key not in sentences()] == []


def test_every_placeholder_is_filled() -> None:
    unfilled = []
    for place, key, call in texts_asked_for():
        given = {keyword.arg for keyword in call.keywords}
        missing = placeholders(sentences().get(key, "")) - given
        if missing and None not in given:
            unfilled.append((place, key, missing))
    assert unfilled == []


def words_in_code() -> set[str]:
    """Every string constant of the package, and the fixed beginnings of its f-strings."""
    constants = (node for tree in trees().values() for node in ast.walk(tree) if isinstance(node, ast.Constant))
    return {node.value for node in constants if isinstance(node.value, str)}


def test_no_text_lies_unused() -> None:
    words = words_in_code()
    beginnings = tuple(word for word in words if re.fullmatch(r"[a-z_]+\.[\w.]*", word) and word not in sentences())
    unused = [
        key
        for key in sentences()
        if key not in words and key.partition(".")[2] not in words and not key.startswith(beginnings or ("\0",))
    ]
    assert unused == []


# --- nothing left open --------------------------------------------------------------------------------------------


def shipped_texts() -> Iterator[tuple[Path, str]]:
    tracked = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for name in filter(None, tracked.split("\0")):
        file = ROOT / name
        if file.suffix in {".py", ".toml", ".md", ".sql", ".sh", ".lock", ""} and file.is_file():
            yield file, file.read_text("utf-8")


def test_nothing_is_left_open() -> None:
    promise = re.compile(r"\b(T[O]DO|F[I]XME|X[X]X)\b")
    assert [str(file.relative_to(ROOT)) for file, text in shipped_texts() if promise.search(text)] == []


def test_the_lock_pins_every_package_by_hash_and_names_no_host() -> None:
    lock = (ROOT / "requirements.lock").read_text("utf-8")
    pinned = re.findall(r"^[a-z0-9-]+==\S+.*(?:\n +.*)*", lock, re.MULTILINE)
    assert len(pinned) > 50
    assert all("--hash=sha256:" in package for package in pinned)
    assert "://" not in lock
