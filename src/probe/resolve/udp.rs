//! One DNS exchange over an own connected UDP socket, so that a refusal of port 53 is seen and not waited out.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::time::Duration;

use tokio::net::UdpSocket;
use tokio::time::{Instant, timeout_at};

use crate::observation::{Answer, Condition, OsError, Reason, Sender};
use crate::probe::here::datagram;
use crate::wire::dns::Fault;

/// Sends `message` to `server`, and `second` when a part of the time has passed in silence, and gives the first answer
/// that `read` takes. A connected socket is given datagrams of this server only.
pub(super) async fn exchange<T>(
    server: SocketAddr,
    message: &[u8],
    second: &[u8],
    time: Duration,
    mut read: impl FnMut(&[u8]) -> Result<T, Fault>,
) -> Result<T, Answer> {
    let start = Instant::now();
    let socket = open(server).await.map_err(|error| unsent(&error))?;
    socket.send(message).await.map_err(|error| failed(&socket, server, &error))?;
    let mut again = Some(start + (time * 2 / 5).min(Duration::from_millis(1_000)));
    let mut end = start + time;
    let mut garbled = None;
    let mut buffer = vec![0; 4_096];
    loop {
        match timeout_at(again.unwrap_or(end).min(end), socket.recv(&mut buffer)).await {
            Ok(Ok(length)) => match read(&buffer[..length]) {
                Ok(answer) => return Ok(answer),
                Err(fault) => {
                    // A forger is faster than the server; the true answer may still come.
                    garbled = Some(fault);
                    end = end.min(Instant::now() + Duration::from_millis(400));
                }
            },
            Ok(Err(error)) => return Err(failed(&socket, server, &error)),
            Err(_) if again.take().is_some() && Instant::now() < end => {
                socket.send(second).await.map_err(|error| failed(&socket, server, &error))?;
            }
            Err(_) => break,
        }
    }
    Err(garbled.map_or(Answer::Silent, |fault| Answer::Garbled { detail: fault.to_string() }))
}

async fn open(server: SocketAddr) -> std::io::Result<UdpSocket> {
    let any: SocketAddr = match server {
        SocketAddr::V4(_) => (Ipv4Addr::UNSPECIFIED, 0).into(),
        SocketAddr::V6(_) => (Ipv6Addr::UNSPECIFIED, 0).into(),
    };
    let socket = UdpSocket::bind(any).await?;
    datagram::watch(&socket, server.ip())?;
    socket.connect(server).await?;
    Ok(socket)
}

/// What a failed send or receive says: an ICMP error with its sender where the system tells, else its number.
fn failed(socket: &UdpSocket, server: SocketAddr, error: &std::io::Error) -> Answer {
    if let Some((reason, sender)) = datagram::rejection(socket) {
        return Answer::Rejected { reason, from: sender.map(sender_of) };
    }
    let number = OsError::here(error.raw_os_error().unwrap_or(0));
    match number.condition {
        // Windows gives a reset for it. Without a queue the sender stays unknown, unless it is this machine.
        Condition::Refused | Condition::Reset => {
            let own = server.ip().is_loopback().then(|| sender_of(server.ip()));
            Answer::Rejected { reason: Reason::PortUnreach, from: own }
        }
        _ => Answer::Unsent { error: number },
    }
}

pub(super) fn unsent(error: &std::io::Error) -> Answer {
    Answer::Unsent { error: OsError::here(error.raw_os_error().unwrap_or(0)) }
}

pub(super) fn sender_of(address: IpAddr) -> Sender {
    Sender { address, hop: address.is_loopback().then_some(0) }
}
