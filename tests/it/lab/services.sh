# Services other than the web, for the scenarios of `protocol`. Real ones, but for `says`.

# shell PORT [sshd option...]: OpenSSH.
shell() {
  local dir
  dir=$(mktemp -d /run/lab/ssh.XXXXXX)
  mkdir -p /run/sshd
  ssh-keygen -q -t ed25519 -N '' -f $dir/key
  /usr/sbin/sshd -f /dev/null -h $dir/key -p $1 -o PidFile=none "${@:2}"
  listening $1
}

# deny_all PROGRAM: hosts.deny turns everybody away from it (hosts_access(5)).
deny_all() {
  echo "$1: ALL" >/run/lab/hosts.deny
  mount --bind /run/lab/hosts.deny /etc/hosts.deny
}

# held PORT COUNT [WORD]: keeps so many connections to it open once each was answered or greeted.
held() {
  python3 - $1 $2 "${3-}" <<'END' &
import signal, socket, sys
kept = [socket.create_connection(("127.0.0.1", int(sys.argv[1]))) for _ in range(int(sys.argv[2]))]
for one in kept:
    if sys.argv[3]:
        one.sendall(sys.argv[3].encode() + b"\r\n")
    one.recv(1)
open("/run/lab/kept", "w").close()
signal.pause()
END
  for _ in {1..300}; do [ -e /run/lab/kept ] && return; sleep 0.01; done
  return 1
}

# redis PORT [option...]: Redis, which by default serves its own machine only.
redis() {
  redis-server --port $1 --bind '* -::*' --save '' --dir /run/lab --daemonize yes --logfile /run/lab/redis.$1 "${@:2}" >/dev/null
  listening $1
}

# tls_web PORT...: nginx with TLS; tls_on LOCATIONS PORT...: the same with other pages.
tls_web() { tls_on 'location /generate_204 { return 204; } location / { return 200 hello; }' "$@"; }
tls_on() {
  local dir one ports=() locations=$1
  shift
  dir=$(mktemp -d /run/lab/tls.XXXXXX)
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 30 -subj /CN=lab \
    -keyout $dir/key -out $dir/cert 2>/dev/null
  for one; do ports+=("$one ssl"); done
  nginx_on "ssl_certificate $dir/cert; ssl_certificate_key $dir/key; $locations" "${ports[@]}"
}

# mail PORT: a mail server (aiosmtpd); files PORT [option=value...]: a file server (vsftpd).
mail() {
  /usr/bin/python3 -m aiosmtpd -n -l 0.0.0.0:$1 >/run/lab/mail 2>&1 &
  listening $1
}
files() {
  mkdir -p /run/lab/empty
  printf '%s\n' listen=YES background=YES listen_port=$1 secure_chroot_dir=/run/lab/empty "${@:2}" >/run/lab/vsftpd.conf
  vsftpd /run/lab/vsftpd.conf
  listening $1
}

# relay PORT TO: takes every connection and passes it on (socat), as a container's published port is.
relay() {
  socat TCP-LISTEN:$1,fork,reuseaddr TCP:$2 2>/dev/null &
  listening $1
}

# says PORT 'TEXT': hears a request and answers it with this text, escapes of printf in it. No real server breaks
# the protocol on demand.
says() {
  printf "$2" >/run/lab/said.$1
  accept_all $1 "one.recv(4096); one.sendall(open('/run/lab/said.$1', 'rb').read()); one.close()"
}

# greets PORT 'TEXT': says this unasked, and closes.
greets() {
  printf "$2" >/run/lab/said.$1
  accept_all $1 "one.sendall(open('/run/lab/said.$1', 'rb').read()); one.recv(1); one.close()"
}

# flaky PORT TO: closes the connections on which it is asked plainly, as if by chance, and passes the others on.
flaky() {
  accept_all $1 "
data = one.recv(4096)
if data.startswith(b'PROXY'):
    other = socket.create_connection(('127.0.0.1', $2))
    other.sendall(data)
    one.sendall(other.recv(4096))
    other.close()
one.close()
"
}
