//! A connected UDP socket's rejections, with the machine that sent them.

use std::net::IpAddr;

use tokio::net::UdpSocket;

use crate::observation::Reason;
use crate::probe::linux::error_queue;

/// Has the kernel keep the ICMP errors that answer what `socket` sends.
pub(crate) fn watch(socket: &UdpSocket, to: IpAddr) -> std::io::Result<()> {
    Ok(error_queue::ask(socket, to)?)
}

/// The ICMP error that made the last call fail, and its sender.
pub(crate) fn rejection(socket: &UdpSocket) -> Option<(Reason, Option<IpAddr>)> {
    let entry = error_queue::take(socket)?;
    Some((entry.icmp?.reason(), entry.sender))
}
