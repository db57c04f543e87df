//! What people read where the answer is not a plain yes: the headline, what is elsewhere, and the look to take next.

use std::io::{Read, Write};
use std::net::{IpAddr, TcpListener, TcpStream};

use serde_json::json;

use crate::minecraft::{asked, java};
use crate::peers::own_address;
use crate::probe::namespace::alone;
use crate::run::netwhy;

/// Answers each line on each connection as `answer` says; closes where it says nothing more.
fn lines(at: (IpAddr, u16), answer: fn(&str) -> Option<&'static str>) -> u16 {
    let listener = TcpListener::bind(at).unwrap();
    let port = listener.local_addr().unwrap().port();
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            std::thread::spawn(move || speak(stream, answer));
        }
    });
    port
}

fn speak(mut stream: TcpStream, answer: fn(&str) -> Option<&'static str>) {
    let mut bytes = [0; 512];
    while let Ok(length @ 1..) = stream.read(&mut bytes) {
        match answer(&String::from_utf8_lossy(&bytes[..length])) {
            Some(text) if stream.write_all(text.as_bytes()).is_ok() => {}
            _ => return,
        }
    }
}

fn api(line: &str) -> Option<&'static str> {
    // What is no line of mcpi it does not understand, and waits for its end.
    Some(if line.starts_with("world.") { "1\n" } else { "" })
}

fn told(args: &str, code: i32, wanted: &[&str]) {
    let ran = netwhy(&format!("minecraft {args}"));
    assert_eq!(ran.code, Some(code), "{args}: {ran:?}");
    for wanted in wanted {
        assert!(ran.stdout.contains(wanted), "{wanted}: {}", ran.stdout);
    }
}

#[test]
fn who_answers_and_refuses_is_there_and_asked_again_at_its_port() {
    let here = own_address();
    let banned = lines((here, 0), |_| Some("You've been banned from this server!\n"));
    told(
        &format!("mcpi://{here}:{banned}"),
        1,
        &["✗ THERE, BUT REFUSES", "banned", &format!("netwhy mcpi://{here}:{banned}\n")],
    );
    let fails = lines((here, 0), |_| Some("Fail\n"));
    told(
        &format!("mcpi://{here}:{fails}"),
        1,
        &["✗ THERE, BUT REFUSES", "answers `Fail` to everything", "world.getBlock(0,0,0) fails (`Fail`)"],
    );
    told(&format!("bedrock://{here}:9"), 1, &["✗ NOTHING OF", &format!("netwhy bedrock://{here}:9\n")]);
}

#[test]
fn an_api_beside_the_usual_port_is_told_with_the_line_for_the_script() {
    let here = own_address();
    lines((here, 4712), api);
    let line = format!("write Minecraft.create(\"{here}\", 4712)");
    told(&here.to_string(), 0, &["✓ ANSWERS", &format!("4711 is closed; {line}")]);
}

/// Of its own, for what listens on 4711 of this machine is told by other tests' reports.
const HTTP_AT_4711: &str = r#"
cat > "$scratch/both.py" <<'END'
import socket, threading
def serve(port, answer):
    s = socket.socket(); s.bind(('127.0.0.1', port)); s.listen(9)
    def run():
        while True:
            c, _ = s.accept()
            threading.Thread(target=speak, args=(c, answer), daemon=True).start()
    threading.Thread(target=run).start()
def speak(c, answer):
    while c.recv(500): c.sendall(answer)
serve(4711, b'HTTP/1.1 400 Bad Request\r\n\r\n'); serve(4712, b'1\n')
END
python3 "$scratch/both.py" & children="$children $!"
for try in $(seq 200); do
  bash -c 'exec 3<>/dev/tcp/127.0.0.1/4712' 2>/dev/null && break
  sleep 0.05
done
"$netwhy" mc 127.0.0.1
"#;

#[test]
fn another_service_at_the_usual_port_is_named() {
    let Some(ran) = alone(HTTP_AT_4711) else { return };
    assert!(ran.stdout.contains("✓ ANSWERS"), "{ran:?}");
    assert!(ran.stdout.contains("4711 speaks HTTP; write Minecraft.create(\"127.0.0.1\", 4712)"), "{ran:?}");
}

#[test]
fn each_of_the_two_protocols_is_found_at_the_usual_port_of_the_other() {
    let here = own_address();
    let port = lines((here, 0), api);
    let (document, code) = asked(&format!("java://{here}:{port} --timeout 3s"));
    assert_eq!((&document["java"]["answer"]["spoken"], code), (&json!("mcpi"), Some(1)), "{document}");
    let game = lines((here, 25565), api);
    let (document, code) = asked(&format!("{here}:{game} --timeout 3s"));
    assert_eq!((&document["mcpi"]["port"], code), (&json!(25565), Some(0)), "{document}");

    let here = own_address();
    let Some((_server, port)) = java::node(&json!({"version": "1.20.4", "port": 4712, "host": here})) else { return };
    let (document, code) = asked(&format!("{here}:{port}"));
    assert_eq!((&document["mcpi"]["answer"]["spoken"], code), (&json!("minecraft"), Some(0)), "{document}");
    let java = &document["java"];
    assert_eq!((&java["port"], &java["answer"]["status"]["version"]), (&json!(4712), &json!("1.20.4")), "{java}");
    assert_eq!(java["others"][0]["port"], 25565, "{java}");
}

#[test]
fn a_proxy_that_fails_says_nothing_about_minecraft() {
    let here = own_address();
    let no_proxy = lines((here, 0), |_| Some("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n"));
    told(&format!("java://192.0.2.1 --proxy http://{here}:{no_proxy}"), 3, &["✗ THE PROXY DOES NOT LET US ASK"]);
}
