//! Bodies on their way: counted, kept as far as somebody wants them, and never held up in memory.

use std::collections::VecDeque;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use http_body_util::BodyExt;
use hyper::body::{Body, Frame, Incoming, SizeHint};
use hyper::{Method, Version};

use crate::proxy::exchange::{Counts, Ending, Exchange};
use crate::proxy::gate::Gate;
use crate::proxy::kept::Kept;
use crate::proxy::line::Line;
use crate::proxy::pool::Pool;
use crate::proxy::pulse::Pulse;
use crate::proxy::rules::Replaced;
use crate::proxy::trouble::{Kind, Trouble};
use crate::text::Text;

/// How much of a known body is given at once.
const PIECE: usize = 16 * 1024;

/// Where bytes of a body come from.
pub enum Source {
    /// They are passed on.
    Passed(Incoming),
    /// They are known.
    Own(Bytes),
    /// Some were held, and the rest comes from where they did.
    Held(Replaced<Box<Source>>),
}

impl Source {
    /// Reads what is left of it, and throws that away.
    pub(crate) fn spare(self) {
        if let Source::Passed(body) = self {
            spare(body);
        }
    }

    /// What was held of a body, and where the rest comes from.
    pub(crate) fn held(first: VecDeque<Frame<Bytes>>, rest: Option<Source>) -> Source {
        match rest {
            Some(rest) if first.is_empty() => rest,
            rest => Source::Held(Replaced::new(first, rest.map(Box::new))),
        }
    }
}

impl Body for Source {
    type Data = Bytes;
    type Error = hyper::Error;

    fn poll_frame(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, hyper::Error>>> {
        match self.get_mut() {
            Source::Passed(body) => Pin::new(body).poll_frame(cx),
            Source::Own(body) if body.is_empty() => Poll::Ready(None),
            // By pieces, so that a client that leaves in the middle is seen.
            Source::Own(body) => Poll::Ready(Some(Ok(Frame::data(body.split_to(body.len().min(PIECE)))))),
            Source::Held(body) => Pin::new(body).poll_frame(cx),
        }
    }

    fn is_end_stream(&self) -> bool {
        match self {
            Source::Passed(body) => body.is_end_stream(),
            Source::Own(body) => body.is_empty(),
            Source::Held(body) => body.is_end_stream(),
        }
    }

    fn size_hint(&self) -> SizeHint {
        match self {
            Source::Passed(body) => body.size_hint(),
            Source::Own(body) => SizeHint::with_exact(body.len() as u64),
            Source::Held(body) => body.size_hint(),
        }
    }
}

/// The body of a request, read only as fast as the origin takes it.
pub struct AskBody {
    source: Source,
    counts: Arc<Counts>,
    kept: Option<Arc<Kept>>,
    gate: Option<Arc<Gate>>,
}

impl AskBody {
    /// Passes `source` on. With a `gate` not before it is open.
    pub fn new(source: Source, exchange: &Exchange, gate: Option<Arc<Gate>>) -> AskBody {
        exchange.counts.asked.store(source.is_end_stream(), Ordering::Relaxed);
        AskBody { source, counts: Arc::clone(&exchange.counts), kept: exchange.kept.clone(), gate }
    }
}

impl Body for AskBody {
    type Data = Bytes;
    type Error = hyper::Error;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, hyper::Error>>> {
        if let Some(gate) = &self.gate
            && !gate.is_open(cx)
        {
            return Poll::Pending;
        }
        let poll = Pin::new(&mut self.source).poll_frame(cx);
        self.counts.awaited.store(poll.is_pending(), Ordering::Relaxed);
        match &poll {
            Poll::Ready(Some(Ok(frame))) => {
                if let Some(bytes) = frame.data_ref() {
                    self.counts.sent.fetch_add(bytes.len() as u64, Ordering::Relaxed);
                    if let Some(kept) = &self.kept {
                        kept.asked_body(bytes);
                    }
                }
                if self.source.is_end_stream() {
                    self.counts.asked.store(true, Ordering::Relaxed);
                }
            }
            Poll::Ready(_) => self.counts.asked.store(true, Ordering::Relaxed),
            Poll::Pending => {}
        }
        poll
    }

    fn is_end_stream(&self) -> bool {
        self.source.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.source.size_hint()
    }
}

impl Drop for AskBody {
    fn drop(&mut self) {
        // A client that waits for 100 and was answered otherwise sends nothing.
        let waits = self.gate.as_ref().is_some_and(|gate| !gate.was_open());
        if let Source::Passed(_) = &self.source
            && !waits
            && !self.counts.given_up.load(Ordering::Relaxed)
            && let Source::Passed(body) = std::mem::replace(&mut self.source, Source::Own(Bytes::new()))
        {
            spare(body);
        }
    }
}

/// What `asking` comes to, where anything moves in `still`; else why nothing did. `due` is the length of the request's
/// body, where it was told.
pub(crate) async fn moving<T>(
    asking: impl Future<Output = T>,
    pulse: &Pulse,
    still: Duration,
    (counts, due): (&Counts, Option<u64>),
) -> Result<T, Stall> {
    let mut asking = pin!(asking);
    // What was waited for before is another matter: a rule may have held it up.
    pulse.beat();
    tokio::select! {
        came = asking.as_mut() => return Ok(came),
        () = pulse.still(still) => {}
    }
    if !counts.awaited.load(Ordering::Relaxed) || counts.asked.load(Ordering::Relaxed) {
        return Err(Stall::Origin);
    }
    // What is left of the body is not worth waiting for.
    counts.given_up.store(true, Ordering::Relaxed);
    let sent = counts.sent.load(Ordering::Relaxed);
    let text = match due {
        Some(due) => Text::new(
            format!("the client sent {sent} of the {due} bytes of its body, and then nothing"),
            format!("客户端发送了 {due} 字节正文中的 {sent} 字节，此后再无数据"),
        ),
        None => Text::new(
            format!("the client sent {sent} bytes of its body and not its end, and then nothing"),
            format!("客户端发送了 {sent} 字节正文但没有结尾，此后再无数据"),
        ),
    };
    Err(Stall::Client(Trouble::new(Kind::RequestTimeout, text)))
}

/// Who it was that did not go on.
pub(crate) enum Stall {
    /// The origin, or the way to it.
    Origin,
    /// The client: what it is told.
    Client(Trouble),
}

/// How long a client may go on sending what nobody wants any more.
const SPARED: Duration = Duration::from_secs(30);

/// Reads what is left of a body and throws it away: a client that is still sending when the connection is closed may
/// never see the answer (RFC 9112 section 9.6).
pub(crate) fn spare(mut body: Incoming) {
    if body.is_end_stream() {
        return;
    }
    // Where the proxy has ended there is nobody to tell.
    let Ok(runtime) = tokio::runtime::Handle::try_current() else { return };
    runtime.spawn(async move {
        let rest = async { while let Some(Ok(_)) = body.frame().await {} };
        // Whoever sends for longer does not see it.
        let _ = tokio::time::timeout(SPARED, rest).await;
    });
}

/// The body of an answer, with the connection that it comes over and the record of its exchange.
pub(crate) struct TellBody {
    source: Source,
    line: Option<(Line, Arc<Pool>)>,
    exchange: Option<Box<Exchange>>,
    /// Why no more comes; told only once what came has been written.
    broken: Option<hyper::Error>,
    /// How its exchange ended, once all of it was taken.
    due: Ending,
    /// True where the head tells a length that the library would take out, if it knew that there is no body.
    claims: bool,
}

impl TellBody {
    /// An answer of the proxy's own.
    pub(crate) fn own(bytes: Bytes, exchange: Option<Box<Exchange>>) -> TellBody {
        let source = Source::Own(bytes);
        let mut body = TellBody { source, line: None, exchange, broken: None, due: Ending::Answered, claims: false };
        // To HEAD it is not even read (RFC 9110 section 9.3.2).
        let is_asked = body.exchange.as_ref().is_none_or(|exchange| exchange.method != Method::HEAD);
        if body.source.is_end_stream() || !is_asked {
            body.done();
        }
        body
    }

    /// The answer of an origin, which comes over `line`.
    pub(crate) fn passed(source: Source, line: Option<(Line, Arc<Pool>)>, exchange: Box<Exchange>) -> TellBody {
        // HTTP/1.0 knows no chunks.
        let is_endless = exchange.version == Version::HTTP_10 && source.size_hint().exact().is_none();
        exchange.set_endless(is_endless && !source.is_end_stream());
        TellBody { source, line, exchange: Some(exchange), broken: None, due: Ending::Whole, claims: false }
    }

    /// The same without a body, where the head tells of the one that it would have (304, RFC 9110 section 15.4.5).
    pub(crate) fn claiming(self) -> TellBody {
        TellBody { claims: true, ..self }
    }

    /// Lets the connection go where nothing more comes over it.
    pub(crate) fn settle(&mut self, cx: &mut Context<'_>) {
        if self.source.is_end_stream() {
            self.finish(cx);
        }
    }

    /// All of it was taken.
    fn done(&mut self) {
        if let Some(exchange) = &mut self.exchange {
            exchange.set_endless(false);
            if exchange.ending == Ending::Open {
                exchange.ending = self.due;
            }
        }
    }

    fn finish(&mut self, cx: &mut Context<'_>) {
        self.done();
        if let Some((line, pool)) = self.line.take() {
            let is_asked = self.exchange.as_ref().is_none_or(|exchange| exchange.counts.asked.load(Ordering::Relaxed));
            pool.take_back(line, is_asked, cx);
        }
    }
}

impl Body for TellBody {
    type Data = Bytes;
    type Error = hyper::Error;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, hyper::Error>>> {
        if let Some(error) = self.broken.take() {
            return Poll::Ready(Some(Err(error)));
        }
        if let Some((line, _)) = &mut self.line {
            line.drive(cx);
        }
        let poll = Pin::new(&mut self.source).poll_frame(cx);
        match &poll {
            Poll::Pending => return Poll::Pending,
            Poll::Ready(Some(Ok(frame))) => {
                if let (Some(exchange), Some(bytes)) = (&self.exchange, frame.data_ref()) {
                    exchange.counts.received.fetch_add(bytes.len() as u64, Ordering::Relaxed);
                    if let Some(kept) = &exchange.kept {
                        kept.answered_body(bytes);
                    }
                }
                // Behind trailers stands nothing, and nobody looks for it.
                if frame.is_trailers() || self.source.is_end_stream() {
                    self.finish(cx);
                }
            }
            Poll::Ready(None) => self.finish(cx),
            Poll::Ready(Some(Err(_))) => {}
        }
        let Poll::Ready(Some(Err(error))) = poll else { return poll };
        self.line = None;
        if let Some(exchange) = &mut self.exchange {
            let trouble = broke_off(exchange, &error);
            exchange.fail(&trouble, Ending::Truncated);
        }
        // The library forgets what it has not written yet when it hears of an error.
        self.broken = Some(error);
        cx.waker().wake_by_ref();
        Poll::Pending
    }

    fn is_end_stream(&self) -> bool {
        !self.claims && self.source.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        if self.claims { SizeHint::default() } else { self.source.size_hint() }
    }
}

/// Why an answer is not whole.
fn broke_off(exchange: &Exchange, error: &hyper::Error) -> Trouble {
    let (from, some) = (exchange.server.map(|server| server.to_string()).unwrap_or_default(), exchange.received());
    let word = crate::proxy::trouble::hyper_word::of(error);
    Trouble::new(
        Kind::Incomplete,
        Text::new(
            format!(
                "the answer from {from} broke off after {some} bytes of its body: {}",
                word.get(crate::text::Lang::En)
            ),
            format!("{from} 的应答在正文 {some} 字节之后中断：{}", word.get(crate::text::Lang::Zh)),
        ),
    )
}
