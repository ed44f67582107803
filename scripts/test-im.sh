#!/bin/sh
# Types Chinese into the window through real input methods, each in an X server and a session bus of its own.
set -eu

packages="ibus ibus-libpinyin fcitx5 fcitx5-pinyin fcitx5-chinese-addons xvfb xauth dbus xdotool"
missing=""
for package in $packages; do
    dpkg-query -W -f='${Status}\n' "$package" 2>/dev/null | grep -q '^install ok installed$' || missing="$missing $package"
done
if [ -n "$missing" ]; then
    echo "缺少输入法软件包，请由管理员执行：apt-get install --no-install-recommends$missing" >&2
    exit 1
fi

for engine in ibus fcitx5 bridge; do
    xvfb-run -a dbus-run-session -- .venv/bin/python -m tests.ui.input_method.real_typing "$engine"
done
