#!/usr/bin/env bash
# Installs the Debian packages named, those that are missing. As root or with sudo; otherwise says what to run.
set -euo pipefail

missing=()
for package in "$@"; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
done
[ ${#missing[@]} -eq 0 ] && exit 0

if ! command -v apt-get >/dev/null; then
    echo "setup: this machine has no apt-get; please install: ${missing[*]}" >&2
    exit 1
fi
run=()
if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || { echo "setup: please run as root: apt-get install ${missing[*]}" >&2; exit 1; }
    run=(sudo)
fi
echo "setup: installing ${missing[*]}" >&2
export DEBIAN_FRONTEND=noninteractive
"${run[@]}" apt-get -qq update >/dev/null
"${run[@]}" apt-get -qq -y install "${missing[@]}" >/dev/null
