//! Which protocol a *client* speaks, by the first bytes that it sends. (What servers say is `crate::wire::spoken`.)

mod binary;
mod game;
mod text;

use serde::{Deserialize, Serialize};

/// The most bytes that are looked at.
pub const MOST: usize = 4096;

/// How much bytes look like the opening of a protocol.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Like {
    /// They are none.
    No,
    /// They may become one; as they stand they prove nothing.
    Maybe,
    /// They may become one, and if no more come they are taken for one.
    Likely,
    /// They are one.
    Is,
}

/// Declares the protocols: one row each, `Variant "name" reader`. They are looked for in this order.
macro_rules! openings {
    ($($variant:ident $name:literal $reader:path, $doc:literal;)*) => {
        /// A protocol that netwhy can tell by what its client says first.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema)]
        #[serde(rename_all = "kebab-case")]
        pub enum Opening {
            $(#[doc = $doc] $variant,)*
            /// None of these.
            Unknown,
        }

        impl Opening {
            /// What people call it.
            pub fn name(self) -> &'static str {
                match self {
                    $(Opening::$variant => $name,)*
                    Opening::Unknown => "unknown",
                }
            }
        }

        const READERS: &[(Opening, fn(&[u8]) -> Like)] = &[$((Opening::$variant, $reader),)*];
    };
}

openings! {
    Tls "TLS" binary::tls, "TLS (RFC 8446).";
    Http2 "HTTP/2" text::http2, "HTTP/2 without TLS (RFC 9113 section 3.4).";
    Rtsp "RTSP" text::rtsp, "Real Time Streaming (RFC 7826).";
    Sip "SIP" text::sip, "Session Initiation (RFC 3261).";
    Http "HTTP" text::http, "HTTP/1 (RFC 9112).";
    Ssh "SSH" text::ssh, "Secure Shell (RFC 4253).";
    Mcpi "mcpi" game::mcpi, "The Minecraft Pi API.";
    Redis "Redis" text::redis, "Redis.";
    Mail "SMTP" text::mail, "Mail transfer (RFC 5321).";
    Rdp "RDP" binary::rdp, "Remote Desktop.";
    Smb "SMB" binary::smb, "Windows file sharing.";
    Postgres "PostgreSQL" binary::postgres, "PostgreSQL.";
    Mqtt "MQTT" binary::mqtt, "MQTT.";
    Bittorrent "BitTorrent" binary::bittorrent, "BitTorrent.";
    Minecraft "Minecraft (Java)" game::minecraft, "Minecraft, Java edition, since 1.7.";
    MinecraftLegacy "Minecraft (Java, before 1.7)" game::legacy, "Minecraft's server list ping from before 1.7.";
    Socks5 "SOCKS 5" binary::socks5, "SOCKS 5 (RFC 1928).";
    Socks4 "SOCKS 4" binary::socks4, "SOCKS 4.";
}

/// Which protocol the first bytes are of; `None` where more must come to tell. `ended` says that no more will, or none
/// came for a while.
pub fn opening(bytes: &[u8], ended: bool) -> Option<Opening> {
    let bytes = &bytes[..bytes.len().min(MOST)];
    if bytes.is_empty() {
        return ended.then_some(Opening::Unknown);
    }
    let mut open = false;
    let mut likely = None;
    for (opening, reader) in READERS {
        match reader(bytes) {
            Like::Is => return Some(*opening),
            Like::Likely => likely = likely.or(Some(*opening)),
            Like::Maybe => open = true,
            Like::No => {}
        }
    }
    match likely {
        _ if ended || bytes.len() == MOST => Some(likely.unwrap_or(Opening::Unknown)),
        Some(_) => None,
        None => (!open).then_some(Opening::Unknown),
    }
}

/// How much `bytes` are like the fixed beginning `wanted`.
fn begins(bytes: &[u8], wanted: &[u8]) -> Like {
    match bytes.iter().zip(wanted).all(|(one, other)| one == other) {
        false => Like::No,
        true if bytes.len() >= wanted.len() => Like::Is,
        true if bytes.len() >= 4 => Like::Likely,
        true => Like::Maybe,
    }
}

#[cfg(test)]
mod tests;
