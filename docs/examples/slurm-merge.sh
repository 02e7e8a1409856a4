#!/usr/bin/env bash
#SBATCH --job-name=idm-merge
#SBATCH --cpus-per-task=1
# Joins what the tasks of slurm-part.sh have made.
set -euo pipefail
volumes=${VOLUMES:-volumes}
out=${OUT:-out}
work=${WORK:-work}
idm=${IDM:-idm}

mkdir -p "$out"
parts=${PARTS:-4}
for part in $(seq "$parts"); do cp -R "$work/$part-of-$parts/." "$out/"; done
exec "$idm" nightly --projects "$volumes" --out "$out" --merge
