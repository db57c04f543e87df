//! The hosts file (hosts(5)): an address, then its names, on each line.

use std::net::IpAddr;

/// The addresses that `text` gives for `name`, in the order of the file, each once. Letters of either case are the
/// same; what is no entry is passed over, as the system does.
pub fn addresses(text: &str, name: &str) -> Vec<IpAddr> {
    let name = name.strip_suffix('.').unwrap_or(name);
    let mut found = Vec::new();
    for (address, names) in entries(text) {
        let holds = names.into_iter().any(|one| one.strip_suffix('.').unwrap_or(one).eq_ignore_ascii_case(name));
        if holds && !found.contains(&address) && found.len() < 64 {
            found.push(address);
        }
    }
    found
}

/// The first name that `text` gives for `address`.
pub fn name_of(text: &str, address: IpAddr) -> Option<&str> {
    entries(text).find(|(own, _)| *own == address).and_then(|(_, names)| names.into_iter().next())
}

fn entries(text: &str) -> impl Iterator<Item = (IpAddr, Vec<&str>)> {
    text.lines().filter_map(|line| {
        let line = line.split('#').next().unwrap_or_default();
        let mut words = line.split_ascii_whitespace();
        // A link-local address may carry its interface.
        let address = words.next()?.split('%').next()?.parse().ok()?;
        Some((address, words.collect()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const FILE: &str = "\
127.0.0.1\tlocalhost
::1 localhost ip6-localhost # not.here
# 192.0.2.1 commented.example
192.0.2.9  Game.Example game  game.example
fe80::1%eth0 router.example.
not-an-address oops.example
192.0.2.10";

    #[test]
    fn names_are_found_in_the_order_of_the_file() {
        let of = |name| addresses(FILE, name).iter().map(IpAddr::to_string).collect::<Vec<_>>();
        assert_eq!(of("LOCALHOST"), ["127.0.0.1", "::1"]);
        assert_eq!(of("game.example."), ["192.0.2.9"]);
        assert_eq!(of("router.example"), ["fe80::1"]);
        for absent in ["not.here", "commented.example", "oops.example", "example", ""] {
            assert!(of(absent).is_empty(), "{absent}");
        }
    }

    #[test]
    fn an_address_has_its_first_name() {
        assert_eq!("192.0.2.9".parse().ok().and_then(|address| name_of(FILE, address)), Some("Game.Example"));
        assert_eq!("192.0.2.10".parse().ok().and_then(|address| name_of(FILE, address)), None);
    }

    proptest! {
        #[test]
        fn any_text_is_a_hosts_file(text in ".{0,400}", name in ".{0,20}") {
            prop_assert!(addresses(&text, &name).len() <= 64);
        }
    }
}
