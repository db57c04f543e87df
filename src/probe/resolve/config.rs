//! Which name servers this machine is set to ask.

use std::net::SocketAddr;

use crate::observation::{Looked, NameServer, ResolverConfig};

/// Reads the system's resolver settings.
pub fn config() -> ResolverConfig {
    #[cfg(all(unix, not(target_vendor = "apple")))]
    return from_file("/etc/resolv.conf");
    #[cfg(not(all(unix, not(target_vendor = "apple"))))]
    return from_system();
}

/// The addresses to ask: the configured ones, or the local one where the file names none (resolv.conf(5)).
pub fn servers(config: &ResolverConfig) -> Vec<SocketAddr> {
    match &config.servers {
        Looked::Saw(all) if all.is_empty() => vec![(std::net::Ipv4Addr::LOCALHOST, 53).into()],
        Looked::Saw(all) => all.iter().map(place).collect(),
        Looked::NotLooked(_) => Vec::new(),
    }
}

fn place(server: &NameServer) -> SocketAddr {
    let mut at = SocketAddr::new(server.address, server.port);
    if let (SocketAddr::V6(at), Some(zone)) = (&mut at, &server.zone) {
        at.set_scope_id(zone.parse().ok().or_else(|| crate::probe::interface_index(zone)).unwrap_or(0));
    }
    at
}

/// Settings files are small; more than this is not read.
#[cfg(all(unix, not(target_vendor = "apple")))]
const MOST: u64 = 64 * 1024;

#[cfg(all(unix, not(target_vendor = "apple")))]
fn from_file(path: &str) -> ResolverConfig {
    use std::io::{ErrorKind, Read};
    let mut text = Vec::new();
    let read = std::fs::File::open(path).and_then(|file| file.take(MOST).read_to_end(&mut text));
    let settings = crate::wire::resolv_conf::read(&String::from_utf8_lossy(&text));
    let servers = match read {
        Ok(_) => Looked::Saw(
            settings.servers.into_iter().map(|(address, zone)| NameServer { address, port: 53, zone }).collect(),
        ),
        // Without the file the system behaves as with an empty one.
        Err(error) if error.kind() == ErrorKind::NotFound => Looked::Saw(Vec::new()),
        Err(error) => Looked::NotLooked(error.to_string()),
    };
    ResolverConfig { path: path.to_owned(), servers, search: settings.search, ndots: settings.ndots }
}

#[cfg(not(all(unix, not(target_vendor = "apple"))))]
fn from_system() -> ResolverConfig {
    let path = if cfg!(windows) { "the registry" } else { "the system configuration" }.to_owned();
    match hickory_resolver::system_conf::read_system_conf() {
        Ok((config, options)) => {
            let mut servers: Vec<NameServer> = Vec::new();
            for server in &config.name_servers {
                let found = NameServer { address: server.ip, port: 53, zone: None };
                if !servers.contains(&found) {
                    servers.push(found);
                }
            }
            let search = config.search.iter().map(|name| name.to_ascii().trim_end_matches('.').to_owned()).collect();
            let ndots = u8::try_from(options.ndots).unwrap_or(1);
            ResolverConfig { path, servers: Looked::Saw(servers), search, ndots }
        }
        Err(error) => {
            ResolverConfig { path, servers: Looked::NotLooked(error.to_string()), search: Vec::new(), ndots: 1 }
        }
    }
}
