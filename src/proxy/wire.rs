//! A connection of either side: plain TCP where that is known, so that the kernel can move its bytes, or anything else.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;

use crate::probe::Stream;

/// A connection.
pub enum Wire {
    /// Plain TCP.
    Tcp(TcpStream),
    /// TLS, or a way through another proxy.
    Other(Stream),
}

impl From<TcpStream> for Wire {
    fn from(stream: TcpStream) -> Wire {
        Wire::Tcp(stream)
    }
}

impl From<Stream> for Wire {
    fn from(stream: Stream) -> Wire {
        Wire::Other(stream)
    }
}

impl From<Wire> for Stream {
    fn from(wire: Wire) -> Stream {
        match wire {
            Wire::Tcp(stream) => Box::new(stream),
            Wire::Other(stream) => stream,
        }
    }
}

/// Does the same to whichever it is.
macro_rules! either {
    ($wire:expr, $stream:ident => $do:expr) => {
        match $wire {
            Wire::Tcp($stream) => $do,
            Wire::Other($stream) => $do,
        }
    };
}

impl Wire {
    /// Whether the connection ends in a reset when it is dropped. TLS says by itself that it was not ended in order.
    pub(crate) fn set_abrupt(&self, is: bool) {
        if let Wire::Tcp(stream) = self {
            // A connection that cannot be told so has ended already.
            let _ = socket2::SockRef::from(stream).set_linger(is.then_some(std::time::Duration::ZERO));
        }
    }
}

impl AsyncRead for Wire {
    fn poll_read(self: Pin<&mut Self>, cx: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        either!(self.get_mut(), stream => Pin::new(stream).poll_read(cx, buffer))
    }
}

impl AsyncWrite for Wire {
    fn poll_write(self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        either!(self.get_mut(), stream => Pin::new(stream).poll_write(cx, bytes))
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        parts: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        either!(self.get_mut(), stream => Pin::new(stream).poll_write_vectored(cx, parts))
    }

    fn is_write_vectored(&self) -> bool {
        either!(self, stream => stream.is_write_vectored())
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        either!(self.get_mut(), stream => Pin::new(stream).poll_flush(cx))
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        either!(self.get_mut(), stream => Pin::new(stream).poll_shutdown(cx))
    }
}
