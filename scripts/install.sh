#!/bin/sh
# Makes .venv from the lock file and leaves .venv/bin/baise; with uv where it is present, else with venv and pip.
set -eu

sh scripts/system-packages.sh

# A half-made environment is made anew.
if command -v uv >/dev/null; then needs=sys; else needs=sys,pip; fi
if ! .venv/bin/python -c "import $needs; sys.exit(sys.version_info < (3, 11))" 2>/dev/null; then
    rm -rf .venv
    python=$(sh scripts/find-python.sh || true)
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
    install() { uv pip install --quiet --python .venv/bin/python "$@"; }
else
    install() { .venv/bin/python -m pip install -qq --disable-pip-version-check "$@"; }
fi
install --require-hashes -r requirements.lock
install --no-deps --no-build-isolation --editable .
