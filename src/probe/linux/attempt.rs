//! One TCP connection attempt, with everything the Linux kernel tells of its end.

use std::net::SocketAddr;
use std::os::fd::{AsFd, AsRawFd, OwnedFd};
use std::time::Instant;

use nix::sys::socket::{SockaddrStorage, getsockname, setsockopt, sockopt};
use tokio::net::{TcpSocket, TcpStream};

use crate::observation::OsError;
use crate::probe::attempt::{Ending, Shot};
use crate::probe::cut::opened_before;
use crate::probe::linux::{error_queue, sockopt as own};

/// Connects to `to` as `shot` says. The order of the looks matters: see each comment.
pub(crate) async fn attempt(to: SocketAddr, shot: &Shot) -> (Ending, Option<SocketAddr>) {
    match prepare(to, shot) {
        Ok((socket, twin)) => {
            let ending = ending(to, shot, socket, &twin).await;
            // A socket that failed still knows where it stood.
            let local = getsockname::<SockaddrStorage>(twin.as_raw_fd()).ok();
            (ending, local.as_ref().and_then(address))
        }
        Err(error) => (Ending::Local { error, before_sending: true }, None),
    }
}

fn address(storage: &SockaddrStorage) -> Option<SocketAddr> {
    let v4 = storage.as_sockaddr_in().map(|v4| SocketAddr::V4((*v4).into()));
    v4.or_else(|| storage.as_sockaddr_in6().map(|v6| SocketAddr::V6((*v6).into())))
}

async fn ending(to: SocketAddr, shot: &Shot, socket: TcpSocket, twin: &OwnedFd) -> Ending {
    let start = Instant::now();
    let result = tokio::time::timeout(shot.timeout, socket.connect(to)).await;
    let took = start.elapsed();
    // The queue is read before the error: an entry says more than the number, and an ICMP error that came
    // while connect() still ran leaves a socket that looks connected and is not.
    if let Some(entry) = error_queue::take(twin)
        && let Some(icmp) = entry.icmp
    {
        let syns = 1 + own::tcp_info(twin).map_or(0, |info| info.retransmits);
        return Ending::Icmp { icmp, sender: entry.sender, ttl: entry.ttl, errno: entry.errno, syns, took };
    }
    let info = own::tcp_info(twin).ok();
    match result {
        Ok(Ok(stream)) => {
            let local = stream.local_addr().ok();
            if local.is_some() && local == stream.peer_addr().ok() {
                return Ending::SelfConnected { took };
            }
            match info {
                Some(info) if info.established => opened(stream, to, twin, info),
                // Accepted and reset between connect() and the look.
                _ => opened_and_gone(stream, took),
            }
        }
        Ok(Err(error)) if opened_before(&error) => Ending::OpenedAndReset { took },
        Ok(Err(error)) => match error.raw_os_error() {
            Some(libc::ECONNREFUSED) => Ending::Reset { took },
            Some(libc::ETIMEDOUT) => Ending::Silent { syns: 1 + info.map_or(0, |info| info.retransmits) },
            Some(number) => Ending::Local { error: OsError::here(number), before_sending: true },
            None => Ending::Local { error: OsError::here(0), before_sending: true },
        },
        Err(_) => Ending::Silent { syns: 1 + info.map_or(0, |info| info.retransmits) },
    }
}

fn prepare(to: SocketAddr, shot: &Shot) -> Result<(TcpSocket, OwnedFd), OsError> {
    let fault = |error: std::io::Error| OsError::here(error.raw_os_error().unwrap_or(0));
    let number = |error: nix::Error| OsError::here(error as i32);
    let socket = if to.is_ipv4() { TcpSocket::new_v4() } else { TcpSocket::new_v6() }.map_err(fault)?;
    error_queue::ask(&socket, to.ip()).map_err(number)?;
    if let Some(ttl) = shot.ttl {
        match to {
            SocketAddr::V4(_) => setsockopt(&socket, sockopt::Ipv4Ttl, &i32::from(ttl)).map_err(number)?,
            SocketAddr::V6(_) => setsockopt(&socket, sockopt::Ipv6Ttl, &i32::from(ttl)).map_err(number)?,
        }
    }
    if let Some(least) = shot.least_arrival_ttl {
        own::set_least_arrival_ttl(&socket, to.ip(), least).map_err(fault)?;
    }
    if let Some(most) = shot.max_segment {
        setsockopt(&socket, sockopt::TcpMaxSeg, &u32::from(most)).map_err(number)?;
    }
    // The twin outlives connect(), which takes the socket and drops it on failure.
    let twin = socket.as_fd().try_clone_to_owned().map_err(fault)?;
    Ok((socket, twin))
}

fn opened(stream: TcpStream, to: SocketAddr, twin: &OwnedFd, info: own::TcpInfo) -> Ending {
    // A queue that cannot be closed only makes a later ICMP error fatal to this one connection.
    let _ = error_queue::stop(twin, to.ip());
    Ending::Open {
        rtt_us: Some(info.rtt_us),
        syns: 1 + info.total_retransmits,
        pmtu: Some(info.pmtu),
        local: stream.local_addr().ok().map(|local| local.ip()),
        stream,
    }
}

fn opened_and_gone(stream: TcpStream, took: std::time::Duration) -> Ending {
    let rtt_us = u32::try_from(took.as_micros()).ok();
    let local = stream.local_addr().ok().map(|local| local.ip());
    Ending::Open { rtt_us, syns: 1, pmtu: None, local, stream }
}
