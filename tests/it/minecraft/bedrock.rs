//! A real RakNet server, and Query as mcstatus reads it.

use std::net::UdpSocket;
use std::process::Command;

use serde_json::json;

use crate::minecraft::{Server, asked, installed, python, start};

const RAKNET: &str = r#"
const { Server } = require(process.argv[1]);
const ServerName = require(process.argv[1] + '/js/utils/ServerName').default;
const name = new ServerName('1.21.50');
Object.assign(name, { motd: 'Bedrock §gpeer', name: 'Bedrock §gpeer', protocol: 766, version: '1.21.50' });
name.players = { online: 3, max: 5 };
name.gamemode = 'Survival';
const server = new Server('127.0.0.1', 0, name);
server.listen().then(() => console.log(server.socket.address().port));
"#;

const MCSTATUS: &str = r#"
import json, sys
from mcstatus import BedrockServer
told = BedrockServer.lookup(sys.argv[1], timeout=30).status()
print(json.dumps({'version': told.version.version if hasattr(told.version, 'version') else told.version.name,
    'protocol': told.version.protocol, 'online': told.players.online, 'max': told.players.max}))
"#;

/// A server of jsp-raknet's.
pub(super) fn raknet() -> Option<(Server, u16)> {
    let module = installed("npm/node_modules/jsp-raknet")?;
    crate::peers::find("node")?;
    Some(start(Command::new("node").args(["-e", RAKNET]).arg(module)))
}

#[test]
fn a_raknet_server_and_mcstatus_agree() {
    let Some((_server, port)) = raknet() else { return };
    let (document, code) = asked(&format!("bedrock://127.0.0.1:{port} --pings 4"));
    assert_eq!(code, Some(0), "{document}");
    let row = &document["bedrock"];
    assert_eq!((&row["state"], &row["reason"]), (&json!("open"), &json!("udp-response")), "{document}");
    assert_eq!(row["answer"]["pings"]["answered"], 4, "{document}");
    let pong = &row["answer"]["pong"];
    assert!(pong["motd"]["text"].as_str().unwrap().contains("Bedrock"), "{document}");
    let Some(other) = python(MCSTATUS, &[&format!("127.0.0.1:{port}")]) else { return };
    let seen =
        json!({"version": pong["version"], "protocol": pong["protocol"], "online": pong["online"], "max": pong["max"]});
    assert_eq!(seen, other, "{document}");
}

#[test]
fn a_closed_udp_port_is_refused_at_once_and_a_mute_one_is_silent() {
    let mute = UdpSocket::bind("127.0.0.1:0").unwrap();
    let port = mute.local_addr().unwrap().port();
    let (document, code) = asked(&format!("bedrock://127.0.0.1:{port} --timeout 300ms"));
    assert_eq!((code, &document["bedrock"]["reason"]), (Some(1), &json!("no-response")), "{document}");
    let mut bytes = [0; 100];
    assert_eq!(mute.recv(&mut bytes).unwrap(), 33, "never a shorter ping");
    drop(mute);
    let (document, code) = asked(&format!("bedrock://127.0.0.1:{port}"));
    assert_eq!((code, &document["bedrock"]["state"]), (Some(1), &json!("closed")), "{document}");
    if cfg!(target_os = "linux") {
        assert_eq!(document["bedrock"]["from"], json!({"address": "127.0.0.1", "hop": 0}), "{document}");
    }
}
