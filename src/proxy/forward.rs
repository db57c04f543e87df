//! One request: judged, passed on, and its answer passed back.

use std::convert::Infallible;
use std::future::poll_fn;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::task::Poll;

use bytes::Bytes;
use hyper::body::{Body, Incoming};
use hyper::header::{CONTENT_LENGTH, HOST, HeaderMap, HeaderValue, PROXY_AUTHORIZATION, VIA};
use hyper::http::{request, response};
use hyper::{Method, Request, Response, StatusCode, Version};

use crate::proxy::answer;
use crate::proxy::asked::{self, Asked};
use crate::proxy::body::{self, AskBody, Source, Stall, TellBody};
use crate::proxy::context::Context;
use crate::proxy::exchange::{Ending, Exchange, Way};
use crate::proxy::fields::{self, Taken};
use crate::proxy::line::{Line, Unanswered};
use crate::proxy::reach;
use crate::proxy::ruled::{self, HostByRule, Left};
use crate::proxy::talk::WithoutPath;
use crate::proxy::trouble::{Kind, Trouble, unanswered};
use crate::proxy::tunnel::End;
use crate::proxy::tunnel::switch;
use crate::proxy::upstream::behind;
use crate::proxy::{admit, gate, interim, own, tunnel};
use crate::target::Proxy;
use crate::text::Text;

/// Answers one request.
pub(crate) async fn exchange(context: Context, request: Request<Incoming>) -> Result<Response<TellBody>, Infallible> {
    context.core.keep_pace().await;
    let way = if request.method() == Method::CONNECT { Way::Connect } else { Way::Request };
    let url = asked::url(&context, &request.uri().to_string());
    let mut exchange = Box::new(Exchange::new(&context, way, request.method().clone(), url));
    exchange.version = request.version();
    if context.core.settings.upstream.is_some() {
        exchange.via = fields::passed(request.headers());
    }
    if let Err(trouble) = admit::admit(&context, request.headers(), &mut exchange) {
        let (parts, body) = request.into_parts();
        body::spare(body);
        return Ok(tell(&context, &trouble, &parts.headers, exchange));
    }
    let (request, left) = ruled::on_request(&context, request, &mut exchange).await;
    let left = match left {
        Ok(left) => left,
        Err(instead) => {
            let (parts, body) = request.into_parts();
            body::spare(body);
            return Ok(ruled::tell(&context, &instead, &parts.headers, exchange));
        }
    };
    if way == Way::Connect && context.authority.is_none() {
        return Ok(tunnel::open::connect(context, request, exchange).await);
    }
    Ok(match asked::of_request(&context, request.uri()) {
        Ok(Some(asked)) => pass(&context, asked, request, &left, exchange).await,
        Ok(None) => own::own(&context, &request, exchange),
        Err(trouble) => tell(&context, &trouble, request.headers(), exchange),
    })
}

/// An error answer, written down in the record.
pub(crate) fn tell(
    context: &Context,
    trouble: &Trouble,
    asked: &HeaderMap,
    mut exchange: Box<Exchange>,
) -> Response<TellBody> {
    exchange.note(trouble);
    match trouble.kind {
        // Nobody is there to take the answer.
        Kind::ClientLeft => exchange.ending = Ending::ClientLeft,
        Kind::RequestTimeout => exchange.ending = Ending::Stalled,
        _ => {}
    }
    if trouble.kind != Kind::ClientLeft {
        exchange.status = Some(trouble.kind.status());
    }
    let answer = answer::error(trouble, asked, context.core.settings.lang);
    exchange.keep_answered(Version::HTTP_11, answer.headers());
    // Who has left is sent nothing, and nothing is counted.
    let is_gone = trouble.kind == Kind::ClientLeft;
    answer.map(|body| TellBody::own(if is_gone { Bytes::new() } else { body }, Some(exchange)))
}

/// Passes a request on.
async fn pass(
    context: &Context,
    asked: Asked,
    mut request: Request<Incoming>,
    left: &Left,
    mut exchange: Box<Exchange>,
) -> Response<TellBody> {
    if let Some(answer) = own::last_stop(&mut request) {
        exchange.status = Some(answer.status());
        return answer.map(|body| TellBody::own(body, Some(exchange)));
    }
    let upgrade = hyper::upgrade::on(&mut request);
    let (mut parts, body) = request.into_parts();
    let is_new = parts.version == Version::HTTP_11;
    let taken = fields::take(&mut parts.headers);
    // A browser's wish for a page rather than text is needed for errors, after the head is gone.
    let wishes = wishes(&parts.headers);
    let body = match ruled::asking(left, &mut parts.headers, body, &mut exchange).await {
        Ok(body) => body,
        Err(trouble) => return tell(context, &trouble, &wishes, exchange),
    };
    if let Err(trouble) = prepare(context, &asked, &mut parts, &taken, &body) {
        body.spare();
        return tell(context, &trouble, &wishes, exchange);
    }
    exchange.keep_asked(&parts.headers);
    let gate = gate::gate(&mut parts).filter(|_| is_new);
    let (counts, due) = (Arc::clone(&exchange.counts), body.size_hint().exact());
    let body = AskBody::new(body, &exchange, gate.clone());
    let mut request = Request::from_parts(parts, body);
    let interims = interim::pass(&mut request, context, gate.clone(), is_new);
    let asking = interims.bound(ask(context, &asked, request, &mut exchange));
    let still = context.core.settings.bounds.stall;
    match body::moving(gate::opening(asking, gate), &context.pulse, still, (&counts, due)).await {
        Ok(Ok((answer, line))) => {
            let came = Came { answer, line, wishes };
            back(context, came, left, &taken, upgrade, exchange).await
        }
        Ok(Err(trouble)) => tell(context, &trouble, &wishes, exchange),
        Err(Stall::Client(trouble)) => tell(context, &trouble, &wishes, exchange),
        Err(Stall::Origin) => {
            let trouble = unanswered::late(context, &asked, &exchange).await;
            tell(context, &trouble, &wishes, exchange)
        }
    }
}

/// What of the head is needed to tell of an error later.
fn wishes(fields: &HeaderMap) -> HeaderMap {
    let accept = fields.get(hyper::header::ACCEPT).cloned();
    accept.map(|accept| HeaderMap::from_iter([(hyper::header::ACCEPT, accept)])).unwrap_or_default()
}

/// Makes the head what the next machine shall see.
fn prepare(
    context: &Context,
    asked: &Asked,
    parts: &mut request::Parts,
    taken: &Taken,
    body: &Source,
) -> Result<(), Trouble> {
    let fields = &mut parts.headers;
    fields::ask(fields, taken);
    if !body.is_end_stream() && body.size_hint().exact().is_none() {
        fields::chunked(fields);
    }
    fields.append(VIA, context.core.via[usize::from(parts.version == Version::HTTP_10)].clone());
    parts.version = Version::HTTP_11;
    // What the target says goes before what `Host` says (RFC 9112 section 3.2.2).
    let by_rule = parts.extensions.remove::<HostByRule>().map(|by_rule| Ok(by_rule.0));
    let name = by_rule.unwrap_or_else(|| HeaderValue::from_str(&asked.name));
    fields.insert(
        HOST,
        name.map_err(|_| Trouble::new(Kind::BadRequest, Text::fixed("the host cannot be written", "主机名无法写出")))?,
    );
    // Asked of all of a host, not of its root (RFC 9112 section 3.2.4).
    let is_of_all = context.guard.is_of_all() && parts.uri.path_and_query().is_some_and(|path| path == "/");
    let path = parts.uri.path_and_query().map_or("/", |path| path.as_str());
    let path = if path.is_empty() { "/" } else { path };
    let target = match reach::is_fetched(context, asked) {
        true => {
            if let Some(login) = context.core.settings.upstream.as_ref().and_then(|proxy| proxy.login.as_ref()) {
                let text = data_encoding::BASE64.encode(format!("{}:{}", login.user, login.password).as_bytes());
                if let Ok(value) = HeaderValue::from_str(&format!("Basic {text}")) {
                    parts.headers.insert(PROXY_AUTHORIZATION, value);
                }
            }
            if is_of_all {
                parts.extensions.insert(WithoutPath);
            }
            format!("http://{}{path}", asked.name)
        }
        false if is_of_all => "*".to_owned(),
        false => path.to_owned(),
    };
    parts.uri =
        target.parse().map_err(|_| Trouble::new(Kind::BadRequest, Text::fixed("the URL is none", "URL 无效")))?;
    Ok(())
}

/// Asks over a connection that waits, or over a new one where that turns out to have ended.
async fn ask(
    context: &Context,
    asked: &Asked,
    mut request: Request<AskBody>,
    exchange: &mut Exchange,
) -> Result<(Response<Incoming>, Line), Trouble> {
    let place = reach::place(context, asked)?;
    let is_safe = request.method().is_idempotent() && request.body().is_end_stream();
    if let Some(mut line) = reach::waiting(context, &place).await {
        let again = is_safe.then(|| copy(&request, exchange));
        (exchange.server, exchange.reused) = (Some(line.to), true);
        match line.ask(request).await {
            Ok(answer) => return Ok((answer, line)),
            Err(Unanswered { error, unsent, first }) => match unsent.or(again).filter(|_| !error.is_parse()) {
                // The origin ended the connection while it waited: nothing of the request has been done, or it may be
                // done twice (RFC 9112 section 9.3.1).
                Some(unsent) => request = unsent,
                None => return Err(unanswered::trouble(context, asked, exchange, &error, &first).await),
            },
        }
        exchange.reused = false;
    }
    let mut line = reach::line(context, asked, place, exchange).await?;
    match line.ask(request).await {
        Ok(answer) => Ok((answer, line)),
        Err(Unanswered { error, first, .. }) => {
            Err(unanswered::trouble(context, asked, exchange, &error, &first).await)
        }
    }
}

/// The same request once more; it has no body.
fn copy(request: &Request<AskBody>, exchange: &Exchange) -> Request<AskBody> {
    let mut again = Request::new(AskBody::new(Source::Own(Bytes::new()), exchange, None));
    *again.method_mut() = request.method().clone();
    *again.uri_mut() = request.uri().clone();
    *again.version_mut() = request.version();
    *again.headers_mut() = request.headers().clone();
    *again.extensions_mut() = request.extensions().clone();
    again
}

/// What came of a request: the answer, the connection that it comes over, and what the client likes of errors.
struct Came {
    answer: Response<Incoming>,
    line: Line,
    wishes: HeaderMap,
}

/// Passes an answer back.
async fn back(
    context: &Context,
    came: Came,
    left: &Left,
    asked: &Taken,
    upgrade: hyper::upgrade::OnUpgrade,
    mut exchange: Box<Exchange>,
) -> Response<TellBody> {
    exchange.phases.first_byte = Some(exchange.began.elapsed());
    exchange.status = Some(came.answer.status());
    let (mut line, (mut parts, body)) = (came.line, came.answer.into_parts());
    fields::one_length(&mut parts.headers);
    let upstream = context.core.settings.upstream.as_ref();
    let upstream = upstream.filter(|_| line.place.as_ref().is_some_and(|place| place.fetches));
    if upstream.is_some() {
        context.core.behind_answers.store(true, Ordering::Relaxed);
    }
    if let Some(trouble) = upstream.and_then(|proxy| behind::own_answer(proxy, line.to, &exchange.url, &parts)) {
        // Its login is none of the client's business; what it says otherwise is for the client.
        if parts.status == StatusCode::PROXY_AUTHENTICATION_REQUIRED {
            return tell(context, &trouble, &came.wishes, exchange);
        }
        answer::passed_on(&trouble, parts.status, &mut parts.headers);
        exchange.trouble = Some(trouble);
    }
    if let Some(trouble) = coded(&parts, &body, upstream) {
        return tell(context, &trouble, &came.wishes, exchange);
    }
    let taken = fields::take(&mut parts.headers);
    let change = match ruled::on_response(left, &mut parts, &mut exchange).await {
        Ok(change) => change,
        Err(instead) => return ruled::tell(context, &instead, &came.wishes, exchange),
    };
    let version = answered(context, &mut parts);
    exchange.keep_answered(version, &parts.headers);
    if parts.status == StatusCode::SWITCHING_PROTOCOLS {
        if asked.upgrade.is_none() {
            let text = Text::fixed(
                "the origin switches to another protocol though nobody asked for it",
                "源站擅自切换到了其他协议",
            );
            return tell(context, &Trouble::new(Kind::Protocol, text), &HeaderMap::new(), exchange);
        }
        fields::ask(&mut parts.headers, &Taken { trailers: false, ..taken });
        let (wire, ahead) = line.into_wire().await;
        switch::to(context.clone(), upgrade, End { wire, ahead }, exchange);
        return Response::from_parts(parts, TellBody::own(Bytes::new(), None));
    }
    let body = match ruled::answering(&change, &mut parts.headers, body, &mut line, &mut exchange).await {
        Ok(body) => body,
        Err(trouble) => return tell(context, &trouble, &came.wishes, exchange),
    };
    if !change.is_empty() {
        // Its length and its coding are others now.
        exchange.keep_answered(version, &parts.headers);
    }
    let mut body = TellBody::passed(body, Some((line, Arc::clone(&context.core.pool))), exchange);
    if parts.status == StatusCode::NOT_MODIFIED && parts.headers.contains_key(CONTENT_LENGTH) {
        body = body.claiming();
    }
    poll_fn(|cx| {
        body.settle(cx);
        Poll::Ready(())
    })
    .await;
    Response::from_parts(parts, body)
}

/// That an answer comes in a coding that would go on as if it were none, where it does.
fn coded(parts: &response::Parts, body: &Incoming, upstream: Option<&Proxy>) -> Option<Trouble> {
    let coding = fields::foreign_coding(&parts.headers).filter(|_| !body.is_end_stream())?;
    if let Some(proxy) = upstream {
        return Some(behind::coded(proxy, &coding));
    }
    let text = Text::new(
        format!("the answer comes in the transfer coding `{coding}`, which nobody asked for and the proxy cannot undo"),
        format!("应答使用了传输编码“{coding}”，没有人请求过它，代理也无法解码"),
    );
    Some(Trouble::new(Kind::TransferCoding, text))
}

/// Makes the head of an answer what the client shall see; the version that it came in.
fn answered(context: &Context, parts: &mut response::Parts) -> Version {
    let version = parts.version;
    parts.headers.append(VIA, context.core.via[usize::from(version == Version::HTTP_10)].clone());
    parts.version = Version::HTTP_11;
    version
}
