//! The machine asked for: a name or an address.

use std::fmt;
use std::net::IpAddr;

use serde::{Deserialize, Serialize};

/// A name to be resolved, or an address as it stands.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(into = "String", from = "String")]
#[schemars(with = "String")]
pub enum Host {
    /// A DNS name in ASCII (A-label) form, lower case, without the trailing dot.
    Name(String),
    /// An address; `zone` is the interface of a link-local one (RFC 4007 section 11).
    Address {
        /// The address.
        address: IpAddr,
        /// The interface name or index after `%`.
        zone: Option<String>,
    },
}

/// What makes a name one that no resolver can look up (RFC 1035 section 2.3.4, RFC 5890).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NameFault {
    /// Two dots in a row, or one at the start.
    EmptyLabel,
    /// A label of more than 63 octets.
    LongLabel,
    /// More than 253 octets in all.
    LongName,
    /// A character that no host name holds.
    BadCharacter(char),
    /// Digits and dots that look like an IPv4 address and are none.
    NotAnAddress,
}

impl Host {
    /// Reads a host. `None` only where colons promise an IPv6 address that does not parse; a faulty name
    /// is kept, so that it can be told as a finding ([`Host::fault`]).
    pub fn parse(text: &str) -> Option<Host> {
        // In URLs the percent sign is written `%25` (RFC 6874).
        let (bare, zone) = match text.split_once("%25").or_else(|| text.split_once('%')) {
            Some((bare, zone)) => (bare, Some(zone.to_owned())),
            None => (text, None),
        };
        if let Ok(address) = bare.parse::<IpAddr>() {
            return Some(Host::Address { address, zone });
        }
        if text.contains(':') {
            return None;
        }
        // IDNA mapping also lower-cases and turns ideographic full stops into dots (UTS 46).
        // Some characters map to ones that no name holds (a cedilla alone to a space), or to nothing (a soft hyphen);
        // what was typed tells more.
        let mapped = idna::domain_to_ascii(text).ok();
        let mapped = mapped.filter(|mapped| !mapped.is_empty() && mapped.chars().all(is_of_a_name));
        let ascii = mapped.unwrap_or_else(|| text.to_lowercase());
        // What has an empty label keeps it, so that it reads the same when written out.
        let bare = ascii.strip_suffix('.').filter(|bare| !bare.is_empty() && !bare.ends_with('.')).map(str::to_owned);
        Some(Host::Name(bare.unwrap_or(ascii)))
    }

    /// The address, where no look-up is needed.
    pub fn address(&self) -> Option<IpAddr> {
        match self {
            Host::Address { address, .. } => Some(*address),
            Host::Name(_) => None,
        }
    }

    /// The name, where a look-up is needed.
    pub fn name(&self) -> Option<&str> {
        match self {
            Host::Name(name) => Some(name),
            Host::Address { .. } => None,
        }
    }

    /// What is wrong with the name, if it can never be resolved.
    pub fn fault(&self) -> Option<NameFault> {
        let name = self.name()?;
        if name.split('.').any(str::is_empty) {
            return Some(NameFault::EmptyLabel);
        }
        if name.split('.').any(|label| label.len() > 63) {
            return Some(NameFault::LongLabel);
        }
        if name.len() > 253 {
            return Some(NameFault::LongName);
        }
        if let Some(bad) = name.chars().find(|c| !is_of_a_name(*c)) {
            return Some(NameFault::BadCharacter(bad));
        }
        // A name whose last label is all digits is never in the DNS root (RFC 3696 section 2).
        if name.rsplit('.').next().is_some_and(|last| last.bytes().all(|b| b.is_ascii_digit())) {
            return Some(NameFault::NotAnAddress);
        }
        None
    }
}

/// What host names hold, and the underscore of service names (RFC 8552).
fn is_of_a_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_')
}

impl fmt::Display for Host {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Host::Name(name) => f.write_str(name),
            Host::Address { address, zone: None } => write!(f, "{address}"),
            Host::Address { address, zone: Some(zone) } => write!(f, "{address}%{zone}"),
        }
    }
}

impl From<Host> for String {
    fn from(host: Host) -> String {
        host.to_string()
    }
}

impl From<String> for Host {
    fn from(text: String) -> Host {
        Host::parse(&text).unwrap_or(Host::Name(text))
    }
}
