//! Whether a `no_proxy` list names a host, by curl's rules.
//!
//! They are those of curl(1) `--noproxy`, as lib/noproxy.c carries them out: entries are kept apart by commas (and, up to
//! curl 8.8, by blanks); a name matches itself and all below it; an address matches itself or its network; only a `*`
//! that is the whole list matches everything; ports are not understood.

use std::net::IpAddr;

use crate::target::Host;

/// The entry that matches, with its rule, and what a reader should know of entries that nearly do.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Listed {
    /// The first entry that matches, as it is written, and its rule: `name`, `domain`, `network`, `address`,
    /// `everything`.
    pub(crate) entry: Option<(String, &'static str)>,
    /// Entries that are meant for the host, it seems, and do not match it, each with why.
    pub(crate) near: Vec<String>,
}

/// Looks for `host` in `list`.
pub(crate) fn listed(host: &Host, list: &str) -> Listed {
    if list == "*" {
        return Listed { entry: Some(("*".to_owned(), "everything")), near: Vec::new() };
    }
    let mut found = Listed::default();
    let mut behind_blank = false;
    for part in list.split(',') {
        for (number, entry) in part.split([' ', '\t']).filter(|entry| !entry.is_empty()).enumerate() {
            behind_blank |= number > 0;
            if let Some(rule) = rule(host, entry) {
                if behind_blank {
                    found.near.push(format!(
                        "`{entry}` stands behind a blank, where curl 8.9 and newer stop reading; write a comma"
                    ));
                }
                found.entry = Some((entry.to_owned(), rule));
                return found;
            }
            found.near.extend(near(host, entry).map(|why| format!("`{entry}` does not match: {why}")));
        }
    }
    found
}

/// The rule by which `entry` matches, if it does.
fn rule(host: &Host, entry: &str) -> Option<&'static str> {
    match host {
        Host::Address { address, .. } => address_rule(*address, entry),
        Host::Name(name) => {
            let entry = without_dots(entry);
            let ascii = idna::domain_to_ascii(entry).unwrap_or_else(|_| entry.to_owned());
            if ascii.eq_ignore_ascii_case(name) {
                return Some("name");
            }
            let start = name.len().checked_sub(ascii.len()).filter(|_| !ascii.is_empty())?;
            let below = name.get(start..)?.eq_ignore_ascii_case(&ascii) && name.get(..start)?.ends_with('.');
            below.then_some("domain")
        }
    }
}

/// An entry without one leading and one trailing dot.
fn without_dots(entry: &str) -> &str {
    let entry = entry.strip_suffix('.').unwrap_or(entry);
    entry.strip_prefix('.').unwrap_or(entry)
}

fn address_rule(address: IpAddr, entry: &str) -> Option<&'static str> {
    let (network, bits) = match entry.split_once('/') {
        Some((network, bits)) => (network, Some(bits.parse::<u32>().ok()?)),
        None => (entry, None),
    };
    let network: IpAddr = network.parse().ok()?;
    match bits {
        // curl takes no bits to mean all of them.
        None | Some(0) => (network == address).then_some("address"),
        Some(bits) => in_network(address, network, bits).then_some("network"),
    }
}

fn in_network(address: IpAddr, network: IpAddr, bits: u32) -> bool {
    match (address, network) {
        (IpAddr::V4(address), IpAddr::V4(network)) => {
            bits <= 32 && (address.to_bits() ^ network.to_bits()).leading_zeros() >= bits
        }
        (IpAddr::V6(address), IpAddr::V6(network)) => {
            bits <= 128 && (address.to_bits() ^ network.to_bits()).leading_zeros() >= bits
        }
        _ => false,
    }
}

/// Why an entry that other programs would take for the host does not match it by curl's rules.
fn near(host: &Host, entry: &str) -> Option<&'static str> {
    if entry == "*" {
        return Some("`*` stands for everything only where it is the whole list");
    }
    if let Some(rest) = entry.strip_prefix('*') {
        return rule(host, rest).map(|_| "curl knows no wildcard within a name; a name stands for all below it");
    }
    if let Some(network) = entry.strip_suffix("/0") {
        let other = host.address().zip(network.parse::<IpAddr>().ok())?;
        return (other.0.is_ipv4() == other.1.is_ipv4()).then_some("curl takes `/0` for no network size at all");
    }
    let bare = entry.strip_prefix('[').and_then(|rest| rest.split_once(']'));
    if let Some((inside, _)) = bare {
        return rule(host, inside).map(|_| "curl wants an IPv6 address without brackets and port");
    }
    let (name, port) = entry.rsplit_once(':')?;
    let is_port = port.bytes().all(|byte| byte.is_ascii_digit()) && !name.contains(':');
    rule(host, name).filter(|_| is_port).map(|_| "curl knows no ports in this list")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(host: &str, list: &str) -> Option<(String, &'static str)> {
        listed(&Host::parse(host).expect("a host"), list).entry
    }

    #[test]
    fn the_rule_that_matches_is_named() {
        for (host, list, expected) in [
            ("www.x.test", "*", Some(("*", "everything"))),
            ("www.x.test", "y, .x.test", Some((".x.test", "domain"))),
            ("x.test", ".X.test.", Some((".X.test.", "name"))),
            ("notx.test", "x.test", None),
            ("b\u{fc}cher.test", "xn--bcher-kva.test", Some(("xn--bcher-kva.test", "name"))),
            ("10.1.2.3", "10.0.0.0/8", Some(("10.0.0.0/8", "network"))),
            ("10.1.2.3", "10.1.2.3", Some(("10.1.2.3", "address"))),
            ("10.1.2.3", "2.3", None),
            ("fd12::1", "fd00::/8", Some(("fd00::/8", "network"))),
            ("fd12::1", "fc00::/7", Some(("fc00::/7", "network"))),
            ("fe80::1%eth0", "fe80::/10", Some(("fe80::/10", "network"))),
            ("fe00::1", "fc00::/7", None),
            ("::1", "0:0:0:0:0:0:0:1/128", Some(("0:0:0:0:0:0:0:1/128", "network"))),
            ("::1", "::/129", None),
        ] {
            let expected = expected.map(|(entry, rule)| (entry.to_owned(), rule));
            assert_eq!(entry(host, list), expected, "{host} in {list}");
        }
    }

    #[test]
    fn near_misses_are_told() {
        for (host, list) in [
            ("www.x.test", "*.x.test"),
            ("www.x.test", "x.test:80"),
            ("www.x.test", "a,*"),
            ("10.1.2.3", "0.0.0.0/0"),
            ("::1", "[::1]:80"),
            ("www.x.test", "a x.test"),
        ] {
            let found = listed(&Host::parse(host).expect("a host"), list);
            assert_eq!(found.near.len(), 1, "{host} in {list}: {found:?}");
        }
        let far = listed(&Host::parse("www.x.test").expect("a host"), "*.y.test, y.test:80, 10.0.0.0/0, [::1], ::1");
        assert_eq!(far, Listed::default());
    }

    proptest::proptest! {
        #[test]
        fn any_list_is_survived(list: String, host: String) {
            if let Some(host) = Host::parse(&host) {
                let _ = listed(&host, &list);
            }
        }
    }
}
