#!/usr/bin/env bash
# The main job, shown: de-identify the Fixtures, seal, open (with ours and with stock age), verify.
set -euo pipefail
dcmveil=$(realpath "$1")
work=.build-demo
rm -rf "$work" && mkdir -p "$work"

say() { printf '\n\033[1m== %s\033[0m\n' "$*"; }
show() { printf '$ %s\n' "$*"; "$@"; }
# A command that is meant to end with a status other than 0.
expect() { local status=$1; shift; printf '$ %s\n' "$*" >&2; local got=0; "$@" || got=$?
    [ "$got" -eq "$status" ] || { echo "demo: expected exit status $status, got $got" >&2; exit 1; }; }
tags() { dcmdump -q +P PatientName +P PatientID +P PatientBirthDate +P StudyDate +P InstitutionName +P StudyDescription \
    +P SOPInstanceUID +P PatientIdentityRemoved "$1" | sed 's/  *#.*//' ; }

say "Keys: one for pseudonyms that repeat, one to seal to"
show "$dcmveil" keygen --study -o $work/study.key
show "$dcmveil" keygen -o $work/researcher.key
recipient=$("$dcmveil" keygen -y $work/researcher.key)

say "What the verifier says of the Fixtures as they are"
expect 1 "$dcmveil" verify -q Fixtures/ct > $work/before.txt
echo "$(wc -l < $work/before.txt) findings in 3 slices, for example:"; head -3 $work/before.txt

say "De-identify everything in Fixtures (exit 2: the broken ones are quarantined, none is written)"
expect 2 "$dcmveil" deid Fixtures -o $work/export --key-file $work/study.key --report $work/report.jsonl 2> $work/deid.txt
tail -1 $work/deid.txt
echo "quarantined, by reason:"
grep -o '"status":"quarantined","reason":"[^"]*"' $work/report.jsonl | cut -d'"' -f8 | sort | uniq -c

say "One slice, before and after"
slice=$(grep -F 'Fixtures/ct/slice-1.dcm' $work/report.jsonl | grep -o '"output":"[^"]*"' | cut -d'"' -f4)
tags Fixtures/ct/slice-1.dcm; echo "   --->"; tags "$work/export/$slice"

say "The report says what was done, in counts and places, without a value"
grep -F 'Fixtures/ct/slice-1.dcm' $work/report.jsonl | cut -c1-420; echo "…"; tail -1 $work/report.jsonl

say "Seal while de-identifying: no cleartext output touches the disk"
show "$dcmveil" deid Fixtures/ct -o $work/sealed --key-file $work/study.key --seal-to "$recipient"
(cd $work/sealed && find . -type f | sed 's/^/  /')

say "Open with dcmveil, and with stock age: the same bytes as the unsealed export"
show "$dcmveil" open -i $work/researcher.key -o $work/opened $work/sealed
age -d -i $work/researcher.key "$work/sealed/$slice.age" | cmp - "$work/export/$slice" && echo "age -d: identical"
cmp "$work/opened/$slice" "$work/export/$slice" && echo "dcmveil open: identical"

say "A flipped bit is refused, and nothing is left behind"
cp "$work/sealed/$slice.age" $work/flipped.age
size=$(stat -c %s $work/flipped.age)
printf '\xff' | dd of=$work/flipped.age bs=1 seek=$((size - 100)) conv=notrunc status=none
expect 77 "$dcmveil" open -i $work/researcher.key -o $work/flipped.dcm $work/flipped.age
[ ! -e $work/flipped.dcm ] || { echo "demo: something was left behind" >&2; exit 1; }

say "Verify the export"
expect 0 "$dcmveil" verify $work/export/"${slice%%/*}"
echo
echo "all of it, with warnings (what the originals get wrong, and the little that stays) and what a person must look at (exit 2: one file has"
echo "a stream of a kind that verify does not look into, and says so):"
expect 2 "$dcmveil" verify --fail-on error $work/export | cut -d: -f2- | sed 's/ at byte [0-9]*//' | sort | uniq -c | sort -rn | head -8
say "Done. Everything is in $work"
