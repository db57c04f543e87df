//! What the user wishes of TLS.

use std::sync::{Arc, OnceLock};

use crate::probe::tls::{Identity, Trust};
use crate::target::Host;

/// Whom to trust, who to be, and what to offer. Cheap to copy; the system's authorities are read when the first
/// handshake needs them.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    trust: Arc<OnceLock<Trust>>,
    /// The own certificate, for servers that ask for one.
    pub identity: Option<Identity>,
    /// True where an untrusted server is taken all the same.
    pub insecure: bool,
    /// True where an untrusted proxy is. By itself [`Settings::insecure`] is about the target, as in curl: a login must
    /// not go to whoever stands in for the proxy.
    pub insecure_proxy: bool,
    /// The server name to send and to expect.
    pub server_name: ServerName,
    /// The application protocols to offer (RFC 7301), the best first.
    pub alpn: Vec<Vec<u8>>,
}

/// The server name of a handshake (SNI, RFC 6066 section 3).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum ServerName {
    /// The host's own name, and none for an address.
    #[default]
    OfHost,
    /// This name is sent, and the certificate must be for it.
    Other(String),
    /// None is sent; the certificate must be for the host.
    Unsent,
}

impl Settings {
    /// The same, trusting only these authorities.
    pub fn trusting(self, trust: Trust) -> Settings {
        Settings { trust: Arc::new(OnceLock::from(trust)), ..self }
    }

    /// The same with an own certificate.
    pub fn being(self, identity: Identity) -> Settings {
        Settings { identity: Some(identity), ..self }
    }

    /// The same without an own certificate.
    pub fn nobody(self) -> Settings {
        Settings { identity: None, ..self }
    }

    /// The same, taking a server all the same where it is not trusted.
    pub fn trusting_anybody(self) -> Settings {
        Settings { insecure: true, ..self }
    }

    /// The same for a proxy on the way, under its own name: the own certificate and the protocols are the target's.
    pub fn for_proxy(self) -> Settings {
        Settings { insecure: self.insecure_proxy, alpn: Vec::new(), ..self.for_another() }
    }

    /// The same with another server name.
    pub fn naming(self, server_name: ServerName) -> Settings {
        Settings { server_name, ..self }
    }

    /// The same for another host: without what says who one is, and under that host's own name.
    pub fn for_another(self) -> Settings {
        Settings { identity: None, server_name: ServerName::OfHost, ..self }
    }

    /// The same, offering these application protocols.
    pub fn offering(self, alpn: &[&str]) -> Settings {
        Settings { alpn: alpn.iter().map(|name| name.as_bytes().to_vec()).collect(), ..self }
    }

    /// Who is trusted.
    pub fn trust(&self) -> &Trust {
        self.trust.get_or_init(Trust::system)
    }

    /// The name or address that the certificate must be for, and the server name to send.
    pub(super) fn names(&self, host: &Host) -> (String, Option<String>) {
        let (own, is_name) = match host {
            // The root's dot is no part of a server name (RFC 6066 section 3).
            Host::Name(name) => (name.trim_end_matches('.').to_owned(), true),
            Host::Address { address, .. } => (address.to_string(), false),
        };
        match &self.server_name {
            ServerName::OfHost => (own.clone(), is_name.then_some(own)),
            ServerName::Other(name) => (name.clone(), Some(name.clone())),
            ServerName::Unsent => (own, None),
        }
    }
}
