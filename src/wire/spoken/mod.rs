//! Which protocol the first bytes of a connection are of, and the harmless question that opens each.
//!
//! One protocol a file, one row each in the table below.

mod amqp;
mod dns;
mod ftp;
mod http;
mod http2;
mod imap;
mod ldap;
mod mcpi;
mod memcached;
mod minecraft;
mod mongodb;
mod mqtt;
mod mysql;
mod nats;
mod no;
mod pop3;
mod postgres;
mod rdp;
mod redis;
mod rsync;
mod smb;
mod smtp;
mod socks4;
mod socks5;
mod ssh;
mod telnet;
mod text_line;
mod tls;
mod vnc;

pub use no::{No, says_no};

use serde::{Deserialize, Serialize};

/// The most bytes that [`recognise`] looks at.
pub const MOST: usize = 4096;

/// A header of the PROXY protocol, version 1, that names no client: the receiver takes the connection's own addresses
/// (<https://www.haproxy.org/download/3.0/doc/proxy-protocol.txt>, section 2.1).
pub const UNKNOWN_CLIENT: &[u8] = b"PROXY UNKNOWN\r\n";

/// A Minecraft client's handshake to play: protocol 1, which no server speaks, `localhost`, next state 2. A server says
/// so and closes; no name is given (<https://minecraft.wiki/w/Java_Edition_protocol/Packets#Handshake>).
pub const JOIN: &[u8] = b"\x0f\x00\x01\x09localhost\x63\xdd\x02";

/// What a protocol sounds like.
struct Voice {
    /// The opening question of a protocol whose client speaks first. It changes nothing at the other end, names
    /// nobody, and brings an answer that tells the protocol.
    question: Option<&'static [u8]>,
    /// True where the server speaks first.
    greets: bool,
    /// Reads bytes that no other protocol would send, whatever was asked.
    unmistakable: fn(&[u8]) -> Option<Named>,
    /// Reads an answer to the own question, which may be short.
    answer: fn(&[u8]) -> Option<Named>,
}

/// What the other end calls itself, where it says so.
type Named = Option<String>;

/// Reads nothing.
fn none(_: &[u8]) -> Option<Named> {
    None
}

/// Declares the protocols: one row each, `Variant "name" file`. Unmistakable bytes are looked for in this order.
macro_rules! protocols {
    ($($variant:ident $name:literal $file:ident $doc:literal;)*) => {
        /// A protocol that netwhy can tell by its first bytes.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema)]
        #[serde(rename_all = "kebab-case")]
        pub enum Spoken {
            $(#[doc = $doc] $variant,)*
        }

        impl Spoken {
            /// Every one.
            pub const ALL: &[Spoken] = &[$(Spoken::$variant,)*];

            /// What people call it.
            pub fn name(self) -> &'static str {
                match self {
                    $(Spoken::$variant => $name,)*
                }
            }

            fn voice(self) -> &'static Voice {
                match self {
                    $(Spoken::$variant => &$file::VOICE,)*
                }
            }
        }
    };
}

protocols! {
    Mongodb "MongoDB" mongodb "MongoDB.";
    Http "HTTP" http "HTTP/1 (RFC 9112).";
    Http2 "HTTP/2" http2 "HTTP/2 (RFC 9113).";
    Tls "TLS" tls "TLS (RFC 8446).";
    Ssh "SSH" ssh "Secure Shell (RFC 4253).";
    Smtp "SMTP" smtp "Mail transfer (RFC 5321).";
    Ftp "FTP" ftp "File transfer (RFC 959).";
    Imap "IMAP" imap "Mail access (RFC 9051).";
    Redis "Redis" redis "Redis.";
    Pop3 "POP3" pop3 "Mail fetching (RFC 1939).";
    Postgres "PostgreSQL" postgres "PostgreSQL.";
    Mysql "MySQL" mysql "MySQL and MariaDB.";
    Mqtt "MQTT" mqtt "MQTT.";
    Amqp "AMQP" amqp "AMQP (RabbitMQ and kin).";
    Nats "NATS" nats "NATS.";
    Memcached "memcached" memcached "memcached.";
    Rsync "rsync" rsync "The rsync daemon.";
    Ldap "LDAP" ldap "LDAP (RFC 4511).";
    Rdp "RDP" rdp "Remote Desktop.";
    Vnc "VNC" vnc "Remote frame buffer (RFC 6143).";
    Telnet "Telnet" telnet "Telnet (RFC 854).";
    Smb "SMB" smb "Windows file sharing.";
    Dns "DNS" dns "Domain names over TCP (RFC 1035).";
    Minecraft "Minecraft (Java)" minecraft "Minecraft, Java edition.";
    Mcpi "mcpi" mcpi "The Minecraft Pi API.";
    Socks4 "SOCKS 4" socks4 "SOCKS 4.";
    Socks5 "SOCKS 5" socks5 "SOCKS 5 (RFC 1928).";
}

impl Spoken {
    /// True where the server speaks first.
    pub fn greets(self) -> bool {
        self.voice().greets
    }
}

/// Which protocol bytes are of that no other protocol would send, whatever was asked, and what the other end calls
/// itself. The first [`MOST`] bytes are looked at.
pub fn recognise(bytes: &[u8]) -> Option<(Spoken, Option<String>)> {
    let bytes = &bytes[..bytes.len().min(MOST)];
    Spoken::ALL.iter().find_map(|spoken| Some((*spoken, (spoken.voice().unmistakable)(bytes)?)))
}

/// The same of an answer to the opening question of `asked`: an answer of that protocol may be too short to be told
/// unless it was asked for. An echo of the question is no answer.
pub fn recognise_answer(asked: Spoken, bytes: &[u8]) -> Option<(Spoken, Option<String>)> {
    let bytes = &bytes[..bytes.len().min(MOST)];
    if question(asked).is_some_and(|question| question.starts_with(bytes) || bytes.starts_with(question)) {
        return None;
    }
    recognise(bytes).or_else(|| Some((asked, (asked.voice().answer)(bytes)?)))
}

/// The opening question of a protocol whose client speaks first; `None` where the server greets.
pub fn question(spoken: Spoken) -> Option<&'static [u8]> {
    spoken.voice().question
}

#[cfg(test)]
mod tests;
