#!/usr/bin/env bash
# netwhy proxy against tinyproxy and squid, interleaved. See README.md.
set -euo pipefail
cd "$(dirname "$0")/../.."
export rounds=${1:-5} seconds=${2:-5}
for need in nginx tinyproxy squid wrk curl python3; do
  PATH=$PATH:/usr/sbin command -v $need >/dev/null || { echo "$need is not installed (tests/install.sh)" >&2; exit 1; }
done
if [ -z "${netwhy:-}" ]; then
  cargo build --release --locked --quiet
  netwhy=$PWD/target/release/netwhy
fi
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
chmod 755 "$folder"
head -c 100 /dev/urandom | base64 -w 0 | head -c 100 >"$folder/small"
truncate -s 1G "$folder/large"
cat >"$folder/nginx.conf" <<END
user root root; daemon off; worker_processes 1; pid $folder/pid; error_log stderr; worker_rlimit_nofile 30000;
events { worker_connections 24000; }
http { access_log off; sendfile on; tcp_nopush on; keepalive_requests 1000000; keepalive_timeout 600;
  client_body_temp_path $folder/b; proxy_temp_path $folder/p; fastcgi_temp_path $folder/f; uwsgi_temp_path $folder/u;
  scgi_temp_path $folder/s; server { listen 8000 reuseport backlog=8192; root $folder; } }
END
cat >"$folder/tinyproxy.conf" <<END
Port 8888
Listen 127.0.0.1
Timeout 600
LogFile "/dev/null"
LogLevel Critical
MaxClients 2000
Allow 127.0.0.1
DisableViaHeader No
END
cat >"$folder/squid.conf" <<END
http_port 127.0.0.1:3128
pid_filename none
visible_hostname squid.test
access_log none
cache_log $folder/squid.log
coredump_dir $folder
cache deny all
cache_mem 4 MB
memory_pools off
netdb_filename none
pinger_enable off
shutdown_lifetime 0 seconds
max_filedescriptors 30000
http_access allow all
END
chmod 777 "$folder"
touch "$folder/squid.log" && chmod 666 "$folder/squid.log"
export netwhy folder PYTHONDONTWRITEBYTECODE=1 PATH=$PATH:/usr/sbin
# A network of its own, so that nobody else's traffic or settings are in the way.
ulimit -n "$(ulimit -Hn)"
# squid gives up root by itself, so it must be the real one.
[ "$(id -u)" -eq 0 ] || { echo 'run this as root' >&2; exit 1; }
unshare -n bash -euc 'ip link set lo up; exec python3 benches/proxy/measure.py'
