//! The resolver's settings on Unix (resolv.conf(5)), and the names that it makes of one.

use std::net::IpAddr;

/// What the file sets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// The name servers that the system asks, the first three in order, with the interface of a link-local one.
    pub servers: Vec<(IpAddr, Option<String>)>,
    /// The search domains, in order.
    pub search: Vec<String>,
    /// How many dots a name needs to be tried as it stands first.
    pub ndots: u8,
}

/// As many as glibc reads (MAXNS), and as many search domains as it ever did (MAXDNSRCH).
const MOST_SERVERS: usize = 3;
const MOST_DOMAINS: usize = 6;

/// Reads the file. Lines that say nothing of these are passed over; the last `search` or `domain` holds.
pub fn read(text: &str) -> Settings {
    let mut settings = Settings { servers: Vec::new(), search: Vec::new(), ndots: 1 };
    for line in text.lines() {
        let line = line.split(['#', ';']).next().unwrap_or_default();
        let mut words = line.split_ascii_whitespace();
        match words.next() {
            Some("nameserver") => {
                let server = words.next().and_then(server);
                if settings.servers.len() < MOST_SERVERS {
                    settings.servers.extend(server);
                }
            }
            Some("search") => settings.search = words.take(MOST_DOMAINS).filter_map(domain).collect(),
            Some("domain") => settings.search = words.take(1).filter_map(domain).collect(),
            Some("options") => {
                let dots = words.rev().find_map(|word| word.strip_prefix("ndots:")?.parse::<u8>().ok());
                settings.ndots = dots.unwrap_or(settings.ndots).min(15);
            }
            _ => {}
        }
    }
    settings
}

/// An address, and the interface behind `%` (RFC 4007 section 11).
fn server(word: &str) -> Option<(IpAddr, Option<String>)> {
    let (address, zone) = match word.split_once('%') {
        Some((address, zone)) => (address, Some(zone.to_owned()).filter(|zone| !zone.is_empty() && zone.len() <= 32)),
        None => (word, None),
    };
    Some((address.parse().ok()?, zone))
}

fn domain(word: &str) -> Option<String> {
    let bare = word.trim_matches('.');
    (!bare.is_empty() && bare.len() <= 253).then(|| bare.to_owned())
}

/// The names that the system asks for one after another when a program asks for `name`: as it stands first where it
/// has dots enough, else last; alone where it ends in a dot.
pub fn candidates(name: &str, search: &[String], ndots: u8) -> Vec<String> {
    if let Some(absolute) = name.strip_suffix('.') {
        return vec![absolute.to_owned()];
    }
    let mut names: Vec<String> = search.iter().map(|domain| format!("{name}.{domain}")).collect();
    let dots = name.matches('.').count();
    let place = if dots >= usize::from(ndots) { 0 } else { names.len() };
    names.insert(place, name.to_owned());
    names.retain(|name| name.len() <= 253);
    names
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_lines_that_count_are_read() {
        let settings = read(
            "# made by hand\nnameserver 192.0.2.53\nnameserver fe80::53%eth0 ; late\ndomain old.example\n\
             search corp.example. lab.example\noptions edns0 ndots:2 rotate\nnameserver nonsense\nnameservers 192.0.2.9\n",
        );
        let servers: Vec<_> = settings.servers.iter().map(|(ip, zone)| (ip.to_string(), zone.as_deref())).collect();
        assert_eq!(servers, [("192.0.2.53".to_owned(), None), ("fe80::53".to_owned(), Some("eth0"))]);
        assert_eq!(settings.search, ["corp.example", "lab.example"]);
        assert_eq!(settings.ndots, 2);
    }

    #[test]
    fn candidates_follow_the_dots() {
        let search = ["a.example".to_owned(), "b.example".to_owned()];
        assert_eq!(candidates("web", &search, 1), ["web.a.example", "web.b.example", "web"]);
        assert_eq!(candidates("web.c", &search, 1), ["web.c", "web.c.a.example", "web.c.b.example"]);
        assert_eq!(candidates("web.c", &search, 2).last().map(String::as_str), Some("web.c"));
        assert_eq!(candidates("web.", &search, 1), ["web"]);
    }

    proptest! {
        #[test]
        fn any_text_is_a_settings_file(text in "(nameserver|search|domain|options|ndots:|[ \t\n.:#;a-f0-9%]){0,60}") {
            let settings = read(&text);
            prop_assert!(settings.servers.len() <= MOST_SERVERS && settings.search.len() <= MOST_DOMAINS);
            prop_assert!(candidates("x", &settings.search, settings.ndots).len() <= MOST_DOMAINS + 1);
        }
    }
}
