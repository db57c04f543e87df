//! What stands between a client and hyper: only bytes of requests that break no rule come through.
//!
//! hyper is lenient where that does no harm to it; but what it passes on, the origin must read the same way. So heads
//! reach it whole and judged, bodies without what might not be body, and at the first breach nothing any more: the
//! connection ends in an answer that says what is wrong. Behind a request that may turn the connection into something
//! else (CONNECT, Upgrade) everything waits until that is answered, for only then is it known what the bytes are.

mod guard;
mod refusal;
mod shut;
#[cfg(test)]
mod tests;

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

use crate::proxy::guarded::guard::Fate;
use crate::proxy::guarded::shut::Shut;
use crate::text::Lang;
use crate::wire::http1::asked::{Bounds, Breach, BreachKind, Head, Scanner, Step};

pub(crate) use guard::Guard;
pub(crate) use refusal::trouble;

/// The most bytes that wait behind a request which may turn the connection into something else.
const AHEAD: usize = 16 * 1024;

/// How much is read at once while a head is not whole.
const PIECE: usize = 4 * 1024;

/// A client's connection, for hyper to read.
pub(crate) struct Guarded<S> {
    inner: S,
    guard: Guard,
    scanner: Scanner,
    mode: Mode,
    /// What is not handed on yet: first what may be, then what may turn out to be a breach, then what nobody looked at.
    held: Vec<u8>,
    /// How many bytes of the connection were handed on, may be, and were looked at.
    given: u64,
    approved: u64,
    scanned: u64,
    is_in_body: bool,
    /// What was asked by a whole head that is refused all the same.
    named: Option<(String, String)>,
    /// How many answers had left when all that was written was flushed.
    flushed: u64,
    shut: Shut,
}

/// What is done with the bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mode {
    /// They are requests.
    Scanning,
    /// They are whatever the answer to the request of this number makes them.
    Waiting(u64),
    /// They are none of HTTP's.
    Through,
    /// They are not looked at.
    Refused,
}

impl<S> Guarded<S> {
    /// Guards `inner`, whose requests are answered through [`Guard`].
    pub(crate) fn new(inner: S, bounds: Bounds, lang: Lang) -> (Guarded<S>, Guard) {
        let guard = Guard::default();
        let guarded = Guarded {
            inner,
            guard: guard.clone(),
            scanner: Scanner::new(bounds),
            mode: Mode::Scanning,
            held: Vec::new(),
            given: 0,
            approved: 0,
            scanned: 0,
            is_in_body: false,
            named: None,
            flushed: 0,
            shut: Shut::new(lang),
        };
        (guarded, guard)
    }

    /// The connection itself, and what came behind the request that turned it into something else.
    pub(crate) fn into_parts(self) -> (S, Bytes) {
        (self.inner, Bytes::from(self.held))
    }

    /// Looks at what comes next on the connection, as far as it is known to be requests.
    fn scan(&mut self, bytes: &[u8]) {
        let mut rest = bytes;
        loop {
            let fed = self.scanner.feed(rest);
            rest = &rest[fed.taken..];
            self.scanned += fed.taken as u64;
            let is_all = fed.step == Step::More;
            match fed.step {
                Step::Refuse(breach) => return self.refuse(breach),
                Step::Head(head) => {
                    if let Some(breach) = unreadable(&head) {
                        self.named = Some((head.method().to_owned(), head.target().to_owned()));
                        return self.refuse(breach);
                    }
                    let number = self.guard.asked();
                    if is_of_all(&head) {
                        self.guard.of_all(number);
                    }
                    self.is_in_body = head.framing.has_body();
                    if head.may_switch() {
                        self.mode = Mode::Waiting(number);
                    }
                }
                Step::End => self.is_in_body = false,
                Step::Body(_) | Step::More => {}
            }
            self.approved = self.scanner.sound();
            if is_all || (self.mode != Mode::Scanning && !self.is_in_body) {
                return;
            }
        }
    }

    fn refuse(&mut self, breach: Breach) {
        self.mode = Mode::Refused;
        let named = self.named.take().or_else(|| self.scanner.named());
        self.guard.refuse(breach, self.is_in_body, named);
    }

    /// The part of `held` that may be handed on.
    fn ready(&self) -> usize {
        let all = if self.mode == Mode::Through { u64::MAX } else { self.approved - self.given };
        usize::try_from(all).map_or(self.held.len(), |all| all.min(self.held.len()))
    }

    fn hand_on(&mut self, count: usize, buffer: &mut ReadBuf<'_>) {
        let count = count.min(buffer.remaining());
        buffer.put_slice(&self.held[..count]);
        self.given += count as u64;
        if count == self.held.len() {
            // An idle connection keeps nothing.
            self.held = Vec::new();
        } else {
            self.held.drain(..count);
        }
    }

    /// Scans what is held and was not looked at.
    fn scan_held(&mut self) {
        let held = std::mem::take(&mut self.held);
        let from = usize::try_from(self.scanned - self.given).map_or(held.len(), |from| from.min(held.len()));
        self.scan(&held[from..]);
        self.held = held;
    }
}

impl<S: AsyncRead + Unpin> Guarded<S> {
    /// Reads behind what is held; tells how many bytes came.
    fn poll_more(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<usize>> {
        let mut piece = [std::mem::MaybeUninit::uninit(); PIECE];
        let mut piece = ReadBuf::uninit(&mut piece);
        ready!(Pin::new(&mut self.inner).poll_read(cx, &mut piece))?;
        self.held.extend_from_slice(piece.filled());
        Poll::Ready(Ok(piece.filled().len()))
    }

    /// Reads straight into `buffer`, where nothing is held, and takes back what may not be handed on yet. True where
    /// something is handed on, or the connection ended.
    fn poll_straight(&mut self, cx: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<bool>> {
        let before = buffer.filled().len();
        ready!(Pin::new(&mut self.inner).poll_read(cx, buffer))?;
        let came = buffer.filled().len() - before;
        if came == 0 {
            return Poll::Ready(Ok(true));
        }
        self.scan(&buffer.filled()[before..]);
        let approved = usize::try_from(self.approved - self.given).map_or(came, |approved| approved.min(came));
        if self.mode != Mode::Refused {
            self.held.extend_from_slice(&buffer.filled()[before + approved..]);
        }
        buffer.set_filled(before + approved);
        self.given += approved as u64;
        Poll::Ready(Ok(approved > 0))
    }
}

/// True for `OPTIONS` with a URL that has no path.
fn is_of_all(head: &Head) -> bool {
    let rest = head.target().split_once("://").map(|(_, rest)| rest);
    head.method() == "OPTIONS" && rest.is_some_and(|rest| !rest.contains(['/', '?']))
}

/// What hyper would not read although no rule forbids it, so that it is answered here like everything else.
fn unreadable(head: &Head) -> Option<Breach> {
    let is_read = match head.method() {
        "CONNECT" => head.target().parse::<hyper::http::uri::Authority>().is_ok(),
        _ => head.target().parse::<hyper::Uri>().is_ok(),
    };
    (!is_read).then(|| Breach { kind: BreachKind::BadTarget, at: head.method().len() as u64 + 1 })
}

impl<S: AsyncRead + AsyncWrite + Unpin> AsyncRead for Guarded<S> {
    fn poll_read(self: Pin<&mut Self>, cx: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        if this.mode == Mode::Scanning && !this.is_in_body && this.guard.is_late() {
            let breach = this.scanner.give_up();
            this.refuse(breach);
        }
        loop {
            let ready = this.ready();
            if ready > 0 {
                this.hand_on(ready, buffer);
                return Poll::Ready(Ok(()));
            }
            match this.mode {
                Mode::Through => return Pin::new(&mut this.inner).poll_read(cx, buffer),
                Mode::Refused if this.guard.is_answering(this.flushed, cx) => return Poll::Pending,
                Mode::Refused => {
                    // hyper says nothing to a client that seems to be gone, and does not shut what it might have upgraded.
                    if this.guard.breach_in_body().is_none() {
                        ready!(this.shut.poll(cx, &mut this.inner, &this.guard))?;
                    }
                    return Poll::Ready(Ok(()));
                }
                Mode::Waiting(number) if !this.is_in_body => match this.guard.fate(number, cx) {
                    Fate::Switched => this.mode = Mode::Through,
                    Fate::Stayed => {
                        this.mode = Mode::Scanning;
                        this.scan_held();
                    }
                    // Read ahead only to hear of a client that leaves.
                    Fate::Open if this.held.len() >= AHEAD => return Poll::Pending,
                    Fate::Open => match ready!(this.poll_more(cx))? {
                        0 if this.held.is_empty() => return Poll::Ready(Ok(())),
                        0 => return Poll::Pending,
                        _ => {}
                    },
                },
                Mode::Scanning | Mode::Waiting(_) if this.held.is_empty() => {
                    if ready!(this.poll_straight(cx, buffer))? {
                        return Poll::Ready(Ok(()));
                    }
                }
                Mode::Scanning | Mode::Waiting(_) => {
                    if ready!(this.poll_more(cx))? == 0 {
                        return Poll::Ready(Ok(()));
                    }
                    this.scan_held();
                }
            }
        }
    }
}

impl<S: AsyncRead + AsyncWrite + Unpin> AsyncWrite for Guarded<S> {
    fn poll_write(self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.get_mut().inner).poll_write(cx, bytes)
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        parts: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.get_mut().inner).poll_write_vectored(cx, parts)
    }

    fn is_write_vectored(&self) -> bool {
        self.inner.is_write_vectored()
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        let told = this.guard.told();
        ready!(Pin::new(&mut this.inner).poll_flush(cx))?;
        if std::mem::replace(&mut this.flushed, told) != told {
            this.guard.wake();
        }
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        this.shut.poll(cx, &mut this.inner, &this.guard)
    }
}
