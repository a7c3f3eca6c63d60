#!/usr/bin/env bash
# Builds the fuzz entries with coverage and links them to libFuzzer: .build-fuzz/dcmveil-fuzz
# With SANITIZE=address also with AddressSanitizer, in .build-fuzz-address.
set -euo pipefail
cd "$(dirname "$0")/.."
sanitize=fuzzer${SANITIZE:+,$SANITIZE}
scratch=.build-fuzz${SANITIZE:+-$SANITIZE}
# SwiftPM keeps the list of a dependency's files from the last build: files that are new would be missing.
rm -f $scratch/*.yaml $scratch/build.db
swift build --package-path Fuzz --scratch-path $scratch -c release --product FuzzEntries -Xswiftc -sanitize=$sanitize
swiftc -sanitize=$sanitize -O -o $scratch/dcmveil-fuzz $scratch/release/libFuzzEntries.a -lz -lcrypto -lstdc++
