//! TLS: who is trusted, what is shown, and how a handshake goes.

mod identity;
mod judge;
mod older;
mod settings;
mod shake;
mod tap;
mod trust;

pub use identity::{Identity, IdentityError};
pub use older::shake_as_of_old;
pub use settings::{ServerName, Settings};
pub use shake::shake;
pub use trust::{Trust, TrustError};
