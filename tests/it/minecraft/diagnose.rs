//! `netwhy diagnose` of real servers: reachable where they are, and the cause where something else stands there.

use std::net::UdpSocket;

use serde_json::{Value, json};

use crate::contract::holds;
use crate::minecraft::{bedrock, java};
use crate::names::private::inside;
use crate::run::netwhy;

/// The report on `target`, held to its schema.
fn report(target: &str) -> Value {
    let ran = netwhy(&format!("diagnose --json {target}"));
    let report = ran.document();
    holds(&report);
    assert_eq!(ran.code, Some(i32::from(report["outcome"] != "reachable")), "{report}");
    report
}

fn fact<'a>(report: &'a Value, kind: &str) -> &'a Value {
    let all = report["observations"].as_array().unwrap();
    all.iter().find(|seen| seen["kind"] == kind).unwrap_or_else(|| panic!("no {kind} in {report}"))
}

#[test]
fn a_java_server_is_reachable_and_its_port_is_not_the_apis() {
    let Some((_server, port)) = java::node(&json!({"version": "1.20.4", "motd": "here", "maxPlayers": 9})) else {
        return;
    };
    let there = report(&format!("minecraft://127.0.0.1:{port}"));
    assert_eq!(there["outcome"], "reachable", "{there}");
    assert_eq!(fact(&there, "java-status")["status"]["max"], 9, "{there}");
    let summary = there["verdict"]["summary"].as_str().unwrap();
    assert!(summary.contains("a Minecraft server answers: 1.20.4, 0 of 9 players"), "{summary}");
    let script = report(&format!("mcpi://127.0.0.1:{port}"));
    assert_eq!(script["outcome"], "wrong-service", "{script}");
    let verdict = &script["verdict"];
    assert_eq!((&verdict["cause"], &verdict["confidence"]), (&json!("port.mcpi-on-game-port"), &json!("certain")));
    assert_eq!(fact(&script, "java-status")["purpose"], "again", "{script}");
}

#[test]
fn a_bedrock_server_is_reachable_over_udp() {
    let Some((_server, port)) = bedrock::raknet() else { return };
    let there = report(&format!("bedrock://127.0.0.1:{port}"));
    assert_eq!(there["outcome"], "reachable", "{there}");
    assert_eq!(fact(&there, "bedrock-status")["pong"]["max"], 5, "{there}");
    let attempt = fact(&there, "connection");
    assert_eq!((&attempt["protocol"], &attempt["state"]), (&json!("udp"), &json!("open")), "{there}");
    assert!(there["verdict"]["summary"].as_str().unwrap().contains("a Bedrock server answers"), "{there}");
}

#[test]
fn a_closed_udp_port_says_so_itself() {
    let port = UdpSocket::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let closed = report(&format!("bedrock://127.0.0.1:{port}"));
    assert_eq!(closed["outcome"], "refused", "{closed}");
    assert_eq!(closed["verdict"]["cause"], "server.not-listening", "{closed}");
    let remedies = closed["findings"][0]["remedies"].to_string();
    assert!(remedies.contains(&format!("server-port={port}")) && !remedies.contains("ss -ltnp"), "{remedies}");
}

#[test]
fn a_program_that_takes_datagrams_and_answers_none_is_silent() {
    let mute = UdpSocket::bind("127.0.0.1:0").unwrap();
    let port = mute.local_addr().unwrap().port();
    let told = report(&format!("bedrock://127.0.0.1:{port}"));
    assert_eq!(
        (&told["outcome"], &told["verdict"]["cause"]),
        (&json!("filtered"), &json!("protocol.silent")),
        "{told}"
    );
}

#[test]
fn what_is_no_bedrock_server_is_told_by_its_own_words() {
    let other = UdpSocket::bind("127.0.0.1:0").unwrap();
    let port = other.local_addr().unwrap().port();
    std::thread::spawn(move || {
        let mut bytes = [0; 100];
        while let Ok((length, from)) = other.recv_from(&mut bytes) {
            assert_eq!(length, 33, "nothing but whole pings");
            let _ = other.send_to(b"no game", from);
        }
    });
    let told = report(&format!("bedrock://127.0.0.1:{port}"));
    let cause = &told["verdict"]["cause"];
    assert_eq!((&told["outcome"], cause), (&json!("wrong-service"), &json!("protocol.mismatch")), "{told}");
}

/// A server behind a service record, another at the plain name, and a record that leads to a dead port.
const RECORDS: &str = r#"
cat > answer.py <<'END'
import socket, sys, threading
def varint(n):
    out = b''
    while True:
        out, n = out + bytes([n & 127 | (128 if n > 127 else 0)]), n >> 7
        if not n: return out
text = b'{"version":{"name":"1.21","protocol":767},"players":{"online":1,"max":2},"description":"x"}'
body = b'\0' + varint(len(text)) + text
def serve(address, port):
    s = socket.socket(); s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    s.bind((address, port)); s.listen(9)
    while True:
        c, _ = s.accept()
        try: c.recv(500); c.sendall(varint(len(body)) + body); c.sendall(c.recv(10)); c.close()
        except OSError: pass
for place in [('127.0.0.2', 30000), ('127.0.0.3', 25565)]: threading.Thread(target=serve, args=place).start()
print('ready', flush=True)
END
python3 answer.py > ready & jobs="$jobs $!"
names 127.0.0.1 --host-record=mc.test,127.0.0.1 --host-record=real.test,127.0.0.2 --host-record=dead.test,127.0.0.3 \
  --srv-host=_minecraft._tcp.mc.test,real.test,30000,5 --srv-host=_minecraft._tcp.dead.test,real.test,30001,5 --local=/test/
resolvers 127.0.0.1
for try in $(seq 200); do [ -s ready ] && break; sleep 0.02; done
for target in mc.test dead.test mc.test:30000; do "$netwhy" diagnose minecraft://$target --json || true; done
"#;

#[test]
fn service_records_are_followed_to_where_they_lead() {
    let Some(told) = inside(RECORDS) else { return };
    let reports: Vec<Value> = told.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let [led, dead, own] = &reports[..] else { panic!("{told}") };
    reports.iter().for_each(holds);
    let asked = |report: &Value| json!([report["target"]["input"], report["target"]["host"], report["target"]["port"]]);
    assert_eq!(
        (&led["outcome"], asked(led)),
        (&json!("reachable"), json!(["minecraft://mc.test", "real.test", 30000]))
    );
    let name = &led["checks"][1]["summary"];
    assert!(name.as_str().unwrap().contains("_minecraft._tcp.mc.test leads there, to port 30000"), "{name}");
    assert_eq!((&dead["outcome"], asked(dead)[2].as_u64()), (&json!("refused"), Some(30001)), "{dead}");
    let verdict = &dead["verdict"];
    assert_eq!((&verdict["cause"], &verdict["confidence"]), (&json!("name.srv-broken"), &json!("certain")), "{dead}");
    assert!(verdict["summary"].as_str().unwrap().contains("answers at 127.0.0.2:30000"), "{verdict}");
    // A port that is given is the port.
    assert_eq!((&own["outcome"], asked(own)[1].as_str()), (&json!("refused"), Some("mc.test")), "{own}");
}
