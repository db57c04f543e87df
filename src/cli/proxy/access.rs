//! Who may use the proxy, and where it listens.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};

use netwhy::proxy::{Allowed, Logins};
use netwhy::target::Network;

use crate::cli::exit::Failure;

/// The port where none is given.
const PORT: u16 = 8080;

/// A login to ask for, which other users cannot see as they see arguments.
const VARIABLE: &str = "NETWHY_PROXY_USER";

/// Where it listens, and for whom.
#[derive(Debug, Clone, Default, clap::Args)]
#[command(next_help_heading = "Clients")]
pub(crate) struct AccessOptions {
    /// Listen here: ADDRESS:PORT, [V6]:PORT, PORT or ADDRESS; port 0 takes a free one; may be given several times
    /// [default: 127.0.0.1:8080]
    #[arg(short, long, value_name = "ADDRESS")]
    listen: Vec<String>,
    /// Serve clients at these addresses besides this machine's own, such as 192.168.1.0/24; may be given several times
    #[arg(long, value_name = "CIDR")]
    allow: Vec<String>,
    /// Ask clients for this login; may be given several times (or NETWHY_PROXY_USER, which other users cannot see)
    #[arg(long, value_name = "NAME:PASSWORD")]
    user: Vec<String>,
    /// Ask clients for one of the logins in FILE, a NAME:PASSWORD a line
    #[arg(long, value_name = "FILE")]
    user_file: Option<PathBuf>,
    /// Let clients elsewhere reach this machine's loopback addresses
    #[arg(long)]
    allow_loopback: bool,
    /// Connect to link-local addresses and to those where clouds tell secrets
    #[arg(long)]
    allow_link_local: bool,
}

impl AccessOptions {
    /// Where to listen.
    pub(crate) fn listen(&self) -> Result<Vec<SocketAddr>, Failure> {
        if self.listen.is_empty() {
            return Ok(vec![(Ipv4Addr::LOCALHOST, PORT).into()]);
        }
        self.listen.iter().map(|text| place(text)).collect()
    }

    /// Which addresses may use it.
    pub(crate) fn clients(&self) -> Result<Vec<Network>, Failure> {
        let read = |text: &String| text.parse().map_err(|error| Failure::usage(format!("--allow: {error}")));
        self.allow.iter().map(read).collect()
    }

    /// Which logins it asks for.
    pub(crate) fn logins(&self) -> Result<Logins, Failure> {
        let mut logins = Logins::default();
        let wrong = |from: &str| Failure::usage(format!("{from}: a login is written NAME:PASSWORD"));
        for login in &self.user {
            logins.add(login).then_some(()).ok_or_else(|| wrong("--user"))?;
        }
        if let Some(login) = std::env::var_os(VARIABLE) {
            // Whoever sets it wants a login asked for: without one, everybody would be let in.
            if login.to_string_lossy().trim().is_empty() {
                let text =
                    format!("the variable {VARIABLE} is empty; set it to NAME:PASSWORD, or unset it: unset {VARIABLE}");
                return Err(Failure::usage(text));
            }
            let login = login.to_str().filter(|login| logins.add(login));
            login.ok_or_else(|| wrong(&format!("the variable {VARIABLE}")))?;
        }
        if let Some(path) = &self.user_file {
            let lines = lines(path)?;
            if lines.is_empty() {
                // Without this an emptied file would let everybody in.
                let text = format!("--user-file: `{}` holds no login; write NAME:PASSWORD, one a line", path.display());
                return Err(Failure::usage(text));
            }
            for (number, line) in lines {
                let place = || wrong(&format!("--user-file: line {number} of `{}`", path.display()));
                logins.add(&line).then_some(()).ok_or_else(place)?;
            }
        }
        Ok(logins)
    }

    /// What it connects to besides.
    pub(crate) fn allowed(&self) -> Allowed {
        Allowed { loopback: self.allow_loopback, link_local: self.allow_link_local }
    }
}

/// A proxy that anybody reaches must know who may use it.
pub(crate) fn check(listen: &[SocketAddr], clients: &[Network], logins: &Logins) -> Result<(), Failure> {
    let outside = listen.iter().find(|at| !at.ip().to_canonical().is_loopback());
    match outside {
        Some(at) if clients.is_empty() && logins.is_empty() => Err(Failure::usage(format!(
            "others can reach `{at}`; say who may use the proxy: --allow CIDR (such as --allow 192.168.1.0/24) or \
             --user NAME:PASSWORD"
        ))),
        _ => Ok(()),
    }
}

fn place(text: &str) -> Result<SocketAddr, Failure> {
    let bare = text.trim().trim_start_matches('[').trim_end_matches(']');
    let address = || bare.parse::<IpAddr>().ok().map(|ip| SocketAddr::new(ip, PORT));
    let port = || text.trim().parse::<u16>().ok().map(|port| SocketAddr::from((Ipv4Addr::LOCALHOST, port)));
    let local = || text.trim().strip_prefix("localhost:").and_then(|port| port.parse().ok());
    let local = || local().map(|port: u16| SocketAddr::from((Ipv4Addr::LOCALHOST, port)));
    text.trim().parse().ok().or_else(port).or_else(address).or_else(local).ok_or_else(|| {
        Failure::usage(format!(
            "--listen: `{text}` is no address and port to listen on; write 127.0.0.1:8080, [::1]:8080 or 8080"
        ))
    })
}

/// The lines of a file that say something, with their numbers.
fn lines(path: &Path) -> Result<Vec<(usize, String)>, Failure> {
    let text = std::fs::read_to_string(path)
        .map_err(|error| Failure::usage(format!("--user-file: `{}` cannot be read: {error}", path.display())))?;
    let lines = text.lines().enumerate().map(|(at, line)| (at + 1, line.trim().to_owned()));
    Ok(lines.filter(|(_, line)| !line.is_empty() && !line.starts_with('#')).collect())
}
