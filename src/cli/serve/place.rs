//! Where to listen, by the options, and which of this machine's addresses others can use.

use std::io::{IsTerminal, Write};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use netwhy::probe;
use netwhy::serve::{Held, ListenError, Listeners, hold, listen};
use netwhy::target::Host;
use netwhy::text::Text;

use crate::cli::exit::Failure;
use crate::cli::serve::{Args, qr, say};

/// The port where none is asked for, and how many above it are tried.
const PORT: u16 = 8000;
const TRIED: u16 = 20;

/// What is asked for.
pub(super) struct Wishes {
    /// The addresses to listen on.
    addresses: Vec<SocketAddr>,
    /// True where another port will do.
    any_port: bool,
}

/// Reads the options.
pub(super) fn wishes(args: &Args) -> Result<Wishes, Failure> {
    if !args.listen.is_empty() && !args.public {
        let addresses: Result<Vec<SocketAddr>, Failure> = args.listen.iter().map(|text| address(text)).collect();
        return Ok(Wishes { addresses: addresses?, any_port: false });
    }
    // With --public, what is left of --listen is its port.
    let ports: Result<Vec<u16>, Failure> = args.listen.iter().map(|text| public_port(text)).collect();
    let ports = ports?;
    let any_port = ports.is_empty();
    let ports = if any_port { vec![PORT] } else { ports };
    let (v4, v6) = (!args.common.ipv6, args.common.ipv6 || args.public && !args.common.ipv4);
    let (own4, own6) = match args.public {
        true => (Ipv4Addr::UNSPECIFIED, Ipv6Addr::UNSPECIFIED),
        false => (Ipv4Addr::LOCALHOST, Ipv6Addr::LOCALHOST),
    };
    let mut addresses = Vec::new();
    for port in ports {
        addresses.extend(v4.then(|| SocketAddr::new(own4.into(), port)));
        addresses.extend(v6.then(|| SocketAddr::new(own6.into(), port)));
    }
    Ok(Wishes { addresses, any_port })
}

fn address(text: &str) -> Result<SocketAddr, Failure> {
    let wrong = || {
        Failure::usage(format!(
            "`{text}` is no place to listen; write ADDRESS:PORT such as 127.0.0.1:8000 or [::1]:8000, or a port"
        ))
    };
    if let Ok(port) = text.parse::<u16>() {
        return Ok(SocketAddr::new(Ipv4Addr::LOCALHOST.into(), port));
    }
    let (host, port) = text.rsplit_once(':').ok_or_else(wrong)?;
    let port: u16 = port.parse().map_err(|_| wrong())?;
    let is_bracketed = host.starts_with('[') && host.ends_with(']');
    if host.contains(':') && !is_bracketed {
        return Err(wrong());
    }
    match Host::parse(host.trim_start_matches('[').trim_end_matches(']')) {
        Some(Host::Address { address, zone }) => Ok(probe::scoped(address, zone.as_deref(), port)),
        Some(Host::Name(name)) if name == "localhost" => Ok(SocketAddr::new(Ipv4Addr::LOCALHOST.into(), port)),
        Some(Host::Name(name)) if name == "*" || name.is_empty() => Err(Failure::usage(format!(
            "`{text}` names no address; for all addresses of this machine write --public --listen {port}"
        ))),
        _ => Err(Failure::usage(format!(
            "`{text}` names no address of this machine; write one, such as 127.0.0.1:{port}, or use --public"
        ))),
    }
}

fn public_port(text: &str) -> Result<u16, Failure> {
    text.parse().map_err(|_| {
        Failure::usage(format!(
            "--public listens on all addresses, so `{text}` beside it can only be a port, such as 8000"
        ))
    })
}

/// Takes the ports without listening on them; where any will do, the first that is free.
pub(super) fn held(wishes: &Wishes) -> Result<Held, Failure> {
    tried(wishes, hold)
}

/// Opens the ports; where any will do, the first that is free.
pub(super) fn open(wishes: &Wishes) -> Result<Listeners, Failure> {
    tried(wishes, listen)
}

fn tried<T>(wishes: &Wishes, open: impl Fn(&[SocketAddr]) -> Result<T, ListenError>) -> Result<T, Failure> {
    let mut tried = 0;
    loop {
        let moved = |address: &SocketAddr| SocketAddr::new(address.ip(), address.port().saturating_add(tried));
        let addresses: Vec<SocketAddr> = match wishes.any_port {
            true => wishes.addresses.iter().map(moved).collect(),
            false => wishes.addresses.clone(),
        };
        match open(&addresses) {
            Ok(opened) => return Ok(opened),
            Err(error) if wishes.any_port && error.is_in_use() && tried < TRIED => tried += 1,
            Err(error) => return Err(Failure::failed(error)),
        }
    }
}

/// Says where it listens, and which addresses others can use.
pub(super) fn tell(addresses: &[SocketAddr], args: &Args) {
    let lang = args.common.lang();
    for address in addresses {
        if !address.ip().is_unspecified() {
            say(&Text::new(format!("listening on {address}"), format!("正在监听 {address}")), lang);
        }
    }
    let ports: std::collections::BTreeSet<u16> =
        addresses.iter().filter(|address| address.ip().is_unspecified()).map(SocketAddr::port).collect();
    for port in ports {
        let is_open = |address: &IpAddr| {
            addresses.iter().any(|own| {
                own.port() == port && own.ip().is_unspecified() && (own.is_ipv4() == address.is_ipv4() || own.is_ipv6())
            })
        };
        let text = Text::new(
            format!("listening on port {port} of all addresses; others can use"),
            format!("正在监听所有地址的 {port} 端口；其他人可以使用"),
        );
        say(&text, lang);
        let mut first = None;
        for (address, name) in crate::cli::serve::reachable::addresses().into_iter().filter(|(ip, _)| is_open(ip)) {
            let url = format!("http://{}/", SocketAddr::new(address, port));
            say(&Text::same(format!("  {url}  ({name})")), lang);
            first.get_or_insert(url);
        }
        // Drawn for people alone.
        if let Some(lines) = first.filter(|_| std::io::stderr().is_terminal()).and_then(|url| qr::lines(&url)) {
            let _ = std::io::stderr().write_all(lines.concat().as_bytes());
        }
    }
}
