#!/usr/bin/env bash
# The header walk against the same walk in C, and a bare loop: instructions, CPU time and allocations per header. Wants valgrind, which counts
# where a virtual machine has no counters.
set -euo pipefail
cd "$(dirname "$0")/.."
Tools/setup/apt.sh valgrind
swift build --package-path Benchmarks --scratch-path .build-bench -c release --product header-walk > /dev/null
walk=.build-bench/header-walk
# Valgrind cannot read what the compiler says of the C structures.
strip --strip-debug -o $walk .build-bench/release/header-walk
headers() { $walk "$1" "$2" | grep -o '[0-9]* headers' | cut -d' ' -f1; }
[ "$(headers c 3)" = "$(headers swift 3)" ] && [ "$(headers bare 3)" = "$(headers swift 3)" ] || { echo "the two do not agree" >&2; exit 1; }

# Of ten rounds more, so that what is done once is not counted.
instructions() { valgrind --tool=callgrind --callgrind-out-file=/dev/null "$walk" "$1" "$2" 2>&1 | awk '/Collected/ { print $NF }'; }
allocations() { valgrind --tool=memcheck "$walk" "$1" "$2" 2>&1 | awk '/total heap usage/ { gsub(",", ""); print $5 }'; }
many=$(($(headers c 10)))
for kind in swift c bare; do
    echo "$kind: $(( ($(instructions $kind 11) - $(instructions $kind 1)) / many )) instructions a header," \
        "$(( $(allocations $kind 11) - $(allocations $kind 1) )) allocations for $many headers"
done

rounds=400
for _ in 1 2 3 4 5 6 7; do
    for kind in swift c bare none; do
        /usr/bin/env bash -c "TIMEFORMAT=%U; time $walk $kind $rounds > /dev/null" 2>&1 | sed "s/^/$kind /"
    done
done | sort -k1,1 -k2,2n | awk '{ n[$1]++; v[$1, n[$1]] = $2 }
    END { for (k in n) m[k] = v[k, int((n[k] + 1) / 2)]
          for (k in m) m[k] -= k == "none" ? 0 : m["none"]
          printf "CPU seconds, median of 7 runs: swift %.3f, C %.3f, ratio %.2f; a bare loop in C %.3f\n", m["swift"], m["c"],
              m["swift"] / m["c"], m["bare"] }'
