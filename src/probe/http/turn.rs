//! One step of a conversation: whichever of sending and hearing can go on, does.

use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

use crate::probe::Stream;

/// What went on.
#[derive(Debug)]
pub(super) enum Turn {
    /// So many bytes were handed over.
    Sent(usize),
    /// Everything handed over is on its way.
    Flushed,
    /// No more can be sent.
    CannotSend,
    /// So many bytes came; none at all where the other end closed.
    Came(usize),
    /// No more can be heard.
    CannotHear(std::io::Error),
}

/// What is to be sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wish<'a> {
    /// These bytes, of which there are some.
    Send(&'a [u8]),
    /// Nothing; what was handed over is to be on its way.
    Flush,
    /// Nothing.
    Hear,
}

/// Waits until one of the two can go on. Sending goes first, so that a request is whole before its answer is read; while
/// the other end takes nothing, it is heard, so that neither waits for the other.
pub(super) async fn turn(stream: &mut Stream, wish: Wish<'_>, buffer: &mut [u8]) -> Turn {
    poll_fn(|context| {
        let sent = match wish {
            Wish::Send(bytes) => Pin::new(&mut *stream).poll_write(context, bytes).map(|sent| match sent {
                Ok(0) | Err(_) => Turn::CannotSend,
                Ok(sent) => Turn::Sent(sent),
            }),
            Wish::Flush => Pin::new(&mut *stream)
                .poll_flush(context)
                .map(|flushed| flushed.map_or(Turn::CannotSend, |()| Turn::Flushed)),
            Wish::Hear => Poll::Pending,
        };
        if sent.is_ready() { sent } else { hear(stream, context, buffer) }
    })
    .await
}

/// What can be heard without waiting, if anything.
pub(super) async fn at_once(stream: &mut Stream, buffer: &mut [u8]) -> Option<Turn> {
    poll_fn(|context| match hear(stream, context, buffer) {
        Poll::Ready(turn) => Poll::Ready(Some(turn)),
        Poll::Pending => Poll::Ready(None),
    })
    .await
}

fn hear(stream: &mut Stream, context: &mut Context<'_>, buffer: &mut [u8]) -> Poll<Turn> {
    let mut room = ReadBuf::new(buffer);
    Pin::new(stream).poll_read(context, &mut room).map(|heard| match heard {
        Ok(()) => Turn::Came(room.filled().len()),
        Err(error) => Turn::CannotHear(error),
    })
}
