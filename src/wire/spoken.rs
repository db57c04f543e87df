//! Which protocol the first bytes of a connection are of.

use serde::{Deserialize, Serialize};

/// A protocol that netwhy can tell by its first bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Spoken {
    /// HTTP/1 (RFC 9112).
    Http,
    /// HTTP/2 (RFC 9113).
    Http2,
    /// TLS (RFC 8446).
    Tls,
    /// Secure Shell (RFC 4253).
    Ssh,
    /// Mail transfer (RFC 5321).
    Smtp,
    /// File transfer (RFC 959).
    Ftp,
    /// Mail access (RFC 9051).
    Imap,
    /// Mail fetching (RFC 1939).
    Pop3,
    /// Redis.
    Redis,
    /// PostgreSQL.
    Postgres,
    /// MySQL and MariaDB.
    Mysql,
    /// MongoDB.
    Mongodb,
    /// MQTT.
    Mqtt,
    /// LDAP (RFC 4511).
    Ldap,
    /// Remote Desktop.
    Rdp,
    /// Remote frame buffer (RFC 6143).
    Vnc,
    /// Telnet (RFC 854).
    Telnet,
    /// Windows file sharing.
    Smb,
    /// Domain names over TCP (RFC 1035).
    Dns,
    /// Minecraft, Java edition.
    Minecraft,
    /// The Minecraft Pi API.
    Mcpi,
    /// SOCKS 4.
    Socks4,
    /// SOCKS 5 (RFC 1928).
    Socks5,
}

impl Spoken {
    /// What people call it.
    pub fn name(self) -> &'static str {
        match self {
            Spoken::Http => "HTTP",
            Spoken::Http2 => "HTTP/2",
            Spoken::Tls => "TLS",
            Spoken::Ssh => "SSH",
            Spoken::Smtp => "SMTP",
            Spoken::Ftp => "FTP",
            Spoken::Imap => "IMAP",
            Spoken::Pop3 => "POP3",
            Spoken::Redis => "Redis",
            Spoken::Postgres => "PostgreSQL",
            Spoken::Mysql => "MySQL",
            Spoken::Mongodb => "MongoDB",
            Spoken::Mqtt => "MQTT",
            Spoken::Ldap => "LDAP",
            Spoken::Rdp => "RDP",
            Spoken::Vnc => "VNC",
            Spoken::Telnet => "Telnet",
            Spoken::Smb => "SMB",
            Spoken::Dns => "DNS",
            Spoken::Minecraft => "Minecraft (Java)",
            Spoken::Mcpi => "mcpi",
            Spoken::Socks4 => "SOCKS 4",
            Spoken::Socks5 => "SOCKS 5",
        }
    }
}
