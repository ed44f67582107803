"""Feeds the readers for a while: `python -m tests.fuzz.run SECONDS`; needs atheris, so Linux or macOS.

It begins with generated packages and keeps what it learns in `build/fuzz/corpus`; an input that breaks a promise is
left in `build/fuzz` and named, and the exit code tells.
"""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import atheris

BUILD = Path("build/fuzz")
LONGEST = 8_192

with atheris.instrument_imports(include=["baise_desktop"]):
    from tests.fuzz.targets import feed, seeds_of
    from tests.villains.estate import found_estate


def plant(corpus: Path) -> None:
    """Write the inputs to begin with."""
    corpus.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as folder:
        estate = found_estate(Path(folder))
    small = {name: data for name, data in estate.files.items() if name.endswith((".json", ".jsonl"))}
    packages = {"submission": estate.submission(small), "receipt": estate.receipt, "returned": estate.returned}
    for target, inputs in seeds_of(estate.files, packages).items():
        for number, data in enumerate(inputs):
            (corpus / f"{target.replace(' ', '-')}-{number}").write_bytes(data)


def main(seconds: int) -> None:
    """Feed; does not return."""
    corpus = BUILD / "corpus"
    plant(corpus)
    limits = (f"-max_total_time={seconds}", f"-max_len={LONGEST}", "-rss_limit_mb=2048", "-timeout=20")
    atheris.Setup([sys.argv[0], *limits, f"-artifact_prefix={BUILD}/", "-print_final_stats=1", str(corpus)], feed)
    atheris.Fuzz()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 600)
