#!/usr/bin/env bash
# Installs what the tests need and this machine lacks. Debian and Ubuntu, as root or with sudo.
set -euo pipefail

# command:package
needs=(
  ip:iproute2 ss:iproute2 iptables:iptables nft:nftables unshare:util-linux setpriv:util-linux prlimit:util-linux
  bash:bash zsh:zsh fish:fish man:man-db jq:jq script:bsdutils
  curl:curl wget:wget ssh:openssh-client git:git node:nodejs psql:postgresql-client
  nginx:nginx-light dnsmasq:dnsmasq-base unbound:unbound python3:python3 dig:bind9-dnsutils nc:netcat-openbsd
  nmap:nmap faketime:faketime openssl:openssl socat:socat zstd:zstd
  squid:squid-openssl tinyproxy:tinyproxy danted:dante-server sshd:openssh-server redis-server:redis-server
  npm:npm minetestserver:minetest-server
  vsftpd:vsftpd
  chromium:chromium certutil:libnss3-tools wrk:wrk zbarimg:zbar-tools
)

PATH=$PATH:/usr/sbin:/sbin:/usr/games
missing=()
for need in "${needs[@]}"; do
  command -v "${need%%:*}" >/dev/null || missing+=("${need#*:}")
done
/usr/bin/python3 -c 'import aiosmtpd' 2>/dev/null || missing+=(python3-aiosmtpd)
[ -e /usr/share/games/minetest/mods/pycraft ] || missing+=(minetest-mod-pycraft)
python3 -c 'import venv, ensurepip' 2>/dev/null || missing+=(python3-venv)

# Minecraft servers and clients of other makers, each in the version that the tests were written with.
peers() {
  local here
  here=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)/target/peers
  mkdir -p "$here"
  local wanted='minecraft-protocol@1.54.0 jsp-raknet@2.2.0 quarry==1.9.6 mcstatus==14.2.0 mcpi==1.2.1 requests==2.32.5 har-validator@5.1.5 haralyzer==2.4.0'
  [ "$(cat "$here/wanted" 2>/dev/null)" = "$wanted" ] && return
  npm install --prefix "$here/npm" --ignore-scripts --no-audit --no-fund minecraft-protocol@1.54.0 jsp-raknet@2.2.0 \
    har-validator@5.1.5
  python3 -m venv "$here/pip"
  "$here/pip/bin/pip" install -q quarry==1.9.6 mcstatus==14.2.0 mcpi==1.2.1 requests==2.32.5 haralyzer==2.4.0
  echo "$wanted" >"$here/wanted"
}
if [ ${#missing[@]} -eq 0 ]; then
  peers
  exit
fi

as_root=()
[ "$(id -u)" -eq 0 ] || as_root=(sudo)
export DEBIAN_FRONTEND=noninteractive
# Services that come along are not started: the tests start their own, inside their own namespaces.
policy=/usr/sbin/policy-rc.d
if [ ! -e $policy ]; then
  printf '#!/bin/sh\nexit 101\n' | "${as_root[@]}" tee $policy >/dev/null
  "${as_root[@]}" chmod 755 $policy
  trap '"${as_root[@]}" rm -f $policy' EXIT
fi
"${as_root[@]}" apt-get update -q
"${as_root[@]}" apt-get install -q -y --no-install-recommends "${missing[@]}"
peers
