"""The wheel carries its data: installed where the checkout is not, the program still finds its forms."""

import os
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


def run(*command: str | Path, cwd: Path) -> str:
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    done = subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """`bin/` of an environment that holds the wheel, and sees the libraries but not the checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder, cwd=ROOT)
    (wheel,) = folder.glob("*.whl")
    environment = folder / "environment"
    venv.create(environment, symlinks=os.name != "nt")
    scripts = Path(sysconfig.get_path("scripts", "venv", vars={"base": str(environment)}))
    packages = Path(sysconfig.get_path("purelib", "venv", vars={"base": str(environment)}))
    python = scripts / Path(sys.executable).name
    run(sys.executable, "-m", "pip", "--python", python, "install", "--no-deps", "--no-index", "-q", wheel, cwd=folder)
    # A folder named in a .pth file is searched, but its own .pth files, the checkout's among them, are not read.
    (packages / "libraries.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")
    return scripts


def test_forms_are_found_in_the_wheel(installed: Path, tmp_path: Path) -> None:
    python = installed / Path(sys.executable).name
    package = Path(run(python, "-c", "import baise_desktop; print(baise_desktop.__path__[0])", cwd=tmp_path).strip())
    assert ROOT not in package.parents
    assert run(installed / "baise", "forms", "check", cwd=tmp_path) == run(
        sys.executable, "-m", "baise_desktop", "forms", "check", cwd=ROOT
    )
