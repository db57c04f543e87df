//! The services that a target can name, with the ports where they are usually found.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Declares the services: one row each, `Variant "scheme" default-port [other usual ports]`.
macro_rules! services {
    ($($variant:ident $scheme:literal $port:literal $others:tt $doc:literal;)*) => {
        /// What should answer at the port. The scheme of a URL names it, or else the port does.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema)]
        pub enum Service {
            /// Any TCP service; nothing is assumed of what it speaks.
            #[serde(rename = "tcp")]
            Tcp,
            $(#[doc = $doc] #[serde(rename = $scheme)] $variant,)*
        }

        impl Service {
            const ALL: &'static [(Service, &'static str, u16, &'static [u16])] =
                &[$((Service::$variant, $scheme, $port, &$others),)*];
        }
    };
}

services! {
    Http "http" 80 [8080, 8000, 3000, 5000, 8081, 8888] "HTTP (RFC 9110).";
    Https "https" 443 [8443, 9443, 4443] "HTTP over TLS (RFC 9110 section 4.2.2).";
    Minecraft "minecraft" 25565 [25566, 25567] "Minecraft Java edition.";
    Bedrock "bedrock" 19132 [19133] "Minecraft Bedrock edition (UDP).";
    Mcpi "mcpi" 4711 [4712, 4713, 4731] "The Minecraft Pi API (RaspberryJuice and kin).";
    Ssh "ssh" 22 [2222, 22222] "Secure Shell (RFC 4253).";
    Ftp "ftp" 21 [2121] "File Transfer Protocol (RFC 959).";
    Smtp "smtp" 25 [587, 465, 2525] "Mail transfer (RFC 5321).";
    Imap "imap" 143 [993] "Mail access (RFC 9051).";
    Pop3 "pop3" 110 [995] "Mail fetching (RFC 1939).";
    Dns "dns" 53 [5353, 853] "Domain names (RFC 1035) over TCP.";
    Mysql "mysql" 3306 [3307, 33060] "MySQL and MariaDB.";
    Postgres "postgres" 5432 [5433, 6432] "PostgreSQL.";
    Redis "redis" 6379 [6380] "Redis.";
    Mongodb "mongodb" 27017 [27018] "MongoDB.";
    Mqtt "mqtt" 1883 [8883] "MQTT.";
    Ldap "ldap" 389 [636] "LDAP (RFC 4511).";
    Rdp "rdp" 3389 [3390] "Remote Desktop.";
    Vnc "vnc" 5900 [5901] "Remote frame buffer (RFC 6143).";
    Telnet "telnet" 23 [2323] "Telnet (RFC 854).";
    Smb "smb" 445 [139] "Windows file sharing.";
}

/// Ports worth a look on any host: if one of them answers, the host is alive.
pub const WELL_KNOWN: &[u16] = &[22, 80, 443];

impl Service {
    /// The service that a URL scheme names.
    pub fn from_scheme(scheme: &str) -> Option<Service> {
        let scheme = scheme.to_ascii_lowercase();
        match scheme.as_str() {
            "tcp" => Some(Service::Tcp),
            "java" | "mc" => Some(Service::Minecraft),
            "postgresql" => Some(Service::Postgres),
            _ => Service::ALL.iter().find(|row| row.1 == scheme).map(|row| row.0),
        }
    }

    /// The service whose default port this is; [`Service::Tcp`] where none is.
    pub fn from_port(port: u16) -> Service {
        Service::ALL.iter().find(|row| row.2 == port).map_or(Service::Tcp, |row| row.0)
    }

    /// The scheme that names the service.
    pub fn scheme(self) -> &'static str {
        Service::ALL.iter().find(|row| row.0 == self).map_or("tcp", |row| row.1)
    }

    /// The port where the service is found by default.
    pub fn default_port(self) -> Option<u16> {
        Service::ALL.iter().find(|row| row.0 == self).map(|row| row.2)
    }

    /// Every port where the service is commonly found, the default one first.
    pub fn usual_ports(self) -> impl Iterator<Item = u16> {
        let row = Service::ALL.iter().find(move |row| row.0 == self);
        row.into_iter().flat_map(|row| std::iter::once(row.2).chain(row.3.iter().copied()))
    }

    /// The schemes, for a message.
    pub fn list() -> String {
        let mut names = vec!["`tcp`".to_owned()];
        names.extend(Service::ALL.iter().map(|row| format!("`{}`", row.1)));
        names.join(", ")
    }
}

impl fmt::Display for Service {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.scheme())
    }
}
