#!/usr/bin/env bash
# netwhy minecraft against mcstatus, interleaved. See README.md.
set -euo pipefail
cd "$(dirname "$0")/../.."
runs=${1:-51}
for need in node python3 /usr/bin/time; do
  command -v $need >/dev/null || { echo "$need is not installed (tests/install.sh; apt install time)" >&2; exit 1; }
done
peers=$PWD/target/peers
[ -x "$peers/pip/bin/mcstatus" ] || { echo "the other client and the server are not there; run tests/install.sh" >&2; exit 1; }
if [ -z "${netwhy:-}" ]; then
  cargo build --release --locked --quiet
  netwhy=$PWD/target/release/netwhy
fi
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
export netwhy peers folder PYTHONDONTWRITEBYTECODE=1
# A network of its own, so that nobody else's traffic or settings are in the way.
unshare -rn bash -euc '
ip link set lo up
node benches/minecraft/server.js "$peers/npm/node_modules/minecraft-protocol" >"$folder/ready" & server=$!
trap "kill $server" EXIT
until [ -s "$folder/ready" ]; do kill -0 $server; sleep 0.05; done
python3 benches/minecraft/measure.py "$1"
' bash "$runs"
