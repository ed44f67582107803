#!/bin/sh
# Prints the first Python that can make the project's virtual environment: 3.11 or later, with venv and ensurepip.
set -eu

for python in ${PYTHON:-} python3 python3.11 python3.12 python3.13; do
    if "$python" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        command -v "$python"
        exit 0
    fi
done
exit 1
