//! One target as typed: which machines, and which of their ports.

use std::io::Write;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use netwhy::probe::scan::Aim;
use netwhy::target::{Host, Hosts, Ports, Span};

use crate::cli::common::Common;
use crate::cli::exit::Failure;

/// What one argument or line asks for.
#[derive(Debug, Clone)]
pub(crate) struct Wish {
    pub(crate) hosts: Hosts,
    pub(crate) ports: Ports,
    /// The line of standard input, counted from 1.
    pub(crate) line: Option<u64>,
}

/// The families of addresses asked for.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Families {
    pub(crate) ipv4: bool,
    pub(crate) ipv6: bool,
}

impl Families {
    pub(crate) fn of(common: &Common) -> Families {
        Families { ipv4: !common.ipv6, ipv6: !common.ipv4 }
    }

    pub(crate) fn has(self, address: IpAddr) -> bool {
        if address.is_ipv4() { self.ipv4 } else { self.ipv6 }
    }
}

impl Wish {
    /// Reads one argument or line; `ports` are for targets that name none.
    pub(crate) fn read(text: &str, ports: Option<&Ports>, common: &Common, line: Option<u64>) -> Result<Wish, Failure> {
        let wrong = |message: String| match line {
            Some(line) => Failure::usage(format!("line {line} of standard input: {message}")),
            None => Failure::usage(message),
        };
        let Span { hosts, port } = text.parse::<Span>().map_err(|error| wrong(error.to_string()))?;
        let shown: String = text.trim().chars().take(80).collect::<String>().escape_debug().to_string();
        let address = match &hosts {
            Hosts::One(host) => {
                if host.fault().is_some() {
                    return Err(wrong(format!("`{shown}` holds no host name or address; write `HOST:PORT`")));
                }
                host.address()
            }
            Hosts::Block(block) => Some(block.first()),
        };
        if let Some(address) = address.filter(|address| !Families::of(common).has(*address)) {
            let (is, asked) = if address.is_ipv4() { ("IPv4", "-6") } else { ("IPv6", "-4") };
            return Err(wrong(format!(
                "`{shown}` is {is} and {asked} asks for the other family; leave one of them out"
            )));
        }
        let ports = match (port, ports) {
            (Some(port), _) => Ports::one(port),
            (None, Some(ports)) => ports.clone(),
            (None, None) if matches!(hosts, Hosts::Block(_)) => {
                return Err(wrong(format!("`{shown}` names no port; give some with -p, such as -p 22,80")));
            }
            (None, None) => {
                // A closed stderr leaves nobody to tell.
                let _ = writeln!(std::io::stderr(), "netwhy: `{shown}` names no port; taken as https, port 443");
                Ports::one(443)
            }
        };
        Ok(Wish { hosts, ports, line })
    }

    /// How many pairs of host and port it asks for.
    pub(crate) fn count(&self) -> u64 {
        let hosts = match &self.hosts {
            Hosts::One(_) => 1,
            Hosts::Block(block) => block.count(),
        };
        hosts * u64::from(self.ports.count())
    }

    /// True where it searches: the question is then whether anything is open, not whether everything is.
    pub(crate) fn is_search(&self) -> bool {
        self.ports.is_search() || matches!(self.hosts, Hosts::Block(_))
    }

    /// The name that must be looked up first.
    pub(crate) fn name(&self) -> Option<String> {
        match &self.hosts {
            Hosts::One(Host::Name(name)) => Some(name.clone()),
            // The system knows how a zone is written and which interface it means.
            Hosts::One(host @ Host::Address { zone: Some(_), .. }) => Some(host.to_string()),
            Hosts::One(Host::Address { .. }) | Hosts::Block(_) => None,
        }
    }

    /// Every aim, where no name stands in the way. Marks count on from `mark`.
    pub(crate) fn aims(&self, mark: u64) -> impl Iterator<Item = Aim> + Send + use<'_> {
        let addresses: Box<dyn Iterator<Item = IpAddr> + Send> = match &self.hosts {
            Hosts::One(host) => Box::new(host.address().into_iter()),
            Hosts::Block(block) => Box::new(block.iter()),
        };
        let hosts = addresses.map(|address| (Arc::from(address.to_string()), address));
        let each = hosts.flat_map(|(host, address): (Arc<str>, IpAddr)| {
            self.ports.iter().map(move |port| (Arc::clone(&host), SocketAddr::new(address, port)))
        });
        each.zip(mark..).map(|((host, to), mark)| Aim { host, to, mark })
    }

    /// The aims at the addresses that were found for its name.
    pub(crate) fn aims_at<'a>(
        &'a self,
        name: &'a str,
        found: &'a [SocketAddr],
        mark: u64,
    ) -> impl Iterator<Item = Aim> + Send + 'a {
        let host: Arc<str> = Arc::from(name);
        found.iter().flat_map(move |address| {
            let host = Arc::clone(&host);
            self.ports.iter().zip(mark..).map(move |(port, mark)| {
                let mut to = *address;
                to.set_port(port);
                Aim { host: Arc::clone(&host), to, mark }
            })
        })
    }
}
