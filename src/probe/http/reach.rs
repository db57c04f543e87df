//! From a host and port to an open connection: the look-up, and the race of its addresses.

use std::net::{IpAddr, SocketAddr};

use tokio::time::Instant;

use crate::observation::{Exchange, ExchangeEnd};
use crate::probe::http::Settings;
use crate::probe::http::order::interleaved;
use crate::probe::http::race::race;
use crate::probe::resolve::{self, Families};
use crate::probe::{Stream, scoped};
use crate::target::{Host, Pinned};

/// Connects to `host` at `port` by `deadline`, and writes into `seen` what was looked up and tried. `None` where no
/// connection opened; `seen.ended` then says why.
pub(super) async fn reach(
    host: &Host,
    port: u16,
    settings: &Settings,
    seen: &mut Exchange,
    deadline: Instant,
) -> Option<(Stream, SocketAddr)> {
    let addresses = addresses(host, port, settings, seen, deadline).await;
    seen.order = interleaved(&addresses);
    if seen.order.is_empty() {
        seen.ended = ExchangeEnd::Unresolved;
        return None;
    }
    let began = Instant::now();
    let race = race(&host.to_string(), &seen.order, settings.connect_patience, deadline).await;
    seen.phases.connect_ms = Some(crate::probe::http::client::ms(began.elapsed()));
    (seen.tried, seen.left) = (race.tried, race.left);
    let Some((stream, to)) = race.won else {
        seen.ended = ExchangeEnd::NotConnected;
        return None;
    };
    seen.address = Some(to);
    Some((stream, to))
}

/// The addresses given for the host, or those that the system's resolver knows.
async fn addresses(
    host: &Host,
    port: u16,
    settings: &Settings,
    seen: &mut Exchange,
    deadline: Instant,
) -> Vec<SocketAddr> {
    let wants = |address: &IpAddr| if address.is_ipv4() { settings.ipv4 } else { settings.ipv6 };
    if let Some(pinned) = Pinned::find(&settings.pinned, host, port) {
        return pinned.iter().filter(|one| wants(one)).map(|one| SocketAddr::new(*one, port)).collect();
    }
    let name = match host {
        Host::Address { address, zone } => {
            let to = scoped(*address, zone.as_deref(), port);
            return Some(to).filter(|to| wants(&to.ip())).into_iter().collect();
        }
        Host::Name(name) => name,
    };
    let families = match (settings.ipv4, settings.ipv6) {
        (true, false) => Families::V4,
        (false, true) => Families::V6,
        _ => Families::Both,
    };
    let began = Instant::now();
    let found = resolve::system(name, families, deadline.saturating_duration_since(began)).await;
    seen.phases.resolve_ms = Some(crate::probe::http::client::ms(began.elapsed()));
    let addresses = found.records.iter().filter_map(|record| record.data.parse::<IpAddr>().ok());
    let addresses = addresses.filter(wants).map(|address| SocketAddr::new(address, port)).collect();
    seen.resolution = Some(found);
    addresses
}
