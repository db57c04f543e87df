//! Service records lead to the server, or nowhere.

use serde_json::{Value, json};

use crate::contract::holds;
use crate::names::private::inside;

/// dnsmasq for two names, and a server behind one of them.
const SCRIPT: &str = r#"
cat > answer.py <<'END'
import socket, threading
def varint(n):
    out = b''
    while True:
        out, n = out + bytes([n & 127 | (128 if n > 127 else 0)]), n >> 7
        if not n: return out
text = b'{"version":{"name":"1.21","protocol":767},"players":{"online":1,"max":2},"description":"behind SRV"}'
body = b'\0' + varint(len(text)) + text
def serve(place):
    s = socket.socket(); s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    s.bind(place); s.listen(9)
    while True:
        c, _ = s.accept()
        try: c.recv(500); c.sendall(varint(len(body)) + body); c.sendall(c.recv(10)); c.close()
        except OSError: pass
for place in [('127.0.0.2', 30000), ('127.0.0.3', 25565)]: threading.Thread(target=serve, args=(place,)).start()
print('ready', flush=True)
END
python3 answer.py > ready & jobs="$jobs $!"
names 127.0.0.1 --host-record=mc.test,127.0.0.1 --host-record=real.test,127.0.0.2 --host-record=none.test,127.0.0.1 \
  --srv-host=_minecraft._tcp.mc.test,later.test,1,10 --srv-host=_minecraft._tcp.mc.test,real.test,30000,5 \
  --srv-host=_minecraft._tcp.none.test,nowhere.test,30000,5 \
  --host-record=not.test,127.0.0.3 --srv-host=_minecraft._tcp.not.test \
  --host-record=two.test,127.0.0.1 --srv-host=_minecraft._tcp.two.test,real.test,30099,1 \
  --srv-host=_minecraft._tcp.two.test,real.test,30000,2 --local=/test/
resolvers 127.0.0.1
for try in $(seq 200); do [ -s ready ] && break; sleep 0.02; done
for target in mc.test none.test mc.test:30000 not.test two.test; do "$netwhy" mc java://$target --json || true; done
"$netwhy" mc java://not.test || echo "exit $?"
"#;

#[test]
fn the_most_preferred_record_is_followed_where_the_port_is_the_default() {
    let Some(told) = inside(SCRIPT) else { return };
    let is_json = |line: &&str| line.starts_with('{');
    let documents: Vec<Value> = told.lines().filter(is_json).map(|line| serde_json::from_str(line).unwrap()).collect();
    let [led, lost, own, not, two] = &documents[..] else { panic!("{told}") };
    documents.iter().for_each(holds);
    let record = json!({"name": "_minecraft._tcp.mc.test", "target": "real.test", "port": 30000, "priority": 5,
        "weight": 0, "followed": true});
    assert_eq!(led["srv"], record, "{led}");
    let java = &led["java"];
    assert_eq!((&java["address"], &java["port"]), (&json!("127.0.0.2"), &json!(30000)), "{led}");
    assert_eq!(java["answer"]["status"]["motd"]["text"], "behind SRV", "{led}");
    assert_eq!(java["answer"]["asked_for"], "real.test", "{led}");
    assert_eq!((&lost["srv"]["followed"], &lost["java"]["port"]), (&json!(false), &json!(25565)), "{lost}");
    // The plain name answers, and lets nobody in who types the name.
    assert_eq!((&not["srv"]["followed"], &not["answered"]), (&json!(false), &json!(false)), "{not}");
    assert_eq!(not["java"]["answer"]["status"]["motd"]["text"], "behind SRV", "{not}");
    assert!(told.contains("ANSWERS, BUT NOT BY THIS NAME") && told.ends_with("exit 1\n"), "{told}");
    assert!(told.contains("Give them 127.0.0.3:25565"), "{told}");
    // The preferred record is dead: the next one is tried, and both are told.
    assert_eq!((&two["srv"]["port"], &two["answered"]), (&json!(30000), &json!(true)), "{two}");
    assert_eq!(two["srv_tried"][0]["port"], 30099, "{two}");
    assert_eq!((&own["srv"], &own["java"]["address"]), (&Value::Null, &json!("127.0.0.1")), "{own}");
}
