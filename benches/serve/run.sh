#!/usr/bin/env bash
# netwhy serve against nginx, interleaved. See README.md.
set -euo pipefail
cd "$(dirname "$0")/../.."
export rounds=${1:-5} seconds=${2:-5}
for need in nginx wrk python3; do
  PATH=$PATH:/usr/sbin command -v $need >/dev/null || { echo "$need is not installed (tests/install.sh)" >&2; exit 1; }
done
if [ -z "${netwhy:-}" ]; then
  cargo build --release --locked --quiet
  netwhy=$PWD/target/release/netwhy
fi
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
chmod 755 "$folder"
mkdir "$folder/bytes"
head -c 100 /dev/zero | tr '\0' x >"$folder/bytes/100"
cat >"$folder/nginx.conf" <<END
user root root; daemon off; worker_processes 2; pid $folder/pid; error_log stderr;
events { worker_connections 1024; }
http { access_log off; sendfile on; keepalive_requests 1000000; open_file_cache max=10;
  client_body_temp_path $folder/b; proxy_temp_path $folder/p; fastcgi_temp_path $folder/f; uwsgi_temp_path $folder/u;
  scgi_temp_path $folder/s; server { listen 8000; root $folder; } }
END
export netwhy folder PYTHONDONTWRITEBYTECODE=1 PATH=$PATH:/usr/sbin
# A network of its own, so that nobody else's traffic or settings are in the way. On root's machine nginx stays root.
unshare -rn bash -euc 'ip link set lo up; exec python3 benches/serve/measure.py'
