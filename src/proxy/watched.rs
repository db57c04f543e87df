//! A client's connection as the HTTP library sees it: its life is watched, and interim answers are written between the
//! messages that the library writes.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

use crate::proxy::pulse::Pulse;
use crate::proxy::wire::Wire;

/// A stream whose life is watched.
pub(crate) struct Watched {
    inner: Wire,
    pulse: Arc<Pulse>,
    /// True where everything that the library had to say has been written: no message is half said.
    between: bool,
    /// What is being written in between, and how much of it has been.
    interim: (Vec<u8>, usize),
    /// True where the connection would end in a reset.
    is_abrupt: bool,
}

impl Watched {
    /// Watches `inner`.
    pub(crate) fn new(inner: Wire, pulse: Arc<Pulse>) -> Watched {
        Watched { inner, pulse, between: true, interim: (Vec::new(), 0), is_abrupt: false }
    }

    /// The stream itself.
    pub(crate) fn into_inner(self) -> Wire {
        self.inner
    }

    /// Has the connection end in a reset while its end would be taken for that of an answer, even where this process is
    /// killed; and in order once it may.
    fn mark_end(&mut self) {
        let is = self.pulse.is_endless();
        if std::mem::replace(&mut self.is_abrupt, is) != is {
            self.inner.set_abrupt(is);
        }
    }

    /// Writes what is to be said between two messages, where that is now.
    fn interject(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        if self.between
            && self.interim.0.is_empty()
            && let Some(bytes) = self.pulse.interjected()
        {
            self.interim = (bytes, 0);
        }
        while self.interim.1 < self.interim.0.len() {
            let rest = &self.interim.0[self.interim.1..];
            match ready!(Pin::new(&mut self.inner).poll_write(cx, rest))? {
                0 => return Poll::Ready(Err(io::ErrorKind::WriteZero.into())),
                some => self.interim.1 += some,
            }
        }
        if !self.interim.0.is_empty() {
            self.interim = (Vec::new(), 0);
        }
        Poll::Ready(Ok(()))
    }
}

impl AsyncRead for Watched {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        let poll = Pin::new(&mut self.inner).poll_read(cx, buffer);
        if buffer.filled().len() > before {
            self.pulse.heard();
        }
        poll
    }
}

impl AsyncWrite for Watched {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        ready!(self.interject(cx))?;
        self.between = false;
        self.mark_end();
        let poll = Pin::new(&mut self.inner).poll_write(cx, bytes);
        if poll.is_ready() {
            self.pulse.beat();
        }
        poll
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        parts: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        ready!(self.interject(cx))?;
        self.between = false;
        self.mark_end();
        let poll = Pin::new(&mut self.inner).poll_write_vectored(cx, parts);
        if poll.is_ready() {
            self.pulse.beat();
        }
        poll
    }

    fn is_write_vectored(&self) -> bool {
        self.inner.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        // The library flushes once all that it had has been taken.
        self.between = true;
        ready!(self.interject(cx))?;
        Pin::new(&mut self.inner).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.mark_end();
        if self.is_abrupt {
            // Dropping it says what is to be said.
            return Poll::Ready(Ok(()));
        }
        Pin::new(&mut self.inner).poll_shutdown(cx)
    }
}
