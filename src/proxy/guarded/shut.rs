//! The end of a guarded connection: what was wrong is said, and stays to be read.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

use crate::proxy::guarded::guard::Guard;
use crate::proxy::guarded::refusal::written;
use crate::text::Lang;

/// How long a client that was refused may still send, and how many bytes: a connection closed over unread bytes is
/// reset, and the answer lost with it (RFC 9112 section 9.6).
const LINGER: Duration = Duration::from_secs(1);
const MOST: usize = 256 * 1024;

/// How far the shutting has come.
pub(super) enum Shut {
    /// It has not begun; the language to tell in.
    Open(Lang),
    /// The answer is being written.
    Telling { bytes: Vec<u8>, at: usize, body: u64 },
    /// Nothing more is written.
    Closing { lingers: bool },
    /// What still comes is thrown away.
    Lingering { until: Pin<Box<tokio::time::Sleep>>, left: usize },
    /// It is over.
    Done,
}

impl Shut {
    pub(super) fn new(lang: Lang) -> Shut {
        Shut::Open(lang)
    }

    pub(super) fn poll<S>(&mut self, cx: &mut Context<'_>, inner: &mut S, guard: &Guard) -> Poll<io::Result<()>>
    where
        S: AsyncRead + AsyncWrite + Unpin,
    {
        loop {
            *self = match self {
                Shut::Open(lang) => match (guard.breach(), guard.breach_in_body()) {
                    (Some(breach), None) => {
                        let (bytes, body) = written(&breach, *lang);
                        Shut::Telling { bytes, at: 0, body }
                    }
                    (breach, _) => Shut::Closing { lingers: breach.is_some() },
                },
                Shut::Telling { bytes, at, .. } if *at < bytes.len() => {
                    match ready!(Pin::new(&mut *inner).poll_write(cx, &bytes[*at..]))? {
                        0 => Shut::Closing { lingers: false },
                        count => {
                            *at += count;
                            continue;
                        }
                    }
                }
                Shut::Telling { body, .. } => {
                    ready!(Pin::new(&mut *inner).poll_flush(cx))?;
                    guard.has_said(*body);
                    Shut::Closing { lingers: true }
                }
                Shut::Closing { lingers } => {
                    ready!(Pin::new(&mut *inner).poll_shutdown(cx))?;
                    match lingers {
                        true => Shut::Lingering { until: Box::pin(tokio::time::sleep(LINGER)), left: MOST },
                        false => Shut::Done,
                    }
                }
                Shut::Lingering { until, left } => {
                    if until.as_mut().poll(cx).is_ready() {
                        *self = Shut::Done;
                        continue;
                    }
                    let mut waste = [std::mem::MaybeUninit::uninit(); 4096];
                    let mut waste = ReadBuf::uninit(&mut waste);
                    let came = ready!(Pin::new(&mut *inner).poll_read(cx, &mut waste)).map(|()| waste.filled().len());
                    match came {
                        Ok(count @ 1..) if count < *left => {
                            *left -= count;
                            continue;
                        }
                        _ => Shut::Done,
                    }
                }
                Shut::Done => return Poll::Ready(Ok(())),
            };
        }
    }
}
