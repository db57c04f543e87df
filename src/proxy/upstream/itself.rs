//! Whether a place is where the proxy itself listens.

use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use crate::observation::Looked;
use crate::probe::resolve;
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

/// How long a name may take to be looked up. What takes longer is found out when it is connected to.
const PATIENCE: Duration = Duration::from_secs(1);

/// True where `proxy` is one of the places `listening`: as it is written, or as this machine looks its name up.
pub async fn is_itself(listening: &[SocketAddr], proxy: &Proxy) -> bool {
    let is_own = |address: IpAddr| safety::is_own(address) || own().contains(&address);
    let is = |address: IpAddr| is_among(listening, address, proxy.port, is_own);
    let spelled = spelled::addresses(&proxy.host);
    if !spelled.is_empty() {
        return spelled.into_iter().any(is);
    }
    let Some(name) = proxy.host.name().filter(|_| listening.iter().any(|at| at.port() == proxy.port)) else {
        return false;
    };
    let seen = resolve::system(name, resolve::Families::Both, PATIENCE).await;
    let addresses: Vec<IpAddr> = seen.records.iter().filter_map(|record| record.data.parse().ok()).collect();
    // One that is another's is the one that is connected to.
    !addresses.is_empty() && addresses.into_iter().all(is)
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
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        let is = |listening: &str, proxy: &str| {
            let (listening, proxy) = ([listening.parse().expect(listening)], proxy.parse().expect(proxy));
            runtime.block_on(is_itself(&listening, &proxy))
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
            ("0.0.0.0:8080", "http://proxy.invalid:8080"),
        ] {
            assert!(!is(listening, proxy), "{listening} {proxy}");
        }
    }
}
