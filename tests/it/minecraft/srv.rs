//! Service records lead to the server, or nowhere.

use serde_json::{Value, json};

use crate::contract::holds;
use crate::names::server;
use crate::probe::namespace::alone;

/// dnsmasq for two names, and a real server behind one of them.
const SCRIPT: &str = r#"
cat > "$scratch/answer.py" <<'END'
import socket, struct
def varint(n):
    out = b''
    while True:
        out, n = out + bytes([n & 127 | (128 if n > 127 else 0)]), n >> 7
        if not n: return out
text = b'{"version":{"name":"1.21","protocol":767},"players":{"online":1,"max":2},"description":"behind SRV"}'
body = b'\0' + varint(len(text)) + text
s = socket.socket(); s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
s.bind(('127.0.0.2', 30000)); s.listen(9)
print('ready', flush=True)
while True:
    c, _ = s.accept(); asked = c.recv(500); open('asked', 'ab').write(asked)
    c.sendall(varint(len(body)) + body); pong = c.recv(10); c.sendall(pong); c.close()
END
cd "$scratch"
python3 answer.py > ready & children="$children $!"
dnsmasq --keep-in-foreground --conf-file=/dev/null --no-resolv --no-hosts --user= --pid-file= --listen-address=127.0.0.1 \
  --bind-interfaces --host-record=mc.test,127.0.0.1 --host-record=real.test,127.0.0.2 --host-record=none.test,127.0.0.1 \
  --srv-host=_minecraft._tcp.mc.test,later.test,1,10 --srv-host=_minecraft._tcp.mc.test,real.test,30000,5 \
  --srv-host=_minecraft._tcp.none.test,nowhere.test,30000,5 --local=/test/ & children="$children $!"
until [ -s ready ]; do sleep 0.02; done
echo 'nameserver 127.0.0.1' > resolv.conf
printf 'hosts: dns\n' > nsswitch.conf
exec unshare -m bash -c 'mount --bind resolv.conf /etc/resolv.conf; mount --bind nsswitch.conf /etc/nsswitch.conf
until python3 -c "import socket; socket.gethostbyname(\"mc.test\")" 2> /dev/null; do sleep 0.05; done
"$netwhy" mc java://mc.test --json; "$netwhy" mc java://none.test --json; "$netwhy" mc java://mc.test:30000 --json'
"#;

#[test]
fn the_most_preferred_record_is_followed_where_the_port_is_the_default() {
    if server::find("dnsmasq").is_none() {
        return;
    }
    let Some(ran) = alone(SCRIPT) else { return };
    let documents: Vec<Value> = ran.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let [led, lost, own] = &documents[..] else { panic!("{ran:?}") };
    documents.iter().for_each(holds);
    let record = json!({"name": "_minecraft._tcp.mc.test", "target": "real.test", "port": 30000, "priority": 5,
        "weight": 0, "followed": true});
    assert_eq!(led["srv"], record, "{led}");
    let java = &led["java"];
    assert_eq!((&java["address"], &java["port"]), (&json!("127.0.0.2"), &json!(30000)), "{led}");
    assert_eq!(java["answer"]["status"]["motd"]["text"], "behind SRV", "{led}");
    assert_eq!(java["answer"]["asked_for"], "real.test", "{led}");
    assert_eq!((&lost["srv"]["followed"], &lost["java"]["port"]), (&json!(false), &json!(25565)), "{lost}");
    assert_eq!((&own["srv"], &own["java"]["address"]), (&Value::Null, &json!("127.0.0.1")), "{own}");
}
