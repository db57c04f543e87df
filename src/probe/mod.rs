//! Looks at the world and writes down facts. All client-side input and output stands here; one look a file.

pub(crate) mod ahead;
mod arrival;
mod ask_http;
mod attempt;
mod choose_proxy;
mod connect;
mod counters;
mod cut;
#[cfg(portable)]
mod elsewhere;
pub mod http;
mod intake;
mod interface_index;
mod interfaces;
mod limits;
#[cfg(not(portable))]
mod linux;
mod listeners;
pub mod minecraft;
mod name_of;
mod neighbours;
mod no_proxy;
mod peer;
mod proxies;
pub mod proxy;
mod proxy_variables;
pub mod resolve;
mod road;
mod route;
mod rules;
pub mod scan;
mod sockets;
mod speech;
mod stream;
mod system;
pub mod tls;
mod trace;
mod transfer;

#[cfg(portable)]
use elsewhere as here;
#[cfg(not(portable))]
use linux as here;

pub use arrival::arrival;
pub use ask_http::{HttpQuestion, ask_http, ask_over};
pub use choose_proxy::choose;
pub use connect::{connect, open};
pub use counters::{Snapshot, counters};
pub use intake::{Intake, intake};
pub use interface_index::{interface_index, scoped};
pub use interfaces::interfaces;
pub use limits::limits;
pub use listeners::listeners;
pub use name_of::names_of;
pub use neighbours::neighbours;
pub use peer::{NoPlace, PeerPlace, PeerSaid, ask_peer};
pub use proxies::{proxies, proxy_settings};
pub use road::Road;
pub use route::{route, route_over};
pub use rules::rules;
pub use sockets::sockets;
pub use speech::speech;
pub use stream::{Duplex, Stream};
pub use system::system;
pub use trace::{TraceOptions, can_trace, follow, trace, unseen};
pub use transfer::transfer;
