//! Where a Minecraft server listens, as its own log says: on the machine that wrote the log.

use crate::explain::place::{Candidate, host_and_port, port};

/// Words before a port, and the service that listens there.
const PORTS: &[(&str, &str)] = &[
    ("starting minecraft server on *:", "minecraft"),
    ("starting minecraft server on 0.0.0.0:", "minecraft"),
    ("[raspberryjuice] using port ", "mcpi"),
    ("[raspberryjuice]: using port ", "mcpi"),
    ("ipv4 supported, port: ", "bedrock"),
];

/// Words of lines in which a server names a player; a game that is open to LAN writes them beside a client's own.
const PLAYERS: &[&str] = &["disconnecting /", " lost connection: ", "] logged in with entity id"];

/// True where the address in a normalised line is that of a player: its port is of that one connection.
pub(crate) fn is_of_a_player(line: &str) -> bool {
    PLAYERS.iter().any(|words| line.contains(words))
}

/// Adds where the server says in a normalised line that it listens.
pub(crate) fn find(line: &str, found: &mut Vec<Candidate>) {
    let own = "localhost".to_owned();
    for (words, scheme) in PORTS {
        let Some(at) = line.find(words) else { continue };
        if let Some((port, _)) = port(&line[at + words.len()..]) {
            // Who asks about the API asks for less than the game.
            let rank = if *scheme == "mcpi" { 28 } else { 26 };
            found.push(Candidate { host: own.clone(), port: Some(port), scheme: Some(scheme), rank, at });
            return;
        }
    }
    let words = "starting minecraft server on ";
    let address = line.find(words).and_then(|at| Some((at, host_and_port(&line[at + words.len()..])?)));
    if let Some((at, (host, port, _))) = address {
        found.push(Candidate { host, port: Some(port), scheme: Some("minecraft"), rank: 26, at });
    }
    if let Some(at) = line.find("port [").filter(|_| line.contains("in use by another process"))
        && let Some((port, _)) = port(&line[at + "port [".len()..])
    {
        found.push(Candidate { host: own, port: Some(port), scheme: Some("bedrock"), rank: 26, at });
    }
}
