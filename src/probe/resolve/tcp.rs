//! One DNS exchange over TCP (RFC 7766).

use std::io::ErrorKind;
use std::net::SocketAddr;
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::{Instant, timeout_at};

use crate::observation::{Answer, Reason};
use crate::probe::attempt::{Ending, Shot, attempt};
use crate::probe::resolve::udp::{sender_of, unsent};
use crate::wire::dns::Fault;

/// Connects to `server`, sends `message` and gives its answer as `read` takes it.
pub(super) async fn exchange<T>(
    server: SocketAddr,
    message: &[u8],
    time: Duration,
    read: impl FnOnce(&[u8]) -> Result<T, Fault>,
) -> Result<T, Answer> {
    let end = Instant::now() + time;
    let stream = connect(server, time).await?;
    match timeout_at(end, converse(stream, message)).await {
        Err(_) => Err(Answer::Unanswered),
        Ok(Err(error)) => Err(broken(&error)),
        Ok(Ok(bytes)) => read(&bytes).map_err(|fault| Answer::Garbled { detail: fault.to_string() }),
    }
}

/// Opens a connection, or says who refused it.
pub(super) async fn connect(server: SocketAddr, time: Duration) -> Result<TcpStream, Answer> {
    match attempt(server, &Shot::plain(time)).await {
        Ending::Open { stream, .. } => Ok(stream),
        Ending::OpenedAndReset { .. } => Err(broken(&ErrorKind::ConnectionReset.into())),
        Ending::SelfConnected { .. } | Ending::Reset { .. } => {
            Err(Answer::Rejected { reason: Reason::Reset, from: None })
        }
        Ending::Refused { .. } => Err(Answer::Rejected { reason: Reason::ConnRefused, from: None }),
        Ending::Icmp { icmp, sender, .. } => {
            Err(Answer::Rejected { reason: icmp.reason(), from: sender.map(sender_of) })
        }
        Ending::Silent { .. } => Err(Answer::Silent),
        Ending::Local { error, .. } => Err(Answer::Unsent { error }),
    }
}

/// What a conversation that broke off says.
pub(super) fn broken(error: &std::io::Error) -> Answer {
    let detail = match error.kind() {
        ErrorKind::UnexpectedEof => "the connection was closed before an answer",
        ErrorKind::ConnectionReset => "the connection was reset before an answer",
        _ => return unsent(error),
    };
    Answer::Garbled { detail: detail.to_owned() }
}

/// Sends one message behind its length, and reads one.
pub(super) async fn converse(
    mut stream: impl AsyncRead + AsyncWrite + Unpin,
    message: &[u8],
) -> std::io::Result<Vec<u8>> {
    let length = u16::try_from(message.len()).unwrap_or(u16::MAX);
    // One write, so that the length does not travel alone (RFC 7766 section 8).
    stream.write_all(&[&length.to_be_bytes(), message].concat()).await?;
    stream.flush().await?;
    let length = stream.read_u16().await?;
    let mut answer = vec![0; usize::from(length)];
    stream.read_exact(&mut answer).await?;
    Ok(answer)
}
