//! One TCP connection attempt where no error queue tells who answered.

use std::net::SocketAddr;
use std::time::Instant;

use tokio::net::TcpSocket;

use crate::observation::{Condition, OsError};
use crate::probe::attempt::{Ending, Shot};
use crate::probe::cut::opened_before;

/// Connects to `to`. A TTL cannot be followed here, so `shot.ttl` and `shot.least_arrival_ttl` must be unset.
pub(crate) async fn attempt(to: SocketAddr, shot: &Shot) -> (Ending, Option<SocketAddr>) {
    let ending = ending(to, shot).await;
    // A socket that failed is gone, and its port with it.
    let local = match &ending {
        Ending::Open { stream, .. } => stream.local_addr().ok(),
        _ => None,
    };
    (ending, local)
}

async fn ending(to: SocketAddr, shot: &Shot) -> Ending {
    let number = |error: &std::io::Error| OsError::here(error.raw_os_error().unwrap_or(0));
    let socket = match if to.is_ipv4() { TcpSocket::new_v4() } else { TcpSocket::new_v6() } {
        Ok(socket) => socket,
        Err(error) => return Ending::Local { error: number(&error), before_sending: true },
    };
    let start = Instant::now();
    match tokio::time::timeout(shot.timeout, socket.connect(to)).await {
        Err(_) => Ending::Silent { syns: 1 },
        Ok(Ok(stream)) => {
            let local = stream.local_addr().ok();
            if local.is_some() && local == stream.peer_addr().ok() {
                return Ending::SelfConnected { took: start.elapsed() };
            }
            let rtt_us = u32::try_from(start.elapsed().as_micros()).ok();
            Ending::Open { rtt_us, syns: 1, pmtu: None, local: local.map(|local| local.ip()), stream }
        }
        Ok(Err(error)) if opened_before(&error) => Ending::OpenedAndReset { took: start.elapsed() },
        Ok(Err(error)) => {
            let error = number(&error);
            match error.condition {
                Condition::Refused => Ending::Refused { error, took: start.elapsed() },
                Condition::TimedOut => Ending::Silent { syns: 1 },
                // The number alone does not say whether a router or this machine raised it.
                Condition::HostUnreachable | Condition::NetworkUnreachable => {
                    Ending::Local { error, before_sending: false }
                }
                _ => Ending::Local { error, before_sending: true },
            }
        }
    }
}
