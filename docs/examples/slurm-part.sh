#!/usr/bin/env bash
#SBATCH --job-name=idm-part
#SBATCH --cpus-per-task=1
#SBATCH --requeue
#SBATCH --open-mode=append
# One part of a night over all publications in a folder. Submit it as an array, and the merge after it:
#
#   parts=$(sbatch --parsable --array=1-4 slurm-part.sh)
#   sbatch --dependency=afterok:$parts slurm-merge.sh
#
# A task that is killed with its machine is begun again by Slurm, and takes from the cache what it had finished.
set -uo pipefail
volumes=${VOLUMES:-volumes}
out=${OUT:-out}
work=${WORK:-work}       # parts and cache, on a file system that all machines share
idm=${IDM:-idm}

export RAYON_NUM_THREADS=${SLURM_CPUS_PER_TASK:-1}
"$idm" nightly --projects "$volumes" --out "$work/$SLURM_ARRAY_TASK_ID-of-$SLURM_ARRAY_TASK_COUNT" \
  --shard "$SLURM_ARRAY_TASK_ID/$SLURM_ARRAY_TASK_COUNT" --balance "$out" --cache "$work/cache" \
  --jobs "$RAYON_NUM_THREADS" --wait
status=$?
# 1 means that inputs have errors: everything else is built, and the merge tells.
[ "$status" -le 1 ]
