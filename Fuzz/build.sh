#!/usr/bin/env bash
# Builds the fuzz entries with coverage and links them to libFuzzer: .build-fuzz/dcmveil-fuzz
set -euo pipefail
cd "$(dirname "$0")/.."
scratch=.build-fuzz
# SwiftPM keeps the list of a dependency's files from the last build: files that are new would be missing.
rm -f $scratch/*.yaml $scratch/build.db
swift build --package-path Fuzz --scratch-path $scratch -c release --product FuzzEntries -Xswiftc -sanitize=fuzzer
swiftc -sanitize=fuzzer -O -o $scratch/dcmveil-fuzz $scratch/release/libFuzzEntries.a -lz -lcrypto -lstdc++
