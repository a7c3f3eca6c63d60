#!/usr/bin/env bash
# Damages sealed files, CMS items, datasets and key files COUNT times for each kind: Fuzz/mutations.sh COUNT [KIND...]
set -euo pipefail
cd "$(dirname "$0")/.."
count=$1
shift
scratch=.build-mutations
swift build --package-path Fuzz --scratch-path $scratch -c release --product mutations
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
openssl req -x509 -newkey rsa:2048 -nodes -keyout "$folder/key.pem" -out "$folder/certificate.pem" -subj /CN=mutations -days 30 2> /dev/null
ssh-keygen -q -t ed25519 -N '' -f "$folder/id_ed25519"
ssh-keygen -q -t rsa -b 2048 -N '' -f "$folder/id_rsa"
age-keygen -o "$folder/key.txt" 2> /dev/null
cp Fixtures/ct/slice-1.dcm "$folder/slice.dcm"
$scratch/release/mutations "$count" "$folder" "$@"
