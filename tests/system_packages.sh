#!/usr/bin/env bash
# Installs from Debian what the tests use besides Python packages, when root on Debian.
# Elsewhere it says what will be left out; the tests themselves say so again.
set -euo pipefail
missing=()
needs() { missing+=("$1"); } # PACKAGE
command -v chromium >/dev/null || needs chromium
compgen -G '/usr/lib/*/libatomic.so.1' >/dev/null || needs libatomic1 # Playwright's driver
compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || needs postgresql
[ -x /usr/sbin/nginx ] || command -v nginx >/dev/null || needs nginx
command -v openssl >/dev/null || needs openssl
command -v node >/dev/null || needs nodejs
command -v git >/dev/null || needs git
for font in liberation noto-core; do
  compgen -G "/usr/share/doc/fonts-$font" >/dev/null || needs "fonts-$font"
done
[ ${#missing[@]} -eq 0 ] && exit 0
if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
  echo "Not installed (needs root on Debian): ${missing[*]}. Tests that need them will be left out and say so."
  exit 0
fi
echo "Installing from Debian: ${missing[*]}"
# The tests start servers of their own: none of these packages shall start its service here.
policy=/usr/sbin/policy-rc.d
if [ ! -e "$policy" ]; then
  printf '#!/bin/sh\nexit 101\n' >"$policy"
  chmod +x "$policy"
  trap 'rm -f "$policy"' EXIT
fi
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
