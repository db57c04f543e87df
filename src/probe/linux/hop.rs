//! One probe with a chosen TTL, by TCP or UDP, and the machine that answers it.

use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr};
use std::time::{Duration, Instant};

use nix::sys::socket::{setsockopt, sockopt};
use tokio::net::UdpSocket;

use crate::observation::{Hop, OsError, Purpose, Reason};
use crate::probe::attempt::{Shot, attempt};
use crate::probe::linux::error_queue;
use crate::wire::raknet;

/// True: the error queue tells who answered.
pub(crate) const CAN_FOLLOW: bool = true;

/// Connects to `to` with `ttl`, and tells who answered within `wait`.
pub(crate) async fn tcp(to: SocketAddr, ttl: u8, wait: Duration) -> Hop {
    let ending = attempt(to, &Shot { ttl: Some(ttl), ..Shot::plain(wait) }).await;
    let seen = crate::probe::connect::fact("", to, Purpose::Asked, &ending);
    // Only an ICMP error names its sender; a reset or a handshake may be forged by a machine on the way.
    let address = seen.icmp.and(seen.from).map(|from| from.address);
    Hop { ttl, address, name: None, reply_ttl: seen.icmp_ttl, rtt_ms: seen.rtt_ms, answer: seen.reason }
}

/// Sends one small datagram to `to` with `ttl`, and tells who answered within `wait`. The port is moved up
/// by the TTL, as traceroute(8) does, so that late answers do not meet another probe; a `ping` of Bedrock's goes to the
/// very port, whole, for shorter datagrams crash some servers.
pub(crate) async fn udp(to: SocketAddr, ttl: u8, wait: Duration, ping: bool) -> Hop {
    let mut hop = Hop { ttl, address: None, name: None, reply_ttl: None, rtt_ms: None, answer: Reason::NoResponse };
    let start = Instant::now();
    match exchange(to, ttl, wait, ping).await {
        Ok(Came::Datagram) => {
            hop.rtt_ms = Some(start.elapsed().as_secs_f64() * 1000.0);
            hop.answer = Reason::UdpResponse;
        }
        Ok(Came::Error(entry)) => {
            hop.address = entry.sender;
            hop.reply_ttl = entry.ttl;
            hop.rtt_ms = Some(start.elapsed().as_secs_f64() * 1000.0);
            hop.answer = entry.icmp.map_or(Reason::LocalError, |icmp| icmp.reason());
        }
        Ok(Came::Nothing) => {}
        Err(error) => {
            let number = OsError::here(error.raw_os_error().unwrap_or(0));
            hop.answer = match number.condition {
                crate::observation::Condition::NotPermitted => Reason::PermDenied,
                crate::observation::Condition::TimedOut => Reason::NoResponse,
                crate::observation::Condition::HostUnreachable
                | crate::observation::Condition::NetworkUnreachable
                | crate::observation::Condition::Invalid => Reason::NoRoute,
                _ => Reason::LocalError,
            };
        }
    }
    hop
}

/// What came back.
enum Came {
    Datagram,
    Error(error_queue::Entry),
    Nothing,
}

async fn exchange(to: SocketAddr, ttl: u8, wait: Duration, ping: bool) -> std::io::Result<Came> {
    let any: SocketAddr = match to {
        SocketAddr::V4(_) => (Ipv4Addr::UNSPECIFIED, 0).into(),
        SocketAddr::V6(_) => (Ipv6Addr::UNSPECIFIED, 0).into(),
    };
    let socket = UdpSocket::bind(any).await?;
    error_queue::ask(&socket, to.ip())?;
    match to {
        SocketAddr::V4(_) => setsockopt(&socket, sockopt::Ipv4Ttl, &i32::from(ttl))?,
        SocketAddr::V6(_) => setsockopt(&socket, sockopt::Ipv6Ttl, &i32::from(ttl))?,
    }
    let mut to = to;
    if !ping {
        to.set_port(to.port().wrapping_add(u16::from(ttl)));
    }
    socket.connect(to).await?;
    let whole = raknet::ping(u64::from(ttl), 0);
    socket.send(if ping { &whole } else { &[0; 8] }).await?;
    // An ICMP error makes the pending receive fail; the queue then says which and from whom.
    let mut buffer = [0; 16];
    let result = tokio::time::timeout(wait, socket.recv(&mut buffer)).await;
    if let Some(entry) = error_queue::take(&socket) {
        return Ok(Came::Error(entry));
    }
    match result {
        Ok(Err(error)) => Err(error),
        Ok(Ok(_)) => Ok(Came::Datagram),
        Err(_) => Ok(Came::Nothing),
    }
}
