//! Hears what a client says next, and tells of one who is silent, or who stays.

use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::time::Instant;

use crate::report::Ending;
use crate::serve::log::Log;
use crate::serve::server::Server;
use crate::serve::stream::Replay;
use crate::text::Text;

/// How long a client may say nothing before it is let go.
const IDLE: Duration = Duration::from_secs(60);
/// How long a client may refuse to take what it is sent.
pub(crate) const STUCK: Duration = Duration::from_secs(30);
/// How long, and for how many bytes, a client is listened to that was answered and will not be again.
const LINGER: (Duration, usize) = (Duration::from_secs(1), 256 * 1024);

/// What came.
#[derive(Debug)]
pub(crate) enum Heard {
    /// So many bytes.
    Bytes(usize),
    /// It is over, and so it ended.
    Over(Ending, Option<Text>),
}

/// Reads into `buffer`, or looks ahead where there is none.
pub(crate) async fn hear(server: &Server, stream: &mut Replay, buffer: Option<&mut [u8]>, log: &mut Log) -> Heard {
    let read = async {
        match buffer {
            Some(buffer) => stream.read(buffer).await,
            None => stream.look().await,
        }
    };
    tokio::pin!(read);
    let idle = Instant::now() + IDLE.max(server.settings.patience);
    loop {
        let due = match log.is_told() {
            true => idle,
            false => (log.began + server.settings.patience).min(idle),
        };
        tokio::select! {
            biased;
            read = &mut read => return match read {
                Ok(0) => Heard::Over(Ending::Closed, None),
                Ok(count) => Heard::Bytes(count),
                Err(error) => failed(&error),
            },
            () = server.shutdown.begun() => return Heard::Over(Ending::Stopped, None),
            () = tokio::time::sleep_until(due) => {
                if due == idle {
                    return Heard::Over(Ending::Slow, Some(Text::fixed(
                        "it said nothing for so long that it was let go",
                        "长时间没有任何内容，已断开",
                    )));
                }
                let end = if log.arrival.protocol.is_none() { Ending::Silent } else { Ending::Open };
                log.tell(end, None).await;
            }
        }
    }
}

/// Sends `bytes`; a client that takes none of them for a while is let go.
pub(crate) async fn say(stream: &mut Replay, bytes: &[u8]) -> Result<(), Heard> {
    let mut rest = bytes;
    while !rest.is_empty() {
        match tokio::time::timeout(STUCK, stream.write(rest)).await {
            Ok(Ok(0)) => return Err(Heard::Over(Ending::Closed, None)),
            Ok(Ok(count)) => rest = &rest[count..],
            Ok(Err(error)) => return Err(failed(&error)),
            Err(_) => return Err(stuck()),
        }
    }
    match tokio::time::timeout(STUCK, stream.flush()).await {
        Ok(Ok(())) => Ok(()),
        Ok(Err(error)) => Err(failed(&error)),
        Err(_) => Err(stuck()),
    }
}

/// A client that takes nothing.
fn stuck() -> Heard {
    let note = Text::fixed("it did not take what it was sent", "对方不接收发送的内容");
    Heard::Over(Ending::Slow, Some(note))
}

/// Closes, so that the last answer arrives: the end is told first, and what the client still says is heard for a moment.
/// A connection closed with unheard bytes is reset, and the reset can overtake the answer.
pub(crate) async fn part(stream: &mut Replay) {
    let (time, most) = LINGER;
    let listen = async {
        if stream.shutdown().await.is_err() {
            return;
        }
        let mut heard = 0;
        let mut buffer = [0; 4096];
        while let Ok(count @ 1..) = stream.read(&mut buffer).await {
            heard += count;
            if heard > most {
                return;
            }
        }
    };
    let _ = tokio::time::timeout(time, listen).await;
}

/// How a connection ended that failed with `error`.
pub(crate) fn failed(error: &std::io::Error) -> Heard {
    use std::io::ErrorKind;
    match error.kind() {
        ErrorKind::ConnectionReset | ErrorKind::ConnectionAborted | ErrorKind::BrokenPipe | ErrorKind::NotConnected => {
            Heard::Over(Ending::Reset, None)
        }
        // An end within TLS that TLS does not tell of.
        ErrorKind::UnexpectedEof => Heard::Over(Ending::Closed, None),
        _ => Heard::Over(Ending::Failed, Some(Text::same(error.to_string()))),
    }
}
