//! What was being connected to: the targets that a text names, best first.

mod script;
mod server;
mod shape;
mod token;
mod url;

use std::collections::BTreeSet;

use crate::explain::speaker;
use crate::report::Speaker;
use crate::target::{Service, Target};

/// A text with more lines than this is a log.
const LONG: usize = 2000;
/// How many lines around a telling one may name its target.
const AROUND: usize = 40;
/// The most targets that are kept.
const MOST: usize = 64;

/// A host, perhaps with port and scheme, found in a text. Nothing of it has been believed yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Candidate {
    /// The host as written, brackets aside.
    pub(crate) host: String,
    /// The port as written.
    pub(crate) port: Option<u16>,
    /// The scheme of a service that the words around it name.
    pub(crate) scheme: Option<&'static str>,
    /// How sure it is that a connection to it is meant.
    pub(crate) rank: u8,
    /// Where in its line it stands.
    pub(crate) at: usize,
}

/// The rank of a proxy: named only where nothing else is.
pub(crate) const PROXY: u8 = 2;

/// A candidate that is a target, with where it stood.
#[derive(Debug)]
struct Placed {
    target: Target,
    rank: u8,
    line: usize,
    has_port: bool,
}

/// The targets in normalised `lines`, the likeliest first; `telling` are the numbers (from 1) of the lines that tell the
/// condition, `speaker` is who printed them.
pub(crate) fn targets(lines: &[String], telling: &BTreeSet<usize>, speaker: Option<Speaker>) -> Vec<Target> {
    let mut found: Vec<Placed> = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        if found.len() >= MOST {
            break;
        }
        // In a long log, only what stands near the error is worth reading.
        let near = index.saturating_sub(AROUND)..=index + AROUND;
        if is_secret(line) || (index > LONG && telling.range(near).next().is_none()) {
            continue;
        }
        let mut candidates = Vec::new();
        let next = lines.get(index + 1).map_or("", String::as_str);
        if speaker == Some(Speaker::ServerLog) || server::is_of_a_player(line) {
            // The other addresses in it are those of players.
            server::find(line, &mut candidates);
        } else {
            shape::find(line, next, telling.contains(&(index + 1)), &mut candidates);
            url::find(line, &mut candidates);
            token::find(line, &mut candidates);
            script::find(line, &mut candidates);
        }
        candidates.sort_by_key(|candidate| candidate.at);
        for candidate in candidates {
            if let Some(target) = candidate.target() {
                found.push(Placed {
                    target: speaker::means(speaker, target),
                    rank: candidate.rank,
                    line: index + 1,
                    has_port: candidate.port.is_some(),
                });
            }
        }
    }
    order(found, telling)
}

/// The best first, each host and port once, with the most telling scheme that any mention of it has.
fn order(found: Vec<Placed>, telling: &BTreeSet<usize>) -> Vec<Target> {
    let score = |one: &Placed| {
        let near = if telling.contains(&one.line) { 30 } else { 0 };
        let named = one.target.host.name().is_some()
            && found.iter().any(|other| other.target.port == one.target.port && other.target.host != one.target.host);
        // A name and an address with one port are one target; the name is what was asked for.
        u32::from(one.rank) + near + if named { 12 } else { 0 } + if one.has_port { 25 } else { 0 }
    };
    let mut scored: Vec<(u32, &Placed)> = found.iter().map(|one| (score(one), one)).collect();
    scored.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
    let mut targets: Vec<Target> = Vec::new();
    for (_, one) in scored {
        let same = targets.iter().position(|known| known.host == one.target.host && known.port == one.target.port);
        match same {
            Some(at) => {
                let known = &targets[at];
                if known.assumed
                    || (known.service == Service::from_port(known.port)
                        && known.service != one.target.service
                        && !one.target.assumed)
                {
                    targets[at] = one.target.clone();
                }
            }
            // A mention without a port adds nothing to one that has it.
            None if !one.has_port && targets.iter().any(|known| known.host == one.target.host) => {}
            None => targets.push(one.target.clone()),
        }
    }
    targets
}

impl Candidate {
    /// The target, if this is one: everything is checked again by [`Target`]'s own parser.
    fn target(&self) -> Option<Target> {
        let host = self.host.trim_end_matches('.');
        let plain = host.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | ':' | '%'));
        if host.is_empty() || host.len() > 253 || !plain || host.matches('%').count() > 1 {
            return None;
        }
        let host = if host.contains(':') { format!("[{host}]") } else { host.to_owned() };
        let port = self.port.map(|port| format!(":{port}")).unwrap_or_default();
        let scheme = self.scheme.map(|scheme| format!("{scheme}://")).unwrap_or_default();
        let target: Target = format!("{scheme}{host}{port}").parse().ok()?;
        target.host.fault().is_none().then_some(target)
    }
}

/// True for lines that hold a secret; nothing is read from them.
fn is_secret(line: &str) -> bool {
    let line = line.trim_start_matches(['>', '<', '*', ' ', '-', '\'', '"']);
    ["authorization", "proxy-authorization", "cookie", "set-cookie", "x-api-key", "x-auth-token"]
        .iter()
        .any(|header| line.strip_prefix(header).is_some_and(|rest| rest.starts_with([':', '\'', '"', '='])))
}

/// True for what may stand in a host name, an address, or `host:port`.
pub(crate) fn is_host(c: char) -> bool {
    c.is_alphanumeric() && !crate::explain::normal::is_han(c) || matches!(c, '.' | '-' | '_')
}

/// The number of up to five digits at the start of `text`, if it is a port and ends as a number does; and the rest.
pub(crate) fn port(text: &str) -> Option<(u16, &str)> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (number, rest) = text.split_at(digits.min(6));
    let port: u16 = number.parse().ok().filter(|port| *port != 0)?;
    let ends = !rest.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_');
    (ends && digits <= 5).then_some((port, rest))
}

/// Reads `HOST:PORT`, `[V6]:PORT` or `V6:PORT` at the start of `text`; and the rest.
pub(crate) fn host_and_port(text: &str) -> Option<(String, u16, &str)> {
    if let Some(inside) = text.strip_prefix('[') {
        let (host, after) = inside.split_once(']')?;
        let (port, rest) = port(after.strip_prefix(':')?)?;
        return is_address(host).then(|| (host.to_owned(), port, rest));
    }
    let end = text.find(|c: char| !(is_host(c) || matches!(c, ':' | '%'))).unwrap_or(text.len());
    let run = text[..end].trim_end_matches([':', '.', '-']);
    let (host, number) = run.rsplit_once(':')?;
    let (port, _) = port(number)?;
    if host.contains(':') && !is_address(host) || host.is_empty() {
        return None;
    }
    Some((host.to_owned(), port, &text[run.len()..]))
}

/// Reads a host at the start of `text`: a name, an IPv4 address, an IPv6 address with or without brackets; and the rest.
pub(crate) fn host(text: &str) -> Option<(String, &str)> {
    if let Some(inside) = text.strip_prefix('[') {
        let (host, rest) = inside.split_once(']')?;
        return is_address(host).then(|| (host.to_owned(), rest));
    }
    let end = text.find(|c: char| !(is_host(c) || matches!(c, ':' | '%'))).unwrap_or(text.len());
    let run = text[..end].trim_end_matches([':', '.']);
    if is_address(run) {
        return Some((run.to_owned(), &text[run.len()..]));
    }
    let end = text.find(|c: char| !is_host(c)).unwrap_or(text.len());
    let run = text[..end].trim_end_matches('.');
    (!run.is_empty()).then(|| (run.to_owned(), &text[run.len()..]))
}

/// True for an IP address, perhaps with the zone of a link-local one.
pub(crate) fn is_address(text: &str) -> bool {
    let (bare, zone) = text.split_once('%').unwrap_or((text, ""));
    bare.parse::<std::net::IpAddr>().is_ok() && zone.len() <= 15
}

#[cfg(test)]
mod tests {
    use super::*;

    fn first(text: &str) -> Option<String> {
        let lines: Vec<String> = text.lines().map(crate::explain::normal::line).collect();
        targets(&lines, &BTreeSet::from([lines.len()]), None).first().map(Target::to_string)
    }

    #[test]
    fn a_secret_is_not_read() {
        assert_eq!(first("> Cookie: session=10.0.0.1:80"), None);
        assert_eq!(first("GET http://user:10.9.9.9:1@example.org:81/ failed"), Some("example.org:81".to_owned()));
    }

    #[test]
    fn times_versions_files_and_frames_are_no_targets() {
        for text in [
            "12:34:56 connection refused",
            "2024-01-02T10:20:30.123Z error",
            "File \"foo.py\", line 12, in connect",
            "foo.py:12: refused",
            "at java.base/java.net.Socket.connect(Socket.java:633)",
            "at TCPConnectWrap.afterConnect [as oncomplete] (node:net:1555:16)",
            "at file.js:10:5",
            "src/main.rs:10:5",
            "openssl 1.1.1:3",
            "aa:bb:cc:dd:ee:ff",
            "std::net::tcp::connect",
            "C:\\Users\\x\\app.py:12",
            "/usr/lib/python3.11/socket.py:851",
            "ratio 3:4",
            "dial tcp 10.0.0.1:0: refused",
            "port 99999",
        ] {
            assert_eq!(first(text), None, "{text}");
        }
    }
}
