//! Whether a place is where the proxy itself listens.

use std::net::{IpAddr, SocketAddr};

use crate::observation::Looked;
use crate::proxy::safety;
use crate::proxy::safety::spelled;
use crate::target::Proxy;

/// True where a connection to `address` and `port` comes to one of the places `listening`; `is_own` tells the addresses of
/// this machine.
pub(crate) fn is_among(listening: &[SocketAddr], address: IpAddr, port: u16, is_own: impl Fn(IpAddr) -> bool) -> bool {
    let addresses = safety::insides(address);
    listening.iter().filter(|listening| listening.port() == port).any(|listening| {
        let at = listening.ip().to_canonical();
        addresses.iter().any(|address| {
            // To nowhere in particular means to this machine.
            let is_here = address.is_unspecified() && safety::is_own(at);
            at == *address || is_here || at.is_unspecified() && is_own(*address)
        })
    })
}

/// True where `proxy` is written as one of the places `listening`. What a name leads to that tells no address is not looked
/// up: that is found out when it is connected to.
pub fn is_itself(listening: &[SocketAddr], proxy: &Proxy) -> bool {
    let is_own = |address: IpAddr| safety::is_own(address) || own().contains(&address);
    spelled::addresses(&proxy.host).into_iter().any(|address| is_among(listening, address, proxy.port, is_own))
}

/// The addresses of this machine's interfaces.
pub(crate) fn own() -> Vec<IpAddr> {
    let Looked::Saw(all) = crate::probe::interfaces().interfaces else { return Vec::new() };
    all.iter().flat_map(|one| one.addresses.iter().map(|network| network.address)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_proxy_behind_that_is_the_proxy_itself_is_known_by_its_spelling() {
        let is = |listening: &str, proxy: &str| {
            is_itself(&[listening.parse().expect(listening)], &proxy.parse().expect(proxy))
        };
        for (listening, proxy) in [
            ("127.0.0.1:8080", "http://127.0.0.1:8080"),
            ("127.0.0.1:8080", "socks5h://localhost:8080"),
            ("127.0.0.1:8080", "http://[::ffff:127.0.0.1]:8080"),
            ("127.0.0.1:8080", "http://0x7f.1:8080"),
            ("127.0.0.1:8080", "http://0.0.0.0:8080"),
            ("[::1]:8080", "http://localhost:8080"),
            ("0.0.0.0:8080", "http://127.0.0.9:8080"),
            ("[::]:8080", "https://127.0.0.1:8080"),
        ] {
            assert!(is(listening, proxy), "{listening} {proxy}");
        }
        for (listening, proxy) in [
            ("127.0.0.1:8080", "http://127.0.0.1:8081"),
            ("127.0.0.1:8080", "http://127.0.0.2:8080"),
            ("127.0.0.1:0", "http://127.0.0.1:8080"),
            ("0.0.0.0:8080", "http://192.0.2.1:8080"),
            ("0.0.0.0:8080", "http://proxy.test:8080"),
        ] {
            assert!(!is(listening, proxy), "{listening} {proxy}");
        }
    }
}
