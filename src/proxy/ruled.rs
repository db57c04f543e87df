//! The rules at work on what passes: requests before they go anywhere, answers before they are passed back.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context as Waiting, Poll};

use bytes::Bytes;
use hyper::body::{Body, Frame, Incoming, SizeHint};
use hyper::header::{CONTENT_LENGTH, HOST, HeaderMap, HeaderValue};
use hyper::http::response;
use hyper::{Method, Request, Response, StatusCode, Uri, Version};

use crate::proxy::asked;
use crate::proxy::body::{Source, TellBody};
use crate::proxy::context::Context;
use crate::proxy::exchange::Exchange;
use crate::proxy::forward;
use crate::proxy::line::Line;
use crate::proxy::rules::{Answer, Asked, BodyChange, Decision, Ruled, Rules};
use crate::proxy::trouble::{Kind, Trouble};
use crate::target::Host;
use crate::text::{Lang, Text};

/// What a rule says of `Host`, though the target says otherwise.
#[derive(Debug, Clone)]
pub(crate) struct HostByRule(pub(crate) HeaderValue);

/// What the rules leave to be done: when the body goes on, and when the answer comes.
#[derive(Debug, Clone, Default)]
pub(crate) struct Left {
    body: BodyChange,
    asked: Asked,
}

/// That the proxy answers by itself.
pub(crate) enum Instead {
    /// With what a rule gives.
    Answer(Arc<Answer>),
    /// With an error: a rule says no.
    Trouble(Trouble),
}

/// Applies the rules to a request, and holds it up as long as they say.
pub(crate) async fn on_request(
    context: &Context,
    request: Request<Incoming>,
    exchange: &mut Exchange,
) -> (Request<Incoming>, Result<Left, Instead>) {
    let rules = context.core.settings.rules.now();
    if rules.count() == 0 {
        return (request, Ok(Left::default()));
    }
    let (mut parts, body) = request.into_parts();
    // Out of a tunnel come paths alone; rules name hosts.
    if parts.uri.authority().is_none()
        && parts.uri.path().starts_with('/')
        && let Ok(whole) = exchange.url.parse::<Uri>()
        && whole.authority().is_some()
    {
        parts.uri = whole;
    }
    let host = parts.headers.get(HOST).cloned();
    let (ruled, asked) = rules.on_request(&mut parts);
    let named = parts.uri.authority().map(|authority| authority.as_str().as_bytes().to_vec());
    let wanted =
        parts.headers.get(HOST).filter(|now| host.as_ref() != Some(now) && named.as_deref() != Some(now.as_bytes()));
    if let Some(wanted) = wanted.cloned() {
        parts.extensions.insert(HostByRule(wanted));
    }
    let decided = decided(&ruled, exchange).await;
    (Request::from_parts(parts, body), decided.map(|()| Left { body: ruled.body, asked }))
}

/// Applies the rules to a tunnel that is asked for otherwise than by a request; where it leads then.
pub(crate) async fn on_tunnel(
    context: &Context,
    host: Host,
    port: u16,
    exchange: &mut Exchange,
) -> Result<(Host, u16), Trouble> {
    let rules = context.core.settings.rules.now();
    let Some(request) = tunnel(&host, port).filter(|_| rules.count() > 0) else { return Ok((host, port)) };
    let (mut parts, ()) = request.into_parts();
    let (ruled, _) = rules.on_request(&mut parts);
    match decided(&ruled, exchange).await {
        Ok(()) => asked::of_tunnel(&parts.uri).map(|asked| (asked.host, asked.port)),
        Err(Instead::Trouble(trouble)) => Err(trouble),
        // No rule answers a tunnel.
        Err(Instead::Answer(_)) => Ok((host, port)),
    }
}

fn tunnel(host: &Host, port: u16) -> Option<Request<()>> {
    let bare = if host.address().is_some_and(|at| at.is_ipv6()) { format!("[{host}]") } else { host.to_string() };
    Request::builder().method(Method::CONNECT).uri(format!("{bare}:{port}")).body(()).ok()
}

/// Notes what the rules did, waits as long as they say, and tells whether they decide.
async fn decided(ruled: &Ruled, exchange: &mut Exchange) -> Result<(), Instead> {
    note(exchange, &ruled.names.join(", "));
    if !ruled.delay.is_zero() {
        tokio::time::sleep(ruled.delay).await;
    }
    match &ruled.decision {
        Decision::Pass => Ok(()),
        Decision::Answer(answer) => Err(Instead::Answer(Arc::clone(answer))),
        Decision::Block(text) => Err(Instead::Trouble(Trouble::new(Kind::Denied, blocked(text)))),
    }
}

fn blocked(text: &Text) -> Text {
    Text::new(
        format!("the proxy blocks this: {}", text.get(Lang::En)),
        format!("代理阻止了此请求：{}", text.get(Lang::Zh)),
    )
}

/// Adds to what the record says of rules.
fn note(exchange: &mut Exchange, what: &str) {
    if what.is_empty() {
        return;
    }
    exchange.changed = Some(match exchange.changed.take() {
        Some(before) if before.split(", ").any(|one| one == what) => before,
        Some(before) => format!("{before}, {what}"),
        None => what.to_owned(),
    });
}

/// The body of a request as the rules want it.
pub(crate) async fn asking(
    left: &Left,
    fields: &mut HeaderMap,
    body: Incoming,
    exchange: &mut Exchange,
) -> Result<Source, Trouble> {
    if left.body.is_empty() {
        return Ok(Source::Passed(body));
    }
    let (body, unchanged) = left.body.replace(fields, Source::Passed(body)).await.map_err(|error| {
        let word = crate::proxy::trouble::hyper_word::of(&error);
        let (en, zh) = (word.get(Lang::En), word.get(Lang::Zh));
        Trouble::new(
            Kind::BadRequest,
            Text::new(format!("the request's body broke off: {en}"), format!("请求正文中断：{zh}")),
        )
    })?;
    if let Some(why) = unchanged {
        note(exchange, why.text().get(Lang::En));
    }
    let (first, rest) = body.into_parts();
    Ok(Source::held(first, rest))
}

/// Applies the rules to the head of an answer; what they want of its body, or that another is given.
pub(crate) async fn on_response(
    left: &Left,
    parts: &mut response::Parts,
    exchange: &mut Exchange,
) -> Result<BodyChange, Instead> {
    let ruled = Rules::on_response(&left.asked, parts);
    decided(&ruled, exchange).await.map(|()| ruled.body)
}

/// The body of an answer, which comes over `line`, as the rules want it.
pub(crate) async fn answering(
    change: &BodyChange,
    fields: &mut HeaderMap,
    body: Incoming,
    line: &mut Line,
    exchange: &mut Exchange,
) -> Result<Source, Trouble> {
    if change.is_empty() {
        return Ok(Source::Passed(body));
    }
    if exchange.method == Method::HEAD || exchange.status == Some(StatusCode::NOT_MODIFIED) {
        // How long the body would be that is not here, nobody knows.
        fields.remove(CONTENT_LENGTH);
    }
    let driven = Driven { source: Source::Passed(body), line };
    let (body, unchanged) = change.replace(fields, driven).await.map_err(|error| {
        let word = crate::proxy::trouble::hyper_word::of(&error);
        let (en, zh) = (word.get(Lang::En), word.get(Lang::Zh));
        Trouble::new(Kind::Incomplete, Text::new(format!("the answer broke off: {en}"), format!("应答中断：{zh}")))
    })?;
    if let Some(why) = unchanged {
        note(exchange, why.text().get(Lang::En));
    }
    let (first, rest) = body.into_parts();
    Ok(Source::held(first, rest.map(|driven| driven.source)))
}

/// A body whose connection is moved on while it is read.
struct Driven<'a> {
    source: Source,
    line: &'a mut Line,
}

impl Body for Driven<'_> {
    type Data = Bytes;
    type Error = hyper::Error;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Waiting<'_>) -> Poll<Option<Result<Frame<Bytes>, hyper::Error>>> {
        self.line.drive(cx);
        Pin::new(&mut self.source).poll_frame(cx)
    }

    fn is_end_stream(&self) -> bool {
        self.source.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.source.size_hint()
    }
}

/// The proxy's answer where the rules decide.
pub(crate) fn tell(
    context: &Context,
    instead: &Instead,
    wishes: &HeaderMap,
    mut exchange: Box<Exchange>,
) -> Response<TellBody> {
    let answer = match instead {
        Instead::Trouble(trouble) => return forward::tell(context, trouble, wishes, exchange),
        Instead::Answer(answer) => answer,
    };
    exchange.status = Some(answer.status);
    exchange.keep_answered(Version::HTTP_11, &answer.headers);
    let mut told = Response::new(TellBody::own(answer.body.clone(), Some(exchange)));
    *told.status_mut() = answer.status;
    *told.headers_mut() = answer.headers.clone();
    told
}
