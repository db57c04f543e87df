//! Which part a machine plays that answered in place of the one asked.

use std::collections::HashMap;
use std::net::IpAddr;

use netwhy::finding::Role;
use netwhy::observation::{Looked, RouteKind, RouteOutcome};
use netwhy::probe::route;
use netwhy::report::probe::Origin;

/// Answers are remembered for so many pairs of machines.
const REMEMBERED: usize = 4096;

/// Looks senders up in the routing table, and remembers what it says.
#[derive(Debug, Default)]
pub(crate) struct Origins {
    known: HashMap<(IpAddr, IpAddr), Origin>,
}

impl Origins {
    /// The machine that sent an answer to a look at `target`.
    pub(crate) fn of(&mut self, sender: IpAddr, target: IpAddr) -> Origin {
        if let Some(known) = self.known.get(&(sender, target)) {
            return known.clone();
        }
        let origin = look(sender, target);
        if self.known.len() >= REMEMBERED {
            self.known.clear();
        }
        self.known.insert((sender, target), origin.clone());
        origin
    }
}

fn look(sender: IpAddr, target: IpAddr) -> Origin {
    let way = |to: IpAddr| match route(to).outcome {
        Looked::Saw(RouteOutcome::Way { kind, gateway, .. }) => Some((kind, gateway)),
        Looked::Saw(RouteOutcome::NoWay { .. }) | Looked::NotLooked(_) => None,
    };
    let is_own = sender.is_loopback() || way(sender).is_some_and(|(kind, _)| kind == RouteKind::Local);
    let (role, hop) = match () {
        () if is_own => (Role::ThisMachine, Some(0)),
        () if sender == target => (Role::Target, None),
        () if way(target).is_some_and(|(_, gateway)| gateway == Some(sender)) => (Role::Gateway, Some(1)),
        () => (Role::Path, None),
    };
    Origin { address: sender, hop, role }
}
