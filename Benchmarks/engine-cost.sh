#!/usr/bin/env bash
# What the rule engine adds to the header walk: the same files opened and walked, and de-identified with the output going nowhere.
# CPU time, least of 9 runs in turn, and instructions by valgrind, which a busy machine does not change.
#
#     Benchmarks/engine-cost.sh FOLDER [PROFILE]
#
# FOLDER has, or gets, the corpora of corpora.py. PROFILE is `basic` unless named.
set -euo pipefail
cd "$(dirname "$0")/.."
folder=$1 profile=${2:-basic}
python=${PYTHON:-.build-bench/venv/bin/python}
Tools/setup/apt.sh valgrind
swift build --package-path Benchmarks --scratch-path .build-bench -c release --product engine-cost > /dev/null
program=.build-bench/engine-cost
# Valgrind cannot read what the compiler says of the C structures.
strip --strip-debug -o $program .build-bench/release/engine-cost
$python Benchmarks/corpora.py "$folder" tiny encapsulated
frames=$folder/frames.dcm
[ -f "$frames" ] || (cd Benchmarks && "../$python" -c \
    "import corpora, pathlib, sys; corpora.save(corpora.frames_of(5000), pathlib.Path(sys.argv[1]))" "$frames")

cpu() { TIMEFORMAT='%U %S'; { time $program "$1" "$profile" "$2" "${@:3}"; } 2>&1 | awk '{ print $1 + $2 }'; }
instructions() {
    valgrind --tool=callgrind --callgrind-out-file=/dev/null $program "$1" "$profile" "$2" "${@:3}" 2>&1 | awk '/Collected/ { print $NF }'
}
measure() { # NAME ROUNDS FILE...
    local name=$1 rounds=$2; shift 2
    for _ in 1 2 3 4 5 6 7 8 9; do for kind in walk engine; do echo "$kind $(cpu $kind "$rounds" "$@")"; done; done |
        awk -v name="$name" '!($1 in least) || $2 < least[$1] { least[$1] = $2 }
            END { printf "%s: walk %.3f s, engine %.3f s, ratio %.2f\n", name, least["walk"], least["engine"], least["engine"] / least["walk"] }'
}
counted() { # NAME MORE FEWER FILE...
    local name=$1 more=$2 fewer=$3; shift 3
    for kind in walk engine; do
        if [ $# -gt 1 ]; then
            echo $(($(instructions $kind 1 "${@:1:more}") - $(instructions $kind 1 "${@:1:fewer}")))
        else
            echo $(($(instructions $kind "$more" "$1") - $(instructions $kind "$fewer" "$1")))
        fi
    done | paste -sd' ' | awk -v name="$name" -v n=$((more - fewer)) \
        '{ printf "%s: %d instructions to open and walk, %d with the engine, ratio %.2f\n", name, $1 / n, $2 / n, $2 / $1 }'
}
for corpus in tiny encapsulated; do
    mapfile -t files < <(find "$folder/$corpus" -type f | sort)
    measure "$corpus, ${#files[@]} files" 1 "${files[@]}"
    counted "$corpus, a file" 500 100 "${files[@]}"
done
measure "Enhanced MR, 5,000 frames, 4 times" 4 "$frames"
counted "Enhanced MR, 5,000 frames" 2 1 "$frames"
