#!/bin/sh
# Types Chinese into the window through real input methods, each in an X server and a session bus of its own.
# With --installed, what is not there is left out; without it, what could not be tried makes the whole fail.
set -eu

python=${PYTHON:-.venv/bin/python}
only_installed=""
[ "${1:-}" != --installed ] || only_installed=yes
names="ibus fcitx5 fcitx5-bridge fcitx4 fcitx4-portal fcitx4-bus"
beside="ibus ibus-libpinyin fcitx5 fcitx5-pinyin fcitx5-chinese-addons xvfb xauth dbus xdotool"

for program in xvfb-run dbus-run-session xdotool; do
    if ! command -v "$program" >/dev/null; then
        echo "输入法测试未运行：缺少 $program。请由管理员执行：apt-get install --no-install-recommends $beside"
        [ -n "$only_installed" ] || exit 1
        exit 0
    fi
done

fcitx4=$PWD/build/fcitx4
if [ -z "$only_installed" ] && ! command -v fcitx >/dev/null; then
    sh scripts/unpack-fcitx4.sh "$fcitx4" || echo "小企鹅 4 的软件包没有取到，详见 build/fcitx4/log。"
fi
if [ -e "$fcitx4/unpacked" ]; then
    export BAISE_FCITX4="$fcitx4"
    PATH=$PATH:$fcitx4/usr/bin
fi

try() {
    xvfb-run -a -s "-screen 0 1366x768x24" dbus-run-session -- "$python" -m tests.ui.input_method.real_typing "$1"
}

passed="" failed="" left=""
for name in $names; do
    ended=0
    try "$name" || ended=$?
    if [ "$ended" -ne 0 ] && [ "$ended" -ne 77 ]; then
        echo "$name 未通过，再试一次。"
        ended=0
        try "$name" || ended=$?
    fi
    case $ended in
    0) passed="$passed $name" ;;
    77) left="$left $name" ;;
    *) failed="$failed $name" ;;
    esac
done

echo "输入法测试：通过${passed:- 无}；未通过${failed:- 无}；未运行${left:- 无}。"
[ -z "$failed" ] || exit 1
if [ -n "$left" ] && [ -z "$only_installed" ]; then
    echo "未运行的缺少软件包，请由管理员执行：apt-get install --no-install-recommends $beside" >&2
    exit 1
fi
