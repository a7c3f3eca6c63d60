#!/usr/bin/env bash
# Runs every fuzz entry for a time each: Fuzz/run.sh SECONDS [ENTRY...]. Seeds are the Fixtures; what is found stays in
# .build-fuzz/found, and the exit status says whether anything was.
set -uo pipefail
cd "$(dirname "$0")/.."
built=.build-fuzz${SANITIZE:+-$SANITIZE}
seconds=$1
shift
entries=("$@")
[ ${#entries[@]} -gt 0 ] || entries=(reader inflate engine codestream charset verify age profile)
mkdir -p .build-fuzz/found
status=0
for entry in "${entries[@]}"; do
    corpus=.build-fuzz/corpus/$entry
    mkdir -p "$corpus"
    case $entry in
    profile) cp Profiles/*.json "$corpus" ;;
    age)
        # Sealed to the key of the entry, to what the entry expects.
        key=$(mktemp)
        grep -o 'AGE-SECRET-KEY-1[0-9A-Z]*' Fuzz/Sources/FuzzEntries/AgeEntry.swift > "$key"
        for size in 0 1 1000 65536 65537; do
            for armor in "" -a; do
                python3 -c "import sys; sys.stdout.buffer.write(bytes(31 * i & 255 for i in range($size)))" |
                    age $armor -r "$(age-keygen -y "$key")" > "$corpus/seed-$size$armor"
            done
        done
        cp "$key" "$corpus/seed-key"
        rm "$key"
        for kind in ed25519 rsa; do
            ssh-keygen -q -t $kind -N '' -f "$corpus/ssh" && mv "$corpus/ssh" "$corpus/seed-$kind" && mv "$corpus/ssh.pub" "$corpus/seed-$kind.pub"
        done ;;
    charset | inflate) ;;
    *) find Fixtures -type f -name '*.dcm' -size -32k | while read -r file; do cp "$file" "$corpus/$(sha256sum < "$file" | cut -c1-16)"; done ;;
    esac
    echo "== $entry, $seconds s"
    # Without it the Swift runtime would end the process before libFuzzer has kept the input.
    SWIFT_BACKTRACE=enable=no DCMVEIL_FUZZ=$entry $built/dcmveil-fuzz -max_total_time="$seconds" -timeout=10 -rss_limit_mb=1024 -print_final_stats=1 \
        -artifact_prefix=.build-fuzz/found/"$entry"- "$corpus" > .build-fuzz/"$entry".log 2>&1 || status=1
    grep -E 'stat::number_of_executed_units|stat::peak_rss_mb|ERROR|Fatal error|SUMMARY' .build-fuzz/"$entry".log
    grep -E 'cov:' .build-fuzz/"$entry".log | tail -1
done
exit $status
