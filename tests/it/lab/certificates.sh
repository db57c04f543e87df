# Certificates and TLS servers, for the scenarios about them. All files lie in /run/lab.

# key_for FILE: a private key FILE.key.
key_for() { openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out /run/lab/$1.key 2>/dev/null; }

# authority FILE [NAME]: an authority that vouches for itself.
authority() {
  key_for $1
  openssl req -x509 -key /run/lab/$1.key -days 7000 -subj "/O=Lab/CN=${2:-The Lab}" -out /run/lab/$1.pem \
    -addext basicConstraints=critical,CA:TRUE -addext keyUsage=critical,keyCertSign,cRLSign 2>/dev/null
}

# certify AUTHORITY FILE NAMES [START DAYS]: a certificate that the authority signs, such as `certify ca app
# DNS:app.example.org,IP:10.3.0.2 2020-01-01 30`. `authority` for NAMES makes one that may sign further ones.
certify() {
  local ext="subjectAltName=$3" subject=${3%%,*} when=()
  [ "$3" != authority ] || ext=$'basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign'
  if [ -n "${4-}" ]; then
    # Its shared memory, named by the process number, stays in here.
    [ -e /dev/shm/lab ] || { mount -t tmpfs tmpfs /dev/shm; : >/dev/shm/lab; }
    when=(faketime "$4 00:00:00")
  fi
  key_for $2
  openssl req -new -key /run/lab/$2.key -subj "/CN=${subject#*:}" -out /run/lab/$2.request 2>/dev/null
  "${when[@]}" openssl x509 -req -in /run/lab/$2.request -CA /run/lab/$1.pem -CAkey /run/lab/$1.key -days ${5:-365} \
    -set_serial 0x$(openssl rand -hex 8) -extfile <(echo "$ext") -out /run/lab/$2.pem 2>/dev/null
}

# signs_itself FILE NAMES: a certificate that vouches for itself.
signs_itself() {
  key_for $1
  openssl req -x509 -key /run/lab/$1.key -days 365 -subj "/CN=own" -addext "subjectAltName=$2" -out /run/lab/$1.pem 2>/dev/null
}

# secure FILE PORT [nginx directive]...: nginx that shows FILE.pem over TLS.
secure() {
  nginx_on "ssl_certificate /run/lab/$1.pem; ssl_certificate_key /run/lab/$1.key; ${*:3} location / { return 200 \"hello\"; }" "$2 ssl"
}

# secure_of_old FILE PORT OPTION...: openssl s_server, for what nginx no longer does.
secure_of_old() {
  openssl s_server -www -accept $2 -cert /run/lab/$1.pem -key /run/lab/$1.key "${@:3}" >/run/lab/s_server 2>&1 &
  listening $2
}

# bump: prepares squid to show certificates of the authority `bump` in the place of servers'.
bump() {
  authority bump 'Lab Network Inspection'
  cat /run/lab/bump.pem /run/lab/bump.key >/run/lab/bump.both
  chmod 644 /run/lab/bump.both
  /usr/lib/squid/security_file_certgen -c -s /run/lab/bump.db -M 4MB >/dev/null
  chmod -R a+rwX /run/lab/bump.db
}
bump_lines=('acl step1 at_step SslBump1' 'ssl_bump peek step1' 'ssl_bump bump all' 'tls_outgoing_options flags=DONT_VERIFY_PEER'
  'sslproxy_cert_error allow all' 'sslcrtd_children 1'
  'sslcrtd_program /usr/lib/squid/security_file_certgen -s /run/lab/bump.db -M 4MB')
bump_port='cert=/run/lab/bump.both generate-host-certificates=on'

# bumps PORT: squid that bumps connections which were led to it. Its own are not led to it again.
bumps() {
  bump
  squid_on $(($1 + 1)) "https_port $1 intercept ssl-bump $bump_port" "${bump_lines[@]}"
  listening $1
}

# bumping_proxy PORT: squid that bumps what goes through it by CONNECT.
bumping_proxy() {
  bump
  squid_on $(($1 + 1)) "http_port $1 ssl-bump $bump_port" "${bump_lines[@]}"
  listening $1
}

# at_large: gives the server 198.51.100.2 and the control 203.0.113.2, which are not private. Run on r1.
at_large() {
  ip route add 198.51.100.0/24 via 10.2.0.2
  ip route add 203.0.113.0/24 via 10.2.0.2
  ip -n r2 route add 198.51.100.0/24 via 10.3.0.2
  ip -n r2 route add 203.0.113.0/24 via 10.4.0.2
  ip -n server addr add 198.51.100.2/32 dev lo
  ip -n control addr add 203.0.113.2/32 dev lo
}
