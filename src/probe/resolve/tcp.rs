//! One DNS exchange over TCP (RFC 7766).

use std::net::SocketAddr;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
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
    let stream = match attempt(server, &Shot::plain(time)).await {
        Ending::Open { stream, .. } => stream,
        Ending::SelfConnected { .. } | Ending::Reset { .. } => {
            return Err(Answer::Rejected { reason: Reason::Reset, from: None });
        }
        Ending::Refused { .. } => return Err(Answer::Rejected { reason: Reason::ConnRefused, from: None }),
        Ending::Icmp { icmp, sender, .. } => {
            return Err(Answer::Rejected { reason: icmp.reason(), from: sender.map(sender_of) });
        }
        Ending::Silent { .. } => return Err(Answer::Silent),
        Ending::Local { error, .. } => return Err(Answer::Unsent { error }),
    };
    match timeout_at(end, converse(stream, message)).await {
        Err(_) => Err(Answer::Silent),
        Ok(Err(error)) if error.kind() == std::io::ErrorKind::UnexpectedEof => {
            Err(Answer::Garbled { detail: "the connection was closed before an answer".to_owned() })
        }
        Ok(Err(error)) if error.kind() == std::io::ErrorKind::ConnectionReset => {
            Err(Answer::Garbled { detail: "the connection was reset before an answer".to_owned() })
        }
        Ok(Err(error)) => Err(unsent(&error)),
        Ok(Ok(bytes)) => read(&bytes).map_err(|fault| Answer::Garbled { detail: fault.to_string() }),
    }
}

async fn converse(mut stream: TcpStream, message: &[u8]) -> std::io::Result<Vec<u8>> {
    let length = u16::try_from(message.len()).unwrap_or(u16::MAX);
    // One write, so that the length does not travel alone (RFC 7766 section 8).
    stream.write_all(&[&length.to_be_bytes(), message].concat()).await?;
    let length = stream.read_u16().await?;
    let mut answer = vec![0; usize::from(length)];
    stream.read_exact(&mut answer).await?;
    Ok(answer)
}
