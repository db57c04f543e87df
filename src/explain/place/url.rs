//! Targets written as URLs.

use crate::explain::place::{Candidate, PROXY, host, is_host, port};

/// Schemes of URLs that lead to a server, the scheme netwhy knows for them, and their port where it has no row of its own.
const SCHEMES: &[(&str, &str, Option<u16>)] = &[
    ("http", "http", None),
    ("https", "https", None),
    ("ws", "http", None),
    ("wss", "https", None),
    ("tcp", "tcp", None),
    ("ssl", "tcp", None),
    ("tls", "tcp", None),
    ("ssh", "ssh", None),
    ("sftp", "ssh", None),
    ("ftp", "ftp", None),
    ("git", "tcp", Some(9418)),
    ("mysql", "mysql", None),
    ("mariadb", "mysql", None),
    ("postgres", "postgres", None),
    ("postgresql", "postgres", None),
    ("redis", "redis", None),
    ("rediss", "redis", None),
    ("mongodb", "mongodb", None),
    ("amqp", "tcp", Some(5672)),
    ("amqps", "tcp", Some(5671)),
    ("mqtt", "mqtt", None),
    ("mqtts", "mqtt", Some(8883)),
    ("nats", "tcp", Some(4222)),
    ("kafka", "tcp", Some(9092)),
    ("ldap", "ldap", None),
    ("ldaps", "ldap", Some(636)),
    ("smtp", "smtp", None),
    ("imap", "imap", None),
    ("pop3", "pop3", None),
    ("telnet", "telnet", None),
    ("minecraft", "minecraft", None),
    ("mcpi", "mcpi", None),
    ("grpc", "tcp", None),
    ("h2c", "http", None),
];

/// Words before a URL that make it something to read, or a proxy, and not what was connected to.
const ASIDE: &[&str] = &[
    "see ",
    "more details here",
    "more information",
    "documentation",
    "learn more",
    "docs.",
    "/docs/",
    "help.",
    "for help",
    "visit ",
    "aka.ms",
    "go.microsoft.com",
    "read more",
    "了解更多",
    "详情",
    "w3.org",
];

/// Adds every URL of a normalised line.
pub(crate) fn find(line: &str, found: &mut Vec<Candidate>) {
    if ASIDE.iter().any(|word| line.contains(word)) {
        return;
    }
    for (at, _) in line.match_indices("://").take(32) {
        let before = line[..at].trim_end_matches(|c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '-'));
        let scheme = &line[before.len()..at];
        let Some((_, known, default)) = SCHEMES.iter().find(|row| row.0 == scheme) else { continue };
        let rest = &line[at + 3..];
        let end = rest
            .find(|c: char| c.is_whitespace() || matches!(c, '/' | '?' | '#' | '"' | '\'' | '<' | '>' | ',' | ')'))
            .unwrap_or(rest.len());
        let authority = rest[..end].rsplit_once('@').map_or(&rest[..end], |(_, after)| after);
        let Some((host, after)) = host(authority) else { continue };
        // `proxy http://…` and `proxy: http://…` name the way, not the end of it.
        let proxy = before.trim_end_matches([' ', '=', ':', '"', '\'']).ends_with("proxy");
        let written = after.strip_prefix(':').and_then(port);
        if after.starts_with(':') && written.is_none() && after.trim_matches(|c| !is_host(c)).parse::<u32>().is_ok() {
            continue;
        }
        let port = written
            .map(|(port, _)| port)
            .or(*default)
            .or_else(|| crate::target::Service::from_scheme(known)?.default_port());
        found.push(Candidate { host, port, scheme: Some(known), rank: if proxy { PROXY } else { 26 }, at });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_paths_and_foreign_schemes_fall_away() {
        let mut found = Vec::new();
        find(
            "get \"https://me:secret@[::1]:8443/a?b=c\": eof; jdbc:postgresql://db.example.org/x; file:///etc/passwd",
            &mut found,
        );
        let seen: Vec<_> = found.iter().map(|one| (one.host.as_str(), one.port, one.scheme)).collect();
        assert_eq!(seen, [("::1", Some(8443), Some("https")), ("db.example.org", Some(5432), Some("postgres"))]);
    }
}
