#!/bin/bash
# install.sh DIR: puts a real VS Code workbench (code-server 4.100.3, which is VS Code 1.100.3) into DIR, from the npm
# registry and, on Debian as root, from Debian's packages. About 70 s and 320 MB the first time, nothing afterwards.
# No package's install script runs but those named below, which build from source what the workbench loads natively.
set -euo pipefail
dir=${1:?usage: install.sh DIR}
[ -f "$dir/.ready" ] && [ -f "$dir/node_modules/code-server/out/node/entry.js" ] && exit 0

need=()
command -v rg >/dev/null || need+=(ripgrep)
command -v g++ >/dev/null || need+=(g++)
command -v make >/dev/null || need+=(make)
command -v python3 >/dev/null || need+=(python3)
if [ ${#need[@]} -gt 0 ]; then
  if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
    echo "The workbench needs ${need[*]}: install them (on Debian: sudo apt-get install ${need[*]}) and run again." >&2
    exit 1
  fi
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq
  apt-get install -y -qq --no-install-recommends "${need[@]}" >/dev/null
fi

mkdir -p "$dir"
cd "$dir"
[ -f package.json ] || echo '{"name":"workbench","private":true}' >package.json
npm="npm --no-audit --no-fund --loglevel=error"
$npm install --ignore-scripts code-server@4.100.3
code=node_modules/code-server/lib/vscode
(cd "$code" && $npm install --omit=dev --ignore-scripts)
(cd "$code/extensions" && $npm install --omit=dev --ignore-scripts)
export npm_config_build_from_source=true npm_config_yes=true
# Node's headers mostly come with it; they would be downloaded otherwise.
prefix=$(node -p 'require("node:path").resolve(process.execPath, "../..")')
if [ -f "$prefix/include/node/node_version.h" ]; then export npm_config_nodedir="$prefix"; fi
$npm rebuild argon2
for module in @vscode/spdlog native-watchdog node-pty; do (cd "$code" && $npm rebuild "$module"); done
mkdir -p "$code/node_modules/@vscode/ripgrep/bin"
ln -sf "$(command -v rg)" "$code/node_modules/@vscode/ripgrep/bin/rg"
node node_modules/code-server/out/node/entry.js --version
touch .ready
