#!/bin/sh
# Opens the window on a demonstration store; without a display, leaves its reports and a picture of every screen.
set -eu

demo=build/demo
if [ ! -e "$demo/made" ]; then
    rm -rf "$demo"
    mkdir -p "$demo"
    echo "正在生成演示数据（只需一次）……"
    .venv/bin/baise demo "$demo/data" --units 12 --periods 4 --rows 60 --seed 1
    touch "$demo/made"
fi

if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
    exec .venv/bin/baise --store "$demo/data/c.youjiang"
fi

echo "没有显示器：改为在屏幕外走一遍，并留下每个画面的图片。"
sh scripts/shots.sh "$demo/shots" --demo "$demo/data" --sizes 1366x768 --zooms 100
cat <<EOF
上报包      $demo/data/outbox
市级库      $demo/data/city
报告        $demo/data/reports
画面        $demo/shots
EOF
