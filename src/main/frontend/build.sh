#!/usr/bin/env bash
# Makes the browser part (target/classes/static/island) with the machine's npm. Where nothing has changed since, it does nothing.
set -euo pipefail
cd "$(dirname "$0")"
target=../../../target
island=$target/classes/static/island
stamp=$target/frontend.stamp
install=node_modules/.installed

if ! command -v npm >/dev/null || ! command -v node >/dev/null; then
    cat >&2 <<'MESSAGE'
No npm found, which builds the pages' diagrams. Either
  - Debian, Ubuntu:   sudo apt-get install nodejs npm
  - others:           install Node.js 18 or newer; npm comes with it
and run the build again.
MESSAGE
    exit 1
fi

sum() { if command -v sha256sum >/dev/null; then sha256sum; else shasum -a 256; fi }
inputs() {
    find . -name node_modules -prune -o -type f ! -name '*.md' -print | LC_ALL=C sort | while read -r file; do
        echo "$file"
        cat "$file"
    done
    cat ../resources/static/nrm.css
    grep -E '^(replay|casework)\.' ../resources/messages.properties
    node --version
}

now=$(inputs | sum)
made() { [ -f "$island/replay.js" ] && [ -f "$island/replay.css" ] && [ -f "$island/evidence.js" ] && [ -f "$island/evidence.css" ]; }
if [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$now" ] && made && [ -d node_modules ]; then exit 0; fi

lock=$(cat package.json package-lock.json | sum)
if [ ! -f "$install" ] || [ "$(cat "$install")" != "$lock" ]; then
    npm ci --prefer-offline --loglevel=error
    echo "$lock" >"$install"
fi
npm run --silent build
mkdir -p "$target"
echo "$now" >"$stamp"
