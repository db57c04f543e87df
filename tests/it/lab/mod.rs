//! The lab: real network faults between namespaces, diagnosed by the real binary without any privilege.
//!
//! A scenario is one row in the file of its family: whom to ask, what is wrong on which machine, and what the
//! report must say. `stage.sh` draws the network; `tools.sh` is what the commands of a row can use.

mod expect;
mod ledger;
mod scenario;
mod stage;

mod distant;
mod firewall;
mod healthy;
mod machine;
mod minecraft;
mod name;
mod network;
mod odd;
mod peer;
mod plain_user;
mod port;
mod protocol;
mod proxy;
mod qr;
mod restriction;
mod server;
mod stand_ins;
mod tls;

use expect::Confidence::{Certain, Likely, Possible};
use expect::{ME, NAMES, PEER, Place, R1, R1_V6, R2, R2_V6, SERVER, SERVER_V6, TARGET};
use scenario::ask;

/// One test a row: `name => scenario;`.
macro_rules! scenarios {
    ($($name:ident => $scenario:expr;)*) => {
        $(#[test]
        fn $name() {
            crate::lab::scenario::run(concat!(module_path!(), "::", stringify!($name)), $scenario);
        })*
    };
}
use scenarios;
