//! Sends a request larger than one segment, to see whether large segments get through.

use std::net::SocketAddr;
use std::time::Duration;

use crate::observation::Transfer;

/// Larger than two segments of any common link, smaller than any server's limit on a request's head.
const BYTES: usize = 3600;

/// Asks the HTTP server at `to` for `host`'s root with a padded head, in segments of at most `max_segment`
/// bytes where given, and waits up to `patience` for the acknowledgement. The answer itself is not read.
/// `None` where the connection did not open, or this system does not show acknowledgements.
pub(crate) async fn transfer(
    to: SocketAddr,
    host: &str,
    max_segment: Option<u16>,
    patience: Duration,
) -> Option<Transfer> {
    use crate::probe::attempt::{Ending, Shot, attempt};
    use crate::probe::linux::sockopt::tcp_info;
    use tokio::io::AsyncWriteExt;

    let shot = Shot { max_segment, ..Shot::plain(patience) };
    let Ending::Open { mut stream, .. } = attempt(to, &shot).await else { return None };
    let head = format!("HEAD / HTTP/1.1\r\nHost: {host}\r\nUser-Agent: netwhy\r\nConnection: close\r\nX-Padding: ");
    let padding = "x".repeat(BYTES.saturating_sub(head.len() + 4));
    let request = format!("{head}{padding}\r\n\r\n");
    let deadline = tokio::time::Instant::now() + patience;
    tokio::time::timeout_at(deadline, stream.write_all(request.as_bytes())).await.ok()?.ok()?;
    let mut pause = Duration::from_millis(2);
    loop {
        tokio::time::sleep(pause).await;
        let info = tcp_info(&stream).ok()?;
        let over = tokio::time::Instant::now() + pause >= deadline;
        if info.closed {
            // A reset came first, and says nothing of what arrived.
            return None;
        }
        if info.unacknowledged == 0 || over {
            return Some(Transfer {
                address: to.ip(),
                port: to.port(),
                bytes: u32::try_from(request.len()).unwrap_or(u32::MAX),
                max_segment,
                acknowledged: info.unacknowledged == 0,
                unacknowledged: info.unacknowledged,
                retransmits: info.total_retransmits,
                pmtu: info.pmtu,
            });
        }
        pause = (pause * 2).min(Duration::from_millis(50));
    }
}
