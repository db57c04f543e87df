//! Reads requests from a connection, strictly, and with bounds on their size and on their time.

use std::time::Duration;

use tokio::time::Instant;

use crate::report::Ending;
use crate::serve::connection::Outcome;
use crate::serve::hear::{Heard, failed};
use crate::serve::http::pace::Pace;
use crate::serve::stream::Replay;
use crate::text::Text;
use crate::wire::http1::asked::{Bounds, Breach, Fed, Head, Scanner, Step};

/// What is read of a head.
const BOUNDS: Bounds = Bounds {
    head: 64 * 1024,
    line: 16 * 1024,
    fields: 100,
    chunk_line: 1024,
    extensions: 8 * 1024,
    trailers: 8 * 1024,
};
/// How long a head may take from its first byte.
const HEAD: Duration = Duration::from_secs(15);

/// Why a request was not read to its end.
#[derive(Debug)]
pub(crate) enum Broken {
    /// It breaks a rule.
    Breach(Breach),
    /// It took too long.
    Slow,
    /// Its body is longer than is taken.
    TooLarge,
    /// The connection is over.
    Over(Outcome),
}

/// The requests of one connection.
pub(crate) struct Requests {
    scanner: Scanner,
    /// The empty line that may stand before a request has come.
    had_empty_line: bool,
}

/// A body that was read.
#[derive(Debug, Default)]
pub(crate) struct Body {
    /// Its length in bytes, framing left out.
    pub(crate) length: u64,
    /// What came behind the head as it came, framing and all, where it was to be kept.
    pub(crate) raw: Vec<u8>,
}

impl Default for Requests {
    fn default() -> Requests {
        Requests { scanner: Scanner::new(BOUNDS), had_empty_line: false }
    }
}

impl Requests {
    /// True where what has come since the last request begins none: the one empty line that may stand before it (RFC 9112
    /// section 2.2), or a part of that. The line is taken.
    pub(crate) fn is_between(&mut self, stream: &mut Replay) -> bool {
        if self.had_empty_line || !b"\r\n".starts_with(stream.seen()) {
            return false;
        }
        if stream.seen().len() == 2 {
            let Fed { taken, .. } = self.scanner.feed(stream.seen());
            stream.skip(taken);
            stream.tidy();
            self.had_empty_line = true;
        }
        true
    }

    /// Reads the head of the next request, of which bytes have come.
    pub(crate) async fn head(&mut self, stream: &mut Replay) -> Result<Head, Broken> {
        let due = Instant::now() + HEAD;
        self.had_empty_line = false;
        loop {
            let Fed { taken, step } = self.scanner.feed(stream.seen());
            stream.skip(taken);
            match step {
                Step::Head(head) => return Ok(head),
                Step::Refuse(breach) => return Err(Broken::Breach(breach)),
                Step::More => more(stream, due).await?,
                // The end of the request before; a body comes behind a head.
                Step::End | Step::Body(_) => {}
            }
        }
    }

    /// Method and target of the request whose head was refused, as far as they were read.
    pub(crate) fn named(&self) -> Option<(String, String)> {
        self.scanner.named()
    }

    /// Reads the body behind a head, at most `most` bytes of it; with `keep`, as much of its raw bytes.
    pub(crate) async fn body(&mut self, stream: &mut Replay, most: u64, keep: bool) -> Result<Body, Broken> {
        let pace = Pace::from_now();
        let mut body = Body::default();
        loop {
            let Fed { taken, step } = self.scanner.feed(stream.seen());
            if keep {
                body.raw.extend(&stream.seen()[..taken]);
            }
            stream.skip(taken);
            match step {
                Step::Body(range) => body.length += range.len() as u64,
                Step::End => return Ok(body),
                Step::Refuse(breach) => return Err(Broken::Breach(breach)),
                Step::More => more(stream, pace.due(body.length)).await?,
                Step::Head(_) => {}
            }
            // Chunks of one byte have six around it.
            if body.length > most || body.raw.len() as u64 > most.saturating_mul(8) {
                return Err(Broken::TooLarge);
            }
        }
    }
}

/// Waits for more bytes until `due`.
async fn more(stream: &mut Replay, due: Instant) -> Result<(), Broken> {
    stream.tidy();
    match tokio::time::timeout_at(due, stream.look()).await {
        Ok(Ok(1..)) => Ok(()),
        Ok(Ok(0)) => {
            let note = Text::fixed("the client closed in the middle of a request", "客户端在请求中途关闭了连接");
            Err(Broken::Over((Ending::Closed, Some(note))))
        }
        Ok(Err(error)) => match failed(&error) {
            Heard::Over(end, note) => Err(Broken::Over((end, note))),
            Heard::Bytes(_) => Err(Broken::Over((Ending::Failed, None))),
        },
        Err(_) => Err(Broken::Slow),
    }
}
