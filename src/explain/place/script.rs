//! Targets of mcpi scripts, as a traceback shows them: `Minecraft.create(…)`.

use crate::explain::place::{Candidate, host, host_and_port};

/// Adds the target of a call of `Minecraft.create` in a normalised line; without arguments it is this machine.
pub(crate) fn find(line: &str, found: &mut Vec<Candidate>) {
    let Some(at) = line.find("minecraft.create(") else { return };
    let inside = &line[at + "minecraft.create(".len()..];
    let argument = inside.trim_start().trim_start_matches("address=").trim_start_matches("address =").trim_start();
    let port = inside.find("port=").and_then(|at| crate::explain::place::port(&inside[at + 5..])).map(|(port, _)| port);
    let host = match argument.strip_prefix(['"', '\'']) {
        Some(quoted) => address(quoted),
        None if argument.starts_with(')') || argument.starts_with("port") => Some(("localhost".to_owned(), None)),
        None => None,
    };
    if let Some((host, second)) = host {
        found.push(Candidate { host, port: second.or(port).or(Some(4711)), scheme: Some("mcpi"), rank: 28, at });
    }
}

/// The address between quotes, and the port behind it. What does not belong there (a scheme, a port) is read all the
/// same: it is what the person meant.
fn address(quoted: &str) -> Option<(String, Option<u16>)> {
    let bare = quoted.split_once("://").filter(|(scheme, _)| scheme.len() <= 8 && !scheme.contains(['"', '\'']));
    let bare = bare.map_or(quoted, |(_, rest)| rest);
    let end = bare.find(['"', '\''])?;
    let inside = bare[..end].split('/').next().unwrap_or_default();
    if let Some((host, port, "")) = host_and_port(inside) {
        return Some((host, Some(port)));
    }
    let (host, rest) = host(inside)?;
    rest.is_empty().then(|| (host, after_comma(&bare[end..])))
}

/// The port given as the second argument, quoted or not.
fn after_comma(rest: &str) -> Option<u16> {
    let rest = rest.trim_start_matches(['"', '\'', ' ']).strip_prefix(',')?.trim_start();
    let rest = rest.strip_prefix("port=").unwrap_or(rest).trim_start_matches(['"', '\'']);
    crate::explain::place::port(rest).map(|(port, _)| port)
}
