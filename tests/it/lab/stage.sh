# Builds the stage of one scenario: seven machines, both families, all inside namespaces that end with this shell.
# Runs as process 1 of its own PID namespace, so that nothing outlives it and nothing outside is touched.
#
#   lan 10.1.0.0/24 fd00:1::/64       mid 10.2.0.0/24 fd00:2::/64     far 10.3.0.0/24 fd00:3::/64
#   client .2 ┐
#   peer   .3 ├─ .1 r1 (bridge) .1 ──────────────────────────── .2 r2 .1 ─────────── .2 server
#   names .53 ┘                                                     .1 ─────────── .2 control  (10.4.0.0/24 fd00:4::/64)
trap 'exit 99' ERR
mount -t tmpfs tmpfs /run
mkdir -p /run/netns /run/lab
cat >/run/lab/tools.sh
export BASH_ENV=/run/lab/tools.sh HOME=/run/lab TMPDIR=/run/lab

for host in client r1 r2 server names peer control; do
  ip netns add $host
  # Addresses serve at once, without the pause of duplicate address detection.
  nsenter --net=/run/netns/$host bash -c 'cd /proc/sys/net; echo 0 >ipv6/conf/default/accept_dad; echo 0 >ipv6/conf/default/router_solicitations'
done
for host in r1 r2; do
  nsenter --net=/run/netns/$host bash -c 'cd /proc/sys/net; echo 1 >ipv4/ip_forward; echo 1 >ipv6/conf/all/forwarding'
done

# machine HOST "NETWORK NUMBER" ROUTER: an end host at .NUMBER of network 10.NETWORK.0.0, behind .ROUTER.
machine() {
  local host=$1 at=$2 router=$3
  ip -n $host -batch - <<END
link set lo up
link set eth0 up
addr add 10.${at/ /.0.}/24 dev eth0
addr add fd00:${at/ /::}/64 dev eth0 nodad
route add default via 10.${at% *}.0.$router
route add default via fd00:${at% *}::$router
END
}
ip -n r1 -batch - <<END
link set lo up
link add lan type bridge
link set lan up
link add to-client type veth peer name eth0 netns client
link add to-peer type veth peer name eth0 netns peer
link add to-names type veth peer name eth0 netns names
link add mid type veth peer name mid netns r2
link set to-client master lan up
link set to-peer master lan up
link set to-names master lan up
link set mid up
addr add 10.1.0.1/24 dev lan
addr add fd00:1::1/64 dev lan nodad
addr add 10.2.0.1/24 dev mid
addr add fd00:2::1/64 dev mid nodad
END
ip -n r2 -batch - <<END
link set lo up
link add far type veth peer name eth0 netns server
link add away type veth peer name eth0 netns control
link set mid up
link set far up
link set away up
addr add 10.2.0.2/24 dev mid
addr add fd00:2::2/64 dev mid nodad
addr add 10.3.0.1/24 dev far
addr add fd00:3::1/64 dev far nodad
addr add 10.4.0.1/24 dev away
addr add fd00:4::1/64 dev away nodad
route add default via 10.2.0.1
route add default via fd00:2::1
END
for route in "10.3.0.0/24 via 10.2.0.2" "10.4.0.0/24 via 10.2.0.2" "fd00:3::/64 via fd00:2::2" "fd00:4::/64 via fd00:2::2"; do
  ip -n r1 route add $route
done
machine client "1 2" 1
machine peer "1 3" 1
machine names "1 53" 1
machine server "3 2" 1
machine control "4 2" 1

# Name look-ups read these files and ask nobody else, whatever the system outside uses.
config() {
  local real
  real=$(readlink -f /etc/$1)
  mkdir -p "${real%/*}"
  [ -e "$real" ] || : >"$real"
  cat >/run/lab/$1
  mount --bind /run/lab/$1 "$real"
}
echo 'nameserver 10.1.0.53' | config resolv.conf
printf '127.0.0.1 localhost\n::1 localhost ip6-localhost\n' | config hosts
echo 'hosts: files dns' | config nsswitch.conf
