//! The question is about the direct way, and each proxy that the settings name is held against it.

use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use tokio::time::Instant;

use crate::diagnose::journal::Journal;
use crate::diagnose::proxies::{Named, ask};
use crate::diagnose::{Options, address, machine, name};
use crate::observation::{Purpose, State};
use crate::probe;
use crate::target::Target;

/// The most proxies looked at.
const MOST: usize = 3;
/// How long a proxy may stay silent before it is looked at in full.
const IMPATIENCE: Duration = Duration::from_millis(900);
/// Less than this leaves no time to look at anything in full.
const LEAST: Duration = Duration::from_millis(150);

/// What a light look leaves to do.
pub(crate) struct Beside<'a> {
    named: &'a Named,
    /// The addresses that it has.
    addresses: Vec<SocketAddr>,
    opened: bool,
}

/// Looks at each of `proxies` lightly: does its name resolve, does its port open, and does it open the way to `target`?
pub(crate) async fn beside<'a>(
    journal: &Journal,
    target: &Target,
    proxies: &'a [Named],
    options: &Options,
    deadline: Instant,
) -> Vec<Beside<'a>> {
    let one = |named: &'a Named| async move {
        let about = named.journal(journal);
        let place = named.proxy.as_target();
        let opened = std::cell::Cell::new(false);
        let reach = |addresses: Vec<SocketAddr>| {
            let (about, place, opened) = (&about, &place, &opened);
            async move {
                for to in addresses {
                    machine::route(about, place, to);
                    if connect(about, target, named, options, to, deadline).await {
                        opened.set(true);
                        break;
                    }
                }
            }
        };
        let addresses = name::look(&about, &place, options, deadline, reach).await;
        Beside { named, addresses, opened: opened.get() }
    };
    futures_util::future::join_all(proxies.iter().take(MOST).map(one)).await
}

impl Beside<'_> {
    /// The machines that its packets are handed to.
    pub(crate) fn next_hops(&self, journal: &Journal) -> Vec<IpAddr> {
        machine::next_hops(&self.named.journal(journal), &self.named.proxy.as_target(), &self.addresses)
    }

    /// Looks at a proxy that did not open as at a target of its own, for the cause of that.
    pub(crate) async fn in_full(&self, journal: &Journal, target: &Target, options: &Options, deadline: Instant) {
        if self.opened || deadline.saturating_duration_since(Instant::now()) < LEAST {
            return;
        }
        let about = self.named.journal(journal);
        let place = self.named.proxy.as_target();
        let has_address = self.named.proxy.host.address().is_some()
            || about.read(|seen| crate::case::Case { target: &place, seen }.asked().next().is_some());
        if !has_address {
            return;
        }
        let looks = self.addresses.iter().map(|to| address::look(&about, &place, *to, options, deadline));
        futures_util::future::join_all(looks).await;
        let opened = about.read(|seen| {
            let case = crate::case::Case { target: &place, seen };
            case.asked().find(|(_, c)| c.state == State::Open).map(|(_, c)| c.address)
        });
        if let Some(to) = self.addresses.iter().find(|to| Some(to.ip()) == opened) {
            connect(&about, target, self.named, options, *to, deadline).await;
        }
    }
}

/// Connects to the proxy and asks it for the target. False where its port does not open.
async fn connect(
    about: &Journal,
    target: &Target,
    named: &Named,
    options: &Options,
    to: SocketAddr,
    deadline: Instant,
) -> bool {
    let patience = IMPATIENCE.min(deadline.saturating_duration_since(Instant::now()));
    let began = Instant::now();
    let (connection, stream) = probe::open(&named.proxy.host.to_string(), to, Purpose::Asked, patience).await;
    about.note(began, connection);
    let Some(stream) = stream else { return false };
    let asking = ask::Asking { about, answers: about, is_asked: false, target, named, options, deadline };
    asking.passage(stream, to).await;
    true
}
