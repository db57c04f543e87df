//! Questions and answers over an own connected UDP socket, so that a rejection is seen and not waited out.

use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr};
use std::time::Duration;

use tokio::net::UdpSocket;
use tokio::time::{Instant, timeout_at};

use crate::observation::{Condition, OsError, Reason, Sender, State};
use crate::probe::here::datagram;

/// How long a datagram may be under way before it is sent again.
const AGAIN: Duration = Duration::from_millis(700);
/// The longest datagram.
const LONGEST: usize = 65_536;

/// Why no answer came.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Unanswered {
    pub(super) state: State,
    pub(super) reason: Reason,
    pub(super) from: Option<Sender>,
}

impl Unanswered {
    pub(super) const SILENT: Unanswered = Unanswered { state: State::Filtered, reason: Reason::NoResponse, from: None };
}

/// A socket for `to` alone: datagrams of others do not reach it.
pub(super) struct Line {
    socket: UdpSocket,
    to: SocketAddr,
}

impl Line {
    pub(super) async fn open(to: SocketAddr) -> Result<Line, Unanswered> {
        let any: SocketAddr = match to {
            SocketAddr::V4(_) => (Ipv4Addr::UNSPECIFIED, 0).into(),
            SocketAddr::V6(_) => (Ipv6Addr::UNSPECIFIED, 0).into(),
        };
        let open = async {
            let socket = UdpSocket::bind(any).await?;
            datagram::watch(&socket, to.ip())?;
            socket.connect(to).await?;
            Ok(socket)
        };
        match open.await {
            Ok(socket) => Ok(Line { socket, to }),
            Err(error) => Err(local(&error)),
        }
    }

    /// Sends `question` until an answer comes that `read` takes, or time is up.
    pub(super) async fn ask<T>(
        &self,
        question: &[u8],
        deadline: Instant,
        mut read: impl FnMut(&[u8]) -> Option<T>,
    ) -> Result<T, Unanswered> {
        let mut buffer = vec![0; LONGEST];
        while Instant::now() < deadline {
            self.socket.send(question).await.map_err(|error| self.failed(&error))?;
            let again = deadline.min(Instant::now() + AGAIN);
            loop {
                match timeout_at(again, self.socket.recv(&mut buffer)).await {
                    Ok(Ok(length)) => {
                        if let Some(read) = read(&buffer[..length]) {
                            return Ok(read);
                        }
                    }
                    Ok(Err(error)) => return Err(self.failed(&error)),
                    Err(_) => break,
                }
            }
        }
        Err(Unanswered::SILENT)
    }

    /// What a failed send or receive says: an ICMP error with its sender where the system tells.
    fn failed(&self, error: &std::io::Error) -> Unanswered {
        let sender = |address: std::net::IpAddr| Sender { address, hop: address.is_loopback().then_some(0) };
        if let Some((reason, from)) = datagram::rejection(&self.socket) {
            return Unanswered { state: state_of(reason), reason, from: from.map(sender) };
        }
        match OsError::here(error.raw_os_error().unwrap_or(0)).condition {
            // Windows gives a reset for it.
            Condition::Refused | Condition::Reset => {
                let own = self.to.ip().is_loopback().then(|| sender(self.to.ip()));
                Unanswered { state: State::Closed, reason: Reason::PortUnreach, from: own }
            }
            _ => local(error),
        }
    }
}

/// What an ICMP error says of a UDP port, where "port unreachable" is how a host says that it is closed.
fn state_of(reason: Reason) -> State {
    match reason {
        Reason::PortUnreach => State::Closed,
        reason if reason.is_unreachable() => State::Unreachable,
        _ => State::Filtered,
    }
}

fn local(error: &std::io::Error) -> Unanswered {
    let error = OsError::here(error.raw_os_error().unwrap_or(0));
    let (state, reason) = crate::probe::connect::local_failure(&error, true);
    Unanswered { state, reason, from: None }
}
