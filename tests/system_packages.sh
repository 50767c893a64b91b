#!/usr/bin/env bash
# Installs the browser, fonts and PostgreSQL that the tests use, when root on Debian.
# Elsewhere it says what will be left out; the tests themselves say so again.
set -euo pipefail
missing=()
command -v chromium >/dev/null || missing+=(chromium)
ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || missing+=(postgresql)
fc-list 2>/dev/null | grep -qi 'LiberationSerif\|Liberation Serif' || missing+=(fonts-liberation)
fc-list 2>/dev/null | grep -qi 'NotoSans-\|Noto Sans' || missing+=(fonts-noto-core)
[ ${#missing[@]} -eq 0 ] && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  echo "Installing from Debian: ${missing[*]}"
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq
  apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
else
  echo "Not installed (needs root on Debian): ${missing[*]}. Tests that need them will be left out and say so."
fi
