//! Sends an answer, piece by piece.

use std::io;

use tokio::io::{AsyncReadExt, AsyncSeekExt};

use crate::report::Ending;
use crate::serve::connection::Outcome;
use crate::serve::hear::{Heard, failed, say};
use crate::serve::http::answer::{Answer, Body};
use crate::serve::http::pace::Pace;
use crate::serve::log::Log;
use crate::serve::stream::Replay;
use crate::text::Text;

/// Bytes sent at a time.
const PIECE: usize = 16 * 1024;
/// What a body of invented bytes is made of: lines of 63 letters, so that a person sees what is missing.
static PATTERN: [u8; PIECE] = {
    let mut piece = [b'\n'; PIECE];
    let mut at = 0;
    while at < PIECE {
        if at % 64 < 63 {
            piece[at] = b"abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-"[at % 64];
        }
        at += 1;
    }
    piece
};
/// Bytes that are taken while an answer waits for its time.
const AHEAD: usize = 64 * 1024;

/// Sends `head`, and the body behind it if `with_body`.
pub(crate) async fn send(
    stream: &mut Replay,
    log: &Log,
    head: Vec<u8>,
    answer: Answer,
    with_body: bool,
) -> Result<(), Outcome> {
    let mut sender = Sender { stream, pace: log.arrival.fault.is_none().then(Pace::from_now), sent: 0 };
    if !with_body {
        return sender.say(&head).await;
    }
    // The head leaves with the first of the body: a small answer is one packet.
    match answer.body {
        Body::Bytes(bytes) => {
            for piece in [head, bytes].concat().chunks(PIECE) {
                sender.say(piece).await?;
            }
            Ok(())
        }
        Body::Pattern(length) => {
            let piece =
                |left: u64| usize::try_from(left).map_or(PATTERN.as_slice(), |left| &PATTERN[..left.min(PIECE)]);
            let first = piece(length);
            sender.say(&[head.as_slice(), first].concat()).await?;
            let mut left = length - first.len() as u64;
            while left > 0 {
                let next = piece(left);
                sender.say(next).await?;
                left -= next.len() as u64;
            }
            Ok(())
        }
        Body::File(file, range) => {
            sender.say(&head).await?;
            let mut file = tokio::fs::File::from_std(file);
            file.seek(io::SeekFrom::Start(range.start)).await.map_err(|error| unread(&error))?;
            let mut left = range.end.saturating_sub(range.start);
            let mut piece = vec![0; PIECE * 4];
            while left > 0 {
                let most = usize::try_from(left).map_or(piece.len(), |left| left.min(piece.len()));
                match file.read(&mut piece[..most]).await {
                    Ok(0) => return Err(unread(&io::ErrorKind::UnexpectedEof.into())),
                    Ok(count) => {
                        for piece in piece[..count].chunks(PIECE) {
                            sender.say(piece).await?;
                        }
                        left -= count as u64;
                    }
                    Err(error) => return Err(unread(&error)),
                }
            }
            Ok(())
        }
    }
}

/// A file that could not be read to its end: the answer has begun, and can only be broken off.
fn unread(error: &io::Error) -> Outcome {
    let text = Text::new(format!("the file could not be read: {error}"), format!("无法读取文件：{error}"));
    (Ending::Failed, Some(text))
}

struct Sender<'a> {
    stream: &'a mut Replay,
    /// None where a fault is to make it slow.
    pace: Option<Pace>,
    sent: u64,
}

impl Sender<'_> {
    async fn say(&mut self, bytes: &[u8]) -> Result<(), Outcome> {
        let said = match self.pace {
            None => say(self.stream, bytes).await,
            Some(pace) => match tokio::time::timeout_at(pace.due(self.sent), say(self.stream, bytes)).await {
                Ok(said) => said,
                Err(_) => {
                    let note = Text::fixed("it took the answer too slowly", "对方接收应答过慢");
                    return Err((Ending::Slow, Some(note)));
                }
            },
        };
        self.sent += bytes.len() as u64;
        said.map_err(|heard| match heard {
            Heard::Over(end, note) => (end, note),
            Heard::Bytes(_) => (Ending::Failed, None),
        })
    }
}

/// Waits as long as the answer is to wait; `Err` where the client goes away meanwhile.
pub(crate) async fn wait(stream: &mut Replay, delay: std::time::Duration) -> Result<(), Outcome> {
    if delay.is_zero() {
        return Ok(());
    }
    let asleep = tokio::time::sleep(delay);
    tokio::pin!(asleep);
    loop {
        // Whoever has closed its own side may still hear the answer.
        let read = tokio::select! {
            () = &mut asleep => return Ok(()),
            read = stream.look(), if stream.seen().len() < AHEAD => read,
        };
        match read {
            Ok(0) => {
                asleep.await;
                return Ok(());
            }
            Ok(_) => {}
            Err(error) => {
                return Err(match failed(&error) {
                    Heard::Over(end, note) => (end, note),
                    Heard::Bytes(_) => (Ending::Failed, None),
                });
            }
        }
    }
}
