//! The name of an address, where it resolves quickly.

use std::net::IpAddr;
use std::time::Duration;

use futures_util::future::join_all;

/// The longest name that DNS knows (RFC 1035 section 2.3.4).
const LONGEST: usize = 253;

/// Asks the system for the names of `addresses`, all at once, and leaves those that take longer than
/// `timeout`. An address without a name has none in the result.
pub async fn names_of(addresses: &[IpAddr], timeout: Duration) -> Vec<(IpAddr, String)> {
    let one = |address: IpAddr| async move {
        let look_up = tokio::task::spawn_blocking(move || dns_lookup::lookup_addr(&address));
        let name = tokio::time::timeout(timeout, look_up).await.ok()?.ok()?.ok()?;
        // Without a name the system gives the number back.
        let is_name = name.len() <= LONGEST && name.parse::<IpAddr>().is_err();
        is_name.then(|| (address, name.trim_end_matches('.').to_owned()))
    };
    join_all(addresses.iter().map(|address| one(*address))).await.into_iter().flatten().collect()
}
