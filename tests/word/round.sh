#!/usr/bin/env bash
# A Word draft goes out, is edited, saved by LibreOffice, and comes back: the summary has exactly those changes. After a build, with
# LibreOffice (`soffice`), Python and pdftotext. Called by .ci/run.
set -euo pipefail
cd "$(dirname "$0")/../.."

idm=$PWD/target/release/idm
room=target/ci-word-round
rm -rf $room
mkdir -p $room
cp -R tests/base $room/inputs
cp -R tests/base $room/earlier
cp tests/word/edit.py tests/word/round.diff tests/word/words.py $room
cd $room
office() { timeout 300 soffice --headless --convert-to "$1" --outdir "$2" "$3" > office.txt 2>&1 || { cat office.txt; exit 1; }; }

"$idm" draft plain-words --format docx --project inputs --out out > /dev/null
cp out/drafts/*.docx sent.docx

# Saved and not edited, it changes nothing.
office docx saved sent.docx
"$idm" import docx saved/sent.docx --panel plain-words --project inputs > none.diff 2> none.txt
[ ! -s none.diff ] || { cat none.diff; exit 1; }

# Edited, it changes what was edited.
python3 edit.py sent.docx edited.docx
office docx saved edited.docx
"$idm" import docx saved/edited.docx --panel plain-words --project inputs > round.txt 2> told.txt
diff round.diff round.txt
"$idm" comments saved/edited.docx --project inputs | grep -q 'panel-1/summary.md:15 '
"$idm" import docx saved/edited.docx --panel plain-words --project inputs --write > /dev/null 2>&1
"$idm" check --project inputs > /dev/null

# As a PDF of LibreOffice's, a draft holds all its words in their order.
office pdf pdf sent.docx
pdftotext -raw pdf/sent.pdf - | python3 words.py sent.docx
echo "a draft goes out and comes back"
