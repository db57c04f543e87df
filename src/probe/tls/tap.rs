//! A stream that keeps the first bytes of both directions, and how it ended.

use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, ready};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

use crate::probe::Stream;
use crate::wire::tls::MOST_BYTES;

/// What passed during the handshake.
#[derive(Debug, Default)]
pub(super) struct Log {
    pub(super) received: Vec<u8>,
    pub(super) sent: Vec<u8>,
    pub(super) end: Option<End>,
    is_closed: bool,
}

/// How the other side ended the connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    Reset,
    Closed,
}

/// The record, shared with whoever reads it.
pub(super) type Shared = Arc<Mutex<Log>>;

/// The stream itself.
pub(super) struct Tap {
    inner: Stream,
    log: Shared,
}

impl Tap {
    pub(super) fn new(inner: Stream) -> (Tap, Shared) {
        let log = Shared::default();
        (Tap { inner, log: Arc::clone(&log) }, log)
    }

    fn note(&self, write: impl FnOnce(&mut Log)) {
        with(&self.log, |log| {
            if !log.is_closed {
                write(log);
            }
        });
    }
}

/// Reads or writes the record.
pub(super) fn with<T>(log: &Shared, ask: impl FnOnce(&mut Log) -> T) -> T {
    ask(&mut log.lock().unwrap_or_else(PoisonError::into_inner))
}

/// Ends the record: what passes from now on is not the handshake's.
pub(super) fn close(log: &Shared) {
    with(log, |log| *log = Log { is_closed: true, ..Log::default() });
}

fn keep(kept: &mut Vec<u8>, bytes: &[u8]) {
    let room = MOST_BYTES.saturating_sub(kept.len());
    kept.extend_from_slice(&bytes[..bytes.len().min(room)]);
}

impl AsyncRead for Tap {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<std::io::Result<()>> {
        let before = buffer.filled().len();
        let result = ready!(Pin::new(&mut self.inner).poll_read(cx, buffer));
        let read = &buffer.filled()[before..];
        match &result {
            Ok(()) if read.is_empty() => self.note(|log| log.end = Some(End::Closed)),
            Ok(()) => self.note(|log| keep(&mut log.received, read)),
            Err(_) => self.note(|log| log.end = Some(End::Reset)),
        }
        Poll::Ready(result)
    }
}

impl AsyncWrite for Tap {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<std::io::Result<usize>> {
        let result = ready!(Pin::new(&mut self.inner).poll_write(cx, bytes));
        match &result {
            Ok(written) => self.note(|log| keep(&mut log.sent, &bytes[..*written])),
            // Writing fails where the other side has reset the connection; what it said before may still be read.
            Err(_) => self.note(|log| log.end = log.end.or(Some(End::Reset))),
        }
        Poll::Ready(result)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<std::io::Result<()>> {
        Pin::new(&mut self.inner).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<std::io::Result<()>> {
        Pin::new(&mut self.inner).poll_shutdown(cx)
    }
}
