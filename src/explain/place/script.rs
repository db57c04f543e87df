//! Targets of mcpi scripts, as a traceback shows them: `Minecraft.create(…)`.

use crate::explain::place::{Candidate, host};

/// Adds the target of a call of `Minecraft.create` in a normalised line; without arguments it is this machine.
pub(crate) fn find(line: &str, found: &mut Vec<Candidate>) {
    let Some(at) = line.find("minecraft.create(") else { return };
    let inside = &line[at + "minecraft.create(".len()..];
    let argument = inside.trim_start().trim_start_matches("address=").trim_start_matches("address =").trim_start();
    let port = inside.find("port=").and_then(|at| crate::explain::place::port(&inside[at + 5..])).map(|(port, _)| port);
    let host = match argument.strip_prefix(['"', '\'']) {
        Some(quoted) => {
            host(quoted).filter(|(_, rest)| rest.starts_with(['"', '\''])).map(|(host, rest)| (host, after_comma(rest)))
        }
        None if argument.starts_with(')') || argument.starts_with("port") => Some(("localhost".to_owned(), None)),
        None => None,
    };
    if let Some((host, second)) = host {
        found.push(Candidate { host, port: second.or(port).or(Some(4711)), scheme: Some("mcpi"), rank: 28, at });
    }
}

/// The port given as the second argument.
fn after_comma(rest: &str) -> Option<u16> {
    let rest = rest.trim_start_matches(['"', '\'', ' ']).strip_prefix(',')?.trim_start();
    crate::explain::place::port(rest).map(|(port, _)| port)
}
