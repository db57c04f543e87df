//! A connection that answers late, slowly, or not to the end.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::time::{Instant, Sleep, sleep, sleep_until};

use crate::serve::fault::{Ending, Fault};

/// What leaves at once of a slow answer, as a part of a second.
const STEPS: u64 = 20;
/// How long the other end has to take a cut answer before the connection is given up.
const LAST: Duration = Duration::from_secs(2);
/// How long bytes have to leave before a reset overtakes them.
const BEFORE_RESET: Duration = Duration::from_millis(50);

/// Whether the fault is on: TLS is agreed upon without it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Switch(Arc<AtomicBool>);

impl Switch {
    /// From now on it is on.
    pub(crate) fn on(&self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// The connection, with its fault.
pub(crate) struct Faulty {
    io: TcpStream,
    fault: Fault,
    switch: Switch,
    /// Bytes that may still leave.
    left: Option<u64>,
    /// Until when nothing may leave.
    wait: Option<Pin<Box<Sleep>>>,
    /// True where what is written next begins an answer.
    begins: bool,
    /// The cut, once it is made.
    cut: Option<Pin<Box<Sleep>>>,
}

impl Faulty {
    pub(crate) fn new(io: TcpStream, fault: Fault, switch: Switch) -> Faulty {
        Faulty { io, left: fault.truncate, fault, switch, wait: None, begins: true, cut: None }
    }

    fn is_on(&self) -> bool {
        self.switch.0.load(Ordering::Relaxed)
    }

    /// Ends the connection as the fault says, once what has left had its time.
    fn poll_cut(&mut self, cx: &mut Context<'_>) -> Poll<io::Error> {
        let resets = self.fault.ending == Some(Ending::Reset);
        if self.cut.is_none() {
            if !resets {
                // The end is told; what is still said is heard below, for unheard bytes would make it a reset.
                let _ = socket2::SockRef::from(&self.io).shutdown(std::net::Shutdown::Write);
            }
            self.cut = Some(Box::pin(sleep(if resets { BEFORE_RESET } else { LAST })));
        }
        if !resets {
            let mut bytes = [0; 4096];
            loop {
                let mut buffer = ReadBuf::new(&mut bytes);
                match Pin::new(&mut self.io).poll_read(cx, &mut buffer) {
                    Poll::Pending => break,
                    Poll::Ready(Ok(())) if !buffer.filled().is_empty() => {}
                    Poll::Ready(_) => return Poll::Ready(cut()),
                }
            }
        }
        if let Some(timer) = &mut self.cut {
            ready!(timer.as_mut().poll(cx));
        }
        if resets {
            let _ = socket2::SockRef::from(&self.io).set_linger(Some(Duration::ZERO));
        }
        Poll::Ready(cut())
    }
}

fn cut() -> io::Error {
    io::Error::new(io::ErrorKind::BrokenPipe, "cut on purpose")
}

impl AsyncRead for Faulty {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let before = buf.filled().len();
        ready!(Pin::new(&mut self.io).poll_read(cx, buf))?;
        // What is written after the other end has spoken is an answer of its own.
        self.begins |= buf.filled().len() > before;
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for Faulty {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let this = &mut *self;
        if !this.is_on() {
            return Pin::new(&mut this.io).poll_write(cx, bytes);
        }
        if std::mem::take(&mut this.begins)
            && let Some(delay) = this.fault.delay
        {
            this.wait = Some(Box::pin(sleep(delay)));
        }
        if let Some(wait) = &mut this.wait {
            ready!(wait.as_mut().poll(cx));
            this.wait = None;
        }
        if this.left == Some(0) {
            return this.poll_cut(cx).map(Err);
        }
        let step = this.fault.slow.map(|rate| (rate.get() / STEPS).max(1));
        let most = step.into_iter().chain(this.left).min().unwrap_or(u64::MAX);
        let most = usize::try_from(most).unwrap_or(usize::MAX).min(bytes.len());
        let written = ready!(Pin::new(&mut this.io).poll_write(cx, &bytes[..most]))?;
        this.left = this.left.map(|left| left.saturating_sub(written as u64));
        if let Some(rate) = this.fault.slow {
            let pause = Duration::from_secs_f64(written as f64 / rate.get() as f64);
            this.wait = Some(Box::pin(sleep_until(Instant::now() + pause)));
        }
        Poll::Ready(Ok(written))
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let this = &mut *self;
        // An answer that was exactly as long as may leave is cut at its end, before another could follow.
        if this.is_on() && this.left == Some(0) {
            let error = ready!(this.poll_cut(cx));
            return Poll::Ready(Err(error));
        }
        Pin::new(&mut this.io).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.io).poll_shutdown(cx)
    }
}
