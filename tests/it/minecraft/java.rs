//! Real Java edition servers: minecraft-protocol and quarry, asked by mcstatus as well.

use std::process::Command;

use serde_json::{Value, json};

use crate::minecraft::{Server, asked, installed, python, start};
use crate::peers::dante::Dante;
use crate::run::netwhy;

/// A server of minecraft-protocol's; its folder is the module's.
pub(crate) const NODE: &str = r#"
const { createServer } = require(process.argv[1]);
const server = createServer({ 'online-mode': false, host: '127.0.0.1', port: 0, ...JSON.parse(process.argv[2]) });
server.on('listening', () => console.log(server.socketServer.address().port));
"#;

const QUARRY: &str = r#"
from twisted.internet import reactor
from quarry.net.server import ServerFactory
factory = ServerFactory()
factory.motd, factory.max_players, factory.online_mode = 'Quarry \u00a7bpeer', 7, False
port = reactor.listenTCP(0, factory, interface='127.0.0.1')
print(port.getHost().port, flush=True)
reactor.run()
"#;

const MCSTATUS: &str = r#"
import json, sys
from mcstatus import JavaServer, LegacyServer
kind = LegacyServer if sys.argv[2] == 'legacy' else JavaServer
told = kind.lookup(sys.argv[1], timeout=30).status()
print(json.dumps({'version': told.version.name, 'protocol': told.version.protocol,
    'online': told.players.online, 'max': told.players.max, 'motd': told.motd.to_plain()}))
"#;

pub(crate) fn node(options: &Value) -> Option<(Server, u16)> {
    let module = installed("npm/node_modules/minecraft-protocol")?;
    crate::peers::find("node")?;
    Some(start(Command::new("node").args(["-e", NODE]).arg(module).arg(options.to_string())))
}

/// What netwhy reads in the terms of the other client.
fn told(port: u16) -> Value {
    let (document, code) = asked(&format!("java://127.0.0.1:{port}"));
    assert_eq!(code, Some(0), "{document}");
    let answer = &document["java"]["answer"];
    assert_eq!((&answer["way"], &answer["irregular"]), (&json!("modern"), &json!([])), "{document}");
    assert_eq!(answer["pings"]["answered"], 3, "{document}");
    let status = &answer["status"];
    json!({"version": status["version"], "protocol": status["protocol"], "online": status["online"],
        "max": status["max"], "motd": status["motd"]["text"]})
}

fn is_told_alike(port: u16) {
    let seen = told(port);
    if let Some(other) = python(MCSTATUS, &[&format!("127.0.0.1:{port}"), "modern"]) {
        assert_eq!(seen, other);
    }
}

#[test]
fn minecraft_protocol_and_mcstatus_agree() {
    for (version, motd) in [
        ("1.20.4", json!("A §cMinecraft§r Server")),
        ("1.8.9", json!("two\nlines")),
        ("1.16.5", json!("§x§1§2§a§b§c§dhex §lbold §kmagic")),
        ("1.12.2", json!("世界 你好 ✨")),
    ] {
        let Some((_server, port)) = node(&json!({"version": version, "motd": motd, "maxPlayers": 42})) else { return };
        assert!(told(port)["version"].as_str().unwrap().starts_with(&version[..3]));
        is_told_alike(port);
    }
}

#[test]
fn components_are_read_as_mcstatus_reads_them() {
    let nested = json!({"text": "one ", "bold": true, "extra": [{"text": "two ", "color": "red"}, {"text": "three ", "extra": ["four"]}]});
    let hooked = NODE.replace("...JSON.parse(process.argv[2])", "version: '1.20.4', beforePing: (response) => ({ ...response, description: JSON.parse(process.argv[2]), players: { max: 5, online: 2, sample: [{ name: '§aAnn', id: '4566e69f-c907-48ee-8d71-d7ba5aa00d20' }] } })");
    let Some(module) = installed("npm/node_modules/minecraft-protocol") else { return };
    let (_server, port) = start(Command::new("node").args(["-e", &hooked]).arg(module).arg(nested.to_string()));
    is_told_alike(port);
    let (document, _) = asked(&format!("java://127.0.0.1:{port}"));
    let status = &document["java"]["answer"]["status"];
    assert_eq!(status["sample"], json!([{"name": "Ann", "id": "4566e69f-c907-48ee-8d71-d7ba5aa00d20"}]));
    let runs = json!([[{"text": "one ", "bold": true}, {"text": "two ", "bold": true, "color": "red"}, {"text": "three four", "bold": true}]]);
    assert_eq!(status["motd"]["lines"], runs);
}

#[test]
fn quarry_and_mcstatus_agree() {
    let Some(python) = installed("pip/bin/python") else { return };
    let (_server, port) = start(Command::new(python).args(["-c", QUARRY]));
    is_told_alike(port);
}

#[test]
fn the_icon_is_saved_as_it_was_sent() {
    // The smallest image there is, 1 by 1.
    let icon = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
    let options = json!({"version": "1.20.4", "favicon": format!("data:image/png;base64,{icon}")});
    let Some((_server, port)) = node(&options) else { return };
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("icon.png");
    let ran = netwhy(&format!("mc java://127.0.0.1:{port} --json --favicon {}", path.display()));
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let told = &ran.document()["java"]["answer"];
    assert_eq!(told["status"]["favicon"], json!({"width": 1, "height": 1, "bytes": 70}));
    assert_eq!(told["irregular"][0]["kind"], "bad-favicon");
    assert_eq!(std::fs::read(path).unwrap()[..8], *b"\x89PNG\r\n\x1a\n");
}

#[test]
fn people_see_what_the_server_says() {
    let Some((_server, port)) = node(&json!({"version": "1.20.4", "motd": "§cred §lbold", "maxPlayers": 42})) else {
        return;
    };
    let plain = netwhy(&format!("mc java://127.0.0.1:{port} --pings 0"));
    assert!(!plain.stdout.contains("not answered"), "no ping was sent: {}", plain.stdout);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("icon.png");
    let without = netwhy(&format!("mc java://127.0.0.1:{port} --favicon {}", path.display()));
    assert_eq!((without.code, path.exists()), (Some(0), false), "{without:?}");
    for line in
        ["✓ ANSWERS  127.0.0.1", "    version  1.20.4 (protocol 765)", "    players  0/42", "    message  red bold"]
    {
        assert!(plain.stdout.lines().any(|seen| seen == line), "{line} in:\n{}", plain.stdout);
    }
    let coloured = netwhy(&format!("mc java://127.0.0.1:{port} --color always"));
    assert!(coloured.stdout.contains("\u{1b}[91mred \u{1b}[0m\u{1b}[1;91mbold\u{1b}[0m"), "{:?}", coloured.stdout);
    let chinese = netwhy(&format!("mc java://127.0.0.1:{port} --lang zh"));
    assert!(chinese.stdout.contains("玩家") && chinese.stdout.contains("有应答"), "{}", chinese.stdout);
}

/// Servers of minecraft-protocol answer the old pings, too.
#[test]
fn the_old_pings_are_answered_alike() {
    let Some((_server, port)) = node(&json!({"version": "1.20.4", "motd": "old", "maxPlayers": 9})) else { return };
    let Some(other) = python(MCSTATUS, &[&format!("127.0.0.1:{port}"), "legacy"]) else { return };
    // A gate before the server that closes on the modern question.
    let gate = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let at = gate.local_addr().unwrap().port();
    std::thread::spawn(move || {
        for client in gate.incoming() {
            let Ok(mut client) = client else { return };
            std::thread::spawn(move || {
                let mut first = [0];
                if client.peek(&mut first).is_err() || first[0] != 0xfe {
                    return;
                }
                let mut server = std::net::TcpStream::connect(("127.0.0.1", port)).unwrap();
                let (mut from, mut to) = (client.try_clone().unwrap(), server.try_clone().unwrap());
                std::thread::spawn(move || std::io::copy(&mut from, &mut to));
                let _ = std::io::copy(&mut server, &mut client);
            });
        }
    });
    let Some(dante) = Dante::start("none", "") else { return };
    for by in [String::new(), format!("--proxy socks5://{}", dante.at)] {
        let (document, code) = asked(&format!("java://127.0.0.1:{at} {by}"));
        assert_eq!(code, Some(0), "{document}");
        let answer = &document["java"]["answer"];
        assert_eq!(answer["way"], "v16", "{document}");
        for (name, value) in [("version", "version"), ("protocol", "protocol"), ("online", "online"), ("max", "max")] {
            assert_eq!(answer["status"][name], other[value], "{name}");
        }
        assert_eq!(answer["status"]["motd"]["text"], other["motd"]);
    }
}
