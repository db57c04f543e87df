//! A name that leads to a harmless address at first and to a forbidden one later, by a real name server: for clients
//! elsewhere there is never a connection to that.

use crate::names::private::inside;

/// What listens at every address of the machine tells at which it was reached.
const ORIGIN: &str = r"
import socket
listener = socket.create_server(('0.0.0.0', 8000))
while True:
    stream, _ = listener.accept()
    print(stream.getsockname()[0], flush=True)
    stream.recv(9999)
    stream.sendall(b'HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nhi')
    stream.close()
";

/// One proxy connects by itself; one looks names up and asks another for the address, which would connect anywhere.
const SCRIPT: &str = r#"
ip address add 192.0.2.1/32 dev lo
ip address add 169.254.169.254/32 dev lo
: >led
names 127.0.0.53 --local-ttl=0 --addn-hosts="$PWD/led"
dns=${jobs##* }
resolvers 127.0.0.53
python3 -c "$origin" >reached & jobs="$jobs $!"
run() { "$netwhy" proxy --no-diagnose --json "$@" >>log 2>>said & jobs="$jobs $!"; }
run --listen 127.0.0.1:1080
run --listen 192.0.2.1:8080 --allow 192.0.2.0/24
run --listen 192.0.2.1:8081 --allow 192.0.2.0/24 --upstream socks5://127.0.0.1:1080
for _ in $(seq 500); do [ "$(grep -c listening said)" = 3 ] && break; sleep 0.02; done
for _ in $(seq 500); do curl -s -o /dev/null http://192.0.2.1:8000/ && break; sleep 0.02; done
# lead ADDRESS...: the name leads there from now on.
lead() {
  for one in "$@"; do echo "$one turn.test"; done >led
  kill -HUP "$dns"
  for _ in $(seq 500); do
    [ "$(dig +short @127.0.0.53 turn.test A | sort)" = "$(printf '%s\n' "$@" | sort)" ] && return
    sleep 0.02
  done
  echo "the name server goes on as before"; exit 1
}
ask() { curl -s -o /dev/null -w '%{http_code} %{http_connect},' --max-time 20 --noproxy '' "$@" http://turn.test:8000/ || true; }
ways() {
  echo "led $*"; lead "$@"
  for port in 8080 8081; do
    ask -x http://192.0.2.1:$port; ask -p -x http://192.0.2.1:$port; ask -x socks5h://192.0.2.1:$port; echo
  done
}
ways 192.0.2.1
ways 127.0.0.1
ways 169.254.169.254
ways 192.0.2.1
ways 192.0.2.77 127.0.0.1
ways 0.0.0.0
echo reached; sort -u reached
"#;

#[test]
fn a_name_that_turns_leads_nowhere_forbidden() {
    let Some(text) = inside(&format!("origin=$(cat <<'END'\n{ORIGIN}\nEND\n)\n{SCRIPT}")) else { return };
    let let_through = "200 000,200 200,200 000,\n".repeat(2);
    let refused = "403 000,000 403,000 000,\n".repeat(2);
    let parts: Vec<&str> = text.split("led ").collect();
    let of = |nth: usize| parts[nth].split_once('\n').map(|(_, told)| told).unwrap_or_default();
    assert_eq!((of(1), of(4)), (let_through.as_str(), let_through.as_str()), "{text}");
    for nth in [2, 3] {
        assert_eq!(of(nth), refused, "{text}");
    }
    // The harmless address of two is tried, and where that fails, not the other.
    assert!(!of(5).contains("200"), "{text}");
    let (told, reached) = of(6).split_once("reached\n").expect("the end");
    assert_eq!((told, reached), (refused.as_str(), "192.0.2.1\n"), "{text}");
}
