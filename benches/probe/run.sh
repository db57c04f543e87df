#!/usr/bin/env bash
# netwhy probe against nmap -sT and rustscan, interleaved. See README.md.
set -euo pipefail
cd "$(dirname "$0")/../.."
runs=${1:-11}
for need in nmap python3 /usr/bin/time; do
  command -v $need >/dev/null || { echo "$need is not installed (apt install nmap python3 time)" >&2; exit 1; }
done
if [ -z "${netwhy:-}" ]; then
  cargo build --release --locked --quiet
  netwhy=$PWD/target/release/netwhy
fi
export netwhy PYTHONDONTWRITEBYTECODE=1
exec unshare -rn bash -c '
set -eu
trap "kill \$(jobs -p) 2>/dev/null" EXIT
ip link set lo up
unshare -n sleep infinity & far=$!
until [ "$(readlink /proc/$far/ns/net)" != "$(readlink /proc/self/ns/net)" ]; do sleep 0.02; done
there() { nsenter -t $far -n "$@"; }
ip link add near type veth peer name far netns $far
ip addr add 10.9.0.1/24 dev near; ip link set near up
there ip link set lo up; there ip addr add 10.9.0.2/24 dev far; there ip addr add 10.9.0.3/24 dev far; there ip link set far up
there iptables -A INPUT -d 10.9.0.3 -p tcp -m multiport ! --dports 22,80,443,1111,1999,40000 -j DROP
python3 benches/probe/listen.py &
nsenter -t $far -n python3 benches/probe/listen.py &
sleep 1
python3 benches/probe/measure.py "$1"
' bash "$runs"
