#!/bin/sh
# Installs through apt what Qt, the tests and a person with standard tools need; says nothing when all is there.
set -eu

qt="libglib2.0-0 libgl1 libegl1 libxkbcommon0 libdbus-1-3 libfontconfig1 libfreetype6 libx11-6 libbrotli1 libcups2"
xcb="libx11-xcb1 libxkbcommon-x11-0 libxcb-cursor0 libxcb-icccm4 libxcb-image0 libxcb-keysyms1 libxcb-render-util0
 libxcb-xkb1 libxcb-shape0 libxcb-randr0 libxcb-xfixes0 libxcb-sync1 libxcb-shm0 libxcb-render0 libxcb-util1"
tools="xvfb xauth poppler-utils libnss3-tools qpdf unzip openssl gnutls-bin age softhsm2 ca-certificates"
# Whatever opens workbooks is enough; without one, the smallest that does.
office="libreoffice-calc-nogui"
python=""
sh scripts/find-python.sh >/dev/null || python="python3 python3-venv"

if ! command -v apt-get >/dev/null; then
    if [ -n "$python" ]; then
        echo "缺少 Python 3.11 或更高版本（含 venv 和 ensurepip）。请用本系统的软件管理器安装后再运行。" >&2
        exit 1
    fi
    [ "$(uname -s)" != Linux ] || cat >&2 <<EOF
本系统没有 apt，未检查 Qt 的系统库。窗口打不开时，请安装与下列 Debian 软件包相当的库：
$qt $xcb
测试还用到：$tools $office
EOF
    exit 0
fi

# A later Debian names some libraries with the ending t64.
installed() {
    dpkg-query -W -f='${Status}\n' "$1" "$1t64" 2>/dev/null | grep -q '^install ok installed$'
}

missing=""
for package in $qt $xcb $tools $python; do
    installed "$package" || missing="$missing $package"
done
installed libreoffice-calc || installed "$office" || missing="$missing $office"
[ -n "$missing" ] || exit 0

as_root=""
if [ "$(id -u)" -ne 0 ]; then
    if ! command -v sudo >/dev/null || ! { [ -t 0 ] || sudo -n true 2>/dev/null; }; then
        echo "缺少系统软件包，而当前用户不能安装。请由管理员执行：" >&2
        echo "    apt-get install$missing" >&2
        [ -z "$python" ] || exit 1
        exit 0
    fi
    as_root="sudo"
fi

echo "正在安装系统软件包：$missing"
log=$(mktemp)
trap 'rm -f "$log"' EXIT
# shellcheck disable=SC2086  # the lists are split into words on purpose
if ! { $as_root apt-get update -q &&
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends $missing; } >"$log" 2>&1; then
    cat "$log" >&2
    echo "系统软件包没有装上，原因见上。修好软件源后再运行一次。" >&2
    exit 1
fi
