//! Service records lead to the server, or nowhere.

use serde_json::{Value, json};

use crate::contract::holds;
use crate::names::private::inside;

/// dnsmasq for two names, and a server behind one of them.
const SCRIPT: &str = r#"
cat > answer.py <<'END'
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
    c, _ = s.accept()
    try: c.recv(500); c.sendall(varint(len(body)) + body); c.sendall(c.recv(10)); c.close()
    except OSError: pass
END
python3 answer.py > ready & jobs="$jobs $!"
names 127.0.0.1 --host-record=mc.test,127.0.0.1 --host-record=real.test,127.0.0.2 --host-record=none.test,127.0.0.1 \
  --srv-host=_minecraft._tcp.mc.test,later.test,1,10 --srv-host=_minecraft._tcp.mc.test,real.test,30000,5 \
  --srv-host=_minecraft._tcp.none.test,nowhere.test,30000,5 --local=/test/
resolvers 127.0.0.1
for try in $(seq 200); do [ -s ready ] && break; sleep 0.02; done
for target in mc.test none.test mc.test:30000; do "$netwhy" mc java://$target --json || true; done
"#;

#[test]
fn the_most_preferred_record_is_followed_where_the_port_is_the_default() {
    let Some(told) = inside(SCRIPT) else { return };
    let documents: Vec<Value> = told.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let [led, lost, own] = &documents[..] else { panic!("{told}") };
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
