#!/bin/sh
# Unpacks fcitx 4 into a folder of its own, without installing it: its packages cannot lie beside those of fcitx 5.
set -eu

folder=$1
[ ! -e "$folder/unpacked" ] || exit 0
command -v apt-get >/dev/null || exit 1
wanted="fcitx-bin fcitx-data fcitx-module-dbus fcitx-module-x11 fcitx-ui-classic fcitx-pinyin dbus-x11"
rm -rf "$folder"
mkdir -p "$folder/packages"
# shellcheck disable=SC2086  # the lists are split into words on purpose
(
    cd "$folder/packages"
    packages=$(apt-get install -s --no-install-recommends $wanted | awk '/^Inst/ {print $2}')
    apt-get download -q $packages
) >"$folder/log" 2>&1 || exit 1
for package in "$folder"/packages/*.deb; do
    dpkg -x "$package" "$folder"
done
# Where the environment tells fcitx to look, it looks for its parts in lib/fcitx alone.
for parts in "$folder"/usr/lib/*/fcitx; do
    [ "$parts" = "$folder/usr/lib/fcitx" ] || ln -sfn "../lib/$(basename "$(dirname "$parts")")/fcitx" "$folder/usr/lib/fcitx"
done
rm -rf "$folder/packages"
touch "$folder/unpacked"
