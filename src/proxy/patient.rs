//! A connection to an origin that may have answered and gone before it was sent everything: what can no longer be written
//! is thrown away, so that the answer is still read.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

use crate::proxy::talk::Talk;

/// A stream whose reader hears of the end, not its writer.
pub(crate) struct Patient<S> {
    inner: S,
    is_deaf: bool,
    talk: Arc<Talk>,
    /// How many bytes come before the one that is not written.
    skips: Option<usize>,
    /// True where it was read from since it last had nothing.
    has_read: bool,
}

impl<S> Patient<S> {
    /// Takes `inner` for as long as it says something. While an answer is waited for others have their turn after each read:
    /// the library would read interim answers (1xx) without end at one go.
    pub(crate) fn new(inner: S, talk: Arc<Talk>) -> Patient<S> {
        Patient { inner, is_deaf: false, talk, skips: None, has_read: false }
    }

    /// The stream itself.
    pub(crate) fn into_inner(self) -> S {
        self.inner
    }

    /// What the writer hears of `poll`, which was to write `all` bytes.
    fn heard(&mut self, poll: Poll<io::Result<usize>>, all: usize) -> Poll<io::Result<usize>> {
        match poll {
            Poll::Ready(Err(error))
                if matches!(error.kind(), io::ErrorKind::ConnectionReset | io::ErrorKind::BrokenPipe) =>
            {
                self.is_deaf = true;
                Poll::Ready(Ok(all))
            }
            poll => poll,
        }
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Patient<S> {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        if self.has_read && self.talk.waits() {
            self.has_read = false;
            cx.waker().wake_by_ref();
            return Poll::Pending;
        }
        let before = buffer.filled().len();
        let poll = Pin::new(&mut self.inner).poll_read(cx, buffer);
        self.talk.heard(&buffer.filled()[before..]);
        self.has_read = poll.is_ready();
        poll
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Patient<S> {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        if self.is_deaf {
            return Poll::Ready(Ok(bytes.len()));
        }
        if let Some(at) = self.talk.cut(bytes) {
            self.skips = Some(at);
        }
        let bytes = match self.skips {
            Some(0) => {
                self.skips = None;
                return Poll::Ready(Ok(1));
            }
            Some(at) => &bytes[..at.min(bytes.len())],
            None => bytes,
        };
        let poll = Pin::new(&mut self.inner).poll_write(cx, bytes);
        let poll = self.heard(poll, bytes.len());
        if let (Some(at), Poll::Ready(Ok(written))) = (&mut self.skips, &poll) {
            *at -= *written;
        }
        poll
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        parts: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let all = parts.iter().map(|part| part.len()).sum();
        if self.is_deaf {
            return Poll::Ready(Ok(all));
        }
        if self.talk.cuts() || self.skips.is_some() {
            let first = parts.iter().find(|part| !part.is_empty()).map_or(&[][..], |part| part);
            return self.poll_write(cx, first);
        }
        let poll = Pin::new(&mut self.inner).poll_write_vectored(cx, parts);
        self.heard(poll, all)
    }

    fn is_write_vectored(&self) -> bool {
        self.inner.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        if self.is_deaf { Poll::Ready(Ok(())) } else { Pin::new(&mut self.inner).poll_flush(cx) }
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        if self.is_deaf { Poll::Ready(Ok(())) } else { Pin::new(&mut self.inner).poll_shutdown(cx) }
    }
}
