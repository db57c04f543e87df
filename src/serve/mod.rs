//! The listening side: who arrives at a port, and what it is answered.

pub mod certificate;
pub mod fault;

mod accept;
mod connection;
#[cfg(portable)]
mod elsewhere;
mod fault_error;
mod faulty;
mod hear;
mod html;
mod http;
mod kind;
mod ledger;
#[cfg(not(portable))]
mod linux;
mod listen;
mod log;
pub mod peer;
mod server;
mod shutdown;
mod stream;
mod told;
mod untaken;

#[cfg(portable)]
use elsewhere as here;
#[cfg(not(portable))]
use linux as here;

pub use accept::{Bounds, Incoming, accept};
pub use fault_error::FaultError;
pub(crate) use html::escaped;
pub use http::folder::Folder;
pub use ledger::{Came, Ledger};
pub use listen::{Held, ListenError, Listeners, hold, listen};
pub use server::{Kind, Server, Settings};
pub use shutdown::Shutdown;
pub use stream::Io;
pub use told::Told;
pub(crate) use untaken::Untaken;
