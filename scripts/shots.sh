#!/bin/sh
# shots.sh OUT [--demo DIR]: a PNG of every screen into OUT, on a virtual display where there is one, else offscreen.
set -eu

folder=$1
shift
rm -rf "$folder"
mkdir -p "$folder"
if command -v xvfb-run >/dev/null; then
    QT_QPA_PLATFORM=xcb xvfb-run --auto-servernum --server-args="-screen 0 2048x1280x24" \
        .venv/bin/python -m baise_desktop.ui.shots "$folder" "$@"
else
    QT_QPA_PLATFORM=offscreen .venv/bin/python -m baise_desktop.ui.shots "$folder" "$@"
fi
