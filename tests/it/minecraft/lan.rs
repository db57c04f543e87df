//! Worlds open to the network are heard, and told once each.

use serde_json::{Value, json};

use crate::contract::holds;
use crate::probe::namespace::alone;

/// Announces two worlds as the game does, only more often, while netwhy listens.
const SCRIPT: &str = r#"
ip route add 224.0.0.0/4 dev lo
python3 -c '
import socket, time
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_IF, socket.inet_aton("127.0.0.1"))
while True:
    for text in ["[MOTD]Ann - \u00a7aWorld[/MOTD][AD]52341[/AD]", "[MOTD]Bob[/MOTD][AD]52342[/AD]", "noise"]:
        s.sendto(text.encode(), ("224.0.2.60", 4445))
    time.sleep(0.2)' &
children="$children $!"
"$netwhy" mc --lan --json --timeout 1s
"#;

#[test]
fn worlds_of_the_network_are_heard() {
    let Some(ran) = alone(SCRIPT) else { return };
    let document: Value = ran.document();
    holds(&document);
    let mut worlds: Vec<(Value, Value)> = document["lan"]
        .as_array()
        .unwrap_or_else(|| panic!("{ran:?}"))
        .iter()
        .map(|world| (world["motd"]["text"].clone(), world["port"].clone()))
        .collect();
    worlds.sort_by_key(|(_, port)| port.as_u64());
    assert_eq!(worlds, [(json!("Ann - World"), json!(52341)), (json!("Bob"), json!(52342))], "{ran:?}");
    assert_eq!((ran.code, &document["answered"], &document["target"]), (Some(0), &json!(true), &Value::Null));
}
