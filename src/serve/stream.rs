//! The byte stream of a connection: counted, and able to give back what was read to look at it.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::{Context, Poll};

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, ReadBuf};

/// Any stream that a client can be met on.
pub trait Io: AsyncRead + AsyncWrite + Unpin + Send {}

impl<S: AsyncRead + AsyncWrite + Unpin + Send> Io for S {}

/// How many bytes went each way.
#[derive(Debug, Default)]
pub(crate) struct Meter {
    received: AtomicU64,
    sent: AtomicU64,
}

impl Meter {
    /// Bytes received and bytes sent so far.
    pub(crate) fn read(&self) -> (u64, u64) {
        (self.received.load(Ordering::Relaxed), self.sent.load(Ordering::Relaxed))
    }
}

/// A stream that counts what goes over it.
pub(crate) struct Metered<S> {
    io: S,
    meter: Arc<Meter>,
}

impl<S> Metered<S> {
    pub(crate) fn new(io: S, meter: Arc<Meter>) -> Metered<S> {
        Metered { io, meter }
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Metered<S> {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let before = buf.filled().len();
        let polled = Pin::new(&mut self.io).poll_read(cx, buf);
        let read = buf.filled().len() - before;
        self.meter.received.fetch_add(read as u64, Ordering::Relaxed);
        polled
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Metered<S> {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let polled = Pin::new(&mut self.io).poll_write(cx, bytes);
        if let Poll::Ready(Ok(written)) = &polled {
            self.meter.sent.fetch_add(*written as u64, Ordering::Relaxed);
        }
        polled
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.io).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.io).poll_shutdown(cx)
    }
}

/// A stream whose first bytes can be looked at before they are read.
pub(crate) struct Replay {
    io: Box<dyn Io>,
    head: Vec<u8>,
    at: usize,
}

impl Replay {
    pub(crate) fn new(io: Box<dyn Io>) -> Replay {
        Replay { io, head: Vec::new(), at: 0 }
    }

    /// The bytes that have come and are not read yet.
    pub(crate) fn seen(&self) -> &[u8] {
        &self.head[self.at..]
    }

    /// Passes over bytes that were looked at.
    pub(crate) fn skip(&mut self, count: usize) {
        self.at = self.at.saturating_add(count).min(self.head.len());
    }

    /// Forgets what was passed over.
    pub(crate) fn tidy(&mut self) {
        self.head.drain(..self.at);
        self.at = 0;
    }

    /// Waits for more bytes and adds them to those seen: how many, 0 at the end.
    pub(crate) async fn look(&mut self) -> io::Result<usize> {
        let mut more = [0; 4096];
        let count = self.io.read(&mut more).await?;
        self.head.extend(&more[..count]);
        Ok(count)
    }
}

impl AsyncRead for Replay {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        if self.at == self.head.len() {
            return Pin::new(&mut self.io).poll_read(cx, buf);
        }
        let count = buf.remaining().min(self.head.len() - self.at);
        let at = self.at;
        buf.put_slice(&self.head[at..at + count]);
        self.at += count;
        if self.at == self.head.len() {
            // A connection may last long, its first bytes need not.
            (self.head, self.at) = (Vec::new(), 0);
        }
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for Replay {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.io).poll_write(cx, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.io).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.io).poll_shutdown(cx)
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::AsyncWriteExt;

    use super::*;

    #[tokio::test]
    async fn what_was_looked_at_is_read_and_counted_once() {
        let (mut client, server) = tokio::io::duplex(64);
        client.write_all(b"first second").await.expect("written");
        let meter = Arc::new(Meter::default());
        let mut stream = Replay::new(Box::new(Metered::new(server, meter.clone())));
        assert_eq!(stream.look().await.expect("bytes"), 12);
        stream.skip(6);
        assert_eq!(stream.seen(), b"second");
        stream.write_all(b"ok").await.expect("written");
        client.write_all(b" third").await.expect("written");
        client.shutdown().await.expect("closed");
        let mut rest = String::new();
        stream.read_to_string(&mut rest).await.expect("text");
        assert_eq!((rest.as_str(), meter.read()), ("second third", (18, 2)));
    }
}
