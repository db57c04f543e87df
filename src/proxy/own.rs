//! What the proxy answers by itself: requests that are for it, and those that shall go no further.

use bytes::Bytes;
use hyper::body::Incoming;
use hyper::header::{ALLOW, HeaderValue, MAX_FORWARDS};
use hyper::{Method, Request, Response, StatusCode};

use crate::proxy::body::TellBody;
use crate::proxy::context::Context;
use crate::proxy::exchange::Exchange;
use crate::proxy::forward::tell;
use crate::proxy::trouble::{Kind, Trouble};
use crate::text::Text;

/// The proxy's own answer to a request that is for itself.
pub(crate) fn own(context: &Context, request: &Request<Incoming>, mut exchange: Box<Exchange>) -> Response<TellBody> {
    if request.uri().path() == "*" && request.method() == Method::OPTIONS {
        exchange.status = Some(StatusCode::OK);
        return capable(exchange);
    }
    let trouble = Trouble::new(
        Kind::BadRequest,
        Text::fixed(
            "this is a forward proxy, and the request names no host to pass it on to",
            "这是一个正向代理，而请求没有指明要转发到的主机",
        ),
    );
    let trouble = trouble.with_mend(Text::fixed(
        "Give its address to the client as its proxy: `curl --proxy http://HOST:PORT URL`, or `http_proxy=http://HOST:PORT`.",
        "请把它的地址设为客户端的代理：“curl --proxy http://HOST:PORT URL”，或“http_proxy=http://HOST:PORT”。",
    ));
    tell(context, &trouble, request.headers(), exchange)
}

/// The answer to OPTIONS: what may be asked for.
fn capable(exchange: Box<Exchange>) -> Response<TellBody> {
    let mut answer = Response::new(TellBody::own(Bytes::new(), Some(exchange)));
    answer
        .headers_mut()
        .insert(ALLOW, HeaderValue::from_static("GET, HEAD, POST, PUT, DELETE, PATCH, OPTIONS, TRACE, CONNECT"));
    answer
}

/// The answer to a request that shall go no further (RFC 9110 section 7.6.2); else its count goes down by one.
pub(crate) fn last_stop(request: &mut Request<Incoming>) -> Option<Response<Bytes>> {
    if !matches!(*request.method(), Method::OPTIONS | Method::TRACE) {
        return None;
    }
    let left: u32 = request.headers().get(MAX_FORWARDS)?.to_str().ok()?.trim().parse().ok()?;
    if left > 0 {
        request.headers_mut().insert(MAX_FORWARDS, HeaderValue::from(left - 1));
        return None;
    }
    let mut answer = Response::new(Bytes::new());
    if request.method() == Method::TRACE {
        let mut text = format!("{} {} HTTP/1.1\r\n", request.method(), request.uri());
        for (name, value) in request.headers() {
            if !crate::wire::http1::is_secret(name.as_str()) {
                text.push_str(&format!("{name}: {}\r\n", String::from_utf8_lossy(value.as_bytes())));
            }
        }
        answer = Response::new(Bytes::from(text + "\r\n"));
        let kind = HeaderValue::from_static("message/http");
        answer.headers_mut().insert(hyper::header::CONTENT_TYPE, kind);
    }
    Some(answer)
}
