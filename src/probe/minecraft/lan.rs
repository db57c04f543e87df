//! Hears which worlds of this network are open to it.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::time::Duration;

use tokio::net::UdpSocket;
use tokio::time::{Instant, timeout_at};

use crate::observation::{Motd, Network};
use crate::probe::interfaces;
use crate::wire::lan;

/// The most worlds listed.
const MOST: usize = 100;

/// A world that somebody plays and has opened to the network.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct World {
    /// The machine it runs on.
    pub address: IpAddr,
    /// Its TCP port.
    pub port: u16,
    /// Its message.
    pub motd: Motd,
}

/// Listens for `time` on every interface; a world announces itself every one and a half seconds.
///
/// # Errors
/// The system's, where it lets nobody listen.
pub async fn worlds(time: Duration) -> std::io::Result<Vec<World>> {
    let deadline = Instant::now() + time;
    let socket = open()?;
    let mut worlds: Vec<World> = Vec::new();
    let mut buffer = [0; 2_048];
    while worlds.len() < MOST {
        // A datagram too long for the buffer is an error on some systems; the next may be a sound one.
        let Ok(heard) = timeout_at(deadline, socket.recv_from(&mut buffer)).await else { break };
        let Ok((length, from)) = heard else { continue };
        if let Some((motd, port)) = lan::read(&buffer[..length])
            && !worlds.iter().any(|world| (world.address, world.port) == (from.ip(), port))
        {
            worlds.push(World { address: from.ip(), port, motd });
        }
    }
    Ok(worlds)
}

fn open() -> std::io::Result<UdpSocket> {
    let socket = socket2::Socket::new(socket2::Domain::IPV4, socket2::Type::DGRAM, Some(socket2::Protocol::UDP))?;
    // The game itself listens there as well.
    socket.set_reuse_address(true)?;
    let any = SocketAddr::from((Ipv4Addr::UNSPECIFIED, lan::GROUP.port()));
    socket.bind(&any.into())?;
    let all = interfaces().interfaces;
    let networks = all.saw().into_iter().flatten().flat_map(|interface| &interface.addresses);
    let mut joined = socket.join_multicast_v4(lan::GROUP.ip(), &Ipv4Addr::UNSPECIFIED);
    for Network { address, .. } in networks {
        if let IpAddr::V4(address) = &address {
            joined = socket.join_multicast_v4(lan::GROUP.ip(), address).or(joined);
        }
    }
    joined?;
    socket.set_nonblocking(true)?;
    UdpSocket::from_std(socket.into())
}
