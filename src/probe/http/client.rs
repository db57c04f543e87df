//! The client: one exchange after the other, over the same connection where that is possible.

use std::net::SocketAddr;
use std::time::Duration;

use tokio::time::Instant;

use crate::observation::{Body, Exchange, ExchangeEnd, HandshakeEnd, Payload, Phases, Purpose};
use crate::probe::http::onward::{Onward, codings};
use crate::probe::http::talk::{BUFFER, Talk};
use crate::probe::http::turn::at_once;
use crate::probe::http::way::{open, whereto};
use crate::probe::http::{Receive, Request, Settings};
use crate::probe::{Stream, proxy};
use crate::wire::excerpt::excerpt;
use crate::wire::http1::{Breach, BreachKind};

/// Makes exchanges as its settings say, and keeps its connection for the next.
pub struct Client {
    settings: Settings,
    kept: Option<Kept>,
    buffer: Vec<u8>,
}

/// A connection that may carry another exchange.
struct Kept {
    to: String,
    stream: Stream,
    address: SocketAddr,
}

/// Milliseconds, to the microsecond.
pub(super) fn ms(took: Duration) -> f64 {
    (took.as_secs_f64() * 1_000_000.0).round() / 1000.0
}

impl Client {
    /// A client without a connection.
    pub fn new(settings: Settings) -> Client {
        Client { settings, kept: None, buffer: Vec::new() }
    }

    /// How it makes exchanges.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Sends `request`, hands its answer to `body`, and tells how it went. Whatever happens, it has ended by
    /// `deadline`. Secrets are in it as they were sent: see [`Exchange::without_secrets`].
    ///
    /// A connection that was kept, and proves to have been closed before a byte of the answer came, is replaced by a new one
    /// once, as curl does (RFC 9112 section 9.3.1).
    pub async fn exchange(&mut self, request: &Request, body: &mut dyn Receive, deadline: Instant) -> Exchange {
        let began = Instant::now();
        let mut seen = self.blank(request);
        self.buffer.resize(BUFFER, 0);
        let to = whereto(request, &self.settings);
        if let Some(kept) = self.take(&to).await {
            (seen.reused, seen.address) = (true, Some(kept.address));
            if self.talk(kept, request, body, &mut seen, deadline).await {
                seen.phases.total_ms = ms(began.elapsed());
                return seen;
            }
            seen = Exchange { retried: true, ..self.blank(request) };
        }
        let opening = self.settings.patience.map_or(deadline, |patience| deadline.min(Instant::now() + patience));
        let opened = tokio::select! {
            opened = open(request, &self.settings, &mut seen, opening) => opened,
            () = self.settings.stop.pulled() => {
                seen.ended = ExchangeEnd::Interrupted;
                None
            }
        };
        if let Some((stream, address)) = opened {
            self.talk(Kept { to, stream, address }, request, body, &mut seen, deadline).await;
        }
        seen.phases.total_ms = ms(began.elapsed());
        seen
    }

    /// The connection kept from before, where it leads `to` the right place and still seems open.
    async fn take(&mut self, to: &str) -> Option<Kept> {
        let mut kept = self.kept.take().filter(|kept| kept.to == to)?;
        // Whatever can be heard now, an end or bytes that nobody asked for, makes it useless.
        at_once(&mut kept.stream, &mut self.buffer).await.is_none().then_some(kept)
    }

    /// Speaks over `kept`, and keeps it on where it may be used again. False where it was closed without a byte.
    async fn talk(
        &mut self,
        mut kept: Kept,
        request: &Request,
        body: &mut dyn Receive,
        seen: &mut Exchange,
        deadline: Instant,
    ) -> bool {
        let settings = &self.settings;
        let is_of_proxy = settings.is_asked_in_absolute_form(&request.target);
        let mut sink = Onward::new(body, settings.decode, is_of_proxy);
        let talk = Talk::over(&mut kept.stream, request, settings, &mut self.buffer, &mut sink, deadline).await;
        if seen.reused && talk.is_stale {
            return false;
        }
        if talk.may_persist {
            self.kept = Some(kept);
        }
        let alert = talk.late_alert();
        note(seen, request, talk, self.settings.keep);
        // In TLS 1.3 a client learns only now that its certificate, or its lack of one, is refused.
        if let (Some(alert), Some(tls)) = (alert, &mut seen.tls) {
            (tls.ended, tls.alert, seen.ended) = (HandshakeEnd::Alert, Some(alert), ExchangeEnd::TlsFailed);
        }
        let is_whole = seen.ended == ExchangeEnd::Answered;
        if let Some(body) = &mut seen.body {
            (body.decoded_bytes, body.decode_fault) = sink.decoded(is_whole);
            seen.irregular.extend(body.decode_fault.as_ref().map(|fault| Breach {
                kind: BreachKind::BadContentCoding,
                at: seen.received.bytes,
                detail: excerpt(fault.as_bytes(), 80),
            }));
        }
        if is_of_proxy {
            self.judge(seen, request, &sink.page);
        }
        true
    }

    /// Where the proxy itself says no, that is its answer, and not the target's.
    fn judge(&self, seen: &mut Exchange, request: &Request, page: &[u8]) {
        let (Some((proxy, from)), Some(at), Some(head)) = (&self.settings.proxy, seen.address, &seen.head) else {
            return;
        };
        let asked = proxy::Asked {
            proxy,
            from,
            at,
            purpose: Purpose::Asked,
            url: &request.url,
            login_given: request.field("proxy-authorization").next().is_some(),
            took_ms: seen.phases.first_byte_ms,
        };
        seen.proxy_answer = proxy::judge(&asked, head, page);
    }

    /// An exchange of which nothing has been seen.
    fn blank(&self, request: &Request) -> Exchange {
        Exchange {
            url: request.url.clone(),
            method: request.method.clone(),
            proxy: self.settings.proxy.as_ref().map(|(proxy, _)| proxy.to_string()),
            address: None,
            reused: false,
            retried: false,
            phases: Phases::default(),
            resolution: None,
            order: Vec::new(),
            tried: Vec::new(),
            left: Vec::new(),
            proxy_tls: None,
            proxy_answer: None,
            tls: None,
            sent: Payload::default(),
            received: Payload::default(),
            interim: Vec::new(),
            head: None,
            body: None,
            trailers: Vec::new(),
            irregular: Vec::new(),
            ended: ExchangeEnd::Silent,
        }
    }
}

/// Writes down what was said and heard.
fn note(seen: &mut Exchange, request: &Request, talk: Talk, keep: usize) {
    let since = |from: Instant, to: Option<Instant>| to.map(|to| ms(to.saturating_duration_since(from)));
    seen.phases.sent_ms = since(talk.began, talk.sent_at);
    seen.phases.first_byte_ms = since(talk.sent_at.unwrap_or(talk.began), talk.first_at);
    seen.phases.body_ms = talk.first_at.and_then(|first| since(first, talk.last_at));
    let sent = usize::try_from(talk.sent).unwrap_or(usize::MAX).min(keep);
    let kept: Vec<u8> = request.head.iter().chain(&request.body).take(sent).copied().collect();
    seen.sent = Payload::of(&kept, talk.sent);
    seen.received = Payload::of(&talk.kept, talk.received);
    let reader = talk.reader;
    seen.interim = reader.interim().to_vec();
    seen.head = reader.head().cloned();
    seen.trailers = reader.trailers().to_vec();
    seen.irregular = reader.breaches().to_vec();
    seen.body = reader.framing().map(|framing| Body {
        bytes: reader.body_bytes(),
        framing,
        codings: reader.head().map(codings).unwrap_or_default(),
        decoded_bytes: None,
        decode_fault: None,
    });
    seen.ended = talk.ended;
}
