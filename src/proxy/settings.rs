//! What the user allows and how much of everything there may be.

use std::sync::Arc;
use std::time::Duration;

use crate::probe::tls;
use crate::proxy::authority::Authority;
use crate::proxy::host_pattern::HostPatterns;
use crate::proxy::login::Logins;
use crate::proxy::rules::Current;
use crate::proxy::safety::Allowed;
use crate::target::{Network, Proxy};
use crate::text::Lang;

/// How the proxy behaves.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// The proxy that everything is passed on to.
    pub upstream: Option<Proxy>,
    /// Who may use it besides this machine itself; empty where whoever reaches it may.
    pub clients: Vec<Network>,
    /// The logins it asks for; none where it asks for none.
    pub logins: Logins,
    /// Which addresses it may connect to that it otherwise does not.
    pub allowed: Allowed,
    /// Use one address family only: IPv4 or IPv6.
    pub families: Families,
    /// Whom to trust where an origin is spoken to over TLS.
    pub tls: tls::Settings,
    /// True where a failure is looked into, so that the answer tells its cause.
    pub diagnoses: bool,
    /// The language of the answers.
    pub lang: Lang,
    /// What is changed in what passes.
    pub rules: Current,
    /// The hosts whose TLS is ended here, so that its content is seen.
    pub intercept: HostPatterns,
    /// Who vouches for the certificates that this takes; without it no TLS is ended here.
    pub authority: Option<Arc<Authority>>,
    /// How much of everything there may be.
    pub bounds: Bounds,
}

/// Which address families are connected to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Families {
    /// Both, as the system orders them.
    #[default]
    Both,
    /// IPv4.
    V4,
    /// IPv6.
    V6,
}

/// How much of everything there may be, and for how long.
#[derive(Debug, Clone, Copy)]
pub struct Bounds {
    /// Connections of clients at once.
    pub connections: usize,
    /// The longest head of a request or an answer, in bytes.
    pub head: usize,
    /// The most fields in one.
    pub fields: usize,
    /// How long a client may take for a head once it began.
    pub head_time: Duration,
    /// How long a connection without an exchange is kept.
    pub idle: Duration,
    /// How long an exchange or a tunnel may stand still.
    pub stall: Duration,
    /// How long opening a connection may take, names and all.
    pub connect: Duration,
    /// How long open exchanges are waited for at the end.
    pub grace: Duration,
    /// Idle connections kept to one origin.
    pub kept: usize,
}

impl Default for Bounds {
    fn default() -> Bounds {
        Bounds {
            connections: 16_384,
            head: 64 * 1024,
            fields: 200,
            head_time: Duration::from_secs(20),
            idle: Duration::from_secs(60),
            stall: Duration::from_secs(300),
            connect: Duration::from_secs(5),
            grace: Duration::from_secs(5),
            kept: 64,
        }
    }
}
