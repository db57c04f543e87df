//! Tries the service records of a name in order of preference, until a Java server answers where one leads.

use std::net::SocketAddr;
use std::time::Duration;

use tokio::time::Instant;

use crate::observation::JavaStatus;
use crate::report::{Port, Srv};
use crate::target::Host;

/// What came of the records.
pub(super) struct Led {
    /// The record to tell of: the one whose server answers; else the first that leads anywhere; else the first.
    pub(super) chosen: Srv,
    /// The others that were tried.
    pub(super) tried: Vec<Srv>,
    /// What was seen where the chosen one leads; `None` where it leads nowhere.
    pub(super) seen: Option<Port<JavaStatus>>,
}

/// Follows `records`, of which there is at least one, within `patience`: each has its part of what is left.
pub(super) async fn follow(
    records: Vec<Srv>,
    patience: Duration,
    addresses: impl AsyncFn(&Host, Duration) -> Option<Vec<SocketAddr>>,
    ask: impl AsyncFn(&Host, &[SocketAddr], u16, Duration) -> Option<Port<JavaStatus>>,
) -> Option<Led> {
    let deadline = Instant::now() + patience;
    let mut rest = u32::try_from(records.len()).unwrap_or(u32::MAX);
    let mut all: Vec<(Srv, Option<Port<JavaStatus>>)> = Vec::new();
    for mut srv in records {
        let each = deadline.saturating_duration_since(Instant::now()) / rest.max(1);
        rest = rest.saturating_sub(1);
        let mut seen = None;
        if srv.followed {
            let host = Host::parse(&srv.target).unwrap_or_else(|| Host::Name(srv.target.clone()));
            let began = Instant::now();
            match addresses(&host, each).await {
                Some(at) => seen = ask(&host, &at, srv.port, each.saturating_sub(began.elapsed())).await,
                None => srv.followed = false,
            }
        }
        let told = answers(seen.as_ref());
        all.push((srv, seen));
        if told {
            break;
        }
    }
    let followed = || all.iter().position(|(srv, _)| srv.followed);
    let at = all.iter().position(|(_, seen)| answers(seen.as_ref())).or_else(followed).unwrap_or(0);
    if all.is_empty() {
        return None;
    }
    let (chosen, seen) = all.remove(at);
    Some(Led { chosen, seen, tried: all.into_iter().map(|(srv, _)| srv).collect() })
}

fn answers(seen: Option<&Port<JavaStatus>>) -> bool {
    seen.and_then(|port| port.answer.as_ref()).is_some_and(|java| java.status.is_some())
}
