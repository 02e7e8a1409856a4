#!/usr/bin/env bash
# A night over all publications in a folder, by several processes of GNU parallel, on one machine or several that share the
# folder. Copy it, and fill in the first lines.
#
#   parallel.sh VOLUMES OUT PARTS
set -euo pipefail
volumes=${1:-volumes}
out=${2:-out}
parts=${3:-4}
work=${WORK:-work}       # parts and cache; kept from night to night
idm=${IDM:-idm}

mkdir -p "$work"
# Each part is a folder of its own, that of an earlier night. One thread for each process: together they have all processors.
status=0
RAYON_NUM_THREADS=1 parallel --jobs "${JOBS:-100%}" --joblog "$work/jobs.log" --halt soon,fail=100% \
  "$idm" nightly --projects "$volumes" --out "$work/{}-of-$parts" --shard "{}/$parts" --balance "$out" --cache "$work/cache" \
  --jobs 1 --wait ::: $(seq "$parts") || status=$?
# parallel ends with the number of jobs that failed. 1 of `idm` means that inputs have errors: their last good documents stay.
if [ "$status" -ne 0 ] && awk 'NR > 1 && $7 > 1 { bad = 1 } END { exit !bad }' "$work/jobs.log"; then
  echo "a part could not be built; see $work/jobs.log" >&2
  exit 3
fi
mkdir -p "$out"
for part in $(seq "$parts"); do cp -R "$work/$part-of-$parts/." "$out/"; done
exec "$idm" nightly --projects "$volumes" --out "$out" --merge
