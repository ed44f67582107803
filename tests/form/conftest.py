"""A copy of the forms to spoil: one edit at a time, taken back afterwards."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest


@dataclass(slots=True)
class SpoiltForms:
    """A forms folder whose files a test may change."""

    folder: Path
    before: dict[Path, bytes | None] = field(default_factory=dict)

    def replace(self, name: str, old: str, new: str) -> None:
        """Change the first place that says so; it must be there."""
        text = (self.folder / name).read_text("utf-8")
        assert old in text
        self.write(name, text.replace(old, new, 1).encode())

    def append(self, name: str, text: str) -> None:
        self.write(name, (self.folder / name).read_bytes() + text.encode())

    def write(self, name: str, data: bytes) -> None:
        path = self.folder / name
        self.before.setdefault(path, path.read_bytes() if path.exists() else None)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)

    def restore(self) -> None:
        for path, data in self.before.items():
            if data is None:
                path.unlink()
            else:
                path.write_bytes(data)
        self.before.clear()


@pytest.fixture(scope="session")
def forms_copy(forms_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(shutil.copytree(forms_folder, tmp_path_factory.mktemp("forms") / "forms"))


@pytest.fixture
def spoilt(forms_copy: Path) -> Iterator[SpoiltForms]:
    forms = SpoiltForms(forms_copy)
    yield forms
    forms.restore()
