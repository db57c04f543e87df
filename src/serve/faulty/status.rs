//! Answers every HTTP request with the status that was asked for.

use std::time::Duration;

use crate::report::{Ending, RequestSeen};
use crate::serve::connection::Outcome;
use crate::serve::hear::{Heard, say};
use crate::serve::log::Log;
use crate::serve::stream::Replay;

/// The longest head that is read, in bytes.
const MOST: usize = 64 * 1024;
/// How long it may take.
const PATIENCE: Duration = Duration::from_secs(30);

/// Reads the head of a request, and answers it with `status`. The connection is to end then: who tries again arrives again.
pub(crate) async fn status(status: u16, stream: &mut Replay, log: &mut Log) -> Outcome {
    let head = async {
        loop {
            if let Some(end) = stream.seen().windows(4).position(|four| four == b"\r\n\r\n") {
                return Some(end + 4);
            }
            if stream.seen().len() > MOST || stream.look().await.ok()? == 0 {
                return None;
            }
        }
    };
    let Some(length) = tokio::time::timeout(PATIENCE, head).await.ok().flatten() else { return (Ending::Closed, None) };
    let text = String::from_utf8_lossy(&stream.seen()[..length]).into_owned();
    let mut words = text.lines().next().unwrap_or_default().split(' ').map(str::to_owned);
    let (method, target, version) = (words.next(), words.next(), words.next());
    let method = method.unwrap_or_default();
    // Queries may hold secrets.
    let target = target.unwrap_or_default().split('?').next().unwrap_or_default().to_owned();
    log.arrival.request = Some(RequestSeen {
        method: method.clone(),
        target,
        version: version.unwrap_or_default(),
        ..RequestSeen::default()
    });
    log.arrival.status = Some(status);
    stream.skip(length);
    let body = format!("status {status}, on purpose\n");
    let bare = method == "HEAD" || matches!(status, 204 | 304);
    let length = if status == 204 { String::new() } else { format!("Content-Length: {}\r\n", body.len()) };
    let reason =
        hyper::StatusCode::from_u16(status).ok().and_then(|code| code.canonical_reason()).unwrap_or("On Purpose");
    let answer = format!(
        "HTTP/1.1 {status} {reason}\r\nContent-Type: text/plain\r\n{length}Connection: close\r\n\r\n{}",
        if bare { "" } else { &body }
    );
    match say(stream, answer.as_bytes()).await {
        Ok(()) => (Ending::Answered, None),
        Err(Heard::Over(end, note)) => (end, note),
        Err(Heard::Bytes(_)) => (Ending::Failed, None),
    }
}
