# What the commands of a scenario can use on each machine. Every server here is a real one.

# listening PORT: waits until a TCP listener stands there.
listening() {
  for _ in {1..200}; do
    ss -Hltn "sport = :$1" | grep -q . && return
    sleep 0.01
  done
  echo "nothing listens on $1" >&2
  return 1
}

# web [ADDRESS:]PORT...: nginx, on both families where no address is given. It has a connectivity check, too.
web() { nginx_on 'location /generate_204 { return 204; } location / { return 200 "hello from the lab\n"; }' "$@"; }

# portal "STATUS [LOCATION]" PORT...: nginx that answers everything in this way.
portal() { nginx_on "location / { return $1; }" "${@:2}"; }

nginx_on() {
  local dir listen= one locations=$1
  shift
  dir=$(mktemp -d /run/lab/web.XXXXXX)
  for one; do
    case $one in
      *:*) listen+="listen $one;" ;;
      *) listen+="listen $one; listen [::]:$one;" ;;
    esac
  done
  cat >$dir/conf <<END
user root root; daemon on; master_process off; pid $dir/pid; error_log $dir/error;
events { worker_connections 256; }
http { access_log off; client_body_temp_path $dir/b; proxy_temp_path $dir/p; fastcgi_temp_path $dir/f;
  uwsgi_temp_path $dir/u; scgi_temp_path $dir/s;
  server { $listen $locations } }
END
  nginx -q -c $dir/conf 2>$dir/start || { cat $dir/start >&2; return 1; }
}

# dns [dnsmasq option...]: dnsmasq on port 53, which asks nobody else.
dns() {
  dnsmasq --no-daemon --conf-file=/dev/null --no-resolv --no-hosts --pid-file= --bind-dynamic "$@" >/run/lab/dns.$$ 2>&1 &
  for _ in {1..200}; do
    ss -Hlun "sport = :53" | grep -q . && return
    sleep 0.01
  done
  cat /run/lab/dns.$$ >&2
  return 1
}

# zone [dnsmasq option...]: the zone that most scenarios use; what is not in it does not exist.
zone() {
  dns --address=/#/ --local=/example.org/ \
    --host-record=app.example.org,10.3.0.2,fd00:3::2 \
    --host-record=four.example.org,10.3.0.2 \
    --host-record=six.example.org,fd00:3::2 \
    --host-record=near.example.org,10.1.0.3,fd00:1::3 \
    --mx-host=mail-only.example.org,app.example.org,10 \
    "$@"
}

# backend [dnsmasq option...]: a second dnsmasq behind `recursor`, on port 5353.
backend() {
  dnsmasq --no-daemon --conf-file=/dev/null --no-resolv --no-hosts --pid-file= --port=5353 "$@" >/run/lab/backend 2>&1 &
  for _ in {1..200}; do
    ss -Hlun "sport = :5353" | grep -q . && return
    sleep 0.01
  done
  cat /run/lab/backend >&2
  return 1
}

# recursor LINE...: unbound on port 53, configured by these lines of its `server:` clause and after.
recursor() {
  {
    printf '%s\n' server: 'interface: 0.0.0.0' 'access-control: 0.0.0.0/0 allow' 'chroot: ""' 'username: ""' \
      'directory: "/run/lab"' 'pidfile: ""' 'use-syslog: no' 'do-not-query-localhost: no' 'ede: yes' "$@"
  } >/run/lab/unbound.conf
  unbound -c /run/lab/unbound.conf
}

# resolvers ADDRESS...: the name servers this machine asks.
resolvers() { printf 'nameserver %s\n' "$@" >/etc/resolv.conf; }

# crowded PORT: a listener that never accepts, with its accept queue filled up.
crowded() {
  python3 - $1 <<'END' &
import signal, socket, sys
full = socket.socket(socket.AF_INET6)
full.bind(("::", int(sys.argv[1])))
full.listen(1)
waiting = []
for _ in range(4):
    one = socket.socket()
    one.setblocking(False)
    one.connect_ex(("127.0.0.1", int(sys.argv[1])))
    waiting.append(one)
open("/run/lab/crowded", "w").close()
signal.pause()
END
  for _ in {1..300}; do [ -e /run/lab/crowded ] && return; sleep 0.01; done
  return 1
}

# curt PORT: accepts every connection and closes it; mute PORT: accepts every connection and says nothing.
curt() { accept_all $1 'one.close()'; }
mute() { accept_all $1 'kept.append(one)'; }
accept_all() {
  python3 - $1 "$2" <<'END' &
import socket, sys
server = socket.create_server(("::", int(sys.argv[1])), family=socket.AF_INET6, dualstack_ipv6=True, backlog=64)
kept = []
while True:
    one, _ = server.accept()
    try:
        exec(sys.argv[2])
    except OSError:
        pass  # gone already
END
  listening $1
}

# hold_ports LOW HIGH: shrinks the range of ephemeral ports to these and takes them all.
hold_ports() {
  echo "$1 $2" >/proc/sys/net/ipv4/ip_local_port_range
  python3 - $1 $2 <<'END' &
import signal, socket, sys
held = []
for port in range(int(sys.argv[1]), int(sys.argv[2]) + 1):
    one = socket.socket(socket.AF_INET6)
    one.bind(("::", port))
    held.append(one)
open("/run/lab/held", "w").close()
signal.pause()
END
  for _ in {1..300}; do [ -e /run/lab/held ] && return; sleep 0.01; done
  return 1
}

# without_connect COMMAND...: runs it under a seccomp filter that answers connect(2) with EPERM, as sandboxes do.
without_connect() {
  exec python3 - "$@" 3<&0 <<'END'
import ctypes, os, platform, struct, sys
connect = {"x86_64": 42, "aarch64": 203}[platform.machine()]
rows = [(0x20, 0, 0, 0), (0x15, 0, 1, connect), (0x06, 0, 0, 0x00050001), (0x06, 0, 0, 0x7FFF0000)]
code = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *row) for row in rows))
class Program(ctypes.Structure):
    _fields_ = [("length", ctypes.c_ushort), ("filter", ctypes.c_void_p)]
program = Program(len(rows), ctypes.addressof(code))
libc = ctypes.CDLL(None, use_errno=True)
assert libc.prctl(38, 1, 0, 0, 0) == 0, "no_new_privs"
assert libc.prctl(22, 2, ctypes.byref(program), 0, 0) == 0, "seccomp"
os.dup2(3, 0)
os.execvp(sys.argv[1], sys.argv[1:])
END
}

# away MS: puts all behind router 1 MS milliseconds away, each way. Run on r1. (Many kernels come without netem, so
# a relay between the routers keeps each frame back.)
away() {
  ip netns add relay
  nsenter --net=/run/netns/relay sh -c 'echo 1 >/proc/sys/net/ipv6/conf/default/disable_ipv6'
  ip link set mid netns relay name right
  ip link add mid type veth peer name left netns relay
  ip link set mid up
  ip addr add 10.2.0.1/24 dev mid
  ip addr add fd00:2::1/64 dev mid nodad
  for route in "10.3.0.0/24 via 10.2.0.2" "10.4.0.0/24 via 10.2.0.2" "fd00:3::/64 via fd00:2::2" "fd00:4::/64 via fd00:2::2"; do
    ip route add $route
  done
  ip -n relay link set left up
  ip -n relay link set right up
  nsenter --net=/run/netns/relay python3 - $1 <<'END' &
import collections, select, socket, sys, time
delay = float(sys.argv[1]) / 1000
def end(name):
    one = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(3))
    one.setsockopt(263, 15, 1)  # PACKET_VNET_HDR: checksums that are still to be filled in stay so
    one.setsockopt(263, 23, 1)  # PACKET_IGNORE_OUTGOING
    one.bind((name, 0))
    one.setblocking(False)
    return one
left, right = end("left"), end("right")
other = {left: right, right: left}
kept = collections.deque()
open("/run/lab/away", "w").close()
while True:
    rest = max(0, kept[0][0] - time.monotonic()) if kept else None
    for one in select.select([left, right], [], [], rest)[0]:
        try:
            kept.append((time.monotonic() + delay, other[one], one.recv(70000)))
        except BlockingIOError:
            pass
    while kept and kept[0][0] <= time.monotonic():
        _, to, frame = kept.popleft()
        to.send(frame)
END
  for _ in {1..300}; do [ -e /run/lab/away ] && return; sleep 0.01; done
  return 1
}

# squid_on [ADDRESS:]PORT [LINE...]: squid, with these lines of its configuration before all is allowed. `login` stands
# for wanting the login user:secret, `only-443` for forbidding CONNECT to other ports.
squid_on() {
  local dir at=$1 line user=()
  shift
  # Its shared memory stays in here.
  [ -e /dev/shm/lab ] || { mount -t tmpfs tmpfs /dev/shm; : >/dev/shm/lab; }
  dir=$(mktemp -d /run/lab/squid.XXXXXX)
  chmod 777 $dir /dev/shm
  echo 'user:$1$lab$FeXUVKLgV7UPl19mXiDOS/' >$dir/passwords
  {
    printf '%s\n' "http_port $at" 'pid_filename none' 'visible_hostname squid.test' "access_log stdio:$dir/access" \
      "cache_log stdio:$dir/log" "coredump_dir $dir" 'cache deny all' 'cache_mem 4 MB' 'netdb_filename none' \
      'pinger_enable off' 'shutdown_lifetime 0 seconds' 'max_filedescriptors 256' 'connect_timeout 2 seconds' \
      'forward_max_tries 1' 'connect_retries 0' 'dns_timeout 2 seconds'
    for line; do
      case $line in
        login) printf '%s\n' "auth_param basic program /usr/lib/squid/basic_ncsa_auth $dir/passwords" \
          'auth_param basic realm the squid' 'acl known proxy_auth REQUIRED' 'http_access deny !known' ;;
        only-443) printf '%s\n' 'acl secure port 443' 'acl tunnel method CONNECT' 'http_access deny tunnel !secure' ;;
        *) echo "$line" ;;
      esac
    done
    echo 'http_access allow all'
  } >$dir/conf
  # It does not run as root, and in a user namespace there is nobody else to become.
  setpriv --reuid=13 true 2>/dev/null || user=(unshare --user --map-user=65534 --map-group=65534)
  "${user[@]}" squid -N -n "${dir##*.}" -f $dir/conf >$dir/out 2>&1 &
  listening ${at##*:} || { cat $dir/out $dir/log >&2; return 1; }
}

# tiny [ADDRESS:]PORT [LINE...]: tinyproxy, with these lines of its configuration, such as `ConnectPort 443` or
# `BasicAuth user secret`.
tiny() {
  local dir at=$1
  shift
  dir=$(mktemp -d /run/lab/tiny.XXXXXX)
  {
    printf '%s\n' "Port ${at##*:}" 'Timeout 2' 'MaxClients 50' 'LogLevel Info'
    case $at in *:*) echo "Listen ${at%:*}" ;; esac
    printf '%s\n' "$@"
  } >$dir/conf
  tinyproxy -d -c $dir/conf >$dir/log 2>&1 &
  listening ${at##*:} || { cat $dir/log >&2; return 1; }
}

# dante ADDRESS:PORT none|username [LINE...]: dante, a SOCKS 4 and 5 server, with these rules before all passes, such as
# `socks block { from: 0/0 to: 10.3.0.2/32 }`. Its user is user:secret.
dante() {
  local dir at=$1 ways=$2
  shift 2
  dir=$(mktemp -d /run/lab/dante.XXXXXX)
  printf '%s\n' root:x:0:0::/:/bin/sh user:x:0:0::/:/bin/sh nobody:x:65534:65534::/:/bin/sh >$dir/passwd
  echo 'user:$1$lab$FeXUVKLgV7UPl19mXiDOS/:19000:0:99999:7:::' >$dir/shadow
  printf '%s\n' 'logoutput: stderr' "internal: ${at%:*} port = ${at##*:}" 'external: eth0' 'clientmethod: none' \
    "socksmethod: $ways" 'user.privileged: root' 'user.unprivileged: root' 'timeout.connect: 2' \
    'client pass { from: 0.0.0.0/0 to: 0.0.0.0/0 }' "$@" 'socks pass { from: 0.0.0.0/0 to: 0.0.0.0/0 }' >$dir/conf
  # It knows no users but the system's, so it gets a system of its own.
  unshare --mount sh -euc 'mount --bind "$0/passwd" /etc/passwd; mount --bind "$0/shadow" /etc/shadow
    exec danted -f "$0/conf" -p "$0/pid"' $dir >$dir/log 2>&1 &
  listening ${at##*:} || { cat $dir/log >&2; return 1; }
}

# counterpart ADDRESS:PORT...: netwhy's own `serve --peer`, without any privilege, which takes pasted texts from a pipe.
counterpart() {
  local at=/run/lab/carried one places=()
  mkdir -p $at
  chmod 777 $at
  mkfifo $at/pasted $at/answered
  chmod 666 $at/*
  for one; do places+=(--listen "$one"); done
  # Held open for both ways, so that neither end waits for the other.
  exec 8<>$at/pasted
  $UNPRIVILEGED env -i PATH=$PATH $NETWHY serve --peer --json "${places[@]}" <&8 >$at/served 2>$at/told &
  for one; do listening ${one##*:} || { cat $at/told >&2; return 1; }; done
}

# over PLACE COMMAND...: runs netwhy so that it asks the counterpart at PLACE.
over() {
  local token
  token=$(grep -o '/[a-z0-9]*$' /run/lab/carried/told | head -1)
  exec "${@:2}" --peer "$1$token"
}

# carried COMMAND...: runs netwhy, and carries its text to the counterpart and the answer back.
carried() {
  local at=/run/lab/carried
  (
    for _ in {1..900}; do question=$(grep -m1 ^NWQ $at/asked 2>/dev/null) && break; sleep 0.01; done
    echo "$question" >$at/pasted
    for _ in {1..900}; do answer=$(grep -om1 'NWA-[0-9A-Z-]*' $at/served) && break; sleep 0.01; done
    echo "$answer" >$at/answered
  ) &
  "$@" --peer <>$at/answered 2>$at/asked
}
