//! Which names and addresses are of the public Internet, and which a network may use as it likes.

use std::net::IpAddr;

/// Endings of names that are not in the public DNS (RFC 6761, RFC 6762, RFC 8375, ICANN's `internal`).
const NOT_PUBLIC: [&str; 9] = ["localhost", "local", "test", "invalid", "internal", "lan", "home", "corp", "arpa"];

/// True for a name that the public DNS could hold.
pub(crate) fn is_public_name(name: &str) -> bool {
    name.trim_end_matches('.').rsplit_once('.').is_some_and(|(_, ending)| !NOT_PUBLIC.contains(&ending))
}

/// True for addresses of RFC 1918, RFC 4193, RFC 6598, link-local and loopback.
pub(crate) fn is_private_address(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => {
            let shared = v4.octets()[0] == 100 && v4.octets()[1] & 0xc0 == 64;
            v4.is_private() || v4.is_link_local() || v4.is_loopback() || shared
        }
        IpAddr::V6(v6) => v6.is_unique_local() || v6.is_unicast_link_local() || v6.is_loopback(),
    }
}
