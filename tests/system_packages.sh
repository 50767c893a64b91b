#!/usr/bin/env bash
# Installs the browser, fonts and PostgreSQL that the tests use, when root on Debian.
# Elsewhere it says what will be left out; the tests themselves say so again.
set -euo pipefail
missing=()
command -v chromium >/dev/null || missing+=(chromium)
compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || missing+=(postgresql)
for font in liberation noto-core; do
  compgen -G "/usr/share/doc/fonts-$font" >/dev/null || missing+=("fonts-$font")
done
[ ${#missing[@]} -eq 0 ] && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  echo "Installing from Debian: ${missing[*]}"
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq
  apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
else
  echo "Not installed (needs root on Debian): ${missing[*]}. Tests that need them will be left out and say so."
fi
