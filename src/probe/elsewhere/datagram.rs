//! A connected UDP socket where no error queue names the sender of a rejection.

use std::net::IpAddr;

use tokio::net::UdpSocket;

use crate::observation::Reason;

/// Nothing is needed: a rejection makes the next call fail.
pub(crate) fn watch(_socket: &UdpSocket, _to: IpAddr) -> std::io::Result<()> {
    Ok(())
}

/// This system keeps no ICMP errors.
pub(crate) fn rejection(_socket: &UdpSocket) -> Option<(Reason, Option<IpAddr>)> {
    None
}
