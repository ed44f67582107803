"""Acts whose computer loses its power: run as `python -m tests.villains.power_cut ESTATE FOLDER CUTS`.

Each act works on a disk of its own, an ext4 image that is mounted as a loop device. At a numbered point, as in
`killing`, it stops itself; the image is copied as it then is, which leaves out whatever the system has not written yet;
the copy is mounted, which replays the journal of the file system, and looked at. The last cut comes right after the act
said that it was done: by then nothing may be missing. Prints a JSON object as `killing` does. Needs the right to mount.
"""

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from baise_desktop.errors import BaiseError
from tests.villains import killing
from tests.villains.killing import Act, Acts

MEGABYTES = 64


def can_mount(folder: Path) -> str:
    """Why disks cannot be mounted here; empty where they can."""
    try:
        with mounted(make_disk(folder / "trial.img"), folder / "trial"):
            return ""
    except (OSError, subprocess.CalledProcessError) as error:
        said = getattr(error, "stderr", b"") or b""
        return f"{error} {said.decode(errors='replace').strip()}"
    finally:
        (folder / "trial.img").unlink(missing_ok=True)


def make_disk(image: Path) -> Path:
    """An empty disk."""
    with image.open("wb") as file:
        file.truncate(MEGABYTES * 2**20)
    _run("mkfs.ext4", "-q", "-F", str(image))
    return image


@contextmanager
def mounted(image: Path, place: Path) -> Iterator[Path]:
    """While this lasts, the disk can be used."""
    place.mkdir(exist_ok=True)
    _run("mount", "-o", "loop", str(image), str(place))
    try:
        yield place
    finally:
        _run("umount", str(place))


def cut_often(act: Act, folder: Path, cuts: int) -> dict[str, Any]:
    """Do an act whole, then take the power from it so many times, at points spread over all of it."""
    folder.mkdir(parents=True)
    base, place = make_disk(folder / "base.img"), folder / "disk"
    with mounted(base, place):
        (place / "act").mkdir()
        act.start(place / "act")
        before = act.state(place / "act")
    with mounted(_copy(base, folder / "run.img"), place):
        act.do(place / "act")
        after = act.state(place / "act")
    with mounted(_copy(base, folder / "run.img"), place):
        points = _count(act, place)
    wrong: list[str] = []
    inside = 0
    moments = [points * each // (cuts - 1) for each in range(cuts - 1)]
    for point in [*moments, None]:
        stopped = _cut(act, _copy(base, folder / "run.img"), folder / "cut.img", place, point)
        inside += stopped
        expected = (before, after) if stopped else (after,)
        wrong += _look(act, folder / "cut.img", place, expected, after, f"point {point}" if stopped else "the end")
    shutil.rmtree(folder)
    return {"points": points, "cuts": cuts, "inside": inside, "changes": before != after, "wrong": wrong}


def _count(act: Act, place: Path) -> int:
    """How many points an act has in a process that does nothing else."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        killing._state.update(counting=True, points=0, last=-1)
        act.do(place / "act")
        os.write(writing, str(killing._state["points"]).encode())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as told:
        points = int(told.read())
    os.waitpid(child, 0)
    return points


def _cut(act: Act, image: Path, snapshot: Path, place: Path, point: int | None) -> bool:
    """Copy what a disk holds when the power fails before that point, or after the end; whether it was before."""
    with mounted(image, place):
        child = os.fork()
        if not child:
            killing._state.update(counting=True, points=0, last=-1 if point is None else point)
            act.do(place / "act")
            os._exit(0)
        _, status = os.waitpid(child, os.WUNTRACED)
        _copy(image, snapshot)
        if os.WIFSTOPPED(status):
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
    assert os.WIFSTOPPED(status) or os.waitstatus_to_exitcode(status) == 0, f"point {point}: {status}"
    return os.WIFSTOPPED(status)


def _look(act: Act, image: Path, place: Path, expected: tuple[object, ...], after: object, when: str) -> list[str]:
    with mounted(image, place):
        try:
            left = act.state(place / "act")
            assert left in expected, f"{left} is none of {expected}"
            act.do(place / "act")
            assert act.state(place / "act") == after, f"a second attempt left {act.state(place / 'act')}"
        except (AssertionError, BaiseError, sqlite3.Error, OSError, ValueError) as error:
            return [f"{when}: {error!r}"]
    return []


def _copy(source: Path, target: Path) -> Path:
    _run("cp", "--sparse=always", str(source), str(target))
    return target


def _run(*words: str) -> None:
    subprocess.run(words, check=True, capture_output=True)


def main(estate: Path, folder: Path, cuts: int) -> None:
    """Take the power from every act and print what was found."""
    killing._listen()
    killing._state["signal"] = signal.SIGSTOP
    acts = Acts(estate).all()
    told = {name: cut_often(act, folder / name.replace(" ", "-"), cuts) for name, act in acts.items()}
    sys.stdout.write(json.dumps(told, ensure_ascii=False))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]))
