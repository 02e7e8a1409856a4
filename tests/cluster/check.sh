#!/usr/bin/env bash
# Runs the examples of a night on several machines as they stand in docs/examples: GNU parallel, Snakemake and Slurm, the
# last with two nodes on this machine, of which one is killed. Each has to come to the manifests of a single run, and a second
# run has to build nothing. What is not installed is passed over and named.
#
#   tests/cluster/check.sh [VOLUMES]     made-up publications, 6 if no number is given
set -euo pipefail
cd "$(dirname "$0")/../.."
number=${1:-6}
root=$PWD
IDM=${IDM:-$root/target/release/idm}
export IDM
examples=$root/docs/examples
work=$(mktemp -d)
cleanup=("rm -rf $work")
ended() { for ((i = ${#cleanup[@]} - 1; i >= 0; i--)); do eval "${cleanup[$i]}" || true; done; }
trap ended EXIT
cd "$work"

step() { printf '\n== %s\n' "$*"; }
seconds() { date +%s.%N; }

step "$number publications"
for i in $(seq "$number"); do
  # Numbers of panels with which no draft has a warning: what has one is made in every run, to tell it again.
  "${SYNTHETIC:-$root/target/release/examples/synthetic}" $((3 + 2 * (i % 2))) "volumes/$((2000 + i))" > /dev/null
  sed -i "s/^id: .*/id: volume-$i/" "volumes/$((2000 + i))/publication.yaml"
done

# Compares all manifests but for their runs, and all outputs.
same() {
  python3 - whole "$1" <<'PYTHON'
import hashlib, json, pathlib, sys

one, other = map(pathlib.Path, sys.argv[1:])
def manifests(folder):
    found = {}
    for path in sorted(folder.rglob("manifest.json")):
        manifest = json.loads(path.read_text())
        manifest.pop("run")
        found[str(path.relative_to(folder))] = manifest
        for output in manifest["outputs"]:
            digest = hashlib.sha256((path.parent / output["path"]).read_bytes()).hexdigest()
            assert digest == output["sha256"], (path, output["path"])
    return found
first, second = manifests(one), manifests(other)
assert first and first == second, f"{one} and {other} differ"
print(f"{len(first)} manifests are the same but for their runs")
PYTHON
}
# Counts what was typeset in the last run of each part below a folder. Records are written, not typeset.
built() { cat "$@" | awk '/^built / && !/records\.json/ { n++ } END { print n + 0 }'; }

step "one process"
begin=$(seconds)
RAYON_NUM_THREADS=1 "$IDM" nightly --projects volumes --out whole --jobs 1 --timeout 3600 > whole.log
whole=$(echo "$(seconds) - $begin" | bc)
echo "$whole s"

if command -v parallel > /dev/null; then
  step "GNU parallel: two processes, then four parts"
  begin=$(seconds)
  WORK=p2 JOBS=2 "$examples/parallel.sh" volumes out-p2 2 > p2.log
  two=$(echo "$(seconds) - $begin" | bc)
  echo "$two s: $(echo "scale=2; $whole / $two" | bc) times as fast as one"
  same out-p2
  WORK=p4 JOBS=2 "$examples/parallel.sh" volumes out-p4 4 > p4.log
  same out-p4
  WORK=p4 JOBS=2 "$examples/parallel.sh" volumes out-p4 4 > again.log
  echo "$(built again.log) built by the second run"
  [ "$(built again.log)" = 0 ]
  same out-p4
else
  echo "GNU parallel is not installed: passed over"
fi

if command -v snakemake > /dev/null; then
  step "Snakemake, twice"
  run=(snakemake --snakefile "$examples/Snakefile" --cores 2 --config volumes=volumes out=out-s work=s parts=3 "idm=$IDM")
  "${run[@]}" > s.log 2> s.err || { tail -n 30 s.err; exit 1; }
  same out-s
  "${run[@]}" > s2.log 2> s2.err
  grep -q "Nothing to be done" s2.log s2.err
  echo "nothing to be done in the second run"
  # Files are touched, and say the same.
  find volumes -name '*.md' -exec touch {} +
  "${run[@]}" > s3.log 2> s3.err
  echo "$(built s3.log s3.err) built after all files were touched"
  [ "$(built s3.log s3.err)" = 0 ]
  same out-s
else
  echo "Snakemake is not installed: passed over"
fi

if command -v slurmctld > /dev/null && command -v munged > /dev/null && [ "$(id -u)" -eq 0 ]; then
  step "Slurm: two nodes on this machine, one task killed and begun again"
  # shellcheck source=tests/cluster/slurm.sh
  source "$root/tests/cluster/slurm.sh"
else
  echo "Slurm is not installed, or this is not root: passed over"
fi
