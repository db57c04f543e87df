//! One request: judged, passed on, and its answer passed back.

use std::convert::Infallible;
use std::future::poll_fn;
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

use http_body_util::Full;
use hyper::body::{Body, Incoming};
use hyper::header::{EXPECT, HOST, HeaderMap, HeaderValue, PROXY_AUTHORIZATION, VIA};
use hyper::http::{request, response};
use hyper::{Method, Request, Response, StatusCode, Uri, Version};

use crate::proxy::answer;
use crate::proxy::asked::{self, Asked};
use crate::proxy::body::{self, AskBody, Gate, Source, TellBody};
use crate::proxy::context::Context;
use crate::proxy::exchange::{Ending, Exchange, Way};
use crate::proxy::fields::{self, Taken};
use crate::proxy::line::{Line, Unanswered};
use crate::proxy::reach;
use crate::proxy::ruled::{self, HostByRule, Left};
use crate::proxy::trouble::{Kind, Trouble};
use crate::proxy::tunnel::End;
use crate::proxy::{interim, open_tunnel, own, switch, unanswered};
use crate::text::Text;

/// How long an origin may take to say that it wants a body, before it is sent all the same (RFC 9110 section 10.1.1).
const CONTINUE: Duration = Duration::from_secs(1);

/// Answers one request.
pub(crate) async fn exchange(context: Context, request: Request<Incoming>) -> Result<Response<TellBody>, Infallible> {
    context.core.keep_pace().await;
    let way = if request.method() == Method::CONNECT { Way::Connect } else { Way::Request };
    let url = url(&context, request.uri());
    let mut exchange = Box::new(Exchange::new(&context, way, request.method().clone(), url));
    exchange.version = request.version();
    if let Err(trouble) = admit(&context, request.headers(), &mut exchange) {
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
        return Ok(open_tunnel::connect(context, request, exchange).await);
    }
    Ok(match place(&context, request.uri()) {
        Ok(Some(asked)) => pass(&context, asked, request, &left, exchange).await,
        Ok(None) => own::own(&context, &request, exchange),
        Err(trouble) => tell(&context, &trouble, request.headers(), exchange),
    })
}

/// The URL asked for, whole.
fn url(context: &Context, uri: &Uri) -> String {
    match &context.authority {
        Some((host, port)) if uri.authority().is_none() => {
            let bare = if host.address().is_some_and(|address| address.is_ipv6()) {
                format!("[{host}]")
            } else {
                host.to_string()
            };
            let port = if *port == 443 { String::new() } else { format!(":{port}") };
            format!("https://{bare}{port}{uri}")
        }
        _ => uri.to_string(),
    }
}

/// Whether the client may use the proxy; who it is goes into the record.
fn admit(context: &Context, fields: &HeaderMap, exchange: &mut Exchange) -> Result<(), Trouble> {
    let logins = &context.core.settings.logins;
    if fields::has_passed(fields, &context.core.name) {
        let text = Text::fixed(
            "the request has passed through this proxy before: it goes round in circles",
            "该请求已经过本代理：它在循环转发",
        );
        return Err(Trouble::new(Kind::Loop, text));
    }
    admit_client(context)?;
    if logins.is_empty() || context.user.is_some() {
        return Ok(());
    }
    let given = fields.get(PROXY_AUTHORIZATION);
    match given.and_then(|value| logins.basic(value.as_bytes())) {
        Some(name) => {
            exchange.user = Some(name.to_owned());
            Ok(())
        }
        None => Err(Trouble::new(
            Kind::LoginRequired,
            match given {
                None => Text::fixed("the proxy asks for a name and a password", "代理要求用户名和密码"),
                Some(_) => Text::fixed("the proxy does not know this name and password", "代理不认识该用户名和密码"),
            },
        )),
    }
}

/// Whether the client is at an address that may use the proxy.
pub(crate) fn admit_client(context: &Context) -> Result<(), Trouble> {
    if !context.stranger {
        return Ok(());
    }
    let client = context.client.ip().to_canonical();
    let text = Text::new(
        format!("the proxy does not serve clients at {client} (--allow {client} lets it)"),
        format!("代理不为 {client} 的客户端服务（--allow {client} 可放行）"),
    );
    Err(Trouble::new(Kind::ClientForbidden, text))
}

/// Where the request goes; nothing where it is for the proxy itself.
fn place(context: &Context, uri: &Uri) -> Result<Option<Asked>, Trouble> {
    match (&context.authority, uri.authority()) {
        (_, Some(_)) if uri.scheme().is_some() => asked::of_url(uri).map(Some),
        (Some((host, port)), None) => {
            let bare = if host.address().is_some_and(|address| address.is_ipv6()) {
                format!("[{host}]")
            } else {
                host.to_string()
            };
            let name = if *port == 443 { bare } else { format!("{bare}:{port}") };
            Ok(Some(Asked { secure: true, host: host.clone(), port: *port, name }))
        }
        (None, None) => Ok(None),
        _ => Err(Trouble::new(Kind::BadRequest, Text::fixed("the request names no URL", "请求没有写明 URL"))),
    }
}

/// An error answer, written down in the record.
pub(crate) fn tell(
    context: &Context,
    trouble: &Trouble,
    asked: &HeaderMap,
    mut exchange: Box<Exchange>,
) -> Response<TellBody> {
    exchange.status = Some(trouble.kind.status());
    exchange.fail(trouble, Ending::Answered);
    let answer = answer::error(trouble, asked, context.core.settings.lang);
    exchange.keep_answered(Version::HTTP_11, answer.headers());
    answer.map(|body| TellBody::own(body, Some(exchange)))
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
        exchange.ending = Ending::Answered;
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
    let gate = gate(&mut parts).filter(|_| is_new);
    let body = AskBody::new(body, &exchange, gate.clone());
    let mut request = Request::from_parts(parts, body);
    let interims = interim::pass(&mut request, context, gate.clone(), is_new);
    let asking = interims.bound(ask(context, &asked, request, &mut exchange));
    let answer = tokio::time::timeout(context.core.settings.bounds.stall, opening(asking, gate)).await;
    match answer {
        Ok(Ok((answer, line))) => {
            let came = Came { answer, line, wishes };
            back(context, came, left, &taken, upgrade, exchange).await
        }
        Ok(Err(trouble)) => tell(context, &trouble, &wishes, exchange),
        Err(_) => {
            let text = Text::new(
                format!("{} gave no answer in time", asked.name),
                format!("{} 未在限定时间内应答", asked.name),
            );
            tell(context, &Trouble::new(Kind::AnswerTimeout, text), &wishes, exchange)
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
            format!("http://{}{path}", asked.name)
        }
        false => path.to_owned(),
    };
    parts.uri =
        target.parse().map_err(|_| Trouble::new(Kind::BadRequest, Text::fixed("the URL is none", "URL 无效")))?;
    Ok(())
}

/// A gate where the client waits to hear that its body is wanted; the origin's word opens it.
fn gate(parts: &mut request::Parts) -> Option<Arc<Gate>> {
    let expects = parts.headers.get(EXPECT)?.as_bytes().eq_ignore_ascii_case(b"100-continue");
    expects.then(Arc::default)
}

/// Waits for an answer, and opens the gate where the origin takes too long to, or answers without having said so: it
/// may want the body all the same.
async fn opening<T>(asking: impl Future<Output = T>, gate: Option<Arc<Gate>>) -> T {
    let Some(gate) = gate else { return asking.await };
    let mut asking = std::pin::pin!(asking);
    let in_time = tokio::time::timeout(CONTINUE, asking.as_mut()).await;
    gate.open();
    match in_time {
        Ok(answer) => answer,
        Err(_) => asking.await,
    }
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
            Err(Unanswered { error, unsent }) => match unsent.or(again).filter(|_| !error.is_parse()) {
                // The origin ended the connection while it waited: nothing of the request has been done, or it may be
                // done twice (RFC 9112 section 9.3.1).
                Some(unsent) => request = unsent,
                None => return Err(unanswered::trouble(context, asked, exchange, &error).await),
            },
        }
        exchange.reused = false;
    }
    let mut line = reach::line(context, asked, place, exchange).await?;
    match line.ask(request).await {
        Ok(answer) => Ok((answer, line)),
        Err(Unanswered { error, .. }) => Err(unanswered::trouble(context, asked, exchange, &error).await),
    }
}

/// The same request once more; it has no body.
fn copy(request: &Request<AskBody>, exchange: &Exchange) -> Request<AskBody> {
    let mut again = Request::new(AskBody::new(Source::Own(Full::default()), exchange, None));
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
    let taken = fields::take(&mut parts.headers);
    let is_of_a_proxy = line.place.as_ref().is_some_and(|place| place.fetches);
    if is_of_a_proxy && parts.status == StatusCode::PROXY_AUTHENTICATION_REQUIRED {
        let text = Text::fixed(
            "the proxy behind wants another login than --upstream gives",
            "上级代理要求与 --upstream 不同的登录",
        );
        return tell(context, &Trouble::new(Kind::Upstream, text), &HeaderMap::new(), exchange);
    }
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
        return Response::from_parts(parts, TellBody::own(Full::default(), None));
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
    poll_fn(|cx| {
        body.settle(cx);
        Poll::Ready(())
    })
    .await;
    Response::from_parts(parts, body)
}

/// Makes the head of an answer what the client shall see; the version that it came in.
fn answered(context: &Context, parts: &mut response::Parts) -> Version {
    let version = parts.version;
    parts.headers.append(VIA, context.core.via[usize::from(version == Version::HTTP_10)].clone());
    parts.version = Version::HTTP_11;
    version
}
