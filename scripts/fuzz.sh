#!/bin/sh
# Feeds the readers of packages with arbitrary bytes: fuzz.sh SECONDS. What breaks a promise is left in build/fuzz.
set -eu

read_group='import tomllib; print(*tomllib.load(open("pyproject.toml", "rb"))["dependency-groups"]["fuzz"], sep="\n")'
.venv/bin/python -c "$read_group" >.venv/fuzz.txt
if command -v uv >/dev/null; then
    uv pip install --quiet --python .venv/bin/python -r .venv/fuzz.txt
else
    .venv/bin/python -m pip install -qq --disable-pip-version-check -r .venv/fuzz.txt
fi
mkdir -p build/fuzz
.venv/bin/python -m tests.fuzz.run "$1"
