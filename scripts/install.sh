#!/bin/sh
# Makes .venv from the lock file and leaves .venv/bin/baise; with uv where it is present, else with venv and pip.
set -eu

sh scripts/system-packages.sh

python=$(sh scripts/find-python.sh || true)
if ! .venv/bin/python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    rm -rf .venv
    if command -v uv >/dev/null; then
        uv venv --quiet --python "${python:-3.11}" .venv
    elif [ -n "$python" ]; then
        "$python" -m venv .venv
    else
        echo "没有找到 Python 3.11 或更高版本（含 venv 和 ensurepip）。请安装后再运行。" >&2
        exit 1
    fi
fi

echo "正在安装 Python 软件包（第一次需要几分钟）……"
if command -v uv >/dev/null; then
    uv pip install --quiet --python .venv/bin/python --require-hashes -r requirements.lock
    uv pip install --quiet --python .venv/bin/python --no-deps --no-build-isolation --editable .
else
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
fi
