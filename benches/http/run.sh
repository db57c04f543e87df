#!/usr/bin/env bash
# netwhy http against curl, interleaved. See README.md.
set -euo pipefail
cd "$(dirname "$0")/../.."
runs=${1:-201}
for need in nginx curl python3 openssl /usr/bin/time; do
  PATH=$PATH:/usr/sbin command -v $need >/dev/null || { echo "$need is not installed (tests/install.sh; apt install time)" >&2; exit 1; }
done
if [ -z "${netwhy:-}" ]; then
  cargo build --release --locked --quiet
  netwhy=$PWD/target/release/netwhy
fi
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
chmod 755 "$folder"
head -c 100000000 /dev/urandom >"$folder/large"
echo hello >"$folder/small"
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 9 -subj /CN=localhost \
  -addext subjectAltName=DNS:localhost,IP:127.0.0.1 -keyout "$folder/key" -out "$folder/certificate" 2>/dev/null
cat >"$folder/conf" <<END
user root root; daemon off; master_process off; pid $folder/pid; error_log stderr;
events { worker_connections 256; }
http { access_log off; sendfile on; tcp_nopush on; client_body_temp_path $folder/b; proxy_temp_path $folder/p;
  fastcgi_temp_path $folder/f; uwsgi_temp_path $folder/u; scgi_temp_path $folder/s;
  server { listen 8000; listen 8443 ssl; ssl_certificate certificate; ssl_certificate_key key; root $folder; } }
END
export netwhy folder PYTHONDONTWRITEBYTECODE=1 PATH=$PATH:/usr/sbin
# A network of its own, so that nobody else's traffic or settings are in the way. On root's machine nginx stays root.
unshare -rn bash -euc '
ip link set lo up
nginx -p "$folder" -e stderr -c "$folder/conf" 2>"$folder/log" & server=$!
trap "kill $server" EXIT
until curl -s -o /dev/null http://127.0.0.1:8000/small; do kill -0 $server || { cat "$folder/log"; exit 1; }; sleep 0.05; done
python3 benches/http/measure.py "$1"
' bash "$runs"
