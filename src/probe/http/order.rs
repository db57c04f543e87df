//! The order in which the addresses of a name are tried.

use std::net::SocketAddr;

/// The most addresses of one name that are tried.
const MOST: usize = 32;

/// The families in turn, beginning with that of the first address, and within each the order given (RFC 8305 section 4).
pub(super) fn interleaved(addresses: &[SocketAddr]) -> Vec<SocketAddr> {
    let Some(first) = addresses.first() else { return Vec::new() };
    let (same, other): (Vec<&SocketAddr>, Vec<&SocketAddr>) =
        addresses.iter().partition(|address| address.is_ipv4() == first.is_ipv4());
    let mut order = Vec::new();
    for at in 0..same.len().max(other.len()) {
        order.extend(same.get(at).into_iter().chain(other.get(at)).map(|address| **address));
    }
    order.truncate(MOST);
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_families_take_turns() {
        let all = |text: &str| text.split(' ').map(|one| one.parse().expect(one)).collect::<Vec<SocketAddr>>();
        let given = all("[::1]:1 [::2]:1 [::3]:1 1.1.1.1:1 2.2.2.2:1");
        assert_eq!(interleaved(&given), all("[::1]:1 1.1.1.1:1 [::2]:1 2.2.2.2:1 [::3]:1"));
        assert_eq!(interleaved(&all("1.1.1.1:1 2.2.2.2:1")), all("1.1.1.1:1 2.2.2.2:1"));
        assert_eq!(interleaved(&[]), Vec::new());
    }
}
