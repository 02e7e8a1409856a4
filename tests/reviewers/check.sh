#!/usr/bin/env bash
# Drafts annotated by the programs that people have, read back by `idm comments`. Called by .ci/run after a build.
# With a number, so many marks by each program on each draft: tests/reviewers/check.sh 60
set -euo pipefail
cd "$(dirname "$0")/../.."

if ! command -v qpdf >/dev/null || ! ldconfig -p | grep -q libpoppler-glib.so.8 || ! python3 -c 'import ensurepip' 2>/dev/null; then
  sudo=""
  [ "$(id -u)" -eq 0 ] || sudo="sudo"
  $sudo apt-get update -qq
  # Later systems name the library after its wider times.
  glib=libpoppler-glib8
  ! apt-cache show libpoppler-glib8t64 >/dev/null 2>&1 || glib=libpoppler-glib8t64
  $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends qpdf $glib python3-venv
fi
tools=target/ci-reviewers/tools
[ -x $tools/bin/pip ] || python3 -m venv $tools
$tools/bin/pip install --quiet pymupdf==1.26.5 pikepdf==10.18.0 python-docx==1.2.0
(cd tests/reviewers && npm ci --omit=optional --no-audit --no-fund --silent)

exec $tools/bin/python tests/reviewers/check.py target/release/idm target/ci-reviewers "${1:-12}"
