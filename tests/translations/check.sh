#!/usr/bin/env bash
# Exchanged translations read, changed and written by the libraries that others have, and read back. Called by .ci/run after a build.
set -euo pipefail
cd "$(dirname "$0")/../.."

work=target/ci-translations
mkdir -p $work
if ! python3 -c 'import ensurepip' 2>/dev/null; then
  sudo=""
  [ "$(id -u)" -eq 0 ] || sudo="sudo"
  $sudo apt-get update -qq
  $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends python3-venv
fi
# The schema of XLIFF lies in a package of Debian's, which need not be installed for it.
if [ ! -d $work/schema ]; then
  (cd $work && rm -f php-symfony-translation_*.deb && apt-get download -qq php-symfony-translation) &&
    dpkg-deb -x $work/php-symfony-translation_*.deb $work/schema
fi
tools=$work/tools
[ -x $tools/bin/pip ] || python3 -m venv $tools
$tools/bin/pip install --quiet translate-toolkit==3.20.4 polib==1.2.0 lxml==6.1.3

exec $tools/bin/python tests/translations/check.py target/release/idm $work
