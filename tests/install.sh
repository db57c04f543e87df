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
  vsftpd:vsftpd
)

PATH=$PATH:/usr/sbin:/sbin
missing=()
for need in "${needs[@]}"; do
  command -v "${need%%:*}" >/dev/null || missing+=("${need#*:}")
done
/usr/bin/python3 -c 'import aiosmtpd' 2>/dev/null || missing+=(python3-aiosmtpd)
[ ${#missing[@]} -eq 0 ] && exit

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
