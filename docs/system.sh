#!/usr/bin/env bash
# Debian packages that tests use beyond Python: installed where this user may, else named.
set -u
need=()
have() { command -v "$1" >/dev/null 2>&1; }
have tmux || need+=(tmux)
[ -e /usr/share/unicode/BidiTest.txt ] || [ -e /usr/share/unicode/BidiTest.txt.gz ] || need+=(unicode-data)
have chromium || have chromium-browser || have google-chrome || need+=(chromium)
fc-list 2>/dev/null | grep -qi 'DejaVu Sans Mono' || need+=(fonts-dejavu-core)
[ ${#need[@]} = 0 ] && exit 0
if [ "$(id -u)" = 0 ] && have apt-get; then
  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${need[@]}" >/dev/null
else
  echo "Some tests need these packages: ${need[*]}" >&2
  exit 1
fi
