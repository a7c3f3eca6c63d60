#!/usr/bin/env bash
# Runs every generator again and fails if a committed file would change.
set -euo pipefail
python=$1

before=$(cat Sources/Seal/Tables/*.swift Sources/Standard/Tables/*.swift Sources/Deidentify/Profile/EmbeddedProfiles.swift | sha256sum)
"$python" Tools/tables/generate.py >/dev/null
"$python" Tools/tables/lexicon.py >/dev/null
"$python" Tools/tables/embed_profiles.py
"$python" Tools/tables/pi.py
after=$(cat Sources/Seal/Tables/*.swift Sources/Standard/Tables/*.swift Sources/Deidentify/Profile/EmbeddedProfiles.swift | sha256sum)
if [ "$before" != "$after" ]; then
    echo "check-generated: the tables or embedded profiles were out of date; commit what make tables wrote" >&2
    exit 1
fi
"$python" Tools/fixtures/generate.py --check
